// SPDX-License-Identifier: MPL-2.0
//
// A pattern is a row of pieces, each a set of characters that repeats. Without alternatives and
// groups, the places of a text where the first k pieces may end follow from those where the first
// k - 1 may: from each of them a run of the piece's characters is taken, between `least` and `most`
// of it. Runs are counted from the right once a piece, and the places are marked as the difference
// of where stretches begin and end, so a piece costs one walk over the text and no text that
// somebody sends can make it cost more.
#include "schemas/values/text_pattern.h"

#include <algorithm>
#include <charconv>

#include "schemas/core/utf8.h"

namespace indgang {
namespace {

constexpr std::size_t pattern_bytes = 200;
constexpr std::size_t repeats_most = 4'000;  ///< limits::value_bytes: no value is longer

std::vector<char32_t> code_points_of(std::string_view text) {
    std::vector<char32_t> points;
    while (!text.empty()) {
        const auto start = utf8_start(text);
        points.push_back(start.code_point);
        text.remove_prefix(start.length);
    }
    return points;
}

bool is_plain(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9') ||
           c >= 0x80 || c == U' ' || c == U'-' || c == U'/' || c == U',';
}

char32_t take(std::string_view& rest) {
    const auto start = utf8_start(rest);
    rest.remove_prefix(start.length);
    return start.is_well_formed ? start.code_point : U'\0';
}

/// The set behind '[', up to and with ']'; empty when it is written otherwise.
std::vector<std::pair<char32_t, char32_t>> read_set(std::string_view& rest) {
    std::vector<std::pair<char32_t, char32_t>> ranges;
    while (!rest.empty() && rest.front() != ']') {
        const char32_t first = take(rest);
        // '^', '\' and '[' mean something else in schemas.
        const bool is_special = first == U'^' || first == U'\\' || first == U'[' || first == 0;
        char32_t last = first;
        if (rest.size() > 1 && rest[0] == '-' && rest[1] != ']') {
            rest.remove_prefix(1);
            last = take(rest);
        }
        if (is_special || last < first) {
            return {};
        }
        ranges.emplace_back(first, last);
    }
    if (rest.empty()) {
        return {};
    }
    rest.remove_prefix(1);
    return ranges;
}

bool read_number(std::string_view& rest, std::size_t& number) {
    const auto [end, trouble] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (trouble != std::errc() || number > repeats_most) {
        return false;
    }
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    return true;
}

bool skip(std::string_view& rest, char wanted) {
    if (rest.empty() || rest.front() != wanted) {
        return false;
    }
    rest.remove_prefix(1);
    return true;
}

}  // namespace

bool TextPattern::Piece::takes(char32_t character) const {
    return std::any_of(ranges.begin(), ranges.end(), [&](const auto& range) {
        return character >= range.first && character <= range.second;
    });
}

bool TextPattern::read_count(std::string_view& rest, Piece& piece) {
    if (skip(rest, '?')) {
        piece.least = 0;
    } else if (skip(rest, '*')) {
        piece.least = 0;
        piece.most = repeats_most;
    } else if (skip(rest, '+')) {
        piece.most = repeats_most;
    } else if (skip(rest, '{')) {
        if (!read_number(rest, piece.least)) {
            return false;
        }
        piece.most = piece.least;
        if (skip(rest, ',') && !read_number(rest, piece.most)) {
            return false;
        }
        return skip(rest, '}') && piece.least <= piece.most && piece.most > 0;
    }
    return true;
}

std::optional<TextPattern> TextPattern::parse(std::string_view source) {
    if (source.empty() || source.size() > pattern_bytes) {
        return std::nullopt;
    }
    TextPattern pattern;
    pattern.source_ = source;
    while (!source.empty()) {
        Piece piece;
        if (skip(source, '[')) {
            piece.ranges = read_set(source);
        } else if (const char32_t c = take(source); is_plain(c)) {
            piece.ranges = {{c, c}};
        }
        if (piece.ranges.empty() || !read_count(source, piece)) {
            return std::nullopt;
        }
        pattern.pieces_.push_back(std::move(piece));
    }
    return pattern;
}

bool TextPattern::matches(std::string_view utf8) const {
    const auto text = code_points_of(utf8);
    std::vector<bool> ends(text.size() + 1, false);  // where the pieces so far may end
    ends[0] = true;
    std::vector<std::size_t> run(text.size() + 1, 0);
    for (const auto& piece : pieces_) {
        for (std::size_t i = text.size(); i-- > 0;) {
            run[i] = piece.takes(text[i]) ? run[i + 1] + 1 : 0;
        }
        std::vector<int> change(text.size() + 2, 0);
        for (std::size_t i = 0; i <= text.size(); ++i) {
            const std::size_t most = std::min(piece.most, run[i]);
            if (ends[i] && most >= piece.least) {
                ++change[i + piece.least];
                --change[i + most + 1];
            }
        }
        int open = 0;
        for (std::size_t i = 0; i <= text.size(); ++i) {
            open += change[i];
            ends[i] = open > 0;
        }
    }
    return ends[text.size()];
}

std::string TextPattern::example() const {
    std::string text;
    for (const auto& piece : pieces_) {
        for (std::size_t i = 0; i < piece.least; ++i) {
            append_utf8(text, piece.ranges.front().first);
        }
    }
    return text;
}

}  // namespace indgang
