// SPDX-License-Identifier: MPL-2.0
// The command line's face of the desk.
#include <algorithm>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "pipeline/console/overview.h"
#include "pipeline/desk/desk.h"
#include "pipeline/program/commands.h"
#include "pipeline/program/session.h"
#include "pipeline/rules/rule.h"
#include "schemas/core/harmless_text.h"
#include "schemas/error/error.h"
#include "schemas/toml/nearest_word.h"

namespace indgang::program {
namespace {

constexpr int listed_at_most = 10'000;
constexpr std::string_view goes_on =
    ": goes on with the `indgang serve` that runs, or else with the next `indgang run`\n";

nlohmann::ordered_json json_of(const store::Arrival& arrival, UtcTime now) {
    return {{"id", arrival.id},
            {"state", std::string(store::name_of(arrival.state))},
            {"channel", arrival.content.channel},
            {"name", arrival.content.name},
            {"reason", arrival.reason},
            {"place", arrival.place},
            {"message", arrival.message},
            {"received_at", format_utc(arrival.received_at)},
            {"age_s", console::age_s(arrival.received_at, now)}};
}

std::map<std::string, std::string> parse_values(const std::vector<std::string>& typed) {
    std::map<std::string, std::string> values;
    for (const auto& text : typed) {
        const auto equals = text.find('=');
        if (equals == std::string::npos || equals == 0) {
            throw Error(Reason::not_field_and_text,
                        "--set wants FIELD=TEXT, for example --set fornavn=Bo");
        }
        values[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return values;
}

/// Each place once, however often it is named.
std::vector<PagePlace> parse_places(const std::vector<std::string>& texts) {
    std::vector<PagePlace> places;
    for (const auto& text : texts) {
        const auto place = parse_page_place(text);
        if (!place) {
            throw Error(Reason::no_such_page,
                        console::printable(text) + " is no place of a page; 7 is one, and 7-left");
        }
        if (std::find(places.begin(), places.end(), *place) == places.end()) {
            places.push_back(*place);
        }
    }
    return places;
}

/// "40 min", "3 h", "12 d".
std::string age_of(std::int64_t seconds) {
    constexpr std::int64_t minute = 60, hour = 3600, day = 86'400;
    if (seconds < 2 * hour) {
        return std::to_string(seconds / minute) + " min";
    }
    return seconds < 2 * day ? std::to_string(seconds / hour) + " h"
                             : std::to_string(seconds / day) + " d";
}

std::string why(const console::ItemOverview& item, const form::FormDefinition* form) {
    if (item.state != "parked" && item.state != "dead") {
        return console::outcome_of(item);
    }
    std::vector<std::string> words;
    for (const auto& reason : item.reasons) {
        words.push_back(console::worded(reason, form));
    }
    return desk::shortened(words);
}

/// When a day begins that an option gives. Nothing: it gives none.
std::optional<UtcTime> day_begin(const std::string& option, int days_later) {
    if (option.empty()) {
        return std::nullopt;
    }
    const auto day = Date::parse_iso(option);
    if (!day) {
        throw Error(Reason::not_a_date, "no date: " + option + "; as 2026-11-30");
    }
    return UtcTime(std::chrono::sys_days(day->day()) + std::chrono::days(days_later));
}

/// Whether nothing asks for applications alone: then arrivals are shown, too.
bool shows_all(const QueueListOptions& options) {
    const auto& search = options.search;
    return search.form.empty() && search.person.empty() && search.item.empty() &&
           search.reason.empty() && search.assignee.empty();
}

/// Of a state that arrivals have, those of it; else those that hold no application.
store::FoundArrivals arrivals_of(const desk::Desk& desk, const QueueListOptions& options,
                                 const store::Search& search) {
    const auto state = store::arrival_state_named(options.state);
    const bool is_of_items = !options.state.empty() && !state;
    if (!shows_all(options) || is_of_items) {
        return {};
    }
    return desk.arrivals(options.actor, {.state = state,
                                         .is_without_application = !state,
                                         .arrival = search.arrival,
                                         .file = search.file,
                                         .received_from = search.received_from,
                                         .received_until = search.received_until,
                                         .page = search.page,
                                         .per_page = search.per_page});
}

/// That there are more than one page shows; empty: there are not.
std::string more_of(std::int64_t total, int page, int per_page, const std::string& things) {
    return total <= std::int64_t{page} * per_page
               ? std::string()
               : "\n" + std::to_string(total) + " " + things + "; --page " +
                     std::to_string(page + 1) + " shows the next\n";
}

void print_list(Session& session, const QueueListOptions& options, const store::FoundItems& items,
                const store::FoundArrivals& arrivals, const std::vector<store::Copy>& copies,
                UtcTime now) {
    const bool colours = console::has_colours(1);
    std::string text;
    const auto part = [&](const console::Table& table, bool has_any) {
        if (has_any) {
            text += (text.empty() ? "" : "\n") + table.text();
        }
    };
    console::Table applications(
        {"application", "file", "pages", "person", "form", "age", "state", "why"});
    for (const auto& item : items.items) {
        const auto overview = console::overview_of(item);
        const auto* form = session.forms().find({item.form, item.version});
        applications.row(
            {item.id, console::printable(item.file),
             overview.pages.empty() ? overview.source : overview.pages,
             console::printable(overview.person), form == nullptr ? item.form : form->title.da,
             age_of(console::age_s(item.received_at, now)), overview.state,
             console::paint(why(overview, form), console::colour_of(overview), colours)});
    }
    part(applications, !items.items.empty());
    console::Table others({"arrival", "file", "state", "reason", "place"});
    for (const auto& listed : arrivals.arrivals) {
        const auto& arrival = listed.arrival;
        const bool is_empty = arrival.reason == code_of(Reason::no_application_found);
        others.row({arrival.id, console::printable(arrival.content.name),
                    std::string(store::name_of(arrival.state)),
                    is_empty ? "no application found" : arrival.reason,
                    console::printable(arrival.place)});
    }
    part(others, !arrivals.arrivals.empty());
    console::Table failed({"copy of application", "case", "failed"});
    for (const auto& copy : copies) {
        failed.row({copy.item, copy.case_number, copy.reason});
    }
    part(failed, !copies.empty());
    std::cout << (text.empty() ? "nothing\n" : text);
    const auto& search = options.search;
    std::cout << more_of(items.total, search.page, search.per_page, "applications")
              << more_of(arrivals.total, search.page, search.per_page, "arrivals");
}

std::string shown(const std::string& typed) {
    return "'" + console::printable(typed) + "'";
}

/// A form that the catalogue does not have may be that of earlier applications.
void check_form(Session& session, const std::string& form) {
    std::vector<std::string> known;
    for (const auto& each : session.forms().all()) {
        known.push_back(each.key.form);
    }
    if (form.empty() || std::ranges::find(known, form) != known.end() ||
        session.store().search({.form = form, .per_page = 1}).total > 0) {
        return;
    }
    known.erase(std::unique(known.begin(), known.end()), known.end());
    throw Error(Reason::no_such_form, "no form " + shown(form) + suggestion(form, known));
}

/// What an application may wait for stands in no one table: what none ever waited for and the
/// tables do not have may be a slip. It is told and not refused, since it may also come tomorrow.
void tell_of_reason(Session& session, const std::string& reason) {
    std::vector<std::string> known;
    for (const auto& group : reason_groups()) {
        for (const auto& row : group.rows) {
            known.emplace_back(row.code);
        }
    }
    const auto add = [&](const auto& findings) {
        for (const auto& each : findings) {
            known.emplace_back(each.code);
        }
    };
    for (const auto& rule : rules::rules()) {
        add(rule.findings);
    }
    for (const auto& check : rules::checks()) {
        add(check.findings);
    }
    const auto begins = [&](const std::string& code) {
        return code.starts_with(reason) || reason.starts_with(code + ":");
    };
    if (reason.empty() || std::ranges::any_of(known, begins) ||
        session.store().search({.reason = reason, .per_page = 1}).total > 0) {
        return;
    }
    std::cerr << "no application ever waited for a reason that begins with " << shown(reason)
              << suggestion(reason, known) << "\n";
}

/// What a list is asked for that is not there: an empty list would say that nothing waits.
void check_asked(Session& session, const store::Search& search) {
    check_form(session, search.form);
    tell_of_reason(session, search.reason);
    if (!search.arrival.empty() && !session.store().arrival(search.arrival)) {
        throw Error(Reason::no_such_arrival, "no arrival " + shown(search.arrival));
    }
    if (!search.item.empty() && !session.store().item(search.item)) {
        throw Error(Reason::no_such_application, "no application " + shown(search.item));
    }
}

void check_page(const store::Search& search, std::int64_t total) {
    const auto pages = std::max<std::int64_t>((total + search.per_page - 1) / search.per_page, 1);
    if (search.page > pages) {
        throw Error(Reason::no_such_page,
                    "page " + std::to_string(search.page) + " of " + std::to_string(pages));
    }
}

/// Opens the store for a person's acts, and does them one after the other.
template <typename Do>
console::ExitCode act(const configuration::Configuration& configuration, const Do& act_on) {
    Session session(configuration, store::Access::amend);
    desk::Desk desk = session.desk();
    act_on(desk);
    return console::ExitCode::done;
}

}  // namespace

console::ExitCode list_queue(const configuration::Configuration& configuration,
                             const QueueListOptions& options) {
    const auto state = store::item_state_named(options.state);
    const auto arrival_state = store::arrival_state_named(options.state);
    if (!options.state.empty() && !state && !arrival_state) {
        throw Error(Reason::no_such_state, "no state " + shown(options.state));
    }
    // Whom a list names is written down.
    const auto access =
        desk::may(options.actor.role, desk::Act::look) ? store::Access::amend : store::Access::read;
    Session session(configuration, access);
    desk::Desk desk = session.desk();
    const auto now = system_clock()();
    auto search = options.search;
    check_asked(session, search);
    search.state = state;
    search.received_from = day_begin(options.received_from, 0);
    search.received_until = day_begin(options.received_until, 1);
    if (options.least_age_s > 0) {
        const auto old_enough = now - std::chrono::seconds(options.least_age_s);
        search.received_until = std::min(search.received_until.value_or(old_enough), old_enough);
    }
    const bool is_of_arrivals = !options.state.empty() && !state;
    const auto items = is_of_arrivals ? store::FoundItems{} : desk.list(options.actor, search);
    const auto arrivals = arrivals_of(desk, options, search);
    check_page(search, std::max(items.total, arrivals.total));
    const auto copies = options.state.empty() && shows_all(options)
                            ? desk.failed_copies(options.actor, listed_at_most)
                            : std::vector<store::Copy>{};
    if (!options.is_json) {
        print_list(session, options, items, arrivals, copies, now);
        return console::ExitCode::done;
    }
    nlohmann::ordered_json all{{"total", items.total},
                               {"page", search.page},
                               {"per_page", search.per_page},
                               {"items", nlohmann::ordered_json::array()},
                               {"arrivals_total", arrivals.total},
                               {"arrivals", nlohmann::ordered_json::array()},
                               {"copies", nlohmann::ordered_json::array()}};
    for (const auto& item : items.items) {
        all["items"].push_back(console::json_of(console::overview_of(item), now));
    }
    for (const auto& listed : arrivals.arrivals) {
        auto entry = json_of(listed.arrival, now);
        entry["applications"] = listed.applications;
        entry["waiting"] = listed.waiting;
        all["arrivals"].push_back(std::move(entry));
    }
    for (const auto& copy : copies) {
        all["copies"].push_back({{"application", copy.item},
                                 {"state", std::string(store::name_of(copy.state))},
                                 {"case_number", copy.case_number},
                                 {"destination", copy.destination},
                                 {"reason", copy.reason}});
    }
    std::cout << harmless_json(all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace))
              << "\n";
    return console::ExitCode::done;
}

console::ExitCode show_ledger(const configuration::Configuration& configuration, bool is_json,
                              bool is_recounted) {
    Session session(configuration, store::Access::read);
    const auto ledger = is_recounted ? session.store().recount() : session.store().ledger();
    std::cout << (is_json ? console::json_of(ledger).dump(2) + "\n" : console::text_of(ledger));
    return console::ExitCode::done;
}

console::ExitCode retry_queue(const configuration::Configuration& configuration,
                              const QueueActOptions& options) {
    return act(configuration, [&](desk::Desk& desk) {
        for (const auto& id : options.ids) {
            desk.retry(options.actor, id);
            std::cerr << id << goes_on;
        }
    });
}

console::ExitCode reread_queue(const configuration::Configuration& configuration,
                               const QueueActOptions& options) {
    return act(configuration, [&](desk::Desk& desk) {
        for (const auto& id : options.ids) {
            desk.reread(options.actor, id);
            std::cerr << id << goes_on;
        }
    });
}

console::ExitCode close_queue(const configuration::Configuration& configuration,
                              const QueueActOptions& options) {
    return act(configuration, [&](desk::Desk& desk) {
        for (const auto& id : options.ids) {
            desk.close(options.actor, id);
            std::cerr << id << ": closed; `indgang queue retry " << id << "` opens it again\n";
        }
    });
}

console::ExitCode join_queue(const configuration::Configuration& configuration,
                             const QueueActOptions& options) {
    return act(configuration, [&](desk::Desk& desk) {
        desk.join(options.actor, options.ids.front(), {options.ids.begin() + 1, options.ids.end()});
        std::cerr << options.ids.front() << goes_on;
    });
}

console::ExitCode split_queue(const configuration::Configuration& configuration,
                              const QueueActOptions& options) {
    return act(configuration, [&](desk::Desk& desk) {
        const auto made =
            desk.split(options.actor, options.ids.front(), parse_places(options.pages));
        std::cout << made << "\n";
        std::cerr << options.ids.front() << " and " << made << goes_on;
    });
}

console::ExitCode move_queue(const configuration::Configuration& configuration,
                             const QueueActOptions& options) {
    return act(configuration, [&](desk::Desk& desk) {
        desk.move(options.actor, options.ids.front(), parse_places(options.pages), options.target);
        std::cerr << options.ids.front() << " and " << options.target << goes_on;
    });
}

console::ExitCode turn_queue(const configuration::Configuration& configuration,
                             const QueueActOptions& options) {
    constexpr int quarter_degrees = 90;
    return act(configuration, [&](desk::Desk& desk) {
        desk.turn(options.actor, options.ids.front(), parse_places(options.pages),
                  options.degrees / quarter_degrees);
        std::cerr << options.ids.front() << goes_on;
    });
}

console::ExitCode assign_queue(const configuration::Configuration& configuration,
                               const QueueActOptions& options) {
    return act(configuration, [&](desk::Desk& desk) {
        for (const auto& id : options.ids) {
            desk.assign(options.actor, id, options.user);
        }
    });
}

console::ExitCode correct_item(const configuration::Configuration& configuration,
                               const QueueCorrectOptions& options) {
    return act(configuration, [&](desk::Desk& desk) {
        const int revision = desk.say(
            options.actor, options.id,
            {parse_values(options.values), options.agreed, options.agrees_to_all, options.findings,
             parse_places(options.kept_pages), parse_places(options.dropped_pages)});
        std::cerr << options.id << ": revision " << revision << goes_on;
    });
}

}  // namespace indgang::program
