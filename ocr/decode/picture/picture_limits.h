// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

/// The limits of the room, each with its unit and where it comes from. All are set by hand: they
/// keep a file from using up a worker, and the worker has 512 MiB and a minute. Numbers of a
/// standard stand where its clause is read.
///
/// What other rooms are told stands with the declaration: `colour_pixels_most` (checked.h). What
/// any file may be is in schemas/core/limits.h.
namespace indgang::ocr::limits {

// Programs of others (child_program.cpp): what a page may take. The alarm comes after the wall
// time, where a worker may send no signal.
constexpr std::chrono::seconds child_wall_time_most{30};
constexpr unsigned child_alarm_seconds = 31;
constexpr unsigned child_cpu_seconds_most = 20;
constexpr std::uint64_t child_memory_bytes_most = std::uint64_t{2} << 30;

// Pictures.
constexpr int band_rows = 64;  ///< of a page in colours that is made grey in bands
/// Of a JPEG (scan_picture.cpp): cameras and scanners write at most about ten.
constexpr int jpeg_scans_most = 64;
/// Of one HEIF (scan_heif.cpp). A photo is one picture; a program that puts a few pages into one
/// file is thinkable.
constexpr std::size_t heif_pictures_most = 20;
constexpr std::size_t heif_words_most = std::size_t{1} << 16;  ///< bytes that heif-convert says
/// JPEG 2000 (scan_jpeg2000.cpp): samples of a pixel, their bits, and the pixels in separate
/// colours: 32 bits for each sample, twice, is 1 GB for so many.
constexpr std::uint32_t jpeg2000_samples_most = 4, jpeg2000_bits_most = 16;
constexpr std::uint64_t jpeg2000_pixels_most = 40'000'000;

// TIFF (scan_tiff.cpp, tiff_pieces.cpp).
/// A strip is at least one row, a tile at least 256 pixels: more of them than this is a lie.
constexpr std::uint64_t strips_most = 1u << 20;
/// Of all pages of a file. Thousands of directories may name the same lists of strips, and each is
/// walked: 16 million take some 0.2 s. 2,000 pages of A3 at 600 dpi in strips of one row have that.
constexpr std::uint64_t strips_of_file_most = 1u << 24;
constexpr std::uint64_t directory_entries_most = 4096;  ///< the standard knows some hundred tags
constexpr std::uint64_t tiff_samples_most = 8, tiff_bits_most = 64;  ///< beyond, no scanner's
constexpr std::uint64_t tiff_bits_read_most = 16;
/// Bytes of pixels from one: LZW's gain is the largest of those that are known, with 4096 bytes in
/// 12 bits; and of pixels that a short file may lack.
constexpr std::uint64_t tiff_gain_most = 3000, tiff_slack_bytes = 4096;
/// libtiff prepares its tables anew for each piece, so many small ones cost more than pixels do.
constexpr std::uint64_t tiff_pieces_most = 65'536;
constexpr double tiff_dpi_most = 100'000;  ///< what is said beyond is not said

}  // namespace indgang::ocr::limits
