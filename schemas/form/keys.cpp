// SPDX-License-Identifier: MPL-2.0
#include "schemas/form/keys.h"

#include <algorithm>

#include "schemas/core/limits.h"
#include "schemas/error/verify.h"
#include "schemas/values/value.h"

namespace indgang::form {
namespace {

using enum KeyType;
using Words = std::vector<std::string_view>;

constexpr int block_lines_most = 20;
constexpr int grid_columns = 12;
constexpr int gap_most_mm = 20;
constexpr int days_most = 36'600;        ///< a hundred years
constexpr int repeat_days_most = 3'660;  ///< ten years

Words value_kinds() {
    Words words;
    for (auto kind = ValueKind::text; kind <= ValueKind::signature;
         kind = static_cast<ValueKind>(static_cast<int>(kind) + 1)) {
        words.push_back(name_of(kind));
    }
    return words;
}

Key key(std::string_view name, KeyType type, std::string_view what) {
    return {.name = name, .type = type, .what = what};
}

Key needed(std::string_view name, KeyType type, std::string_view what) {
    return {.name = name, .type = type, .what = what, .is_needed = true};
}

Key ranged(std::string_view name, int least, int most, std::string_view what) {
    return {.name = name,
            .type = number,
            .what = what,
            .least = static_cast<double>(least),
            .most = static_cast<double>(most)};
}

Key worded(std::string_view name, Words words, std::string_view what, KeyType type = text) {
    return {.name = name, .type = type, .what = what, .words = std::move(words)};
}

Key holding(std::string_view name, KeyType type, std::string_view holds, std::string_view what,
            bool has_names = false) {
    return {.name = name, .type = type, .what = what, .holds = holds, .has_names = has_names};
}

KeyTable form_table() {
    return {
        "form",
        "The root of form.toml.",
        {needed("form", text, "`[a-z][a-z0-9_]{0,39}`, equal to the folder's parent"),
         needed("version", text, "`[a-z0-9-]{1,12}`, equal to the folder"),
         needed("title", both, "the form's name"),
         key("intro", both, "stands on page 1"),
         {.name = "kle",
          .type = any,
          .what = "KLE number `NN.NN.NN`, the purpose that registers are asked with; or a list of "
                  "[dated](#dated) ones",
          .is_needed = true},
         {.name = "authority_cvr",
          .type = any,
          .what = "eight digits; or a list of [dated](#dated) ones",
          .is_needed = true},
         {.name = "accept_probability",
          .type = decimal,
          .what = "a value read from paper with less waits for a register or a person; above 0.5, "
                  "default 0.99",
          .least = 0.5,
          .most = 1},
         ranged("repeat_days", 0, repeat_days_most,
                "days in which the same values of the same person are asked about as sent twice; "
                "default 90, 0: never"),
         key("benefit", text, "what is applied for, a word as of an id"),
         key("deadline", both, "by when to apply, in a sentence; printed on page 1"),
         ranged("retention_days", 1, days_most,
                "how long the application is kept after the case is closed"),
         key("numbered", flag, "sections and fields are numbered on paper: 1.3"),
         key("required_marks", flag, "required fields have a `*` on paper, and the foot says so"),
         holding("authority", table, "authority", "who asks; printed on page 1"),
         holding("section", tables, "section", "what stands where, from the top down"),
         holding("block", table, "block", "rows with a name, for several uses", true),
         holding("field", table, "field", "what each field is, by its id", true),
         holding("choices", table, "", "lists of [choice](#choice), by their names", true),
         holding("text", table, "text", "texts that sections print, by their names", true),
         holding("rule", tables, "rule", "what is checked"),
         holding("dialect", tables, "dialect", "XML that is not the form's own"),
         holding("page", tables, "page", "pages that somebody else printed"),
         holding("grid", tables, "grid", "bubbles at even distances")}};
}

KeyTable library_table() {
    return {"library",
            "The root of fields.toml: fields, blocks, lists of choices and texts for all forms.",
            {holding("field", table, "field", "what each field is, by its name", true),
             holding("block", table, "block", "rows with a name", true),
             holding("choices", table, "", "lists of [choice](#choice), by their names", true),
             holding("text", table, "text", "texts that sections print, by their names", true)}};
}

std::vector<KeyTable> section_tables() {
    return {
        {"section",
         "A heading with its rows.",
         {{.name = "page",
           .type = number,
           .what = "pages start at 1, never go down and leave none out",
           .is_needed = false,
           .least = 1,
           .most = limits::form_pages},
          needed("title", both, "the heading"),
          key("note", both, "a line below it"),
          key("rows", list,
              "a list of rows, each a list of field ids from left to right, or the "
              "[use of a block](#use)"),
          worded("style", {"boxes", "ledger", "table"},
                 "`boxes` (default): label above its box; `ledger`: label left, box right; "
                 "`table`: labels once, above the first row"),
          holding("columns", tables, "column", "ledger only: each name of `rows` once per column"),
          holding("repeat", table, "repeat", "all rows again and again: a table"),
          key("texts", texts, "names of `text` tables that are printed below the note"),
          holding("shown_when", table, "condition",
                  "its fields are to be filled in only then; the note of the condition is printed"),
          holding("required_when", table, "condition",
                  "its `required` fields are required only then")}},
        {"use",
         "A row that stands for the rows of a block.",
         {needed("block", text, "its name"), key("prefix", text, "put before each id")}},
        {"column",
         "A column of a ledger.",
         {needed("prefix", text, "put before each id"), needed("da", text, "its heading"),
          needed("en", text, "its heading")}},
        {"repeat",
         "How often the rows of a section stand there.",
         {needed("group", text, "the table's id; its fields are `group.id`"),
          {.name = "rows",
           .type = number,
           .what = "how many",
           .is_needed = true,
           .least = 1,
           .most = limits::table_rows},
          key("row", both, "what a row is called on paper, where rows are boxes; default Person")}},
        {"block", "Rows with a name.", {needed("rows", list, "lists of field ids")}},
        {"condition",
         "When something is so: `field` and one of the others.",
         {needed("field", text,
                 "id of another field of the form; in a table, of the same row "
                 "(`husstand.relation`)"),
          key("equals", text_or_texts, "it holds this value, or one of these"),
          key("not", text_or_texts, "it holds a value that is none of these"),
          key("answered", flag, "something stands there, or (`false`) nothing does"),
          key("da", text, "says it on paper"), key("en", text, "the same in English")}},
        {"text",
         "A text that sections print: guidance, a legal notice.",
         {worded("kind", {"guidance", "duty_to_inform", "liability", "data_protection"},
                 "what it is for; default `guidance`"),
          needed("da", text, "in Danish"), needed("en", text, "in English")}},
        {"authority",
         "Who asks, as it is printed at the top of page 1.",
         {needed("name", text, "the authority's name"),
          key("sender", texts, "lines below it"),
          key("return_address", texts, "where the form is sent, line by line"),
          {.name = "logo_mm",
           .type = numbers,
           .what = "width and height of the place that stays white for a logo",
           .count = 2}}},
        {"dated",
         "A word that holds from a day on.",
         {key("from", any, "a TOML date: `2026-01-01`; the first may leave it out"),
          needed("value", text, "the word")}},
    };
}

KeyTable field_table() {
    return {
        "field",
        "What one field is.",
        {key("use", text, "a field of the library; what stands here as well overrides it"),
         [] {
             auto kind =
                 worded("kind", value_kinds(), "what it holds; sets the defaults of the others");
             kind.is_needed = true;
             return kind;
         }(),
         needed("da", text, "the label, on screens and on paper"),
         needed("en", text, "the label in English"),
         key("paper", text, "another label on paper; `\"\"` prints none"),
         key("paper_en", text, "the same on an English print"),
         key("required", flag, "an application without it is not complete"),
         worded("capture", {"comb", "line", "block", "mark", "bubble", "signature"},
                "how it stands on paper"),
         ranged("cells", 1, limits::comb_cells, "of a comb"),
         ranged("lines", 2, block_lines_most, "of a block"),
         ranged("span", 1, grid_columns, "columns of the grid"),
         key("hint", text, "what to write, for people and programs"),
         key("choices", text, "name of the list of choices; default: the field's own name"),
         key("single", flag, "yes_no: one box that means \"ja\", with the label beside it"),
         key("place_mm", any,
             "`[x, y, width, height]`, or for marks `{ key = [...] }`: a fixed place"),
         {.name = "gap_mm",
          .type = decimal,
          .what = "between the cells of a comb with `place_mm`",
          .least = 0,
          .most = gap_most_mm},
         key("help", both, "how to answer; small below the label, and for screens"),
         key("unit", both, "of a number: printed behind its box"),
         holding("shown_when", table, "condition", "to be filled in only then"),
         holding("required_when", table, "condition", "required then"),
         key("min", any, "least amount, count or date (`2026-01-31`)"),
         key("max", any, "most"),
         key("pattern", text, "how a text is written: `[A-Z]{2}[0-9]{6}`"),
         ranged("max_length", 1, static_cast<int>(limits::value_bytes), "characters of a text"),
         worded("sensitivity", sensitivities(), "more private than the rest"),
         ranged("retention_days", 1, days_most, "how long this field is kept; default: the form's"),
         key("entered_twice", flag, "two people enter it, neither of whom sees the other's"),
         worded("registers", confirming_registers(), "that confirm it", texts)},
        "use"};
}

std::vector<KeyTable> other_tables() {
    return {
        {"choice",
         "One of the answers that a field allows.",
         {needed("key", text, "is stored: a-z, 0-9 and _"), needed("da", text, "its label"),
          needed("en", text, "its label"), key("xml", texts, "other writings in XML")}},
        {"rule",
         "A rule of [rules.md](rules.md), bound to fields.",
         {needed("name", text, "of the rule"),
          {.name = "fields",
           .type = table,
           .what = "role to a field id or a list of ids; `husstand.*.cpr`: all rows",
           .is_needed = true},
          key("settings", table, "words and numbers"),
          holding("when", table, "condition", "checked only then"),
          key("each_row", text,
              "a table: checked in each of its rows, where `husstand.*.cpr` is of "
              "that row")}},
        {"dialect",
         "XML in another shape than the form's own.",
         {needed("name", text, "of the dialect"), needed("root", text, "local name of the root"),
          key("namespace", text, "of the root; default none"),
          key("map", text, "file with the paths"), key("schema", text, "file with the XSD")}},
        {"page",
         "A page that somebody else printed, see [foreign-form.md](foreign-form.md).",
         {needed("blank", text, "file with its picture"),
          ranged("blank_page", 1, limits::scan_pages, "of the file"),
          key("is_filled", flag, "somebody wrote on the picture"),
          {.name = "size_mm", .type = numbers, .what = "width and height", .count = 2},
          key("varies_mm", list, "boxes where copies differ"),
          key("corners_px", list, "four points on the picture")}},
        {"grid",
         "Bubbles at even distances, see [foreign-form.md](foreign-form.md).",
         {ranged("page", 1, limits::form_pages, "where they stand"),
          {.name = "fields",
           .type = any,
           .what = "a field id, a run of them (`q1..20`), or a list",
           .is_needed = true},
          ranged("cells", 1, limits::comb_cells, "characters of the one field"),
          key("keys", any, "what the bubbles stand for"),
          key("choices", text, "name of a list in place of `keys`"),
          worded("kind", value_kinds(), "of a field with `cells`"),
          needed("da", text, "label; `{}` is the field's number"),
          needed("en", text, "the same in English"),
          key("required", flag, "as of a field"),
          {.name = "first_mm",
           .type = numbers,
           .what = "centre of the first bubble",
           .is_needed = true,
           .count = 2},
          {.name = "key_step_mm",
           .type = numbers,
           .what = "from one key to the next",
           .is_needed = true,
           .count = 2},
          {.name = "field_step_mm",
           .type = numbers,
           .what = "from one field or cell to the next",
           .count = 2},
          {.name = "bubble_mm",
           .type = numbers,
           .what = "width and height of one",
           .is_needed = true,
           .count = 2}}},
    };
}

std::vector<KeyTable> all_tables() {
    std::vector<KeyTable> tables{form_table()};
    const auto add = [&](std::vector<KeyTable> more) {
        tables.insert(tables.end(), more.begin(), more.end());
    };
    add(section_tables());
    add({field_table()});
    add(other_tables());
    add({library_table()});
    return tables;
}

}  // namespace

std::span<const KeyTable> form_keys() {
    static const std::vector<KeyTable> tables = all_tables();
    return tables;
}

const KeyTable& keys_of(std::string_view table) {
    const auto tables = form_keys();
    const auto found = std::find_if(tables.begin(), tables.end(),
                                    [&](const KeyTable& each) { return each.name == table; });
    VERIFY(found != tables.end());
    return *found;
}

const std::vector<std::string_view>& sensitivities() {
    static const Words words = {"health", "protected_address", "criminal_record",
                                "union",  "religion",          "financial"};
    return words;
}

const std::vector<std::string_view>& confirming_registers() {
    static const Words words = {"cpr", "eindkomst", "bbr", "cvr"};
    return words;
}

std::string form_keys_markdown() {
    return "<!-- SPDX-License-Identifier: MPL-2.0 -->\n# Keys of form.toml and fields.toml\n\n"
           "Written by `indgang form keys --markdown` from the table by which forms are read "
           "(`schemas/form/keys.cpp`). What the keys mean together: [form.md](form.md).\n" +
           markdown_of(form_keys());
}

std::string form_json_schema() {
    return json_schema_of(form_keys(), "form.toml of Indgang");
}

}  // namespace indgang::form
