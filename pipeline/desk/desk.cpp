// SPDX-License-Identifier: MPL-2.0
#include "pipeline/desk/desk.h"

#include <algorithm>
#include <array>
#include <utility>

#include "pipeline/runner/listing.h"
#include "pipeline/runner/rearranging.h"
#include "pipeline/runner/stored_record.h"
#include "pipeline/stages/paths.h"
#include "schemas/error/error.h"
#include "schemas/record/json.h"

namespace indgang::desk {
namespace {

/// A reason that is passed must be one for which the application waits, or it would pass unseen
/// that nothing was passed. What is doubted of one field is agreed to or corrected, not passed.
void check_passed(const std::vector<std::string>& passed, const std::vector<std::string>& reasons,
                  const record::ApplicationRecord& record) {
    for (const auto& reason : passed) {
        for (const auto& field : record.fields) {
            if (!field.is_accepted && reason == field.doubt + ":" + field.field) {
                throw Error(Reason::value_not_settled,
                            "a doubtful value is not passed: `indgang queue agree ID " +
                                field.field +
                                "` says that it is right, `indgang queue correct ID --set " +
                                field.field + "=TEXT` what it is");
            }
        }
        if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) {
            throw Error(Reason::no_such_reason,
                        "it does not wait for that, but for: " + shortened(reasons));
        }
    }
}

constexpr int most_of_an_arrival = 100'000;

bool is_open(const store::Item& item) {
    using enum store::ItemState;
    return item.state == recorded || item.state == waiting || item.state == parked ||
           item.state == closed;
}

void check_open(const store::Item& item, const char* act) {
    if (!is_open(item)) {
        throw Error(Reason::not_open,
                    std::string(act) + ": the application is " +
                        std::string(store::name_of(item.state)) +
                        "; only one that is no case and not on its way there can be changed");
    }
}

/// What is closed is no case, and somebody will ask why.
void check_why(const Actor& actor) {
    if (actor.purpose.find_first_not_of(" \t\r\n") == std::string::npos) {
        throw Error(Reason::reason_missing, "close: say why, with --why");
    }
}

void check_closable(const store::Store& store, const store::Arrival& arrival) {
    if (arrival.state == store::ArrivalState::received) {
        throw Error(Reason::not_read, "close: it is being read");
    }
    if (arrival.state == store::ArrivalState::closed) {
        throw Error(Reason::not_open, "close: it is closed already");
    }
    if (!store.items({std::nullopt, arrival.id, 1}).empty()) {
        throw Error(Reason::holds_applications,
                    "close: it holds applications, which are closed one by one; "
                    "`indgang queue list --batch " +
                        arrival.id + "` shows them");
    }
}

/// Why there is nothing to try again; empty: there is.
std::string why_not_retried(const store::Item& item) {
    switch (item.state) {
        case store::ItemState::delivered:
            return "the application is delivered as case " + item.case_number +
                   ", and no copy of it failed: nothing is left to do";
        case store::ItemState::recorded:
            return "the application goes on by itself already";
        case store::ItemState::closed:
            return item.reason == code_of(Reason::read_again)
                       ? "its pages were read again; `indgang queue list --batch " + item.arrival +
                             "` shows what came of them"
                       : "";
        case store::ItemState::waiting:
        case store::ItemState::parked:
        case store::ItemState::ready:
        case store::ItemState::dead:
            return "";
    }
    return "";
}

std::string why_not_retried(const store::Arrival& arrival) {
    if (arrival.state == store::ArrivalState::received) {
        return "it is being read already";
    }
    return arrival.state == store::ArrivalState::read
               ? "it was read; `indgang queue reread " + arrival.id + "` reads it anew"
               : "";
}

/// The file of an arrival does not hold a page that came in another one, which reading it anew
/// would lose from sight.
[[noreturn]] void throw_pages_of_others() {
    throw Error(
        Reason::pages_of_others,
        "reread: its pages came in more than one arrival; `indgang queue split` parts them");
}

/// Where the pages of an application stand in the file that they came in.
std::vector<PagePlace> places_to_reread(const record::ApplicationRecord& record,
                                        const std::vector<store::StoredPage>& pages) {
    std::vector<PagePlace> places;
    for (const auto& page : record.pages) {
        const auto stored = std::ranges::find(pages, page.page, &store::StoredPage::page);
        if (stored == pages.end() || !stored->from_arrival.empty()) {
            throw_pages_of_others();
        }
        places.push_back(page.page);
    }
    return places;
}

/// The numbers of the pictures that these pages stand on, each once.
/// Takes: `own`, the pages that may be turned. A picture is turned as a whole.
std::vector<int> pictures_of(const std::vector<PagePlace>& pages, const std::vector<PagePlace>& own,
                             const std::vector<store::StoredPage>& all) {
    std::vector<int> pictures;
    for (const auto& page : pages) {
        if (std::ranges::find(all, page, &store::StoredPage::page) == all.end()) {
            throw Error(Reason::no_such_page,
                        "turn: page " + format_page_place(page) + " was not read");
        }
        if (std::ranges::find(pictures, page.number) != pictures.end()) {
            continue;
        }
        const bool is_of_others = std::ranges::any_of(all, [&](const auto& each) {
            return each.page.number == page.number &&
                   (!each.from_arrival.empty() || std::ranges::find(own, each.page) == own.end());
        });
        if (is_of_others) {
            throw Error(Reason::pages_of_others,
                        "turn: page " + format_page_place(page) +
                            " is of another application, or came in another arrival");
        }
        pictures.push_back(page.number);
    }
    return pictures;
}

}  // namespace

store::Author author_of(const Actor& actor) {
    return {actor.user, std::string(name_of(actor.role)), actor.purpose};
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

store::Item Desk::item_of(const Actor& actor, const std::string& id) const {
    auto item = store_->item(id);
    if (!item) {
        throw Error(Reason::no_such_application,
                    "there is no such application; `indgang queue list` shows all");
    }
    check_form(actor, item->form);
    return *item;
}

store::Item Desk::look(const Actor& actor, const std::string& id) {
    check(actor, Act::look);
    if (sees_fields_alone(actor) && actor.purpose.empty()) {
        throw Error(Reason::purpose_missing, "who looks at a whole application says why");
    }
    auto item = item_of(actor, id);
    store_->looked(std::array{id}, std::string(store::looked), author_of(actor));
    return item;
}

void Desk::glimpse(const Actor& actor, std::span<const std::string> ids) {
    check(actor, Act::look);
    for (const auto& id : ids) {
        (void)item_of(actor, id);
    }
    store_->looked(ids, std::string(store::glimpsed), author_of(actor));
}

int Desk::say(const Actor& actor, const std::string& id, const Said& said,
              std::chrono::milliseconds rest) {
    check(actor, Act::correct);
    const auto item = item_of(actor, id);
    if (item.state != store::ItemState::parked) {
        throw Error(Reason::not_parked, "only a parked application is corrected; this one is " +
                                            std::string(store::name_of(item.state)));
    }
    auto settled = runner::settled_of(item);
    if (!item.is_settled) {
        settled.reasons = {item.reason};
    }
    auto& record = settled.validated.inquired.record;
    check_passed(said.passed, settled.reasons, record);
    stages::PersonPath path{stages::Apply(*catalogue_)};
    auto corrected =
        path.run({std::move(record), said.values, said.passed, actor.user, clock_(),
                  said.kept_pages, said.dropped_pages, said.agreed, said.agrees_to_all});
    const int revision = corrected.revision;
    const auto json = record::to_json(corrected);
    record::SettledRecord unsettled;
    unsettled.validated.inquired.record = std::move(corrected);
    store_->correct(item, json, runner::listing_of(*catalogue_, unsettled), author_of(actor), rest);
    return revision;
}

bool Desk::take_back(const Actor& actor, const std::string& id) {
    check(actor, Act::correct);
    const auto item = item_of(actor, id);
    if (item.state == store::ItemState::parked) {
        return true;
    }
    using enum store::ItemState;
    const bool is_undecided =
        item.state == recorded || item.state == waiting || item.state == closed;
    const auto acts = store_->acts(id);
    const auto last =
        std::find_if(acts.rbegin(), acts.rend(), [](const auto& act) { return !act.is_look(); });
    const bool is_own = last != acts.rend() && last->author.by == actor.user &&
                        (last->what == "corrected" || last->what == code_of(Reason::closed));
    if (!is_undecided || !is_own) {
        return false;
    }
    try {
        store_->take_back(item, author_of(actor));
        return true;
    } catch (const Error& error) {
        if (error.why() != Reason::changed_meanwhile) {
            throw;
        }
        return false;  // it went on just now
    }
}

void Desk::retry(const Actor& actor, const std::string& id) {
    check(actor, Act::retry);
    const bool is_arrival = store_->arrival(id).has_value();
    try {
        if (is_arrival) {
            store_->retry_arrival(id, author_of(actor));
            return;
        }
        (void)item_of(actor, id);
        store_->retry(id, author_of(actor));
    } catch (const Error& error) {
        const auto why = error.why() != Reason::changed_meanwhile ? std::string()
                         : is_arrival ? why_not_retried(*store_->arrival(id))
                                      : why_not_retried(item_of(actor, id));
        if (why.empty()) {
            throw;
        }
        throw Error(Reason::not_allowed, "retry: " + why);
    }
}

void Desk::reread(const Actor& actor, const std::string& id) {
    check(actor, Act::reread);
    if (const auto arrival = store_->arrival(id)) {
        if (arrival->state == store::ArrivalState::received) {
            throw Error(Reason::not_read, "reread: it is being read");
        }
        const bool was_read = arrival->state == store::ArrivalState::read ||
                              arrival->state == store::ArrivalState::closed;
        if (!was_read) {
            store_->retry_arrival(id, author_of(actor));
            return;
        }
        for (const auto& item : store_->items({std::nullopt, id, most_of_an_arrival})) {
            check_form(actor, item.form);
            if (!is_open(item)) {
                throw Error(Reason::not_open,
                            "reread: " + item.id + " of it is " +
                                std::string(store::name_of(item.state)) +
                                "; give the ids of the applications that are to be read again");
            }
        }
        for (const auto& page : store_->pages(id)) {
            if (!page.from_arrival.empty()) {
                throw_pages_of_others();
            }
        }
        store_->reread_arrival(id, author_of(actor));
        return;
    }
    const auto item = item_of(actor, id);
    check_open(item, "reread");
    const auto arrival = store_->arrival(item.arrival);
    if (arrival && arrival->state == store::ArrivalState::received) {
        throw Error(Reason::not_read, "reread: its batch is being read, and it with it");
    }
    const auto record = runner::record_of(item);
    if (record.source != record::Source::paper) {
        store_->reread_arrival(item.arrival, author_of(actor));
        return;
    }
    const auto places = places_to_reread(record, store_->pages(item.arrival));
    store_->reread_item(item, places, author_of(actor));
}

void Desk::close(const Actor& actor, const std::string& id) {
    check(actor, Act::close);
    if (const auto arrival = store_->arrival(id)) {
        check_closable(*store_, *arrival);
        check_why(actor);
        store_->close_arrival(id, author_of(actor));
        return;
    }
    const auto item = item_of(actor, id);
    if (item.state == store::ItemState::closed) {
        throw Error(Reason::not_open, "close: it is closed already");
    }
    check_open(item, "close");
    check_why(actor);
    store_->close(item, author_of(actor));
}

void Desk::join(const Actor& actor, const std::string& target,
                const std::vector<std::string>& others) {
    check(actor, Act::join);
    const auto own = item_of(actor, target);
    check_open(own, "join");
    std::vector<store::Item> joined;
    for (const auto& other : others) {
        joined.push_back(item_of(actor, other));
        check_open(joined.back(), "join");
    }
    (void)runner::join(*store_, *catalogue_, own, joined, author_of(actor));
}

std::string Desk::split(const Actor& actor, const std::string& id,
                        const std::vector<PagePlace>& pages) {
    check(actor, Act::split);
    const auto item = item_of(actor, id);
    check_open(item, "split");
    const int ordinal = runner::split(*store_, *catalogue_, item, pages, author_of(actor));
    return item.arrival + "-" + std::to_string(ordinal);
}

void Desk::move(const Actor& actor, const std::string& from, const std::vector<PagePlace>& pages,
                const std::string& target) {
    check(actor, Act::move);
    const auto giver = item_of(actor, from), taker = item_of(actor, target);
    check_open(giver, "move");
    check_open(taker, "move");
    runner::move_pages(*store_, *catalogue_, giver, pages, taker, author_of(actor));
}

/// The pages of an arrival that are of no application: neither of one that is open or a case, nor
/// of one in another arrival to which they went.
std::vector<PagePlace> Desk::stray_pages(const std::string& arrival,
                                         const std::vector<store::StoredPage>& pages) const {
    std::vector<PagePlace> strays;
    for (const auto& page : pages) {
        strays.push_back(page.page);
    }
    const auto is_of = [&](const record::ApplicationRecord& record) {
        for (const auto& page : record.pages) {
            std::erase(strays, page.page);
        }
    };
    for (const auto& item : store_->items({std::nullopt, arrival, most_of_an_arrival})) {
        const bool is_given_up = item.state == store::ItemState::closed &&
                                 (item.reason == code_of(Reason::closed) ||
                                  item.reason == code_of(Reason::not_found_again));
        if (is_given_up) {
            continue;
        }
        is_of(runner::record_of(item));
        const auto acts = store_->acts(item.id);
        if (std::ranges::count(acts, code_of(Reason::moved), &store::RecordedAct::what) > 0) {
            for (const auto& past : store_->past_records(item.id)) {
                is_of(runner::settled_of(past.is_settled, past.record).validated.inquired.record);
            }
        }
    }
    return strays;
}

void Desk::turn(const Actor& actor, const std::string& id, const std::vector<PagePlace>& pages,
                int quarters) {
    check(actor, Act::turn);
    const auto arrival = store_->arrival(id);
    const auto item = arrival ? std::nullopt : std::optional(item_of(actor, id));
    constexpr int most_quarters = 3;
    if (pages.empty() || quarters < 1 || quarters > most_quarters) {
        throw Error(Reason::nothing_to_change,
                    "turn: name pages, and 1 to 3 quarters of a turn clockwise");
    }
    store::TurnedPages turned{.arrival = item ? item->arrival : id,
                              .item = item,
                              .pictures = {},
                              .quarters = quarters,
                              .places = {},
                              .author = author_of(actor)};
    const auto all = store_->pages(turned.arrival);
    if (item) {
        check_open(*item, "turn");
        const auto record = runner::record_of(*item);
        if (record.source != record::Source::paper) {
            throw Error(Reason::not_on_paper,
                        "turn: an application that came as a document has no pages");
        }
        turned.places = places_to_reread(record, all);
        turned.pictures = pictures_of(pages, turned.places, all);
    } else {
        if (arrival->state == store::ArrivalState::received) {
            throw Error(Reason::not_read, "turn: it is being read");
        }
        turned.pictures = pictures_of(pages, stray_pages(id, all), all);
        turned.places.assign(turned.pictures.begin(), turned.pictures.end());
    }
    store_->turn_pages(turned);
}

void Desk::assign(const Actor& actor, const std::string& id, const std::string& user) {
    check(actor, Act::assign);
    store_->assign(item_of(actor, id).id, user, author_of(actor));
}

}  // namespace indgang::desk
