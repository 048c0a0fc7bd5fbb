// SPDX-License-Identifier: MPL-2.0
#define POINTERHOLDER_TRANSITION 4
#include <cmath>
#include <new>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <string>
#include <utility>
#include <vector>

#include "ocr/decode/pdf/open_pdf.h"
#include "ocr/decode/pdf/pdf_drawing.h"
#include "ocr/decode/pdf/pdf_fields.h"
#include "ocr/decode/pdf/pdf_page_image.h"
#include "ocr/decode/picture/checked.h"
#include "schemas/core/geometry.h"
#include "schemas/core/limits.h"
#include "schemas/error/reason.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

constexpr double points_per_inch = 72;

Error as_error(const QPDFExc& trouble) {
    if (trouble.getErrorCode() == qpdf_e_password) {
        return {Reason::pdf_encrypted, "pdf: the file needs a password"};
    }
    // The library's message may hold words of the document: only its code goes on.
    return {Reason::pdf_broken, "pdf: the structure is damaged (qpdf error " +
                                    std::to_string(trouble.getErrorCode()) + ")"};
}

/// Runs `work`, turning the library's exceptions into ours.
template <typename Work>
auto translated(const std::string& place, Work work) {
    try {
        return work();
    } catch (const Error&) {
        throw;
    } catch (const QPDFExc& trouble) {
        throw as_error(trouble).at(place);
    } catch (const std::bad_alloc&) {
        throw;  // no fault of the file's structure
    } catch (const std::exception&) {
        throw Error(Reason::pdf_broken, "pdf: the structure is damaged", place);
    }
}

/// /Rotate in quarters clockwise, 0..3.
int quarters_of(QPDFPageObjectHelper& page) {
    QPDFObjectHandle rotate = page.getAttribute("/Rotate", false);
    constexpr int quarter_degrees = 90;
    const int degrees = rotate.isInteger() ? rotate.getIntValueAsInt() : 0;
    return ((degrees / quarter_degrees) % 4 + 4) % 4;
}

class PdfFile : public ScanFile {
  public:
    PdfFile(BytesView bytes, std::filesystem::path scratch_folder)
        : drawing_(bytes, std::move(scratch_folder)) {
        pdf_.setSuppressWarnings(true);
        translated("", [&] {
            pdf_.processMemoryFile("scan", reinterpret_cast<const char*>(bytes.data()),
                                   bytes.size());
            pages_ = QPDFPageDocumentHelper(pdf_).getAllPages();
        });
        if (pages_.empty()) {
            throw Error(Reason::pdf_broken, "pdf: no pages");
        }
        if (pages_.size() > static_cast<std::size_t>(limits::scan_pages)) {
            throw Error(Reason::too_many_pages, "pdf: " + std::to_string(pages_.size()) + " pages");
        }
    }

    int pages() const override { return static_cast<int>(pages_.size()); }

    ScanPage page(int number) override {
        VERIFY(number >= 1 && number <= pages());
        return translated(place_of(number), [&] { return decode(number); });
    }

    std::optional<PageStream> stream(int number) override {
        VERIFY(number >= 1 && number <= pages());
        return translated(place_of(number), [&]() -> std::optional<PageStream> {
            QPDFPageObjectHelper& helper = pages_[static_cast<std::size_t>(number - 1)];
            std::optional<QPDFObjectHandle> image = find_page_image(helper);
            auto stream = image ? take_page_stream(*image, number) : std::nullopt;
            if (stream) {
                stream->quarters = quarters_of(helper);
            }
            return stream;
        });
    }

  private:
    ScanPage decode(int number) {
        QPDFPageObjectHelper& helper = pages_[static_cast<std::size_t>(number - 1)];
        std::optional<QPDFObjectHandle> image = find_page_image(helper);
        if (image) {
            if (std::optional<PdfPicture> picture = take_page_image(*image, number)) {
                return turned(std::move(*picture), helper);
            }
        }
        check_drawn_size(helper, number);
        ScanPage page;
        page.pix = drawing_.draw(number);
        page.dpi = pdf_drawing_dpi;
        page.typed = typed_fields_on(pdf_, helper);
        return page;
    }

    static ScanPage turned(PdfPicture&& picture, QPDFPageObjectHelper& helper) {
        ScanPage page;
        page.pix = std::move(picture.pix);
        const auto box = helper.getCropBox().getArrayAsRectangle();
        QPDFObjectHandle unit = helper.getAttribute("/UserUnit", false);
        const double scale = unit.isNumber() ? unit.getNumericValue() : 1;
        const double inches = (box.urx - box.llx) * scale / points_per_inch;
        page.dpi = inches > 0 ? pixGetWidth(page.pix.get()) / inches : 0;
        // A picture inside a PDF may claim another resolution than the page gives it.
        const int dpi = static_cast<int>(std::lround(page.dpi));
        pixSetResolution(page.pix.get(), dpi, dpi);
        const int quarters = quarters_of(helper);
        if (quarters != 0) {
            page.pix.reset(pixRotateOrth(page.pix.get(), quarters));
        } else if (!picture.original.empty()) {
            page.original = std::move(picture.original);
            page.media_type = "image/jpeg";
        }
        return page;
    }

    static void check_drawn_size(QPDFPageObjectHelper& helper, int number) {
        if (!helper.getCropBox().isRectangle()) {
            throw broken_image(Reason::pdf_broken, "pdf: a page without a size", number);
        }
        const auto box = helper.getCropBox().getArrayAsRectangle();
        const double scale = pdf_drawing_dpi / points_per_inch;
        const double width = std::abs(box.urx - box.llx) * scale;
        const double height = std::abs(box.ury - box.lly) * scale;
        if (!(width <= limits::page_side_px && height <= limits::page_side_px &&
              width * height <= static_cast<double>(limits::page_pixels))) {
            throw Error(Reason::page_too_large, "pdf: the page is too large to be drawn",
                        place_of(number));
        }
    }

    PdfDrawing drawing_;
    QPDF pdf_;
    std::vector<QPDFPageObjectHelper> pages_;
};

}  // namespace

std::unique_ptr<ScanFile> open_pdf(BytesView bytes, std::filesystem::path scratch_folder) {
    return std::make_unique<PdfFile>(bytes, std::move(scratch_folder));
}

}  // namespace indgang::ocr
