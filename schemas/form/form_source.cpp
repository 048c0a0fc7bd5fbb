// SPDX-License-Identifier: MPL-2.0
#include "schemas/form/form_source.h"

#include <algorithm>
#include <fstream>
#include <string_view>

#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "schemas/form/foreign_source.h"
#include "schemas/toml/table_reader.h"

namespace indgang::form {
namespace {

/// `{ da = "...", en = "..." }` below `key`.
Text both(TableReader& reader, std::string_view key, bool must = false) {
    const auto* found = reader.table(key);
    if (!found) {
        if (must && !reader.has(key)) {
            reader.complain("'" + std::string(key) + "' is missing");
        }
        return {};
    }
    TableReader inner(*found, reader.what() + ", " + std::string(key), reader.problems());
    Text text{inner.text("da", true), inner.text("en", true)};
    inner.done();
    return text;
}

constexpr std::size_t source_bytes = 1u << 20;
constexpr int block_lines_max = 20;
constexpr int grid_columns = 12;

std::vector<RowSource> read_rows(TableReader& reader, bool may_use_blocks) {
    std::vector<RowSource> rows;
    const auto* list = reader.list("rows", true);
    if (!list) {
        return rows;
    }
    for (const auto& node : *list) {
        RowSource row;
        row.line = line_of(node);
        if (const auto* ids = node.as_array()) {
            for (const auto& id : *ids) {
                if (const auto* text = id.as_string(); text && is_id(text->get())) {
                    row.ids.push_back(text->get());
                } else {
                    reader.complain(id, "a row holds something that is no field id");
                }
            }
            if (ids->empty()) {
                reader.complain(node, "a row is empty");
            }
        } else if (const auto* table = node.as_table(); table && may_use_blocks) {
            TableReader use(*table, "use of a block", reader.problems());
            row.block = use.text("block", true);
            row.prefix = use.text("prefix");
            use.done();
        } else {
            reader.complain(node, "a row must be a list of field ids");
        }
        rows.push_back(std::move(row));
    }
    if (rows.empty()) {
        reader.complain("'rows' is empty");
    }
    return rows;
}

SectionSource read_section(TableReader& reader) {
    SectionSource section;
    section.line = reader.line();
    section.page = std::max(1, reader.number("page", 1, limits::form_pages));
    section.title = both(reader, "title", true);
    section.note = both(reader, "note");
    const auto style = reader.text("style");
    section.is_ledger = style == "ledger";
    section.is_table = style == "table";
    if (!style.empty() && !section.is_ledger && !section.is_table && style != "boxes") {
        reader.complain("'style' must be \"boxes\", \"ledger\" or \"table\"");
    }
    each_table(reader, "columns", "column", [&](TableReader& inner) {
        ColumnSource column{inner.text("prefix", true),
                            {inner.text("da", true), inner.text("en", true)}};
        if (!is_id(column.prefix)) {
            inner.complain("'prefix' must begin with a letter and have a-z, 0-9 and _ only");
        }
        section.columns.push_back(std::move(column));
    });
    if (!section.columns.empty() && !section.is_ledger) {
        reader.complain("'columns' needs style = \"ledger\"");
    }
    if (const auto* repeat = reader.table("repeat")) {
        TableReader inner(*repeat, "repeat", reader.problems());
        section.group = inner.text("group", true);
        section.repeats = std::max(1, inner.number("rows", 1, limits::table_rows));
        if (!is_id(section.group)) {
            inner.complain("'group' must begin with a letter and have a-z, 0-9 and _ only");
        }
        if (section.is_ledger) {
            inner.complain("a ledger cannot be repeated");
        }
        inner.done();
    }
    section.rows = read_rows(reader, true);
    const bool is_one_line = section.rows.size() == 1 && section.rows.front().block.empty();
    if (section.is_table && (section.group.empty() || !is_one_line)) {
        reader.complain("style = \"table\" needs 'repeat' and one row of fields");
    }
    return section;
}

std::optional<BoxMm> box_of(const toml::node& node) {
    constexpr std::size_t numbers = 4;
    const auto value = numbers_of(node, numbers);
    return value.empty() ? std::nullopt
                         : std::optional(BoxMm{value[0], value[1], value[2], value[3]});
}

void read_place(TableReader& reader, FieldSource& field) {
    const auto* node = reader.node("place_mm");
    if (!node) {
        return;
    }
    const auto take = [&](const std::string& key, const toml::node& value) {
        if (const auto box = box_of(value)) {
            field.places.emplace(key, *box);
        } else {
            reader.complain(value, "'place_mm' must be [x, y, width, height]");
        }
    };
    if (const auto* table = node->as_table()) {
        for (const auto& [key, value] : *table) {
            take(std::string(key.str()), value);
        }
    } else {
        take("", *node);
    }
}

FieldSource read_field(TableReader& reader) {
    FieldSource field;
    field.line = reader.line();
    const auto kind = reader.text("kind", true);
    if (const auto known = value_kind_of(kind)) {
        field.kind = *known;
    } else if (!kind.empty()) {
        reader.complain("unknown kind '" + kind + "'");
    }
    field.label = {reader.text("da", true), reader.text("en", true)};
    if (reader.node("paper")) {
        field.paper = reader.text("paper");
    }
    field.is_required = reader.flag("required");
    field.is_single = reader.flag("single");
    if (const auto capture = reader.text("capture"); !capture.empty()) {
        for (const auto known : {Capture::comb, Capture::line, Capture::block, Capture::mark,
                                 Capture::bubble, Capture::signature}) {
            if (name_of(known) == capture) {
                field.capture = known;
            }
        }
        if (!field.capture) {
            reader.complain("unknown capture '" + capture + "'");
        }
    }
    field.cells = reader.number("cells", 1, limits::comb_cells);
    constexpr double gap_most_mm = 20;
    field.gap_mm = reader.decimal("gap_mm", 0, gap_most_mm);
    field.lines = reader.number("lines", 2, block_lines_max);
    field.span = reader.number("span", 1, grid_columns);
    field.hint = reader.text("hint");
    field.choices = reader.text("choices");
    read_place(reader, field);
    return field;
}

std::vector<Choice> read_choices(const toml::array& list, const std::string& what,
                                 Problems& problems) {
    std::vector<Choice> choices;
    for (const auto& node : list) {
        const auto* table = node.as_table();
        if (!table) {
            problems.add(line_of(node), what + ": a choice must be { key, da, en, xml }");
            continue;
        }
        TableReader reader(*table, what, problems);
        Choice choice{
            reader.text("key", true), {reader.text("da", true), reader.text("en", true)}, {}};
        if (!choice.key.empty() && !is_word(choice.key, limits::value_bytes, "_")) {
            reader.complain("'key' must have a-z, 0-9 and _ only");
        }
        for (const auto& other : choices) {
            if (other.key == choice.key) {
                reader.complain("choice '" + choice.key + "' stands there twice");
            }
        }
        if (const auto* writings = reader.list("xml")) {
            for (const auto& writing : *writings) {
                if (const auto* text = writing.as_string()) {
                    choice.xml.push_back(text->get());
                } else {
                    reader.complain(writing, "'xml' must be a list of texts");
                }
            }
        }
        reader.done();
        choices.push_back(std::move(choice));
    }
    if (choices.empty()) {
        problems.add(line_of(list), what + ": no choice");
    }
    return choices;
}

RuleSource read_rule(TableReader& reader) {
    RuleSource rule;
    rule.line = reader.line();
    rule.binding.rule = reader.text("name", true);
    if (const auto* fields = reader.table("fields")) {
        for (const auto& [role, node] : *fields) {
            auto& ids = rule.binding.fields[std::string(role.str())];
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
    } else {
        reader.complain("'fields' is missing");
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
            rule.binding.settings.emplace(std::string(key.str()), value);
        }
    }
    return rule;
}

void read_head(TableReader& reader, FormSource& source) {
    constexpr std::size_t form_chars = 40;
    constexpr std::size_t version_chars = 12;
    source.key = {reader.text("form", true), reader.text("version", true)};
    if (!is_id(source.key.form) || source.key.form.size() > form_chars) {
        reader.complain("'form' must begin with a letter and have at most 40 of a-z, 0-9 and _");
    }
    if (!is_word(source.key.version, version_chars, "-")) {
        reader.complain("'version' must have 1 to 12 of a-z, 0-9 and -");
    }
    source.title = both(reader, "title", true);
    source.intro = both(reader, "intro");
    source.kle = reader.text("kle", true);
    const auto is_shape = [](std::string_view text, std::string_view shape) {
        return std::equal(text.begin(), text.end(), shape.begin(), shape.end(),
                          [](char c, char s) { return s == '9' ? c >= '0' && c <= '9' : c == s; });
    };
    if (!is_shape(source.kle, "99.99.99")) {
        reader.complain("'kle' must be written NN.NN.NN");
    }
    source.authority_cvr = reader.text("authority_cvr", true);
    if (!is_shape(source.authority_cvr, "99999999")) {
        reader.complain("'authority_cvr' must have eight digits");
    }
    if (const auto* node = reader.node("accept_probability")) {
        const auto value = node->is_number() ? node->value<double>() : std::nullopt;
        if (!value || !(*value > 0.5 && *value <= 1)) {
            reader.complain(*node, "'accept_probability' must lie above 0.5 and at most at 1");
        } else {
            source.accept_probability = *value;
        }
    }
    constexpr int ten_years = 3660;
    if (reader.node("repeat_days") != nullptr) {
        source.repeat_days = reader.number("repeat_days", 0, ten_years);
    }
}

void read_tables(TableReader& reader, FormSource& source, Problems& problems) {
    if (const auto* blocks = reader.table("block")) {
        for (const auto& [name, node] : *blocks) {
            if (const auto* table = node.as_table()) {
                TableReader inner(*table, "block " + std::string(name.str()), problems);
                source.blocks[std::string(name.str())] = {inner.line(), read_rows(inner, false)};
                inner.done();
            } else {
                problems.add(line_of(node), "a block must be a table");
            }
        }
    }
    if (const auto* fields = reader.table("field")) {
        for (const auto& [id, node] : *fields) {
            const std::string name(id.str());
            const auto dot = name.find('.');
            if (!is_id(name.substr(0, dot)) ||
                (dot != std::string::npos && !is_id(name.substr(dot + 1)))) {
                problems.add(line_of(node), "'" + name + "' is no field id");
            } else if (const auto* table = node.as_table()) {
                TableReader inner(*table, "field " + name, problems);
                source.fields[name] = read_field(inner);
                inner.done();
            } else {
                problems.add(line_of(node), "field " + name + " must be a table");
            }
        }
    }
    if (const auto* lists = reader.table("choices")) {
        for (const auto& [name, node] : *lists) {
            const std::string list_name(name.str());
            source.choice_lines[list_name] = line_of(node);
            if (const auto* list = node.as_array()) {
                source.choices[list_name] = read_choices(*list, "choices " + list_name, problems);
            } else {
                problems.add(line_of(node), "choices " + list_name + " must be a list");
            }
        }
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

FormSource read_form_source(const std::filesystem::path& file, Problems& problems) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        throw Error(Reason::form_missing, "form: no form.toml in the folder", file.string());
    }
    std::string text(source_bytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > source_bytes) {
        throw Error(Reason::form_too_large, "form: form.toml is larger than 1 MB", file.string());
    }
    const auto root = parse_toml(text, problems);
    if (!root) {
        refuse_form(problems, file.parent_path());
    }
    FormSource source;
    TableReader reader(*root, "form", problems);
    read_head(reader, source);
    each_table(reader, "section", "section",
               [&](TableReader& inner) { source.sections.push_back(read_section(inner)); });
    read_tables(reader, source, problems);
    read_foreign(reader, source);
    each_table(reader, "rule", "rule",
               [&](TableReader& inner) { source.rules.push_back(read_rule(inner)); });
    each_table(reader, "dialect", "dialect", [&](TableReader& inner) {
        source.dialects.push_back({inner.line(), inner.text("name", true), inner.text("root", true),
                                   inner.text("namespace"), inner.text("map"),
                                   inner.text("schema")});
    });
    reader.done();
    return source;
}

}  // namespace indgang::form
