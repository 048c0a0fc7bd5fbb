// SPDX-License-Identifier: MPL-2.0
// Leptonica reads a TIFF by rows, which tiles do not have, and the planes of a picture one colour a
// plane not at all. libtiff brings every piece (a tile, or the rows of a strip) to red, green, blue
// and alpha, whatever it is coded in, so one loop over the pieces reads all of them. The buffer is
// one piece, not the page. A4 at 300 dpi in tiles of group 4 or deflate costs 23 to 29 ms; the same
// in rows of group 4, which Leptonica reads, 3 ms.
#include "ocr/decode/picture/tiff_pieces.h"

#include <tiffio.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "ocr/decode/picture/checked.h"
#include "ocr/decode/picture/picture_limits.h"
#include "schemas/error/error.h"

namespace indgang::ocr {

namespace {

struct TiffDeleter {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using TiffPtr = std::unique_ptr<TIFF, TiffDeleter>;

/// What libtiff reads from: it never writes, and maps nothing.
struct Source {
    BytesView bytes;
    std::size_t at = 0;
};

tmsize_t read_source(thandle_t handle, void* to, tmsize_t size) {
    auto& source = *static_cast<Source*>(handle);
    const std::size_t left = source.bytes.size() - std::min(source.at, source.bytes.size());
    const std::size_t count = std::min(left, static_cast<std::size_t>(std::max<tmsize_t>(size, 0)));
    if (count > 0) {
        std::memcpy(to, source.bytes.data() + source.at, count);
    }
    source.at += count;
    return static_cast<tmsize_t>(count);
}

tmsize_t write_nothing(thandle_t, void*, tmsize_t) {
    return 0;
}

toff_t seek_source(thandle_t handle, toff_t offset, int whence) {
    auto& source = *static_cast<Source*>(handle);
    const std::size_t from =
        whence == SEEK_CUR ? source.at : (whence == SEEK_END ? source.bytes.size() : 0);
    source.at = from + static_cast<std::size_t>(offset);
    return source.at;
}

int close_source(thandle_t) {
    return 0;
}

toff_t size_of_source(thandle_t handle) {
    return static_cast<Source*>(handle)->bytes.size();
}

TiffPtr open_directory(Source& source, std::uint64_t offset) {
    // "m": no mapping of memory; "h": the header alone, the directory is chosen below.
    TiffPtr tiff(TIFFClientOpen("scan", "rmh", &source, read_source, write_nothing, seek_source,
                                close_source, size_of_source, nullptr, nullptr));
    if (tiff && TIFFSetSubDirectory(tiff.get(), offset) == 0) {
        tiff.reset();
    }
    // The rows are turned when the page is whole: libtiff would turn each piece by itself.
    if (tiff && TIFFSetField(tiff.get(), TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT) == 0) {
        tiff.reset();
    }
    return tiff;
}

struct Piece {
    std::uint32_t x, y;
    std::uint32_t width, height;  ///< what of it lies on the page
    std::uint32_t row_pixels;     ///< of the buffer
    std::uint32_t rows;           ///< of the buffer, the lowest first
};

/// Where the pixels go: a page that is whole in memory, or bands of colours that become grey.
class Target {
  public:
    Target(const TiffDirectory& directory, std::uint32_t piece_rows, int page) {
        const auto width = static_cast<int>(directory.width);
        const auto height = static_cast<int>(directory.height);
        constexpr std::uint64_t black_is_zero = 1;
        const bool is_grey =
            directory.samples_per_pixel == 1 && directory.photometric <= black_is_zero;
        // Of four inks, too: libtiff then says of each pixel that it is seen in full.
        constexpr std::uint64_t grey_and_alpha = 2, colours = 3;
        has_alpha_ =
            directory.samples_per_pixel == grey_and_alpha || directory.samples_per_pixel > colours;
        if (!is_grey && is_beyond_colours(directory.width, directory.height)) {
            // The piece and its band are in memory together.
            if (is_beyond_colours(directory.width, std::uint64_t{2} * piece_rows)) {
                throw too_large_in_colours("tiff: colours in large pieces", directory.width,
                                           directory.height, page);
            }
            bands_.emplace(width, height, static_cast<int>(piece_rows),
                           has_alpha_ ? GreyBands::Alpha::is_over_white : GreyBands::Alpha::none,
                           page);
            return;
        }
        depth_ = !is_grey ? colour_depth : (directory.bits_per_sample == 1 ? 1 : 8);
        pix_.reset(pixCreate(width, height, depth_));
        if (!pix_) {
            throw Error(Reason::page_too_large, "tiff: no memory for the page", place_of(page));
        }
        if (has_alpha_) {
            constexpr int samples_with_alpha = 4;
            pixSetSpp(pix_.get(), samples_with_alpha);
        }
    }

    [[nodiscard]] int depth() const { return depth_; }
    [[nodiscard]] bool has_alpha() const { return has_alpha_; }  ///< in the lowest byte
    [[nodiscard]] l_uint32* row(std::uint32_t y) {
        return bands_ ? bands_->row(static_cast<int>(y))
                      : pixGetData(pix_.get()) +
                            static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix_.get());
    }
    [[nodiscard]] PixPtr finish() { return bands_ ? bands_->finish() : std::move(pix_); }

  private:
    static constexpr int colour_depth = 32;
    int depth_ = colour_depth;
    bool has_alpha_ = false;
    PixPtr pix_;
    std::optional<GreyBands> bands_;
};

/// Writes one piece. libtiff's pixels have red in the lowest byte.
void put_piece(Target& page, const Piece& piece, const std::vector<std::uint32_t>& pixels) {
    constexpr unsigned half_grey = 128;
    const int depth = page.depth();
    for (std::uint32_t y = 0; y < piece.height; ++y) {
        const std::uint32_t* from =
            pixels.data() + static_cast<std::size_t>(piece.rows - 1 - y) * piece.row_pixels;
        l_uint32* row = page.row(piece.y + y);
        for (std::uint32_t x = 0; x < piece.width; ++x) {
            const std::uint32_t value = from[x];
            const auto at = static_cast<std::ptrdiff_t>(piece.x + x);
            if (depth == 1) {
                if (TIFFGetR(value) < half_grey) {
                    SET_DATA_BIT(row, at);
                }
            } else if (depth == 8) {
                SET_DATA_BYTE(row, at, TIFFGetR(value));
            } else {
                row[at] = TIFFGetR(value) << L_RED_SHIFT | TIFFGetG(value) << L_GREEN_SHIFT |
                          TIFFGetB(value) << L_BLUE_SHIFT |
                          (page.has_alpha() ? TIFFGetA(value) : 0U);
            }
        }
    }
}

bool read_tiles(TIFF& tiff, const TiffDirectory& directory, Target& page) {
    const auto width = static_cast<std::uint32_t>(directory.width);
    const auto height = static_cast<std::uint32_t>(directory.height);
    const auto tile_width = static_cast<std::uint32_t>(directory.tile_width);
    const auto tile_height = static_cast<std::uint32_t>(directory.tile_height);
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(tile_width) * tile_height);
    for (std::uint32_t y = 0; y < height; y += tile_height) {
        for (std::uint32_t x = 0; x < width; x += tile_width) {
            if (TIFFReadRGBATileExt(&tiff, x, y, pixels.data(), 1) == 0) {
                return false;
            }
            put_piece(page,
                      {x, y, std::min(tile_width, width - x), std::min(tile_height, height - y),
                       tile_width, tile_height},
                      pixels);
        }
    }
    return true;
}

std::uint32_t rows_of_piece(TIFF& tiff, const TiffDirectory& directory) {
    if (directory.tile_width > 0) {
        return static_cast<std::uint32_t>(directory.tile_height);
    }
    const auto height = static_cast<std::uint32_t>(directory.height);
    std::uint32_t rows = height;
    TIFFGetFieldDefaulted(&tiff, TIFFTAG_ROWSPERSTRIP, &rows);
    return std::clamp(rows, 1U, height);
}

bool read_strips(TIFF& tiff, const TiffDirectory& directory, std::uint32_t rows, Target& page) {
    const auto width = static_cast<std::uint32_t>(directory.width);
    const auto height = static_cast<std::uint32_t>(directory.height);
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(width) * rows);
    for (std::uint32_t y = 0; y < height; y += rows) {
        if (TIFFReadRGBAStripExt(&tiff, y, pixels.data(), 1) == 0) {
            return false;
        }
        const std::uint32_t here = std::min(rows, height - y);
        put_piece(page, {0, y, width, here, width, here}, pixels);
    }
    return true;
}

/// As Leptonica does it: dots an inch, 0 where the file does not say.
void set_resolution(TIFF& tiff, Pix& pix) {
    float across = 0, down = 0;
    std::uint16_t unit = RESUNIT_INCH;
    TIFFGetField(&tiff, TIFFTAG_XRESOLUTION, &across);
    TIFFGetField(&tiff, TIFFTAG_YRESOLUTION, &down);
    TIFFGetFieldDefaulted(&tiff, TIFFTAG_RESOLUTIONUNIT, &unit);
    constexpr double cm_per_inch = 2.54;
    const double inch = unit == RESUNIT_CENTIMETER ? cm_per_inch : 1;
    const auto whole = [&](float said) {
        return said > 0 && said < limits::tiff_dpi_most ? static_cast<int>(std::lround(said * inch))
                                                        : 0;
    };
    pixSetResolution(&pix, whole(across), whole(down));
}

}  // namespace

void silence_tiff() {
    TIFFSetErrorHandler(nullptr);
    TIFFSetWarningHandler(nullptr);
}

bool is_tiff_compression_known(std::uint64_t compression) {
    return compression <= UINT16_MAX &&
           TIFFIsCODECConfigured(static_cast<std::uint16_t>(compression)) != 0;
}

PixPtr decode_tiff_pieces(BytesView bytes, const TiffDirectory& directory, int page) {
    silence_tiff();
    Source source{bytes};
    const TiffPtr tiff = open_directory(source, directory.offset);
    if (!tiff) {
        return nullptr;
    }
    const std::uint32_t rows = rows_of_piece(*tiff, directory);
    Target target(directory, std::max(rows, 1U), page);
    const bool is_read = directory.tile_width > 0 ? read_tiles(*tiff, directory, target)
                                                  : read_strips(*tiff, directory, rows, target);
    if (!is_read) {
        return nullptr;
    }
    PixPtr pix = target.finish();
    set_resolution(*tiff, *pix);
    return pix;
}

namespace {

/// Whether the colours were not multiplied with the alpha yet, as libtiff does it on its own way.
bool has_alpha_apart(TIFF& tiff) {
    std::uint16_t count = 0;
    std::uint16_t* kinds = nullptr;
    return TIFFGetField(&tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds) == 1 && count > 0 &&
           kinds[0] == EXTRASAMPLE_UNASSALPHA;
}

}  // namespace

bool is_in_rows_of_colours(const TiffDirectory& directory) {
    constexpr std::uint64_t rgb = 2, bits = 8, with_alpha = 4;
    return directory.photometric == rgb && directory.bits_per_sample == bits &&
           (directory.samples_per_pixel == 3 || directory.samples_per_pixel == with_alpha) &&
           directory.planar == 1 && directory.tile_width == 0 && directory.orientation == 1;
}

PixPtr decode_tiff_rows(BytesView bytes, const TiffDirectory& directory, int page) {
    silence_tiff();
    Source source{bytes};
    const TiffPtr tiff = open_directory(source, directory.offset);
    const auto samples = static_cast<std::size_t>(directory.samples_per_pixel);
    const auto width = static_cast<std::size_t>(directory.width);
    std::vector<std::uint8_t> row(width * samples);
    if (!tiff || TIFFScanlineSize64(tiff.get()) != row.size()) {
        return nullptr;
    }
    constexpr std::size_t with_alpha = 4;
    GreyBands grey(static_cast<int>(width), static_cast<int>(directory.height), limits::band_rows,
                   samples == with_alpha ? GreyBands::Alpha::is_over_white : GreyBands::Alpha::none,
                   page);
    const bool is_to_multiply = samples == with_alpha && has_alpha_apart(*tiff);
    for (std::uint32_t y = 0; y < directory.height; ++y) {
        if (TIFFReadScanline(tiff.get(), row.data(), y, 0) != 1) {
            return nullptr;
        }
        l_uint32* to = grey.row(static_cast<int>(y));
        for (std::size_t x = 0; x < width; ++x) {
            const std::uint8_t* from = row.data() + x * samples;
            const unsigned alpha = samples == with_alpha ? from[3] : 0U;
            const auto level = [&](unsigned value) {
                constexpr unsigned full = 255;
                return is_to_multiply ? (value * alpha + full / 2) / full : value;
            };
            to[x] = level(from[0]) << L_RED_SHIFT | level(from[1]) << L_GREEN_SHIFT |
                    level(from[2]) << L_BLUE_SHIFT | alpha;
        }
    }
    PixPtr pix = grey.finish();
    set_resolution(*tiff, *pix);
    return pix;
}

}  // namespace indgang::ocr
