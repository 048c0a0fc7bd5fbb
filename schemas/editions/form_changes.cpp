// SPDX-License-Identifier: MPL-2.0
#include "schemas/editions/form_changes.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace indgang::editions {
namespace {

using form::Field;
using form::FormDefinition;

/// Of a table the first row, so that a column is told once.
const Field* find(const FormDefinition& form, const std::string& id) {
    const auto found = std::ranges::find_if(
        form.fields, [&](const Field& field) { return field.row < 2 && field.written_id() == id; });
    return found == form.fields.end() ? nullptr : &*found;
}

class Comparison {
  public:
    Comparison(const FormDefinition& before, const FormDefinition& after)
        : before_(before), after_(after) {}

    std::vector<FormChange> run() {
        if (before_.key != after_.key) {
            tell(Concern::senders, true, "",
                 "the form's own XML is in another namespace, urn:indgang:form:" + after_.key.form +
                     ":" + after_.key.version +
                     "; documents of the edition before are taken as long as it is in the "
                     "catalogue");
        }
        compare_pages();
        compare_tables();
        for (const Field& field : after_.fields) {
            if (field.row < 2) {
                compare(field);
            }
        }
        for (const Field& field : before_.fields) {
            if (field.row < 2 && find(after_, field.written_id()) == nullptr) {
                gone(field);
            }
        }
        compare_head();
        std::ranges::stable_sort(changes_, {}, &FormChange::concern);
        return std::move(changes_);
    }

  private:
    void tell(Concern concern, bool is_breaking, const std::string& field, std::string text) {
        changes_.push_back({concern, is_breaking, field, std::move(text)});
    }

    void compare_pages() {
        const auto count = std::max(before_.pages.size(), after_.pages.size());
        if (before_.pages.size() != after_.pages.size()) {
            tell(Concern::paper, false, "",
                 "the form has " + std::to_string(after_.pages.size()) + " pages, and had " +
                     std::to_string(before_.pages.size()));
        }
        for (std::size_t page = 1; page <= count; ++page) {
            if (page <= before_.pages.size() && page <= after_.pages.size() &&
                is_same_page(static_cast<int>(page))) {
                tell(Concern::paper, false, "",
                     "page " + std::to_string(page) +
                         " is printed as before: without its code nobody can tell of which "
                         "edition it is");
            }
        }
    }

    [[nodiscard]] bool is_same_page(int page) const {
        const auto zones = [&](const FormDefinition& form) {
            std::vector<form::Zone> all;
            std::ranges::copy_if(form.zones, std::back_inserter(all),
                                 [&](const auto& zone) { return zone.page == page; });
            return all;
        };
        const auto same_zone = [](const form::Zone& a, const form::Zone& b) {
            return a.capture == b.capture && a.cells == b.cells && is_same_box(a.box, b.box);
        };
        const auto same_print = [](const form::Print& a, const form::Print& b) {
            return a.text == b.text && is_same_box(a.box, b.box);
        };
        const auto at = static_cast<std::size_t>(page) - 1;
        return std::ranges::equal(zones(before_), zones(after_), same_zone) &&
               std::ranges::equal(before_.pages[at].prints, after_.pages[at].prints, same_print);
    }
    static bool is_same_box(const BoxMm& a, const BoxMm& b) {
        constexpr double print_mm = 0.2;  // printers place a page no better
        return std::abs(a.x - b.x) < print_mm && std::abs(a.y - b.y) < print_mm &&
               std::abs(a.width - b.width) < print_mm && std::abs(a.height - b.height) < print_mm;
    }

    void compare_tables() {
        for (const auto& table : before_.tables) {
            const auto* other = after_.table(table.id);
            if (other != nullptr && other->rows != table.rows) {
                tell(Concern::senders, other->rows < table.rows, table.id,
                     "takes " + std::to_string(other->rows) + " rows, and took " +
                         std::to_string(table.rows));
            }
        }
    }

    void gone(const Field& field) {
        const auto id = field.written_id();
        tell(Concern::senders, true, id, "is no longer there: XML that has it is refused");
        tell(Concern::records, true, id,
             "is no longer there; records of the edition before keep it");
    }

    void compare(const Field& field) {
        const auto id = field.written_id();
        const auto* old = find(before_, id);
        if (old == nullptr) {
            const bool must = field.is_always_required() && field.kind != ValueKind::signature;
            tell(Concern::senders, must, id,
                 must ? "is new and required: XML without it is refused"
                      : "is new, and may be left out");
            tell(Concern::records, false, id,
                 "is new; records of the edition before do not have it");
            return;
        }
        if (old->kind != field.kind) {
            const auto kinds =
                std::string(name_of(field.kind)) + ", and was " + std::string(name_of(old->kind));
            tell(Concern::senders, true, id, "is of the kind " + kinds);
            tell(Concern::records, true, id, "is of the kind " + kinds);
            return;
        }
        compare_need(*old, field, id);
        compare_choices(*old, field, id);
        compare_limits(*old, field, id);
        if (old->cells != field.cells) {
            tell(Concern::paper, false, id,
                 "has " + std::to_string(field.cells) + " cells, and had " +
                     std::to_string(old->cells));
        }
        if (old->terms.sensitivity != field.terms.sensitivity) {
            tell(Concern::records, true, id,
                 "is " + word(field.terms.sensitivity) + ", and was " +
                     word(old->terms.sensitivity));
        }
    }
    static std::string word(const std::string& sensitivity) {
        return sensitivity.empty() ? "not particularly private" : sensitivity;
    }

    void compare_need(const Field& old, const Field& field, const std::string& id) {
        if (old.is_always_required() != field.is_always_required()) {
            tell(Concern::senders, field.is_always_required(), id,
                 field.is_always_required() ? "is required now" : "may be left out now");
        } else if (is_changed(old.terms.required_when, field.terms.required_when)) {
            tell(Concern::senders, true, id, "is required under other conditions");
        }
        if (is_changed(old.terms.shown_when, field.terms.shown_when)) {
            tell(Concern::records, false, id, "is asked for under other conditions");
        }
    }
    static bool is_changed(const std::vector<form::Condition>& a,
                           const std::vector<form::Condition>& b) {
        return !std::ranges::equal(a, b, [](const auto& one, const auto& other) {
            return one.field == other.field && one.test == other.test && one.values == other.values;
        });
    }

    void compare_choices(const Field& old, const Field& field, const std::string& id) {
        const auto keys = [](const Field& of) {
            std::set<std::string> all;
            for (const auto& choice : of.choices) {
                all.insert(choice.key);
            }
            return all;
        };
        const auto had = keys(old), has = keys(field);
        for (const auto& key : had) {
            if (!has.contains(key)) {
                tell(Concern::senders, true, id, "has no longer the choice " + key);
            }
        }
        for (const auto& key : has) {
            if (!had.contains(key)) {
                tell(Concern::senders, false, id, "has the new choice " + key);
                tell(Concern::records, false, id, "may be " + key + " now");
            }
        }
    }

    void compare_limits(const Field& old, const Field& field, const std::string& id) {
        const auto text = [](const std::optional<Value>& value) {
            return value ? value->canonical() : std::string("no limit");
        };
        const auto limit = [&](const std::string& name, const std::optional<Value>& was,
                               const std::optional<Value>& is) {
            if (was != is) {
                // Whether it is wider can be seen only where there was one, and there is none now.
                tell(Concern::senders, is.has_value(), id,
                     name + " is " + text(is) + ", and was " + text(was));
            }
        };
        limit("min", old.terms.least, field.terms.least);
        limit("max", old.terms.most, field.terms.most);
        const auto source = [](const Field& of) {
            return of.terms.pattern ? of.terms.pattern->source() : std::string();
        };
        if (source(old) != source(field)) {
            tell(Concern::senders, !source(field).empty(), id,
                 source(field).empty() ? "has no longer a pattern" : "has another pattern");
        }
        if (old.terms.max_length != field.terms.max_length) {
            const bool is_shorter =
                field.terms.max_length > 0 &&
                (old.terms.max_length == 0 || field.terms.max_length < old.terms.max_length);
            tell(Concern::senders, is_shorter, id,
                 "takes " + length(field) + ", and took " + length(old));
        }
    }
    static std::string length(const Field& field) {
        return field.terms.max_length == 0 ? "as many characters as its kind"
                                           : std::to_string(field.terms.max_length) + " characters";
    }

    void compare_head() {
        if (before_.kle.newest() != after_.kle.newest()) {
            tell(Concern::records, true, "", "the KLE number is another: it chooses destinations");
        }
        if (before_.authority_cvr.newest() != after_.authority_cvr.newest()) {
            tell(Concern::records, true, "", "the authority is another");
        }
        if (before_.retention_days != after_.retention_days) {
            tell(Concern::records, false, "", "records are kept for another time");
        }
        if (before_.accept_probability != after_.accept_probability) {
            tell(Concern::paper, false, "", "what is read needs another certainty to stand");
        }
        std::set<std::string> had, has;
        for (const auto& rule : before_.rules) {
            had.insert(rule.rule);
        }
        for (const auto& rule : after_.rules) {
            has.insert(rule.rule);
        }
        for (const auto& rule : has) {
            if (!had.contains(rule)) {
                tell(Concern::records, false, "", "the rule " + rule + " is checked now");
            }
        }
        for (const auto& rule : had) {
            if (!has.contains(rule)) {
                tell(Concern::records, false, "", "the rule " + rule + " is no longer checked");
            }
        }
    }

    const FormDefinition& before_;
    const FormDefinition& after_;
    std::vector<FormChange> changes_;
};

}  // namespace

std::string_view name_of(Concern concern) {
    switch (concern) {
        case Concern::paper:
            return "paper";
        case Concern::senders:
            return "senders";
        case Concern::records:
            return "records";
    }
    return "";
}

std::vector<FormChange> changes(const FormDefinition& before, const FormDefinition& after) {
    return Comparison(before, after).run();
}

}  // namespace indgang::editions
