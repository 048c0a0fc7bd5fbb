// SPDX-License-Identifier: MPL-2.0
#include "schemas/form/text_width.h"

#include <array>
#include <cstddef>
#include <string>

#include "schemas/core/utf8.h"

namespace indgang::form {
namespace {

constexpr double mm_per_pt = 25.4 / 72;
constexpr double line_factor = 1.17;  ///< line height of Liberation Sans over its size
constexpr double bold_factor = 1.08;  ///< Helvetica-Bold over Helvetica, mean of Danish text
constexpr double thousandth = 1e-3;
constexpr int other_letter = 778;  ///< as wide as a G: rather too wide than too narrow
constexpr unsigned char first_printed = 0x20;
constexpr unsigned char last_printed = 0x7E;

/// Adobe's font metrics of Helvetica, thousandths of the size, from blank to tilde.
constexpr std::array<int, 95> helvetica = {
    278,  278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,  // ' '../
    556,  556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,  // 0..?
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,  // @..O
    667,  778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,  // P.._
    333,  556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,  // `..o
    556,  556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584};      // p..~

int width_of(std::string_view letter) {
    const auto first = static_cast<unsigned char>(letter.front());
    if (first >= first_printed && first <= last_printed) {
        return helvetica[first - first_printed];
    }
    struct Danish {
        std::string_view letter;
        int width;
    };
    constexpr std::array<Danish, 12> danish = {{{"æ", 889},
                                                {"ø", 611},
                                                {"å", 556},
                                                {"Æ", 1000},
                                                {"Ø", 778},
                                                {"Å", 667},
                                                {"é", 556},
                                                {"·", 278},
                                                {"²", 333},
                                                {"»", 556},
                                                {"«", 556},
                                                {"–", 556}}};
    for (const auto& [known, width] : danish) {
        if (known == letter) {
            return width;
        }
    }
    return other_letter;
}

}  // namespace

double text_width_mm(std::string_view utf8, double size_pt, bool is_bold) {
    long width = 0;
    while (!utf8.empty()) {
        const auto bytes = utf8_start(utf8).length;
        width += width_of(utf8.substr(0, bytes));
        utf8.remove_prefix(bytes);
    }
    const double scale = size_pt * mm_per_pt * thousandth * (is_bold ? bold_factor : 1);
    return static_cast<double>(width) * scale;
}

int lines_needed(std::string_view utf8, double size_pt, bool is_bold, double width_mm) {
    if (utf8.empty()) {
        return 0;
    }
    int lines = 1;
    std::string line;
    while (!utf8.empty()) {
        const auto end = utf8.find(' ');
        const auto word = utf8.substr(0, end);
        utf8.remove_prefix(end == std::string_view::npos ? utf8.size() : end + 1);
        const auto longer = line.empty() ? std::string(word) : line + " " + std::string(word);
        if (!line.empty() && text_width_mm(longer, size_pt, is_bold) > width_mm) {
            ++lines;
            line = word;
        } else {
            line = longer;
        }
    }
    return lines;
}

double line_height_mm(double size_pt) {
    return size_pt * mm_per_pt * line_factor;
}

}  // namespace indgang::form
