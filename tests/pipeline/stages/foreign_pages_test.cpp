// SPDX-License-Identifier: MPL-2.0
// Whose a page is that belongs to no form. Only where separators enclose exactly one application is
// it that application's without doubt: a stranger's letter in a case is a breach.
#include <gtest/gtest.h>

#include <algorithm>

#include "pipeline/stages/assemble.h"

namespace indgang::stages {
namespace {

const form::FormCatalogue& catalogue() {
    static const auto forms =
        form::FormCatalogue::load({std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas/forms"});
    return forms;
}

/// A batch, page by page.
class Batch {
  public:
    Batch& separator() { return add(record::PageKind::separator); }
    Batch& letter() { return add(record::PageKind::attachment); }
    Batch& unreadable() { return add(record::PageKind::unreadable); }
    /// Both pages of somebody's sp501.
    Batch& application(const std::string& written) {
        for (const int page : {1, 2}) {
            add(record::PageKind::form);
            record::PageReading& reading = pages_.back().reading;
            reading.match = record::FormMatch{{"sp501", "1"}, page, 2, {}, 0.1, "page_code"};
            reading.fields.push_back({"fornavn", {1, 2, 3, 4}, {{written, 0.999}}, "test/1", ""});
        }
        return *this;
    }
    /// The findings about foreign pages of each application, in their order.
    [[nodiscard]] std::vector<std::vector<std::string>> findings() const {
        std::vector<std::vector<std::string>> all;
        for (const auto& record : Assemble(catalogue()).run({{}, pages_})) {
            auto& found = all.emplace_back();
            for (const auto& finding : record.findings) {
                if (finding.rule == "attachment" || finding.rule == "foreign_page" ||
                    finding.rule == "unreadable_page") {
                    found.push_back(std::string(name_of(finding.severity)) + " " + finding.rule);
                }
            }
        }
        return all;
    }

  private:
    Batch& add(record::PageKind kind) {
        segment::StoredReading& page = pages_.emplace_back();
        page.reading.page = static_cast<int>(pages_.size());
        page.reading.kind = kind;
        return *this;
    }
    std::vector<segment::StoredReading> pages_;
};

using All = std::vector<std::vector<std::string>>;

TEST(ForeignPage, IsTheAttachmentOfTheOneApplicationBetweenSeparators) {
    EXPECT_EQ(Batch().separator().application("a").letter().separator().findings(),
              (All{{"remark attachment"}}));
}

TEST(ForeignPage, IsDoubtedBehindTheSecondApplicationBetweenSeparators) {
    EXPECT_EQ(Batch().separator().application("a").application("b").letter().separator().findings(),
              (All{{}, {"doubt foreign_page"}}));
}

TEST(ForeignPage, IsDoubtedBeforeASecondApplication) {
    EXPECT_EQ(Batch().separator().application("a").letter().application("b").separator().findings(),
              (All{{"doubt foreign_page"}, {}}));
}

TEST(ForeignPage, IsDoubtedWhereNoSeparatorStandsBefore) {
    EXPECT_EQ(Batch().application("a").letter().separator().findings(),
              (All{{"doubt foreign_page"}}));
}

TEST(ForeignPage, IsAnAttachmentAtTheEndOfTheBatch) {
    EXPECT_EQ(Batch().separator().application("a").letter().findings(),
              (All{{"remark attachment"}}));
}

TEST(ForeignPage, CountsApplicationsFromEachSeparatorAnew) {
    EXPECT_EQ(Batch()
                  .separator()
                  .application("a")
                  .application("b")
                  .separator()
                  .application("c")
                  .letter()
                  .separator()
                  .findings(),
              (All{{}, {}, {"remark attachment"}}));
}

TEST(ForeignPage, WithoutAnyApplicationIsNobodysAttachment) {
    EXPECT_EQ(Batch().separator().letter().separator().findings(), (All{{"doubt foreign_page"}}));
}

TEST(ForeignPage, ThatCannotBeReadIsDoubtedEvenInTheOneApplication) {
    EXPECT_EQ(Batch().separator().application("a").unreadable().separator().findings(),
              (All{{"doubt unreadable_page"}}));
}

}  // namespace
}  // namespace indgang::stages
