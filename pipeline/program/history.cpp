// SPDX-License-Identifier: MPL-2.0
// Every day of an application's life: who said what of it, what registers answered, and where it
// went. A revision is what a person (or the first reading) made; a settlement is what the program
// then decided of it, as often as it did.
#include <iostream>
#include <nlohmann/json.hpp>
#include <utility>

#include "pipeline/desk/desk.h"
#include "pipeline/desk/revisions.h"
#include "pipeline/program/commands.h"
#include "pipeline/program/session.h"
#include "schemas/core/harmless_text.h"
#include "schemas/error/error.h"
#include "schemas/record/changes.h"
#include "schemas/record/json.h"

namespace indgang::program {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const record::Changes& changes) {
    const auto value = [](const std::optional<std::string>& text) {
        return text ? Json(*text) : Json(nullptr);
    };
    Json list = Json::array();
    for (const auto& change : changes.fields) {
        list.push_back(
            {{"field", change.field}, {"from", value(change.from)}, {"to", value(change.to)}});
    }
    return list;
}

Json json_of(const desk::Revision& revision) {
    Json json{{"revision", revision.number}, {"at", format_utc(revision.at)},
              {"by", revision.author.by},    {"role", revision.author.role},
              {"why", revision.author.why},  {"changes", json_of(revision.changes)},
              {"decisions", Json::array()}};
    for (const auto& finding : revision.changes.findings) {
        json["decisions"].push_back(record::json_of(finding));
    }
    return json;
}

Json settlement_of(const desk::SaidRecord& said) {
    Json registers = Json::array();
    for (const auto& verdict : said.settled.validated.verdicts) {
        registers.push_back({{"register", verdict.registry},
                             {"field", verdict.field},
                             {"agreement", std::string(record::name_of(verdict.agreement))},
                             {"at", format_utc(verdict.at)}});
    }
    return {{"revision", said.record().revision},
            {"until", said.past ? Json(format_utc(said.past->until)) : Json(nullptr)},
            {"outcome", std::string(record::name_of(said.settled.outcome))},
            {"reasons", said.settled.reasons},
            {"registers", std::move(registers)}};
}

Json history_of(Session& session, const store::Item& item) {
    const auto all = desk::said_of(session.store(), item);
    Json revisions = Json::array(), settlements = Json::array(), events = Json::array();
    for (const auto& revision : desk::revisions_of(all)) {
        revisions.push_back(json_of(revision));
    }
    for (const auto& said : all) {
        if (said.is_settled) {
            settlements.push_back(settlement_of(said));
        }
    }
    for (const auto& event : session.store().events(item.id)) {
        events.push_back(
            {{"at", format_utc(event.at)}, {"what", event.what}, {"detail", event.detail}});
    }
    Json acts = Json::array();
    for (const auto& act : session.store().acts(item.id)) {
        acts.push_back({{"at", format_utc(act.at)},
                        {"what", act.what},
                        {"by", act.author.by},
                        {"role", act.author.role},
                        {"why", act.author.why}});
    }
    return {{"id", item.id},
            {"case_number", item.case_number},
            {"destination", item.destination},
            {"acts", std::move(acts)},
            {"revisions", std::move(revisions)},
            {"settlements", std::move(settlements)},
            {"events", std::move(events)}};
}

std::string shown(const Json& value) {
    return value.is_null() ? "(nothing)" : console::printable(value.get<std::string>());
}

void print(const Json& history) {
    console::Table table({"revision", "at", "by", "role", "why", "what changed"});
    for (const auto& revision : history["revisions"]) {
        std::string changes;
        for (const auto& change : revision["changes"]) {
            changes += (changes.empty() ? "" : "; ") + change["field"].get<std::string>() + ": " +
                       shown(change["from"]) + " -> " + shown(change["to"]);
        }
        for (const auto& decision : revision["decisions"]) {
            changes += (changes.empty() ? "" : "; ") + decision["rule"].get<std::string>();
        }
        table.row({std::to_string(revision["revision"].get<int>()),
                   revision["at"].get<std::string>(),
                   console::printable(revision["by"].get<std::string>()),
                   revision["role"].get<std::string>(),
                   console::printable(revision["why"].get<std::string>()), changes});
    }
    std::cout << table.text() << "\n";
    console::Table events({"at", "event", ""});
    for (const auto& event : history["events"]) {
        events.row({event["at"].get<std::string>(), event["what"].get<std::string>(),
                    console::printable(event["detail"].get<std::string>())});
    }
    std::cout << events.text();
}

}  // namespace

console::ExitCode show_history(const configuration::Configuration& configuration,
                               const RecordHistoryOptions& options) {
    Session session(configuration, store::Access::amend);
    const auto item = desk::Desk(session.store(), session.forms(), system_clock())
                          .look(options.actor, options.id);
    const auto history = history_of(session, item);
    if (options.is_json) {
        std::cout << harmless_json(history.dump(2, ' ', false, Json::error_handler_t::replace))
                  << "\n";
    } else {
        print(history);
    }
    return console::ExitCode::done;
}

}  // namespace indgang::program
