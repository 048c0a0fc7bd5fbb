// SPDX-License-Identifier: MPL-2.0
// Scanners put one image on each page. Its bytes are the scan; drawing the page again would cost
// 150 ms, blur it by resampling, and need a program with a long list of holes. So the page's
// drawing commands are walked with just enough of the graphics state to know that one image fills
// the page and nothing else is seen; all doubt ends in "draw it".
#include "ocr/decode/pdf/pdf_page_image.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "ocr/decode/pdf/pdf_stream.h"
#include "ocr/decode/picture/checked.h"
#include "ocr/decode/picture/decoders.h"
#include "ocr/decode/picture/tiff_wrap.h"
#include "schemas/core/limits.h"
#include "schemas/error/reason.h"

#include <qpdf/QPDFMatrix.hh>

namespace indgang::ocr {

namespace {

/// Watches the operators of one page (ISO 32000-1, annex A).
class PageWatcher : public QPDFObjectHandle::ParserCallbacks {
  public:
    void handleObject(QPDFObjectHandle object) override {
        if (!object.isOperator()) {
            // More operands than any operator takes: damaged, and no reason to grow.
            constexpr std::size_t operands_most = 64;
            is_plain_ = is_plain_ && operands_.size() < operands_most;
            if (is_plain_) {
                operands_.push_back(object);
            }
            return;
        }
        if (is_plain_) {
            is_plain_ = take(object.getOperatorValue());
        }
        if (!is_plain_) {
            terminateParsing();
        }
        operands_.clear();
    }
    void handleEOF() override {}

    [[nodiscard]] bool has_one_image() const { return is_plain_ && images_ == 1; }
    [[nodiscard]] const std::string& image_name() const { return image_name_; }
    [[nodiscard]] const QPDFMatrix& image_matrix() const { return image_matrix_; }

  private:
    /// Gives false for anything that could be seen besides the image.
    bool take(const std::string& operation) {
        static const std::set<std::string> unseen = {
            "w",  "J",  "j",  "M",  "d",  "ri", "i",  "n",  "W",  "W*",  "re",  "BT",  "ET", "Tc",
            "Tw", "Tz", "TL", "Tf", "Ts", "Td", "TD", "Tm", "T*", "BMC", "BDC", "EMC", "MP", "DP",
            "g",  "G",  "rg", "RG", "k",  "K",  "cs", "CS", "sc", "SC",  "scn", "SCN", "BX", "EX"};
        static const std::set<std::string> shows_text = {"Tj", "TJ", "'", "\""};
        if (unseen.contains(operation)) {
            return true;
        }
        if (shows_text.contains(operation)) {
            constexpr int invisible = 3;
            return state_.text_mode == invisible;
        }
        if (operation == "Tr") {
            state_.text_mode = operands_.size() == 1 && operands_[0].isInteger()
                                   ? operands_[0].getIntValueAsInt()
                                   : 0;
            return true;
        }
        if (operation == "q") {
            constexpr std::size_t depth_most = 64;
            stack_.push_back(state_);
            return stack_.size() <= depth_most;
        }
        if (operation == "Q") {
            if (!stack_.empty()) {
                state_ = stack_.back();
                stack_.pop_back();
            }
            return true;
        }
        return operation == "cm" ? take_matrix() : operation == "Do" && take_image();
    }

    bool take_matrix() {
        constexpr std::size_t numbers = 6;
        if (operands_.size() != numbers ||
            !std::all_of(operands_.begin(), operands_.end(),
                         [](auto& each) { return each.isNumber(); })) {
            return false;
        }
        state_.matrix.concat({operands_[0].getNumericValue(), operands_[1].getNumericValue(),
                              operands_[2].getNumericValue(), operands_[3].getNumericValue(),
                              operands_[4].getNumericValue(), operands_[5].getNumericValue()});
        return true;
    }

    bool take_image() {
        if (operands_.size() != 1 || !operands_[0].isName() || ++images_ > 1) {
            return false;
        }
        image_name_ = operands_[0].getName();
        image_matrix_ = state_.matrix;
        return true;
    }

    struct State {
        QPDFMatrix matrix;
        int text_mode = 0;
    };
    State state_;
    std::vector<State> stack_;
    std::vector<QPDFObjectHandle> operands_;
    bool is_plain_ = true;
    int images_ = 0;
    std::string image_name_;
    QPDFMatrix image_matrix_;
};

/// An upright image that leaves at most 2 % of the page's sides free.
bool covers(const QPDFMatrix& matrix, const QPDFObjectHandle::Rectangle& box) {
    const double width = box.urx - box.llx, height = box.ury - box.lly;
    constexpr double turn_most = 0.001, free_most = 0.02;
    const bool is_upright = matrix.a > 0 && matrix.d > 0 &&
                            std::abs(matrix.b) <= turn_most * matrix.a &&
                            std::abs(matrix.c) <= turn_most * matrix.d;
    return is_upright && matrix.e <= box.llx + free_most * width &&
           matrix.f <= box.lly + free_most * height &&
           matrix.e + matrix.a >= box.urx - free_most * width &&
           matrix.f + matrix.d >= box.ury - free_most * height &&
           matrix.a <= width * (1 + 2 * free_most) && matrix.d <= height * (1 + 2 * free_most);
}

/// Rows of whole bytes, as PDF packs them, into a Pix of the same depth.
PixPtr pix_of_samples(const Bytes& bytes, const ImageShape& shape, int page) {
    const int bits_per_pixel = shape.bits * shape.samples;
    const auto row_bytes = static_cast<std::size_t>((shape.width * bits_per_pixel + 7) / 8);
    if (bytes.size() < row_bytes * static_cast<std::size_t>(shape.height)) {
        throw broken_image(Reason::image_truncated, "pdf: fewer pixels than the image claims",
                           page);
    }
    PixPtr pix(pixCreate(shape.width, shape.height, shape.samples == 3 ? 32 : bits_per_pixel));
    if (!pix) {
        throw Error(Reason::page_too_large, "pdf: no memory for the page", place_of(page));
    }
    for (int y = 0; y < shape.height; ++y) {
        l_uint32* row =
            pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix.get());
        const std::uint8_t* from = bytes.data() + static_cast<std::size_t>(y) * row_bytes;
        if (shape.samples == 3) {
            for (int x = 0; x < shape.width; ++x, from += 3) {
                composeRGBPixel(from[0], from[1], from[2], row + x);
            }
            continue;
        }
        for (std::size_t i = 0; i < row_bytes; ++i) {
            SET_DATA_BYTE(row, i, from[i]);
        }
    }
    // PDF's grey 0 is black, Leptonica's bit 1 is ink.
    if ((shape.bits == 1) != shape.is_inverted) {
        pixInvert(pix.get(), pix.get());
    }
    return pix;
}

std::optional<PdfPicture> take_jpeg(QPDFObjectHandle& image, const ImageShape& shape, int page) {
    if (shape.is_inverted) {
        return std::nullopt;
    }
    PdfPicture picture;
    picture.original = stream_bytes(image, qpdf_dl_none, limits::arrival_bytes, page);
    picture.pix = decode_jpeg(picture.original, page);
    return picture;
}

std::optional<PdfPicture> take_fax(QPDFObjectHandle& image, const ImageShape& shape, int page) {
    QPDFObjectHandle parameters = decode_parameters(image.getDict());
    constexpr int columns_by_default = 1728;
    FaxImage fax;
    fax.width = shape.width;
    fax.height = shape.height;
    fax.k = number_in(parameters, "/K", 0);
    fax.has_byte_aligned_rows = is_true_in(parameters, "/EncodedByteAlign");
    fax.is_black_one = is_true_in(parameters, "/BlackIs1") != shape.is_inverted;
    if (number_in(parameters, "/Columns", columns_by_default) != shape.width ||
        fax.has_byte_aligned_rows) {
        return std::nullopt;
    }
    fax.bytes = stream_bytes(image, qpdf_dl_none, limits::arrival_bytes, page);
    const Bytes tiff = wrap_fax(fax);
    return PdfPicture{decode_tiff(tiff, read_tiff_directories(tiff).front(), page), {}};
}

}  // namespace

std::optional<QPDFObjectHandle> find_page_image(QPDFPageObjectHelper& page) {
    QPDFObjectHandle annotations = page.getAttribute("/Annots", false);
    if (annotations.isArray() && annotations.getArrayNItems() > 0) {
        return std::nullopt;
    }
    PageWatcher watcher;
    page.parseContents(&watcher);
    if (!watcher.has_one_image() || !page.getCropBox().isRectangle() ||
        !covers(watcher.image_matrix(), page.getCropBox().getArrayAsRectangle())) {
        return std::nullopt;
    }
    QPDFObjectHandle resources = page.getAttribute("/Resources", false);
    QPDFObjectHandle images =
        resources.isDictionary() ? resources.getKey("/XObject") : QPDFObjectHandle::newNull();
    if (!images.isDictionary() || !images.hasKey(watcher.image_name())) {
        return std::nullopt;
    }
    QPDFObjectHandle image = images.getKey(watcher.image_name());
    return image.isImage() ? std::optional(image) : std::nullopt;
}

std::optional<PdfPicture> take_page_image(QPDFObjectHandle image, int page) {
    QPDFObjectHandle dictionary = image.getDict();
    const std::optional<ImageShape> shape = shape_of(dictionary, page);
    if (!shape) {
        return std::nullopt;
    }
    const std::string filter = single_filter(dictionary);
    if (filter == "/DCTDecode") {
        return take_jpeg(image, *shape, page);
    }
    if (filter == "/CCITTFaxDecode" && shape->samples == 1) {
        return take_fax(image, *shape, page);
    }
    const bool has_plain_pixels = (shape->bits == 1 && shape->samples == 1) || shape->bits == 8;
    static const std::set<std::string> lossless = {"/FlateDecode", "/LZWDecode", "/RunLengthDecode",
                                                   "/ASCII85Decode", "/ASCIIHexDecode"};
    if (!has_plain_pixels || !lossless.contains(filter)) {
        return std::nullopt;
    }
    const std::size_t row_bytes =
        static_cast<std::size_t>(shape->width * shape->bits * shape->samples + 7) / 8;
    constexpr std::size_t slack_bytes = 4096;
    const Bytes samples =
        stream_bytes(image, qpdf_dl_specialized,
                     row_bytes * static_cast<std::size_t>(shape->height) + slack_bytes, page);
    return PdfPicture{pix_of_samples(samples, *shape, page), {}};
}

}  // namespace indgang::ocr
