// SPDX-License-Identifier: MPL-2.0
// A reader sees one field. Whose writing it is that a box holds can depend on the box beside it:
//
// A character whose middle is far off its comb's may be meant for the comb above or below, and so
// may a mark between two boxes. Both fields are doubted.
//
// Who strikes a value writes the right one beside it, at times into the next box, where it looks
// like that box's own. What stands right beside a struck value is doubted; boxes of marks are not,
// since nobody writes a number into them. A signature's box takes any ink for a signature, so that
// it is doubted beside each number that is not sure.
#include "ocr/read/neighbours.h"

#include <algorithm>

#include "ocr/account/readings.h"
#include "ocr/read/read_limits.h"

namespace indgang::ocr {
namespace {

class Neighbours {
  public:
    Neighbours(std::span<const form::Zone* const> zones, std::vector<record::FieldReading>& fields)
        : zones_(zones), fields_(fields) {}

    void doubt_beside_leaning(const LeaningZone& leaning) {
        const form::Zone& zone = *leaning.zone;
        for (const form::Zone* other : zones_) {
            const double above = zone.box.y - (other->box.y + other->box.height);
            const double below = other->box.y - (zone.box.y + zone.box.height);
            const bool is_near =
                (leaning.leans_up && above >= 0 && above <= limits::leaning_near_mm) ||
                (leaning.leans_down && below >= 0 && below <= limits::leaning_near_mm);
            const bool is_in_column = other->box.x < zone.box.x + zone.box.width &&
                                      zone.box.x < other->box.x + other->box.width;
            if (is_near && is_in_column && other->capture == zone.capture) {
                doubt_reading(fields_, zone.field, "misplaced");
                doubt_reading(fields_, other->field, "writing_beside");
            }
        }
    }

    void doubt_beside_struck(const form::Zone& zone) {
        const record::FieldReading* reading = reading_of(fields_, zone.field);
        if (reading == nullptr || is_mark(zone) ||
            (reading->doubt.empty() && is_nothing(*reading))) {
            return;
        }
        const bool is_struck = reading->doubt == "struck_out";
        const bool is_unsure =
            !reading->doubt.empty() || reading->candidates.front().probability < limits::sure_least;
        for (const form::Zone* other : zones_) {
            const bool is_meant = is_struck || (is_unsure && is_signature_after(*other, zone));
            const record::FieldReading* beside = reading_of(fields_, other->field);
            if (is_meant && !is_mark(*other) && are_beside(zone, *other) && beside != nullptr &&
                !is_nothing(*beside)) {
                doubt_reading(fields_, other->field, "writing_beside");
            }
        }
    }

  private:
    [[nodiscard]] static bool is_signature_after(const form::Zone& zone, const form::Zone& number) {
        return zone.capture == form::Capture::signature &&
               zone.box.x >= number.box.x + number.box.width;
    }

    [[nodiscard]] static bool are_beside(const form::Zone& zone, const form::Zone& other) {
        const double right = gap_x(zone.box, other.box), down = gap_y(zone.box, other.box);
        const double most = is_signature_after(other, zone) ? limits::before_signature_mm
                                                            : limits::beside_struck_mm;
        return std::max(right, down) <= most && std::min(right, down) <= 0;
    }

    std::span<const form::Zone* const> zones_;
    std::vector<record::FieldReading>& fields_;
};

}  // namespace

void doubt_neighbours(std::span<const LeaningZone> leaning,
                      std::span<const form::Zone* const> zones,
                      std::vector<record::FieldReading>& fields) {
    Neighbours neighbours(zones, fields);
    for (const LeaningZone& each : leaning) {
        neighbours.doubt_beside_leaning(each);
    }
    for (const form::Zone* zone : zones) {
        neighbours.doubt_beside_struck(*zone);
    }
}

}  // namespace indgang::ocr
