// SPDX-License-Identifier: MPL-2.0
#include "pipeline/program/overview.h"

#include <nlohmann/json.hpp>

#include "pipeline/runner/neighbours.h"
#include "pipeline/runner/stored_record.h"

namespace indgang::program {
namespace {

std::string pages_of(const record::ApplicationRecord& record) {
    std::string pages;
    for (std::size_t i = 0; i < record.pages.size();) {
        std::size_t last = i;
        const auto is_run = [&] {
            const auto &here = record.pages[last].page, &next = record.pages[last + 1].page;
            return here.half == Half::whole && next == PagePlace(here.number + 1);
        };
        while (last + 1 < record.pages.size() && is_run()) {
            ++last;
        }
        pages += (pages.empty() ? "" : ",") + format_page_place(record.pages[i].page);
        if (last > i) {
            pages += "-" + format_page_place(record.pages[last].page);
        }
        i = last + 1;
    }
    return pages;
}

void count_fields(const record::ApplicationRecord& record, ItemOverview& overview) {
    overview.source = std::string(record::name_of(record.source));
    overview.pages = pages_of(record);
    for (const auto& field : record.fields) {
        overview.fields_filled += field.value ? 1 : 0;
        overview.fields_doubtful += field.is_accepted ? 0 : 1;
    }
}

std::int64_t count(const std::map<std::string, std::int64_t>& states, const char* state) {
    const auto at = states.find(state);
    return at == states.end() ? 0 : at->second;
}

}  // namespace

ItemOverview overview_of(const store::Item& item) {
    ItemOverview overview;
    overview.id = item.id;
    overview.form = item.form;
    overview.state = std::string(store::name_of(item.state));
    overview.case_number = item.case_number;
    const auto settled = runner::settled_of(item);
    count_fields(settled.validated.inquired.record, overview);
    for (const auto& verdict : settled.validated.verdicts) {
        switch (verdict.agreement) {
            case record::Agreement::confirmed:
                ++overview.confirmed;
                break;
            case record::Agreement::differs:
                ++overview.differing;
                break;
            case record::Agreement::unknown:
                ++overview.unknown;
                break;
        }
    }
    if (item.state == store::ItemState::parked) {
        overview.reasons = settled.reasons;
    }
    if (overview.reasons.empty() && !item.reason.empty()) {
        overview.reasons = {item.reason};
    }
    return overview;
}

std::string shortened(const std::vector<std::string>& reasons) {
    std::string text;
    constexpr std::size_t reasons_shown = 3;
    for (std::size_t i = 0; i < reasons.size() && i < reasons_shown; ++i) {
        text += (i == 0 ? "" : ", ") + reasons[i];
    }
    if (reasons.size() > reasons_shown) {
        text += " and " + std::to_string(reasons.size() - reasons_shown) + " more";
    }
    return text;
}

std::string outcome_of(const ItemOverview& item) {
    const std::string reasons = shortened(item.reasons);
    if (item.state == "delivered") {
        return "case " + item.case_number;
    }
    if (item.state == "parked") {
        return "waits for a person: " + reasons;
    }
    if (item.state == "waiting") {
        return reasons == runner::batch_unread ? "waits until its batch is read"
                                               : "waits for a register: " + reasons;
    }
    if (item.state == "ready") {
        return "accepted, in the outbox";
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

nlohmann::ordered_json json_of(const ItemOverview& item) {
    return {
        {"id", item.id},
        {"form", item.form},
        {"source", item.source},
        {"pages", item.pages},
        {"fields_filled", item.fields_filled},
        {"fields_doubtful", item.fields_doubtful},
        {"registers",
         {{"confirmed", item.confirmed}, {"differs", item.differing}, {"unknown", item.unknown}}},
        {"state", item.state},
        {"case_number", item.case_number},
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
    line("applications found in them", applications);
    line("  cases", ledger.cases);
    line("  parked: wait for a person", count(ledger.items, "parked"));
    line("  wait for a register", count(ledger.items, "waiting"));
    line("  on their way", count(ledger.items, "recorded") + count(ledger.items, "ready"));
    line("  refused by the case system", count(ledger.items, "dead"));
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

}  // namespace indgang::program
