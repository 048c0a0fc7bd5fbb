// SPDX-License-Identifier: MPL-2.0
// A PDF that can still be read in thirty years (ISO 19005-2, level B), made right from the start
// instead of checked afterwards: everything in it is written here. A page is its scanner's own
// compressed picture, drawn upright by the page's matrix, and over it words in rendering mode 3,
// which draws nothing. What the standard asks for is little, since there are no visible fonts, no
// transparency, no actions and no annotations: the colours of the pictures get their meaning from
// an output intent (6.2.3), the fonts are embedded (6.2.11.4), the file says what it is in XMP
// (6.6.4) and has an id (6.1.3), nothing is encrypted.
//
// The words and the font come from Tesseract's renderer; the values of fields are written in the
// same font at their boxes, scaled to the box's width, so that marking a word marks its writing.
// Costs a few milliseconds a page beside the recognition, which takes a second or more.
#include "ocr/copy/archive_pdf.h"

#include <algorithm>
#include <cmath>
#define POINTERHOLDER_TRANSITION 4
#include <qpdf/Buffer.hh>
#include <qpdf/Pl_Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <qpdf/QUtil.hh>
#include <utility>

#include "ocr/copy/colour_profile.h"
#include "ocr/copy/copy_limits.h"
#include "ocr/copy/xmp.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

using Object = QPDFObjectHandle;

constexpr double points_per_inch = 72;
constexpr const char* font_name = "/f-0-0";  ///< what Tesseract's pages call their font

std::string number(double value) {
    return QUtil::double_to_string(value, 4);
}

Object rectangle(double width, double height) {
    return Object::newFromRectangle({0, 0, width, height});
}

Object stream_of(QPDF& pdf, const Bytes& bytes) {
    auto buffer = std::make_shared<Buffer>(bytes.size());
    std::copy(bytes.begin(), bytes.end(), buffer->getBuffer());
    return pdf.newStream(buffer);
}

/// The page's size in points. PDF allows 3 to 14400 (ISO 32000-1, annex C).
struct Sheet {
    double width = 0;
    double height = 0;
    double per_px = 0;  ///< points of a pixel
};

Sheet sheet_of(const ArchivePage& page) {
    constexpr double side_most = 14400, side_least = 3;
    double per_px = points_per_inch / page.dpi;
    const double longest = std::max(page.width_px, page.height_px) * per_px;
    per_px *= std::min(1.0, side_most / longest);
    return {std::max(page.width_px * per_px, side_least),
            std::max(page.height_px * per_px, side_least), per_px};
}

/// Draws the picture over the whole sheet, turned clockwise.
std::string picture_operators(const Sheet& sheet, int quarters) {
    const std::string w = number(sheet.width), h = number(sheet.height);
    std::string matrix;
    switch (quarters) {
        case 1:
            matrix = "0 -" + h + " " + w + " 0 0 " + h;
            break;
        case 2:
            matrix = "-" + w + " 0 0 -" + h + " " + w + " " + h;
            break;
        case 3:
            matrix = "0 " + h + " -" + w + " 0 " + w + " 0";
            break;
        default:
            matrix = w + " 0 0 " + h + " 0 0";
            break;
    }
    return "q " + matrix + " cm /Im Do Q\n";
}

/// UTF-16, big-endian, as hexadecimal digits; `letters` counts the units.
std::string utf16_hex(const std::string& text, int& letters) {
    std::string units = QUtil::utf8_to_utf16(text);
    constexpr std::size_t mark_bytes = 2;  // the byte order mark at the start
    units.erase(0, std::min(units.size(), mark_bytes));
    letters = static_cast<int>(units.size() / 2);
    return QUtil::hex_encode(units);
}

/// One line over its part of the box. A letter of Tesseract's font is half as wide as it is high.
std::string line_operators(const std::string& line, double left, double bottom, double width,
                           double height) {
    constexpr double percent = 100;
    int letters = 0;
    const std::string hex = utf16_hex(line, letters);
    if (letters == 0 || width <= 0 || height <= 0) {
        return "";
    }
    const double size = height * limits::letter_size;
    return "BT 3 Tr " + std::string(font_name) + " " + number(size) + " Tf " +
           number(percent * width / (letters * limits::letter_width * size)) + " Tz 1 0 0 1 " +
           number(left) + " " + number(bottom + height * limits::letter_descent) + " Tm <" + hex +
           "> Tj ET\n";
}

std::string known_operators(const KnownText& known, const Sheet& sheet) {
    const auto lines = std::count(known.text.begin(), known.text.end(), '\n') + 1;
    const double height = known.box.height * sheet.per_px / static_cast<double>(lines);
    double bottom = sheet.height - known.box.y * sheet.per_px;
    std::string operators;
    for (std::size_t at = 0; at <= known.text.size();) {
        const std::size_t end = std::min(known.text.find('\n', at), known.text.size());
        bottom -= height;
        operators += line_operators(known.text.substr(at, end - at), known.box.x * sheet.per_px,
                                    bottom, known.box.width * sheet.per_px, height);
        at = end + 1;
    }
    return operators;
}

/// /Filter and /DecodeParms of a picture.
void set_filter(QPDF& pdf, Object& image, const PageStream& picture) {
    Object dictionary = image.getDict();
    Object parameters = Object::newDictionary();
    switch (picture.coding) {
        case PageStream::Coding::plain:
            return;  // the writer compresses it
        case PageStream::Coding::jpeg:
            dictionary.replaceKey("/Filter", Object::newName("/DCTDecode"));
            return;
        case PageStream::Coding::jbig2:
            dictionary.replaceKey("/Filter", Object::newName("/JBIG2Decode"));
            if (picture.globals.empty()) {
                return;
            }
            parameters.replaceKey("/JBIG2Globals", stream_of(pdf, picture.globals));
            break;
        case PageStream::Coding::fax:
            dictionary.replaceKey("/Filter", Object::newName("/CCITTFaxDecode"));
            parameters.replaceKey("/K", Object::newInteger(picture.fax_k));
            parameters.replaceKey("/Columns", Object::newInteger(picture.width));
            parameters.replaceKey("/Rows", Object::newInteger(picture.height));
            break;
        case PageStream::Coding::deflate:
            dictionary.replaceKey("/Filter", Object::newName("/FlateDecode"));
            if (picture.predictor == 1) {
                return;
            }
            parameters.replaceKey("/Predictor", Object::newInteger(picture.predictor));
            parameters.replaceKey("/Columns", Object::newInteger(picture.width));
            parameters.replaceKey("/Colors", Object::newInteger(picture.samples));
            parameters.replaceKey("/BitsPerComponent", Object::newInteger(picture.bits));
            break;
    }
    dictionary.replaceKey("/DecodeParms", parameters);
}

Object colour_space_of(const PageStream& picture) {
    constexpr std::size_t bytes_per_colour = 3;
    if (picture.palette.size() < bytes_per_colour) {
        return Object::newName(picture.samples == 3 ? "/DeviceRGB" : "/DeviceGray");
    }
    Object space = Object::newArray();
    space.appendItem(Object::newName("/Indexed"));
    space.appendItem(Object::newName("/DeviceRGB"));
    space.appendItem(
        Object::newInteger(static_cast<int>(picture.palette.size() / bytes_per_colour) - 1));
    space.appendItem(Object::newString(std::string(text_of(picture.palette))));
    return space;
}

Object image_of(QPDF& pdf, const PageStream& picture) {
    Object image = stream_of(pdf, picture.bytes);
    Object dictionary = image.getDict();
    dictionary.replaceKey("/Type", Object::newName("/XObject"));
    dictionary.replaceKey("/Subtype", Object::newName("/Image"));
    dictionary.replaceKey("/Width", Object::newInteger(picture.width));
    dictionary.replaceKey("/Height", Object::newInteger(picture.height));
    dictionary.replaceKey("/BitsPerComponent", Object::newInteger(picture.bits));
    dictionary.replaceKey("/ColorSpace", colour_space_of(picture));
    if (picture.is_inverted) {
        dictionary.replaceKey("/Decode", Object::parse("[1 0]"));
    }
    set_filter(pdf, image, picture);
    return image;
}

/// Tesseract's words of one page, scaled from its sheet to ours.
std::string word_operators(QPDFPageObjectHelper& page, const Sheet& sheet) {
    const auto box = page.getMediaBox().getArrayAsRectangle();
    const double width = box.urx - box.llx, height = box.ury - box.lly;
    VERIFY(width > 0 && height > 0);
    Pl_Buffer gathered("words");
    page.pipeContents(&gathered);
    const std::shared_ptr<Buffer> operators = gathered.getBufferSharedPointer();
    return "q " + number(sheet.width / width) + " 0 0 " + number(sheet.height / height) +
           " 0 0 cm\n" +
           std::string(reinterpret_cast<const char*>(operators->getBuffer()),
                       operators->getSize()) +
           "\nQ\n";
}

void add_page(QPDF& pdf, const ArchivePage& page, QPDFPageObjectHelper& words, Object& font) {
    const Sheet sheet = sheet_of(page);
    std::string content = picture_operators(sheet, page.quarters) + word_operators(words, sheet);
    for (const KnownText& known : page.texts) {
        content += known_operators(known, sheet);
    }
    Object resources = Object::newDictionary();
    resources.replaceKey("/XObject", Object::newDictionary({{"/Im", image_of(pdf, page.picture)}}));
    resources.replaceKey("/Font", Object::newDictionary({{font_name, font}}));
    Object sheet_object = Object::newDictionary();
    sheet_object.replaceKey("/Type", Object::newName("/Page"));
    sheet_object.replaceKey("/MediaBox", rectangle(sheet.width, sheet.height));
    sheet_object.replaceKey("/Resources", resources);
    sheet_object.replaceKey("/Contents", pdf.newStream(content));
    QPDFPageDocumentHelper(pdf).addPage(QPDFPageObjectHelper(pdf.makeIndirectObject(sheet_object)),
                                        false);
}

void describe(QPDF& pdf, const CopyFacts& facts) {
    Object root = pdf.getRoot();
    Object profile = stream_of(pdf, srgb_profile());
    profile.getDict().replaceKey("/N", Object::newInteger(3));
    Object intent = Object::newDictionary();
    intent.replaceKey("/Type", Object::newName("/OutputIntent"));
    intent.replaceKey("/S", Object::newName("/GTS_PDFA1"));
    intent.replaceKey("/OutputConditionIdentifier", Object::newString("sRGB IEC61966-2.1"));
    intent.replaceKey("/Info", Object::newString("sRGB IEC61966-2.1"));
    intent.replaceKey("/DestOutputProfile", profile);
    Object intents = Object::newArray();
    intents.appendItem(pdf.makeIndirectObject(intent));
    root.replaceKey("/OutputIntents", intents);
    Object metadata = pdf.newStream(xmp_of(facts));
    metadata.getDict().replaceKey("/Type", Object::newName("/Metadata"));
    metadata.getDict().replaceKey("/Subtype", Object::newName("/XML"));
    root.replaceKey("/Metadata", metadata);
    root.replaceKey("/Lang", Object::newUnicodeString("da-DK"));
    root.replaceKey("/ViewerPreferences",
                    Object::newDictionary({{"/DisplayDocTitle", Object::newBool(true)}}));
}

Bytes written(QPDF& pdf) {
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setMinimumPDFVersion("1.7");
    // What is compressed stays as it is: the pictures are the scanner's own bytes.
    writer.setDecodeLevel(qpdf_dl_none);
    writer.setDeterministicID(true);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {buffer->getBuffer(), buffer->getBuffer() + buffer->getSize()};
}

Bytes assembled(const std::vector<ArchivePage>& pages, const Bytes& text_pdf,
                const CopyFacts& facts) {
    QPDF words;
    words.processMemoryFile("words", reinterpret_cast<const char*>(text_pdf.data()),
                            text_pdf.size());
    auto word_pages = QPDFPageDocumentHelper(words).getAllPages();
    if (pages.empty() || word_pages.size() != pages.size()) {
        throw Error(Reason::copy_failed, "copy: pictures and words do not match");
    }
    QPDF pdf;
    pdf.emptyPDF();
    Object fonts = word_pages.front().getAttribute("/Resources", false).getKey("/Font");
    Object font = pdf.copyForeignObject(fonts.getKey(font_name));
    for (std::size_t i = 0; i < pages.size(); ++i) {
        add_page(pdf, pages[i], word_pages[i], font);
    }
    describe(pdf, facts);
    return written(pdf);
}

}  // namespace

Bytes write_archive_pdf(const std::vector<ArchivePage>& pages, const Bytes& text_pdf,
                        const CopyFacts& facts) {
    try {
        return assembled(pages, text_pdf, facts);
    } catch (const Error&) {
        throw;
    } catch (const std::exception&) {
        // The library's message may hold words of the document.
        throw Error(Reason::copy_failed, "copy: the PDF cannot be written");
    }
}

}  // namespace indgang::ocr
