// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "ocr/decode/scan.h"
#include "schemas/core/limits.h"

namespace indgang::ocr {
namespace {

/// A PDF of one empty page on which the fields stand whose dictionaries are given.
Bytes form_of(const std::vector<std::string>& fields) {
    std::string pdf = "%PDF-1.7\n";
    std::string list;
    std::vector<std::string> objects = {"", "<</Type/Pages/Kids[3 0 R]/Count 1>>", ""};
    for (const auto& field : fields) {
        objects.push_back("<</Type/Annot/Subtype/Widget/Rect[10 10 90 30]/P 3 0 R" + field + ">>");
        list += std::to_string(objects.size()) + " 0 R ";
    }
    objects[0] = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[" + list + "]/DA(/Helv 9 Tf)>>>>";
    objects[2] =
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Resources<<>>/Annots[" + list + "]>>";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        pdf += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    // Readers find the objects of a file without a table by themselves.
    return bytes_of(pdf + "trailer<</Root 1 0 R/Size " + std::to_string(objects.size() + 1) +
                    ">>\nstartxref\n0\n%%EOF\n");
}

std::map<std::string, std::string> typed_in(const std::vector<std::string>& fields) {
    std::map<std::string, std::string> typed;
    for (const auto& field : open_scan(form_of(fields), testing::TempDir())->page(1).typed) {
        EXPECT_TRUE(typed.emplace(field.name, field.text).second) << field.name;
    }
    return typed;
}

using Typed = std::map<std::string, std::string>;

TEST(PdfFields, GiveTextAsItWasTyped) {
    EXPECT_EQ(typed_in({"/FT/Tx/T(fornavn)/V(\xFE\xFF\x01\xFD\\000s)"}),
              (Typed{{"fornavn", "\u01FDs"}}));
}

TEST(PdfFields, GiveTheStateOfABoxThatIsTicked) {
    EXPECT_EQ(typed_in({"/FT/Btn/T(civilstand)/V/gift", "/FT/Btn/T(su)/V/Off"}),
              (Typed{{"civilstand", "gift"}}));
}

TEST(PdfFields, LeaveEmptyFieldsAndSignaturesOut) {
    EXPECT_EQ(typed_in({"/FT/Tx/T(a)/V()", "/FT/Tx/T(b)", "/FT/Sig/T(c)/V(x)"}), Typed{});
}

TEST(PdfFields, HaveOneWayToEndALine) {
    EXPECT_EQ(typed_in({"/FT/Tx/T(a)/V(en\\r\\nto\\rtre\\nfire)"}),
              (Typed{{"a", "en\nto\ntre\nfire"}}));
    EXPECT_EQ(typed_in({"/FT/Tx/T(a)/V(en\\r)"}), (Typed{{"a", "en\n"}}));
}

TEST(PdfFields, LongerThanAnyOfOursAreLeftOut) {
    EXPECT_EQ(typed_in({"/FT/Tx/T(a)/V(" + std::string(limits::value_bytes + 1, 'x') + ")"}),
              Typed{});
}

TEST(PdfFields, AreNoMoreThanAFormMayHave) {
    std::vector<std::string> fields;
    for (int i = 0; i <= limits::form_fields; ++i) {
        fields.push_back("/FT/Tx/T(f" + std::to_string(i) + ")/V(1)");
    }
    EXPECT_EQ(typed_in(fields).size(), static_cast<std::size_t>(limits::form_fields));
}

TEST(PdfFields, OfTheSameNameCountOnce) {
    EXPECT_EQ(typed_in({"/FT/Tx/T(a)/V(1)", "/FT/Tx/T(a)/V(2)"}).size(), 1u);
}

}  // namespace
}  // namespace indgang::ocr
