// SPDX-License-Identifier: MPL-2.0
#include "pipeline/console/overview.h"

#include <nlohmann/json.hpp>

#include "pipeline/desk/desk.h"
#include "pipeline/runner/neighbours.h"
#include "schemas/error/reason.h"

namespace indgang::console {
namespace {

std::int64_t count(const std::map<std::string, std::int64_t>& states, const char* state) {
    const auto at = states.find(state);
    return at == states.end() ? 0 : at->second;
}

}  // namespace

ItemOverview overview_of(const store::ListedItem& item) {
    const auto& listing = item.listing;
    ItemOverview overview{.id = item.id,
                          .file = item.file,
                          .person = listing.person,
                          .assignee = item.assignee,
                          .received_at = item.received_at,
                          .form = item.form,
                          .source = listing.source,
                          .pages = listing.pages,
                          .fields_filled = listing.filled,
                          .fields_doubtful = listing.doubtful,
                          .confirmed = listing.confirmed,
                          .differing = listing.differing,
                          .unknown = listing.unknown,
                          .state = std::string(store::name_of(item.state)),
                          .case_number = item.case_number,
                          .destination = item.destination,
                          .reasons = {}};
    if (item.state == store::ItemState::parked) {
        overview.reasons = listing.reasons;
    }
    if (overview.reasons.empty() && !item.reason.empty()) {
        overview.reasons = {item.reason};
    }
    return overview;
}

std::string worded(const std::string& reason, const form::FormDefinition* form) {
    const auto colon = reason.find(':');
    const auto* field = form == nullptr || colon == std::string::npos
                            ? nullptr
                            : form->field(reason.substr(colon + 1));
    return field == nullptr ? reason : reason.substr(0, colon) + ": " + field->label.da;
}

std::string outcome_of(const ItemOverview& item) {
    const std::string reasons = desk::shortened(item.reasons);
    if (item.state == "delivered") {
        return "case " + item.case_number;
    }
    if (item.state == "parked") {
        return "waits for a person: " + reasons;
    }
    if (item.state == "waiting") {
        return reasons == code_of(Reason::batch_unread) ? "waits until its batch is read"
                                                        : "waits for a register: " + reasons;
    }
    if (item.state == "ready") {
        return reasons.empty() ? "accepted, in the outbox"
                               : "accepted, waits for " + item.destination + ": " + reasons;
    }
    if (item.state == "closed") {
        return "closed: " + reasons;
    }
    if (item.state == "dead") {
        return "refused by the case system: " + reasons;
    }
    return item.state;
}

Colour colour_of(const ItemOverview& item) {
    if (item.state == "delivered") {
        return Colour::good;
    }
    return item.state == "dead" ? Colour::bad : Colour::warning;
}

std::int64_t age_s(UtcTime since, UtcTime now) {
    return std::chrono::duration_cast<std::chrono::seconds>(now - since).count();
}

nlohmann::ordered_json json_of(const ItemOverview& item, UtcTime now) {
    return {
        {"id", item.id},
        {"file", item.file},
        {"person", item.person},
        {"received", format_utc(item.received_at)},
        {"age_s", age_s(item.received_at, now)},
        {"assignee", item.assignee},
        {"form", item.form},
        {"source", item.source},
        {"pages", item.pages},
        {"fields_filled", item.fields_filled},
        {"fields_doubtful", item.fields_doubtful},
        {"registers",
         {{"confirmed", item.confirmed}, {"differs", item.differing}, {"unknown", item.unknown}}},
        {"state", item.state},
        {"case_number", item.case_number},
        {"destination", item.destination},
        {"reasons", item.reasons}};
}

nlohmann::ordered_json json_of(const store::Ledger& ledger) {
    nlohmann::ordered_json json;
    json["arrivals"] = ledger.arrivals;
    json["no_application_found"] = ledger.arrivals_without_application;
    json["applications"] = ledger.items;
    json["cases"] = ledger.cases;
    json["copies"] = ledger.copies;
    json["lost"] = lost_in(ledger);
    json["duplicated"] = duplicated_in(ledger);
    return json;
}

nlohmann::ordered_json json_of(const store::FeedCounts& feed) {
    return {{"applications", feed.parts},
            {"unread", feed.open},
            {"taken", feed.taken},
            {"cases", feed.delivered},
            {"parked", feed.parked},
            {"refused", feed.refused},
            {"passed_over", feed.passed_over},
            {"no_application_found", feed.empty}};
}

std::string text_of(const store::FeedCounts& feed) {
    const auto others = feed.taken - feed.delivered - feed.parked + feed.open;
    std::string text = std::to_string(feed.parts) + " applications";
    std::string between = ": ";
    for (const auto& [number, what] :
         {std::pair(feed.delivered, " cases"), std::pair(feed.parked, " parked"),
          std::pair(others, " on the way"), std::pair(feed.refused, " refused"),
          std::pair(feed.empty, " without an application"),
          std::pair(feed.passed_over, " passed over")}) {
        if (number > 0) {
            text += std::exchange(between, ", ") + std::to_string(number) + what;
        }
    }
    return text;
}

std::string text_of(const store::Ledger& ledger) {
    std::int64_t received = 0, applications = 0;
    for (const auto& [state, number] : ledger.arrivals) {
        received += number;
    }
    for (const auto& [state, number] : ledger.items) {
        applications += number;
    }
    Table table({"ledger", ""});
    const auto line = [&](const std::string& what, std::int64_t number) {
        table.row({what, std::to_string(number)});
    };
    line("files and documents received", received);
    line("  rejected, with a reason", count(ledger.arrivals, "rejected"));
    line("  quarantined", count(ledger.arrivals, "quarantined"));
    line("  no application found", ledger.arrivals_without_application);
    line("  closed by a person", count(ledger.arrivals, "closed"));
    line("applications found in them", applications);
    line("  cases", ledger.cases);
    line("  parked: wait for a person", count(ledger.items, "parked"));
    line("  wait for a register", count(ledger.items, "waiting"));
    line("  on their way", count(ledger.items, "recorded") + count(ledger.items, "ready"));
    line("  refused by the case system", count(ledger.items, "dead"));
    line("  closed by a person or joined", count(ledger.items, "closed"));
    line("searchable copies in their cases", count(ledger.copies, "added"));
    line("  on their way", count(ledger.copies, "wanted") + count(ledger.copies, "made"));
    line("  failed", count(ledger.copies, "failed"));
    line("lost", lost_in(ledger));
    line("duplicated", duplicated_in(ledger));
    return table.text();
}

std::int64_t lost_in(const store::Ledger& ledger) {
    return ledger.items_without_arrival + ledger.read_arrivals_without_item +
           (count(ledger.items, "delivered") - ledger.cases);
}

std::int64_t duplicated_in(const store::Ledger& ledger) {
    return ledger.case_numbers_twice;
}

}  // namespace indgang::console
