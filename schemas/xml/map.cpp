// SPDX-License-Identifier: MPL-2.0
// Compiles maps: of a file, or of the form itself. docs/formats/map.md is the language.
#include "schemas/xml/map.h"

#include <algorithm>
#include <array>
#include <vector>

#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "schemas/toml/nearest_word.h"
#include "schemas/xml/field_tree.h"
#include "schemas/xml/hardened_parser.h"

namespace indgang::xml {
namespace {

constexpr std::string_view map_namespace = "urn:indgang:map:1";

struct Reading {
    const std::string& file;
    FieldTree& tree;
};

std::string place_in(const Reading& reading, const xmlNode* node) {
    return reading.file + ":" + std::to_string(xmlGetLineNo(node));
}

[[noreturn]] void broken(const Reading& reading, const xmlNode* node, const std::string& what) {
    throw Error(Reason::xml_map_broken, "xml: a map of the catalogue: " + what,
                place_in(reading, node));
}

std::string attribute(const xmlNode* node, std::string_view name) {
    for (const xmlAttr* one = node->properties; one != nullptr; one = one->next) {
        if (name == chars(one->name)) {
            return text_in(reinterpret_cast<const xmlNode*>(one));
        }
    }
    return {};
}

std::string needed(const Reading& reading, const xmlNode* node, std::string_view name) {
    std::string text = attribute(node, name);
    if (text.empty()) {
        broken(reading, node, "the attribute " + std::string(name) + " is missing");
    }
    return text;
}

void check_attributes(const Reading& reading, const xmlNode* node,
                      std::initializer_list<std::string_view> known) {
    for (const xmlAttr* one = node->properties; one != nullptr; one = one->next) {
        if (std::find(known.begin(), known.end(), chars(one->name)) == known.end()) {
            broken(reading, node, std::string("unknown attribute ") + chars(one->name));
        }
    }
}

std::vector<std::string> steps_of(const Reading& reading, const xmlNode* node,
                                  std::string_view path) {
    std::vector<std::string> steps;
    for (std::size_t at = 0; at <= path.size();) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        if (end == at) {
            broken(reading, node, "a path has an empty step");
        }
        steps.emplace_back(path.substr(at, end - at));
        at = end + 1;
    }
    return steps;
}

/// The step at the end of the path of `node`, made if it is not there.
std::size_t step_at(const Reading& reading, const xmlNode* node, std::size_t from,
                    bool is_row = false) {
    const auto names = steps_of(reading, node, needed(reading, node, "path"));
    std::size_t at = from;
    for (std::size_t i = 0; i < names.size(); ++i) {
        at = reading.tree.step(at, names[i], is_row && i + 1 == names.size());
    }
    Step& step = reading.tree.steps[at];
    if (!step.place.empty()) {
        broken(reading, node, "the path stands here for the second time");
    }
    step.place = place_in(reading, node);
    return at;
}

/// "yes", or the attribute is not there.
bool is_yes(const Reading& reading, const xmlNode* node, std::string_view name,
            std::string_view yes) {
    const std::string text = attribute(node, name);
    if (!text.empty() && text != yes) {
        broken(reading, node, std::string(name) + " may only be \"" + std::string(yes) + "\"");
    }
    return !text.empty();
}

/// The field's index in each row; without a group, in one row.
std::vector<std::size_t> rows_of(const Reading& reading, const xmlNode* node,
                                 const std::string& group, const std::string& id) {
    if (id.empty()) {
        return {nothing};
    }
    if (group.empty()) {
        const std::size_t field = reading.tree.field(id);
        if (field == nothing) {
            broken(reading, node, "the form has no field " + id);
        }
        return {field};
    }
    std::vector<std::size_t> rows;
    for (std::size_t row = 1;; ++row) {
        const std::size_t field = reading.tree.field(group + "." + std::to_string(row) + "." + id);
        if (field == nothing) {
            break;
        }
        rows.push_back(field);
    }
    if (rows.empty()) {
        broken(reading, node, "the form has no field " + group + ".1." + id);
    }
    return rows;
}

/// What stands there tells nothing more: the value is one of the field.
std::string fixed_value(const Reading& reading, const xmlNode* node, const Take& take) {
    const std::string value = attribute(node, "value");
    if (value.empty()) {
        return {};
    }
    if (take.split != Split::none || take.is_presence) {
        broken(reading, node, "value stands with neither split nor as");
    }
    const form::Field& field = reading.tree.form->fields[take.fields.front().front()];
    std::vector<std::string> choices;
    for (const auto& choice : field.choices) {
        choices.push_back(choice.key);
    }
    if (std::holds_alternative<ValueTrouble>(form::parse_field(field, value, Notation::xml))) {
        broken(reading, node,
               "the field " + field.id + " has no value " + value + suggestion(value, choices));
    }
    return value;
}

void read_take(const Reading& reading, const xmlNode* node, std::size_t from,
               const std::string& group) {
    check_attributes(reading, node,
                     {"path", "field", "notation", "escaped", "as", "value", "split", "first",
                      "middle", "last", "street", "house_number", "floor", "door"});
    Take take;
    take.notation = is_yes(reading, node, "notation", "danish") ? Notation::danish : Notation::xml;
    take.is_escaped_twice = is_yes(reading, node, "escaped", "twice");
    take.is_presence = is_yes(reading, node, "as", "presence");
    const std::string split = attribute(node, "split");
    std::vector<std::string_view> parts{"field"};
    if (split == "name") {
        take.split = Split::name;
        parts = {"first", "middle", "last"};
    } else if (split == "address") {
        take.split = Split::address;
        parts = {"street", "house_number", "floor", "door"};
    } else if (!split.empty()) {
        broken(reading, node, "split may be \"name\" or \"address\"");
    }
    for (const std::string_view part : parts) {
        const bool is_needed = part != "middle" && part != "floor" && part != "door";
        const std::string id = is_needed ? needed(reading, node, part) : attribute(node, part);
        take.fields.push_back(rows_of(reading, node, group, id));
    }
    take.value = fixed_value(reading, node, take);
    const std::size_t at = step_at(reading, node, from);
    reading.tree.steps[at].take = std::move(take);
}

void read_ignore(const Reading& reading, const xmlNode* node, std::size_t from) {
    check_attributes(reading, node, {"path", "below"});
    const bool is_below = is_yes(reading, node, "below", "yes");
    Step& step = reading.tree.steps[step_at(reading, node, from)];
    step.is_ignored = true;
    step.is_ignored_below = is_below;
}

void read_note(const Reading& reading, const xmlNode* node, std::size_t from) {
    check_attributes(reading, node, {"path", "rule", "escaped"});
    std::string rule = needed(reading, node, "rule");
    const bool is_escaped_twice = is_yes(reading, node, "escaped", "twice");
    Step& step = reading.tree.steps[step_at(reading, node, from)];
    step.note = std::move(rule);
    step.is_note_escaped_twice = is_escaped_twice;
}

void read_when(const Reading& reading, const xmlNode* node) {
    check_attributes(reading, node, {"path", "begins"});
    Condition condition;
    condition.path = steps_of(reading, node, needed(reading, node, "path"));
    condition.begins = needed(reading, node, "begins");
    condition.place = place_in(reading, node);
    reading.tree.conditions.push_back(std::move(condition));
}

std::size_t rows_in_form(const FieldTree& tree, const std::string& group) {
    const form::Table* table = tree.form->table(group);
    return table == nullptr ? 0 : static_cast<std::size_t>(table->rows);
}

bool is_element(const xmlNode* node, std::string_view name) {
    return name == chars(node->name) && node->ns != nullptr &&
           map_namespace == chars(node->ns->href);
}

void read_rows(const Reading& reading, const xmlNode* node) {
    check_attributes(reading, node, {"path", "group"});
    const std::string group = needed(reading, node, "group");
    const std::size_t at = step_at(reading, node, 0, true);
    reading.tree.steps[at].rows = rows_in_form(reading.tree, group);
    if (reading.tree.steps[at].rows == 0) {
        broken(reading, node, "the form has no group " + group);
    }
    for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
        if (is_element(child, "take")) {
            read_take(reading, child, at, group);
        } else if (is_element(child, "ignore")) {
            read_ignore(reading, child, at);
        } else {
            broken(reading, child, "only take and ignore may stand in rows");
        }
    }
}

void add_own_field(FieldTree& tree, std::size_t index) {
    const form::Field& field = tree.form->fields[index];
    Take take;
    if (field.row == 0) {
        take.fields = {{index}};
        tree.steps[tree.step(0, field.id)].take = std::move(take);
        return;
    }
    const std::size_t rows = tree.step(0, field.table, true);
    tree.steps[rows].rows = rows_in_form(tree, field.table);
    const std::size_t at = tree.step(rows, field.id.substr(field.id.rfind('.') + 1));
    if (!tree.steps[at].take) {
        take.fields = {{}};
        tree.steps[at].take = std::move(take);
    }
    tree.steps[at].take->fields[0].push_back(index);
}

std::unique_ptr<FieldTree> empty_tree(const form::FormDefinition& form, const std::string& root) {
    auto tree = std::make_unique<FieldTree>();
    tree->form = &form;
    Step step;
    step.name = root;
    step.xpath = "/" + root;
    tree->steps.push_back(std::move(step));
    return tree;
}

}  // namespace

FieldMap::FieldMap(std::unique_ptr<const FieldTree> tree) : tree_(std::move(tree)) {}
FieldMap::~FieldMap() = default;
FieldMap::FieldMap(FieldMap&&) noexcept = default;
FieldMap& FieldMap::operator=(FieldMap&&) noexcept = default;

FieldMap FieldMap::of_form(const form::FormDefinition& form) {
    auto tree = empty_tree(form, form.key.form);
    for (std::size_t i = 0; i < form.fields.size(); ++i) {
        add_own_field(*tree, i);
    }
    return FieldMap(std::move(tree));
}

FieldMap FieldMap::parse(std::string_view text, const std::string& name,
                         const form::FormDefinition& form, const std::string& root) {
    auto tree = empty_tree(form, root);
    const Reading reading{name, *tree};
    const XmlDocPtr document = HardenedParser().parse(text);
    const xmlNode* map = xmlDocGetRootElement(document.get());
    if (!is_element(map, "map")) {
        broken(reading, map, "the root element is not map in " + std::string(map_namespace));
    }
    for (const xmlNode* node = map->children; node != nullptr; node = node->next) {
        if (is_element(node, "take")) {
            read_take(reading, node, 0, {});
        } else if (is_element(node, "ignore")) {
            read_ignore(reading, node, 0);
        } else if (is_element(node, "note")) {
            read_note(reading, node, 0);
        } else if (is_element(node, "rows")) {
            read_rows(reading, node);
        } else if (is_element(node, "when")) {
            read_when(reading, node);
        } else {
            broken(reading, node, "only when, take, note, rows and ignore may stand in a map");
        }
    }
    return FieldMap(std::move(tree));
}

}  // namespace indgang::xml
