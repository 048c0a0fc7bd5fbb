// SPDX-License-Identifier: MPL-2.0
#include <algorithm>
#include <cmath>
#include <optional>

#include "schemas/core/limits.h"
#include "schemas/form/keys.h"
#include "schemas/form/source_reading.h"
#include "schemas/toml/nearest_word.h"

namespace indgang::form {
namespace {

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

std::optional<Value> amount_of(const toml::node& node) {
    constexpr double oere_per_krone = 100;
    constexpr double most_kroner = 1e9;
    const auto number = node.is_number() ? node.value<double>() : std::nullopt;
    if (!number || !(std::abs(*number) < most_kroner)) {
        return std::nullopt;
    }
    const auto amount = Amount::of_oere(std::llround(*number * oere_per_krone));
    return amount ? std::optional(Value::of(*amount)) : std::nullopt;
}

std::optional<Value> date_of(const toml::node& node) {
    const auto* date = node.as_date();
    const auto day =
        date ? Date::of(date->get().year, date->get().month, date->get().day) : std::nullopt;
    return day ? std::optional(Value::of(*day)) : std::nullopt;
}

/// `min` or `max` of a field of a kind that has an order.
std::optional<Value> read_limit(TableReader& reader, std::string_view key, ValueKind kind) {
    const auto* node = reader.node(key);
    if (!node) {
        return std::nullopt;
    }
    const auto name = "'" + std::string(key) + "' ";
    if (kind == ValueKind::amount) {
        auto value = amount_of(*node);
        if (!value) {
            reader.complain(*node, name + "of an amount is a number of kroner");
        }
        return value;
    }
    if (kind == ValueKind::date) {
        auto value = date_of(*node);
        if (!value) {
            reader.complain(*node, name + "of a date is a day without quotes: 2026-01-31");
        }
        return value;
    }
    if (kind == ValueKind::count) {
        const auto* number = node->as_integer();
        if (!number || number->get() < 0) {
            reader.complain(*node, name + "of a count is a whole number from 0 on");
            return std::nullopt;
        }
        return Value::of_count(number->get());
    }
    reader.complain(*node, name + "is for amounts, counts and dates");
    return std::nullopt;
}

bool is_text_kind(ValueKind kind) {
    return kind == ValueKind::text || kind == ValueKind::name || kind == ValueKind::street ||
           kind == ValueKind::city || kind == ValueKind::email;
}

bool is_above(const Value& a, const Value& b) {
    return a.amount() ? a.amount()->oere() > b.amount()->oere()
           : a.date() ? *a.date() > *b.date()
                      : *a.count() > *b.count();
}

void read_limits(TableReader& reader, FieldSource& field) {
    auto& terms = field.terms;
    terms.least = read_limit(reader, "min", field.kind);
    terms.most = read_limit(reader, "max", field.kind);
    if (terms.least && terms.most && is_above(*terms.least, *terms.most)) {
        reader.complain(*reader.node("min"), "'min' is above 'max'");
    }
    if (const auto* node = reader.node("pattern")) {
        terms.pattern = TextPattern::parse(reader.text("pattern"));
        if (!is_text_kind(field.kind)) {
            reader.complain(*node, "'pattern' is for text, name, street, city and email");
        } else if (!terms.pattern) {
            reader.complain(*node,
                            "'pattern' has characters and sets like [A-ZÆØÅ0-9], each with {n}, "
                            "{n,m}, ?, * or + or without; no groups, '|', '.' or '\\'");
        }
    }
    terms.max_length = reader.number("max_length");
    if (terms.max_length > 0 && !is_text_kind(field.kind)) {
        reader.complain(*reader.node("max_length"),
                        "'max_length' is for text, name, street, city and email");
    }
    terms.unit = read_both(reader, "unit");
    const bool is_number = field.kind == ValueKind::amount || field.kind == ValueKind::count;
    if (!terms.unit.da.empty() && !is_number) {
        reader.complain(*reader.node("unit"), "'unit' is for amount and count");
    }
}

void read_capture(TableReader& reader, FieldSource& field) {
    const auto capture = reader.text("capture");
    for (const auto known : {Capture::comb, Capture::line, Capture::block, Capture::mark,
                             Capture::bubble, Capture::signature}) {
        if (name_of(known) == capture) {
            field.capture = known;
        }
    }
}

FieldSource field_of(TableReader& reader) {
    FieldSource field;
    field.at = reader.place();
    if (const auto known = value_kind_of(reader.text("kind"))) {
        field.kind = *known;
    }
    field.label = {reader.text("da"), reader.text("en")};
    if (reader.node("paper")) {
        field.paper = Text{reader.text("paper"), reader.text("paper_en")};
    }
    field.is_required = reader.flag("required");
    field.is_single = reader.flag("single");
    read_capture(reader, field);
    field.cells = reader.number("cells");
    field.gap_mm = reader.decimal("gap_mm");
    field.lines = reader.number("lines");
    field.span = reader.number("span");
    field.hint = reader.text("hint");
    field.choices = reader.text("choices");
    read_place(reader, field);
    field.is_broken = reader.is_bad();
    if (!reader.is_bad("kind")) {
        read_limits(reader, field);
    }
    field.terms.help = read_both(reader, "help");
    field.shown_when = read_conditions(reader, "shown_when");
    field.required_when = read_conditions(reader, "required_when");
    field.terms.sensitivity = reader.text("sensitivity");
    field.terms.retention_days = reader.number("retention_days");
    field.terms.is_entered_twice = reader.flag("entered_twice");
    field.terms.registers = reader.texts("registers");
    return field;
}

}  // namespace

Text read_both(TableReader& reader, std::string_view key) {
    const auto* table = reader.table(key);
    return table ? Text{(*table)["da"].value_or(std::string()),
                        (*table)["en"].value_or(std::string())}
                 : Text{};
}

std::vector<RowSource> read_rows(TableReader& reader, bool may_use_blocks) {
    std::vector<RowSource> rows;
    const auto* list = reader.list("rows");
    if (!list) {
        return rows;
    }
    for (const auto& node : *list) {
        RowSource row;
        row.at = place_of(node);
        if (const auto* ids = node.as_array()) {
            for (const auto& id : *ids) {
                const auto* text = id.as_string();
                if (text && is_id(text->get())) {
                    row.ids.push_back(text->get());
                } else {
                    row.wrong_ids.push_back(text ? text->get() : std::string());
                    reader.complain(
                        id, text ? "a row holds '" + text->get() +
                                       "', which is no field id: a letter, then a-z, 0-9 and _; a "
                                       "field of a table stands there without the table's name"
                                 : "a row holds field ids in quotes");
                }
            }
            if (ids->empty()) {
                reader.complain(node, "a row is empty; leave it out");
            }
        } else if (const auto* table = node.as_table(); table && may_use_blocks) {
            TableReader use(*table, "use of a block", reader.problems(), keys_of("use"));
            row.block = use.text("block");
            row.prefix = use.text("prefix");
            if (use.is_bad()) {
                continue;
            }
        } else {
            reader.complain(node,
                            "a row must be a list of field ids: [\"fornavn\", \"efternavn\"]");
        }
        rows.push_back(std::move(row));
    }
    if (list->empty()) {
        reader.complain(*list, "'rows' is empty");
    }
    return rows;
}

std::vector<ConditionSource> read_conditions(TableReader& reader, std::string_view key) {
    const auto* table = reader.table(key);
    if (!table) {
        return {};
    }
    TableReader inner(*table, reader.what() + ", " + std::string(key), reader.problems(),
                      keys_of("condition"));
    ConditionSource source;
    source.at = inner.place();
    auto& condition = source.condition;
    condition.field = inner.text("field");
    int tests = 0;
    const auto take = [&](std::string_view name, Condition::Test test) {
        if (inner.has(name)) {
            condition.test = test;
            condition.values = inner.texts(name);
            ++tests;
        }
    };
    take("equals", Condition::Test::is_one_of);
    take("not", Condition::Test::is_none_of);
    if (inner.has("answered")) {
        condition.test =
            inner.flag("answered") ? Condition::Test::is_answered : Condition::Test::is_empty;
        ++tests;
    }
    condition.note = {inner.text("da"), inner.text("en")};
    if (inner.is_bad()) {
        return {};
    }
    if (tests != 1) {
        inner.complain("a condition has one of equals, not and answered: { field = \"" +
                       condition.field + "\", equals = \"...\" }");
        return {};
    }
    if (inner.has("da") != inner.has("en")) {
        inner.complain(std::string("'") + (inner.has("da") ? "en" : "da") + "' is missing");
    }
    return {std::move(source)};
}

FieldSource read_field(const toml::table& table, const std::string& name,
                       const FieldLibrary& library, Problems& problems) {
    const toml::table* base = nullptr;
    const auto* use = table.get("use");
    if (use && use->is_string()) {
        const auto& wanted = use->as_string()->get();
        const auto* found = library.find("field", wanted);
        base = found ? found->as_table() : nullptr;
        if (!base) {
            problems.add(place_of(*use), "field " + name + ": the library has no field '" + wanted +
                                             "'" + suggestion(wanted, library.names("field")));
            FieldSource broken;
            broken.at = place_of(table);
            broken.is_broken = true;
            return broken;
        }
    }
    TableReader reader(table, "field " + name, problems, keys_of("field"), base);
    auto field = field_of(reader);
    field.use = reader.text("use");
    return field;
}

std::vector<Choice> read_choices(const toml::array& list, const std::string& what,
                                 Problems& problems) {
    std::vector<Choice> choices;
    for (const auto& node : list) {
        const auto* table = node.as_table();
        if (!table) {
            problems.add(place_of(node),
                         what + ": a choice must be { key = \"...\", da = \"...\", en = \"...\" }");
            continue;
        }
        TableReader reader(*table, what, problems, keys_of("choice"));
        Choice choice{
            reader.text("key"), {reader.text("da"), reader.text("en")}, reader.texts("xml")};
        if (!choice.key.empty() && !is_word(choice.key, limits::value_bytes, "_")) {
            reader.complain("'key' must have a-z, 0-9 and _ only");
        }
        for (const auto& other : choices) {
            if (!choice.key.empty() && other.key == choice.key) {
                reader.complain("choice '" + choice.key + "' stands there twice");
            }
        }
        choices.push_back(std::move(choice));
    }
    if (choices.empty() && list.empty()) {
        problems.add(place_of(list), what + ": no choice");
    }
    return choices;
}

}  // namespace indgang::form
