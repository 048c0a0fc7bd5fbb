// SPDX-License-Identifier: MPL-2.0
#include "schemas/paper/tagged_pdf.h"

#define POINTERHOLDER_TRANSITION 4
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

#include "schemas/error/error.h"

namespace indgang::paper {

Bytes tagged_pdf(const Bytes& pdf) {
    using Object = QPDFObjectHandle;
    try {
        QPDF file;
        file.processMemoryFile("form", reinterpret_cast<const char*>(pdf.data()), pdf.size());
        Object root = file.getRoot();
        root.replaceKey("/MarkInfo", Object::newDictionary({{"/Marked", Object::newBool(true)}}));
        root.replaceKey("/Lang", Object::newUnicodeString("da-DK"));
        root.replaceKey("/ViewerPreferences",
                        Object::newDictionary({{"/DisplayDocTitle", Object::newBool(true)}}));
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
