// SPDX-License-Identifier: MPL-2.0
// What a scan leaves in a box that nobody wrote there: specks, streaks of a dirty glass, and, where
// a photographed page is bent more than the comparison with the blank allows for, pieces of the
// box's own lines. Tesseract reads all of them: "Legat |", "Johannes. Svendsen".
//
// A speck is told from a dot by the pen: a full stop and the dot of an "i" are as wide as a stroke,
// so they cover nearly the square of it. Streaks are thin pieces one above the other over more than
// half of the picture; no letter is that tall. Rests of lines lie wholly in the frame, the band
// around the printed lines, and are long or reach into a corner of it; a letter does neither. The
// frame of a small box is thinner, so that every mark that is meant reaches out of it.
#include "ocr/ink/foreign_ink.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "ocr/ink/ink_limits.h"

namespace indgang::ocr {

namespace {

/// A component with the box around it; `right` and `bottom` are the first pixels beyond.
struct Piece {
    int left = 0, right = 0, top = 0, bottom = 0;
    std::int64_t pixels = 0;

    [[nodiscard]] int width() const { return right - left; }
    [[nodiscard]] int height() const { return bottom - top; }
};

std::vector<Piece> pieces_of(const InkComponents& ink) {
    std::vector<Piece> pieces(ink.components.size());
    std::vector<bool> is_begun(ink.components.size(), false);
    for (const InkRun& run : ink.runs) {
        const auto index = static_cast<std::size_t>(run.component);
        Piece& piece = pieces[index];
        if (!is_begun[index]) {
            is_begun[index] = true;
            piece = {run.begin, run.end, run.y, run.y + 1, ink.components[index].pixels};
        }
        piece.left = std::min(piece.left, run.begin);
        piece.right = std::max(piece.right, run.end);
        piece.top = std::min(piece.top, run.y);
        piece.bottom = std::max(piece.bottom, run.y + 1);
    }
    return pieces;
}

/// The band around the printed lines of a box.
struct Frame {
    BoxPx box;
    int reach_px = 0;

    [[nodiscard]] int inner_left() const { return box.x + reach_px; }
    [[nodiscard]] int inner_right() const { return box.x + box.width - reach_px; }
    [[nodiscard]] int inner_top() const { return box.y + reach_px; }
    [[nodiscard]] int inner_bottom() const { return box.y + box.height - reach_px; }
    [[nodiscard]] std::int64_t pixels_inside(const InkRun& run) const {
        if (run.y < inner_top() || run.y >= inner_bottom()) {
            return 0;
        }
        return std::max(0, std::min(run.end, inner_right()) - std::max(run.begin, inner_left()));
    }
    [[nodiscard]] bool reaches_corner(const Piece& piece) const {
        return (piece.left < inner_left() || piece.right > inner_right()) &&
               (piece.top < inner_top() || piece.bottom > inner_bottom());
    }
};

/// Whether each component lies in the frame with nearly all its ink, and is long or at a corner.
std::vector<bool> find_frame_rests(const InkComponents& ink, const std::vector<Piece>& pieces,
                                   const BoxPx& box, double px_per_mm) {
    const double side_mm = std::min(box.width, box.height) / px_per_mm;
    const bool is_small = side_mm < limits::frame_small_box_mm;
    const double reach =
        is_small ? limits::frame_small_reach_share * side_mm : limits::frame_reach_mm;
    const double length =
        is_small ? limits::frame_small_long_share * side_mm : limits::frame_rest_long_mm;
    const Frame frame{box, static_cast<int>(std::lround(reach * px_per_mm))};
    std::vector<std::int64_t> inside(pieces.size(), 0);
    for (const InkRun& run : ink.runs) {
        inside[static_cast<std::size_t>(run.component)] += frame.pixels_inside(run);
    }
    std::vector<bool> is_rest(pieces.size(), false);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const int longer = std::max(pieces[i].width(), is_small ? pieces[i].height() : 0);
        const bool is_long = longer >= length * px_per_mm;
        const auto most = limits::frame_rest_inside_most * static_cast<double>(pieces[i].pixels);
        is_rest[i] =
            static_cast<double>(inside[i]) <= most && (is_long || frame.reaches_corner(pieces[i]));
    }
    return is_rest;
}

/// Half of all strokes are narrower, seen from left to right; in pixels.
double stroke_width(const InkComponents& ink, const std::vector<Piece>& pieces,
                    double letter_pixels) {
    std::vector<int> lengths;
    for (const InkRun& run : ink.runs) {
        const auto index = static_cast<std::size_t>(run.component);
        const bool is_letter = static_cast<double>(pieces[index].pixels) >= letter_pixels;
        if (is_letter && !ink.components[index].is_line_rest) {
            lengths.push_back(run.end - run.begin);
        }
    }
    if (lengths.empty()) {
        return 0;
    }
    const auto middle = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2);
    std::nth_element(lengths.begin(), middle, lengths.end());
    return *middle;
}

/// Pieces of streaks: thin, and with others above and below more than half as tall as the picture.
std::vector<bool> find_streaks(const InkComponents& ink, const std::vector<Piece>& pieces,
                               int height, double px_per_mm) {
    const int lean = static_cast<int>(std::lround(limits::streak_lean_mm * px_per_mm));
    std::vector<int> thin_height(static_cast<std::size_t>(ink.width) + 1, 0);
    const auto is_thin = [&](const Piece& piece) {
        return piece.width() <= limits::streak_thin_mm * px_per_mm && piece.pixels > 0;
    };
    for (const Piece& piece : pieces) {
        if (is_thin(piece)) {
            thin_height[static_cast<std::size_t>((piece.left + piece.right) / 2)] += piece.height();
        }
    }
    std::vector<bool> is_streak(pieces.size(), false);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (is_thin(pieces[i])) {
            const int x = (pieces[i].left + pieces[i].right) / 2;
            int sum = 0;
            for (int at = std::max(0, x - lean); at <= std::min(ink.width, x + lean); ++at) {
                sum += thin_height[static_cast<std::size_t>(at)];
            }
            is_streak[i] = sum >= limits::streak_height_share * height;
        }
    }
    return is_streak;
}

/// Ink that may be the writer's, per column, summed up from the left.
std::vector<std::int64_t> ink_up_to(const InkComponents& ink,
                                    const std::vector<InkOrigin>& origins) {
    std::vector<std::int64_t> sums(static_cast<std::size_t>(ink.width) + 1, 0);
    for (const InkRun& run : ink.runs) {
        if (origins[static_cast<std::size_t>(run.component)] == InkOrigin::writer) {
            for (int x = run.begin; x < run.end; ++x) {
                ++sums[static_cast<std::size_t>(x) + 1];
            }
        }
    }
    for (std::size_t x = 1; x < sums.size(); ++x) {
        sums[x] += sums[x - 1];
    }
    return sums;
}

/// Two like dots side by side, right above one letter, are its diaeresis, however small.
void keep_pairs(const std::vector<Piece>& pieces, double px_per_mm,
                std::vector<InkOrigin>& origins) {
    const int like_px = limits::pair_unlike_most_px;
    const auto are_pair = [&](const Piece& a, const Piece& b) {
        const double apart = (b.left + b.right - a.left - a.right) / 2.0 / px_per_mm;
        return apart >= limits::pair_apart_least_mm && apart <= limits::pair_apart_most_mm &&
               std::abs(a.top - b.top) <= like_px && std::abs(a.bottom - b.bottom) <= like_px &&
               std::abs(a.width() - b.width()) <= like_px;
    };
    const auto is_over = [&](const Piece& a, const Piece& b, const Piece& letter) {
        return letter.left <= a.left && b.right <= letter.right &&
               letter.top >= std::max(a.bottom, b.bottom) &&
               letter.top - a.bottom <= limits::pair_above_most_mm * px_per_mm;
    };
    std::vector<std::size_t> specks;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (origins[i] == InkOrigin::speck && pieces[i].pixels >= limits::pair_dot_least_px) {
            specks.push_back(i);
        }
    }
    for (const std::size_t one : specks) {
        for (const std::size_t other : specks) {
            const bool is_pair = are_pair(pieces[one], pieces[other]);
            for (std::size_t i = 0; is_pair && i < pieces.size(); ++i) {
                if (origins[i] == InkOrigin::writer &&
                    is_over(pieces[one], pieces[other], pieces[i])) {
                    origins[one] = origins[other] = InkOrigin::writer;
                    break;
                }
            }
        }
    }
}

}  // namespace

std::vector<InkOrigin> find_origins(const InkComponents& ink, int height, const BoxPx& box,
                                    double px_per_mm) {
    const double px_per_mm2 = px_per_mm * px_per_mm;
    const std::vector<Piece> pieces = pieces_of(ink);
    const std::vector<bool> is_rest = find_frame_rests(ink, pieces, box, px_per_mm);
    std::vector<InkOrigin> origins(pieces.size(), InkOrigin::writer);
    const std::vector<bool> is_streak = find_streaks(ink, pieces, height, px_per_mm);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (ink.components[i].is_line_rest) {
            origins[i] = InkOrigin::form;
        } else if (is_rest[i]) {
            origins[i] = InkOrigin::frame;
        } else if (is_streak[i]) {
            origins[i] = InkOrigin::scanner;
        }
    }
    const double stroke = stroke_width(ink, pieces, limits::letter_mm2 * px_per_mm2);
    const double dot_least =
        std::max(limits::dot_least_mm2 * px_per_mm2, limits::dot_stroke_share * stroke * stroke);
    const std::vector<std::int64_t> sums = ink_up_to(ink, origins);
    const int near_px = static_cast<int>(std::lround(limits::dot_near_mm * px_per_mm));
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const auto left = static_cast<std::size_t>(std::max(0, pieces[i].left - near_px));
        const auto right = static_cast<std::size_t>(std::min(pieces[i].right + near_px, ink.width));
        const auto pixels = static_cast<double>(pieces[i].pixels);
        const double around = static_cast<double>(sums[right] - sums[left]) - pixels;
        const bool is_letter = pixels >= limits::letter_mm2 * px_per_mm2;
        const bool is_dot = pixels >= dot_least && around >= limits::dot_among_mm2 * px_per_mm2;
        if (origins[i] == InkOrigin::writer && !is_letter && !is_dot) {
            origins[i] = InkOrigin::speck;
        }
    }
    keep_pairs(pieces, px_per_mm, origins);
    return origins;
}

std::optional<double> unevenness_mm(const InkComponents& ink, const std::vector<InkOrigin>& origins,
                                    double px_per_mm) {
    const std::vector<Piece> pieces = pieces_of(ink);
    std::vector<int> ends;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (origins[i] == InkOrigin::writer &&
            pieces[i].height() >= limits::even_letter_least_mm * px_per_mm) {
            ends.push_back(pieces[i].bottom);
        }
    }
    if (ends.size() < limits::even_letters_least) {
        return std::nullopt;
    }
    const auto middle_of = [](std::vector<int>& values) {
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        return *middle;
    };
    const int line = middle_of(ends);
    std::vector<int> distances;
    for (const int end : ends) {
        if (end - line <= limits::descender_mm * px_per_mm) {
            distances.push_back(std::abs(end - line));
        }
    }
    double sum = 0;
    for (const int distance : distances) {
        sum += std::min<double>(distance, limits::uneven_most_mm * px_per_mm);
    }
    return sum / static_cast<double>(distances.size()) / px_per_mm;
}

}  // namespace indgang::ocr
