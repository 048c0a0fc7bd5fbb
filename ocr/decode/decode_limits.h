// SPDX-License-Identifier: MPL-2.0
#pragma once

/// The limits of the room, each with its unit and where it comes from. All are set by hand after
/// pages of tests/forge, of other seeds than the bench's, where no measurement is named; what they
/// cost in fields that a person sees is measured by the bench (docs/accuracy.md). Levels of grey
/// are of 255. Numbers of a standard stand where it is named.
namespace indgang::ocr::limits {

// Contrast (normalise.cpp). Shares are of the page's pixels, from the darkest up: ink is rare, and
// how much of a page is paper differs.
constexpr double dark_share = 0.005, light_share = 0.995;
constexpr int paper_peak_reach = 2;  ///< levels on either side that are counted with one
/// Of the way from ink to paper: its grain scatters around its peak, and is white for who reads, as
/// very pale writing is. The tone curve keeps the two apart for who asks whether a box is empty.
constexpr double paper_grain = 0.08;
/// From ink to paper: a page without ink must not have its grain stretched into ink.
constexpr int contrast_span_least = 64;

// What a page's pixels say of its size (normalise.cpp).
/// Height by width of a fax, in pixels: A4 to a tenth shorter or longer, the paper's length 1.41
/// times the line's, has 0.68 at 98 lines an inch and 2.71 at 391. A landscape page of square
/// pixels has 0.707 and a fax's width only by chance.
constexpr double fax_low_least = 0.60, fax_low_most = 0.75;
constexpr double fax_high_least = 2.4, fax_high_most = 3.0;
/// Pixels that are so nearly square are left as they are; others as far from it are no scanner's.
constexpr double square_tolerance = 0.02, square_ratio_most = 4;
constexpr double dpi_least = 70, dpi_most = 1200;  ///< what office scanners offer
/// A page of more than A3 or less than a postcard does not come out of an office scanner.
constexpr double long_most_mm = 460, long_least_mm = 120;
/// As shares, from the nearest resolution that scanners offer. A3 only for what looks like an exact
/// scan of it, and never for what may be a photo, which has any number of pixels.
constexpr double dpi_near = 0.03, dpi_exact = 0.004;

// White writing on black (white_on_black.cpp).
constexpr double speck_share = 0.004;      ///< of the pixels: the darkest and the lightest are more
constexpr int ink_contrast_least = 64;     ///< from ink to paper
constexpr int negative_step_px = 31;       ///< odd, so as not to fall in with the dots of a raster
constexpr double negative_dark = 0.6;      ///< a form has at most a fifth of ink, and grey ground
constexpr int negative_squares_side = 24;  ///< of the longer side of the page
constexpr int negative_square_least_px = 8, negative_look_px = 2;
/// Of a square's pixels: it is black for the most part, or white all over.
constexpr double square_black = 0.5, square_white = 0.9;
/// Of the squares. White paper outside of a negative that was cut out of a larger scan takes a few.
constexpr double black_squares_least = 0.85, white_squares_most = 0.05;

}  // namespace indgang::ocr::limits
