// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>

/// The limits of the room, each with its unit and where it comes from. All are set by hand after
/// pages of tests/forge, of other seeds than the bench's, where no measurement is named; what they
/// cost in fields that a person sees is measured by the bench (docs/accuracy.md). Levels of grey
/// and of ink are of 255.
///
/// What other rooms are told stands with the declarations: `InkView::dark` and `grid_step_px`.
namespace indgang::ocr::limits {

// Light of a page (even_light.cpp).
constexpr double light_block_mm = 4;  ///< of three the brightest counts: no mark is so large
constexpr int light_block_least_px = 8;
constexpr std::size_t light_looks_a_side = 6;  ///< at a block: 0.6 ms for A4 at 300 dpi
/// Fifths of a block's pixels that its paper is not darker than: even between lines of text a fifth
/// is paper.
constexpr std::size_t block_dark_fifths = 4;
/// Of the blocks, from the darkest up: where the light of the page is read, and its shade.
constexpr double light_share = 0.95, shade_share = 0.05;
constexpr int light_least_grey = 48;  ///< a picture that is darker everywhere shows no paper
/// Of the page's light: with less a block is no paper but another thing, as the table below it.
constexpr double paper_light_least = 0.4;
/// Shade by light: a scanner's paper varies by a few levels of its grain.
constexpr double even_light_least = 0.92;

// Colours (colour_ink.cpp).
constexpr int chroma_step = 4;     ///< of the samples each way that tell the paper's chroma
constexpr int bright_least = 128;  ///< luminance of what may be paper
/// Of a chroma plane's levels: less is the tint of a lamp across the page, or what JPEG leaves.
constexpr int tint_most = 14;
/// Levels of grey for one of chroma, of what is white: a yellow pen of 65 to 80 levels of chroma
/// gets 40 levels of contrast, as a pale pencil has.
constexpr double colour_weight = 0.7;

// What a person sees of a page (square_map.cpp), in squares as wide as a pen.
constexpr double square_mm = 0.34;  ///< 4 px at 300 dpi; the thinnest pen is 0.3 mm wide
/// Of the squares, from the lightest up, where print and writing do not reach: the paper, and what
/// its grain adds, so many deviations of a normal distribution.
constexpr double paper_share = 0.5, grain_share = 0.7, grain_deviations = 0.524;
constexpr double visible_deviations = 7;  ///< one square in 10^11 of grain
/// A square of grey scans with less contrast is not told from shading; in one bit a single dark
/// pixel of sixteen has 16 and is salt, three of them are a stroke's edge.
constexpr int visible_least_grey = 6, visible_least_bit = 44;
/// Decoding has made the paper of most grey scans all white (normalise.cpp): there the first
/// counts.
constexpr int dot_least_grey = 3;
constexpr double dot_deviations = 2.5;

// Transforms (zone.cpp).
constexpr double determinant_least_px2_per_mm2 = 1e-9;  ///< below, the transform is singular

}  // namespace indgang::ocr::limits
