// SPDX-License-Identifier: MPL-2.0
// Luminance is what the eye takes for brightness, and most of it is green: yellow ink on white
// paper, which the eye tells by its colour, differs by a tenth of the contrast of black. So what
// the colour tells is added: the distance of a pixel's chroma from the paper's, as far as it is
// more than noise and the tint of lamps. It counts less the darker the pixel is, by the square of
// its luminance: what is dark is seen anyway, and a red stamp over writing must not become as black
// as the writing.
//
// The paper's chroma is the most frequent one among the brighter samples.
#include "ocr/image/colour_ink.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <vector>

#include "ocr/image/image_limits.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {
namespace {

constexpr int levels = 256, full = 255, no_colour = 128;

/// How far each value of one chroma plane is from the paper's, as far as that means anything.
class PaperChroma {
  public:
    void add(std::uint8_t value) { ++counts_[value]; }
    /// Without any sample the paper has no colour.
    void settle() {
        const auto most = std::max_element(counts_.begin(), counts_.end());
        const int paper = *most == 0 ? no_colour : static_cast<int>(most - counts_.begin());
        for (int value = 0; value < levels; ++value) {
            distance_[static_cast<std::size_t>(value)] =
                static_cast<std::uint8_t>(std::max(0, std::abs(value - paper) - limits::tint_most));
        }
    }
    [[nodiscard]] int operator()(std::uint8_t value) const { return distance_[value]; }

  private:
    std::array<int, levels> counts_{};
    std::array<std::uint8_t, levels> distance_{};
};

std::uint8_t darkened(int luminance, int distance) {
    const double bright = static_cast<double>(luminance) / full;
    return static_cast<std::uint8_t>(
        std::max(0.0, luminance - limits::colour_weight * distance * bright * bright));
}

std::uint8_t clamped(int value) {
    return static_cast<std::uint8_t>(std::clamp(value, 0, full));
}

/// ITU-R BT.601 in 8.8 fixed point, as JPEG has it.
struct Coloured {
    int red, green, blue;

    explicit Coloured(l_uint32 pixel)
        : red(static_cast<int>(pixel >> L_RED_SHIFT & 0xffU)),
          green(static_cast<int>(pixel >> L_GREEN_SHIFT & 0xffU)),
          blue(static_cast<int>(pixel >> L_BLUE_SHIFT & 0xffU)) {}
    [[nodiscard]] int luminance() const { return (77 * red + 150 * green + 29 * blue) >> 8; }
    [[nodiscard]] std::uint8_t blue_chroma() const {
        return clamped(no_colour + ((-43 * red - 85 * green + 128 * blue) >> 8));
    }
    [[nodiscard]] std::uint8_t red_chroma() const {
        return clamped(no_colour + ((128 * red - 107 * green - 21 * blue) >> 8));
    }
};

}  // namespace

void darken_colours(Pix& luminance, const ChromaPlanes& chroma) {
    const int width = pixGetWidth(&luminance), height = pixGetHeight(&luminance);
    const auto samples =
        static_cast<std::size_t>(chroma.width) * static_cast<std::size_t>(chroma.height);
    VERIFY(pixGetDepth(&luminance) == 8 && chroma.step_x > 0 && chroma.step_y > 0);
    VERIFY(chroma.blue.size() >= samples && chroma.red.size() >= samples);
    VERIFY(chroma.width * chroma.step_x >= width && chroma.height * chroma.step_y >= height);
    l_uint32* data = pixGetData(&luminance);
    const std::ptrdiff_t words = pixGetWpl(&luminance);
    PaperChroma blue, red;
    for (int y = 0; y < height; y += limits::chroma_step * chroma.step_y) {
        const l_uint32* row = data + y * words;
        const auto from = static_cast<std::ptrdiff_t>(y / chroma.step_y) * chroma.width;
        for (int x = 0; x < width; x += limits::chroma_step * chroma.step_x) {
            if (static_cast<int>(GET_DATA_BYTE(row, x)) >= limits::bright_least) {
                const auto at = static_cast<std::size_t>(from + x / chroma.step_x);
                blue.add(chroma.blue[at]);
                red.add(chroma.red[at]);
            }
        }
    }
    blue.settle();
    red.settle();
    for (int y = 0; y < height; ++y) {
        l_uint32* row = data + y * words;
        const auto from =
            static_cast<std::size_t>(y / chroma.step_y) * static_cast<std::size_t>(chroma.width);
        for (int sample = 0; sample * chroma.step_x < width; ++sample) {
            const auto at = from + static_cast<std::size_t>(sample);
            const int distance = std::max(blue(chroma.blue[at]), red(chroma.red[at]));
            if (distance == 0) {
                continue;
            }
            const int end = std::min((sample + 1) * chroma.step_x, width);
            for (int x = sample * chroma.step_x; x < end; ++x) {
                SET_DATA_BYTE(row, x, darkened(static_cast<int>(GET_DATA_BYTE(row, x)), distance));
            }
        }
    }
}

PixPtr grey_with_colours(const Pix& colours, PaperColour paper) {
    Pix* picture = const_cast<Pix*>(&colours);  // Leptonica reads through pointers that may write
    const int width = pixGetWidth(picture), height = pixGetHeight(picture);
    VERIFY(pixGetDepth(picture) == 32);
    PixPtr grey(pixCreate(width, height, 8));
    if (!grey) {
        return grey;
    }
    pixCopyResolution(grey.get(), picture);
    const l_uint32* data = pixGetData(picture);
    const std::ptrdiff_t words = pixGetWpl(picture), grey_words = pixGetWpl(grey.get());
    PaperChroma blue, red;
    const bool is_measured = paper == PaperColour::measured;
    for (int y = 0; is_measured && y < height; y += limits::chroma_step) {
        for (int x = 0; x < width; x += limits::chroma_step) {
            const Coloured pixel(data[y * words + x]);
            if (pixel.luminance() >= limits::bright_least) {
                blue.add(pixel.blue_chroma());
                red.add(pixel.red_chroma());
            }
        }
    }
    blue.settle();
    red.settle();
    for (int y = 0; y < height; ++y) {
        const l_uint32* row = data + y * words;
        l_uint32* to = pixGetData(grey.get()) + y * grey_words;
        for (int x = 0; x < width; ++x) {
            const Coloured pixel(row[x]);
            const int distance = std::max(blue(pixel.blue_chroma()), red(pixel.red_chroma()));
            const int luminance = pixel.luminance();
            SET_DATA_BYTE(to, x, distance == 0 ? luminance : darkened(luminance, distance));
        }
    }
    return grey;
}

}  // namespace indgang::ocr
