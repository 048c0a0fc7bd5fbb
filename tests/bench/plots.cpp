// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/plots.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "tests/bench/drawing.h"
#include "tests/bench/shares.h"

namespace indgang::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> letters = {"A", "B", "C"};
constexpr std::array<std::string_view, 3> grade_names = {"A office scan", "B fax", "C photo"};
constexpr std::string_view light = "#9ec5e8", dark = "#1f5f99", grey = "#bbbbbb", pale = "#e6e6e6";

/// Sure by ten times from each to the next: how far from right is 0.9, 0.99, 0.999.
double sureness(double share) {
    constexpr double most = 3.3;
    return share >= 1 ? most : std::min(most, -std::log10(1 - share));
}

struct Series {
    std::string_view reader;
    std::string_view label;
    std::string_view colour;
};
constexpr std::array<Series, 5> series = {
    {{"printed_lines", "printed lines", "#1f5f99"},
     {"printed_combs", "printed combs", "#2a9d5c"},
     {"handwritten_digits", "handwritten digits", "#c0392b"},
     {"handwritten_letters", "handwritten capitals", "#8e44ad"},
     {"marks", "marks", "#b8860b"}}};

struct Panel {
    double left = 0, top = 0, side = 0, most = 3.3;

    [[nodiscard]] double x(double share) const { return left + sureness(share) / most * side; }
    [[nodiscard]] double y(double share) const {
        return top + side - sureness(share) / most * side;
    }
};

void draw_axes(Drawing& drawing, const Panel& panel, std::string_view title) {
    constexpr std::array<double, 4> ticks = {0, 0.9, 0.99, 0.999};
    drawing.text(panel.left + panel.side / 2, panel.top - 10, title, Drawing::Anchor::middle, 13);
    for (const double tick : ticks) {
        const std::string words = tick == 0 ? "0"
                                            : fixed(tick, tick > 0.99  ? 3
                                                          : tick > 0.9 ? 2
                                                                       : 1);
        drawing.line(panel.x(tick), panel.top, panel.x(tick), panel.top + panel.side, pale);
        drawing.line(panel.left, panel.y(tick), panel.left + panel.side, panel.y(tick), pale);
        drawing.text(panel.x(tick), panel.top + panel.side + 16, words, Drawing::Anchor::middle,
                     11);
        drawing.text(panel.left - 6, panel.y(tick) + 4, words, Drawing::Anchor::end, 11);
    }
    drawing.line(panel.left, panel.top + panel.side, panel.left + panel.side, panel.top, grey,
                 "4 3");
    drawing.text(panel.left + panel.side / 2, panel.top + panel.side + 34, "said",
                 Drawing::Anchor::middle, 11);
}

void draw_bins(Drawing& drawing, const Panel& panel, const Json& bins, std::string_view colour) {
    double last_x = -1, last_y = -1;
    for (const Json& bin : bins) {
        const int count = bin.at("n").get<int>();
        const double right = bin.at("right").get<double>();
        const bool is_whole = right >= 1;
        const double shown = is_whole ? 1 - Share{0, count}.at_most().get<double>() : right;
        const double x = panel.x(bin.at("said").get<double>()), y = panel.y(shown);
        constexpr double least_px = 2, most_px = 6;
        const double size = std::clamp(std::sqrt(count) / 4, least_px, most_px);
        if (is_whole) {
            drawing.triangle_up(x, y, size, colour);
        } else {
            drawing.circle(x, y, size, colour);
        }
        if (last_x >= 0) {
            drawing.line(last_x, last_y, x, y, colour);
        }
        last_x = x;
        last_y = y;
    }
}

struct Bar {
    std::string label;
    double value = 0;
    double accepted = 0;
};

}  // namespace

std::string plot_fields(const Json& figures) {
    constexpr int width = 720, row_px = 26, left = 230, right = 110, top = 40;
    std::vector<Bar> bars;
    for (const std::string_view what : {"typed", "digits", "letters"}) {
        const std::string name(what);
        for (std::size_t i = 0; i < letters.size(); ++i) {
            const Json& value = figures.at(name + "_right").at(letters[i]);
            if (value.is_number()) {
                bars.push_back({name + ", " + std::string(grade_names[i]), value.get<double>(),
                                figures.at("accepted").at(name).at(letters[i]).get<double>()});
            }
        }
    }
    Drawing drawing(width, top + row_px * static_cast<int>(bars.size()) + 30);
    drawing.text(left, 22, "fields right (light) and accepted without a person (dark)",
                 Drawing::Anchor::start, 13);
    const double scale = width - left - right;
    double y = top;
    for (const Bar& bar : bars) {
        drawing.text(left - 8, y + 15, bar.label, Drawing::Anchor::end);
        drawing.rectangle(left, y + 3, scale, row_px - 8, pale);
        drawing.rectangle(left, y + 3, scale * bar.value, row_px - 8, light);
        drawing.rectangle(left, y + 9, scale * bar.accepted, row_px - 20, dark);
        drawing.text(left + scale + 6, y + 15,
                     fixed(bar.value * 100, 1) + " / " + fixed(bar.accepted * 100, 1) + " %");
        y += row_px;
    }
    return drawing.svg();
}

std::string plot_reliability(const Json& figures) {
    constexpr int side = 210, gap = 52, top = 40;
    Drawing drawing(3 * (side + gap) + 20, top + side + 70);
    const Json none = Json::object();
    const Json& readers = figures.contains("reliability") ? figures.at("reliability") : none;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        const Panel panel{static_cast<double>(gap + static_cast<int>(i) * (side + gap)), top, side};
        draw_axes(drawing, panel, grade_names[i]);
        for (const Series& each : series) {
            if (readers.contains(each.reader) && readers.at(each.reader).contains(letters[i])) {
                draw_bins(drawing, panel, readers.at(each.reader).at(letters[i]).at("bins"),
                          each.colour);
            }
        }
    }
    double x = gap;
    for (const Series& each : series) {
        if (readers.contains(each.reader)) {
            drawing.circle(x, top + side + 54, 5, each.colour);
            drawing.text(x + 10, top + side + 58, each.label);
            constexpr double letter_px = 7;
            x += 30 + letter_px * static_cast<double>(each.label.size());
        }
    }
    return drawing.svg();
}

std::string plot_cost(const Json& figures) {
    constexpr int width = 720, row_px = 30, left = 230, right = 110, top = 40;
    constexpr std::array<std::array<std::string_view, 2>, 3> rows = {
        {{"indgang", "indgang, fields"},
         {"tesseract_cli", "tesseract -l dan, text"},
         {"ocrmypdf_deskew_clean", "ocrmypdf --deskew --clean"}}};
    std::vector<Bar> bars;
    const Json none = Json::object();
    const Json& peers = figures.contains("peers") ? figures.at("peers") : none;
    double most = 0;
    for (const auto& [key, label] : rows) {
        if (peers.contains(key)) {
            bars.push_back(
                {std::string(label), peers.at(key).at("cpu_seconds_a_page").get<double>()});
            most = std::max(most, bars.back().value);
        }
    }
    Drawing drawing(width, top + row_px * static_cast<int>(bars.size()) + 20);
    drawing.text(left, 22, "CPU seconds a page, the same typed G4 pages", Drawing::Anchor::start,
                 13);
    double y = top;
    for (const Bar& bar : bars) {
        const double length = (width - left - right) * bar.value / most;
        drawing.text(left - 8, y + 17, bar.label, Drawing::Anchor::end);
        drawing.rectangle(left, y + 3, length, row_px - 10, dark);
        drawing.text(left + length + 6, y + 17, fixed(bar.value, 3) + " s");
        y += row_px;
    }
    return drawing.svg();
}

std::string plot_ordinary(const Json& figures) {
    constexpr int width = 720, row_px = 22, left = 150, right = 190, top = 40;
    const Json& conditions = figures.at("ordinary");
    Drawing drawing(width, top + row_px * static_cast<int>(conditions.size()) + 20);
    drawing.text(left, 22,
                 "ordinary mail: fields right (light), accepted (dark), wrong and accepted",
                 Drawing::Anchor::start, 13);
    const double scale = width - left - right;
    double y = top;
    for (const auto& [name, counts] : conditions.items()) {
        const double fields = std::max(1, counts.at("fields").get<int>());
        const double is_right = counts.at("right").get<int>() / fields;
        const double accepted = counts.at("accepted").get<int>() / fields;
        const int wrong = counts.at("wrong_accepted").get<int>();
        drawing.text(left - 8, y + 14, name, Drawing::Anchor::end);
        drawing.rectangle(left, y + 3, scale, row_px - 7, pale);
        drawing.rectangle(left, y + 3, scale * is_right, row_px - 7, light);
        drawing.rectangle(left, y + 8, scale * accepted, row_px - 17, dark);
        drawing.text(left + scale + 6, y + 14,
                     fixed(is_right * 100, 1) + " / " + fixed(accepted * 100, 1) + " %, " +
                         std::to_string(wrong) + " wrong");
        y += row_px;
    }
    return drawing.svg();
}

void write_plots(const Json& figures, const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    const auto write = [&](const char* name, const std::string& svg) {
        std::ofstream out(folder / name);
        out << svg;
        if (!out.good()) {
            throw std::runtime_error("can not write " + (folder / name).string());
        }
    };
    if (figures.contains("typed_right")) {
        write("bench-fields.svg", plot_fields(figures));
        write("bench-reliability.svg", plot_reliability(figures));
        write("bench-cost.svg", plot_cost(figures));
    }
    if (figures.contains("ordinary")) {
        write("bench-ordinary.svg", plot_ordinary(figures));
    }
}

}  // namespace indgang::bench
