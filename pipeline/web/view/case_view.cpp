// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/view/case_view.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <variant>

#include "pipeline/desk/readings.h"
#include "pipeline/web/view/field_text.h"
#include "pipeline/web/view/rows.h"
#include "schemas/values/facets.h"

namespace indgang::web {
namespace {

using nlohmann::json;

/// The day of birth, and no more of the number than tells two people of that day apart by ear.
std::string masked(const std::string& cpr) {
    constexpr std::size_t day_digits = 6;
    return cpr.empty() ? cpr : cpr.substr(0, day_digits) + "-••••";
}

/// Everything about one value of a case.
class FieldView {
  public:
    FieldView(const desk::CaseFile& file, const Words& words, std::string language, bool hides_home)
        : file_(file), words_(words), language_(std::move(language)), hides_home_(hides_home) {}

    /// What a revision changed, field by field.
    [[nodiscard]] json changes_of(const desk::Revision& revision) const {
        auto all = json::array();
        for (const auto& change : revision.changes.fields) {
            const auto* field = file_.form != nullptr ? file_.form->field(change.field) : nullptr;
            if (field == nullptr) {
                continue;
            }
            const bool is_hidden = hides_home_ && facets_of(field->kind).is_of_home;
            const auto said = [&](const std::optional<std::string>& text) {
                return is_hidden ? words_.of("case.hidden") : shown(*field, text.value_or(""));
            };
            all.push_back({{"label", in(language_, field->label)},
                           {"from", said(change.from)},
                           {"to", said(change.to)}});
        }
        return all;
    }
    [[nodiscard]] json of(const form::Field& field, const record::FieldValue& value) const {
        const bool is_hidden = hides_home_ && facets_of(field.kind).is_of_home;
        const auto registered = register_of(words_, file_.settled, field);
        const auto state = state_of(value, registered, false);
        const auto place = desk::place_of(file_.readings, field.id);
        auto history = is_hidden ? json::array() : history_of(field);
        const bool has_history = !history.empty();
        json one{{"id", field.id},
                 {"label", in(language_, field.label)},
                 {"value", is_hidden ? words_.of("case.hidden") : shown(field, typed(value))},
                 {"is_hidden", is_hidden},
                 {"state_label", words_.of("field." + state)},
                 {"state_kind", kind_of(state)},
                 {"has_history", has_history},
                 {"history", std::move(history)},
                 {"has_place", place && !is_hidden},
                 {"register", is_hidden ? json(nullptr) : registered}};
        if (place && !is_hidden) {
            one["page"] = place->page;
            one["box"] = json_of(place->box);
        }
        return one;
    }

    [[nodiscard]] const std::string& language() const { return language_; }

  private:
    [[nodiscard]] std::string shown(const form::Field& field, const std::string& text) const {
        const auto meaning = meaning_of(words_, language_, field, text);
        if (field.kind == ValueKind::cpr || field.kind == ValueKind::date) {
            const auto parsed = form::parse_field(field, text, Notation::danish);
            const auto* value = std::get_if<Value>(&parsed);
            return value == nullptr ? text : value->danish();
        }
        return meaning.text.empty() ? text : meaning.text;
    }
    [[nodiscard]] static std::string_view kind_of(const std::string& state) {
        if (state == "confirmed" || state == "corrected") {
            return "success";
        }
        return state == "differs" || state == "doubtful" ? "warning" : "info";
    }
    [[nodiscard]] json history_of(const form::Field& field) const {
        auto all = json::array();
        for (const auto& revision : file_.revisions) {
            for (const auto& change : revision.changes.fields) {
                if (change.field == field.id) {
                    all.push_back({{"at", moment(revision.at)},
                                   {"by", revision.author.by},
                                   {"role", words_.of("role." + revision.author.role)},
                                   {"why", revision.author.why},
                                   {"from", change.from.value_or("")},
                                   {"to", change.to.value_or("")}});
                }
            }
        }
        return all;
    }

    const desk::CaseFile& file_;
    const Words& words_;
    std::string language_;
    bool hides_home_;
};

json sections_of(const desk::CaseFile& file, const FieldView& view, json& places) {
    auto sections = json::array();
    for (const auto& value : file.settled.validated.inquired.record.fields) {
        const auto* field = file.form->field(value.field);
        if (field == nullptr) {
            continue;
        }
        const bool says_nothing = typed(value).empty() && value.is_accepted;
        if (says_nothing) {
            continue;
        }
        const auto label = section_of(view.language(), *file.form, *field);
        if (sections.empty() || sections.back()["label"] != label) {
            sections.push_back({{"label", label}, {"fields", json::array()}});
        }
        auto one = view.of(*field, value);
        if (one["has_place"].get<bool>()) {
            places[field->id] = {{"page", one["page"]}, {"box", one["box"]}};
        }
        sections.back()["fields"].push_back(std::move(one));
    }
    return sections;
}

json documents_of(const desk::CaseFile& file, const Words& words) {
    auto all = json::array();
    all.push_back({{"label", words.of("case.original")},
                   {"href", "/cases/" + file.item.id + "/original"},
                   {"type", file.file_type}});
    if (file.copy && file.copy->digest) {
        all.push_back({{"label", words.of("case.copy")},
                       {"href", "/cases/" + file.item.id + "/copy"},
                       {"type", "pdf"}});
    }
    return all;
}

json pictures_of(const desk::CaseFile& file) {
    auto all = json::array();
    const auto& pages = file.settled.validated.inquired.record.pages;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        all.push_back(
            {{"picture", pages[i].image ? "/cases/" + file.item.id + "/pages/" + std::to_string(i)
                                        : std::string()},
             {"width", file.readings[i].width_px},
             {"height", file.readings[i].height_px}});
    }
    return all;
}

}  // namespace

json json_of(const desk::CaseFile& file, const Words& words, const std::string& language) {
    const bool hides_home = file.hides_home;
    auto findings = json::array(), acts = json::array(), places = json::object();
    for (const auto& finding : file.settled.validated.findings) {
        auto text = words.find("reason." + finding.rule).value_or(finding.rule);
        const auto* field = file.form != nullptr && !finding.fields.empty()
                                ? file.form->field(finding.fields.front())
                                : nullptr;
        if (field != nullptr) {
            text = in(language, field->label) + ": " + text;
        }
        json told{{"text", text},
                  {"kind", finding.severity == record::Severity::remark ? "info" : "warning"}};
        // The same of two earlier applications reads the same.
        if (std::ranges::find(findings, told) == findings.end()) {
            findings.push_back(std::move(told));
        }
    }
    for (const auto& act : file.acts) {
        acts.push_back({{"at", moment(act.at)},
                        {"by", act.author.by},
                        {"role", words.of("role." + act.author.role)},
                        {"what", words.of("act." + act.what)},
                        {"why", act.author.why}});
    }
    const FieldView view(file, words, language, hides_home);
    auto sections = file.form != nullptr ? sections_of(file, view, places) : json::array();
    const bool has_findings = !findings.empty();
    // What stands on the paper cannot be left out of its picture.
    auto pictures = hides_home ? json::array() : pictures_of(file);
    return {{"id", file.item.id},
            {"form", file.form != nullptr ? in(language, file.form->title) : file.item.form},
            {"state_label", words.of("state." + std::string(name_of(file.item.state)))},
            {"state_kind", kind_of(file.item.state)},
            {"case_number", file.item.case_number},
            {"received", moment(file.received_at)},
            {"file", short_name(file.file)},
            {"person", file.person},
            {"cpr_masked", masked(file.cpr)},
            {"is_protected", desk::is_protected(file.settled)},
            {"has_pages", !pictures.empty()},
            {"sections", std::move(sections)},
            {"has_findings", has_findings},
            {"findings", std::move(findings)},
            {"documents", hides_home ? json::array() : documents_of(file, words)},
            {"acts", std::move(acts)},
            {"is_waiting", file.item.state == store::ItemState::parked},
            {"task_href", "/tasks/" + file.item.id},
            {"data", {{"pages", std::move(pictures)}, {"fields", places}}}};
}

json previous_json(const desk::CaseFile& file, const Words& words, const std::string& language) {
    const FieldView view(file, words, language, file.hides_home);
    const bool is_corrected = file.revisions.size() > 1;
    const auto& last = file.revisions.back();
    auto changes = is_corrected ? view.changes_of(last) : json::array(), passed = json::array();
    for (const auto& finding : last.changes.findings) {
        passed.push_back({{"text", words.find("reason." + finding.rule).value_or(finding.rule)}});
    }
    const auto state = std::string(name_of(file.item.state));
    const bool has_changes = !changes.empty(), has_passed = !passed.empty();
    return {{"form", file.form != nullptr ? in(language, file.form->title) : file.item.form},
            {"where", words.of("previous." + state)},
            {"case_number", file.item.case_number},
            {"at", is_corrected ? moment(last.at) : std::string()},
            {"has_changes", has_changes},
            {"changes", std::move(changes)},
            {"has_passed", has_passed},
            {"passed", std::move(passed)},
            {"case_href", "/cases/" + file.item.id}};
}

}  // namespace indgang::web
