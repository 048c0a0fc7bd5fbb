// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "schemas/core/bytes.h"

/// The directories of TIFF 6.0 and BigTIFF, and of EXIF, which is one. No pixels.
namespace indgang::tiff {

enum Tag : std::uint64_t {
    tag_new_subfile_type = 254,
    tag_width = 256,
    tag_height = 257,
    tag_bits_per_sample = 258,
    tag_compression = 259,
    tag_photometric = 262,
    tag_fill_order = 266,
    tag_strip_offsets = 273,
    tag_orientation = 274,
    tag_samples_per_pixel = 277,
    tag_strip_byte_counts = 279,
    tag_planar = 284,
    tag_predictor = 317,
    tag_tile_width = 322,
    tag_tile_height = 323,
    tag_tile_offsets = 324,
    tag_tile_byte_counts = 325,
};

struct Entry {
    std::uint64_t tag = 0;
    std::uint64_t count = 0;
    std::uint64_t data = 0;         ///< offset of the first value
    std::uint64_t value_bytes = 0;  ///< 0: of a type that is no whole number

    [[nodiscard]] bool tells_where_pixels_are() const {
        return tag == tag_strip_offsets || tag == tag_tile_offsets;
    }
    [[nodiscard]] bool tells_how_many_bytes() const {
        return tag == tag_strip_byte_counts || tag == tag_tile_byte_counts;
    }
};

struct Directory {
    std::uint64_t count = 0;            ///< of entries
    std::uint64_t first = 0;            ///< offset of the first entry
    std::optional<std::uint64_t> next;  ///< offset of the next directory, 0: this is the last one;
                                        ///< nothing: this one reaches beyond the end
};

/// Reads numbers wherever the file says that they are, and gives nothing beyond its end. It keeps
/// nothing and walks nothing: whoever goes from directory to directory has a limit for it.
class TiffFile {
  public:
    /// Takes: at least 8 bytes, which outlive it.
    explicit TiffFile(BytesView bytes);

    [[nodiscard]] bool is_big_tiff() const { return is_big_tiff_; }
    [[nodiscard]] std::uint64_t size() const { return bytes_.size(); }
    [[nodiscard]] bool holds(std::uint64_t offset, std::uint64_t length) const {
        return offset <= bytes_.size() && length <= bytes_.size() - offset;
    }
    [[nodiscard]] std::uint64_t entry_bytes() const { return is_big_tiff_ ? 20 : 12; }
    /// Takes: `length` up to 8.
    [[nodiscard]] std::optional<std::uint64_t> number(std::uint64_t offset,
                                                      std::uint64_t length) const;
    /// 0: there is none.
    [[nodiscard]] std::optional<std::uint64_t> first_directory() const;
    /// With at most `entries_most` of its entries, and the next one behind these. Nothing where not
    /// even its count lies in the file.
    [[nodiscard]] std::optional<Directory> directory(
        std::uint64_t offset,
        std::uint64_t entries_most = std::numeric_limits<std::uint64_t>::max()) const;
    /// All 0 beyond the end.
    [[nodiscard]] Entry entry(const Directory& directory, std::uint64_t index) const;
    /// Nothing for other types, for more than the entry has, and beyond the end.
    [[nodiscard]] std::optional<std::uint64_t> value(const Entry& entry, std::uint64_t index) const;

  private:
    [[nodiscard]] std::uint64_t word_bytes() const { return is_big_tiff_ ? 8 : 4; }

    BytesView bytes_;
    bool is_little_;
    bool is_big_tiff_;
};

}  // namespace indgang::tiff
