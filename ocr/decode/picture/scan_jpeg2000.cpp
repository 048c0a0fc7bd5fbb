// SPDX-License-Identifier: MPL-2.0
// JPEG 2000: one page a file. OpenJPEG keeps 32 bits a sample, twice while it decodes, so three
// colours of a large page would take over 2 GB. The coding itself has a way around: colours are
// stored as one light and two differences, and the light alone (ISO 15444-1, annex G) is the grey
// that readers need, at a third of the memory and the time. Only where a file holds its colours
// without that step all three are decoded, up to a smaller size. The size is read from the header
// before memory is taken.
#include <openjpeg.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>

#include "ocr/decode/picture/checked.h"
#include "ocr/decode/picture/decoders.h"
#include "ocr/decode/picture/picture_limits.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"

namespace indgang::ocr {

namespace {

struct CodecDeleter {
    void operator()(opj_codec_t* codec) const { opj_destroy_codec(codec); }
};
struct StreamDeleter {
    void operator()(opj_stream_t* stream) const { opj_stream_destroy(stream); }
};
struct ImageDeleter {
    void operator()(opj_image_t* image) const { opj_image_destroy(image); }
};

struct Source {
    BytesView bytes;
    std::size_t at = 0;
};

OPJ_SIZE_T read_source(void* to, OPJ_SIZE_T size, void* user) {
    auto& source = *static_cast<Source*>(user);
    const std::size_t count = std::min(size, source.bytes.size() - source.at);
    if (count == 0) {
        return static_cast<OPJ_SIZE_T>(-1);
    }
    std::memcpy(to, source.bytes.data() + source.at, count);
    source.at += count;
    return count;
}

OPJ_OFF_T skip_source(OPJ_OFF_T size, void* user) {
    auto& source = *static_cast<Source*>(user);
    const std::size_t left = source.bytes.size() - source.at;
    const std::size_t count =
        std::min(left, static_cast<std::size_t>(std::max<OPJ_OFF_T>(size, 0)));
    source.at += count;
    return static_cast<OPJ_OFF_T>(count);
}

OPJ_BOOL seek_source(OPJ_OFF_T at, void* user) {
    auto& source = *static_cast<Source*>(user);
    if (at < 0 || static_cast<std::size_t>(at) > source.bytes.size()) {
        return OPJ_FALSE;
    }
    source.at = static_cast<std::size_t>(at);
    return OPJ_TRUE;
}

/// Whether the file is a bare code stream, without the boxes of JP2.
bool is_bare(BytesView bytes) {
    return bytes[0] == 0xFF;
}

class Decoder {
  public:
    Decoder(BytesView bytes, int page)
        : source_{bytes},
          page_(page),
          codec_(opj_create_decompress(is_bare(bytes) ? OPJ_CODEC_J2K : OPJ_CODEC_JP2)),
          stream_(opj_stream_default_create(OPJ_TRUE)) {
        opj_dparameters_t parameters;
        opj_set_default_decoder_parameters(&parameters);
        opj_stream_set_user_data(stream_.get(), &source_, nullptr);
        opj_stream_set_user_data_length(stream_.get(), bytes.size());
        opj_stream_set_read_function(stream_.get(), read_source);
        opj_stream_set_skip_function(stream_.get(), skip_source);
        opj_stream_set_seek_function(stream_.get(), seek_source);
        opj_image_t* image = nullptr;
        const bool is_read = opj_setup_decoder(codec_.get(), &parameters) == OPJ_TRUE &&
                             opj_decoder_set_strict_mode(codec_.get(), OPJ_TRUE) == OPJ_TRUE &&
                             opj_read_header(stream_.get(), codec_.get(), &image) == OPJ_TRUE;
        image_.reset(image);
        if (!is_read || !image_ || image_->numcomps == 0) {
            throw broken_image(Reason::image_broken, "jpeg2000: the header is damaged", page_);
        }
        check_sizes();
    }

    /// Gives depth 8 or 32.
    PixPtr decode() {
        // A picture of one sample may have a palette, which OpenJPEG puts in its place itself.
        const bool is_light_enough =
            image_->numcomps > 1 && (image_->numcomps < colours || holds_light_apart());
        if (is_light_enough) {
            OPJ_UINT32 first = 0;
            if (opj_set_decoded_components(codec_.get(), 1, &first, OPJ_FALSE) != OPJ_TRUE) {
                throw broken_image(Reason::image_broken, "jpeg2000: the header is damaged", page_);
            }
        } else if (image_->numcomps >= colours) {
            check_colours();
        }
        if (opj_decode(codec_.get(), stream_.get(), image_.get()) != OPJ_TRUE ||
            image_->comps[0].data == nullptr) {
            throw broken_image(Reason::image_broken, "jpeg2000: the pixels do not decode", page_);
        }
        const bool is_light = is_light_enough || image_->numcomps < colours ||
                              image_->color_space == OPJ_CLRSPC_SYCC ||
                              image_->color_space == OPJ_CLRSPC_EYCC;
        return is_light ? light() : colour();
    }

  private:
    static constexpr OPJ_UINT32 colours = 3;

    void check_sizes() const {
        check_page_size(image_->x1 - image_->x0, image_->y1 - image_->y0, page_);
        if (image_->numcomps > limits::jpeg2000_samples_most) {
            throw broken_image(Reason::image_broken, "jpeg2000: samples that no scanner makes",
                               page_);
        }
        for (OPJ_UINT32 i = 0; i < image_->numcomps; ++i) {
            const OPJ_UINT32 bits = image_->comps[i].prec;
            if (bits == 0 || bits > limits::jpeg2000_bits_most) {
                throw broken_image(
                    Reason::image_broken,
                    "jpeg2000: samples of " + std::to_string(bits) + " bits are not read", page_);
            }
        }
    }

    [[nodiscard]] std::uint64_t pixels() const {
        return std::uint64_t{image_->x1 - image_->x0} * (image_->y1 - image_->y0);
    }

    void check_colours() const {
        if (image_->color_space == OPJ_CLRSPC_CMYK) {
            throw broken_image(Reason::image_broken, "jpeg2000: CMYK is not read", page_);
        }
        if (pixels() > limits::jpeg2000_pixels_most) {
            throw Error(Reason::image_too_large,
                        "jpeg2000: " + std::to_string(pixels()) +
                            " pixels in separate colours; at most " +
                            std::to_string(limits::jpeg2000_pixels_most),
                        place_of(page_));
        }
    }

    [[nodiscard]] bool holds_light_apart() const {
        opj_codestream_info_v2_t* info = opj_get_cstr_info(codec_.get());
        const bool is_apart = info != nullptr && info->m_default_tile_info.mct == 1;
        opj_destroy_cstr_info(&info);
        return is_apart;
    }

    [[nodiscard]] int width() const { return static_cast<int>(image_->comps[0].w); }
    [[nodiscard]] int height() const { return static_cast<int>(image_->comps[0].h); }

    /// 0..255 of one sample.
    [[nodiscard]] static std::uint8_t level(const opj_image_comp_t& samples, std::size_t at) {
        const int bits = static_cast<int>(samples.prec);
        int value = samples.data[at];
        if (samples.sgnd != 0) {
            value += 1 << (bits - 1);
        }
        const int most = (1 << bits) - 1;
        value = std::clamp(value, 0, most);
        return static_cast<std::uint8_t>(value * 255 / most);
    }

    [[nodiscard]] PixPtr page_of_depth(int depth) const {
        check_page_size(static_cast<std::uint64_t>(width()), static_cast<std::uint64_t>(height()),
                        page_);
        PixPtr pix(pixCreate(width(), height(), depth));
        if (!pix) {
            throw Error(Reason::page_too_large, "jpeg2000: no memory for the page",
                        place_of(page_));
        }
        return pix;
    }

    [[nodiscard]] PixPtr light() const {
        PixPtr pix = page_of_depth(8);
        std::size_t at = 0;
        for (int y = 0; y < height(); ++y) {
            l_uint32* row =
                pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix.get());
            for (int x = 0; x < width(); ++x, ++at) {
                SET_DATA_BYTE(row, x, level(image_->comps[0], at));
            }
        }
        return pix;
    }

    [[nodiscard]] PixPtr colour() const {
        for (OPJ_UINT32 i = 1; i < colours; ++i) {
            const opj_image_comp_t& each = image_->comps[i];
            if (each.data == nullptr || each.w != image_->comps[0].w ||
                each.h != image_->comps[0].h) {
                throw broken_image(Reason::image_broken, "jpeg2000: colours of different sizes",
                                   page_);
            }
        }
        PixPtr pix = page_of_depth(32);
        std::size_t at = 0;
        for (int y = 0; y < height(); ++y) {
            l_uint32* row =
                pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix.get());
            for (int x = 0; x < width(); ++x, ++at) {
                composeRGBPixel(level(image_->comps[0], at), level(image_->comps[1], at),
                                level(image_->comps[2], at), row + x);
            }
        }
        return pix;
    }

    Source source_;
    int page_;
    std::unique_ptr<opj_codec_t, CodecDeleter> codec_;
    std::unique_ptr<opj_stream_t, StreamDeleter> stream_;
    std::unique_ptr<opj_image_t, ImageDeleter> image_;
};

}  // namespace

PixPtr decode_jpeg2000(BytesView bytes, int page) {
    return plain_pix(Decoder(bytes, page).decode(), page);
}

std::unique_ptr<ScanFile> open_jpeg2000(BytesView bytes) {
    static_cast<void>(Decoder(bytes, 1));
    return open_picture(bytes, decode_jpeg2000);
}

}  // namespace indgang::ocr
