// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schemas/filling/dice.h"

namespace indgang::forge {

using filling::Dice;

/// A drawn character as a distance field: how far each point is from the edge of the stroke,
/// negative inside. So it can be drawn at any size with any pen.
///
/// Coordinates are in heights of the character: its ink is 1 high, the centre of its ink box is at
/// (0, 0). `half_pen` is the usual half width of its strokes in the same unit.
class GlyphShape {
  public:
    /// From a picture, 255 = ink; an empty picture gives a shape without ink.
    [[nodiscard]] static GlyphShape from_picture(const std::vector<std::uint8_t>& picture,
                                                 int width, int height, int magnification);

    [[nodiscard]] double distance(double x, double y) const;
    [[nodiscard]] double width() const { return width_; }
    [[nodiscard]] double half_pen() const { return half_pen_; }
    [[nodiscard]] bool has_ink() const { return has_ink_; }

  private:
    int columns_ = 0;
    int rows_ = 0;
    double unit_ = 1;  // grid pixels per height of the character
    double centre_x_ = 0;
    double centre_y_ = 0;
    double width_ = 0;
    double half_pen_ = 0;
    bool has_ink_ = false;
    std::vector<float> field_;
};

/// Labelled characters to draw from.
struct GlyphSet {
    struct Picture {
        int label = 0;
        int writer = -1;
        std::vector<std::uint8_t> pixels;
        double size = 1;  ///< of its ink, in heights of the hand's capitals; width / 3 if wider
        double drop = 0;  ///< of its middle below that of a capital, in the same unit
    };
    int width = 0;
    int height = 0;
    int magnification = 3;
    bool is_printed = false;
    bool has_european_forms = false;  ///< needs no strokes drawn on
    std::vector<Picture> pictures;
};

/// MNIST in its own format; `writers` is the table of QMNIST (gzip), may be "".
[[nodiscard]] GlyphSet load_mnist(const std::string& images, const std::string& labels,
                                  const std::string& writers);
/// The bitmaps of optdigits (gzip).
[[nodiscard]] GlyphSet load_optdigits(const std::string& path);
/// Whether there is a font of this family; its name may end in a style ("DejaVu Sans Light").
[[nodiscard]] bool is_installed(const std::string& family);
/// Each character of `alphabet` (UTF-8 strings) in each font family, normal, bold and slanted.
[[nodiscard]] GlyphSet draw_fonts(const std::vector<std::string>& alphabet,
                                  const std::vector<std::string>& families);

}  // namespace indgang::forge
