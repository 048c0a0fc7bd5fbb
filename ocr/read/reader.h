// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <span>
#include <vector>

#include "ocr/ink/zone_ink.h"
#include "schemas/form/definition.h"
#include "schemas/record/reading.h"

namespace indgang::ocr {

/// A field and the places on one page to write it, at least one, in the form's order.
struct FieldPlaces {
    const form::Field* field = nullptr;
    std::vector<const form::Zone*> zones;

    /// The field's capture: all of its places have the same.
    [[nodiscard]] form::Capture capture() const { return zones.front()->capture; }
};

/// What is seen of a page before a reader sees anything: the page, and the ink in its fields of
/// lines and blocks that have any, which readers of text and tables share.
struct PageSight {
    const PageOnBlank& at;
    std::map<const form::Zone*, WriterInk> lines;
    double unevenness_mm = 0;  ///< of the letters in them, see page_unevenness_mm
};

/// A zone with writing that reaches towards the zone above or below.
struct LeaningZone {
    const form::Zone* zone = nullptr;
    bool leans_up = false;
    bool leans_down = false;
};

/// Reads the fields of one sort of writing. A page is read in two steps, since how somebody writes
/// one field says something of the others: `see` all, then `read` each.
///
/// The port of the room: PageReader asks the first of its readers that `reads` a field.
/// Threads: one per thread.
class Reader {
  public:
    Reader() = default;
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    virtual ~Reader() = default;

    [[nodiscard]] virtual bool reads(const FieldPlaces& field) const = 0;
    /// Takes: all fields of the page that this reader reads; the sight outlives the page's reading.
    /// Forgets the page before.
    virtual void see(const PageSight& page, std::span<const FieldPlaces> fields) = 0;
    /// Takes: a field that was seen last.
    /// Gives: a reading without field and box, which says whether its probability was fitted.
    [[nodiscard]] virtual record::FieldReading read(const FieldPlaces& field) = 0;
    /// The zones of fields read since `see` whose writing reaches out of them.
    [[nodiscard]] virtual std::vector<LeaningZone> leaning() const { return {}; }
};

}  // namespace indgang::ocr
