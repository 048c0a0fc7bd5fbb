// SPDX-License-Identifier: MPL-2.0
#include "schemas/form/expand.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "schemas/core/limits.h"

namespace indgang::form {
namespace {

/// What a kind of value is on paper unless the form says otherwise.
struct OnPaper {
    Capture capture = Capture::line;
    int cells = 0;
    bool may_set_cells = false;
    std::string_view hint;
};

OnPaper on_paper(ValueKind kind) {
    constexpr int cpr_cells = 10, date_cells = 8, phone_cells = 8, cvr_cells = 8;
    constexpr int postcode_cells = 4, registration_cells = 4, account_cells = 10;
    constexpr int amount_cells = 7;  // up to 9,999,999 kroner
    constexpr int count_cells = 2;
    switch (kind) {
        case ValueKind::cpr:
            return {Capture::comb, cpr_cells, false, "DDMMÅÅSSSS"};
        case ValueKind::cvr:
            return {Capture::comb, cvr_cells, false, "8 cifre"};
        case ValueKind::date:
            return {Capture::comb, date_cells, false, "DDMMÅÅÅÅ"};
        case ValueKind::phone:
            return {Capture::comb, phone_cells, false, "8 cifre"};
        case ValueKind::postcode:
            return {Capture::comb, postcode_cells, false, "4 cifre"};
        case ValueKind::bank_registration:
            return {Capture::comb, registration_cells, false, "4 cifre"};
        case ValueKind::bank_account:
            return {Capture::comb, account_cells, true, "op til 10 cifre"};
        case ValueKind::amount:
            return {Capture::comb, amount_cells, true, "hele kroner, uden øre"};
        case ValueKind::count:
            return {Capture::comb, count_cells, true, "et helt tal"};
        case ValueKind::choice:
        case ValueKind::yes_no:
            return {Capture::mark, 0, false, "sæt kryds"};
        case ValueKind::signature:
            return {Capture::signature, 0, false, "skriv under"};
        case ValueKind::house_number:
            return {Capture::line, 0, false, "for eksempel 12B"};
        case ValueKind::floor:
            return {Capture::line, 0, false, "st, kl eller 1 til 99"};
        case ValueKind::door:
            return {Capture::line, 0, false, "tv, mf, th eller dørens nummer"};
        case ValueKind::text:
        case ValueKind::name:
        case ValueKind::street:
        case ValueKind::city:
        case ValueKind::email:
            return {};
    }
    return {};
}

/// Kinds of words: on a line, or in a comb of block capitals whose cells the form says.
bool may_be_capitals(ValueKind kind) {
    return kind == ValueKind::text || kind == ValueKind::name || kind == ValueKind::street ||
           kind == ValueKind::city || kind == ValueKind::house_number || kind == ValueKind::floor ||
           kind == ValueKind::door;
}

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
        std::string paper_prefix;
        std::string table;
        int row = 0;
        bool has_label = true;  ///< on paper
    };
    FlowItem item(const Wanted& wanted, int line);
    Field make_field(const Wanted& wanted, const std::string& name, const FieldSource& from);
    void check_field(const std::string& name, const FieldSource& from);
    void take_choices(const std::string& name, const FieldSource& from, Field& field);
    FlowRow row(const SectionSource& section, const RowSource& from, const std::string& prefix,
                int repeat, bool is_first);
    void check_unused() const;

    const FormSource& source_;
    FormDefinition& form_;
    Problems& problems_;
    std::set<std::string> ids_, used_fields_, used_choices_, used_blocks_, groups_;
};

void Expander::check_field(const std::string& name, const FieldSource& from) {
    const auto paper = on_paper(from.kind);
    const auto complain = [&](const std::string& text) {
        problems_.add(from.line, "field " + name + ": " + text);
    };
    const bool is_block_text = from.kind == ValueKind::text && from.capture == Capture::block;
    const bool is_capitals = may_be_capitals(from.kind) && from.capture == Capture::comb;
    const bool is_bubble =
        paper.capture == Capture::mark && from.capture == Capture::bubble && !from.places.empty();
    // Digits in a box without cells: only where somebody else printed it.
    const bool is_free_comb =
        paper.capture == Capture::comb && from.capture == Capture::line && !from.places.empty();
    if (from.capture && *from.capture != paper.capture && !is_block_text && !is_capitals &&
        !is_bubble && !is_free_comb) {
        complain("kind " + std::string(name_of(from.kind)) + " cannot be captured as " +
                 std::string(name_of(*from.capture)));
    }
    if (from.cells > 0 && !paper.may_set_cells && !is_capitals) {
        complain("'cells' is only for amount, count, bank_account and words in a comb");
    }
    if (is_capitals && from.cells == 0) {
        complain("words in a comb need 'cells'");
    }
    const bool is_comb = is_capitals || (paper.capture == Capture::comb && !is_free_comb);
    if (from.gap_mm > 0 && (!is_comb || from.places.empty())) {
        complain("'gap_mm' is for a comb with 'place_mm'");
    }
    if (from.lines > 0 && !is_block_text) {
        complain("'lines' is only for capture = \"block\"");
    }
    if (from.is_single && from.kind != ValueKind::yes_no) {
        complain("'single' is only for yes_no");
    }
    if (!from.choices.empty() && from.kind != ValueKind::choice) {
        complain("'choices' is only for kind choice");
    }
}

void Expander::take_choices(const std::string& name, const FieldSource& from, Field& field) {
    if (from.kind == ValueKind::yes_no) {
        field.choices = yes_no_choices();
        if (from.is_single) {
            field.choices.resize(1);
        }
    } else if (from.kind == ValueKind::choice) {
        const auto list = source_.choices.find(from.choices.empty() ? name : from.choices);
        if (list == source_.choices.end()) {
            problems_.add(from.line, "field " + name + ": no list of that name in [choices]");
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
        problems_.add(from.line, "field " + name +
                                     ": 'place_mm' must name each choice, or be one "
                                     "box for a field without choices");
    }
}

Field Expander::make_field(const Wanted& wanted, const std::string& name, const FieldSource& from) {
    const auto paper = on_paper(from.kind);
    Field field;
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
    take_choices(name, from, field);
    return field;
}

FlowItem Expander::item(const Wanted& wanted, int line) {
    static const FieldSource unknown;
    auto found = source_.fields.find(wanted.full);
    if (found == source_.fields.end() && !wanted.plain.empty()) {
        found = source_.fields.find(wanted.plain);
    }
    if (found == source_.fields.end()) {
        problems_.add(line, "[field] has no '" + wanted.full + "'");
    }
    const bool is_known = found != source_.fields.end();
    const auto& from = is_known ? found->second : unknown;
    if (!ids_.insert(wanted.id).second) {
        problems_.add(line, "'" + wanted.id + "' stands on the form twice");
    }
    if (is_known && used_fields_.insert(found->first).second) {
        check_field(found->first, from);
    }
    if (form_.fields.size() == limits::form_fields) {
        problems_.add(line, "the form has more than 2000 fields");
    }
    form_.fields.push_back(make_field(wanted, is_known ? found->first : wanted.id, from));
    auto label = wanted.has_label ? from.paper.value_or(from.label.da) : std::string();
    if (!wanted.paper_prefix.empty() && !label.empty()) {
        label = wanted.paper_prefix + label;
    }
    return {&from, form_.fields.size() - 1, std::move(label)};
}

/// `prefix` is that of a block's use; columns have their own.
FlowRow Expander::row(const SectionSource& section, const RowSource& from,
                      const std::string& prefix, int repeat, bool is_first) {
    FlowRow row;
    row.line = from.line;
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
                items.push_back(item(wanted(id, column.prefix + prefix, column.label), from.line));
            }
        }
        return row;
    }
    for (std::size_t i = 0; i < from.ids.size(); ++i) {
        auto one = wanted(from.ids[i], prefix, {});
        if (!section.group.empty() && !section.is_table && is_first && i == 0) {
            one.paper_prefix = "Person " + std::to_string(repeat) + ": ";
        }
        if (i == 0 || section.is_ledger) {
            row.columns.emplace_back();
        }
        row.columns.back().push_back(item(one, from.line));
    }
    return row;
}

std::vector<FlowSection> Expander::run() {
    std::vector<FlowSection> sections;
    int page = 0;
    for (const auto& section : source_.sections) {
        if (section.page != page && section.page != page + 1) {
            problems_.add(section.line, "pages must start at 1, never go down and leave none out");
        }
        page = section.page;
        if (!section.group.empty() && !groups_.insert(section.group).second) {
            problems_.add(section.line, "group '" + section.group + "' stands there twice");
        }
        if (!section.group.empty()) {
            form_.tables.push_back({section.group, section.repeats, section.page});
        }
        FlowSection flow;
        flow.source = &section;
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
                    problems_.add(from.line, "no block '" + from.block + "'");
                }
                is_first = false;
            }
        }
        sections.push_back(std::move(flow));
    }
    if (sections.empty() && source_.grids.empty()) {
        problems_.add(1, "the form has no [[section]] and no [[grid]]");
    }
    check_unused();
    return sections;
}

void Expander::check_unused() const {
    for (const auto& [name, field] : source_.fields) {
        if (!used_fields_.contains(name)) {
            problems_.add(field.line, "field " + name + " stands in no row");
        }
    }
    const auto is_of_grid = [&](const std::string& name) {
        return std::any_of(source_.grids.begin(), source_.grids.end(),
                           [&](const GridSource& grid) { return grid.choices == name; });
    };
    for (const auto& [name, line] : source_.choice_lines) {
        if (is_of_grid(name)) {
            continue;
        }
        if (!used_choices_.contains(name)) {
            problems_.add(line, "choices " + name + " belong to no field");
        }
    }
    for (const auto& [name, block] : source_.blocks) {
        if (!used_blocks_.contains(name)) {
            problems_.add(block.line, "block " + name + " is not used");
        }
    }
}

/// "husstand.*.cpr" as the ids of all its rows, anything else as itself.
std::vector<std::string> with_rows(const FormDefinition& form, const std::string& id) {
    const auto star = id.find(".*.");
    if (star == std::string::npos) {
        return {id};
    }
    const auto group = id.substr(0, star + 1);
    const auto column = id.substr(star + 2);
    std::vector<std::string> ids;
    for (const auto& field : form.fields) {
        if (field.id.starts_with(group) && field.id.ends_with(column)) {
            ids.push_back(field.id);
        }
    }
    return ids.empty() ? std::vector<std::string>{id} : ids;
}

}  // namespace

std::vector<FlowSection> expand_sections(const FormSource& source, FormDefinition& form,
                                         Problems& problems) {
    return Expander(source, form, problems).run();
}

void expand_rules(const FormSource& source, FormDefinition& form, Problems& problems) {
    for (const auto& [line, binding] : source.rules) {
        RuleBinding expanded{binding.rule, {}, binding.settings};
        for (const auto& [role, ids] : binding.fields) {
            for (const auto& id : ids) {
                for (auto& one : with_rows(form, id)) {
                    if (!form.field(one)) {
                        problems.add(line, "rule " + binding.rule + ": no field '" + one + "'");
                    }
                    expanded.fields[role].push_back(std::move(one));
                }
            }
        }
        form.rules.push_back(std::move(expanded));
    }
}

}  // namespace indgang::form
