// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/view/task_view.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "pipeline/desk/readings.h"
#include "pipeline/web/view/field_text.h"
#include "schemas/core/utf8.h"

namespace indgang::web {
namespace {

using nlohmann::json;

/// A candidate that is less likely than this marks no character as doubtful.
constexpr double least_doubt = 0.005;
constexpr std::size_t most_alternatives = 3;
constexpr std::array<std::string_view, 4> close_reasons = {"not_application", "illegible",
                                                           "belongs_elsewhere", "sent_again"};

std::string path_of(const desk::Task& task) {
    return "/tasks/" + task.item.id;
}

const record::FieldValue* value_of(const desk::Task& task, const std::string& field) {
    return task.settled.validated.inquired.record.field(field);
}

json pages_json(const desk::Task& task, const Words& words) {
    auto all = json::array();
    const auto& pages = task.settled.validated.inquired.record.pages;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const auto& reading = task.readings[i];
        const auto place = format_page_place(pages[i].page);
        auto label = words.of("task.page") + " " + place;
        if (pages[i].form_page > 0) {
            label +=
                " (" + words.of("task.form_page") + " " + std::to_string(pages[i].form_page) + ")";
        }
        all.push_back({{"label", label},
                       {"place", place},
                       {"picture", pages[i].image ? path_of(task) + "/pages/" + std::to_string(i)
                                                  : std::string()},
                       {"width", reading.width_px},
                       {"height", reading.height_px}});
    }
    return all;
}

/// The characters that another likely reading has otherwise, counted in code points of `text`.
json weak_characters(const std::string& text, const std::vector<record::Candidate>& candidates) {
    std::set<std::size_t> weak;
    for (const auto& candidate : candidates) {
        const bool can_be_held_against = candidate.probability >= least_doubt &&
                                         candidate.text != text &&
                                         candidate.text.size() == text.size();
        if (!can_be_held_against) {
            continue;
        }
        std::size_t place = 0;
        for (std::size_t at = 0; at < text.size();) {
            const auto length = utf8_start(std::string_view(text).substr(at)).length;
            if (text.compare(at, length, candidate.text, at, length) != 0) {
                weak.insert(place);
            }
            at += length;
            ++place;
        }
    }
    return weak;
}

json alternatives_of(const record::FieldValue& value, const form::Field& field,
                     const TaskFrame& frame) {
    auto all = json::array();
    const auto now = typed(value);
    for (const auto& candidate : value.candidates) {
        if (candidate.text.empty() || candidate.text == now) {
            continue;
        }
        const auto meaning = meaning_of(*frame.words, frame.language, field, candidate.text);
        if (meaning.text.empty()) {
            continue;
        }
        all.push_back({{"text", candidate.text}, {"meaning", meaning.text}});
        if (all.size() == most_alternatives) {
            break;
        }
    }
    return all;
}

json traces_of(const desk::Task& task, const std::string& field) {
    auto all = json::array();
    for (std::size_t i = 0; i < task.readings.size(); ++i) {
        for (const auto& trace : task.readings[i].traces) {
            if (std::ranges::find(trace.near, field) != trace.near.end()) {
                all.push_back({{"page", i}, {"box", json_of(trace.box)}});
            }
        }
    }
    return all;
}

bool is_entered_blind(const desk::Question& question) {
    return question.turn == desk::Turn::second || question.turn == desk::Turn::third;
}

void add_field(json& ask, const desk::Task& task, const desk::Question& question,
               const TaskFrame& frame) {
    const auto* field = task.form != nullptr ? task.form->field(question.field) : nullptr;
    const auto* value = value_of(task, question.field);
    if (field == nullptr || value == nullptr) {
        return;
    }
    // Who enters it a second time sees neither what was read nor what the first one said.
    const bool is_blind = is_entered_blind(question);
    const auto text = is_blind ? std::string() : typed(*value);
    const auto meaning = meaning_of(*frame.words, frame.language, *field, text);
    ask["is_field"] = true;
    ask["label"] = in(frame.language, field->label);
    ask["section"] = section_of(frame.language, *task.form, *field);
    ask["hint"] = field->hint;
    ask["type"] = input_of(*field);
    ask["value"] = text;
    ask["meaning"] = meaning.text;
    ask["problem"] = meaning.problem;
    ask["must_type"] = question.must_be_typed || is_blind;
    ask["weak"] = is_blind ? json::array() : weak_characters(text, value->candidates);
    ask["alternatives"] = is_blind ? json::array() : alternatives_of(*value, *field, frame);
    ask["choices"] = choices_of(*frame.words, frame.language, *field);
    ask["register"] = register_of(*frame.words, task.settled, *field);
    ask["traces"] = traces_of(task, question.field);
    if (const auto place = desk::place_of(task.readings, question.field)) {
        ask["page"] = place->page;
        ask["box"] = json_of(place->box);
        ask["snippet"] = path_of(task) + "/snippets/" + question.field;
    }
}

json field_json(const desk::Task& task, const record::FieldValue& value, const form::Field& field,
                const TaskFrame& frame) {
    const bool is_blind = std::ranges::any_of(task.questions, [&](const auto& each) {
        return each.field == value.field && is_entered_blind(each);
    });
    const auto text = is_blind ? std::string() : typed(value);
    auto registered = register_of(*frame.words, task.settled, field);
    const bool is_asked = std::ranges::any_of(
        task.questions, [&](const auto& each) { return each.field == value.field; });
    const auto state = state_of(value, registered, is_asked);
    json one{{"field", value.field},
             {"label", in(frame.language, field.label)},
             {"section", section_of(frame.language, *task.form, field)},
             {"type", input_of(field)},
             {"value", text},
             {"meaning", meaning_of(*frame.words, frame.language, field, text).text},
             {"state", state},
             {"choices", choices_of(*frame.words, frame.language, field)},
             {"register", std::move(registered)},
             {"page", -1},
             {"box", json::array()}};
    if (const auto place = desk::place_of(task.readings, value.field)) {
        one["page"] = place->page;
        one["box"] = json_of(place->box);
    }
    return one;
}

}  // namespace

json ask_of(const desk::Task& task, const desk::Question& question, const TaskFrame& frame) {
    json ask{{"key", question.key},
             {"is_field", false},
             {"field", question.field},
             {"label", reason_in_words(*frame.words, frame.language, task.form, question.key)},
             {"section", ""},
             {"type", "text"},
             {"page", -1},
             {"box", json::array()},
             {"snippet", ""},
             {"value", ""},
             {"meaning", ""},
             {"must_type", false},
             {"weak", json::array()},
             {"alternatives", json::array()},
             {"choices", json::array()},
             {"register", nullptr},
             {"traces", json::array()},
             {"turn", desk::name_of(question.turn)},
             // Of an unknown form nothing can be given: it is moved, left or closed.
             {"can_pass", task.form != nullptr},
             {"entry", nullptr}};
    std::string why;
    for (const auto& reason : question.reasons) {
        const auto code = reason.substr(0, reason.find(':'));
        why += (why.empty() ? "" : " ") + frame.words->find("reason." + code).value_or(code);
    }
    ask["why"] = why;
    ask["code"] = question.reasons.front().substr(0, question.reasons.front().find(':'));
    add_field(ask, task, question, frame);
    if (question.said) {
        ask["entry"] = json_of(*question.said);
    }
    return ask;
}

json close_reasons_of(const Words& words) {
    auto all = json::array();
    for (const auto reason : close_reasons) {
        all.push_back({{"value", reason}, {"label", words.of("close." + std::string(reason))}});
    }
    return all;
}

json json_of(const store::Entry& entry) {
    const bool is_agreed = entry.kind == store::EntryKind::agreed;
    const bool is_value = entry.kind == store::EntryKind::value;
    return {{"what", is_value ? "value" : (is_agreed ? "agree" : "pass")},
            {"value", entry.value},
            {"by", entry.user}};
}

std::string etag_of(const desk::Seen& seen) {
    return '"' + std::to_string(seen.revision) + "-" + std::to_string(seen.entry) + '"';
}

std::optional<desk::Seen> parse_etag(const std::string& etag) {
    desk::Seen seen;
    if (etag.size() < 2 || etag.front() != '"' || etag.back() != '"') {
        return std::nullopt;
    }
    const char* const end = etag.data() + etag.size() - 1;
    const auto revision = std::from_chars(etag.data() + 1, end, seen.revision);
    if (revision.ptr == end || *revision.ptr != '-') {
        return std::nullopt;
    }
    const auto entry = std::from_chars(revision.ptr + 1, end, seen.entry);
    return entry.ptr == end && entry.ec == std::errc() ? std::optional(seen) : std::nullopt;
}

json json_of(const desk::Task& task, const TaskFrame& frame) {
    auto asks = json::array(), fields = json::array(), closing = json::array();
    for (const auto& question : task.questions) {
        asks.push_back(ask_of(task, question, frame));
    }
    if (task.form != nullptr) {
        for (const auto& value : task.settled.validated.inquired.record.fields) {
            if (const auto* field = task.form->field(value.field)) {
                fields.push_back(field_json(task, value, *field, frame));
            }
        }
    }
    if (frame.can_close) {
        closing = close_reasons_of(*frame.words);
    }
    constexpr int hold_seconds = std::chrono::seconds(desk::hold_length).count();
    return {{"id", task.item.id},
            {"etag", etag_of(task.seen)},
            {"form", task.form != nullptr ? in(frame.language, task.form->title) : task.item.form},
            {"form_id", task.item.form},
            {"file", frame.file},
            {"received", frame.received},
            {"left", frame.left},
            {"lease_seconds", hold_seconds},
            {"held_by", task.hold.user},
            {"held_until", format_utc(task.hold.until)},
            {"can_arrange", frame.can_arrange},
            {"can_turn", frame.can_turn},
            {"pages", pages_json(task, *frame.words)},
            {"asks", std::move(asks)},
            {"fields", std::move(fields)},
            {"close_reasons", std::move(closing)},
            {"others", frame.others != nullptr ? *frame.others : json::array()}};
}

}  // namespace indgang::web
