// SPDX-License-Identifier: MPL-2.0
// What a person sees of many applications and arrivals at once, and what of it is written down.
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/desk/desk.h"
#include "schemas/error/error.h"

namespace indgang::desk {
namespace {

void forget_person(store::ListedItem& item) {
    item.listing.person.clear();
    item.listing.cpr.clear();
}

}  // namespace

store::FoundItems Desk::of_own_forms(const Actor& actor, const store::Search& search) const {
    auto own = search;
    if (actor.forms) {
        own.forms = actor.forms;
    }
    return store_->search(own);
}

store::FoundItems Desk::find(const Actor& actor, const store::Search& search) const {
    check(actor, Act::list);
    auto found = of_own_forms(actor, search);
    for (auto& item : found.items) {
        forget_person(item);
    }
    return found;
}

store::FoundItems Desk::list(const Actor& actor, const store::Search& search) {
    const bool names_somebody = !search.person.empty() || !search.case_number.empty();
    check(actor, names_somebody ? Act::search : Act::list);
    auto found = of_own_forms(actor, search);
    const bool shows_names = may(actor.role, Act::look) && !sees_fields_alone(actor);
    std::vector<std::string> named;
    for (auto& item : found.items) {
        if (!shows_names) {
            forget_person(item);
        } else if (names_somebody || !item.listing.person.empty()) {
            named.push_back(item.id);
        }
    }
    if (names_somebody && !named.empty()) {
        store_->looked(named, std::string(store::searched), author_of(actor));
    } else if (!named.empty()) {
        store_->listed(named, author_of(actor), std::chrono::floor<std::chrono::days>(clock_()));
    }
    return found;
}

store::FoundArrivals Desk::arrivals(const Actor& actor, const store::ArrivalSearch& search) const {
    check(actor, Act::list);
    return store_->search_arrivals(search);
}

std::vector<store::Copy> Desk::failed_copies(const Actor& actor, int at_most) const {
    check(actor, Act::list);
    return store_->failed_copies(at_most);
}

Desk::Feed Desk::feed(const Actor& actor, const std::string& arrival) const {
    check(actor, Act::mail);
    auto found = store_->arrival(arrival);
    if (!found || !store::has_parts(found->content.type)) {
        throw Error(Reason::no_such_arrival, "there is no feed of this id");
    }
    return {std::move(*found), store_->feed_counts(arrival)};
}

std::vector<store::FeedPartState> Desk::feed_parts(const Actor& actor, const std::string& arrival,
                                                   std::int64_t after, int at_most) const {
    check(actor, Act::mail);
    return store_->parts(arrival, after, at_most);
}

}  // namespace indgang::desk
