// SPDX-License-Identifier: MPL-2.0
// A pile of applications that fell on the floor, and a print that was scanned twice: read by the
// product, and no page of one person in a case of another unless a person was asked.
#include <random>

#include "tests/batches/forged_batch.h"

namespace indgang::batches {
namespace {

bool is_asked_about(const record::ApplicationRecord& application) {
    return std::any_of(
        application.findings.begin(), application.findings.end(),
        [](const auto& finding) { return finding.severity != record::Severity::remark; });
}

TEST(MixedPages, ShuffledPagesOfEightPeopleAreNeverDeliveredWithoutAPerson) {
    constexpr int people = 8, shuffles = 20;
    nlohmann::json sheets;
    for (int person = 0; person < people; ++person) {
        sheets.push_back({{"form", "sp501"}});
    }
    const auto read = read_pages(forged(sheets).pages()).pages;
    ASSERT_EQ(read.size(), 2U * people);
    int asked = 0;
    for (unsigned seed = 0; seed < shuffles; ++seed) {
        std::vector<std::size_t> order(read.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            order[i] = i;
        }
        std::mt19937 random(seed);
        std::shuffle(order.begin(), order.end(), random);
        std::vector<record::PageReading> pages;
        for (const std::size_t page : order) {
            pages.push_back(read[page]);
        }
        const auto person_of = [&](const record::PageRef& page) {
            return order[static_cast<std::size_t>(page.page.number - 1)] / 2;
        };
        for (const auto& application : product().assemble(pages)) {
            const bool is_of_two =
                person_of(application.pages.front()) != person_of(application.pages.back());
            EXPECT_TRUE(!is_of_two || is_asked_about(application)) << "seed " << seed;
            asked += is_of_two && is_asked_about(application) ? 1 : 0;
        }
    }
    EXPECT_GT(asked, shuffles);  // or nothing was mixed
}

TEST(MixedPages, ThePrintThatWasScannedTwiceIsAskedAbout) {
    const auto batch = forged({{{"form", "sp501"}, {"set", "k7m2qx9a"}}});
    const auto separator = forged({{{"separator", "PATCHT"}}});
    std::vector<ocr::PixPtr> pages;
    const auto add = [&](const forge::Batch& from) {
        for (const auto& page : from.pages()) {
            pages.push_back(ocr::PixPtr(pixClone(page.get())));
        }
    };
    add(batch);
    add(separator);
    add(batch);
    const auto result = read_pages(pages);
    ASSERT_EQ(result.applications.size(), 2U);
    EXPECT_EQ(findings_of(result, 0), Findings{});
    EXPECT_EQ(findings_of(result, 1), Findings{"doubled_application@4"});
}

/// The same with batches that somebody else made, where they are at hand.
Bytes shared_case(const std::string& name) {
    const auto file = std::filesystem::path(INDGANG_SOURCE_DIR) / "../shared/cases/intake" / name;
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(MixedPages, EightPeopleOfASharedCaseAreAllAskedAbout) {
    const auto bytes = shared_case("eight-people-shuffled-no-sets.tif");
    if (bytes.empty()) {
        GTEST_SKIP() << "../shared/cases/intake is not there";
    }
    const auto result = product().read(bytes);
    EXPECT_FALSE(result.applications.empty());
    for (const auto& application : result.applications) {
        EXPECT_TRUE(is_asked_about(application));
    }
}

TEST(MixedPages, TheSecondOfTheSameSetOfASharedCaseIsAskedAbout) {
    const auto bytes = shared_case("same-set-twice.tif");
    if (bytes.empty()) {
        GTEST_SKIP() << "../shared/cases/intake is not there";
    }
    const auto result = product().read(bytes);
    ASSERT_EQ(result.applications.size(), 2U);
    EXPECT_TRUE(is_asked_about(result.applications[1]));
}

}  // namespace
}  // namespace indgang::batches
