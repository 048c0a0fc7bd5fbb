// SPDX-License-Identifier: MPL-2.0
// Letters that people drew on a tablet. Nobody there drew Æ, Ø or Å: they are put together from
// the same writer's A, E and O, as letters of a hand but by rules of the project, so that figures
// for these three say less than those for the others.
#include <Poco/InflatingStream.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numbers>
#include <stdexcept>

#include "tests/forge/hand/letter_hand.h"

namespace indgang::forge {
namespace {

using nlohmann::json;

/// The letter, one high, its left edge at x = 0.
StrokeLetter letter_of(const json& strokes) {
    StrokeLetter letter;
    double left = 1e9, top = 1e9, bottom = -1e9, right = -1e9;
    for (const json& points : strokes) {
        Stroke stroke{true, {}};
        for (const json& point : points) {
            const StrokePoint at{point.at(0).get<double>(), point.at(1).get<double>()};
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

}  // namespace

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
        const auto own = [&](const char* name) { return letter_of(all.at(name).at(writer)); };
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
