// SPDX-License-Identifier: MPL-2.0
#include "schemas/xml/feed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/core/limits.h"
#include "schemas/error/error.h"

namespace indgang::xml {
namespace {

constexpr std::string_view declared = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

/// Gives at most `piece` bytes at a time, as a slow file would.
FeedReader::Source source_of(std::string text, std::size_t piece = 7) {
    return [text = std::move(text), piece, at = std::size_t{0}](std::span<char> into) mutable {
        const auto size = std::min({into.size(), piece, text.size() - at});
        std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(at), size, into.begin());
        at += size;
        return size;
    };
}

struct Cut {
    std::vector<FeedPart> parts;
    std::string reason;  ///< why it ended early, else empty
    std::string place;
};

Cut cut(const std::string& text, std::size_t piece = 7) {
    FeedReader reader(source_of(text, piece));
    Cut all;
    try {
        while (auto part = reader.next()) {
            all.parts.push_back(std::move(*part));
        }
    } catch (const Error& error) {
        all.reason = error.reason();
        all.place = error.place();
    }
    return all;
}

std::string body_of(const FeedPart& part) {
    return part.document.substr(part.document.find("?>") + 2);
}

TEST(Feed, IsCutIntoItsPartsByteForByte) {
    const auto all =
        cut("<?xml version=\"1.0\"?>\n<alle>\n <a  x='1'>\n  <b>æ&amp;</b></a >\n"
            "<!-- <a> --><c/>\n</alle>\n<!-- end -->\n");
    EXPECT_EQ(all.reason, "");
    ASSERT_EQ(all.parts.size(), 2U);
    EXPECT_EQ(all.parts[0].document, std::string(declared) + "<a  x='1'>\n  <b>æ&amp;</b></a >");
    EXPECT_EQ(all.parts[0].number, 1);
    EXPECT_EQ(all.parts[0].line, 3);
    EXPECT_EQ(body_of(all.parts[1]), "<c/>");
    EXPECT_EQ(all.parts[1].number, 2);
    EXPECT_EQ(all.parts[1].line, 5);
}

TEST(Feed, IsTheSameHoweverItsBytesCome) {
    const std::string text = "<f><a><![CDATA[</a>]]><a>1</a><!-- </a> --><?p </a>?></a>\n<a/></f>";
    const auto once = cut(text, text.size());
    ASSERT_EQ(once.parts.size(), 2U);
    EXPECT_EQ(body_of(once.parts[0]), "<a><![CDATA[</a>]]><a>1</a><!-- </a> --><?p </a>?></a>");
    for (std::size_t piece = 1; piece < text.size(); ++piece) {
        const auto parts = cut(text, piece).parts;
        ASSERT_EQ(parts.size(), 2U) << piece;
        EXPECT_EQ(parts[0].document, once.parts[0].document) << piece;
    }
}

TEST(Feed, GivesPartsTheNamespacesOfItsRoot) {
    const auto all =
        cut("<f xmlns=\"urn:f\" xmlns:k='urn:k' other=\"xmlns\">"
            "<k:a>1</k:a><b xmlns=\"\" c='>'/></f>");
    ASSERT_EQ(all.parts.size(), 2U);
    EXPECT_EQ(body_of(all.parts[0]), "<k:a xmlns=\"urn:f\" xmlns:k='urn:k'>1</k:a>");
    EXPECT_EQ(body_of(all.parts[1]), "<b xmlns:k='urn:k' xmlns=\"\" c='>'/>");
}

TEST(Feed, GivesPartsItsEncoding) {
    const auto all = cut("<?xml version='1.0' encoding='ISO-8859-1'?><f><a>\xE5</a></f>");
    ASSERT_EQ(all.parts.size(), 1U);
    EXPECT_EQ(all.parts[0].document, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xE5</a>");
}

// What is wrong within a part is for its own parser: the neighbours are whole.
TEST(Feed, ABrokenPartCostsOnlyItself) {
    for (const char* broken :
         {"<a><b></c></a>", "<a><b></a>", "<a x=\"1><b/></a>", "<a x='<b/></a>", "<a><<></a>",
          "<a></b></b></a>", "<a>&nothing;</a>", "<a><!ELEMENT b></a>"}) {
        const auto all = cut(std::string("<f><a>1</a>") + broken + "<a y=\"2\">3</a></f>");
        EXPECT_EQ(all.reason, "") << broken;
        ASSERT_EQ(all.parts.size(), 3U) << broken;
        EXPECT_EQ(body_of(all.parts[0]), "<a>1</a>");
        EXPECT_EQ(body_of(all.parts[1]), broken);
        EXPECT_EQ(body_of(all.parts[2]), "<a y=\"2\">3</a>");
    }
}

TEST(Feed, APartThatIsTooLargeIsPassedOver) {
    std::string large = "<a>";
    while (large.size() <= limits::xml_bytes) {
        large += "<b>some text</b>\n";
    }
    const auto all = cut("<f><a/>" + large + "</a><a>3</a></f>", 1U << 16);
    ASSERT_EQ(all.parts.size(), 3U);
    EXPECT_TRUE(all.parts[1].is_too_large);
    EXPECT_EQ(all.parts[1].document, "");
    EXPECT_FALSE(all.parts[2].is_too_large);
    EXPECT_EQ(body_of(all.parts[2]), "<a>3</a>");
}

TEST(Feed, SaysWhereItIsCutOff) {
    for (const char* text :
         {"<f>\n<a>1</a>\n", "<f>\n<a>1</a>\n<a>", "<f>\n<a>1</a>\n<a", "<f>\n<a>1</a>\n<!-- ",
          "<f>\n<a>1</a>\n</g>", "<f>\n<a>1</a>\n loose </f>"}) {
        const auto all = cut(text);
        EXPECT_EQ(all.parts.size(), 1U) << text;
        EXPECT_EQ(all.reason, "xml_malformed") << text;
        EXPECT_TRUE(all.place == "line 2" || all.place == "line 3") << text << all.place;
    }
    EXPECT_EQ(cut("<f><a/></f><f/>").reason, "xml_malformed");
    EXPECT_EQ(cut("<f><a/></f>x").reason, "xml_malformed");
    EXPECT_EQ(cut("").reason, "xml_malformed");
    EXPECT_EQ(cut("  ").reason, "xml_malformed");
    EXPECT_EQ(cut("</f>").reason, "xml_malformed");
}

TEST(Feed, WithoutPartsIsNoTrouble) {
    EXPECT_EQ(cut("<f/>").reason, "");
    EXPECT_EQ(cut("<f> <!-- --> </f> ").reason, "");
    EXPECT_EQ(cut("<f/><a/>").reason, "xml_malformed");
}

TEST(Feed, RefusesDoctypesAndWideCharacters) {
    EXPECT_EQ(cut("<!DOCTYPE f><f><a/></f>").reason, "xml_doctype_refused");
    EXPECT_EQ(cut("<f><!DOCTYPE f><a/></f>").reason, "xml_doctype_refused");
    EXPECT_EQ(cut(std::string("\xFF\xFE<\0f\0", 6)).reason, "xml_encoding_unsupported");
    EXPECT_EQ(cut(std::string("<\0f\0", 4)).reason, "xml_encoding_unsupported");
    EXPECT_EQ(cut("\xEF\xBB\xBF<f><a/></f>").parts.size(), 1U);
}

// A comment or a tag without an end may not take all memory.
TEST(Feed, HoldsNoMoreThanADocument) {
    for (const char* begin : {"<f><!-- ", "<f><a ", "<f><a><![CDATA[", "<f><a>"}) {
        std::size_t given = 0;
        FeedReader reader([&, text = std::string_view(begin)](std::span<char> into) {
            const auto size = std::min(into.size(), std::size_t{1} << 16);
            std::fill_n(into.begin(), size, 'x');
            if (given == 0) {
                std::copy(text.begin(), text.end(), into.begin());
            }
            given += size;
            return given > 64U << 20U ? 0 : size;
        });
        EXPECT_THROW(
            {
                while (reader.next()) {
                }
            },
            Error)
            << begin;
        EXPECT_LT(given, 4U << 20U) << begin;
    }
}

}  // namespace
}  // namespace indgang::xml
