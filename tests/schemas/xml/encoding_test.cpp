// SPDX-License-Identifier: MPL-2.0
#include "schemas/xml/encoding.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/schemas/xml/reading.h"

namespace indgang::xml {
namespace {

using namespace std::string_literals;

std::string decoded(const std::string& bytes) {
    std::string storage;
    return std::string(to_utf8(view_of(bytes), storage));
}

Refusal refusal(const std::string& bytes) {
    return refusal_of([&] { decoded(bytes); });
}

std::string document(const std::string& encoding, const std::string& text) {
    return "<?xml version=\"1.0\" encoding=\"" + encoding + "\"?>\n<a>" + text + "</a>";
}

std::string utf16(const std::string& ascii, const std::vector<unsigned>& units, bool is_little) {
    std::string bytes = is_little ? "\xFF\xFE"s : "\xFE\xFF"s;
    const auto add = [&](unsigned unit) {
        const char low = static_cast<char>(unit & 0xFFu);
        const char high = static_cast<char>(unit >> 8u);
        bytes += is_little ? low : high;
        bytes += is_little ? high : low;
    };
    for (const char c : ascii) {
        add(static_cast<unsigned char>(c));
    }
    for (const unsigned unit : units) {
        add(unit);
    }
    return bytes;
}

TEST(Encoding, Utf8StandsAsItCame) {
    EXPECT_EQ(decoded(document("UTF-8", "Ærø")), document("UTF-8", "Ærø"));
}
TEST(Encoding, Utf8IsAssumedWithoutDeclaration) {
    EXPECT_EQ(decoded("<a>Ærø</a>"), "<a>Ærø</a>");
}
TEST(Encoding, ByteOrderMarkOfUtf8IsTakenOff) {
    EXPECT_EQ(decoded("\xEF\xBB\xBF<a>Ærø</a>"), "<a>Ærø</a>");
}
TEST(Encoding, NamesAreTakenInAnyCase) {
    EXPECT_EQ(decoded(document("iso-8859-1", "\xE5")), document("iso-8859-1", "å"));
}
TEST(Encoding, Iso88591GivesDanishLetters) {
    EXPECT_EQ(decoded(document("ISO-8859-1", "\xC6\xD8\xC5\xE6\xF8\xE5\xA7")),
              document("ISO-8859-1", "ÆØÅæøå§"));
}
TEST(Encoding, Iso885915GivesTheEuroSign) {
    EXPECT_EQ(decoded(document("ISO-8859-15", "\xA4\xE5")), document("ISO-8859-15", "€å"));
}
TEST(Encoding, Windows1252GivesItsSigns) {
    EXPECT_EQ(decoded(document("windows-1252", "\x80\x93\xE5\x94\x96\x9F")),
              document("windows-1252", "€“å”–Ÿ"));
}
TEST(Encoding, Utf16LittleEndianIsRead) {
    EXPECT_EQ(decoded(utf16("<a>", {0xE5, 0x20AC, 0xD83D, 0xDE00}, true)), "<a>å€😀");
}
TEST(Encoding, Utf16BigEndianIsRead) {
    EXPECT_EQ(decoded(utf16("<a>", {0xE5, 0x20AC, 0xD83D, 0xDE00}, false)), "<a>å€😀");
}
TEST(Encoding, Utf16MayDeclareItself) {
    EXPECT_EQ(decoded(utf16(document("UTF-16", ""), {}, true)), document("UTF-16", ""));
}

TEST(Encoding, Utf8DeclaredAsOneByteIsAMismatchWithItsLine) {
    for (const char* name : {"ISO-8859-1", "ISO-8859-15", "windows-1252"}) {
        const Refusal refused = refusal(document(name, "\n\nSørensen"));
        EXPECT_EQ(refused.reason, "xml_encoding_mismatch") << name;
        EXPECT_EQ(refused.place, "line 4") << name;
    }
}
TEST(Encoding, IsoBytesDeclaredUtf8AreAMismatchWithTheirLine) {
    const Refusal refused = refusal(document("UTF-8", "\nS\xF8rensen"));
    EXPECT_EQ(refused.reason, "xml_encoding_mismatch");
    EXPECT_EQ(refused.place, "line 3");
}
TEST(Encoding, ControlCodesInIsoAreAMismatch) {
    EXPECT_EQ(refusal(document("ISO-8859-1", "\x80 \xE5")).reason, "xml_encoding_mismatch");
}
TEST(Encoding, BytesWithoutACharacterInWindows1252AreAMismatch) {
    EXPECT_EQ(refusal(document("windows-1252", "\x81 \xE5")).reason, "xml_encoding_mismatch");
}
TEST(Encoding, MarkAndDeclarationMustAgree) {
    EXPECT_EQ(refusal("\xEF\xBB\xBF" + document("ISO-8859-1", "x")).reason,
              "xml_encoding_mismatch");
    EXPECT_EQ(refusal(utf16(document("UTF-8", ""), {}, true)).reason, "xml_encoding_mismatch");
    EXPECT_EQ(refusal(utf16(document("UTF-16BE", ""), {}, true)).reason, "xml_encoding_mismatch");
}
TEST(Encoding, DeclaredUtf16InOneByteTextIsAMismatch) {
    EXPECT_EQ(refusal(document("UTF-16", "x")).reason, "xml_encoding_mismatch");
}
TEST(Encoding, OtherEncodingsAreUnsupported) {
    for (const char* name : {"UTF-7", "IBM037", "UCS-4", "Big5", "ISO-8859-2", "utf-32", "x"}) {
        EXPECT_EQ(refusal(document(name, "x")).reason, "xml_encoding_unsupported") << name;
    }
}
TEST(Encoding, Utf16WithoutMarkIsUnsupported) {
    EXPECT_EQ(refusal("<\0a\0"s).reason, "xml_encoding_unsupported");
    EXPECT_EQ(refusal("\0<\0a"s).reason, "xml_encoding_unsupported");
}
TEST(Encoding, Utf32IsUnsupported) {
    EXPECT_EQ(refusal("\xFF\xFE\0\0<\0\0\0"s).reason, "xml_encoding_unsupported");
    EXPECT_EQ(refusal("\0\0\xFE\xFF\0\0\0<"s).reason, "xml_encoding_unsupported");
}
TEST(Encoding, OverlongAndSurrogateSequencesAreNoUtf8) {
    for (const char* bytes : {"\xC0\xBC", "\xE0\x80\xBC", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                              "\xF8\x88\x80\x80\x80", "\xBF", "\xFE"}) {
        EXPECT_EQ(refusal("<a>"s + bytes + "</a>").reason, "xml_encoding_mismatch");
    }
}
TEST(Encoding, ACharacterCutOffByTheEndIsMalformed) {
    EXPECT_EQ(refusal("<a>\xC3").reason, "xml_malformed");
    EXPECT_EQ(refusal("\xFF\xFE<"s).reason, "xml_malformed");
}
TEST(Encoding, HalfASurrogatePairIsMalformed) {
    EXPECT_EQ(refusal(utf16("<a>", {0xD83D, 0x41}, true)).reason, "xml_malformed");
    EXPECT_EQ(refusal(utf16("<a>", {0xDE00}, true)).reason, "xml_malformed");
}
TEST(Encoding, NulIsMalformed) {
    EXPECT_EQ(refusal("<a>\0</a>"s).reason, "xml_malformed");
}
TEST(Encoding, EmptyDocumentIsLeftToTheParser) {
    EXPECT_EQ(decoded(""), "");
}

TEST(Encoding, EveryByteOfOneByteEncodingsIsTakenOrRefused) {
    for (const char* name : {"ISO-8859-1", "ISO-8859-15", "windows-1252"}) {
        int taken = 0;
        for (int byte = 1; byte < 256; ++byte) {
            const std::string text = document(name, "\xE5 "s + static_cast<char>(byte) + " x");
            taken += refusal(text).reason.empty() ? 1 : 0;
        }
        EXPECT_EQ(taken, name == "windows-1252"s ? 250 : 223) << name;
    }
}

}  // namespace
}  // namespace indgang::xml
