// SPDX-License-Identifier: MPL-2.0
//
// form.toml is read by the table of its keys (keys.h): that a key is known, there when it must be
// and of the right type is checked there, once. What is left here is what one key says of another.
#include "schemas/form/form_source.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "schemas/form/foreign_source.h"
#include "schemas/form/keys.h"
#include "schemas/form/source_reading.h"
#include "schemas/toml/nearest_word.h"

namespace indgang::form {
namespace {

constexpr std::size_t source_bytes = 1u << 20;

void check_prefix(const TableReader& reader, std::string_view key, const std::string& text) {
    if (!reader.is_bad(key) && !is_id(text)) {
        reader.complain("'" + std::string(key) +
                        "' must begin with a letter and have a-z, 0-9 and _ only");
    }
}

void read_repeat(TableReader& reader, SectionSource& section) {
    const auto* repeat = reader.table("repeat");
    if (!repeat) {
        return;
    }
    TableReader inner(*repeat, "repeat", reader.problems(), keys_of("repeat"));
    section.group = inner.text("group");
    section.repeats = std::max(1, inner.number("rows"));
    if (inner.has("row")) {
        section.row_word = read_both(inner, "row");
    }
    check_prefix(inner, "group", section.group);
    if (section.is_ledger) {
        inner.complain("a ledger cannot be repeated; leave 'repeat' out or choose another 'style'");
    }
}

SectionSource read_section(TableReader& reader) {
    SectionSource section;
    section.at = reader.place();
    section.page = std::max(1, reader.number("page"));
    section.title = read_both(reader, "title");
    section.note = read_both(reader, "note");
    const auto style = reader.text("style");
    section.is_ledger = style == "ledger";
    section.is_table = style == "table";
    each_table(
        reader, "columns", "column",
        [&](TableReader& inner) {
            ColumnSource column{inner.text("prefix"), {inner.text("da"), inner.text("en")}};
            check_prefix(inner, "prefix", column.prefix);
            section.columns.push_back(std::move(column));
        },
        &keys_of("column"));
    if (!section.columns.empty() && !section.is_ledger && !reader.is_bad("style")) {
        reader.complain("'columns' needs style = \"ledger\"");
    }
    read_repeat(reader, section);
    section.texts = reader.texts("texts");
    section.rows = read_rows(reader, true);
    if (!reader.has("rows") && section.texts.empty()) {
        reader.complain("'rows' is missing");
    }
    const bool is_one_line = section.rows.size() == 1 && section.rows.front().block.empty();
    if (section.is_table && (section.group.empty() || !is_one_line)) {
        reader.complain("style = \"table\" needs 'repeat' and one row of fields");
    }
    section.shown_when = read_conditions(reader, "shown_when");
    section.required_when = read_conditions(reader, "required_when");
    return section;
}

RuleSource read_rule(TableReader& reader) {
    RuleSource rule;
    rule.at = reader.place();
    auto& binding = rule.binding;
    binding.rule = reader.text("name");
    binding.place = rule.at;
    if (const auto* name = reader.node("name")) {
        binding.place = place_of(*name);
    }
    if (const auto* fields = reader.table("fields")) {
        for (const auto& [role, node] : *fields) {
            auto& ids = binding.fields[std::string(role.str())];
            binding.places[std::string(role.str())] = place_of(role);
            if (const auto* one = node.as_string()) {
                ids.push_back(one->get());
            } else if (const auto* list = node.as_array()) {
                for (const auto& id : *list) {
                    ids.push_back(id.value_or(std::string()));
                }
            }
            if (ids.empty()) {
                reader.complain(node, "'" + std::string(role.str()) + "' names no field");
            }
        }
    }
    if (const auto* settings = reader.table("settings")) {
        for (const auto& [key, node] : *settings) {
            std::string value;
            if (const auto* text = node.as_string()) {
                value = text->get();
            } else if (const auto* number = node.as_integer()) {
                value = std::to_string(number->get());
            } else {
                reader.complain(node, "a setting must be a text or a whole number");
            }
            binding.places[std::string(key.str())] = place_of(key);
            binding.settings.emplace(std::string(key.str()), value);
        }
    }
    rule.when = read_conditions(reader, "when");
    rule.each_row = reader.text("each_row");
    return rule;
}

/// "husstand.cpr" or "cpr".
bool is_field_name(const std::string& name) {
    const auto dot = name.find('.');
    return is_id(name.substr(0, dot)) && (dot == std::string::npos || is_id(name.substr(dot + 1)));
}

void read_fields(TableReader& reader, const FieldLibrary& library, FormSource& source) {
    auto& problems = reader.problems();
    const auto* fields = reader.table("field");
    if (!fields) {
        return;
    }
    for (const auto& [id, node] : *fields) {
        const std::string name(id.str());
        if (!is_field_name(name)) {
            problems.add(place_of(id), "'" + name +
                                           "' is no field id: it begins with a letter and has "
                                           "a-z, 0-9 and _ only (ae, oe, aa for æ, ø, å)");
        } else if (const auto* table = node.as_table()) {
            source.fields[name] = read_field(*table, name, library, problems);
        } else {
            problems.add(place_of(node), "field " + name +
                                             " must be a table: { kind = \"text\", da = \"...\", "
                                             "en = \"...\" }");
        }
    }
}

void read_lists(TableReader& reader, FormSource& source) {
    auto& problems = reader.problems();
    if (const auto* blocks = reader.table("block")) {
        for (const auto& [name, node] : *blocks) {
            if (const auto* table = node.as_table()) {
                TableReader inner(*table, "block " + std::string(name.str()), problems,
                                  keys_of("block"));
                auto& block = source.blocks[std::string(name.str())];
                block.at = inner.place();
                block.rows = read_rows(inner, false);
            } else {
                problems.add(place_of(node), "a block must be a table: [block.name]");
            }
        }
    }
    if (const auto* lists = reader.table("choices")) {
        for (const auto& [name, node] : *lists) {
            const std::string list_name(name.str());
            source.choice_places[list_name] = place_of(name);
            if (const auto* list = node.as_array()) {
                source.choices[list_name] = read_choices(*list, "choices " + list_name, problems);
            } else {
                problems.add(place_of(node), "choices " + list_name + " must be a list");
            }
        }
    }
}

/// Texts that sections name: the form's own, or those of the library.
void take_texts(TableReader& reader, const FieldLibrary& library, FormSource& source) {
    auto& problems = reader.problems();
    const auto* own = reader.table("text");
    std::set<std::string> used;
    const auto take = [&](const std::string& name, const toml::node& node) {
        const auto* table = node.as_table();
        if (!table) {
            problems.add(place_of(node), "text " + name + " must be a table with da and en");
            return;
        }
        TableReader inner(*table, "text " + name, problems, keys_of("text"));
        source.texts[name] = {inner.text("da"), inner.text("en")};
    };
    for (const auto& section : source.sections) {
        for (const auto& name : section.texts) {
            const auto* node = own ? own->get(name) : nullptr;
            node = node ? node : library.find("text", name);
            used.insert(name);
            if (node) {
                take(name, *node);
                continue;
            }
            auto known = library.names("text");
            for (const auto& [each, unused] : own ? *own : toml::table()) {
                known.emplace_back(each.str());
            }
            problems.add(section.at,
                         "section: there is no text '" + name + "'" + suggestion(name, known));
        }
    }
    for (const auto& [name, node] : own ? *own : toml::table()) {
        if (!used.contains(std::string(name.str()))) {
            problems.add(place_of(name),
                         "text " + std::string(name.str()) +
                             " is printed by no section; name it in 'texts' of one");
        }
    }
}

/// A list of choices of the library, for a field that the form has not given one.
void take_library_choices(const FieldLibrary& library, const std::string& name,
                          const FieldSource& field, FormSource& source, Problems& problems) {
    if (field.kind != ValueKind::choice || field.use.empty()) {
        return;
    }
    const auto& own = field.choices.empty() ? name : field.choices;
    if (source.choices.contains(own)) {
        return;
    }
    const auto& listed = field.choices.empty() ? field.use : field.choices;
    const auto* node = library.find("choices", listed);
    if (const auto* list = node ? node->as_array() : nullptr) {
        source.choices[own] = read_choices(*list, "choices " + listed, problems);
    }
}

/// Blocks of the library that rows use, with the fields in them.
void take_shared_blocks(const FieldLibrary& library, FormSource& source, Problems& problems) {
    source.shared_blocks = library.names("block");
    for (const auto& section : source.sections) {
        for (const auto& row : section.rows) {
            const auto* node = row.block.empty() || source.blocks.contains(row.block)
                                   ? nullptr
                                   : library.find("block", row.block);
            const auto* table = node ? node->as_table() : nullptr;
            if (!table) {
                continue;
            }
            TableReader inner(*table, "block " + row.block, problems, keys_of("block"));
            BlockSource block{inner.place(), true, read_rows(inner, false)};
            for (const auto& line : block.rows) {
                for (const auto& id : line.ids) {
                    const auto* field = library.find("field", id);
                    if (const auto* found = field ? field->as_table() : nullptr) {
                        auto& taken = source.shared_fields[id];
                        taken = read_field(*found, id, library, problems);
                        taken.use = id;
                        take_library_choices(library, id, taken, source, problems);
                    }
                }
            }
            source.blocks[row.block] = std::move(block);
        }
    }
    for (auto& [name, field] : source.fields) {
        take_library_choices(library, name, field, source, problems);
    }
}

}  // namespace

bool is_word(std::string_view text, std::size_t longest, std::string_view extra) {
    return !text.empty() && text.size() <= longest &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      extra.find(c) != std::string_view::npos;
           });
}

bool is_id(std::string_view text) {
    constexpr std::size_t id_chars = 80;
    return is_word(text, id_chars, "_") && text.front() >= 'a' && text.front() <= 'z';
}

std::string read_toml_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        std::error_code trouble;
        const auto name = file.filename().string();
        throw Error(Reason::form_missing,
                    std::filesystem::exists(file, trouble) ? "form: " + name + " cannot be read"
                                                           : "form: no " + name + " in the folder",
                    file.string());
    }
    std::string text(source_bytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > source_bytes) {
        throw Error(Reason::form_too_large,
                    "form: " + file.filename().string() + " is larger than 1 MB", file.string());
    }
    return text;
}

FormSource read_form_source(const std::filesystem::path& file, Problems& problems) {
    const auto root = parse_toml(read_toml_file(file), problems);
    if (!root) {
        refuse_form(problems);
    }
    const FieldLibrary library(file.parent_path(), problems);
    FormSource source;
    TableReader reader(*root, "form", problems, keys_of("form"));
    read_head(reader, source);
    each_table(
        reader, "section", "section",
        [&](TableReader& inner) { source.sections.push_back(read_section(inner)); },
        &keys_of("section"));
    source.has_good_sections = !reader.is_bad("section");
    read_fields(reader, library, source);
    read_lists(reader, source);
    take_texts(reader, library, source);
    take_shared_blocks(library, source, problems);
    read_foreign(reader, source);
    each_table(
        reader, "rule", "rule",
        [&](TableReader& inner) { source.rules.push_back(read_rule(inner)); }, &keys_of("rule"));
    each_table(
        reader, "dialect", "dialect",
        [&](TableReader& inner) {
            source.dialects.push_back({inner.place(), inner.text("name"), inner.text("root"),
                                       inner.text("namespace"), inner.text("map"),
                                       inner.text("schema")});
        },
        &keys_of("dialect"));
    return source;
}

}  // namespace indgang::form
