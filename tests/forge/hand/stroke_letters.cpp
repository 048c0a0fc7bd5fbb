// SPDX-License-Identifier: MPL-2.0
// Characters that people drew on a tablet. Nobody there drew Æ, Ø or Å: they are put together from
// the same writer's A, E and O, as letters of a hand but by rules of the project, so that figures
// for these three say less than those for the others.
#include <Poco/InflatingStream.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <numbers>
#include <sstream>
#include <stdexcept>

#include "tests/forge/hand/letter_hand.h"

namespace indgang::forge {
namespace {

using nlohmann::json;

std::vector<std::vector<StrokePoint>> tablet_strokes(const json& strokes) {
    std::vector<std::vector<StrokePoint>> result;
    for (const json& points : strokes) {
        result.emplace_back();
        for (const json& point : points) {
            result.back().push_back({point.at(0).get<double>(), point.at(1).get<double>()});
        }
    }
    return result;
}

/// The letter, one high, its left edge at x = 0.
StrokeLetter letter_of(const std::vector<std::vector<StrokePoint>>& strokes) {
    StrokeLetter letter;
    double left = 1e9, top = 1e9, bottom = -1e9, right = -1e9;
    for (const std::vector<StrokePoint>& points : strokes) {
        Stroke stroke{true, {}};
        for (const StrokePoint& at : points) {
            left = std::min(left, at.x);
            right = std::max(right, at.x);
            top = std::min(top, at.y);
            bottom = std::max(bottom, at.y);
            stroke.points.push_back(at);
        }
        if (stroke.points.size() == 1) {
            stroke.points.push_back(stroke.points.front());
        }
        if (!stroke.points.empty()) {
            letter.push_back(std::move(stroke));
        }
    }
    constexpr double flattest = 4;  // width per height of what is no dash
    const double height = std::max({bottom - top, (right - left) / flattest, 1.0});
    for (Stroke& stroke : letter) {
        for (StrokePoint& point : stroke.points) {
            point = {(point.x - left) / height, (point.y - top) / height};
        }
    }
    return letter;
}

double width_of(const StrokeLetter& letter) {
    double right = 0;
    for (const Stroke& stroke : letter) {
        for (const StrokePoint& point : stroke.points) {
            right = std::max(right, point.x);
        }
    }
    return right;
}

/// A and E that touch, or that share some of their width.
StrokeLetter joined_ae(StrokeLetter a, const StrokeLetter& e, Dice& dice) {
    const double shift = width_of(a) * dice.uniform(0.6, 0.95);
    for (Stroke stroke : e) {
        for (StrokePoint& point : stroke.points) {
            point.x += shift;
        }
        a.push_back(std::move(stroke));
    }
    return a;
}

StrokeLetter slashed(StrokeLetter o, Dice& dice) {
    const double middle = width_of(o) / 2;
    const double angle = dice.uniform(0.6, 1.2);
    const double reach = dice.uniform(0.45, 0.8);
    const double dx = reach * std::cos(angle), dy = reach * std::sin(angle);
    o.push_back({true, {{middle - dx, 0.5 + dy}, {middle + dx, 0.5 - dy}}});
    return o;
}

/// With a ring, rarely a bar or a dot, where the A is highest.
StrokeLetter ringed(StrokeLetter a, Dice& dice) {
    StrokePoint highest{0, 1e9};
    for (const Stroke& stroke : a) {
        for (const StrokePoint& point : stroke.points) {
            highest = point.y < highest.y ? point : highest;
        }
    }
    const double kind = dice.uniform(0, 1);
    const double x = highest.x + dice.normal(0.03);
    if (kind < 0.1) {
        const double y = highest.y - dice.uniform(0.08, 0.2), half = dice.uniform(0.15, 0.3);
        a.push_back({true, {{x - half, y + dice.normal(0.03)}, {x + half, y}}});
        return a;
    }
    if (kind < 0.2) {
        const double y = highest.y - dice.uniform(0.1, 0.2);
        a.push_back({true, {{x, y}, {x + 0.03, y + 0.02}, {x - 0.01, y + 0.03}}});
        return a;
    }
    constexpr int pieces = 16;
    const double radius = dice.uniform(0.07, 0.15);
    const double y = highest.y - radius - dice.uniform(-0.04, 0.12);
    const double start = dice.uniform(0, 2 * std::numbers::pi);
    const double flat = dice.uniform(0.75, 1.2);
    Stroke ring{true, {}};
    for (int i = 0; i <= pieces; ++i) {
        const double angle = start + 2 * std::numbers::pi * i / pieces;
        ring.points.push_back({x + radius * std::cos(angle), y + flat * radius * std::sin(angle)});
    }
    a.push_back(std::move(ring));
    return a;
}

/// Numbers "x,y" parted by blanks, strokes parted by "|", y upwards.
std::vector<std::vector<StrokePoint>> pen_strokes(std::string_view text) {
    std::vector<std::vector<StrokePoint>> strokes(1);
    while (!text.empty()) {
        if (text.front() == '|' || text.front() == ' ') {
            if (text.front() == '|') {
                strokes.emplace_back();
            }
            text.remove_prefix(1);
            continue;
        }
        double values[2] = {0, 0};
        for (double& value : values) {
            const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
            if (result.ec != std::errc{}) {
                throw std::runtime_error("no strokes of a pen");
            }
            text.remove_prefix(static_cast<std::size_t>(result.ptr - text.data()));
            text.remove_prefix(text.starts_with(',') ? 1 : 0);
        }
        strokes.back().push_back({values[0], -values[1]});
    }
    return strokes;
}

bool names(const std::string& list, const std::string& contributor) {
    return ("," + list + ",").find("," + contributor + ",") != std::string::npos;
}

/// Adds Æ, Ø and Å of a writer who has A, E and O, as many of each as there are A.
void add_danish(std::map<char, std::vector<StrokeLetter>>& own, int writer, Dice& dice,
                GlyphSet& set) {
    const std::vector<StrokeLetter>&a = own['A'], &e = own['E'], &o = own['O'];
    const auto label = [](const char* name) {
        const auto& alphabet = letter_alphabet();
        return static_cast<int>(std::find(alphabet.begin(), alphabet.end(), name) -
                                alphabet.begin());
    };
    const auto any = [&](const std::vector<StrokeLetter>& letters) {
        return letters[static_cast<std::size_t>(dice.below(static_cast<int>(letters.size())))];
    };
    for (std::size_t i = 0; i < a.size(); ++i) {
        set.pictures.push_back(draw_strokes(ringed(any(a), dice), label("Å"), writer));
        if (!e.empty()) {
            set.pictures.push_back(
                draw_strokes(joined_ae(any(a), any(e), dice), label("Æ"), writer));
        }
        if (!o.empty()) {
            set.pictures.push_back(draw_strokes(slashed(any(o), dice), label("Ø"), writer));
        }
    }
}

}  // namespace

GlyphSet load_pen_characters(const std::string& path, const PenSources& sources, Dice& dice) {
    constexpr int run = 48, unknown_writers = 1000;
    std::ifstream file(path, std::ios::binary);
    Poco::InflatingInputStream inflated(file, Poco::InflatingStreamBuf::STREAM_GZIP);
    const std::vector<std::string>& alphabet = letter_alphabet();
    GlyphSet set = stroke_pictures();
    std::map<int, std::map<char, std::vector<StrokeLetter>>> letters;
    int of_unknown = 0;
    std::string line;
    while (std::getline(inflated, line)) {
        std::istringstream row(line);
        std::string number, contributor, name, quality, suspect, strokes;
        for (std::string* column : {&number, &contributor, &name, &quality, &suspect, &strokes}) {
            std::getline(row, *column, '\t');
        }
        const auto label = std::find(alphabet.begin(), alphabet.end(), name) - alphabet.begin();
        if (line.starts_with('#') || suspect != "0" || names(sources.without, contributor) ||
            (!sources.only.empty() && !names(sources.only, contributor)) ||
            label == static_cast<std::ptrdiff_t>(alphabet.size())) {
            continue;
        }
        // `val` names recording sets, so that its writers are hidden in one number.
        const int writer = contributor == "val" ? 10 * (unknown_writers + of_unknown++ / run) + 5
                                                : std::stoi(number);
        const StrokeLetter letter = letter_of(pen_strokes(strokes));
        set.pictures.push_back(draw_strokes(letter, static_cast<int>(label), writer));
        if (name == "A" || name == "E" || name == "O") {
            letters[writer][name.front()].push_back(letter);
        }
    }
    for (auto& [writer, own] : letters) {
        add_danish(own, writer, dice, set);
    }
    if (set.pictures.empty()) {
        throw std::runtime_error("no characters of people: " + path);
    }
    return set;
}

GlyphSet load_stroke_letters(const std::string& path, Dice& dice) {
    std::ifstream file(path, std::ios::binary);
    Poco::InflatingInputStream inflated(file, Poco::InflatingStreamBuf::STREAM_GZIP);
    const json all = json::parse(inflated, nullptr, false);
    if (!all.is_object()) {
        throw std::runtime_error("no letters of people: " + path);
    }
    const std::vector<std::string>& alphabet = letter_alphabet();
    GlyphSet set = stroke_pictures();
    const std::size_t writers = all.at("A").size();
    for (std::size_t writer = 0; writer < writers; ++writer) {
        const auto own = [&](const char* name) {
            return letter_of(tablet_strokes(all.at(name).at(writer)));
        };
        for (std::size_t label = 0; label < alphabet.size(); ++label) {
            const std::string& name = alphabet[label];
            StrokeLetter letter;
            if (name == "Æ") {
                letter = joined_ae(own("A"), own("E"), dice);
            } else if (name == "Ø") {
                letter = slashed(own("O"), dice);
            } else if (name == "Å") {
                letter = ringed(own("A"), dice);
            } else if (all.contains(name)) {
                letter = own(name.c_str());
            } else {
                continue;
            }
            set.pictures.push_back(
                draw_strokes(letter, static_cast<int>(label), static_cast<int>(writer)));
        }
    }
    return set;
}

}  // namespace indgang::forge
