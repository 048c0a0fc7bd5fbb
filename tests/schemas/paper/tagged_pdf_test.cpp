// SPDX-License-Identifier: MPL-2.0
// The printed form as a screen reader sees it: one tree of tags, in which every word stands once,
// in the order in which it is read, below the heading of its section.
#define POINTERHOLDER_TRANSITION 4
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <set>
#include <string>
#include <vector>

#include "schemas/paper/paper.h"
#include "tests/schemas/form/form_folder.h"

namespace indgang::paper {

using namespace form;

namespace {

using Object = QPDFObjectHandle;

/// Every marked piece of content: page object and number.
using Piece = std::pair<int, int>;

/// Which pieces the content of a page marks, and how many texts it shows outside of all of them.
class Marks : public Object::ParserCallbacks {
  public:
    explicit Marks(int page) : page_(page) {}
    void handleObject(Object object) override {
        if (!object.isOperator()) {
            operands_.push_back(object);
            return;
        }
        const auto name = object.getOperatorValue();
        if (name == "BDC" || name == "BMC") {
            const bool has_number =
                operands_.back().isDictionary() && operands_.back().hasKey("/MCID");
            if (has_number) {
                pieces.insert({page_, operands_.back().getKey("/MCID").getIntValueAsInt()});
            }
            within_.push_back(operands_.front().getName());
            artifacts += within_.back() == "/Artifact" ? 1 : 0;
        } else if (name == "EMC") {
            within_.pop_back();
        } else if (name == "Tj" || name == "TJ") {
            const bool is_tagged = !within_.empty() && within_.front() != "/Artifact";
            unmarked_texts += is_tagged ? 0 : 1;
        } else if (paints.contains(name)) {
            unmarked_drawings += within_ == std::vector<std::string>{"/Artifact"} ? 0 : 1;
        }
        operands_.clear();
    }
    void handleEOF() override { EXPECT_TRUE(within_.empty()); }

    std::set<Piece> pieces;
    int unmarked_texts = 0;
    int unmarked_drawings = 0;
    int artifacts = 0;

  private:
    static inline const std::set<std::string> paints{"f",  "F", "f*", "B",  "B*", "b",
                                                     "b*", "S", "s",  "sh", "Do"};
    int page_;
    std::vector<std::string> within_;  ///< tags, the outermost first
    std::vector<Object> operands_;
};

class TaggedPdf : public ::testing::TestWithParam<std::string> {
  protected:
    TaggedPdf() : form_(load_form(forms_folder() / GetParam() / "1")), bytes_(render_pdf(form_)) {
        pdf_.processMemoryFile("form", reinterpret_cast<const char*>(bytes_.data()), bytes_.size());
        walk(pdf_.getRoot().getKey("/StructTreeRoot").getKey("/K"), 0);
    }
    void walk(Object node, int page) {
        if (node.isArray()) {
            for (auto& each : node.aitems()) {
                walk(each, page);
            }
        } else if (node.isInteger()) {
            pieces_.emplace_back(page, node.getIntValueAsInt());
        } else if (node.isDictionary()) {
            if (node.hasKey("/Pg")) {
                page = node.getKey("/Pg").getObjGen().getObj();
            }
            if (node.hasKey("/MCID")) {
                pieces_.emplace_back(page, node.getKey("/MCID").getIntValueAsInt());
                return;
            }
            if (node.hasKey("/S")) {
                tags_.push_back(node.getKey("/S").getName());
            }
            walk(node.getKey("/K"), page);
        }
    }
    const FormDefinition form_;
    const Bytes bytes_;
    QPDF pdf_;
    std::vector<std::string> tags_;  ///< in the order in which they are read
    std::vector<Piece> pieces_;
};

TEST_P(TaggedPdf, SaysThatItIsTaggedAndInWhichLanguage) {
    auto root = pdf_.getRoot();
    EXPECT_TRUE(root.getKey("/MarkInfo").getKey("/Marked").getBoolValue());
    EXPECT_EQ(root.getKey("/Lang").getUTF8Value(), "da-DK");
    EXPECT_TRUE(root.getKey("/ViewerPreferences").getKey("/DisplayDocTitle").getBoolValue());
    EXPECT_EQ(pdf_.getTrailer().getKey("/Info").getKey("/Title").getUTF8Value(), form_.title.da);
}

TEST_P(TaggedPdf, SaysInItsMetadataWhatItIsCalledAndThatItIsUniversal) {
    auto metadata = pdf_.getRoot().getKey("/Metadata");
    EXPECT_EQ(metadata.getDict().getKey("/Subtype").getName(), "/XML");
    const auto buffer = metadata.getStreamData();
    const std::string words(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
    EXPECT_NE(words.find("<rdf:li xml:lang=\"x-default\">" + form_.title.da + "</rdf:li>"),
              std::string::npos);
    EXPECT_NE(words.find("<pdfuaid:part>1</pdfuaid:part>"), std::string::npos);
}

/// All fonts are in the file (ISO 14289-1, 7.21.4.1).
TEST_P(TaggedPdf, HasItsFontsWithIt) {
    int fonts = 0;
    for (auto& object : pdf_.getAllObjects()) {
        if (object.isDictionaryOfType("/FontDescriptor")) {
            ++fonts;
            EXPECT_TRUE(object.hasKey("/FontFile") || object.hasKey("/FontFile2") ||
                        object.hasKey("/FontFile3"));
        } else if (object.isDictionaryOfType("/Font") && !object.hasKey("/DescendantFonts")) {
            EXPECT_TRUE(object.hasKey("/FontDescriptor"));
        }
    }
    EXPECT_GT(fonts, 0);
}

TEST_P(TaggedPdf, HasEveryWordInItsTreeOnce) {
    std::set<Piece> marked;
    for (auto& page : QPDFPageDocumentHelper(pdf_).getAllPages()) {
        Marks marks(page.getObjectHandle().getObjGen().getObj());
        page.parseContents(&marks);
        EXPECT_EQ(marks.unmarked_texts, 0);
        EXPECT_EQ(marks.unmarked_drawings, 0);
        EXPECT_GT(marks.artifacts, 0);
        marked.insert(marks.pieces.begin(), marks.pieces.end());
    }
    const std::set<Piece> in_tree(pieces_.begin(), pieces_.end());
    EXPECT_EQ(in_tree.size(), pieces_.size());
    EXPECT_EQ(in_tree, marked);
}

TEST_P(TaggedPdf, IsADocumentWithOneTitleAndASectionForEachHeading) {
    std::ptrdiff_t headings = 0;
    std::size_t words = 0;
    for (const auto& page : form_.pages) {
        for (const auto& print : page.prints) {
            headings += print.role == Print::Role::heading ? 1 : 0;
            words += print.text.da.empty() ? 0 : 1;
        }
    }
    ASSERT_FALSE(tags_.empty());
    EXPECT_EQ(tags_.front(), "/Document");
    EXPECT_EQ(std::count(tags_.begin(), tags_.end(), "/H1"), 1);
    EXPECT_EQ(tags_.at(1), "/H1");
    EXPECT_EQ(std::count(tags_.begin(), tags_.end(), "/H2"), headings);
    EXPECT_EQ(std::count(tags_.begin(), tags_.end(), "/Sect"), headings);
    EXPECT_EQ(pieces_.size(), words);
    for (std::size_t i = 0; i + 1 < tags_.size(); ++i) {
        EXPECT_TRUE(tags_[i] != "/Sect" || tags_[i + 1] == "/H2");
    }
}

/// Pieces are numbered as they are drawn, and that is the order of the tree.
TEST_P(TaggedPdf, IsReadInTheOrderOfTheForm) {
    std::map<int, int> last;
    for (const auto& [page, number] : pieces_) {
        EXPECT_TRUE(!last.contains(page) || last[page] < number);
        last[page] = number;
    }
}

INSTANTIATE_TEST_SUITE_P(Shipped, TaggedPdf, ::testing::Values("boligstoette", "sp501"),
                         [](const auto& form) { return form.param; });

}  // namespace
}  // namespace indgang::paper
