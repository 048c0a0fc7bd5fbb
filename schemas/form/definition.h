// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <compare>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "schemas/core/bytes.h"
#include "schemas/core/geometry.h"
#include "schemas/core/source_place.h"
#include "schemas/values/text_pattern.h"
#include "schemas/values/value.h"

namespace indgang::form {

/// Which form, in which version: what a page code and an XML namespace name.
struct FormKey {
    std::string form;     ///< "boligstoette": [a-z0-9_]{1,40}
    std::string version;  ///< "1": [a-z0-9-]{1,12}
    auto operator<=>(const FormKey&) const = default;
};

/// In which form a person has its words.
enum class Language { danish, english };

struct Text {
    std::string da;
    std::string en;

    /// Danish where there is no English.
    [[nodiscard]] const std::string& in(Language language) const {
        return language == Language::english && !en.empty() ? en : da;
    }
    bool operator==(const Text&) const = default;
};

struct Choice {
    std::string key;  ///< [a-z0-9_]+, the value that is stored
    Text label;
    std::vector<std::string> xml;  ///< how XML writes it besides the key, matched exactly
};

/// How a field stands on paper.
enum class Capture {
    comb,       ///< one character in each of `cells` boxes
    line,       ///< free writing in one box, one line
    block,      ///< free writing in one box, several lines
    mark,       ///< one small box per choice; yes_no has the choices "ja" and "nej"
    bubble,     ///< as mark, but painted over rather than ticked, and print may stand in it
    signature,  ///< ink or none
};
[[nodiscard]] std::string_view name_of(Capture capture);

/// What another field must hold for something to be so.
struct Condition {
    enum class Test {
        is_one_of,   ///< it holds one of `values`
        is_none_of,  ///< it holds a value, and none of `values`
        is_answered,
        is_empty,
    };
    std::string field;  ///< of the form; in a row of a table, of the same row
    Test test = Test::is_one_of;
    std::vector<std::string> values;  ///< canonical, see Value::canonical
    Text note;                        ///< says it to people; may be empty

    /// Takes: the canonical value of `field`; nothing: it is empty.
    [[nodiscard]] bool holds_for(std::optional<std::string_view> value) const;
};

/// What the author of a form says of a field beyond what it is; most fields have none of it.
struct FieldTerms {
    Text help;  ///< how to answer, in a sentence or two
    Text unit;  ///< of a number: "kr.", "m²", "timer"
    /// All of them hold, or the field is not to be filled in, and is not required.
    std::vector<Condition> shown_when;
    /// One of them holds: the field is required.
    std::vector<Condition> required_when;
    std::optional<Value> least;  ///< of amounts, counts and dates; included
    std::optional<Value> most;
    std::optional<TextPattern> pattern;  ///< of texts, as their value is written
    int max_length = 0;                  ///< characters of a text; 0: what its kind allows
    std::string sensitivity;             ///< a word of `sensitivities`; empty: none in particular
    int retention_days = 0;              ///< 0: as the form's
    bool is_entered_twice = false;       ///< two people enter it when it is doubted
    std::vector<std::string> registers;  ///< that confirm it: words of `confirming_registers`
};

struct Field {
    std::string id;  ///< [a-z0-9_]+, or "husstand.2.cpr" for row 2 of a repeated group
    ValueKind kind = ValueKind::text;
    Capture capture = Capture::line;
    int cells = 0;  ///< of a comb, and of bubbles that give one character a column; else 0
    bool is_required = false;  ///< in a row of a table: when anything stands in that row; when it
                               ///< is to be filled in at all (`terms.shown_when`)
    std::string table;         ///< "husstand" for a field of a table's row, else empty
    int row = 0;               ///< as printed, 1-based; 0: in no table
    Text label;
    std::vector<Choice> choices;  ///< of kinds choice and yes_no, in the order on paper; a yes_no
                                  ///< that is printed as one box (a declaration) has only "ja"
    std::string hint;             ///< what to write, for people and test data: "DDMMÅÅSSSS"
    FieldTerms terms = {};

    /// An application is not complete without it, whatever else stands there.
    [[nodiscard]] bool is_always_required() const {
        return is_required && terms.shown_when.empty();
    }
    /// As authors write it: "husstand.cpr" for all rows of a table.
    [[nodiscard]] std::string written_id() const {
        return row == 0 ? id : table + id.substr(id.rfind('.'));
    }
};

/// Repeated lines: the same fields in each row, to be filled in from the first row on.
struct Table {
    std::string id;  ///< "husstand"; its fields are "husstand.1.cpr", "husstand.1.navn", ...
    int rows = 0;    ///< as printed
    int page = 1;    ///< of the form, 1-based
};

/// Where a field is written on paper. A field of capture `mark` or `bubble` has one zone per
/// choice, or per cell and character if it has cells; every other field has exactly one.
struct Zone {
    std::string field;
    std::string choice;  ///< what a mark or bubble stands for, else empty
    Capture capture = Capture::line;
    int page = 1;  ///< 1-based
    BoxMm box;     ///< the printed box, outer edges; a comb's cells part it evenly
    int cells = 0;
    double gap_mm = 0;  ///< between the cells of a comb
    int cell = 0;       ///< of bubbles with cells: which of them, from 0
};

/// A rule by name with the fields that it works on: `sum_within {parts = [...], total = [...]}`.
/// Values that are no field ids (tolerances, register purposes) stand in `settings`.
struct RuleBinding {
    std::string rule;
    std::map<std::string, std::vector<std::string>> fields;
    std::map<std::string, std::string> settings;
    SourcePlace place = {};                          ///< in form.toml
    std::map<std::string, SourcePlace> places = {};  ///< of its roles and settings
    std::vector<Condition> when = {};                ///< all of them hold, or nothing is checked
};

/// What is printed besides the places to write: one text, or a black bar when the text is empty.
/// The places are those of the Danish print; other words are made smaller until they fit.
struct Print {
    enum class Role { title, heading, label, note, bar };
    enum class Align { left, centre, right };
    Role role = Role::label;
    BoxMm box;  ///< a text wraps within its width and starts at its top
    Text text;
    double size_pt = 0;
    bool is_bold = false;
    Align align = Align::left;
    double room_mm = 0;  ///< as wide may another language's text be; 0: as wide as the box
};

/// The picture of a page that somebody else printed.
struct BlankPicture {
    std::filesystem::path file;  ///< absolute; PNG, JPEG, TIFF or PDF
    int page = 1;                ///< of the file, 1-based
    bool is_filled = false;      ///< somebody wrote on it: what stands in the zones says nothing
    std::vector<BoxMm> varies;   ///< where copies of the form differ: serial numbers, addresses
    /// Where the page's corners lie on the picture in pixels: top left, top right, bottom right,
    /// bottom left. Nothing: at the corners of the picture.
    std::optional<std::array<PointPx, 4>> corners;
};

/// One page as it is printed.
struct PageLayout {
    double width_mm = 210;
    double height_mm = 297;
    /// Of a foreign page: it has no code, no marks and no prints of ours.
    std::optional<BlankPicture> blank;
    BoxMm code;                 ///< of the QR page code, without its quiet zone
    std::vector<BoxMm> marks;   ///< black registration squares: top left, top right, bottom left,
                                ///< bottom right
    std::vector<Print> prints;  ///< headings, labels and other words
};

/// One XML dialect that gives this form, see schemas/xml/map.h: a map file, and the schema that
/// its documents must satisfy, both in the form's folder.
struct XmlDialect {
    std::string name;                   ///< "boligstoette", "sp501", "os2forms"
    std::string root;                   ///< local name of the root element
    std::string root_namespace;         ///< empty: none
    std::filesystem::path map_file;     ///< absolute
    std::filesystem::path schema_file;  ///< absolute; empty: the schema generated from the form
};

/// A word that changes from a day on: a KLE number, the authority that decides.
class DatedWord {
  public:
    DatedWord() = default;
    DatedWord(std::string always) : words_{{std::nullopt, std::move(always)}} {}  // NOLINT
    DatedWord(const char* always) : DatedWord(std::string(always)) {}             // NOLINT
    /// From `first` on; nothing: always so far. Takes: later than all that were added before.
    void add(std::optional<Date> first, std::string word) {
        words_.emplace_back(first, std::move(word));
    }
    /// The word on a day; before the first day that is known, the first word. Empty: there is none.
    [[nodiscard]] const std::string& on(const Date& day) const;
    /// The last one that was added.
    [[nodiscard]] const std::string& newest() const;
    [[nodiscard]] bool has(std::string_view word) const;

  private:
    std::vector<std::pair<std::optional<Date>, std::string>> words_;
};

/// One form in one version: everything that paper, schema, web page and validation come from.
/// Immutable after `load_form`. Field ids are unique; every zone names a field; pages are 1..n.
struct FormDefinition {
    FormKey key;
    Text title;
    DatedWord kle;                     ///< "32.03.12"
    DatedWord authority_cvr;           ///< eight digits
    std::string benefit;               ///< what is applied for, a word: "boligstoette"
    Text deadline;                     ///< by when to apply, in a sentence
    int retention_days = 0;            ///< after the case is closed; 0: nothing is said of it
    double accept_probability = 0.99;  ///< a read value below stands only if a register confirms it
    int repeat_days = 90;              ///< so long the same values of a person are one application
    std::vector<Field> fields;         ///< in the order of the form
    std::vector<Table> tables;         ///< in the order of the form
    std::vector<PageLayout> pages;
    std::vector<Zone> zones;  ///< in the order of `fields`
    std::vector<RuleBinding> rules;
    std::vector<XmlDialect> dialects;
    std::filesystem::path folder;

    [[nodiscard]] const Field* field(std::string_view id) const;
    [[nodiscard]] const Table* table(std::string_view id) const;
    [[nodiscard]] std::vector<const Zone*> zones_on(int page) const;
};

/// Loads and checks `folder`/form.toml and what it names, and computes the layout.
/// Errors: bad_input with the place "FORM/VERSION/form.toml:LINE:COLUMN" and every problem found,
///         one a line;
///         not_found (no form.toml).
/// Source: docs/formats/form.md
[[nodiscard]] FormDefinition load_form(const std::filesystem::path& folder);

/// A form that is not in the catalogue because something is wrong with it.
struct LeftOutForm {
    std::filesystem::path folder;
    std::string trouble;  ///< every problem, one a line, each with its file, line and column
};

/// All forms of some folders, ordered by key. Immutable.
class FormCatalogue {
  public:
    /// The folders of forms in some folders, which hold `<form>/<version>/form.toml`,
    /// `<version>/form.toml` or `form.toml`; ordered, those of the first folder first.
    /// Errors: not_found (forms_missing: no such folder).
    [[nodiscard]] static std::vector<std::filesystem::path> folders_in(
        const std::vector<std::filesystem::path>& folders);
    /// What `load` reads of them, for a process that may read nothing else: the folders, and the
    /// field library beside a catalogue of which they are a part. Errors: as `folders_in`.
    [[nodiscard]] static std::vector<std::filesystem::path> files_read(
        const std::vector<std::filesystem::path>& folders);
    /// Takes: as `folders_in`.
    /// Errors: not_found (forms_missing: no such folder, or a file of it cannot be read),
    ///         bad_input (form_twice).
    [[nodiscard]] static FormCatalogue load(const std::vector<std::filesystem::path>& folders);
    [[nodiscard]] const FormDefinition* find(const FormKey& key) const;
    [[nodiscard]] const std::vector<FormDefinition>& all() const { return forms_; }
    /// Ordered by folder. Whoever loads a catalogue for people tells of them.
    [[nodiscard]] const std::vector<LeftOutForm>& left_out() const { return left_out_; }

  private:
    std::vector<FormDefinition> forms_;
    std::vector<LeftOutForm> left_out_;
};

/// As `parse_value`, and a choice must be one of the field's: by key, by one of its XML writings,
/// or (Notation::danish) by its label, folded; other values keep the field's `least`, `most`,
/// `pattern` and `max_length`. Every door reads by it. Trouble: "not_a_choice", "below_least",
/// "above_most", "pattern_not_met", "text_too_long" and those of parse_value.
[[nodiscard]] std::variant<Value, ValueTrouble> parse_field(const Field& field,
                                                            std::string_view raw,
                                                            Notation notation);

}  // namespace indgang::form
