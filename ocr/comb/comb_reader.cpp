// SPDX-License-Identifier: MPL-2.0
// From cells to a field. Each cell is an independent choice between its characters, "empty" and
// "reject"; a reading of the field picks one per cell such that the characters form one piece. The
// best readings are found cell by cell, keeping the best few of each state (nothing written yet,
// writing, in a gap that must end, done): every continuation multiplies all readings of a state by
// the same numbers, so a reading that is not among the best of its state never gets among the best.
// 10 cells with 12 choices each cost about 20 us.
//
// The net sees a tile, in which a speck is as large as a digit. That more ink than any dirt has
// cannot be dirt is added here: such a cell holds something that cannot be read.
#include "ocr/comb/comb_reader.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ocr/comb/comb_limits.h"
#include "schemas/core/utf8.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {
namespace {

bool is_allowed(const std::string& character, Alphabet alphabet) {
    return alphabet == Alphabet::all || character.front() < '0' || character.front() > '9';
}

CellReading reading_of(const CleanCell& cell, std::span<const float> probabilities,
                       const NetPanel& net, Alphabet alphabet) {
    CellReading reading;
    reading.ink_mm2 = cell.ink_mm2;
    double allowed = 0;
    for (std::size_t c = 0; c < probabilities.size(); ++c) {
        allowed +=
            is_allowed(net.classes()[c], alphabet) ? static_cast<double>(probabilities[c]) : 0;
    }
    for (std::size_t c = 0; c < probabilities.size(); ++c) {
        if (allowed <= 0 || !is_allowed(net.classes()[c], alphabet)) {
            continue;
        }
        const double probability = alphabet == Alphabet::all
                                       ? static_cast<double>(probabilities[c])
                                       : static_cast<double>(probabilities[c]) / allowed;
        if (c == net.reject_class()) {
            reading.reject_probability = probability;
        } else if (c == net.empty_class()) {
            reading.empty_probability = probability;
        } else if (probability >= limits::listed_least) {
            reading.candidates.push_back({net.classes()[c], probability});
        }
    }
    if (reading.ink_mm2 > limits::most_dirt_mm2) {
        reading.reject_probability += reading.empty_probability;
        reading.empty_probability = 0;
    }
    std::stable_sort(reading.candidates.begin(), reading.candidates.end(),
                     [](const CellCandidate& a, const CellCandidate& b) {
                         return a.probability > b.probability;
                     });
    return reading;
}

/// How far a reading of the field has come.
enum State : std::size_t { before, writing, gap, done, state_count };
using Readings = std::array<std::vector<FieldCandidate>, state_count>;

void add_character(const FieldCandidate& start, const CellReading& cell, int at, bool is_first,
                   std::vector<FieldCandidate>& to) {
    for (const CellCandidate& candidate : cell.candidates) {
        FieldCandidate next = start;
        next.text += candidate.text;
        next.probability *= candidate.probability;
        next.begin = is_first ? at : next.begin;
        next.end = at + 1;
        to.push_back(std::move(next));
    }
}

void add_empty(const FieldCandidate& start, double probability, std::string_view text,
               std::vector<FieldCandidate>& to) {
    FieldCandidate next = start;
    next.text += text;
    next.probability *= probability;
    if (next.probability > 0) {
        to.push_back(std::move(next));
    }
}

void keep_best(std::vector<FieldCandidate>& readings, std::size_t most) {
    std::stable_sort(readings.begin(), readings.end(),
                     [](const FieldCandidate& a, const FieldCandidate& b) {
                         return a.probability > b.probability;
                     });
    if (readings.size() > most) {
        readings.resize(most);
    }
    const double least = readings.empty() ? 0 : readings.front().probability * limits::least_share;
    while (!readings.empty() && readings.back().probability < least) {
        readings.pop_back();
    }
}

Readings with_cell(const Readings& old, const CellReading& cell, int at, Gaps gaps) {
    Readings next;
    const double empty = cell.empty_probability;
    const bool is_space = gaps == Gaps::are_spaces;
    const double in_gap = empty * (is_space ? 1.0 : limits::gap_probability);
    const std::string_view mark = is_space ? " " : "";
    for (const FieldCandidate& reading : old[before]) {
        add_character(reading, cell, at, true, next[writing]);
        add_empty(reading, empty, "", next[before]);
    }
    for (const FieldCandidate& reading : old[writing]) {
        add_character(reading, cell, at, false, next[writing]);
        add_empty(reading, in_gap, mark, next[gap]);
        add_empty(reading, empty, "", next[done]);
    }
    for (const FieldCandidate& reading : old[gap]) {
        add_character(reading, cell, at, false, next[writing]);
        add_empty(reading, in_gap, "", next[gap]);
    }
    for (const FieldCandidate& reading : old[done]) {
        add_empty(reading, empty, "", next[done]);
    }
    return next;
}

/// Of cells that hold a character. One of five or more may be off: a speck hangs on it.
std::optional<double> unevenness_mm(std::span<const CleanCell> cells,
                                    std::span<const CellReading> readings) {
    std::vector<double> heights;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (readings[i].empty_probability < limits::likely) {
            heights.push_back(cells[i].height_mm);
        }
    }
    if (heights.size() < limits::heights_least) {
        return std::nullopt;
    }
    std::sort(heights.begin(), heights.end());
    if (heights.size() >= limits::heights_to_leave_one_out) {
        const double middle = heights[heights.size() / 2];
        const bool is_last_off = heights.back() - middle > middle - heights.front();
        heights.erase(is_last_off ? heights.end() - 1 : heights.begin());
    }
    double sum = 0, squares = 0;
    for (const double height : heights) {
        sum += height;
        squares += height * height;
    }
    const auto count = static_cast<double>(heights.size());
    const double mean = sum / count;
    return std::sqrt(std::max(0.0, squares / count - mean * mean));
}

}  // namespace

CombReading read_comb(const PageImage& page, const MmToPx& to_page, const BlankForm& blank,
                      std::span<const BoxMm> cells, const NetPanel& net, Alphabet alphabet) {
    return read_cells(clean_cells(page, to_page, blank, cells), net, alphabet);
}

CombReading read_cells(std::span<const CleanCell> clean, const NetPanel& net, Alphabet alphabet) {
    std::vector<CharacterTile> tiles;
    for (const CleanCell& cell : clean) {
        if (cell.has_ink) {
            tiles.push_back(cell.tile);
        }
    }
    const std::vector<float> all = net.probabilities(tiles);
    std::span<const float> rest(all);
    const std::size_t count = net.classes().size();
    CombReading reading;
    for (const CleanCell& cell : clean) {
        if (!cell.has_ink) {
            reading.cells.push_back({{}, limits::empty_digit_cell, 0, cell.ink_mm2});
            continue;
        }
        reading.cells.push_back(reading_of(cell, rest.first(count), net, alphabet));
        rest = rest.subspan(count);
    }
    reading.unevenness_mm = unevenness_mm(clean, reading.cells);
    return reading;
}

CombReading read_comb(const PageImage& page, const MmToPx& to_page, const BlankForm& blank,
                      const BoxMm& box, int cells, const NetPanel& net, Alphabet alphabet) {
    return read_comb(page, to_page, blank, divide_comb(box, cells), net, alphabet);
}

CombReading as_people_strike(CombReading comb) {
    constexpr double factor = limits::struck_by_people / (1 - limits::struck_by_people) *
                              (1 - limits::struck_in_training) / limits::struck_in_training;
    for (CellReading& cell : comb.cells) {
        const double struck = std::clamp(cell.reject_probability, 0.0, 1.0);
        const double all = struck * factor + (1 - struck);
        cell.reject_probability = struck * factor / all;
        cell.empty_probability /= all;
        for (CellCandidate& candidate : cell.candidates) {
            candidate.probability /= all;
        }
    }
    return comb;
}

double log_odds(double probability) {
    const double least = std::exp(-limits::most_log_odds);
    const double p = std::clamp(probability, least, 1 - least);
    return std::clamp(std::log(p / (1 - p)), -limits::most_log_odds, limits::most_log_odds);
}

std::optional<int> first_cell_of(const FieldCandidate& candidate) {
    const auto cells = static_cast<std::size_t>(candidate.end - candidate.begin);
    const bool has_each_its_cell = cells > 0 && count_code_points(candidate.text) == cells;
    return has_each_its_cell ? std::optional(candidate.begin) : std::nullopt;
}

std::vector<FieldCandidate> join_cells(const CombReading& reading, Gaps gaps, std::size_t most) {
    VERIFY(most >= 1);
    if (reading.cells.empty()) {
        return {};
    }
    Readings readings;
    readings[before].push_back({"", 1.0, 0, 0});
    for (std::size_t i = 0; i < reading.cells.size(); ++i) {
        readings = with_cell(readings, reading.cells[i], static_cast<int>(i), gaps);
        for (std::vector<FieldCandidate>& state : readings) {
            keep_best(state, most * limits::slack);
        }
    }
    std::vector<FieldCandidate> all;
    for (const State state : {writing, done, before}) {
        for (FieldCandidate& candidate : readings[state]) {
            const auto same = std::find_if(all.begin(), all.end(), [&](const FieldCandidate& c) {
                return c.text == candidate.text;
            });
            if (same == all.end()) {
                all.push_back(std::move(candidate));
            } else {
                // The same text at another place: one value, its probability is the sum.
                const double sum = same->probability + candidate.probability;
                if (candidate.probability > same->probability) {
                    *same = std::move(candidate);
                }
                same->probability = sum;
            }
        }
    }
    keep_best(all, most);
    return all;
}

}  // namespace indgang::ocr
