// SPDX-License-Identifier: MPL-2.0
#include "ocr/decode/pdf/pdf_stream.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <qpdf/Pipeline.hh>
#include <stdexcept>
#include <utility>

#include "ocr/decode/pdf/pdf_page_image.h"
#include "ocr/decode/picture/checked.h"
#include "schemas/core/limits.h"
#include "schemas/error/reason.h"

namespace indgang::ocr {

namespace {

/// Hands on what comes out of a filter, up to a limit.
class Limited : public Pipeline {
  public:
    Limited(std::size_t most, const std::function<void(BytesView)>& take)
        : Pipeline("limited", nullptr), left_(most), take_(take) {}
    void write(const unsigned char* data, std::size_t length) override {
        if (length > left_) {
            is_too_large_ = true;
            // Ends the filters: a stream can be a bomb of a thousand times its size.
            throw std::runtime_error("stream longer than its image");
        }
        left_ -= length;
        take_(BytesView(data, length));
    }
    void finish() override {}
    [[nodiscard]] bool is_too_large() const { return is_too_large_; }

  private:
    std::size_t left_;
    const std::function<void(BytesView)>& take_;
    bool is_too_large_ = false;
};

/// 1 or 3 for grey and RGB in all their writings; 0: a colour space that is not read here.
int samples_of(QPDFObjectHandle space) {
    const std::string name = space.isName() ? space.getName()
                             : space.isArray() && space.getArrayItem(0).isName()
                                 ? space.getArrayItem(0).getName()
                                 : std::string();
    if (name == "/DeviceGray" || name == "/CalGray" || name == "/G") {
        return 1;
    }
    if (name == "/DeviceRGB" || name == "/CalRGB" || name == "/RGB") {
        return 3;
    }
    if (name == "/ICCBased" && space.getArrayNItems() == 2 && space.getArrayItem(1).isStream()) {
        const int n = number_in(space.getArrayItem(1).getDict(), "/N", 0);
        return n == 1 || n == 3 ? n : 0;
    }
    return 0;
}

/// Whether /Decode turns black into white; nothing for arrays that do anything else.
std::optional<bool> is_inverted(QPDFObjectHandle dictionary, int samples) {
    QPDFObjectHandle decode = dictionary.getKey("/Decode");
    if (!decode.isArray()) {
        return false;
    }
    if (decode.getArrayNItems() != 2 * samples) {
        return std::nullopt;
    }
    bool is_plain = true, is_turned = true;
    for (int i = 0; i < 2 * samples; ++i) {
        if (!decode.getArrayItem(i).isNumber()) {
            return std::nullopt;
        }
        const double value = decode.getArrayItem(i).getNumericValue();
        is_plain = is_plain && value == i % 2;
        is_turned = is_turned && value == 1 - i % 2;
    }
    return is_plain || is_turned ? std::optional(is_turned) : std::nullopt;
}

}  // namespace

void take_stream(QPDFObjectHandle& image, qpdf_stream_decode_level_e level, std::size_t most,
                 int page, const std::function<void(BytesView)>& take) {
    Limited limited(most, take);
    bool is_whole = false;
    try {
        is_whole = image.pipeStreamData(&limited, nullptr, 0, level, true);
    } catch (const std::runtime_error&) {
        if (!limited.is_too_large()) {
            throw;
        }
    }
    if (limited.is_too_large()) {
        throw Error(Reason::page_too_large, "pdf: an image longer than its header says",
                    place_of(page));
    }
    if (!is_whole) {
        throw broken_image(Reason::image_broken, "pdf: the image stream does not decode", page);
    }
}

Bytes stream_bytes(QPDFObjectHandle& image, qpdf_stream_decode_level_e level, std::size_t most,
                   int page) {
    Bytes bytes;
    take_stream(image, level, most, page,
                [&](BytesView piece) { bytes.insert(bytes.end(), piece.begin(), piece.end()); });
    return bytes;
}

std::string single_filter(QPDFObjectHandle dictionary) {
    QPDFObjectHandle filter = dictionary.getKey("/Filter");
    if (filter.isArray() && filter.getArrayNItems() == 1) {
        filter = filter.getArrayItem(0);
    }
    return filter.isName() ? filter.getName() : std::string();
}

QPDFObjectHandle decode_parameters(QPDFObjectHandle dictionary) {
    QPDFObjectHandle parameters = dictionary.getKey("/DecodeParms");
    if (parameters.isArray() && parameters.getArrayNItems() == 1) {
        parameters = parameters.getArrayItem(0);
    }
    return parameters;
}

int number_in(QPDFObjectHandle dictionary, const std::string& key, int otherwise) {
    if (!dictionary.isDictionary() || !dictionary.getKey(key).isInteger()) {
        return otherwise;
    }
    return dictionary.getKey(key).getIntValueAsInt();
}

bool is_true_in(QPDFObjectHandle dictionary, const std::string& key) {
    return dictionary.isDictionary() && dictionary.getKey(key).isBool() &&
           dictionary.getKey(key).getBoolValue();
}

std::optional<ImageShape> shape_of(QPDFObjectHandle dictionary, int page) {
    ImageShape shape;
    shape.width = number_in(dictionary, "/Width", 0);
    shape.height = number_in(dictionary, "/Height", 0);
    check_page_size(static_cast<std::uint64_t>(std::max(shape.width, 0)),
                    static_cast<std::uint64_t>(std::max(shape.height, 0)), page);
    shape.bits = number_in(dictionary, "/BitsPerComponent", 1);
    shape.samples = samples_of(dictionary.getKey("/ColorSpace"));
    const std::optional<bool> inverted = is_inverted(dictionary, shape.samples);
    if (shape.samples == 0 || !inverted || is_true_in(dictionary, "/ImageMask") ||
        dictionary.hasKey("/SMask") || dictionary.hasKey("/Mask")) {
        return std::nullopt;
    }
    shape.is_inverted = *inverted;
    return shape;
}

namespace {

/// The settings of the filter, and whether the stream can move as it is.
bool take_coding(PageStream& stream, const std::string& filter, QPDFObjectHandle parameters) {
    constexpr int columns_by_default = 1728;
    if (filter == "/DCTDecode") {
        stream.coding = PageStream::Coding::jpeg;
        return stream.bits == 8 && !parameters.isDictionary();
    }
    if (filter == "/CCITTFaxDecode") {
        stream.coding = PageStream::Coding::fax;
        stream.fax_k = number_in(parameters, "/K", 0);
        // Black runs are 0, and so black, unless the file turns them.
        stream.is_inverted = is_true_in(parameters, "/BlackIs1") != stream.is_inverted;
        return stream.samples == 1 && stream.bits == 1 &&
               !is_true_in(parameters, "/EncodedByteAlign") &&
               number_in(parameters, "/Columns", columns_by_default) == stream.width;
    }
    if (filter == "/FlateDecode") {
        stream.coding = PageStream::Coding::deflate;
        stream.predictor = number_in(parameters, "/Predictor", 1);
        const bool is_plain = stream.predictor == 1;
        return (stream.bits == 1 || stream.bits == 8) &&
               (is_plain || (number_in(parameters, "/Columns", 1) == stream.width &&
                             number_in(parameters, "/Colors", 1) == stream.samples &&
                             number_in(parameters, "/BitsPerComponent", 8) == stream.bits));
    }
    stream.coding = PageStream::Coding::jbig2;
    return filter == "/JBIG2Decode" && stream.samples == 1 && stream.bits == 1;
}

}  // namespace

std::optional<PageStream> take_page_stream(QPDFObjectHandle image, int page) {
    QPDFObjectHandle dictionary = image.getDict();
    const std::optional<ImageShape> shape = shape_of(dictionary, page);
    if (!shape) {
        return std::nullopt;
    }
    PageStream stream;
    stream.width = shape->width;
    stream.height = shape->height;
    stream.bits = shape->bits;
    stream.samples = shape->samples;
    stream.is_inverted = shape->is_inverted;
    QPDFObjectHandle parameters = decode_parameters(dictionary);
    if (!take_coding(stream, single_filter(dictionary), parameters) ||
        (stream.is_inverted && stream.samples != 1)) {
        return std::nullopt;
    }
    if (parameters.isDictionary() && parameters.getKey("/JBIG2Globals").isStream()) {
        QPDFObjectHandle globals = parameters.getKey("/JBIG2Globals");
        stream.globals = stream_bytes(globals, qpdf_dl_generalized, limits::arrival_bytes, page);
    }
    stream.bytes = stream_bytes(image, qpdf_dl_none, limits::arrival_bytes, page);
    return stream;
}

}  // namespace indgang::ocr
