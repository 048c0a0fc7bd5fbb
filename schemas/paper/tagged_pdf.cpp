// SPDX-License-Identifier: MPL-2.0
#include "schemas/paper/tagged_pdf.h"

#include <algorithm>
#include <array>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <string_view>

#include "schemas/core/xml_escape.h"
#include "schemas/error/error.h"

namespace indgang::paper {

namespace {

using Object = QPDFObjectHandle;

/// Marks as artifacts what is drawn outside of all tags: frames, bars, marks and codes, which say
/// nothing to whoever listens (ISO 32000-1, 14.8.2.2). One artifact reaches as far as nothing but
/// paths is drawn.
class Artifacts : public Object::TokenFilter {
  public:
    void handleToken(const QPDFTokenizer::Token& token) override {
        if (token.getType() != QPDFTokenizer::tt_word) {
            operands_ += token.getRawValue();
            return;
        }
        const std::string& name = token.getValue();
        if (depth_ == 0 && is_of_path(name) != is_open_) {
            write(is_open_ ? "\nEMC\n" : "\n/Artifact BMC\n");
            is_open_ = !is_open_;
        }
        depth_ += name == "BDC" || name == "BMC" ? 1 : name == "EMC" ? -1 : 0;
        write(operands_);
        operands_.clear();
        writeToken(token);
    }
    void handleEOF() override {
        write(is_open_ ? "\nEMC\n" : "");
        write(operands_);
    }

  private:
    static bool is_of_path(std::string_view name) {
        constexpr std::array<std::string_view, 20> all{"m", "l",  "c", "v", "y",  "h", "re",
                                                       "S", "s",  "f", "F", "f*", "B", "B*",
                                                       "b", "b*", "n", "W", "W*", "sh"};
        return std::ranges::find(all, name) != all.end();
    }

    std::string operands_;
    int depth_ = 0;
    bool is_open_ = false;
};

/// Cairo leaves the element that spans all pages out, and a tree has one root element.
void put_below_a_document(QPDF& file) {
    Object tree = file.getRoot().getKey("/StructTreeRoot");
    Object elements = tree.getKey("/K");
    if (!elements.isArray()) {
        return;  // one element already
    }
    Object document =
        file.makeIndirectObject(Object::newDictionary({{"/Type", Object::newName("/StructElem")},
                                                       {"/S", Object::newName("/Document")},
                                                       {"/P", tree},
                                                       {"/K", elements}}));
    for (Object& element : elements.aitems()) {
        element.replaceKey("/P", document);
    }
    tree.replaceKey("/K", document);
}

}  // namespace

void say_metadata(QPDF& pdf, const std::string& title, Universal universal) {
    std::string words = R"(<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">)" +
                        escape_xml(title) + R"(</rdf:li></rdf:Alt></dc:title>
  </rdf:Description>
)";
    if (universal == Universal::yes) {
        words +=
            R"(  <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
   <pdfuaid:part>1</pdfuaid:part>
  </rdf:Description>
)";
    }
    words += R"( </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>)";
    Object metadata = pdf.newStream(words);
    metadata.getDict().replaceKey("/Type", Object::newName("/Metadata"));
    metadata.getDict().replaceKey("/Subtype", Object::newName("/XML"));
    pdf.getRoot().replaceKey("/Metadata", metadata);
}

Bytes written(QPDF& pdf) {
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {buffer->getBuffer(), buffer->getBuffer() + buffer->getSize()};
}

Bytes tagged_pdf(const Bytes& pdf, const std::string& title, form::Language language) {
    try {
        QPDF file;
        file.processMemoryFile("form", reinterpret_cast<const char*>(pdf.data()), pdf.size());
        Object root = file.getRoot();
        root.replaceKey("/MarkInfo", Object::newDictionary({{"/Marked", Object::newBool(true)}}));
        root.replaceKey("/Lang", Object::newUnicodeString(
                                     language == form::Language::english ? "en-GB" : "da-DK"));
        root.replaceKey("/ViewerPreferences",
                        Object::newDictionary({{"/DisplayDocTitle", Object::newBool(true)}}));
        put_below_a_document(file);
        for (auto& page : QPDFPageDocumentHelper(file).getAllPages()) {
            page.addContentTokenFilter(std::make_shared<Artifacts>());
        }
        say_metadata(file, title, Universal::yes);
        return written(file);
    } catch (const std::exception&) {
        throw Error(Reason::drawing_failed, "paper: saying that a PDF is tagged");
    }
}

}  // namespace indgang::paper
