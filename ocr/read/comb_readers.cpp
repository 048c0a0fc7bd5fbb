// SPDX-License-Identifier: MPL-2.0
// An empty comb, and most are, is found by looking at single pixels between its printed lines; only
// the others are sampled out of the page, freed of the printed form and read.
#include "ocr/read/comb_readers.h"

#include <algorithm>
#include <utility>

#include "ocr/account/account_limits.h"
#include "ocr/account/readings.h"
#include "ocr/comb/comb_doubt.h"
#include "ocr/comb/digit_field.h"
#include "ocr/comb/letter_reader.h"
#include "ocr/ink/comb_cells.h"
#include "ocr/read/read_limits.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {
namespace {

bool is_comb(const FieldPlaces& field) {
    return field.capture() == form::Capture::comb;
}

std::vector<BoxMm> cells_of(const form::Zone& zone) {
    return divide_comb(zone.box, zone.cells, zone.gap_mm);
}

bool is_empty(const PageOnBlank& at, const form::Zone& zone) {
    const std::vector<BoxMm> cells = cells_of(zone);
    return std::none_of(cells.begin(), cells.end(), [&](const BoxMm& cell) {
        return has_ink_inside(at, cell, limits::line_inset_mm);
    });
}

}  // namespace

bool DigitCombs::reads(const FieldPlaces& field) const {
    return is_comb(field) && !is_of_letters(field.field->kind);
}

void DigitCombs::see(const PageSight& page, std::span<const FieldPlaces> fields) {
    combs_.clear();
    leaning_.clear();
    std::vector<double> known;
    const PageOnBlank& at = page.at;
    for (const FieldPlaces& field : fields) {
        const form::Zone& zone = *field.zones.front();
        if (is_empty(at, zone)) {
            continue;
        }
        SeenComb seen;
        seen.clean = clean_cells(at.page, at.to_page, BlankForm::of(at.blank), cells_of(zone),
                                 at.added.faint_ink(zone.box));
        seen.comb = read_cells(seen.clean, digits_);
        const Misplaced misplaced = find_misplaced(seen.clean, zone.box.height);
        leaning_.push_back({&zone, misplaced.is_above, misplaced.is_below});
        if (seen.comb.unevenness_mm.has_value()) {
            known.push_back(*seen.comb.unevenness_mm);
        }
        combs_.emplace(&zone, std::move(seen));
    }
    unevenness_mm_ = combs_unevenness_mm(std::move(known));
}

record::FieldReading DigitCombs::read(const FieldPlaces& field) {
    const form::Zone& zone = *field.zones.front();
    const std::string name = "digits/" + digits_.version();
    const auto seen = combs_.find(&zone);
    if (seen == combs_.end()) {
        return empty_reading(name);
    }
    record::FieldReading reading;
    reading.reader = name;
    reading.doubt =
        comb_doubt(seen->second.clean, seen->second.comb, field.field->kind, zone.box.height);
    if (reading.doubt != fit_off) {  // nobody should be offered what nobody wrote
        reading.candidates =
            read_digit_field(seen->second.comb, *field.field, unevenness_mm_).candidates;
    }
    return reading;
}

bool LetterCombs::reads(const FieldPlaces& field) const {
    return is_comb(field) && is_of_letters(field.field->kind);
}

void LetterCombs::see(const PageSight& page, std::span<const FieldPlaces> /*fields*/) {
    page_ = &page;
}

record::FieldReading LetterCombs::read(const FieldPlaces& field) {
    VERIFY(page_ != nullptr);
    const PageOnBlank& at = page_->at;
    const form::Zone& zone = *field.zones.front();
    if (is_empty(at, zone)) {
        return empty_reading("letters/" + letters_.version());
    }
    return read_letters(at.page, at.to_page, BlankForm::of(at.blank), cells_of(zone),
                        field.field->kind, letters_, at.added.faint_ink(zone.box));
}

}  // namespace indgang::ocr
