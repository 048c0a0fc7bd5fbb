// SPDX-License-Identifier: MPL-2.0
// A known field must look like any other question, or it measures how people answer known fields.
// So only fields are taken that somebody was asked about, or would have been but for a register:
// they were doubted when they were read, and stand in the first record with the doubt and all
// hypotheses of that time.
#include "pipeline/desk/known_fields.h"

#include <algorithm>
#include <map>
#include <utility>

#include "pipeline/desk/papers.h"
#include "pipeline/desk/readings.h"
#include "pipeline/runner/stored_record.h"

namespace indgang::desk {
namespace {

record::SettledRecord first_of(const store::Store& store, const store::Item& item) {
    const auto past = store.past_records(item.id);
    return past.empty() ? runner::settled_of(item)
                        : runner::settled_of(past.front().is_settled, past.front().record);
}

bool is_confirmed(const record::SettledRecord& settled, const std::string& field) {
    return std::ranges::any_of(settled.validated.verdicts, [&](const auto& verdict) {
        return verdict.field == field && verdict.agreement == record::Agreement::confirmed;
    });
}

/// Whether two people said independently of each other what the field holds.
bool is_said_by_two(const Task& task, const std::string& field,
                    const std::vector<store::Entry>& entries, const std::string& truth) {
    std::map<std::string, const store::Entry*> last;
    for (const auto& entry : entries) {
        if (entry.question == field) {
            last[entry.user] = &entry;
        }
    }
    return std::ranges::count_if(last, [&](const auto& each) {
               const auto kind = each.second->kind;
               const bool says_value =
                   kind == store::EntryKind::value || kind == store::EntryKind::agreed;
               return says_value && meant(task, *each.second) == truth;
           }) >= 2;
}

bool has_answered(const std::string& user, const std::string& field,
                  const std::vector<store::Entry>& entries) {
    return std::ranges::any_of(entries, [&](const auto& entry) {
        return entry.user == user && (entry.question == field ||
                                      entry.question.starts_with(field + store::character_sign));
    });
}

}  // namespace

std::vector<KnownField> known_fields(const store::Store& store, const store::DeskBook& book,
                                     const form::FormCatalogue& catalogue, const store::Item& item,
                                     const std::string& user) {
    const auto now = runner::settled_of(item);
    std::vector<KnownField> known;
    if (item.state != store::ItemState::delivered || is_protected(now)) {
        return known;
    }
    Task task;
    task.item = item;
    task.settled = first_of(store, item);
    const auto& record = task.settled.validated.inquired.record;
    task.form = catalogue.find(record.form);
    task.readings = readings_of(store, item, record);
    const auto entries = book.all_entries(item.id);
    for (const auto& field : record.fields) {
        const auto* held = now.validated.inquired.record.field(field.field);
        if (field.is_accepted || held == nullptr || has_answered(user, field.field, entries)) {
            continue;
        }
        const auto truth = held->value ? held->value->canonical() : std::string();
        if (!is_confirmed(now, field.field) && !is_said_by_two(task, field.field, entries, truth)) {
            continue;
        }
        auto asked = task;
        asked.settled.reasons = {field.doubt + ":" + field.field};
        asked.questions = questions_of(asked.settled);
        if (is_seen_in_snippet(asked, asked.questions.front())) {
            known.push_back({std::move(asked), truth});
        }
    }
    return known;
}

}  // namespace indgang::desk
