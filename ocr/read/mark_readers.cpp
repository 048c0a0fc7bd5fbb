// SPDX-License-Identifier: MPL-2.0
#include "ocr/read/mark_readers.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "ocr/mark/mark_reader.h"
#include "ocr/mark/signature.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {
namespace {

record::FieldReading by_hand(record::FieldReading reading) {
    reading.basis = record::Basis::set_by_hand;
    return reading;
}

}  // namespace

bool Marks::reads(const FieldPlaces& field) const {
    return field.capture() == form::Capture::mark;
}

void Marks::see(const PageSight& page, std::span<const FieldPlaces> /*fields*/) {
    page_ = &page;
    leaning_.clear();
}

record::FieldReading Marks::read(const FieldPlaces& field) {
    VERIFY(page_ != nullptr);
    std::vector<ChoiceMark> marks;
    for (const form::Zone* zone : field.zones) {
        marks.push_back({zone->choice, read_mark(page_->at, zone->box)});
        const MarkReading& mark = marks.back().mark;
        leaning_.push_back({zone, mark.leans_up, mark.leans_down});
    }
    return by_hand(join_marks(std::move(marks)));
}

bool Bubbles::reads(const FieldPlaces& field) const {
    return field.capture() == form::Capture::bubble;
}

void Bubbles::see(const PageSight& page, std::span<const FieldPlaces> fields) {
    std::vector<const form::Zone*> zones;
    for (const FieldPlaces& field : fields) {
        zones.insert(zones.end(), field.zones.begin(), field.zones.end());
    }
    bubbles_ = see_bubbles(page.at, zones);
}

record::FieldReading Bubbles::read(const FieldPlaces& field) {
    std::vector<Bubble> own;
    std::copy_if(bubbles_.begin(), bubbles_.end(), std::back_inserter(own),
                 [&](const Bubble& bubble) { return bubble.zone->field == field.field->id; });
    return by_hand(read_bubbles(own));
}

bool Signatures::reads(const FieldPlaces& field) const {
    return field.capture() == form::Capture::signature;
}

void Signatures::see(const PageSight& page, std::span<const FieldPlaces> /*fields*/) {
    page_ = &page;
}

record::FieldReading Signatures::read(const FieldPlaces& field) {
    VERIFY(page_ != nullptr);
    return by_hand(read_signature(page_->at, field.zones.front()->box));
}

}  // namespace indgang::ocr
