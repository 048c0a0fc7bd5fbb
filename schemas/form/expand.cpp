// SPDX-License-Identifier: MPL-2.0
#include "schemas/form/expand.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "schemas/core/limits.h"
#include "schemas/toml/nearest_word.h"

namespace indgang::form {
namespace {

const std::vector<Choice>& yes_no_choices() {
    static const std::vector<Choice> choices = {{"ja", {"Ja", "Yes"}, {}},
                                                {"nej", {"Nej", "No"}, {}}};
    return choices;
}

class Expander {
  public:
    Expander(const FormSource& source, FormDefinition& form, Problems& problems)
        : source_(source), form_(form), problems_(problems) {}

    std::vector<FlowSection> run();

  private:
    /// One id of a row: its name in the form, and the names its definition may stand under.
    struct Wanted {
        std::string id;
        std::string full;   ///< "borger_formue_aktier", "husstand.cpr"
        std::string plain;  ///< "formue_aktier"; empty: none
        Text suffix;        ///< tells the copies apart: "Ansøger", "2"
        Text paper_prefix;
        std::string number;  ///< "1.3 ", printed before the label
        std::string table;
        int row = 0;
        bool has_label = true;  ///< on paper
    };
    [[nodiscard]] std::pair<std::string, const FieldSource*> find(const Wanted& wanted) const;
    [[nodiscard]] std::pair<std::string, const FieldSource*> nearest(Wanted& wanted,
                                                                     const SourcePlace& at);
    FlowItem item(Wanted wanted, const SourcePlace& at);
    Field make_field(const Wanted& wanted, const std::string& name, const FieldSource& from);
    void take_choices(const std::string& name, const FieldSource& from, Field& field);
    FlowRow row(const SectionSource& section, const RowSource& from, const std::string& prefix,
                int repeat, bool is_first);
    [[nodiscard]] std::string number_of(const std::string& name);
    void check_unused();

    const FormSource& source_;
    FormDefinition& form_;
    Problems& problems_;
    int section_number_ = 0;
    std::map<std::string, int> numbers_;  ///< of the section's fields, by their name in it
    std::set<std::string> ids_, used_fields_, used_choices_, used_blocks_, groups_;
};

void Expander::take_choices(const std::string& name, const FieldSource& from, Field& field) {
    if (from.kind == ValueKind::yes_no) {
        field.choices = yes_no_choices();
        if (from.is_single) {
            field.choices.resize(1);
        }
    } else if (from.kind == ValueKind::choice) {
        const auto list = source_.choices.find(from.choices.empty() ? name : from.choices);
        if (list == source_.choices.end()) {
            const auto& wanted_list = from.choices.empty() ? name : from.choices;
            problems_.add(from.at, "field " + name + ": [choices] has no list '" + wanted_list +
                                       "'" + suggestion(wanted_list, names_in(source_.choices)));
            used_choices_.insert(nearest_word(wanted_list, names_in(source_.choices)));
            return;
        } else {
            field.choices = list->second;
            used_choices_.insert(list->first);
        }
    }
    std::set<std::string> places;
    for (const auto& [choice, box] : from.places) {
        places.insert(choice);
    }
    std::set<std::string> wanted;
    for (const auto& choice : field.choices) {
        wanted.insert(choice.key);
    }
    if (wanted.empty()) {
        wanted.insert("");
    }
    if (!places.empty() && places != wanted) {
        problems_.add(from.at, "field " + name +
                                   ": 'place_mm' must name each choice, or be one "
                                   "box for a field without choices");
    }
}

Field Expander::make_field(const Wanted& wanted, const std::string& name, const FieldSource& from) {
    const auto paper = on_paper(from.kind);
    Field field;
    field.terms = from.terms;
    field.id = wanted.id;
    field.kind = from.kind;
    field.capture = from.capture.value_or(paper.capture);
    if (field.capture == Capture::comb) {
        field.cells = from.cells > 0 ? from.cells : std::max(paper.cells, 1);
    }
    field.table = wanted.table;
    field.row = wanted.row;
    // A copy under another prefix is one person's of several: whether it must be filled in depends
    // on that person being there, which rules say. A row is there when anything stands in it.
    field.is_required = from.is_required && (name == wanted.id || field.row > 0);
    field.label = from.label;
    if (!wanted.suffix.da.empty()) {
        field.label.da += " (" + wanted.suffix.da + ")";
        field.label.en += " (" + wanted.suffix.en + ")";
    }
    const bool has_no_hint = paper.hint.empty() && field.capture == Capture::comb;
    field.hint = !from.hint.empty() ? from.hint
                 : has_no_hint      ? "BLOKBOGSTAVER"
                                    : std::string(paper.hint);
    if (!from.is_broken) {
        take_choices(name, from, field);
    }
    return field;
}

FlowItem Expander::item(Wanted wanted, const SourcePlace& at) {
    static const FieldSource unknown;
    auto found = find(wanted);
    if (found.second == nullptr) {
        found = nearest(wanted, at);
    }
    const bool is_known = found.second != nullptr;
    const auto& from = is_known ? *found.second : unknown;
    if (!ids_.insert(wanted.id).second) {
        problems_.add(at, "'" + wanted.id + "' stands on the form twice");
    }
    if (is_known && used_fields_.insert(found.first).second && !from.is_broken) {
        check_capture(found.first, from, problems_);
    }
    if (form_.fields.size() == limits::form_fields) {
        problems_.add(at, "the form has more than 2000 fields");
    }
    form_.fields.push_back(make_field(wanted, is_known ? found.first : wanted.id, from));
    auto label = wanted.has_label ? from.paper.value_or(from.label) : Text{};
    if (!label.da.empty()) {
        const bool has_mark = source_.has_required_marks && form_.fields.back().is_required;
        const auto whole = [&](Language language) {
            return wanted.paper_prefix.in(language) + wanted.number + label.in(language) +
                   (has_mark ? " *" : "");
        };
        label = {whole(Language::danish), whole(Language::english)};
    }
    const auto prefix = wanted.plain.empty()
                            ? std::string()
                            : wanted.full.substr(0, wanted.full.size() - wanted.plain.size());
    return {&from, form_.fields.size() - 1, std::move(label), prefix,
            wanted.has_label ? with_conditions(from.terms.help, from.shown_when, from.required_when)
                             : Text{}};
}

/// The name under which a field is defined, and its definition; none: nullptr.
std::pair<std::string, const FieldSource*> Expander::find(const Wanted& wanted) const {
    for (const auto* fields : {&source_.fields, &source_.shared_fields}) {
        for (const auto* name : {&wanted.full, &wanted.plain}) {
            const auto found = fields->find(*name);
            if (!name->empty() && found != fields->end()) {
                return {found->first, &found->second};
            }
        }
    }
    return {{}, nullptr};
}

/// Complains of an id that is not defined, and takes the field that was meant instead: rules and
/// conditions know that one, and its definition is used.
std::pair<std::string, const FieldSource*> Expander::nearest(Wanted& wanted,
                                                             const SourcePlace& at) {
    const auto names = names_in(source_.fields);
    const auto near = nearest_word(wanted.full, names);
    problems_.add(at, "[field] has no '" + wanted.full + "'" +
                          (near.empty() ? "; define it there: " + wanted.full +
                                              " = { kind = \"...\", da = \"...\", en = \"...\" }"
                                        : "; did you mean '" + near + "'?"));
    const bool is_of_table = near.starts_with(wanted.table + ".");
    const auto id = is_of_table ? wanted.table + "." + std::to_string(wanted.row) +
                                      near.substr(wanted.table.size())
                                : near;
    if (near.empty() || ids_.contains(id) || (!wanted.table.empty() && !is_of_table)) {
        return {{}, nullptr};
    }
    wanted.id = id;
    wanted.full = near;
    wanted.plain.clear();
    return {near, &source_.fields.at(near)};
}

/// "1.3 ": the same for the copies of a field in columns and rows of a table.
std::string Expander::number_of(const std::string& name) {
    if (!source_.is_numbered) {
        return {};
    }
    const auto [found, is_new] = numbers_.emplace(name, static_cast<int>(numbers_.size()) + 1);
    return std::to_string(section_number_) + "." + std::to_string(found->second) + " ";
}

/// `prefix` is that of a block's use; columns have their own.
FlowRow Expander::row(const SectionSource& section, const RowSource& from,
                      const std::string& prefix, int repeat, bool is_first) {
    FlowRow row;
    row.at = from.at;
    row.starts_next_person = is_first && repeat > 1 && !section.is_table;
    row.number = section.is_table ? repeat : 0;
    const auto wanted = [&](const std::string& id, const std::string& before, const Text& suffix) {
        Wanted result;
        result.full = before + id;
        result.plain = before.empty() ? "" : id;
        result.id = result.full;
        result.suffix = suffix;
        if (!section.group.empty()) {
            const auto number = std::to_string(repeat);
            result.id = section.group + "." + number + "." + id;
            result.full = section.group + "." + id;
            result.plain.clear();
            result.suffix = {number, number};
            result.table = section.group;
            result.row = repeat;
            result.has_label = !section.is_table || repeat == 1;
        }
        return result;
    };
    if (!section.columns.empty()) {
        for (const auto& column : section.columns) {
            auto& items = row.columns.emplace_back();
            for (const auto& id : from.ids) {
                auto one = wanted(id, column.prefix + prefix, column.label);
                one.number = number_of(prefix + id);
                items.push_back(item(one, from.at));
            }
        }
        return row;
    }
    for (std::size_t i = 0; i < from.ids.size(); ++i) {
        auto one = wanted(from.ids[i], prefix, {});
        one.number = number_of(prefix + from.ids[i]);
        if (!section.group.empty() && !section.is_table && is_first && i == 0) {
            const auto behind = " " + std::to_string(repeat) + ": ";
            one.paper_prefix = {section.row_word.da + behind,
                                section.row_word.in(Language::english) + behind};
        }
        if (i == 0 || section.is_ledger) {
            row.columns.emplace_back();
        }
        row.columns.back().push_back(item(one, from.at));
    }
    return row;
}

std::vector<FlowSection> Expander::run() {
    std::vector<FlowSection> sections;
    int page = 0;
    for (const auto& section : source_.sections) {
        if (section.page != page && section.page != page + 1) {
            problems_.add(section.at,
                          "section: page " + std::to_string(section.page) + " stands behind page " +
                              std::to_string(page) +
                              ", but pages must start at 1, never go down and leave none out");
        }
        page = section.page;
        if (!section.group.empty() && !groups_.insert(section.group).second) {
            problems_.add(section.at, "group '" + section.group + "' stands there twice");
        }
        if (!section.group.empty()) {
            form_.tables.push_back({section.group, section.repeats, section.page});
        }
        FlowSection flow;
        flow.source = &section;
        ++section_number_;
        numbers_.clear();
        for (int repeat = 1; repeat <= section.repeats; ++repeat) {
            bool is_first = true;
            for (const auto& from : section.rows) {
                if (from.block.empty()) {
                    flow.rows.push_back(row(section, from, "", repeat, is_first));
                } else if (const auto block = source_.blocks.find(from.block);
                           block != source_.blocks.end()) {
                    used_blocks_.insert(block->first);
                    for (const auto& inner : block->second.rows) {
                        flow.rows.push_back(row(section, inner, from.prefix, repeat, is_first));
                        is_first = false;
                    }
                } else {
                    auto blocks = names_in(source_.blocks);
                    blocks.insert(blocks.end(), source_.shared_blocks.begin(),
                                  source_.shared_blocks.end());
                    problems_.add(from.at,
                                  "no block '" + from.block + "'" + suggestion(from.block, blocks));
                    used_blocks_.insert(nearest_word(from.block, names_in(source_.blocks)));
                }
                is_first = false;
            }
        }
        sections.push_back(std::move(flow));
    }
    if (sections.empty() && source_.grids.empty() && source_.has_good_sections) {
        problems_.add({}, "the form has no [[section]] and no [[grid]]");
    }
    check_unused();
    return sections;
}

void Expander::check_unused() {
    // What stands in a row with its table's name was told there.
    for (const auto& section : source_.sections) {
        for (const auto& row : section.rows) {
            used_fields_.insert(row.wrong_ids.begin(), row.wrong_ids.end());
        }
    }
    for (const auto& [name, field] : source_.fields) {
        if (!used_fields_.contains(name) && source_.has_good_sections) {
            problems_.add(field.at,
                          "field " + name + " stands in no row; put it into one, or leave it out");
        }
    }
    const auto is_of_grid = [&](const std::string& name) {
        return std::any_of(source_.grids.begin(), source_.grids.end(),
                           [&](const GridSource& grid) { return grid.choices == name; });
    };
    for (const auto& [name, at] : source_.choice_places) {
        if (is_of_grid(name)) {
            continue;
        }
        // Only a field that is understood says which list it uses.
        const auto field = source_.fields.find(name);
        const bool is_unknown = field != source_.fields.end() &&
                                (field->second.is_broken || !used_fields_.contains(name));
        if (!used_choices_.contains(name) && !is_unknown) {
            problems_.add(at, "choices " + name + " belong to no field");
        }
    }
    for (const auto& [name, block] : source_.blocks) {
        if (!used_blocks_.contains(name) && !block.is_of_library) {
            problems_.add(block.at, "block " + name + " is not used");
        }
    }
}

}  // namespace

std::vector<FlowSection> expand_sections(const FormSource& source, FormDefinition& form,
                                         Problems& problems) {
    return Expander(source, form, problems).run();
}

}  // namespace indgang::form
