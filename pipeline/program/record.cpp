// SPDX-License-Identifier: MPL-2.0
#include <array>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "pipeline/console/overview.h"
#include "pipeline/desk/desk.h"
#include "pipeline/desk/revisions.h"
#include "pipeline/program/commands.h"
#include "pipeline/program/session.h"
#include "pipeline/runner/copying_crew.h"
#include "pipeline/runner/stored_record.h"
#include "schemas/core/harmless_text.h"
#include "schemas/error/error.h"
#include "schemas/record/changes.h"
#include "schemas/record/json.h"
#include "schemas/xml/submission.h"

namespace indgang::program {
namespace {

std::string percent(double probability) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%.1f %%", 100 * probability);
    return text.data();
}

std::string origin_of(const record::FieldValue& value, record::Source source) {
    if (const auto* scanned = std::get_if<record::Scanned>(&value.provenance)) {
        const auto& box = scanned->box;
        return "page " + format_page_place(scanned->page) + " at " + std::to_string(box.x) + "," +
               std::to_string(box.y) + " " + std::to_string(box.width) + "x" +
               std::to_string(box.height) + " px, " + percent(scanned->probability) + ", " +
               scanned->reader;
    }
    if (const auto* submitted = std::get_if<record::Submitted>(&value.provenance)) {
        return std::string(name_of(source)) + " " + submitted->place;
    }
    const auto& corrected = std::get<record::Corrected>(value.provenance);
    return "corrected by " + corrected.by + " at " + format_utc(corrected.at);
}

/// Why a value that nobody is asked about stands.
std::string ground_of(const record::FieldValue& value) {
    return std::holds_alternative<record::Scanned>(value.provenance)     ? "by its probability"
           : std::holds_alternative<record::Submitted>(value.provenance) ? "as it was sent"
                                                                         : "as a person said";
}

std::string shown(const record::FieldValue& value) {
    return value.value ? value.value->danish() : "(" + console::printable(value.raw) + ")";
}

std::string verdict_of(const record::SettledRecord& settled, const std::string& field) {
    for (const auto& verdict : settled.validated.verdicts) {
        if (verdict.field == field) {
            return std::string(record::name_of(verdict.agreement)) + " by " + verdict.registry +
                   (verdict.agreement == record::Agreement::differs
                        ? " (" + verdict.registered + ")"
                        : "");
        }
    }
    return "";
}

void print_record(Session& session, const store::Item& item, const record::SettledRecord& settled) {
    const auto& record = settled.validated.inquired.record;
    std::cout << "application " << item.id << "\nform        " << record.form.form << " version "
              << record.form.version << ", from " << record::name_of(record.source) << ", revision "
              << record.revision << "\nreceived    " << format_utc(record.received_at)
              << "\noutcome     "
              << console::outcome_of(
                     console::overview_of(session.store().search({.item = item.id}).items.at(0)))
              << "\n\n";
    const bool colours = console::has_colours(1);
    console::Table table({"field", "value", "from", "register", ""});
    std::size_t on_missing_pages = 0;
    for (const auto& value : record.fields) {
        if (!value.value && value.is_accepted) {
            continue;
        }
        if (value.doubt == "page_missing") {
            ++on_missing_pages;
            continue;
        }
        table.row({value.field, console::printable(shown(value)), origin_of(value, record.source),
                   verdict_of(settled, value.field),
                   console::paint(value.doubt, console::Colour::warning, colours)});
    }
    std::cout << table.text();
    if (on_missing_pages > 0) {
        std::cout << on_missing_pages << " fields stand on pages that are missing\n";
    }
    for (const auto& finding : settled.validated.findings) {
        std::cout << record::name_of(finding.severity) << ": " << finding.rule;
        for (const auto& field : finding.fields) {
            std::cout << " " << field;
        }
        for (const auto& [key, text] : finding.evidence) {
            std::cout << ", " << key << " " << console::printable(text);
        }
        std::cout << "\n";
    }
}

/// Everything that led to the value of one field.
void explain(Session& session, const store::Item& item, const record::SettledRecord& settled,
             const std::string& field) {
    const auto& record = settled.validated.inquired.record;
    const auto* value = record.field(field);
    if (value == nullptr) {
        throw Error(Reason::no_field_of_application,
                    "the application has no field " + console::printable(field));
    }
    std::cout << field << " = " << console::printable(shown(*value)) << "\n  from        "
              << origin_of(*value, record.source) << "\n  written     "
              << console::printable(value->raw) << "\n";
    for (const auto& candidate : value->candidates) {
        std::cout << "  hypothesis  " << percent(candidate.probability) << "  "
                  << (candidate.text.empty() ? "(nothing written)"
                                             : console::printable(candidate.text))
                  << "\n";
    }
    std::cout << "  stands      "
              << (value->is_accepted ? ground_of(*value) : "not by itself: " + value->doubt)
              << "\n";
    for (const auto& verdict : settled.validated.verdicts) {
        if (verdict.field == field) {
            std::cout << "  register    " << verdict.registry << " says "
                      << record::name_of(verdict.agreement) << " at " << format_utc(verdict.at)
                      << (verdict.registered.empty()
                              ? ""
                              : ": " + console::printable(verdict.registered))
                      << "\n";
        }
    }
    for (const auto& finding : settled.validated.findings) {
        for (const auto& named : finding.fields) {
            if (named == field) {
                std::cout << "  finding     " << record::name_of(finding.severity) << " "
                          << finding.rule << "\n";
            }
        }
    }
    for (const auto& event : session.store().events(item.id)) {
        std::cout << "  event       " << format_utc(event.at) << " " << event.what << " "
                  << console::printable(event.detail) << "\n";
    }
}

Bytes copy_of(const configuration::Configuration& configuration, Session& session,
              const store::Item& item) {
    if (const auto copy = session.store().copy(item.id); copy && copy->digest) {
        return session.blobs().get(*copy->digest);
    }
    worker::WorkerProcess worker(configuration.worker_settings());
    auto made = runner::make_copy(worker, session.store(), session.blobs(), session.forms(), item);
    if (!made) {
        throw Error(Reason::no_pages, "application " + console::printable(item.id) +
                                          " has no pages that could be copied");
    }
    return std::move(*made);
}

// Every day of an application's life: who said what of it, what registers answered, and where it
// went. A revision is what a person (or the first reading) made; a settlement is what the program
// then decided of it, as often as it did.
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
                             {"registered", verdict.registered},
                             {"at", format_utc(verdict.at)}});
    }
    return {{"revision", said.record().revision},
            {"until", said.past ? Json(format_utc(said.past->until)) : Json(nullptr)},
            {"outcome", std::string(record::name_of(said.settled.outcome))},
            {"reasons", said.settled.reasons},
            {"registers", std::move(registers)}};
}

/// What a page was read as: the likeliest text of each field in which something stands.
Json reading_of(const PagePlace& page, const std::optional<UtcTime>& until,
                const std::string& stored) {
    const auto reading = record::parse_page_reading(stored);
    Json fields = Json::array();
    for (const auto& field : reading.fields) {
        if (!field.candidates.empty() && !field.candidates.front().text.empty()) {
            fields.push_back({{"field", field.field},
                              {"read", field.candidates.front().text},
                              {"probability", field.candidates.front().probability},
                              {"doubt", field.doubt},
                              {"reader", field.reader}});
        }
    }
    return {{"page", format_page_place(page)},
            {"until", until ? Json(format_utc(*until)) : Json(nullptr)},
            {"kind", std::string(record::name_of(reading.kind))},
            {"fields", std::move(fields)}};
}

/// Of the pages that the application has or had, and of none beside them: a batch holds the pages
/// of many people, and who looks at one of them is written down for that one.
Json readings_of(Session& session, const store::Item& item,
                 const std::vector<desk::SaidRecord>& all) {
    std::set<PagePlace> own;
    for (const auto& said : all) {
        for (const auto& page : said.record().pages) {
            own.insert(page.page);
        }
    }
    Json readings = Json::array();
    for (const auto& past : session.store().past_pages(item.arrival)) {
        if (own.contains(past.page)) {
            readings.push_back(reading_of(past.page, past.until, past.reading));
        }
    }
    for (const auto& page : session.store().pages(item.arrival)) {
        if (own.contains(page.page)) {
            readings.push_back(reading_of(page.page, std::nullopt, page.reading));
        }
    }
    return readings;
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
            {"readings", readings_of(session, item, all)},
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

console::ExitCode show_record(const configuration::Configuration& configuration,
                              const RecordShowOptions& options) {
    Session session(configuration, store::Access::amend);
    const auto item = session.desk().look(options.actor, options.id);
    const auto settled = runner::settled_of(item);
    if (!options.explain.empty()) {
        explain(session, item, settled, options.explain);
        return console::ExitCode::done;
    }
    switch (options.writing) {
        case RecordWriting::text:
            print_record(session, item, settled);
            break;
        case RecordWriting::json: {
            nlohmann::ordered_json json{{"id", item.id},
                                        {"state", std::string(store::name_of(item.state))},
                                        {"case_number", item.case_number},
                                        {"destination", item.destination},
                                        {"application", record::json_of(settled)}};
            std::cout << harmless_json(
                             json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace))
                      << "\n";
            break;
        }
        case RecordWriting::xml: {
            const auto& record = settled.validated.inquired.record;
            const auto* form = session.forms().find(record.form);
            if (form == nullptr) {
                throw Error(Reason::form_not_in_catalogue,
                            "the application's form is not in the catalogue");
            }
            std::cout << harmless_xml(xml::to_xml(record, *form)) << "\n";
            break;
        }
    }
    return console::ExitCode::done;
}

console::ExitCode write_copy(const configuration::Configuration& configuration,
                             const RecordPdfOptions& options) {
    Session session(configuration, store::Access::amend);
    const auto item = session.desk().look(options.actor, options.id);
    const auto pdf = copy_of(configuration, session, item);
    std::ofstream file(options.output, std::ios::binary);
    file.write(reinterpret_cast<const char*>(pdf.data()), static_cast<std::streamsize>(pdf.size()));
    file.close();
    if (!file) {
        throw Error(Reason::store_unwritable, "cannot write " + options.output.string());
    }
    std::cerr << options.output.string() << ": " << pdf.size() << " bytes\n";
    return console::ExitCode::done;
}

console::ExitCode show_history(const configuration::Configuration& configuration,
                               const RecordHistoryOptions& options) {
    Session session(configuration, store::Access::amend);
    const auto item = session.desk().look(options.actor, options.id);
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
