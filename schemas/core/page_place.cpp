// SPDX-License-Identifier: MPL-2.0
#include "schemas/core/page_place.h"

#include <array>
#include <charconv>

#include "schemas/core/limits.h"

namespace indgang {
namespace {

constexpr std::array halves{Half::whole, Half::left, Half::right, Half::top, Half::bottom};

}  // namespace

std::string_view name_of(Half half) {
    switch (half) {
        case Half::whole:
            return "whole";
        case Half::left:
            return "left";
        case Half::right:
            return "right";
        case Half::top:
            return "top";
        case Half::bottom:
            return "bottom";
    }
    return "whole";
}

std::optional<Half> parse_half(std::string_view name) {
    for (const Half half : halves) {
        if (name == name_of(half)) {
            return half;
        }
    }
    return std::nullopt;
}

std::string format_page_place(const PagePlace& place) {
    std::string text = std::to_string(place.number);
    if (place.half != Half::whole) {
        text.append("-").append(name_of(place.half));
    }
    return text;
}

std::optional<PagePlace> parse_page_place(std::string_view text) {
    PagePlace place;
    const char* const end = text.data() + text.size();
    const auto [stop, trouble] = std::from_chars(text.data(), end, place.number);
    if (trouble != std::errc() || text.front() == '0' || place.number < 1 ||
        place.number > limits::scan_pages) {
        return std::nullopt;
    }
    if (stop == end) {
        return place;
    }
    const auto half = parse_half({stop + 1, static_cast<std::size_t>(end - stop) - 1});
    if (*stop != '-' || !half || *half == Half::whole) {
        return std::nullopt;
    }
    place.half = *half;
    return place;
}

}  // namespace indgang
