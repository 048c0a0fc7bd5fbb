// SPDX-License-Identifier: MPL-2.0
// A TIFF says in its header how large it is, and libtiff believes it: a file of 1.1 KB that claims
// 30,000 x 10,000 pixels takes 1.2 GB before the first strip is found missing. So the directories
// are walked here first, by 150 lines that allocate nothing but the list of pages, and only what
// passes the limits goes to Leptonica. The walk is also what makes page N cost the same as page 1:
// each directory is opened by its offset.
#include <algorithm>
#include <cstddef>
#include <set>

#include "ocr/decode/picture/checked.h"
#include "ocr/decode/picture/decoders.h"
#include "ocr/decode/picture/orientation.h"
#include "ocr/decode/picture/picture_limits.h"
#include "ocr/decode/picture/tiff_pieces.h"
#include "schemas/core/limits.h"
#include "schemas/error/reason.h"
#include "schemas/error/verify.h"
#include "schemas/tiff/tiff_file.h"

namespace indgang::ocr {

namespace {

using tiff::Entry;
using tiff::TiffFile;

/// Adds up the strips or tiles and sees whether they all lie in the file.
void measure_data(const TiffFile& file, const Entry& offsets, const Entry& counts,
                  TiffDirectory& directory) {
    const std::uint64_t pieces = std::min(offsets.count, counts.count);
    directory.pieces = pieces;
    directory.data_at = file.value(offsets, 0).value_or(0);
    if (pieces > limits::strips_most) {
        directory.is_beyond_file = true;
        return;
    }
    for (std::uint64_t i = 0; i < pieces; ++i) {
        const std::uint64_t offset = file.value(offsets, i).value_or(0);
        const std::uint64_t count = file.value(counts, i).value_or(0);
        directory.is_beyond_file = directory.is_beyond_file || !file.holds(offset, count);
        directory.data_bytes += std::min<std::uint64_t>(count, file.size());
    }
}

void take_entry(const TiffFile& file, const Entry& entry, TiffDirectory& directory) {
    const std::uint64_t value = file.value(entry, 0).value_or(0);
    switch (entry.tag) {
        case tiff::tag_new_subfile_type:
            directory.is_thumbnail = (value & 1U) != 0;  // a reduced-resolution version
            break;
        case tiff::tag_width:
            directory.width = value;
            break;
        case tiff::tag_height:
            directory.height = value;
            break;
        case tiff::tag_bits_per_sample:
            directory.bits_per_sample = value;
            break;
        case tiff::tag_compression:
            directory.compression = value;
            break;
        case tiff::tag_photometric:
            directory.photometric = value;
            break;
        case tiff::tag_fill_order:
            directory.fill_order = value;
            break;
        case tiff::tag_orientation:
            directory.orientation = static_cast<int>(std::min<std::uint64_t>(value, 9));
            break;
        case tiff::tag_planar:
            directory.planar = value;
            break;
        case tiff::tag_predictor:
            directory.predictor = value;
            break;
        case tiff::tag_samples_per_pixel:
            directory.samples_per_pixel = value;
            break;
        case tiff::tag_tile_width:
            directory.tile_width = value;
            break;
        case tiff::tag_tile_height:
            directory.tile_height = value;
            break;
        default:
            break;
    }
}

/// Reads the directory at `offset`; gives the offset of the next one, 0 at the end.
std::uint64_t read_directory(const TiffFile& file, std::uint64_t offset, TiffDirectory& directory) {
    const auto found = file.directory(offset);
    const std::uint64_t count = found ? found->count : 0;
    if (!found || count > limits::directory_entries_most ||
        !file.holds(found->first, count * file.entry_bytes())) {
        throw Error(Reason::image_truncated, "tiff: a directory of " + std::to_string(count) +
                                                 " entries reaches beyond the end of the file");
    }
    directory.offset = offset;
    Entry offsets, counts;
    for (std::uint64_t i = 0; i < count; ++i) {
        const Entry entry = file.entry(*found, i);
        take_entry(file, entry, directory);
        if (entry.tells_where_pixels_are()) {
            offsets = entry;
        } else if (entry.tells_how_many_bytes()) {
            counts = entry;
        }
    }
    measure_data(file, offsets, counts, directory);
    return found->next.value_or(0);
}

void check_directory(const TiffDirectory& directory, int page) {
    check_page_size(directory.width, directory.height, page);
    constexpr auto side = static_cast<std::uint64_t>(indgang::limits::page_side_px);
    constexpr auto pixels_most = static_cast<std::uint64_t>(indgang::limits::page_pixels);
    if (directory.tile_width > side || directory.tile_height > side ||
        directory.tile_width * directory.tile_height > pixels_most) {
        throw Error(Reason::image_too_large, "tiff: a tile larger than any page", place_of(page));
    }
    if (directory.samples_per_pixel > limits::tiff_samples_most ||
        directory.bits_per_sample > limits::tiff_bits_most) {
        throw broken_image(Reason::image_broken, "tiff: samples that no scanner makes", page);
    }
    if (directory.is_beyond_file) {
        throw broken_image(Reason::image_truncated, "tiff: pixels lie beyond the end of the file",
                           page);
    }
    // None, LZW, deflate (two codes) and PackBits have a known largest gain. The fax and JPEG codes
    // have none worth the name.
    constexpr std::uint64_t none = 1, lzw = 5, deflate = 8, packbits = 32773, old_deflate = 32946;
    // Of a YCbCr picture the two colours may be stored once for 16 pixels.
    constexpr std::uint64_t ycbcr = 6, ycbcr_most = 3;
    const std::uint64_t needed = directory.width * directory.height * directory.samples_per_pixel *
                                 directory.bits_per_sample / 8 /
                                 (directory.photometric == ycbcr ? ycbcr_most : 1);
    const std::uint64_t code = directory.compression;
    const bool has_known_gain =
        code == lzw || code == deflate || code == packbits || code == old_deflate;
    const std::uint64_t gain = code == none ? 1 : limits::tiff_gain_most;
    if ((code == none || has_known_gain) &&
        needed > gain * directory.data_bytes + limits::tiff_slack_bytes) {
        throw broken_image(Reason::image_truncated, "tiff: fewer pixels than the header claims",
                           page);
    }
}

class TiffScan : public ScanFile {
  public:
    explicit TiffScan(BytesView bytes) : bytes_(bytes), pages_(read_tiff_directories(bytes)) {}

    int pages() const override { return static_cast<int>(pages_.size()); }

    ScanPage page(int number) override {
        ScanPage page;
        VERIFY(number >= 1 && number <= pages());
        page.pix = decode_tiff(bytes_, pages_[static_cast<std::size_t>(number - 1)], number);
        page.dpi = std::max(pixGetXRes(page.pix.get()), pixGetYRes(page.pix.get()));
        return page;
    }

    std::optional<PageStream> stream(int number) override {
        VERIFY(number >= 1 && number <= pages());
        return stream_of_tiff(bytes_, pages_[static_cast<std::size_t>(number - 1)]);
    }

  private:
    BytesView bytes_;
    std::vector<TiffDirectory> pages_;
};

}  // namespace

std::vector<TiffDirectory> read_tiff_directories(BytesView bytes) {
    constexpr std::size_t header_bytes = 8, big_header_bytes = 16;
    if (bytes.size() < header_bytes) {
        throw Error(Reason::image_truncated, "tiff: the header is cut off");
    }
    const TiffFile file(bytes);
    if (file.is_big_tiff() && bytes.size() < big_header_bytes) {
        throw Error(Reason::image_truncated, "tiff: the header is cut off");
    }
    std::uint64_t offset = file.first_directory().value_or(0);
    std::vector<TiffDirectory> pages;
    std::set<std::uint64_t> seen;
    std::uint64_t strips = 0;
    while (offset != 0) {
        if (!seen.insert(offset).second) {
            throw Error(Reason::image_broken, "tiff: the directories form a loop");
        }
        if (pages.size() >= static_cast<std::size_t>(indgang::limits::scan_pages) ||
            seen.size() > 2 * static_cast<std::size_t>(indgang::limits::scan_pages)) {
            throw Error(
                Reason::too_many_pages,
                "tiff: more than " + std::to_string(indgang::limits::scan_pages) + " pages");
        }
        TiffDirectory directory;
        offset = read_directory(file, offset, directory);
        strips += std::min(directory.pieces, limits::strips_most);
        if (strips > limits::strips_of_file_most) {
            throw Error(Reason::image_too_large, "tiff: more than " +
                                                     std::to_string(limits::strips_of_file_most) +
                                                     " strips or tiles");
        }
        if (!directory.is_thumbnail || (pages.empty() && offset == 0)) {
            pages.push_back(directory);
        }
    }
    if (pages.empty()) {
        throw Error(Reason::image_broken, "tiff: no directory");
    }
    return pages;
}

namespace {

/// What no decoder here knows is named, so that its sender can send something else.
std::string trouble_of(const TiffDirectory& directory) {
    const std::uint64_t bits = directory.bits_per_sample;
    const bool is_odd = (bits & (bits - 1)) != 0;
    if (bits > limits::tiff_bits_read_most || is_odd) {
        return "tiff: samples of " + std::to_string(bits) + " bits are not read";
    }
    constexpr std::uint64_t separated = 5, ycbcr = 6, bits_of_colours = 8;
    const bool is_odd_colour =
        directory.samples_per_pixel > 1 &&
        (bits < bits_of_colours || (bits > bits_of_colours && directory.photometric == separated));
    if (is_odd_colour) {
        return "tiff: colours of " + std::to_string(bits) + " bits are not read";
    }
    if (directory.photometric == ycbcr && directory.planar != 1) {
        return "tiff: YCbCr in planes of different sizes is not read";
    }
    if (!is_tiff_compression_known(directory.compression)) {
        return "tiff: compression " + std::to_string(directory.compression) + " is not read";
    }
    return "tiff: the pixels do not decode (compression " + std::to_string(directory.compression) +
           ", photometric " + std::to_string(directory.photometric) + ")";
}

/// Whether Leptonica, which reads rows and nothing else, gets the page right. Of colours it takes
/// what libtiff could decode for the whole: half a form looks like a form with empty fields.
bool is_in_plain_rows(const TiffDirectory& directory) {
    return directory.tile_width == 0 && directory.samples_per_pixel == 1;
}

PixPtr decode_pieces(BytesView bytes, const TiffDirectory& directory, int page) {
    if (directory.pieces > limits::tiff_pieces_most) {
        throw Error(Reason::image_too_large,
                    "tiff: more than " + std::to_string(limits::tiff_pieces_most) + " tiles",
                    place_of(page));
    }
    PixPtr pix = decode_tiff_pieces(bytes, directory, page);
    if (!pix) {
        throw broken_image(Reason::image_broken, trouble_of(directory), page);
    }
    return upright(plain_pix(std::move(pix), page), directory.orientation);
}

}  // namespace

PixPtr decode_tiff(BytesView bytes, const TiffDirectory& directory, int page) {
    check_directory(directory, page);
    // Colours take four bytes a pixel, and 16 bits two.
    constexpr std::uint64_t bits_most = 8, black_is_zero = 1;
    const bool is_small_grey = directory.samples_per_pixel == 1 &&
                               directory.bits_per_sample <= bits_most &&
                               directory.photometric <= black_is_zero;
    const bool is_in_bands = !is_small_grey && is_beyond_colours(directory.width, directory.height);
    if (is_in_bands && is_in_rows_of_colours(directory)) {
        if (PixPtr pix = decode_tiff_rows(bytes, directory, page)) {
            return pix;
        }
        throw broken_image(Reason::image_broken, trouble_of(directory), page);
    }
    if (is_in_bands || !is_in_plain_rows(directory)) {
        return decode_pieces(bytes, directory, page);
    }
    // 0 means the first page to Leptonica, any other number is the offset of a directory.
    const std::uint64_t first = TiffFile(bytes).first_directory().value_or(0);
    std::size_t offset = directory.offset == first ? 0 : directory.offset;
    PixPtr pix(pixReadMemFromMultipageTiff(bytes.data(), bytes.size(), &offset));
    return pix ? plain_pix(std::move(pix), page) : decode_pieces(bytes, directory, page);
}

std::unique_ptr<ScanFile> open_tiff(BytesView bytes) {
    return std::make_unique<TiffScan>(bytes);
}

}  // namespace indgang::ocr
