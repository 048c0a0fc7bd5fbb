// SPDX-License-Identifier: MPL-2.0
#include "pipeline/desk/questions.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "pipeline/desk/readings.h"
#include "schemas/error/error.h"

namespace indgang::desk {
namespace {

/// The field of a reason "<rule or doubt>:<field>"; empty: it names none of the record.
std::string field_of(const std::string& reason, const record::ApplicationRecord& record) {
    const auto colon = reason.find(':');
    if (colon == std::string::npos) {
        return {};
    }
    auto field = reason.substr(colon + 1);
    return record.field(field) == nullptr ? std::string() : field;
}

/// Whether ink that no reading explains may change the field.
bool has_trace_near(const Task& task, const std::string& field) {
    return std::ranges::any_of(task.readings, [&](const auto& page) {
        return std::ranges::any_of(page.traces, [&](const auto& trace) {
            return std::ranges::find(trace.near, field) != trace.near.end();
        });
    });
}

void check_value(const Task& task, const Question& question, const std::string& value) {
    const auto* field = task.form != nullptr ? task.form->field(question.field) : nullptr;
    if (field == nullptr) {
        throw Error(Reason::no_such_field, "no value can be given to what is no field",
                    question.key);
    }
    if (value.empty() || field->kind == ValueKind::signature) {
        return;
    }
    const auto parsed = form::parse_field(*field, value, Notation::danish);
    if (const auto* trouble = std::get_if<ValueTrouble>(&parsed)) {
        throw Error(reason_of(trouble->reason).value_or(Reason::no_value),
                    "the text is no value of the field " + field->id, field->id);
    }
}

}  // namespace

bool is_doubt_of_value(const std::string& reason, const record::FieldValue& field) {
    return !field.is_accepted && reason == field.doubt + ":" + field.field;
}

std::vector<Question> questions_of(const record::SettledRecord& settled) {
    const auto& record = settled.validated.inquired.record;
    std::vector<Question> matters;
    std::map<std::string, Question> of_fields;
    for (const auto& reason : settled.reasons) {
        const auto field = field_of(reason, record);
        if (field.empty()) {
            matters.push_back({reason, {}, {reason}, false, std::nullopt});
            continue;
        }
        auto& question = of_fields[field];
        question.key = question.field = field;
        question.reasons.push_back(reason);
    }
    for (const auto& field : record.fields) {
        if (auto found = of_fields.find(field.field); found != of_fields.end()) {
            found->second.must_be_typed = !field.value && !field.raw.empty();
            matters.push_back(std::move(found->second));
        }
    }
    return matters;
}

bool has_doubtful_reading(const store::ListedItem& item) {
    return item.listing.source == name_of(record::Source::paper) && item.listing.doubtful > 0;
}

bool is_seen_in_snippet(const Task& task, const Question& question) {
    const auto& record = task.settled.validated.inquired.record;
    const auto* value = record.field(question.field);
    const auto place = place_of(task.readings, question.field);
    if (task.form == nullptr || value == nullptr || !place ||
        !record.pages[static_cast<std::size_t>(place->page)].image) {
        return false;
    }
    const bool is_of_reading = std::ranges::all_of(
        question.reasons, [&](const auto& reason) { return is_doubt_of_value(reason, *value); });
    return is_of_reading && !has_trace_near(task, question.field);
}

std::string meant(const Task& task, const store::Entry& entry) {
    const auto* value = task.settled.validated.inquired.record.field(entry.question);
    if (value == nullptr || entry.kind == store::EntryKind::passed) {
        return {};
    }
    if (entry.kind == store::EntryKind::agreed) {
        return value->value ? value->value->canonical() : value->raw;
    }
    const auto* field = task.form != nullptr ? task.form->field(entry.question) : nullptr;
    if (field != nullptr && !entry.value.empty()) {
        const auto parsed = form::parse_field(*field, entry.value, Notation::danish);
        if (const auto* typed = std::get_if<Value>(&parsed)) {
            return typed->canonical();
        }
    }
    return entry.value;
}

void check_answer(const Task& task, const Question& question, store::EntryKind kind,
                  const std::string& value) {
    if (kind == store::EntryKind::value) {
        check_value(task, question, value);
    }
    if (kind == store::EntryKind::agreed && (question.must_be_typed || question.field.empty())) {
        throw Error(Reason::no_value, "nothing stands there that could be agreed to", question.key);
    }
}

std::string character_key(const std::string& field, int place) {
    return field + store::character_sign + std::to_string(place);
}

bool is_character_key(std::string_view key) {
    return key.find(store::character_sign) != std::string_view::npos;
}

bool asks_twice(const EnteredTwice& configured, const form::FormCatalogue& catalogue) {
    const auto has_field = [](const form::FormDefinition& form) {
        return std::ranges::any_of(
            form.fields, [](const form::Field& field) { return field.terms.is_entered_twice; });
    };
    return !configured.empty() || std::ranges::any_of(catalogue.all(), has_field);
}

int Task::open_questions() const {
    return static_cast<int>(
        std::ranges::count_if(questions, [](const auto& each) { return !each.said; }));
}

bool Task::is_decided() const {
    return std::ranges::all_of(questions,
                               [](const auto& each) { return each.decided.has_value(); });
}

std::string_view name_of(Turn turn) {
    switch (turn) {
        case Turn::only:
            return "only";
        case Turn::first:
            return "first";
        case Turn::second:
            return "second";
        case Turn::third:
            return "third";
    }
    return "only";
}

}  // namespace indgang::desk
