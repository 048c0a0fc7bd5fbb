// SPDX-License-Identifier: MPL-2.0
// Shows the rules that a form may bind, and the reasons why something does not go as wished. All
// that is said stands in the tables of pipeline/rules and schemas/error.
#include "pipeline/rules/rule.h"

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "pipeline/program/commands.h"
#include "schemas/error/reason.h"

namespace indgang::program {
namespace {

using Json = nlohmann::ordered_json;

std::string joined(const std::vector<std::string>& parts, const std::string& between) {
    std::string text;
    for (const std::string& part : parts) {
        text += (text.empty() ? "" : between) + part;
    }
    return text;
}

std::string kinds_of(const rules::Role& role) {
    std::vector<std::string> kinds;
    for (const ValueKind kind : role.kinds) {
        kinds.emplace_back(name_of(kind));
    }
    return kinds.empty() ? "any" : joined(kinds, " or ");
}

std::string number_text(double number) {
    return std::to_string(static_cast<int>(number));  // the limits are whole numbers
}

/// What a setting may be.
std::string range_of(const rules::Setting& setting) {
    switch (setting.kind) {
        case rules::SettingKind::number:
            return number_text(setting.least) + " to " + number_text(setting.most);
        case rules::SettingKind::word:
            return joined({setting.words.begin(), setting.words.end()}, " or ");
    }
    return "";
}

std::string effect_of(rules::Effect effect) {
    switch (effect) {
        case rules::Effect::remarks:
            return "a remark";
        case rules::Effect::parks:
            return "parks";
        case rules::Effect::parks_on_paper:
            return "parks on paper, else a remark";
    }
    return "";
}

Json json_of(const rules::Clause& clause) {
    if (clause.reference.empty()) {
        return nullptr;
    }
    return {{"reference", clause.reference}, {"text", clause.text}};
}

Json json_of(const std::vector<rules::FindingCode>& findings) {
    Json list = Json::array();
    for (const rules::FindingCode& finding : findings) {
        list.push_back({{"code", finding.code}, {"effect", name_of(finding.effect)}});
    }
    return list;
}

Json json_of(const rules::Role& role) {
    Json kinds = Json::array();
    for (const ValueKind kind : role.kinds) {
        kinds.push_back(name_of(kind));
    }
    return {{"name", role.name},
            {"kinds", std::move(kinds)},
            {"optional", role.is_optional},
            {"many", role.is_of_many}};
}

Json json_of(const rules::Setting& setting) {
    Json json{{"name", setting.name},
              {"kind", name_of(setting.kind)},
              {"default", setting.otherwise},
              {"required", setting.is_needed},
              {"what", setting.what}};
    switch (setting.kind) {
        case rules::SettingKind::number:
            json["least"] = setting.least;
            json["most"] = setting.most;
            break;
        case rules::SettingKind::word:
            json["words"] = setting.words;
            break;
    }
    return json;
}

template <typename Each>
Json json_list(const std::vector<Each>& all) {
    Json list = Json::array();
    for (const Each& each : all) {
        list.push_back(json_of(each));
    }
    return list;
}

/// "cpr, members..., [floor]": one in brackets may be left out, one with dots takes several fields.
std::string roles_line(const rules::Rule& rule) {
    std::vector<std::string> roles;
    for (const rules::Role& role : rule.roles) {
        const std::string name = std::string(role.name) + (role.is_of_many ? "..." : "");
        roles.push_back(role.is_optional ? "[" + name + "]" : name);
    }
    return joined(roles, ", ");
}

std::string findings_line(const std::vector<rules::FindingCode>& findings, rules::Effect effect) {
    std::vector<std::string> codes;
    for (const rules::FindingCode& finding : findings) {
        if (finding.effect == effect) {
            codes.emplace_back(finding.code);
        }
    }
    return joined(codes, ", ");
}

void add_line(std::string& text, const std::string& name, const std::string& content) {
    constexpr std::size_t name_width = 10;
    if (!content.empty()) {
        text += "    " + name + std::string(name_width - std::min(name.size(), name_width), ' ') +
                content + "\n";
    }
}

void add_findings(std::string& text, const std::vector<rules::FindingCode>& findings) {
    add_line(text, "parks", findings_line(findings, rules::Effect::parks));
    add_line(text, "on paper", findings_line(findings, rules::Effect::parks_on_paper));
    add_line(text, "remarks", findings_line(findings, rules::Effect::remarks));
}

std::string clause_line(const rules::Clause& clause) {
    return clause.reference.empty()
               ? ""
               : std::string(clause.reference) + ": " + std::string(clause.text);
}

std::string rules_text() {
    std::string text;
    for (const rules::Rule& rule : rules::rules()) {
        text += std::string(rule.name) + "\n    " + std::string(rule.what) + "\n";
        add_line(text, "fields", roles_line(rule));
        for (const rules::Setting& setting : rule.settings) {
            add_line(text, "setting",
                     std::string(setting.name) + " (" + range_of(setting) +
                         "): " + std::string(setting.what));
        }
        add_line(text, "clause", clause_line(rule.clause));
        add_findings(text, rule.findings);
    }
    text += "\nChecked in every form:\n";
    for (const rules::Check& check : rules::checks()) {
        text += std::string(check.name) + "\n    " + std::string(check.what) + "\n";
        add_line(text, "clause", clause_line(check.clause));
        add_findings(text, check.findings);
    }
    return text;
}

void add_findings_table(std::string& page, const std::vector<rules::FindingCode>& findings) {
    page += "\n| finding | does |\n|---|---|\n";
    for (const rules::FindingCode& finding : findings) {
        page += "| `" + std::string(finding.code) + "` | " + effect_of(finding.effect) + " |\n";
    }
}

void add_head(std::string& page, std::string_view name, std::string_view what,
              const rules::Clause& clause) {
    page += "\n### " + std::string(name) + "\n\n" + std::string(what) + "\n";
    if (!clause.reference.empty()) {
        page += "\nClause: " + clause_line(clause) + "\n";
    }
}

void add_rule(std::string& page, const rules::Rule& rule) {
    add_head(page, rule.name, rule.what, rule.clause);
    page += "\n| role | takes | |\n|---|---|---|\n";
    for (const rules::Role& role : rule.roles) {
        page += "| `" + std::string(role.name) + "` | " + kinds_of(role) +
                (role.is_of_many ? ", any number of fields" : "") + " | " +
                (role.is_optional ? "may be left out" : "") + " |\n";
    }
    if (!rule.settings.empty()) {
        page += "\n| setting | is | when left out | what it means |\n|---|---|---|---|\n";
        for (const rules::Setting& setting : rule.settings) {
            page += "| `" + std::string(setting.name) + "` | " + range_of(setting) + " | " +
                    (setting.is_needed ? "refused" : std::string(setting.otherwise)) + " | " +
                    std::string(setting.what) + " |\n";
        }
    }
    add_findings_table(page, rule.findings);
}

std::string kind_of(const ReasonRow& row) {
    return row.kind ? std::string(name_of(*row.kind)) : std::string();
}

std::string reasons_text() {
    std::string text;
    for (const ReasonGroup& group : reason_groups()) {
        text += (text.empty() ? "" : "\n") + std::string(group.heading) + "\n";
        for (const ReasonRow& row : group.rows) {
            text += "  " + std::string(row.code) + (row.kind ? " (" + kind_of(row) + ")" : "") +
                    "\n      " + std::string(row.means) + "\n      " + std::string(row.next) + "\n";
        }
    }
    return text;
}

}  // namespace

std::string rules_page() {
    std::string page =
        "<!-- SPDX-License-Identifier: MPL-2.0 -->\n"
        "# The rules that a form may bind\n\n"
        "This page is what `indgang rule list --markdown` prints; a test fails when it is not.\n"
        "How a form binds a rule to its fields: [form.md](form.md). `indgang rule list --json`\n"
        "gives the same to programs.\n\n"
        "A finding that parks makes its application wait for a person; its code, with the first\n"
        "of its fields, is the reason. A remark goes with the case and stops nothing.\n\n"
        "## Rules\n";
    for (const rules::Rule& rule : rules::rules()) {
        add_rule(page, rule);
    }
    page += "\n## Checks of every form\n\nThese hold without a binding.\n";
    for (const rules::Check& check : rules::checks()) {
        add_head(page, check.name, check.what, check.clause);
        add_findings_table(page, check.findings);
    }
    return page;
}

std::string rules_json() {
    Json all{{"rules", Json::array()}, {"checks", Json::array()}};
    for (const rules::Rule& rule : rules::rules()) {
        all["rules"].push_back({{"name", rule.name},
                                {"what", rule.what},
                                {"roles", json_list(rule.roles)},
                                {"settings", json_list(rule.settings)},
                                {"clause", json_of(rule.clause)},
                                {"findings", json_of(rule.findings)}});
    }
    for (const rules::Check& check : rules::checks()) {
        all["checks"].push_back({{"name", check.name},
                                 {"what", check.what},
                                 {"clause", json_of(check.clause)},
                                 {"findings", json_of(check.findings)}});
    }
    return all.dump(2) + "\n";
}

console::ExitCode list_rules(ListWriting writing) {
    switch (writing) {
        case ListWriting::text:
            std::cout << rules_text();
            break;
        case ListWriting::json:
            std::cout << rules_json();
            break;
        case ListWriting::markdown:
            std::cout << rules_page();
            break;
    }
    return console::ExitCode::done;
}

std::string reasons_page() {
    std::string page =
        "<!-- SPDX-License-Identifier: MPL-2.0 -->\n"
        "# The reasons\n\n"
        "This page is what `indgang reason list --markdown` prints; a test fails when it is not.\n"
        "`indgang reason list --json` gives the same to programs.\n\n"
        "A reason is a stable code: of an error, of a state in the store, of an answer over HTTP.\n"
        "The kind says what the one who gets the error can do; a reason without a kind stands in\n"
        "states and readings alone. `NN` in a code stands for digits. What rules find has codes "
        "of\n"
        "its own: [rules.md](rules.md).\n\n"
        "| kind | means |\n|---|---|\n"
        "| `bad_input` | the input can never be taken; show it to its sender |\n"
        "| `not_found` | the named thing does not exist |\n"
        "| `refused` | the other side understood and said no |\n"
        "| `unavailable` | the other side cannot be reached now; it is tried again |\n"
        "| `limit` | a named limit was exceeded |\n"
        "| `conflict` | somebody else changed it first; load again and retry |\n"
        "| `internal` | the installation is broken; no input is rejected for it |\n";
    for (const ReasonGroup& group : reason_groups()) {
        page += "\n## " + std::string(group.heading) +
                "\n\n| reason | kind | means | next |\n|---|---|---|---|\n";
        for (const ReasonRow& row : group.rows) {
            page += "| `" + std::string(row.code) + "` | " + kind_of(row) + " | " +
                    std::string(row.means) + " | " + std::string(row.next) + " |\n";
        }
    }
    return page;
}

std::string reasons_json() {
    Json all{{"reasons", Json::array()}};
    for (const ReasonGroup& group : reason_groups()) {
        for (const ReasonRow& row : group.rows) {
            all["reasons"].push_back({{"code", row.code},
                                      {"kind", row.kind ? Json(name_of(*row.kind)) : Json()},
                                      {"group", group.heading},
                                      {"means", row.means},
                                      {"next", row.next}});
        }
    }
    return all.dump(2) + "\n";
}

console::ExitCode list_reasons(ListWriting writing) {
    switch (writing) {
        case ListWriting::text:
            std::cout << reasons_text();
            break;
        case ListWriting::json:
            std::cout << reasons_json();
            break;
        case ListWriting::markdown:
            std::cout << reasons_page();
            break;
    }
    return console::ExitCode::done;
}

}  // namespace indgang::program
