// SPDX-License-Identifier: MPL-2.0
// A bubble is painted over, and print may stand in it: a letter, a ring, a grey column behind it.
// So not ink is looked for but darkness: how much darker the bubble is than the paper beside it,
// and how much of that it would have empty. The blank tells the latter if it is at hand and clean;
// a form that is known from a filled-in sheet, or from a drawing without its bubbles, has only the
// bubbles themselves: of those with the same letter, and of those in the same row, a quarter at
// least is empty, since a row has one answer. A quartile that is too dark to be an empty bubble is
// an answer that everybody gave, and is cut off. All is relative to the page's own black, so that
// pencil, photos and pale copies need no setting.
//
// Cost: 0.02 ms a bubble. The limits are set by hand after the OMRChecker sheets
// (docs/accuracy.md).
#include "ocr/mark/bubble_reader.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "ocr/comb/comb_reader.h"
#include "ocr/image/zone.h"
#include "ocr/mark/mark_limits.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

double quantile(std::vector<double> values, double share) {
    VERIFY(!values.empty());
    const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at),
                     values.end());
    return values[at];
}

/// How dark a bubble is, 0 as the paper around it, 1 black: in the mean, which a cross adds to, and
/// between what is printed in it, which pencil darkens however large the letter is.
struct Darkness {
    double mean = 0;
    double between = 0;
};

Darkness darkness(const PageImage& page, const MmToPx& to_page, const BoxMm& box) {
    const BoxMm zone{box.x - limits::around * box.width, box.y - limits::around * box.height,
                     box.width * (1 + 2 * limits::around), box.height * (1 + 2 * limits::around)};
    const GreyPatch patch =
        sample_zone(page, to_page, zone, limits::patch_px / std::max(box.width, box.height));
    std::vector<double> all, inner;
    double sum = 0;
    for (int y = 0; y < patch.height; ++y) {
        for (int x = 0; x < patch.width; ++x) {
            const double value = patch.at(x, y);
            all.push_back(value);
            // Within the ellipse that fills the bubble's inside.
            const double u = (x + 0.5) / patch.width - 0.5, v = (y + 0.5) / patch.height - 0.5;
            constexpr double radius = limits::bubble_inside / 2 / (1 + 2 * limits::around);
            if (u * u + v * v <= radius * radius) {
                sum += value;
                inner.push_back(value);
            }
        }
    }
    if (inner.empty()) {
        return {};
    }
    const double paper =
        std::max(limits::paper_least, quantile(std::move(all), limits::paper_share));
    const auto count = static_cast<double>(inner.size());
    return {std::max(0.0, (paper - sum / count) / paper),
            std::max(0.0, (paper - quantile(std::move(inner), limits::between_share)) / paper)};
}

/// Bubbles that look alike when they are empty.
struct Family {
    std::vector<double> means, betweens;

    void add(const Darkness& dark) {
        means.push_back(dark.mean);
        betweens.push_back(dark.between);
    }
    [[nodiscard]] Darkness empty() const {
        return {quantile(means, limits::empty_share), quantile(betweens, limits::empty_share)};
    }
};

MarkReading mark_of(const Bubble& bubble) {
    const double darker = bubble.darker;
    if (darker <= limits::empty_darker) {
        if (bubble.is_crowded) {
            return {MarkState::empty, limits::crowded_empty_marked};
        }
        return {MarkState::empty, darker <= limits::surely_empty_darker
                                      ? limits::surely_empty_marked
                                      : limits::empty_bubble_marked};
    }
    if (darker >= limits::marked_darker) {
        return {MarkState::marked, darker >= limits::surely_marked_darker
                                       ? limits::surely_marked
                                       : limits::clear_bubble_marked};
    }
    const double share =
        (darker - limits::empty_darker) / (limits::marked_darker - limits::empty_darker);
    return {MarkState::unclear,
            limits::empty_bubble_marked +
                share * (limits::clear_bubble_marked - limits::empty_bubble_marked)};
}

record::FieldReading read_row(const std::vector<Bubble>& bubbles) {
    std::vector<ChoiceMark> marks;
    for (const Bubble& bubble : bubbles) {
        marks.push_back({bubble.zone->choice, mark_of(bubble)});
    }
    return join_marks(std::move(marks));
}

CellReading cell_of(const record::FieldReading& row) {
    CellReading cell;
    for (const record::Candidate& each : row.candidates) {
        if (each.text.empty()) {
            cell.empty_probability = each.probability;
        } else {
            cell.candidates.push_back({each.text, each.probability});
        }
    }
    return cell;
}

}  // namespace

std::vector<Bubble> see_bubbles(const PageOnBlank& at,
                                const std::vector<const form::Zone*>& zones) {
    std::vector<Darkness> seen;
    std::map<std::string, Family> by_letter;
    std::map<std::pair<std::string, int>, Family> by_row;
    Family all;
    for (const form::Zone* zone : zones) {
        VERIFY(zone->capture == form::Capture::bubble);
        seen.push_back(darkness(at.page, at.to_page, zone->box));
        by_letter[zone->choice].add(seen.back());
        by_row[{zone->field, zone->cell}].add(seen.back());
        all.add(seen.back());
    }
    std::vector<Bubble> bubbles;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        const form::Zone& zone = *zones[i];
        const Darkness most = all.empty();
        Darkness empty = darkness(at.blank.image, at.blank.to_image, zone.box);
        for (const Family* family : {&by_letter[zone.choice], &by_row[{zone.field, zone.cell}]}) {
            if (family->means.size() >= limits::family_least) {
                empty.mean = std::max(empty.mean, family->empty().mean);
                empty.between = std::max(empty.between, family->empty().between);
            }
        }
        empty.mean = std::min(empty.mean, most.mean + limits::print_most);
        empty.between = std::min(empty.between, most.between + limits::print_most);
        bubbles.push_back({&zone,
                           std::max(seen[i].mean - empty.mean, seen[i].between - empty.between),
                           empty.mean >= limits::crowded});
    }
    return bubbles;
}

record::FieldReading read_bubbles(const std::vector<Bubble>& bubbles) {
    VERIFY(!bubbles.empty());
    record::FieldReading reading;
    if (bubbles.front().zone->cells == 0) {
        reading = read_row(bubbles);
    } else {
        std::map<int, std::vector<Bubble>> columns;
        for (const Bubble& bubble : bubbles) {
            columns[bubble.zone->cell].push_back(bubble);
        }
        CombReading comb;
        for (const auto& [cell, column] : columns) {
            const record::FieldReading row = read_row(column);
            comb.cells.push_back(cell_of(row));
            reading.doubt = reading.doubt.empty() ? row.doubt : reading.doubt;
        }
        for (FieldCandidate& each : join_cells(comb)) {
            reading.candidates.push_back({std::move(each.text), each.probability});
        }
    }
    reading.reader = bubble_reader_name;
    return reading;
}

}  // namespace indgang::ocr
