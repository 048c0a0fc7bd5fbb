// SPDX-License-Identifier: MPL-2.0
#include "pipeline/desk/papers.h"

#include <algorithm>
#include <map>
#include <utility>

#include "pipeline/desk/readings.h"
#include "pipeline/runner/stored_record.h"
#include "schemas/error/error.h"
#include "schemas/record/json.h"

namespace indgang::desk {
namespace {

constexpr int most_applications = 10'000;  // of one arrival; a batch of 2,000 pages has fewer

void check_purpose(const Actor& actor) {
    if (actor.purpose.empty()) {
        throw Error(Reason::purpose_missing, "who looks for a person says why");
    }
}

void check_sees(const Actor& actor, const store::Item& item) {
    if (!sees_protected(actor.role) && is_protected(runner::settled_of(item))) {
        throw Error(Reason::not_permitted, "the pages show a home that is protected");
    }
}

}  // namespace

bool is_protected(const record::SettledRecord& settled) {
    return std::ranges::any_of(settled.validated.findings, [](const auto& finding) {
        return finding.rule == "address_protected";
    });
}

bool sees_protected(Role role) {
    return role == Role::case_worker || role == Role::manager;
}

store::FoundArrivals Papers::arrivals(const Actor& actor,
                                      const store::ArrivalSearch& search) const {
    check(actor, Act::mail);
    return store_->search_arrivals(search);
}

Papers::MailCounts Papers::counts(const Actor& actor) const {
    check(actor, Act::mail);
    const auto ledger = store_->ledger();
    const auto arrivals = [&](store::ArrivalState state) {
        const auto found = ledger.arrivals.find(std::string(name_of(state)));
        return found == ledger.arrivals.end() ? 0 : found->second;
    };
    MailCounts counts;
    for (const auto state : store::arrival_states) {
        counts.arrivals += arrivals(state);
    }
    const auto applications = [&](store::ItemState state) {
        return desk_.find(actor, {.state = state, .per_page = 1}).total;
    };
    counts.waiting = applications(store::ItemState::parked) + ledger.arrivals_without_application;
    counts.done = applications(store::ItemState::delivered);
    counts.rejected =
        arrivals(store::ArrivalState::rejected) + arrivals(store::ArrivalState::quarantined);
    return counts;
}

Arrived Papers::arrival(const Actor& actor, const std::string& id) {
    check(actor, Act::mail);
    auto arrival = store_->arrival(id);
    if (!arrival) {
        throw Error(Reason::no_such_arrival, "there is no such arrival");
    }
    Arrived arrived{std::move(*arrival), {}, {}};
    arrived.applications = desk_.list(actor, {.arrival = id, .per_page = most_applications}).items;
    struct Owner {
        const store::Item* item = nullptr;
        bool is_hidden = false;
    };
    std::map<PagePlace, Owner> owners;
    const auto items = store_->items({std::nullopt, id, most_applications});
    for (const auto& item : items) {
        if (item.state == store::ItemState::closed) {
            continue;
        }
        const auto settled = runner::settled_of(item);
        const bool is_hidden =
            is_protected(settled) && !sees_protected(actor.role) && !may(actor.role, Act::correct);
        for (const auto& page : settled.validated.inquired.record.pages) {
            owners.emplace(page.page, Owner{&item, is_hidden});
        }
    }
    for (auto& stored : store_->pages(id)) {
        const auto owner = owners.find(stored.page);
        if (owner != owners.end() && actor.forms &&
            std::ranges::find(*actor.forms, owner->second.item->form) == actor.forms->end()) {
            continue;
        }
        auto reading = record::parse_page_reading(stored.reading);
        if (owner != owners.end() && owner->second.is_hidden) {
            stored.image.reset();
        }
        arrived.pages.push_back({std::move(stored), std::move(reading),
                                 owner == owners.end() ? std::string() : owner->second.item->id});
    }
    return arrived;
}

std::optional<Digest> Papers::page_image(const Actor& actor, const std::string& id,
                                         const PagePlace& page) {
    check(actor, Act::mail);
    // Whose pages they are, which costs a look at every record, matters only to who may not see
    // all.
    const bool sees_all =
        !actor.forms && (sees_protected(actor.role) || may(actor.role, Act::correct));
    if (!sees_all) {
        for (const auto& each : arrival(actor, id).pages) {
            if (each.stored.page == page) {
                return each.stored.image;
            }
        }
        return std::nullopt;
    }
    for (const auto& stored : store_->pages(id)) {
        if (stored.page == page) {
            return stored.image;
        }
    }
    return std::nullopt;
}

CaseFile Papers::open(const Actor& actor, const std::string& id) {
    check_purpose(actor);
    CaseFile file;
    file.item = desk_.look(actor, id);
    file.settled = runner::settled_of(file.item);
    const auto& record = file.settled.validated.inquired.record;
    file.form = catalogue_->find(record.form);
    file.hides_home = is_protected(file.settled) && !sees_protected(actor.role);
    file.revisions = revisions_of(said_of(*store_, file.item));
    file.acts = store_->acts(id);
    for (auto& listed : store_->search({.item = id, .per_page = 1}).items) {
        file.person = std::move(listed.listing.person);
        file.cpr = std::move(listed.listing.cpr);
    }
    auto arrival = store_->arrival(file.item.arrival).value();
    file.file = std::move(arrival.content.name);
    file.file_type = std::move(arrival.content.type);
    file.received_at = arrival.received_at;
    file.copy = store_->copy(id);
    file.readings = readings_of(*store_, file.item, record);
    return file;
}

std::vector<record::PageRef> Papers::pages(const Actor& actor, const std::string& id) const {
    check(actor, Act::look);
    const auto item = store_->item(id);
    if (!item) {
        throw Error(Reason::no_such_application, "there is no such application");
    }
    check_form(actor, item->form);
    check_sees(actor, *item);
    return runner::record_of(*item).pages;
}

Document Papers::original(const Actor& actor, const std::string& id) {
    const auto item = desk_.look(actor, id);
    check_sees(actor, item);
    const auto items = store_->items({std::nullopt, item.arrival, 2});
    const auto own = runner::record_of(item).pages;
    const auto all = store_->pages(item.arrival);
    const bool is_alone = items.size() == 1 && (own.empty() || own.size() == all.size());
    if (!is_alone) {
        throw Error(Reason::pages_of_others, "the file holds pages that are not of it");
    }
    const auto arrival = store_->arrival(item.arrival).value();
    return {blobs_->get(arrival.content.digest), arrival.content.type};
}

Document Papers::copy(const Actor& actor, const std::string& id) {
    check_sees(actor, desk_.look(actor, id));
    const auto copy = store_->copy(id);
    if (!copy || !copy->digest) {
        throw Error(Reason::no_such_copy, "there is no copy of it yet");
    }
    return {blobs_->get(*copy->digest), "pdf"};
}

std::vector<Access> Papers::access_of(const Actor& actor, const std::string& cpr) {
    check(actor, Act::audit);
    check_purpose(actor);
    std::vector<Access> all;
    const auto found = desk_.list(actor, {.person = cpr, .per_page = most_applications});
    for (const auto& item : found.items) {
        for (auto& act : store_->acts(item.id)) {
            all.push_back({item.id, std::move(act)});
        }
    }
    std::ranges::stable_sort(all, {}, [](const Access& each) { return each.act.at; });
    return all;
}

}  // namespace indgang::desk
