// SPDX-License-Identifier: MPL-2.0
#include "ocr/read/line_readers.h"

#include <algorithm>
#include <array>
#include <vector>

#include "ocr/account/account_limits.h"
#include "ocr/account/readings.h"
#include "ocr/comb/comb_doubt.h"
#include "ocr/comb/digit_field.h"
#include "ocr/comb/free_digits.h"
#include "ocr/read/read_limits.h"
#include "schemas/error/verify.h"
#include "schemas/values/facets.h"

namespace indgang::ocr {
namespace {

/// Of a line or block that nobody wrote in.
constexpr const char* empty_reader_name = "ink/1";

const WriterInk* ink_of(const PageSight* page, const FieldPlaces& field) {
    VERIFY(page != nullptr);
    const auto found = page->lines.find(field.zones.front());
    return found == page->lines.end() ? nullptr : &found->second;
}

}  // namespace

PageSight see_lines(const PageOnBlank& at, std::span<const form::Zone* const> zones) {
    PageSight sight{at, {}, 0};
    std::vector<double> known;
    for (const form::Zone* zone : zones) {
        if (is_text(zone->capture) && has_ink_inside(at, zone->box, limits::line_inset_mm)) {
            const WriterInk& ink = sight.lines.emplace(zone, take_ink(at, zone->box)).first->second;
            if (ink.unevenness_mm.has_value()) {
                known.push_back(*ink.unevenness_mm);
            }
        }
    }
    sight.unevenness_mm = page_unevenness_mm(known);
    return sight;
}

bool WrittenText::reads(const FieldPlaces& field) const {
    return is_text(field.capture()) && !facets_of(field.field->kind).is_number;
}

void WrittenText::see(const PageSight& page, std::span<const FieldPlaces> /*fields*/) {
    page_ = &page;
    text_.reset();
}

record::FieldReading WrittenText::read(const FieldPlaces& field) {
    const WriterInk* ink = ink_of(page_, field);
    return ink == nullptr
               ? empty_reading(empty_reader_name)
               : text_.read(*ink, field.field->kind, field.capture() == form::Capture::block,
                            page_->unevenness_mm);
}

bool FreeNumbers::reads(const FieldPlaces& field) const {
    return is_text(field.capture()) && facets_of(field.field->kind).is_number;
}

void FreeNumbers::see(const PageSight& page, std::span<const FieldPlaces> /*fields*/) {
    page_ = &page;
}

record::FieldReading FreeNumbers::read(const FieldPlaces& field) {
    const WriterInk* ink = ink_of(page_, field);
    if (ink == nullptr) {
        return empty_reading(empty_reader_name);
    }
    record::FieldReading reading;
    reading.reader = "free_digits/" + digits_.version();
    const FreeDigits digits = read_free_digits(*ink, digits_);
    if (digits.comb.cells.empty()) {
        reading.doubt = "not_readable";
        return reading;
    }
    reading.candidates = read_digit_field(digits.comb, *field.field).candidates;
    reading.doubt =
        digits.is_guessed ? "touching_digits" : comb_doubt({}, digits.comb, ValueKind::count, 0);
    return reading;
}

}  // namespace indgang::ocr
