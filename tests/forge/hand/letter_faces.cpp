// SPDX-License-Identifier: MPL-2.0
// A handwriting typeface is one hand at its neatest. Copies bent by slow waves, leaned and
// stretched, stand in for the people who write like it less neatly.
#include "tests/forge/hand/letter_faces.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <numbers>
#include <stdexcept>
#include <vector>

#include "tests/forge/hand/letter_strokes.h"

namespace indgang::forge {
namespace {

constexpr int side_px = 112;
constexpr unsigned capital_px = 56;  // height of the H
constexpr int margin_px = 6;
constexpr double shrink = 0.5;  // of what a handwritten letter is taller than a capital

struct LibraryDeleter {
    void operator()(FT_Library library) const { FT_Done_FreeType(library); }
};
struct FaceDeleter {
    void operator()(FT_Face face) const { FT_Done_Face(face); }
};
using LibraryPtr = std::unique_ptr<FT_LibraryRec_, LibraryDeleter>;
using FacePtr = std::unique_ptr<FT_FaceRec_, FaceDeleter>;

FT_ULong code_point(const std::string& character) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
    // The alphabet has nothing beyond two bytes.
    return character.size() == 1 ? byte(0) : ((byte(0) & 0x1FU) << 6U) | (byte(1) & 0x3FU);
}

bool load(FT_Face face, const std::string& character) {
    const FT_UInt glyph = FT_Get_Char_Index(face, code_point(character));
    return glyph != 0 && FT_Load_Glyph(face, glyph, FT_LOAD_RENDER | FT_LOAD_NO_HINTING) == 0 &&
           face->glyph->bitmap.rows > 0 && face->glyph->bitmap.width > 0 &&
           face->glyph->bitmap.pixel_mode == FT_PIXEL_MODE_GRAY;
}

/// Makes a capital `capital_px` high; returns whether the font has one.
bool set_size(FT_Face face) {
    if (FT_Set_Pixel_Sizes(face, 0, capital_px) != 0 || !load(face, "H")) {
        return false;
    }
    const unsigned rows = face->glyph->bitmap.rows;
    return FT_Set_Pixel_Sizes(face, 0, capital_px * capital_px / std::max(rows, 12U)) == 0;
}

/// Size and place of ink of `width` x `rows`, its middle `below` that of a capital. What is about
/// as tall as a capital comes nearer to it by `share`: in a cell, people draw an Å no taller.
void place(GlyphSet::Picture& picture, int width, int rows, double below, double capital,
           double share) {
    constexpr double small = 0.6;
    const double size = std::max(rows, width / 3) / capital;
    const double kept = size < small ? 1 : 1 - share;
    picture.size = size < small ? size : 1 + kept * (size - 1);
    picture.drop = kept * below / capital;
}

/// The glyph in the middle of a picture; empty when it is larger than that.
GlyphSet::Picture picture_of(FT_GlyphSlot glyph, int label, int writer) {
    const FT_Bitmap& bitmap = glyph->bitmap;
    const int width = static_cast<int>(bitmap.width), rows = static_cast<int>(bitmap.rows);
    GlyphSet::Picture picture{label, writer, {}};
    if (width > side_px - margin_px || rows > side_px - margin_px) {
        return picture;
    }
    picture.pixels.assign(static_cast<std::size_t>(side_px * side_px), 0);
    const int left = (side_px - width) / 2, top = (side_px - rows) / 2;
    for (int y = 0; y < rows; ++y) {
        std::copy_n(bitmap.buffer + y * bitmap.pitch, width,
                    picture.pixels.begin() + (top + y) * side_px + left);
    }
    place(picture, width, rows, 0.5 * capital_px - (glyph->bitmap_top - rows / 2.0), capital_px,
          shrink);
    return picture;
}

}  // namespace

GlyphSet draw_face_files(const std::string& folder) {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    FT_Library raw = nullptr;
    if (FT_Init_FreeType(&raw) != 0) {
        throw std::runtime_error("FreeType does not start");
    }
    const LibraryPtr library(raw);
    GlyphSet set;
    set.width = set.height = side_px;
    set.magnification = 1;
    set.has_european_forms = true;
    const std::vector<std::string>& alphabet = letter_alphabet();
    for (std::size_t file = 0; file < files.size(); ++file) {
        FT_Face raw_face = nullptr;
        if (FT_New_Face(library.get(), files[file].c_str(), 0, &raw_face) != 0) {
            throw std::runtime_error("no font: " + files[file]);
        }
        const FacePtr face(raw_face);
        if (!set_size(face.get())) {
            continue;
        }
        for (std::size_t label = 0; label < alphabet.size(); ++label) {
            if (load(face.get(), alphabet[label])) {
                set.pictures.push_back(
                    picture_of(face->glyph, static_cast<int>(label), static_cast<int>(file)));
                if (set.pictures.back().pixels.empty()) {
                    set.pictures.pop_back();
                }
            }
        }
    }
    if (set.pictures.empty()) {
        throw std::runtime_error("no font in " + folder);
    }
    return set;
}

namespace {

/// Where a bent copy takes its pixels from.
struct Bending {
    double stretch, lean, kx[2], ky[2], phase[2], size[2];

    explicit Bending(Dice& dice) {
        stretch = dice.uniform(0.7, 1.4);
        lean = dice.normal(0.12);
        for (int i = 0; i < 2; ++i) {
            kx[i] = dice.uniform(-2.5, 2.5);
            ky[i] = dice.uniform(-2.5, 2.5);
            phase[i] = dice.uniform(0, 2 * std::numbers::pi);
            size[i] = dice.uniform(0, 0.045);
        }
    }
    /// In heights of a capital, from the middle; `own` moves the waves from character to character.
    void operator()(double& x, double& y, double own) const {
        const double u = x * stretch + lean * y, v = y;
        x = u + size[0] * std::sin(2 * (kx[0] * u + ky[0] * v) + phase[0] + own);
        y = v + size[1] * std::sin(2 * (kx[1] * u + ky[1] * v) + phase[1] - own);
    }
};

}  // namespace

void take_sizes(GlyphSet& printed) {
    struct Ink {
        int left, right, top, bottom;
    };
    const auto ink_of = [&](const GlyphSet::Picture& picture) {
        Ink ink{printed.width, -1, printed.height, -1};
        constexpr int half = 120;
        for (int i = 0; i < printed.width * printed.height; ++i) {
            if (picture.pixels[static_cast<std::size_t>(i)] > half) {
                const int x = i % printed.width, y = i / printed.width;
                ink = {std::min(ink.left, x), std::max(ink.right, x + 1), std::min(ink.top, y),
                       std::max(ink.bottom, y + 1)};
            }
        }
        return ink;
    };
    const std::size_t count = letter_alphabet().size();
    const auto h = static_cast<std::size_t>(
        std::find(letter_alphabet().begin(), letter_alphabet().end(), "H") -
        letter_alphabet().begin());
    for (std::size_t first = 0; first + count <= printed.pictures.size(); first += count) {
        const Ink capital = ink_of(printed.pictures[first + h]);
        for (std::size_t i = first; i < first + count; ++i) {
            const Ink ink = ink_of(printed.pictures[i]);
            const double below = (ink.top + ink.bottom - capital.top - capital.bottom) / 2.0;
            place(printed.pictures[i], ink.right - ink.left, ink.bottom - ink.top, below,
                  std::max(1, capital.bottom - capital.top), 0);
        }
    }
}

GlyphSet bent_copies(const GlyphSet& set, int bendings, Dice& dice) {
    GlyphSet copies = set;
    copies.pictures.clear();
    int last = -1;
    std::vector<Bending> own;
    const double middle = set.width / 2.0;
    for (const GlyphSet::Picture& picture : set.pictures) {
        if (own.empty() || picture.writer != last) {
            last = picture.writer;
            own.assign(static_cast<std::size_t>(bendings), Bending(dice));
            std::generate(own.begin(), own.end(), [&] { return Bending(dice); });
        }
        for (int i = 0; i < bendings; ++i) {
            const double shift = dice.normal(0.6);
            GlyphSet::Picture copy = picture;
            copy.writer = picture.writer * bendings + i;
            for (int y = 0; y < set.height; ++y) {
                for (int x = 0; x < set.width; ++x) {
                    double u = (x + 0.5 - middle) / capital_px;
                    double v = (y + 0.5 - middle) / capital_px;
                    own[static_cast<std::size_t>(i)](u, v, shift);
                    const double px =
                        std::clamp(u * capital_px + middle - 0.5, 0.0, set.width - 1.001);
                    const double py =
                        std::clamp(v * capital_px + middle - 0.5, 0.0, set.height - 1.001);
                    const int column = static_cast<int>(px), row = static_cast<int>(py);
                    const double fx = px - column, fy = py - row;
                    const auto at = [&](int dx, int dy) {
                        return static_cast<double>(picture.pixels[static_cast<std::size_t>(
                            (row + dy) * set.width + column + dx)]);
                    };
                    copy.pixels[static_cast<std::size_t>(y * set.width + x)] =
                        static_cast<std::uint8_t>((1 - fy) * ((1 - fx) * at(0, 0) + fx * at(1, 0)) +
                                                  fy * ((1 - fx) * at(0, 1) + fx * at(1, 1)));
                }
            }
            copies.pictures.push_back(std::move(copy));
        }
    }
    return copies;
}

}  // namespace indgang::forge
