// SPDX-License-Identifier: MPL-2.0
// Pages of forms that somebody else printed: without a code and without marks, so that only their
// print says what they are. A form of A5 has two pages of other words.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

#include "ocr/match/matcher.h"
#include "tests/ocr/blank/drawn_print.h"
#include "tests/ocr/match/scanned.h"
#include "tests/schemas/form/form_folder.h"

namespace indgang::ocr {
namespace {

constexpr double width_mm = 148, height_mm = 210, px_per_mm = 6;

constexpr std::string_view pages = R"([[page]]
blank = "page-1.png"
size_mm = [148, 210]
[[page]]
blank = "page-2.png"
size_mm = [148, 210]
[[section]]
page = 1
title = { da = "A", en = "A" }
rows = [["a"]]
[field]
a = { kind = "name", place_mm = [20, 190, 100, 8], da = "A", en = "A" }
)";

/// A form whose pages have the words of these seeds.
class Printed {
  public:
    /// In the form `was` is replaced by `is`.
    Printed(std::uint32_t first, std::uint32_t second, const std::string& version = "1",
            const std::string& was = "", const std::string& is = "")
        : folder_(with(head_of(version), was, is), "proeve", version) {
        print("page-1.png", first);
        print("page-2.png", second);
    }
    [[nodiscard]] const std::filesystem::path& root() const { return folder_.root(); }

  private:
    static std::string with(std::string text, const std::string& was, const std::string& is) {
        return text.replace(text.find(was), was.size(), is);
    }
    static std::string head_of(const std::string& version) {
        std::string text = std::string(form::head) + std::string(pages);
        return with(text, "version = \"1\"", "version = \"" + version + "\"");
    }
    void print(const char* name, std::uint32_t seed) const {
        constexpr auto px = [](double mm) { return static_cast<int>(mm * px_per_mm); };
        PageImage page = drawn::white_page(px(width_mm), px(height_mm));
        drawn::draw_text(page, px(10), px(12), px(128), px(170), px_per_mm, seed);
        ASSERT_EQ(pixWrite((folder_.path() / name).c_str(), page.pix.get(), IFF_PNG), 0);
    }

    form::FormFolder folder_;
};

/// What a scanner or a phone would make of the second page of the first form.
struct Mailroom {
    explicit Mailroom(const std::vector<std::filesystem::path>& folders)
        : catalogue(form::FormCatalogue::load(folders)), blanks(catalogue) {}

    [[nodiscard]] PageImage scan(const scanned::Lie& lie, int page = 2) {
        return scanned::scan(blanks.blank(catalogue.all().front().key, page), lie);
    }
    [[nodiscard]] MatchedPage match(PageImage&& page) {
        Matcher matcher(catalogue, blanks);
        return matcher.match(std::move(page));
    }

    form::FormCatalogue catalogue;
    BlankPages blanks;
};

Mailroom& mailroom() {
    static const Printed form(3, 5);
    static Mailroom room({form.root()});
    return room;
}

/// How far the form is from where it lies, at its corners.
double off_mm(const MatchedPage& page, const scanned::Lie& lie) {
    const MmToPx truth = scanned::transform_of(lie);
    return distance_mm(page.bent ? page.bent->shape : PageShape(page.match->to_page), truth,
                       width_mm, height_mm);
}

constexpr scanned::Lie on_glass{1, 1, 2, -3, 150};

TEST(ForeignPage, IsFoundByItsPrint) {
    for (const int number : {1, 2}) {
        const MatchedPage found = mailroom().match(mailroom().scan(on_glass, number));
        ASSERT_EQ(found.kind, record::PageKind::form) << found.trouble;
        EXPECT_EQ(found.match->page, number);
        EXPECT_EQ(found.match->pages, 2);
        EXPECT_EQ(found.match->by, "blank");
        EXPECT_LT(off_mm(found, on_glass), 0.2);
    }
}

TEST(ForeignPage, IsTurnedAsItStands) {
    for (const int turned : {1, 2}) {
        const MatchedPage found =
            mailroom().match(scanned::turned(mailroom().scan(on_glass), turned));
        ASSERT_EQ(found.kind, record::PageKind::form) << turned << found.trouble;
        EXPECT_EQ(found.image.turned_quarters, 4 - turned);
        EXPECT_LT(off_mm(found, on_glass), 0.2) << turned;
    }
}

TEST(ForeignPage, MayBeOfAnySizeOnAPhoto) {
    // As a phone shows it that says a resolution of no meaning.
    const scanned::Lie small{0, 0.6, 0, 0, 240};
    const MatchedPage found = mailroom().match(mailroom().scan(small));
    ASSERT_EQ(found.kind, record::PageKind::form) << found.trouble;
    EXPECT_EQ(found.match->page, 2);
    EXPECT_LT(off_mm(found, small), 0.2);
}

TEST(ForeignPage, HasItsSizeOnAScanOfBlackAndWhite) {
    const scanned::Lie small{0, 0.6, 0, 0, 240};
    const MatchedPage found = mailroom().match(scanned::bitonal(mailroom().scan(small)));
    EXPECT_EQ(found.kind, record::PageKind::attachment);
    EXPECT_EQ(found.trouble, "");
    const MatchedPage usual = mailroom().match(scanned::bitonal(mailroom().scan(on_glass)));
    EXPECT_EQ(usual.kind, record::PageKind::form);
}

TEST(ForeignPage, ThatTwoEditionsHaveInCommonSaysSo) {
    const Printed first(3, 5), second(4, 5, "2");
    Mailroom both({first.root(), second.root()});
    ASSERT_EQ(both.catalogue.all().size(), 2U);
    const MatchedPage found = both.match(both.scan(on_glass));
    ASSERT_EQ(found.kind, record::PageKind::form) << found.trouble;
    EXPECT_TRUE(found.match->may_be({"proeve", "1"}));
    EXPECT_TRUE(found.match->may_be({"proeve", "2"}));
    EXPECT_EQ(found.match->other_versions.size(), 1U);
    const MatchedPage own = both.match(both.scan(on_glass, 1));
    EXPECT_EQ(own.match->form.version, "1");
    EXPECT_TRUE(own.match->other_versions.empty());
}

TEST(ForeignPage, IsNotGuessedBetweenTwoEditionsThatAreReadOtherwise) {
    for (const auto& [was, is] : {std::pair{"[20, 190, 100, 8]", "[20, 188, 100, 8]"},
                                  std::pair{"kind = \"name\"", "kind = \"text\""}}) {
        const Printed first(3, 5), second(3, 5, "2", was, is);
        Mailroom both({first.root(), second.root()});
        ASSERT_EQ(both.catalogue.all().size(), 2U);
        const MatchedPage found = both.match(both.scan(on_glass, 1));
        EXPECT_EQ(found.kind, record::PageKind::attachment) << is;
        EXPECT_EQ(found.trouble, "several_forms");
    }
}

TEST(ForeignPage, ThatIsCoarseIsReadEnlarged) {
    // 3.5 pixels a millimetre become six.
    const scanned::Lie coarse{0, 1, 0, 0, 90};
    const MatchedPage found = mailroom().match(mailroom().scan(coarse));
    ASSERT_EQ(found.kind, record::PageKind::form) << found.trouble;
    EXPECT_EQ(found.match->by, "blank+straightened");
    EXPECT_NEAR(found.image.dpi, 6 * mm_per_inch, 2);
    EXPECT_NEAR(pixGetWidth(found.image.pix.get()), 6 * 210, 15);
    EXPECT_NEAR(pixGetWidth(found.bent->pix.get()), 90 * 210 / mm_per_inch, 1);
    EXPECT_NEAR(ocr::px_per_mm(found.match->to_page), 6, 0.05);
}

TEST(ForeignPage, OfWhichOnlyTheTopIsSeenIsAnAttachment) {
    // As forms of one authority have one heading: it looks like the form, and agrees with none.
    PageImage page = mailroom().scan(on_glass);
    scanned::paint(page, {0, 70, 210, 227}, false);
    const MatchedPage found = mailroom().match(std::move(page));
    EXPECT_EQ(found.kind, record::PageKind::attachment);
    EXPECT_EQ(found.trouble, "");
}

TEST(ForeignPage, OfAFormThatIsNotKnownIsAnAttachment) {
    const Printed other(8, 9);
    Mailroom theirs({other.root()});
    const MatchedPage found = mailroom().match(theirs.scan(on_glass));
    EXPECT_EQ(found.kind, record::PageKind::attachment);
    EXPECT_EQ(found.trouble, "");
}

}  // namespace
}  // namespace indgang::ocr
