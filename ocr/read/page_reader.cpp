// SPDX-License-Identifier: MPL-2.0
// The way of a page: what was typed is taken as it is; the ink in lines is seen; tables are read as
// a whole; each field that somebody may have written in goes to the reader of its sort (reader.h);
// what stands between fields, and all ink that nobody read, is accounted for.
#include "ocr/read/page_reader.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "ocr/account/hidden_print.h"
#include "ocr/account/ink_account.h"
#include "ocr/account/readings.h"
#include "ocr/net/character_net.h"
#include "ocr/net/net_panel.h"
#include "ocr/read/comb_readers.h"
#include "ocr/read/line_readers.h"
#include "ocr/read/mark_readers.h"
#include "ocr/read/neighbours.h"
#include "ocr/read/row_reader.h"
#include "schemas/core/bytes.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

constexpr std::string_view second_digits_file = "digits.second.bin";

CharacterNet load_net(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw Error(Reason::model_missing,
                    "read: the model " + path.filename().string() + " can not be opened");
    }
    const Bytes bytes{std::istreambuf_iterator<char>(file), {}};
    try {
        return CharacterNet::load(bytes);
    } catch (const Error& error) {
        throw error.at(path.filename().string());
    }
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

BoxPx box_on_page(const PageOnBlank& at, const std::vector<const form::Zone*>& zones) {
    BoxPx box = at.to_page(zones.front()->box);
    for (const form::Zone* zone : zones) {
        box = joined(box, at.to_page(zone->box));
    }
    return box;
}

/// The fields that are written in these zones, in the form's order.
std::vector<FieldPlaces> fields_in(const form::FormDefinition& form,
                                   const std::vector<const form::Zone*>& zones) {
    std::vector<FieldPlaces> fields;
    for (const form::Field& field : form.fields) {
        FieldPlaces places{&field, {}};
        std::copy_if(zones.begin(), zones.end(), std::back_inserter(places.zones),
                     [&](const form::Zone* zone) { return zone->field == field.id; });
        if (!places.zones.empty()) {
            fields.push_back(std::move(places));
        }
    }
    return fields;
}

/// What stands in fields that were filled in on a screen; their zones leave `zones`. A box must
/// be ticked with a choice of its field, and a signature is made with a pen.
std::vector<record::FieldReading> take_typed(const PageOnBlank& at,
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
            is_mark != is_choice) {
            continue;
        }
        record::FieldReading reading;
        reading.field = each.name;
        reading.box = box_on_page(at, own);
        reading.candidates = {{each.text, 1.0}};
        reading.reader = "typed/1";
        reading.basis = record::Basis::given;
        taken.push_back(std::move(reading));
        std::erase_if(zones, [&](const form::Zone* zone) { return zone->field == each.name; });
    }
    return taken;
}

/// The tables of the page as a whole; what was filled in on a screen counts as writing.
std::vector<record::TableReading> read_tables(const PageOnBlank& at,
                                              const form::FormDefinition& form, int page,
                                              const PageSight& sight,
                                              std::span<const form::Zone* const> hidden,
                                              const std::vector<record::FieldReading>& typed) {
    std::vector<record::TableReading> tables;
    for (const form::Table& table : form.tables) {
        if (table.page != page) {
            continue;
        }
        std::set<int> typed_rows;
        for (const record::FieldReading& reading : typed) {
            const form::Field* field = form.field(reading.field);
            if (field->table == table.id) {
                typed_rows.insert(field->row);
            }
        }
        tables.push_back(read_rows(at, form, table, sight.lines, hidden, typed_rows));
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

void sort_as_in(const form::FormDefinition& form, std::vector<record::FieldReading>& fields) {
    const auto place = [&](const record::FieldReading& reading) {
        return form.field(reading.field) - form.fields.data();
    };
    std::sort(fields.begin(), fields.end(),
              [&](const auto& a, const auto& b) { return place(a) < place(b); });
}

std::vector<BoxMm> boxes_of(const std::vector<const form::Zone*>& zones) {
    std::vector<BoxMm> boxes;
    std::transform(zones.begin(), zones.end(), std::back_inserter(boxes),
                   [](const form::Zone* zone) { return zone->box; });
    return boxes;
}

}  // namespace

struct PageReader::State {
    const form::FormCatalogue& catalogue;
    BlankPages& blanks;
    CharacterNet champion;
    CharacterNet second_digits;
    CharacterNet letters;
    NetPanel digits{champion, &second_digits};
    DigitCombs digit_combs{digits};
    LetterCombs letter_combs{letters};
    FreeNumbers free_numbers{digits};
    WrittenText text{};
    Marks marks{};
    Bubbles bubbles{};
    Signatures signatures{};
    std::array<Reader*, 7> readers{&digit_combs, &letter_combs, &free_numbers, &text,
                                   &marks,       &bubbles,      &signatures};

    [[nodiscard]] Reader& reader_of(const FieldPlaces& field) const {
        const auto found = std::find_if(readers.begin(), readers.end(),
                                        [&](const Reader* each) { return each->reads(field); });
        VERIFY(found != readers.end());
        return **found;
    }

    /// Lets each reader see its own of these fields together.
    void see(const PageSight& sight, const std::vector<FieldPlaces>& fields) const {
        for (Reader* reader : readers) {
            std::vector<FieldPlaces> own;
            std::copy_if(fields.begin(), fields.end(), std::back_inserter(own),
                         [&](const FieldPlaces& each) { return &reader_of(each) == reader; });
            reader->see(sight, own);
        }
    }

    [[nodiscard]] std::vector<LeaningZone> leaning() const {
        std::vector<LeaningZone> all;
        for (const Reader* reader : readers) {
            const std::vector<LeaningZone> own = reader->leaning();
            all.insert(all.end(), own.begin(), own.end());
        }
        return all;
    }
};

PageReader::PageReader(const form::FormCatalogue& catalogue, BlankPages& blanks,
                       const std::filesystem::path& models, const std::filesystem::path& champion)
    : state_(new State{catalogue, blanks, load_net(digits_of(models, champion)),
                       load_net(models / second_digits_file), load_net(models / "letters.bin")}) {}

PageReader::~PageReader() = default;

PageContent PageReader::read(const MatchedPage& page, std::span<const TypedField> typed) {
    VERIFY(page.kind == record::PageKind::form && page.match);
    const form::FormDefinition* form = state_->catalogue.find(page.match->form);
    VERIFY(form != nullptr);
    const BlankPage& blank =
        state_->blanks.blank(page.match->form, page.match->page, page.language);
    std::vector<const form::Zone*> zones = form->zones_on(page.match->page);
    const AddedInk added(page.image, page.match->to_page, blank, boxes_of(zones));
    const PageOnBlank at{page.image, page.match->to_page, blank, added};
    const auto hidden = zones_with_hidden_print(at, zones);
    PageContent content;
    content.fields = take_typed(at, zones, typed);
    const PageSight sight = see_lines(at, zones);
    content.tables = read_tables(at, *form, page.match->page, sight, hidden, content.fields);
    std::vector<FieldPlaces> to_read;
    const auto give = [&](const FieldPlaces& field, record::FieldReading reading) {
        reading.field = field.field->id;
        reading.box = box_on_page(at, field.zones);
        content.fields.push_back(std::move(reading));
    };
    for (FieldPlaces& field : fields_in(*form, zones)) {
        if (is_in_no_row(*field.field, content.tables)) {
            give(field, empty_reading(row_reader_name));
        } else {
            to_read.push_back(std::move(field));
        }
    }
    state_->see(sight, to_read);
    for (const FieldPlaces& field : to_read) {
        give(field, state_->reader_of(field).read(field));
    }
    sort_as_in(*form, content.fields);
    doubt_neighbours(state_->leaning(), zones, content.fields);
    content.traces = account_for_ink(at, *form, page.match->page, hidden, content.fields);
    return content;
}

}  // namespace indgang::ocr
