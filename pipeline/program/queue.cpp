// SPDX-License-Identifier: MPL-2.0
#include <algorithm>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "pipeline/program/commands.h"
#include "pipeline/program/item_of.h"
#include "pipeline/program/overview.h"
#include "pipeline/program/session.h"
#include "pipeline/runner/stored_record.h"
#include "pipeline/stages/paths.h"
#include "schemas/core/error.h"
#include "schemas/record/json.h"

namespace indgang::program {
namespace {

constexpr int listed_at_most = 10'000;
constexpr std::string_view goes_on =
    ": goes on with the `indgang serve` that runs, or else with the next `indgang run`\n";

std::optional<store::ItemState> item_state_of(const std::string& name) {
    using enum store::ItemState;
    for (const auto state : {recorded, waiting, parked, ready, store::ItemState::delivered, dead}) {
        if (store::name_of(state) == name) {
            return state;
        }
    }
    return std::nullopt;
}

bool is_arrival_state(const std::string& name) {
    return name == "received" || name == "rejected" || name == "quarantined" || name == "read";
}

nlohmann::ordered_json json_of(const store::Arrival& arrival) {
    return {{"id", arrival.id},
            {"state", std::string(store::name_of(arrival.state))},
            {"channel", arrival.content.channel},
            {"name", arrival.content.name},
            {"reason", arrival.reason},
            {"place", arrival.place},
            {"message", arrival.message},
            {"received_at", format_utc(arrival.received_at)}};
}

std::map<std::string, std::string> parse_values(const std::vector<std::string>& typed) {
    std::map<std::string, std::string> values;
    for (const auto& text : typed) {
        const auto equals = text.find('=');
        if (equals == std::string::npos || equals == 0) {
            throw Error(ErrorKind::bad_input, "not_field_and_text",
                        "--set wants FIELD=TEXT, for example --set fornavn=Bo");
        }
        values[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return values;
}

}  // namespace

store::Item item_of(Session& session, const std::string& id) {
    auto item = session.store().item(id);
    if (!item) {
        throw Error(ErrorKind::not_found, "no_such_application",
                    "no application " + printable(id) + "; `indgang queue list` shows all");
    }
    return *item;
}

ExitCode list_queue(const Configuration& configuration, const QueueListOptions& options) {
    const auto state = item_state_of(options.state);
    if (!options.state.empty() && !state && !is_arrival_state(options.state)) {
        throw Error(ErrorKind::bad_input, "no_such_state", "no state " + options.state);
    }
    Session session(configuration, store::Store::Access::read);
    nlohmann::ordered_json all{{"applications", nlohmann::ordered_json::array()},
                               {"arrivals", nlohmann::ordered_json::array()},
                               {"copies", nlohmann::ordered_json::array()}};
    Table items({"application", "form", "source", "outcome"});
    Table arrivals({"arrival", "file", "state", "reason", "place"});
    Table copies({"copy of application", "case", "failed"});
    bool has_items = false, has_arrivals = false, has_copies = false;
    const bool colours = has_colours(1);
    if (options.state.empty() || state) {
        for (const auto& item : session.store().items({state, {}, listed_at_most})) {
            const auto overview = overview_of(item);
            all["applications"].push_back(program::json_of(overview));
            items.row({item.id, overview.form, overview.source,
                       paint(outcome_of(overview), colour_of(overview), colours)});
            has_items = true;
        }
    }
    for (const auto& arrival : session.store().arrivals(listed_at_most)) {
        const std::string name(store::name_of(arrival.state));
        const bool is_empty = arrival.reason == store::no_application_found;
        const bool is_wanted =
            options.state.empty() ? name != "read" || is_empty : name == options.state;
        if (is_wanted) {
            all["arrivals"].push_back(json_of(arrival));
            arrivals.row({arrival.id, printable(arrival.content.name), name,
                          is_empty ? "no application found" : arrival.reason,
                          printable(arrival.place)});
            has_arrivals = true;
        }
    }
    for (const auto& copy : session.store().failed_copies(listed_at_most)) {
        if (options.state.empty()) {
            all["copies"].push_back({{"application", copy.item},
                                     {"state", std::string(store::name_of(copy.state))},
                                     {"reason", copy.reason}});
            copies.row({copy.item, copy.case_number, copy.reason});
            has_copies = true;
        }
    }
    if (options.is_json) {
        std::cout << all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
        return ExitCode::done;
    }
    if (has_items) {
        std::cout << items.text();
    }
    if (has_arrivals) {
        std::cout << (has_items ? "\n" : "") << arrivals.text();
    }
    if (has_copies) {
        std::cout << (has_items || has_arrivals ? "\n" : "") << copies.text();
    }
    if (!has_items && !has_arrivals && !has_copies) {
        std::cout << "nothing\n";
    }
    return ExitCode::done;
}

ExitCode show_ledger(const Configuration& configuration, bool is_json) {
    Session session(configuration, store::Store::Access::read);
    const auto ledger = session.store().ledger();
    std::cout << (is_json ? program::json_of(ledger).dump(2) + "\n" : text_of(ledger));
    return ExitCode::done;
}

ExitCode retry_queue(const Configuration& configuration, const QueueRetryOptions& options) {
    Session session(configuration, store::Store::Access::amend);
    for (const auto& id : options.ids) {
        if (session.store().arrival(id)) {
            session.store().retry_arrival(id, options.by);
        } else {
            (void)item_of(session, id);
            session.store().retry(id, options.by);
        }
        std::cerr << id << goes_on;
    }
    return ExitCode::done;
}

namespace {

std::vector<PagePlace> parse_places(const std::vector<std::string>& texts) {
    std::vector<PagePlace> places;
    for (const auto& text : texts) {
        const auto place = parse_page_place(text);
        if (!place) {
            throw Error(ErrorKind::bad_input, "no_such_page",
                        printable(text) + " is no place of a page; 7 is one, and 7-left");
        }
        places.push_back(*place);
    }
    return places;
}

}  // namespace

namespace {

/// A reason that is passed must be one for which the application waits, or it would pass unseen
/// that nothing was passed. What is doubted of one field is agreed to or corrected, not passed.
void check_passed(const std::vector<std::string>& passed, const std::vector<std::string>& reasons,
                  const record::ApplicationRecord& record) {
    for (const auto& reason : passed) {
        for (const auto& field : record.fields) {
            if (!field.is_accepted && reason == field.doubt + ":" + field.field) {
                throw Error(ErrorKind::bad_input, "value_not_settled",
                            "a doubtful value is not passed: `indgang queue agree ID " +
                                field.field + "` says that it is right, `queue correct ID --set " +
                                field.field + "=...` what it is");
            }
        }
        const bool is_known = std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
        if (!is_known) {
            throw Error(
                ErrorKind::bad_input, "no_such_reason",
                "it does not wait for " + printable(reason) + " but for: " + shortened(reasons));
        }
    }
}

}  // namespace

ExitCode correct_item(const Configuration& configuration, const QueueCorrectOptions& options) {
    Session session(configuration, store::Store::Access::amend);
    const auto item = item_of(session, options.id);
    if (item.state != store::ItemState::parked) {
        throw Error(ErrorKind::bad_input, "not_parked",
                    "only a parked application is corrected; this one is " +
                        std::string(store::name_of(item.state)));
    }
    auto settled = runner::settled_of(item);
    if (!item.is_settled) {
        settled.reasons = {item.reason};
    }
    auto& record = settled.validated.inquired.record;
    check_passed(options.findings, settled.reasons, record);
    stages::PersonPath path{stages::Apply(session.forms())};
    const auto corrected =
        path.run({std::move(record), parse_values(options.values), options.findings,
                  options.author.by, system_clock()(), parse_places(options.kept_pages),
                  parse_places(options.dropped_pages), options.agreed, options.agrees_to_all});
    session.store().correct(item, record::to_json(corrected), options.author);
    std::cerr << item.id << ": revision " << corrected.revision << goes_on;
    return ExitCode::done;
}

}  // namespace indgang::program
