// SPDX-License-Identifier: MPL-2.0
// Each field of a page goes to the reader of its capture. An empty field, and most are, is found by
// looking at single pixels between its printed lines, 0.05 ms; only the others are sampled out of
// the page, freed of the printed form and read.
#include "ocr/read/page_reader.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "ocr/comb/comb_doubt.h"
#include "ocr/comb/comb_reader.h"
#include "ocr/comb/digit_field.h"
#include "ocr/comb/free_digits.h"
#include "ocr/comb/letter_reader.h"
#include "ocr/ink/zone_ink.h"
#include "ocr/mark/bubble_reader.h"
#include "ocr/mark/mark_reader.h"
#include "ocr/mark/signature.h"
#include "ocr/net/character_net.h"
#include "ocr/net/net_panel.h"
#include "ocr/read/ink_account.h"
#include "ocr/read/row_reader.h"
#include "ocr/text/text_reader.h"
#include "schemas/core/bytes.h"
#include "schemas/core/error.h"
#include "schemas/core/verify.h"

namespace indgang::ocr {

namespace {

constexpr double line_inset_mm = 0.8;  ///< away from printed lines, where emptiness is looked for
constexpr double empty_probability = 0.999;

constexpr std::string_view second_digits_file = "digits.second.bin";

CharacterNet load_net(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw Error(ErrorKind::internal, "model_missing",
                    "read: the model " + path.filename().string() + " can not be opened");
    }
    const Bytes bytes{std::istreambuf_iterator<char>(file), {}};
    return CharacterNet::load(bytes);
}

std::filesystem::path digits_of(const std::filesystem::path& models,
                                const std::filesystem::path& champion) {
    const bool has_champion = !champion.empty() && std::filesystem::exists(champion);
    return has_champion ? champion : models / "digits.bin";
}

BoxPx joined(const BoxPx& a, const BoxPx& b) {
    const int x = std::min(a.x, b.x), y = std::min(a.y, b.y);
    return {x, y, std::max(a.x + a.width, b.x + b.width) - x,
            std::max(a.y + a.height, b.y + b.height) - y};
}

record::FieldReading empty_reading(std::string reader) {
    record::FieldReading reading;
    reading.candidates = {{"", empty_probability}};
    reading.reader = std::move(reader);
    return reading;
}

bool is_comb_empty(const PageOnBlank& at, const form::Zone& zone) {
    const std::vector<BoxMm> cells = divide_comb(zone.box, zone.cells, zone.gap_mm);
    return std::none_of(cells.begin(), cells.end(),
                        [&](const BoxMm& cell) { return has_ink_inside(at, cell, line_inset_mm); });
}

/// The cells of a comb, as cleaned and as read.
struct SeenComb {
    std::vector<CleanCell> clean;
    CombReading comb;
};

record::FieldReading read_digits(const SeenComb& seen, const form::Field& field,
                                 const form::Zone& zone, std::optional<double> page_unevenness_mm,
                                 const NetPanel& net) {
    record::FieldReading reading;
    reading.reader = "digits/" + net.version();
    reading.candidates = read_digit_field(seen.comb, field, page_unevenness_mm).candidates;
    reading.doubt = comb_doubt(seen.clean, seen.comb, field.kind, zone.box.height);
    return reading;
}

record::FieldReading read_capitals(const PageOnBlank& at, const form::Zone& zone, ValueKind kind,
                                   const CharacterNet& net) {
    if (is_comb_empty(at, zone)) {
        return empty_reading("letters/" + net.version());
    }
    return read_letters(at.page, at.to_page, BlankForm::of(at.blank),
                        divide_comb(zone.box, zone.cells, zone.gap_mm), kind, net,
                        at.added.faint_ink(zone.box));
}

bool is_number(ValueKind kind) {
    constexpr std::array kinds = {
        ValueKind::cpr,          ValueKind::cvr,      ValueKind::date,
        ValueKind::phone,        ValueKind::postcode, ValueKind::bank_registration,
        ValueKind::bank_account, ValueKind::amount,   ValueKind::count};
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

/// A number in a box without cells, on a form that somebody else printed.
record::FieldReading read_free_number(const WriterInk& ink, const form::Field& field,
                                      const NetPanel& net) {
    record::FieldReading reading;
    reading.reader = "free_digits/" + net.version();
    const FreeDigits digits = read_free_digits(ink, net);
    if (digits.comb.cells.empty()) {
        reading.doubt = "not_readable";
        return reading;
    }
    reading.candidates = read_digit_field(digits.comb, field).candidates;
    reading.doubt =
        digits.is_guessed ? "touching_digits" : comb_doubt({}, digits.comb, ValueKind::count, 0);
    return reading;
}

/// What has to be seen of all fields together: the ink in fields of text with any, the cells of
/// combs of digits with any, the bubbles.
/// A zone with writing that reaches towards the zone above or below.
struct LeaningZone {
    const form::Zone* zone = nullptr;
    bool leans_up = false;
    bool leans_down = false;
};

struct Written {
    std::map<const form::Zone*, WriterInk> inks;
    double unevenness_mm = 0;
    std::map<const form::Zone*, SeenComb> combs;
    std::optional<double> combs_unevenness_mm;
    std::vector<Bubble> bubbles;
    std::vector<LeaningZone> leaning;
};

bool is_text(const form::Zone& zone) {
    return zone.capture == form::Capture::line || zone.capture == form::Capture::block;
}

void see_text(const PageOnBlank& at, const std::vector<const form::Zone*>& zones, Written& text) {
    std::vector<double> known;
    for (const form::Zone* zone : zones) {
        if (is_text(*zone) && has_ink_inside(at, zone->box, line_inset_mm)) {
            const WriterInk& ink = text.inks.emplace(zone, take_ink(at, zone->box)).first->second;
            if (ink.unevenness_mm.has_value()) {
                known.push_back(*ink.unevenness_mm);
            }
        }
    }
    text.unevenness_mm = page_unevenness_mm(known);
}

void see_combs(const PageOnBlank& at, const form::FormDefinition& form,
               const std::vector<const form::Zone*>& zones, const NetPanel& digits, Written& text) {
    std::vector<double> known;
    for (const form::Zone* zone : zones) {
        if (zone->capture == form::Capture::comb && !is_of_letters(form.field(zone->field)->kind) &&
            !is_comb_empty(at, *zone)) {
            SeenComb seen;
            seen.clean = clean_cells(at.page, at.to_page, BlankForm::of(at.blank),
                                     divide_comb(zone->box, zone->cells, zone->gap_mm),
                                     at.added.faint_ink(zone->box));
            seen.comb = read_cells(seen.clean, digits);
            const Misplaced misplaced = find_misplaced(seen.clean, zone->box.height);
            text.leaning.push_back({zone, misplaced.is_above, misplaced.is_below});
            const CombReading& comb = text.combs.emplace(zone, std::move(seen)).first->second.comb;
            if (comb.unevenness_mm.has_value()) {
                known.push_back(*comb.unevenness_mm);
            }
        }
    }
    text.combs_unevenness_mm = combs_unevenness_mm(std::move(known));
}

void see_all_bubbles(const PageOnBlank& at, const std::vector<const form::Zone*>& zones,
                     Written& text) {
    std::vector<const form::Zone*> bubbles;
    std::copy_if(zones.begin(), zones.end(), std::back_inserter(bubbles),
                 [](const form::Zone* zone) { return zone->capture == form::Capture::bubble; });
    text.bubbles = see_bubbles(at, bubbles);
}

bool is_nothing(const record::FieldReading& reading) {
    return reading.candidates.empty() || reading.candidates.front().text.empty() ||
           reading.candidates.front().text == "absent";
}

double gap(double from, double to, double other_from, double other_to) {
    return std::max({0.0, other_from - to, from - other_to});
}

/// What replaces a struck value is written beside it, at times into the next box, where it looks
/// like that box's own; a signature's box takes any ink for its own, so that a number beside it has
/// to be sure.
void doubt_beside_struck(const std::vector<const form::Zone*>& zones,
                         std::vector<record::FieldReading>& fields) {
    constexpr double beside_mm = 5, before_signature_mm = 8, sure_least = 0.9;
    const auto reading_of = [&](const form::Zone* zone) {
        return std::find_if(fields.begin(), fields.end(),
                            [&](const auto& each) { return each.field == zone->field; });
    };
    for (const form::Zone* struck : zones) {
        const auto reading = reading_of(struck);
        if (reading == fields.end() || struck->capture == form::Capture::mark ||
            struck->capture == form::Capture::bubble ||
            (reading->doubt.empty() && is_nothing(*reading))) {
            continue;
        }
        const bool is_struck = reading->doubt == "struck_out";
        const bool is_unsure =
            !reading->doubt.empty() || reading->candidates.front().probability < sure_least;
        const BoxMm& box = struck->box;
        for (const form::Zone* other : zones) {
            const BoxMm& next = other->box;
            const double right = gap(box.x, box.x + box.width, next.x, next.x + next.width);
            const double down = gap(box.y, box.y + box.height, next.y, next.y + next.height);
            const bool is_signature = other->capture == form::Capture::signature;
            const double most = is_signature && down <= 0 ? before_signature_mm : beside_mm;
            const bool is_beside = std::max(right, down) <= most && std::min(right, down) <= 0;
            const bool is_mark = other->capture == form::Capture::mark ||
                                 other->capture == form::Capture::bubble;
            const auto beside = reading_of(other);
            const bool is_meant = is_struck || (is_unsure && is_signature && right > 0);
            if (is_meant && is_beside && !is_mark && beside != fields.end() && beside->doubt.empty() &&
                beside->reader != row_reader_name && !is_nothing(*beside)) {
                beside->doubt = "writing_beside";
            }
        }
    }
}

/// A character or a mark between two boxes may be meant for either: both are doubted.
void doubt_neighbours(const std::vector<LeaningZone>& leaning,
                      const std::vector<const form::Zone*>& zones,
                      std::vector<record::FieldReading>& fields) {
    constexpr double near_mm = 5;
    const auto doubt = [&](const std::string& field, const char* why) {
        const auto reading = std::find_if(fields.begin(), fields.end(),
                                          [&](const auto& each) { return each.field == field; });
        const bool is_open = reading != fields.end() && reading->doubt.empty();
        if (is_open && reading->reader != row_reader_name) {
            reading->doubt = why;
        }
    };
    for (const LeaningZone& each : leaning) {
        const form::Zone& zone = *each.zone;
        for (const form::Zone* other : zones) {
            const double above = zone.box.y - (other->box.y + other->box.height);
            const double below = other->box.y - (zone.box.y + zone.box.height);
            const bool is_near = (each.leans_up && above >= 0 && above <= near_mm) ||
                                 (each.leans_down && below >= 0 && below <= near_mm);
            const bool is_in_column = other->box.x < zone.box.x + zone.box.width &&
                                      zone.box.x < other->box.x + other->box.width;
            if (is_near && is_in_column && other->capture == zone.capture) {
                doubt(zone.field, "misplaced");
                doubt(other->field, "writing_beside");
            }
        }
    }
}

BoxPx box_on_page(const PageOnBlank& at, const std::vector<const form::Zone*>& zones) {
    BoxPx box = at.to_page(zones.front()->box);
    for (const form::Zone* zone : zones) {
        box = joined(box, at.to_page(zone->box));
    }
    return box;
}

/// What stands in fields that were filled in on a screen; their zones leave `zones`. A box must
/// be ticked with a choice of its field, and a signature is made with a pen.
std::vector<record::FieldReading> take_typed(const PageOnBlank& at,
                                             const form::FormDefinition& form,
                                             std::vector<const form::Zone*>& zones,
                                             std::span<const TypedField> typed) {
    std::vector<record::FieldReading> taken;
    for (const TypedField& each : typed) {
        std::vector<const form::Zone*> own;
        std::copy_if(zones.begin(), zones.end(), std::back_inserter(own),
                     [&](const form::Zone* zone) { return zone->field == each.name; });
        const bool is_mark = !own.empty() && own.front()->capture == form::Capture::mark;
        const bool is_choice = std::any_of(own.begin(), own.end(), [&](const form::Zone* zone) {
            return zone->choice == each.text;
        });
        if (own.empty() || own.front()->capture == form::Capture::signature ||
            is_mark != is_choice || form.field(each.name) == nullptr) {
            continue;
        }
        record::FieldReading reading;
        reading.field = each.name;
        reading.box = box_on_page(at, own);
        reading.candidates = {{each.text, 1.0}};
        reading.reader = "typed/1";
        taken.push_back(std::move(reading));
        std::erase_if(zones, [&](const form::Zone* zone) { return zone->field == each.name; });
    }
    return taken;
}

/// The tables of the page as a whole; what was filled in on a screen counts as writing.
std::vector<record::TableReading> read_tables(const PageOnBlank& at,
                                              const form::FormDefinition& form, int page,
                                              const Written& written,
                                              const std::vector<record::FieldReading>& typed) {
    std::vector<record::TableReading> tables;
    for (const form::Table& table : form.tables) {
        if (table.page != page) {
            continue;
        }
        std::set<int> typed_rows;
        for (const record::FieldReading& reading : typed) {
            const form::Field* field = form.field(reading.field);
            if (field->table == table.id && !reading.candidates.front().text.empty()) {
                typed_rows.insert(field->row);
            }
        }
        tables.push_back(read_rows(at, form, table, written.inks, typed_rows));
    }
    return tables;
}

/// Whether a field need not be read: nothing stands in its row, or nothing that counts.
bool is_in_no_row(const form::Field& field, const std::vector<record::TableReading>& tables) {
    const auto table = std::find_if(tables.begin(), tables.end(),
                                    [&](const auto& each) { return each.table == field.table; });
    const auto has = [&](const std::vector<int>& rows) {
        return std::find(rows.begin(), rows.end(), field.row) != rows.end();
    };
    return field.row > 0 && table != tables.end() && !has(table->filled) && !has(table->doubtful);
}

}  // namespace

struct PageReader::State {
    const form::FormCatalogue& catalogue;
    BlankPages& blanks;
    CharacterNet champion;
    CharacterNet second_digits;
    CharacterNet letters;
    TextReader text;
    NetPanel digits{champion, &second_digits};

    [[nodiscard]] record::FieldReading read_zone(const PageOnBlank& at, const Written& written,
                                                 const form::Field& field, const form::Zone& zone);
    [[nodiscard]] record::FieldReading read_field(const PageOnBlank& at, Written& written,
                                                  const form::Field& field,
                                                  const std::vector<const form::Zone*>& zones);
};

PageReader::PageReader(const form::FormCatalogue& catalogue, BlankPages& blanks,
                       const std::filesystem::path& models, const std::filesystem::path& champion)
    : state_(new State{catalogue,
                       blanks,
                       load_net(digits_of(models, champion)),
                       load_net(models / second_digits_file),
                       load_net(models / "letters.bin"),
                       {}}) {}

PageReader::~PageReader() = default;

record::FieldReading PageReader::State::read_zone(const PageOnBlank& at, const Written& written,
                                                  const form::Field& field,
                                                  const form::Zone& zone) {
    switch (zone.capture) {
        case form::Capture::comb: {
            if (is_of_letters(field.kind)) {
                return read_capitals(at, zone, field.kind, letters);
            }
            const auto comb = written.combs.find(&zone);
            return comb == written.combs.end() ? empty_reading("digits/" + digits.version())
                                               : read_digits(comb->second, field, zone,
                                                             written.combs_unevenness_mm, digits);
        }
        case form::Capture::signature:
            return read_signature(at, zone.box);
        case form::Capture::line:
        case form::Capture::block:
            break;
        case form::Capture::mark:
        case form::Capture::bubble:
            VERIFY(!"marks are read per field");
    }
    const auto ink = written.inks.find(&zone);
    if (ink == written.inks.end()) {
        return empty_reading("ink/1");
    }
    if (is_number(field.kind)) {
        return read_free_number(ink->second, field, digits);
    }
    return text.read(ink->second, field.kind, zone.capture == form::Capture::block,
                     written.unevenness_mm);
}

record::FieldReading PageReader::State::read_field(const PageOnBlank& at, Written& written,
                                                   const form::Field& field,
                                                   const std::vector<const form::Zone*>& zones) {
    VERIFY(!zones.empty());
    record::FieldReading reading;
    if (zones.front()->capture == form::Capture::mark) {
        std::vector<ChoiceMark> marks;
        for (const form::Zone* zone : zones) {
            marks.push_back({zone->choice, read_mark(at, zone->box)});
            const MarkReading& mark = marks.back().mark;
            written.leaning.push_back({zone, mark.leans_up, mark.leans_down});
        }
        reading = join_marks(std::move(marks));
    } else if (zones.front()->capture == form::Capture::bubble) {
        std::vector<Bubble> own;
        std::copy_if(written.bubbles.begin(), written.bubbles.end(), std::back_inserter(own),
                     [&](const Bubble& bubble) { return bubble.zone->field == field.id; });
        reading = read_bubbles(own);
    } else {
        reading = read_zone(at, written, field, *zones.front());
    }
    reading.field = field.id;
    reading.box = box_on_page(at, zones);
    return reading;
}

PageContent PageReader::read(const MatchedPage& page, std::span<const TypedField> typed) {
    VERIFY(page.kind == record::PageKind::form && page.match);
    const form::FormDefinition* form = state_->catalogue.find(page.match->form);
    VERIFY(form != nullptr);
    const BlankPage& blank = state_->blanks.blank(page.match->form, page.match->page);
    std::vector<BoxMm> places;
    for (const form::Zone* zone : form->zones_on(page.match->page)) {
        places.push_back(zone->box);
    }
    const AddedInk added(page.image, page.match->to_page, blank, places);
    const PageOnBlank at{page.image, page.match->to_page, blank, added};
    state_->text.reset();
    std::vector<const form::Zone*> zones = form->zones_on(page.match->page);
    std::vector<record::FieldReading> taken = take_typed(at, *form, zones, typed);
    Written written;
    see_text(at, zones, written);
    see_all_bubbles(at, zones, written);
    PageContent content;
    content.tables = read_tables(at, *form, page.match->page, written, taken);
    std::vector<const form::Zone*> in_rows;
    std::copy_if(zones.begin(), zones.end(), std::back_inserter(in_rows),
                 [&](const form::Zone* zone) {
                     return !is_in_no_row(*form->field(zone->field), content.tables);
                 });
    see_combs(at, *form, in_rows, state_->digits, written);
    for (const form::Field& field : form->fields) {
        std::vector<const form::Zone*> own;
        std::copy_if(zones.begin(), zones.end(), std::back_inserter(own),
                     [&](const form::Zone* zone) { return zone->field == field.id; });
        const auto known = std::find_if(taken.begin(), taken.end(),
                                        [&](const auto& each) { return each.field == field.id; });
        if (known != taken.end()) {
            content.fields.push_back(std::move(*known));
        } else if (!own.empty() && is_in_no_row(field, content.tables)) {
            content.fields.push_back(empty_reading(row_reader_name));
            content.fields.back().field = field.id;
            content.fields.back().box = box_on_page(at, own);
        } else if (!own.empty()) {
            content.fields.push_back(state_->read_field(at, written, field, own));
        }
    }
    doubt_neighbours(written.leaning, zones, content.fields);
    doubt_beside_struck(zones, content.fields);
    content.traces = account_for_ink(at, *form, page.match->page, content.fields);
    return content;
}

}  // namespace indgang::ocr
