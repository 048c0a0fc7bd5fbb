// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/view/snippet_view.h"

#include <array>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

#include "pipeline/web/view/field_text.h"
#include "pipeline/web/view/task_view.h"

namespace indgang::web {
namespace {

using nlohmann::json;

constexpr int hold_seconds = std::chrono::seconds(desk::hold_length).count();
constexpr double percent = 100;

/// What is told of a question: of its field alone. What registers say, and where on which page it
/// stands, are of the application.
constexpr std::array<const char*, 17> told = {
    "key",     "is_field", "field",   "label",     "section", "hint",
    "type",    "value",    "meaning", "must_type", "weak",    "alternatives",
    "choices", "why",      "code",    "turn",      "entry"};

}  // namespace

json json_of(const desk::Snippet& snippet, const std::string& token, const Words& words,
             const std::string& language) {
    const auto whole = ask_of(snippet.task, snippet.question, {&words, language, "", ""});
    json ask{{"page", -1},
             {"box", json::array()},
             {"snippet", "/snippets/" + token + "/picture"},
             {"register", nullptr},
             {"traces", json::array()},
             {"can_pass", false}};
    for (const char* member : told) {
        if (const auto found = whole.find(member); found != whole.end()) {
            ask[member] = *found;
        }
    }
    return {{"id", token},
            {"form", in(language, snippet.task.form->title)},
            {"form_id", snippet.task.form->key.form},
            {"lease_seconds", hold_seconds},
            {"ask", std::move(ask)}};
}

json json_of(const desk::Group& group, const std::string& token, const std::string& language) {
    auto cells = json::array();
    for (std::size_t i = 0; i < group.cells.size(); ++i) {
        const auto& cell = group.cells[i];
        const auto* field = cell.form->field(cell.field);
        cells.push_back({{"picture", "/groups/" + token + "/cells/" + std::to_string(i)},
                         {"context", "/groups/" + token + "/contexts/" + std::to_string(i)},
                         {"label", field != nullptr ? in(language, field->label) : cell.field},
                         {"sure", std::floor(cell.character.probability * percent)}});
    }
    return {{"id", token},
            {"text", group.text},
            {"is_tick", group.text == desk::tick},
            {"left", group.left},
            {"lease_seconds", hold_seconds},
            {"cells", std::move(cells)}};
}

}  // namespace indgang::web
