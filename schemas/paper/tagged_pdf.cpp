// SPDX-License-Identifier: MPL-2.0
#include "schemas/paper/tagged_pdf.h"

#define POINTERHOLDER_TRANSITION 4
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

#include "schemas/error/error.h"

namespace indgang::paper {

namespace {

using Object = QPDFObjectHandle;

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

Bytes tagged_pdf(const Bytes& pdf, form::Language language) {
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
        QPDFWriter writer(file);
        writer.setOutputMemory();
        writer.setDeterministicID(true);
        writer.write();
        const auto buffer = writer.getBufferSharedPointer();
        return {buffer->getBuffer(), buffer->getBuffer() + buffer->getSize()};
    } catch (const std::exception&) {
        throw Error(Reason::drawing_failed, "paper: saying that a PDF is tagged");
    }
}

}  // namespace indgang::paper
