// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/core/source_place.h"
#include "schemas/form/definition.h"
#include "schemas/toml/problems.h"

/// Inside schemas/form only: form.toml as it is written, before prefixes, blocks and repeats are
/// expanded and before anything has a place on paper.
namespace indgang::form {

/// Whether `text` has 1 to `longest` of a-z, 0-9 and the letters of `extra`.
[[nodiscard]] bool is_word(std::string_view text, std::size_t longest, std::string_view extra);

/// Throws Error form_invalid with all problems in the order of their places.
[[noreturn]] void refuse_form(const Problems& problems);

/// A condition as it is written: what its field is, is not known yet.
struct ConditionSource {
    SourcePlace at;
    Condition condition;
};

struct FieldSource {
    SourcePlace at;
    ValueKind kind = ValueKind::text;
    std::optional<Capture> capture;
    int cells = 0;  ///< 0: the kind's own
    int lines = 0;
    double gap_mm = 0;  ///< between the cells
    int span = 0;       ///< 0: by kind
    bool is_required = false;
    bool is_single = false;
    Text label;
    std::optional<Text> paper;  ///< of the label; nothing: the label itself
    std::string hint;
    std::string choices;                  ///< name of a list; empty: the field's own name
    std::map<std::string, BoxMm> places;  ///< by choice; the key "" is the field itself
    std::string use;                      ///< name in the library; empty: none
    bool is_broken = false;               ///< told already, and what follows from it is not told
    FieldTerms terms;                     ///< without the conditions
    std::vector<ConditionSource> shown_when;
    std::vector<ConditionSource> required_when;
};

/// One row of a section: ids from left to right, or the use of a block with a prefix.
struct RowSource {
    SourcePlace at;
    std::vector<std::string> ids;
    std::vector<std::string> wrong_ids;  ///< texts in it that are no ids, and were told
    std::string block;
    std::string prefix;
};

struct ColumnSource {
    std::string prefix;
    Text label;
};

struct SectionSource {
    SourcePlace at;
    int page = 1;
    Text title;
    Text note;
    bool is_ledger = false;
    bool is_table = false;  ///< labels once, above the first row
    std::vector<ColumnSource> columns;
    std::string group;  ///< of a repeated section, else empty
    int repeats = 1;
    Text row_word{"Person", "Person"};  ///< what one of them is called on paper
    std::vector<RowSource> rows;
    std::vector<std::string> texts;  ///< names in FormSource::texts
    std::vector<ConditionSource> shown_when;
    std::vector<ConditionSource> required_when;
};

/// Who asks, as it is printed.
struct AuthoritySource {
    SourcePlace at;
    std::string name;
    std::vector<std::string> sender;
    std::vector<std::string> return_address;
    double logo_width_mm = 0;
    double logo_height_mm = 0;
};

struct BlockSource {
    SourcePlace at;
    bool is_of_library = false;
    std::vector<RowSource> rows;
};

struct RuleSource {
    SourcePlace at;
    RuleBinding binding;
    std::vector<ConditionSource> when;
    std::string each_row;  ///< a table: the rule is bound once for each of its rows; empty: once
};

/// A page that somebody else printed, as it is written.
struct PageSource {
    SourcePlace at;
    std::string blank;
    int blank_page = 1;
    bool is_filled = false;
    std::vector<BoxMm> varies;
    double width_mm = 0;  ///< 0: A4
    double height_mm = 0;
    std::optional<std::array<PointPx, 4>> corners;
};

/// Bubbles at even distances: a field for each of `fields`, or one field of `cells` characters.
struct GridSource {
    SourcePlace at;
    int page = 1;
    std::vector<std::string> fields;
    int cells = 0;             ///< of the one field; 0: fields of one choice each
    std::vector<Choice> keys;  ///< what the bubbles of one field or cell stand for, in order
    std::string choices;       ///< name of a list in place of `keys`
    std::optional<ValueKind> kind;
    Text label;  ///< "{}" in it is the field's number
    bool is_required = false;
    PointMm first;        ///< centre of the first bubble
    PointMm key_step;     ///< from one key to the next
    PointMm field_step;   ///< from one field or cell to the next
    double width_mm = 0;  ///< of one bubble
    double height_mm = 0;
};

struct DialectSource {
    SourcePlace at;
    std::string name, root, root_namespace, map, schema;
};

struct FormSource {
    FormKey key;
    Text title;
    Text intro;
    bool has_good_name = true;      ///< `form` and `version` are as they must be
    bool has_good_sections = true;  ///< `section` is a list of tables
    DatedWord kle;
    DatedWord authority_cvr;
    std::string benefit;
    Text deadline;
    int retention_days = 0;
    bool is_numbered = false;
    bool has_required_marks = false;
    std::optional<AuthoritySource> authority;
    double accept_probability = 0.99;
    int repeat_days = 90;
    std::vector<SectionSource> sections;
    std::map<std::string, BlockSource> blocks;
    std::map<std::string, FieldSource> fields;
    std::map<std::string, FieldSource> shared_fields;  ///< of the library's blocks in use
    std::vector<std::string> shared_blocks;            ///< the names of all
    std::map<std::string, Text> texts;                 ///< those in use
    std::map<std::string, std::vector<Choice>> choices;
    std::map<std::string, SourcePlace> choice_places;
    std::vector<RuleSource> rules;
    std::vector<DialectSource> dialects;
    std::vector<PageSource> pages;  ///< of a foreign form all of its pages, else none
    std::vector<GridSource> grids;
};

/// The names of a map's entries, for suggestions.
template <typename Value>
[[nodiscard]] std::vector<std::string> names_in(const std::map<std::string, Value>& entries) {
    std::vector<std::string> names;
    for (const auto& [name, value] : entries) {
        names.push_back(name);
    }
    return names;
}

/// Parses form.toml and checks all that can be seen without expanding it.
/// Errors: not_found (no file), limit (too large), bad_input (no TOML).
[[nodiscard]] FormSource read_form_source(const std::filesystem::path& file, Problems& problems);

/// The bytes of a TOML file of ours.
/// Errors: not_found (form_missing), limit (form_too_large).
[[nodiscard]] std::string read_toml_file(const std::filesystem::path& file);

}  // namespace indgang::form
