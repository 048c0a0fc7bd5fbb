// SPDX-License-Identifier: MPL-2.0
// Scanners put one image on each page. Its bytes are the scan; drawing the page again would cost
// 150 ms, blur it by resampling, and need a program with a long list of holes. So the page's
// drawing commands are walked with just enough of the graphics state to know that one image fills
// the page and nothing else is seen; all doubt ends in "draw it".
#include "ocr/decode/pdf/pdf_page_image.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ocr/decode/pdf/pdf_limits.h"
#include "ocr/decode/pdf/pdf_stream.h"
#include "ocr/decode/pdf/tiff_wrap.h"
#include "ocr/decode/picture/checked.h"
#include "ocr/decode/picture/decoders.h"
#include "ocr/decode/picture/picture_limits.h"
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
            is_plain_ = is_plain_ && operands_.size() < limits::operands_most;
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
            stack_.push_back(state_);
            return stack_.size() <= limits::graphics_depth_most;
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
    const bool is_upright = matrix.a > 0 && matrix.d > 0 &&
                            std::abs(matrix.b) <= limits::image_turn_most * matrix.a &&
                            std::abs(matrix.c) <= limits::image_turn_most * matrix.d;
    return is_upright && matrix.e <= box.llx + limits::image_free_most * width &&
           matrix.f <= box.lly + limits::image_free_most * height &&
           matrix.e + matrix.a >= box.urx - limits::image_free_most * width &&
           matrix.f + matrix.d >= box.ury - limits::image_free_most * height &&
           matrix.a <= width * (1 + 2 * limits::image_free_most) &&
           matrix.d <= height * (1 + 2 * limits::image_free_most);
}

/// Rows of whole bytes, as PDF packs them, into a Pix of the same depth; colours beyond
/// colour_pixels_most into their grey. The rows come in pieces of any length.
class PageRows {
  public:
    PageRows(const ImageShape& shape, int page) : shape_(shape), page_(page) {
        constexpr int colours = 3, colour_depth = 32;
        const bool is_colour = shape.samples == colours;
        row_.resize(static_cast<std::size_t>((shape.width * shape.bits * shape.samples + 7) / 8));
        if (is_colour && is_beyond_colours(static_cast<std::uint64_t>(shape.width),
                                           static_cast<std::uint64_t>(shape.height))) {
            bands_.emplace(shape.width, shape.height, limits::band_rows, GreyBands::Alpha::none,
                           page);
            return;
        }
        pix_.reset(pixCreate(shape.width, shape.height, is_colour ? colour_depth : shape.bits));
        if (!pix_) {
            throw Error(Reason::page_too_large, "pdf: no memory for the page", place_of(page));
        }
    }

    [[nodiscard]] std::size_t bytes() const {
        return row_.size() * static_cast<std::size_t>(shape_.height);
    }

    void take(BytesView piece) {
        while (!piece.empty() && y_ < shape_.height) {
            const std::size_t count = std::min(piece.size(), row_.size() - have_);
            std::copy_n(piece.begin(), count, row_.begin() + static_cast<std::ptrdiff_t>(have_));
            piece = piece.subspan(count);
            have_ += count;
            if (have_ == row_.size()) {
                put_row();
                have_ = 0;
                ++y_;
            }
        }
    }

    [[nodiscard]] PixPtr finish() {
        if (y_ < shape_.height) {
            throw broken_image(Reason::image_truncated, "pdf: fewer pixels than the image claims",
                               page_);
        }
        if (bands_) {
            return bands_->finish();
        }
        // PDF's grey 0 is black, Leptonica's bit 1 is ink.
        if ((shape_.bits == 1) != shape_.is_inverted) {
            pixInvert(pix_.get(), pix_.get());
        }
        return std::move(pix_);
    }

  private:
    void put_row() {
        l_uint32* to = bands_ ? bands_->row(y_)
                              : pixGetData(pix_.get()) +
                                    static_cast<std::ptrdiff_t>(y_) * pixGetWpl(pix_.get());
        if (shape_.samples != 3) {
            for (std::size_t i = 0; i < row_.size(); ++i) {
                SET_DATA_BYTE(to, i, row_[i]);
            }
            return;
        }
        // Bands are turned before they are grey.
        const unsigned turned = bands_ && shape_.is_inverted ? 0xFFU : 0U;
        for (std::size_t x = 0; x < row_.size(); x += 3) {
            composeRGBPixel(static_cast<int>(row_[x] ^ turned),
                            static_cast<int>(row_[x + 1] ^ turned),
                            static_cast<int>(row_[x + 2] ^ turned), to + x / 3);
        }
    }

    ImageShape shape_;
    int page_;
    std::vector<std::uint8_t> row_;
    std::size_t have_ = 0;  ///< of the row
    int y_ = 0;
    PixPtr pix_;
    std::optional<GreyBands> bands_;
};

std::optional<PdfPicture> take_jpeg(QPDFObjectHandle& image, const ImageShape& shape, int page) {
    if (shape.is_inverted) {
        return std::nullopt;
    }
    PdfPicture picture;
    picture.original = stream_bytes(image, qpdf_dl_none, indgang::limits::arrival_bytes, page);
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
    fax.bytes = stream_bytes(image, qpdf_dl_none, indgang::limits::arrival_bytes, page);
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
    if (!images.isDictionary()) {
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
    PageRows rows(*shape, page);
    take_stream(image, qpdf_dl_specialized, rows.bytes() + limits::stream_slack_bytes, page,
                [&](BytesView piece) { rows.take(piece); });
    return PdfPicture{rows.finish(), {}};
}

}  // namespace indgang::ocr
