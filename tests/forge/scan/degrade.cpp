// SPDX-License-Identifier: MPL-2.0
// From paper to pixels: the optics (one projective resampling for skew, shift, scale and camera
// angle), the light (a slope and a vignette), the blur, the noise, and for bitonal scans the
// threshold with what it tears. Strengths are drawn for each page from the ranges in `strengths`,
// which are what office scanners, fax machines and phones were seen to do; the worst of each
// stands at its end of the range, not beyond.
#include "tests/forge/scan/degrade.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

namespace indgang::forge {
namespace {

struct Strengths {
    double dpi = 300;
    double skew_degrees = 0;
    double shift_mm = 0;
    double stretch = 0;      // relative error of the scale, per axis
    double perspective = 0;  // how far a corner is off, as a share of the side
    double blur_px = 0;      // sigma
    double noise_grey = 0;   // sigma
    double light_slope = 0;  // share of the light lost across the page
    double threshold = 150;  // bitonal only
    double threshold_spread = 0;
    double speckles_per_cm2 = 0;
    int streaks = 0;
    double paper_grey = 255;
    bool is_bitonal = false;
    bool shows_table = false;  // what lies around the page is dark
};

Strengths strengths(Grade grade, Dice& dice) {
    Strengths s;
    switch (grade) {
        case Grade::clean:
            return s;
        case Grade::office:
        case Grade::office_grey:
            s.skew_degrees = dice.uniform(-1.5, 1.5);
            s.shift_mm = dice.uniform(0, 2.5);
            s.stretch = dice.uniform(-0.004, 0.004);
            s.blur_px = dice.uniform(0.5, 0.9);
            s.noise_grey = dice.uniform(3, 8);
            s.threshold = dice.uniform(135, 185);
            s.paper_grey = dice.uniform(238, 252);
            s.speckles_per_cm2 = dice.uniform(0, 0.05);
            s.is_bitonal = grade == Grade::office;
            return s;
        case Grade::fax:
            s.dpi = 200;
            s.skew_degrees = dice.uniform(-2.5, 2.5);
            s.shift_mm = dice.uniform(0, 4);
            s.stretch = dice.uniform(-0.01, 0.01);
            s.blur_px = dice.uniform(0.6, 1.0);
            s.noise_grey = dice.uniform(10, 22);
            s.threshold = dice.uniform(120, 195);
            s.threshold_spread = dice.uniform(5, 20);
            s.speckles_per_cm2 = dice.uniform(0.2, 1.5);
            s.streaks = dice.below(3);
            s.paper_grey = dice.uniform(232, 250);
            s.is_bitonal = true;
            return s;
        case Grade::photo:
            s.dpi = dice.uniform(190, 215);
            s.skew_degrees = dice.uniform(-2, 2);
            s.shift_mm = dice.uniform(0, 1);
            s.stretch = -dice.uniform(0.02, 0.05);
            s.perspective = dice.uniform(0.002, 0.012);
            s.blur_px = dice.uniform(0.5, 1.1);
            s.noise_grey = dice.uniform(3, 9);
            s.light_slope = dice.uniform(0.1, 0.4);
            s.paper_grey = dice.uniform(205, 240);
            s.shows_table = true;
            return s;
    }
    return s;
}

/// x' = (m0 x + m1 y + m2) / (m6 x + m7 y + 1), y' likewise.
struct Projection {
    std::array<double, 8> m{};

    [[nodiscard]] PointPx operator()(double x, double y) const {
        const double w = m[6] * x + m[7] * y + 1;
        return {(m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w};
    }
};

/// The projection that takes four points to four others: eight linear equations, Gauss-Jordan.
Projection projection_of(const std::array<PointPx, 4>& from, const std::array<PointPx, 4>& to) {
    std::array<std::array<double, 9>, 8> rows{};
    for (std::size_t i = 0; i < 4; ++i) {
        const auto [x, y] = from[i];
        const auto [u, v] = to[i];
        rows[2 * i] = {x, y, 1, 0, 0, 0, -u * x, -u * y, u};
        rows[2 * i + 1] = {0, 0, 0, x, y, 1, -v * x, -v * y, v};
    }
    for (std::size_t c = 0; c < 8; ++c) {
        const auto pivot = std::max_element(
            rows.begin() + static_cast<std::ptrdiff_t>(c), rows.end(),
            [c](const auto& a, const auto& b) { return std::abs(a[c]) < std::abs(b[c]); });
        std::swap(rows[c], *pivot);
        for (std::size_t r = 0; r < 8; ++r) {
            if (r != c) {
                const double factor = rows[r][c] / rows[c][c];
                for (std::size_t k = c; k < 9; ++k) {
                    rows[r][k] -= factor * rows[c][k];
                }
            }
        }
    }
    Projection result;
    for (std::size_t c = 0; c < 8; ++c) {
        result.m[c] = rows[c][8] / rows[c][c];
    }
    return result;
}

/// Where the corners of the page (in units of its sides, around its centre) come to lie.
std::array<PointPx, 4> scanned_corners(const paper::Raster& page, const Strengths& s, int width,
                                       int height, int turned_quarters, Dice& dice) {
    const double scale = s.dpi / page.dpi;
    const double angle =
        s.skew_degrees * std::numbers::pi / 180 + turned_quarters * std::numbers::pi / 2;
    const double direction = dice.uniform(0, 2 * std::numbers::pi);
    const double shift_px = s.shift_mm * s.dpi / mm_per_inch;
    const double stretch_y = s.stretch + dice.normal(std::abs(s.stretch) / 4);
    std::array<PointPx, 4> corners{};
    constexpr std::array<std::pair<double, double>, 4> unit = {
        {{-0.5, -0.5}, {0.5, -0.5}, {-0.5, 0.5}, {0.5, 0.5}}};
    for (std::size_t i = 0; i < 4; ++i) {
        const double x = unit[i].first * page.width * scale * (1 + s.stretch);
        const double y = unit[i].second * page.height * scale * (1 + stretch_y);
        const double off = s.perspective * std::max(width, height);
        corners[i] = {width / 2.0 + x * std::cos(angle) - y * std::sin(angle) +
                          shift_px * std::cos(direction) + dice.uniform(-off, off),
                      height / 2.0 + x * std::sin(angle) + y * std::cos(angle) +
                          shift_px * std::sin(direction) + dice.uniform(-off, off)};
    }
    return corners;
}

/// Box average of `side` x `side` pixels, so that a smaller scan sees all of the page.
paper::Raster softened(const paper::Raster& page, double ratio) {
    if (ratio <= 1.2) {
        return page;
    }
    paper::Raster soft = page;
    const auto width = static_cast<std::size_t>(page.width);
    for (std::size_t y = 0; y + 1 < static_cast<std::size_t>(page.height); ++y) {
        for (std::size_t x = 0; x + 1 < width; ++x) {
            const std::uint8_t* p = &page.pixels[y * width + x];
            soft.pixels[y * width + x] =
                static_cast<std::uint8_t>((p[0] + p[1] + p[width] + p[width + 1] + 2) / 4);
        }
    }
    return soft;
}

paper::Raster resampled(const paper::Raster& page, const Strengths& s, int turned_quarters,
                        Dice& dice) {
    const double scale = s.dpi / page.dpi;
    paper::Raster scan;
    scan.dpi = s.dpi;
    scan.width = static_cast<int>(std::lround(page.width * scale));
    scan.height = static_cast<int>(std::lround(page.height * scale));
    if (turned_quarters % 2 != 0) {
        std::swap(scan.width, scan.height);
    }
    const auto corners = scanned_corners(page, s, scan.width, scan.height, turned_quarters, dice);
    const double w = page.width, h = page.height;
    const Projection back = projection_of(corners, {{{0, 0}, {w, 0}, {0, h}, {w, h}}});
    const paper::Raster source = softened(page, 1 / scale);
    const double table_grey = dice.uniform(40, 110);
    scan.pixels.resize(static_cast<std::size_t>(scan.width) *
                       static_cast<std::size_t>(scan.height));
    for (int y = 0; y < scan.height; ++y) {
        std::uint8_t* row =
            &scan.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(scan.width)];
        for (int x = 0; x < scan.width; ++x) {
            const PointPx p = back(x + 0.5, y + 0.5);
            const double u = p.x - 0.5, v = p.y - 0.5;
            if (u < 0 || v < 0 || u >= w - 1 || v >= h - 1) {
                row[x] = s.shows_table ? static_cast<std::uint8_t>(table_grey) : 255;
                continue;
            }
            const auto column = static_cast<std::size_t>(u);
            const auto line = static_cast<std::size_t>(v);
            const double fx = u - static_cast<double>(column);
            const double fy = v - static_cast<double>(line);
            const std::uint8_t* q =
                &source.pixels[line * static_cast<std::size_t>(page.width) + column];
            const double above = q[0] + (q[1] - q[0]) * fx;
            const double below = q[page.width] + (q[page.width + 1] - q[page.width]) * fx;
            row[x] = static_cast<std::uint8_t>(above + (below - above) * fy + 0.5);
        }
    }
    return scan;
}

/// Adds `line` times `weight` to `sums`; the loop that most of a forged page's time goes to.
void add_weighted(const float* line, float weight, std::vector<float>& sums) {
    for (std::size_t i = 0; i < sums.size(); ++i) {
        sums[i] += weight * line[i];
    }
}

void store_mean(const std::vector<float>& sums, float weight, std::uint8_t* out) {
    for (std::size_t i = 0; i < sums.size(); ++i) {
        out[i] = static_cast<std::uint8_t>(sums[i] / weight + 0.5F);
    }
}

/// Gauss, separable, cut off at three sigma. Whole rows at a time in both directions.
void blur(paper::Raster& scan, double sigma) {
    const int reach = static_cast<int>(std::ceil(3 * sigma));
    std::vector<float> weights;
    float sum = 0;
    for (int i = -reach; i <= reach; ++i) {
        weights.push_back(static_cast<float>(std::exp(-i * i / (2 * sigma * sigma))));
        sum += weights.back();
    }
    const auto width = static_cast<std::size_t>(scan.width);
    const auto beyond = static_cast<std::size_t>(reach);
    std::vector<float> sums(width), line(width + 2 * beyond);
    for (int y = 0; y < scan.height; ++y) {
        std::uint8_t* row = scan.pixels.data() + static_cast<std::size_t>(y) * width;
        std::fill(line.begin(), line.begin() + reach, row[0]);
        std::copy(row, row + width, line.begin() + reach);
        std::fill(line.end() - reach, line.end(), row[width - 1]);
        std::fill(sums.begin(), sums.end(), 0.0F);
        for (std::size_t k = 0; k < weights.size(); ++k) {
            add_weighted(line.data() + k, weights[k], sums);
        }
        store_mean(sums, sum, row);
    }
    std::vector<float> rows(scan.pixels.begin(), scan.pixels.end());
    for (int y = 0; y < scan.height; ++y) {
        std::fill(sums.begin(), sums.end(), 0.0F);
        for (int k = -reach; k <= reach; ++k) {
            const auto from = static_cast<std::size_t>(std::clamp(y + k, 0, scan.height - 1));
            add_weighted(rows.data() + from * width, weights[static_cast<std::size_t>(k + reach)],
                         sums);
        }
        store_mean(sums, sum, scan.pixels.data() + static_cast<std::size_t>(y) * width);
    }
}

/// Paper colour, light and sensor noise.
void expose(paper::Raster& scan, const Strengths& s, Dice& dice) {
    constexpr std::size_t table_size = 4096;
    std::vector<float> noise(table_size);
    for (float& value : noise) {
        value = static_cast<float>(dice.normal(s.noise_grey));
    }
    const double direction = dice.uniform(0, 2 * std::numbers::pi);
    const double dx = std::cos(direction) / scan.width, dy = std::sin(direction) / scan.height;
    const double white = s.paper_grey / 255;
    for (int y = 0; y < scan.height; ++y) {
        std::uint64_t at = dice.next();
        for (int x = 0; x < scan.width; ++x) {
            std::uint8_t& pixel =
                scan.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(scan.width) +
                            static_cast<std::size_t>(x)];
            const double slope = (x - scan.width / 2.0) * dx + (y - scan.height / 2.0) * dy;
            const double light = 1 - s.light_slope * (slope + 0.5);
            at = at * 6364136223846793005u + 1442695040888963407u;  // Knuth's MMIX generator
            const double value = pixel * white * light + noise[(at >> 40) % table_size];
            pixel = static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
        }
    }
}

void speckle(paper::Raster& scan, const Strengths& s, Dice& dice) {
    const double cm2 = scan.width * scan.height / (s.dpi * s.dpi) * 2.54 * 2.54;
    const int count = static_cast<int>(cm2 * s.speckles_per_cm2);
    for (int i = 0; i < count; ++i) {
        const int side = 1 + dice.below(3);
        const int x = dice.below(scan.width - side), y = dice.below(scan.height - side);
        const std::uint8_t grey = dice.chance(0.7) ? 0 : 255;
        for (int k = 0; k < side * side; ++k) {
            scan.pixels[static_cast<std::size_t>(y + k / side) *
                            static_cast<std::size_t>(scan.width) +
                        static_cast<std::size_t>(x + k % side)] = grey;
        }
    }
    for (int i = 0; i < s.streaks; ++i) {
        const int x = dice.below(scan.width);
        const std::uint8_t grey = dice.chance(0.5) ? 30 : 255;
        const int from = dice.below(scan.height / 2), to = from + dice.below(scan.height / 2);
        for (int y = from; y < to; ++y) {
            if (dice.chance(0.9)) {
                scan.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(scan.width) +
                            static_cast<std::size_t>(x)] = grey;
            }
        }
    }
}

/// The threshold wanders over the page, as a lamp or a copier's drum makes it.
ocr::PixPtr thresholded(const paper::Raster& scan, const Strengths& s, Dice& dice) {
    ocr::PixPtr pix(pixCreate(scan.width, scan.height, 1));
    const double phase = dice.uniform(0, 6), waves = dice.uniform(1, 4);
    for (int y = 0; y < scan.height; ++y) {
        const double sway =
            s.threshold_spread * std::sin(phase + waves * 6 * y / static_cast<double>(scan.height));
        l_uint32* line =
            pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix.get());
        const std::uint8_t* row =
            &scan.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(scan.width)];
        for (int x = 0; x < scan.width; ++x) {
            if (row[x] < s.threshold + sway) {
                SET_DATA_BIT(line, x);
            }
        }
    }
    return pix;
}

/// Paper under a lamp is not neutral: red a little over, blue a little under.
ocr::PixPtr coloured(const paper::Raster& scan, Dice& dice) {
    ocr::PixPtr pix(pixCreate(scan.width, scan.height, 32));
    const double warm = dice.uniform(0.0, 0.08);
    for (int y = 0; y < scan.height; ++y) {
        l_uint32* line =
            pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix.get());
        for (int x = 0; x < scan.width; ++x) {
            const double grey =
                scan.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(scan.width) +
                            static_cast<std::size_t>(x)];
            const int red = std::min(255, static_cast<int>(grey * (1 + warm / 2)));
            const int blue = static_cast<int>(grey * (1 - warm));
            composeRGBPixel(red, static_cast<int>(grey), blue, line + x);
        }
    }
    return pix;
}

ocr::PixPtr grey_pix(const paper::Raster& scan) {
    ocr::PixPtr pix(pixCreate(scan.width, scan.height, 8));
    for (int y = 0; y < scan.height; ++y) {
        l_uint32* line =
            pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix.get());
        for (int x = 0; x < scan.width; ++x) {
            SET_DATA_BYTE(
                line, x,
                scan.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(scan.width) +
                            static_cast<std::size_t>(x)]);
        }
    }
    return pix;
}

constexpr std::array<std::pair<Grade, std::string_view>, 5> grade_names = {{
    {Grade::clean, "clean"},
    {Grade::office, "office"},
    {Grade::office_grey, "office_grey"},
    {Grade::fax, "fax"},
    {Grade::photo, "photo"},
}};

}  // namespace

std::string_view name_of(Grade grade) {
    return std::find_if(grade_names.begin(), grade_names.end(),
                        [&](const auto& entry) { return entry.first == grade; })
        ->second;
}

std::optional<Grade> grade_of(std::string_view name) {
    for (const auto& [grade, its_name] : grade_names) {
        if (its_name == name) {
            return grade;
        }
    }
    return std::nullopt;
}

ocr::PixPtr degrade(const paper::Raster& page, Grade grade, int turned_quarters, Dice& dice) {
    const Strengths s = strengths(grade, dice);
    paper::Raster scan = resampled(page, s, turned_quarters, dice);
    if (s.blur_px > 0) {
        blur(scan, s.blur_px);
    }
    if (grade != Grade::clean) {
        expose(scan, s, dice);
        speckle(scan, s, dice);
    }
    ocr::PixPtr pix;
    if (s.is_bitonal) {
        pix = thresholded(scan, s, dice);
    } else if (grade == Grade::photo) {
        pix = coloured(scan, dice);
    } else {
        pix = grey_pix(scan);
    }
    constexpr int phone_dpi = 72;
    const int said_dpi =
        grade == Grade::photo ? phone_dpi : static_cast<int>(std::lround(scan.dpi));
    pixSetResolution(pix.get(), said_dpi, said_dpi);
    return pix;
}

}  // namespace indgang::forge
