// SPDX-License-Identifier: MPL-2.0
// Characters as distance fields. A bitmap scaled up and thresholded has one pen; a distance field
// can be drawn with any pen width by moving the threshold, and the move is in mm on the paper.
// The distances are exact (Felzenszwalb and Huttenlocher, lower envelope of parabolas).
#include "tests/forge/hand/glyph_shape.h"

#include <Poco/InflatingStream.h>
#include <cairo/cairo.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace indgang::forge {
namespace {

constexpr double far_away = 1e12;

void transform_line(std::vector<double>& f, std::vector<double>& out, std::vector<int>& v,
                    std::vector<double>& z) {
    const int n = static_cast<int>(f.size());
    int k = 0;
    v[0] = 0;
    z[0] = -far_away;
    z[1] = far_away;
    const auto at = [](auto& list, int i) -> auto& {
        return list[static_cast<std::size_t>(i)];
    };
    for (int q = 1; q < n; ++q) {
        const auto meet = [&](int p) {
            return ((at(f, q) + q * q) - (at(f, p) + p * p)) / (2.0 * (q - p));
        };
        double s = meet(at(v, k));
        while (k > 0 && s <= at(z, k)) {
            --k;
            s = meet(at(v, k));
        }
        ++k;
        at(v, k) = q;
        at(z, k) = s;
        at(z, k + 1) = far_away;
    }
    k = 0;
    for (int q = 0; q < n; ++q) {
        while (at(z, k + 1) < q) {
            ++k;
        }
        const int p = at(v, k);
        at(out, q) = (q - p) * (q - p) + at(f, p);
    }
}

/// The distance of each pixel to the nearest true pixel.
std::vector<float> distances(const std::vector<bool>& mask, int width, int height) {
    std::vector<double> grid(mask.size());
    for (std::size_t i = 0; i < mask.size(); ++i) {
        grid[i] = mask[i] ? 0 : 1e8;
    }
    const std::size_t longest = static_cast<std::size_t>(std::max(width, height)) + 2;
    std::vector<int> v(longest);
    std::vector<double> z(longest);
    std::vector<double> line(static_cast<std::size_t>(height));
    std::vector<double> out(line.size());
    for (int x = 0; x < width; ++x) {
        for (int y = 0; y < height; ++y) {
            line[static_cast<std::size_t>(y)] = grid[static_cast<std::size_t>(y * width + x)];
        }
        transform_line(line, out, v, z);
        for (int y = 0; y < height; ++y) {
            grid[static_cast<std::size_t>(y * width + x)] = out[static_cast<std::size_t>(y)];
        }
    }
    line.resize(static_cast<std::size_t>(width));
    out.resize(line.size());
    std::vector<float> result(mask.size());
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            line[static_cast<std::size_t>(x)] = grid[static_cast<std::size_t>(y * width + x)];
        }
        transform_line(line, out, v, z);
        for (int x = 0; x < width; ++x) {
            result[static_cast<std::size_t>(y * width + x)] =
                static_cast<float>(std::sqrt(out[static_cast<std::size_t>(x)]));
        }
    }
    return result;
}

/// Catmull-Rom weights at `t` between the second and the third of four samples.
void cubic_weights(double t, double* w) {
    w[0] = ((-0.5 * t + 1.0) * t - 0.5) * t;
    w[1] = (1.5 * t - 2.5) * t * t + 1.0;
    w[2] = ((-1.5 * t + 2.0) * t + 0.5) * t;
    w[3] = (0.5 * t - 0.5) * t * t;
}

std::string read_gzip(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw std::runtime_error("can not open " + path);
    }
    Poco::InflatingInputStream inflated(file, Poco::InflatingStreamBuf::STREAM_GZIP);
    std::ostringstream out;
    out << inflated.rdbuf();
    return std::move(out).str();
}

std::uint32_t big_endian(const std::string& bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        value = value << 8 | static_cast<std::uint8_t>(bytes.at(at + i));
    }
    return value;
}

}  // namespace

GlyphShape GlyphShape::from_picture(const std::vector<std::uint8_t>& picture, int width, int height,
                                    int magnification) {
    constexpr int border = 4;  // picture pixels, so that a wider pen has room
    GlyphShape shape;
    shape.columns_ = (width + 2 * border) * magnification;
    shape.rows_ = (height + 2 * border) * magnification;
    const auto pixel = [&](int x, int y) -> double {
        return x < 0 || y < 0 || x >= width || y >= height
                   ? 0
                   : picture[static_cast<std::size_t>(y * width + x)];
    };
    std::vector<bool> mask(static_cast<std::size_t>(shape.columns_ * shape.rows_));
    int left = shape.columns_, right = -1, top = shape.rows_, bottom = -1;
    for (int y = 0; y < shape.rows_; ++y) {
        const double v = (y + 0.5) / magnification - border - 0.5;
        const int row = static_cast<int>(std::floor(v));
        double wy[4];
        cubic_weights(v - row, wy);
        for (int x = 0; x < shape.columns_; ++x) {
            const double u = (x + 0.5) / magnification - border - 0.5;
            const int column = static_cast<int>(std::floor(u));
            double wx[4];
            cubic_weights(u - column, wx);
            double sum = 0;
            for (int j = 0; j < 4; ++j) {
                for (int i = 0; i < 4; ++i) {
                    sum += wy[j] * wx[i] * pixel(column - 1 + i, row - 1 + j);
                }
            }
            const bool is_ink = sum > 120;
            mask[static_cast<std::size_t>(y * shape.columns_ + x)] = is_ink;
            if (is_ink) {
                left = std::min(left, x);
                right = std::max(right, x + 1);
                top = std::min(top, y);
                bottom = std::max(bottom, y + 1);
            }
        }
    }
    shape.has_ink_ = right > left;
    if (!shape.has_ink_) {
        return shape;
    }
    std::vector<bool> paper(mask);
    paper.flip();
    const std::vector<float> to_ink = distances(mask, shape.columns_, shape.rows_);
    const std::vector<float> to_paper = distances(paper, shape.columns_, shape.rows_);
    shape.unit_ = std::max(bottom - top, (right - left) / 3);
    shape.centre_x_ = (left + right) / 2.0;
    shape.centre_y_ = (top + bottom) / 2.0;
    shape.width_ = (right - left) / shape.unit_;
    shape.field_.resize(mask.size());
    for (std::size_t i = 0; i < mask.size(); ++i) {
        shape.field_[i] = mask[i] ? 0.5F - to_paper[i] : to_ink[i] - 0.5F;
    }
    std::vector<float> ridge;
    for (int y = 1; y + 1 < shape.rows_; ++y) {
        for (int x = 1; x + 1 < shape.columns_; ++x) {
            const float d = shape.field_[static_cast<std::size_t>(y * shape.columns_ + x)];
            const auto near = [&](int dx, int dy) {
                return shape.field_[static_cast<std::size_t>((y + dy) * shape.columns_ + x + dx)];
            };
            if (d < 0 &&
                ((d <= near(1, 0) && d <= near(-1, 0)) || (d <= near(0, 1) && d <= near(0, -1)))) {
                ridge.push_back(-d);
            }
        }
    }
    if (ridge.empty()) {
        ridge.push_back(0.5F);
    }
    std::sort(ridge.begin(), ridge.end());
    shape.half_pen_ = static_cast<double>(ridge[ridge.size() / 2]) / shape.unit_;
    return shape;
}

double GlyphShape::distance(double x, double y) const {
    const double u = std::clamp(x * unit_ + centre_x_ - 0.5, 0.0, columns_ - 1.001);
    const double v = std::clamp(y * unit_ + centre_y_ - 0.5, 0.0, rows_ - 1.001);
    const int column = static_cast<int>(u);
    const int row = static_cast<int>(v);
    const double fx = u - column;
    const double fy = v - row;
    const float* p = field_.data() + static_cast<std::size_t>(row * columns_ + column);
    const double above = p[0] + (p[1] - p[0]) * fx;
    const double below = p[columns_] + (p[columns_ + 1] - p[columns_]) * fx;
    return (above + (below - above) * fy) / unit_;
}

GlyphSet load_mnist(const std::string& images, const std::string& labels,
                    const std::string& writers) {
    const std::string pixels = read_gzip(images);
    const std::string names = read_gzip(labels);
    const std::size_t count = big_endian(pixels, 4);
    constexpr std::size_t image_header = 16, label_header = 8, side = 28;
    if (pixels.size() != image_header + count * side * side ||
        names.size() != label_header + count) {
        throw std::runtime_error("not the MNIST files: " + images);
    }
    GlyphSet set;
    set.width = set.height = static_cast<int>(side);
    set.pictures.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto begin =
            pixels.begin() + static_cast<std::ptrdiff_t>(image_header + i * side * side);
        set.pictures[i].label = names[label_header + i];
        set.pictures[i].pixels.assign(begin, begin + side * side);
    }
    if (!writers.empty()) {
        // Columns: digit, NIST partition, writer, ...
        std::istringstream table(read_gzip(writers));
        for (GlyphSet::Picture& picture : set.pictures) {
            std::string line;
            int label = 0, partition = 0;
            std::getline(table, line);
            std::istringstream(line) >> label >> partition >> picture.writer;
            if (label != picture.label) {
                throw std::runtime_error("writers do not belong to the labels");
            }
        }
    }
    return set;
}

GlyphSet load_optdigits(const std::string& path) {
    std::istringstream text(read_gzip(path));
    GlyphSet set;
    constexpr int side = 32;
    set.width = set.height = side;
    std::vector<std::uint8_t> pixels;
    std::string line;
    while (std::getline(text, line)) {
        std::erase_if(line, [](char c) { return c == '\r' || c == ' '; });
        if (line.size() == side && line.find_first_not_of("01") == std::string::npos) {
            for (const char c : line) {
                pixels.push_back(c == '1' ? 255 : 0);
            }
        } else if (line.size() == 1 && pixels.size() == side * side) {
            set.pictures.push_back({line[0] - '0', -1, pixels});
            pixels.clear();
        } else {
            pixels.clear();
        }
    }
    // The stairs of a bitmap would be drawn as stairs.
    for (GlyphSet::Picture& picture : set.pictures) {
        std::vector<std::uint8_t> smooth(picture.pixels.size());
        for (int y = 0; y < side; ++y) {
            for (int x = 0; x < side; ++x) {
                int sum = 0, weights = 0;
                for (int dy = -1; dy <= 1; ++dy) {
                    for (int dx = -1; dx <= 1; ++dx) {
                        const int weight = (2 - std::abs(dx)) * (2 - std::abs(dy));
                        weights += weight;
                        if (x + dx >= 0 && y + dy >= 0 && x + dx < side && y + dy < side) {
                            sum +=
                                weight *
                                picture.pixels[static_cast<std::size_t>((y + dy) * side + x + dx)];
                        }
                    }
                }
                smooth[static_cast<std::size_t>(y * side + x)] =
                    static_cast<std::uint8_t>(sum / weights);
            }
        }
        picture.pixels = std::move(smooth);
    }
    return set;
}

bool is_installed(const std::string& family) {
    PangoFontDescription* font = pango_font_description_from_string(family.c_str());
    const std::string wanted = pango_font_description_get_family(font);
    pango_font_description_free(font);
    PangoFontFamily** families = nullptr;
    int count = 0;
    pango_font_map_list_families(pango_cairo_font_map_get_default(), &families, &count);
    const bool is_found = std::any_of(families, families + count, [&](PangoFontFamily* known) {
        return wanted == pango_font_family_get_name(known);
    });
    g_free(families);
    return is_found;
}

GlyphSet draw_fonts(const std::vector<std::string>& alphabet,
                    const std::vector<std::string>& families) {
    constexpr int side = 96;
    constexpr int size_px = 64;
    struct SurfaceDeleter {
        void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    };
    struct CairoDeleter {
        void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
    };
    struct LayoutDeleter {
        void operator()(PangoLayout* layout) const { g_object_unref(layout); }
    };
    struct FontDeleter {
        void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
    };
    GlyphSet set;
    set.width = set.height = side;
    set.magnification = 1;
    set.is_printed = true;
    for (const std::string& family : families) {
        for (const char* style : {"", " Bold", " Italic"}) {
            for (std::size_t label = 0; label < alphabet.size(); ++label) {
                std::unique_ptr<cairo_surface_t, SurfaceDeleter> surface(
                    cairo_image_surface_create(CAIRO_FORMAT_A8, side, side));
                std::unique_ptr<cairo_t, CairoDeleter> cairo(cairo_create(surface.get()));
                std::unique_ptr<PangoLayout, LayoutDeleter> layout(
                    pango_cairo_create_layout(cairo.get()));
                std::unique_ptr<PangoFontDescription, FontDeleter> font(
                    pango_font_description_from_string((family + style).c_str()));
                pango_font_description_set_absolute_size(font.get(), size_px * PANGO_SCALE);
                pango_layout_set_font_description(layout.get(), font.get());
                pango_layout_set_text(layout.get(), alphabet[label].c_str(), -1);
                cairo_move_to(cairo.get(), side / 6.0, side / 12.0);
                pango_cairo_show_layout(cairo.get(), layout.get());
                cairo_surface_flush(surface.get());
                GlyphSet::Picture picture;
                picture.label = static_cast<int>(label);
                const unsigned char* data = cairo_image_surface_get_data(surface.get());
                const int stride = cairo_image_surface_get_stride(surface.get());
                for (int y = 0; y < side; ++y) {
                    picture.pixels.insert(picture.pixels.end(), data + y * stride,
                                          data + y * stride + side);
                }
                set.pictures.push_back(std::move(picture));
            }
        }
    }
    return set;
}

}  // namespace indgang::forge
