// SPDX-License-Identifier: MPL-2.0
// What ISO 19005-2, level B, asks of a file like ours, clause by clause. The validator that the
// industry uses (veraPDF) is not in Debian; what it would check for such a file is checked here.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/ocr/copy/copied_page.h"

namespace indgang::ocr {
namespace {

class ArchivePdf : public testing::Test {
  protected:
    /// One page of each kind of picture.
    static const Bytes& copy() {
        static const Bytes made = [] {
            CopyPage page = copied::whole_page();
            page.texts = {{copied::written_box, "0102"}};
            return copied::copy_of(
                drawn::file_of(*copied::lettered_page(32), IFF_JFIF_JPEG, copied::dpi), {page});
        }();
        return made;
    }
    ArchivePdf() : pdf(copy()) {}

    [[nodiscard]] std::string metadata() {
        return std::string(text_of(copied::raw_bytes(pdf->getRoot().getKey("/Metadata"))));
    }

    copied::Parsed pdf;
};

TEST_F(ArchivePdf, PassesQpdfCheck) {
    int status = -1;
    const std::string said = copied::said_by("qpdf --check", copy(), "", status);
    EXPECT_EQ(status, 0) << said;
    EXPECT_NE(said.find("No syntax or stream encoding errors found"), std::string::npos) << said;
}

TEST_F(ArchivePdf, HeaderIsFollowedByBytesThatAreNoText) {  // 6.1.2
    const std::string_view text = text_of(copy());
    EXPECT_TRUE(text.starts_with("%PDF-1.7\n%"));
    for (std::size_t i = 10; i < 14; ++i) {
        EXPECT_GT(static_cast<unsigned char>(text[i]), 127);
    }
}

TEST_F(ArchivePdf, HasAnIdAndNoEncryption) {  // 6.1.3
    EXPECT_TRUE(pdf->getTrailer().getKey("/ID").isArray());
    EXPECT_FALSE(pdf->getTrailer().hasKey("/Encrypt"));
}

TEST_F(ArchivePdf, MetadataSaysItIsLevelTwoBInPlainText) {  // 6.6.2, 6.6.4
    EXPECT_FALSE(pdf->getRoot().getKey("/Metadata").getDict().hasKey("/Filter"));
    EXPECT_NE(metadata().find("<pdfaid:part>2</pdfaid:part>"), std::string::npos);
    EXPECT_NE(metadata().find("<pdfaid:conformance>B</pdfaid:conformance>"), std::string::npos);
}

TEST_F(ArchivePdf, MetadataHasTitleAndIdentifierEscaped) {
    EXPECT_NE(metadata().find("Ansøgning &lt;om&gt; boligstøtte"), std::string::npos);
    EXPECT_NE(metadata().find("<dc:identifier>1f00ba5e-1</dc:identifier>"), std::string::npos);
}

TEST_F(ArchivePdf, HasNoInformationDictionaryThatMetadataCouldContradict) {  // 6.6.3
    EXPECT_FALSE(pdf->getTrailer().hasKey("/Info"));
}

TEST_F(ArchivePdf, OutputIntentIsADisplayProfileOfRgb) {  // 6.2.3
    QPDFObjectHandle intent = pdf->getRoot().getKey("/OutputIntents").getArrayItem(0);
    EXPECT_EQ(intent.getKey("/S").getName(), "/GTS_PDFA1");
    QPDFObjectHandle profile = intent.getKey("/DestOutputProfile");
    EXPECT_EQ(profile.getDict().getKey("/N").getIntValue(), 3);
    const auto buffer = profile.getStreamData();
    const std::string_view icc(reinterpret_cast<const char*>(buffer->getBuffer()),
                               buffer->getSize());
    EXPECT_EQ(icc.substr(12, 8), "mntrRGB ");
    EXPECT_EQ(icc.substr(36, 4), "acsp");
    EXPECT_EQ(icc[8], 2);  // the version
}

TEST_F(ArchivePdf, EveryFontIsEmbeddedAndMapsToUnicode) {  // 6.2.11.4
    int fonts = 0;
    for (auto& object : pdf->getAllObjects()) {
        if (!object.isDictionaryOfType("/Font")) {
            continue;
        }
        ++fonts;
        if (object.getKey("/Subtype").getName() == "/Type0") {
            EXPECT_TRUE(object.getKey("/ToUnicode").isStream());
            continue;
        }
        EXPECT_EQ(object.getKey("/Subtype").getName(), "/CIDFontType2");
        EXPECT_TRUE(object.getKey("/FontDescriptor").getKey("/FontFile2").isStream());
        EXPECT_TRUE(object.getKey("/CIDToGIDMap").isStream());  // 6.2.11.3.2
    }
    EXPECT_EQ(fonts, 2);
}

TEST_F(ArchivePdf, EveryPageHasItsOwnResources) {  // 6.2.2
    for (auto& page : QPDFPageDocumentHelper(*pdf).getAllPages()) {
        EXPECT_TRUE(page.getObjectHandle().getKey("/Resources").isDictionary());
        EXPECT_FALSE(page.getObjectHandle().hasKey("/Group"));
        EXPECT_FALSE(page.getObjectHandle().hasKey("/Annots"));
    }
}

/// Operators of a content stream, and how deep q nests.
class Operators : public QPDFObjectHandle::ParserCallbacks {
  public:
    void handleObject(QPDFObjectHandle object) override {
        if (object.isOperator()) {
            const std::string name = object.getOperatorValue();
            names.insert(name);
            depth += name == "q" ? 1 : name == "Q" ? -1 : 0;
            deepest = std::max(deepest, depth);
            is_visible = is_visible || (name == "Tr" && last != "3");
        } else {
            last = object.unparse();
        }
    }
    void handleEOF() override {}
    std::set<std::string> names;
    std::string last;
    bool is_visible = false;
    int depth = 0;
    int deepest = 0;
};

TEST_F(ArchivePdf, DrawsOnePictureAndInvisibleWords) {
    auto pages = QPDFPageDocumentHelper(*pdf).getAllPages();
    Operators operators;
    pages.at(0).parseContents(&operators);
    const std::set<std::string> allowed = {"q",  "Q",  "cm", "Do", "BT", "ET", "Tr", "Tf",
                                           "Tz", "Tm", "Td", "Tj", "TJ", "TL", "T*"};
    for (const auto& name : operators.names) {
        EXPECT_TRUE(allowed.contains(name)) << name;
    }
    EXPECT_TRUE(operators.names.contains("Tj") || operators.names.contains("TJ"));
    EXPECT_FALSE(operators.is_visible);
    EXPECT_EQ(operators.depth, 0);
    EXPECT_LE(operators.deepest, 28);  // 6.1.13
}

/// Every key and name anywhere in the file.
void gather(QPDFObjectHandle object, std::set<std::string>& words, std::set<QPDFObjGen>& seen) {
    if (object.isIndirect() && !seen.insert(object.getObjGen()).second) {
        return;
    }
    if (object.isStream()) {
        object = object.getDict();
    }
    if (object.isName()) {
        words.insert(object.getName());
    } else if (object.isArray()) {
        for (auto& each : object.getArrayAsVector()) {
            gather(each, words, seen);
        }
    } else if (object.isDictionary()) {
        for (auto& [key, value] : object.getDictAsMap()) {
            words.insert(key);
            gather(value, words, seen);
        }
    }
}

TEST_F(ArchivePdf, HoldsNothingThatTheStandardForbids) {  // 6.1.7, 6.2.8, 6.4, 6.5, 6.8
    std::set<std::string> words;
    std::set<QPDFObjGen> seen;
    gather(pdf->getRoot(), words, seen);
    for (const char* forbidden :
         {"/AA",         "/OpenAction",   "/JavaScript", "/JS",    "/Launch",      "/EmbeddedFiles",
          "/AcroForm",   "/XFA",          "/Alternates", "/OPI",   "/Interpolate", "/PS",
          "/Ref",        "/LZWDecode",    "/Crypt",      "/F",     "/FFilter",     "/FDecodeParms",
          "/SMask",      "/BM",           "/CA",         "/ca",    "/TR",          "/HTO",
          "/DeviceCMYK", "/Requirements", "/Movie",      "/Sound", "/3D"}) {
        EXPECT_FALSE(words.contains(forbidden)) << forbidden;
    }
}

}  // namespace
}  // namespace indgang::ocr
