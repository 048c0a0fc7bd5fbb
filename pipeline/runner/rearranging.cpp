// SPDX-License-Identifier: MPL-2.0
#include "pipeline/runner/rearranging.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "pipeline/runner/listing.h"
#include "pipeline/runner/stored_record.h"
#include "pipeline/stages/rearrange.h"
#include "pipeline/store/item_name.h"
#include "schemas/error/error.h"
#include "schemas/record/json.h"

namespace indgang::runner {
namespace {

using Places = std::vector<PagePlace>;

record::ApplicationRecord paper_record_of(const store::Item& item) {
    auto record = record_of(item);
    if (record.source != record::Source::paper) {
        throw Error(Reason::not_on_paper, "pages: an application that came as a document has none");
    }
    return record;
}

Places places_of(const record::ApplicationRecord& record) {
    Places places;
    for (const auto& page : record.pages) {
        places.push_back(page.page);
    }
    return places;
}

Places without(Places places, const Places& taken) {
    if (taken.empty()) {
        throw Error(Reason::nothing_to_change, "pages: none is named");
    }
    for (const auto& place : taken) {
        const auto at = std::find(places.begin(), places.end(), place);
        if (at == places.end()) {
            throw Error(Reason::no_such_page,
                        "pages: the application has no page " + format_page_place(place));
        }
        places.erase(at);
    }
    if (places.empty()) {
        throw Error(Reason::nothing_left,
                    "pages: no page would be left; `indgang queue join` joins applications");
    }
    return places;
}

segment::StoredReading reading_of(const store::StoredPage& page) {
    auto reading = record::parse_page_reading(page.reading);
    reading.page = page.page;  // where it stands now
    return {std::move(reading), page.image, page.media_type};
}

/// The pages of one arrival, as they are and as they are to be.
class Shelf {
  public:
    Shelf(const store::Store& store, std::string arrival)
        : store_(store), arrival_(std::move(arrival)), pages_(store.pages(arrival_)) {
        for (const auto& page : pages_) {
            last_ = std::max(last_, page.page.number);
        }
    }

    [[nodiscard]] const std::string& arrival() const { return arrival_; }
    [[nodiscard]] const store::StoredPage& page(const PagePlace& place) const {
        const auto at = std::find_if(pages_.begin(), pages_.end(),
                                     [&](const auto& page) { return page.page == place; });
        if (at == pages_.end()) {
            throw Error(Reason::no_such_page,
                        "pages: " + format_page_place(place) + " was not read");
        }
        return *at;
    }

    /// Takes pages of another arrival in, behind its own. Gives: where they stand now. A page that
    /// came from here goes back to its place.
    Places borrow(const Shelf& from, const Places& places,
                  std::vector<store::StoredPage>& borrowed) {
        Places now;
        if (from.arrival_ == arrival_) {
            return places;
        }
        for (const auto& place : places) {
            auto page = from.page(place);
            const bool is_own = page.from_arrival == arrival_;
            if (is_own) {
                now.push_back(page.from_page);
                continue;
            }
            if (page.from_arrival.empty()) {
                page.from_arrival = from.arrival_;
                page.from_page = page.page;
            }
            if (const auto* known = find_borrowed(page)) {
                now.push_back(known->page);
                continue;
            }
            page.page = PagePlace(++last_);
            auto reading = record::parse_page_reading(page.reading);
            reading.page = page.page;
            page.reading = record::to_json(reading);
            now.push_back(page.page);
            pages_.push_back(page);
            borrowed.push_back(std::move(page));
        }
        return now;
    }

    [[nodiscard]] std::vector<segment::StoredReading> readings(const Places& places) const {
        std::vector<segment::StoredReading> readings;
        for (const auto& place : places) {
            readings.push_back(reading_of(page(place)));
        }
        return readings;
    }

    [[nodiscard]] int next_ordinal() const {
        int ordinal = 0;
        for (const auto& item : store_.search({.arrival = arrival_, .per_page = 100'000}).items) {
            ordinal = std::max(ordinal, store::ordinal_of(item.id));
        }
        return ordinal + 1;
    }

  private:
    [[nodiscard]] const store::StoredPage* find_borrowed(const store::StoredPage& page) const {
        const auto at = std::find_if(pages_.begin(), pages_.end(), [&](const auto& each) {
            return each.from_arrival == page.from_arrival && each.from_page == page.from_page;
        });
        return at == pages_.end() ? nullptr : &*at;
    }

    const store::Store& store_;
    std::string arrival_;
    std::vector<store::StoredPage> pages_;
    int last_ = 0;  ///< number of the last picture
};

/// A record of pages that stand on `shelf`.
record::ApplicationRecord arrange(const form::FormCatalogue& catalogue, const Shelf& shelf,
                                  const record::ApplicationRecord& own, const Places& places,
                                  std::vector<record::ApplicationRecord> before,
                                  const store::Author& author) {
    before.insert(before.begin(), own);
    return stages::Rearrange(catalogue).run({.facts = {own.arrival, own.received_at},
                                             .ordinal = own.ordinal,
                                             .revision = own.revision + 1,
                                             .pages = shelf.readings(places),
                                             .before = std::move(before),
                                             .is_by_person = author.role != "program"});
}

store::Rearrangement::Changed changed(const form::FormCatalogue& catalogue, const store::Item& item,
                                      const record::ApplicationRecord& record) {
    record::SettledRecord unsettled;
    unsettled.validated.inquired.record = record;
    return {item, record.form.form, record.form.version, record::to_json(record),
            listing_of(catalogue, unsettled)};
}

}  // namespace

record::ApplicationRecord join(store::Store& store, const form::FormCatalogue& catalogue,
                               const store::Item& target, const std::vector<store::Item>& others,
                               const store::Author& author) {
    const auto own = paper_record_of(target);
    Shelf shelf(store, target.arrival);
    Places places = places_of(own);
    std::vector<record::ApplicationRecord> before;
    store::Rearrangement change{
        .what = std::string(code_of(author.role == "program" ? Reason::late_page : Reason::joined)),
        .arrival = target.arrival,
        .author = author};
    if (others.empty()) {
        throw Error(Reason::nothing_to_join,
                    "join wants two applications or more: the first gets the others' pages");
    }
    for (const auto& other : others) {
        if (other.id == target.id || std::ranges::count(others, other.id, &store::Item::id) > 1) {
            throw Error(Reason::same_application,
                        "join: an application cannot be joined to itself, or twice");
        }
        auto record = paper_record_of(other);
        const Shelf from(store, other.arrival);
        const auto now = shelf.borrow(from, places_of(record), change.pages);
        places.insert(places.end(), now.begin(), now.end());
        change.closed.push_back({other, listing_of(catalogue, settled_of(other))});
        before.push_back(std::move(record));
    }
    auto record = arrange(catalogue, shelf, own, places, std::move(before), author);
    for (const auto& other : others) {
        record.findings.push_back(
            {change.what, record::Severity::remark, {}, {{"from", other.id}, {"by", author.by}}});
    }
    change.changed.push_back(changed(catalogue, target, record));
    store.rearrange(change);
    return record;
}

int split(store::Store& store, const form::FormCatalogue& catalogue, const store::Item& item,
          const std::vector<PagePlace>& pages, const store::Author& author) {
    const auto own = paper_record_of(item);
    const Shelf shelf(store, item.arrival);
    const auto kept = without(places_of(own), pages);
    const int ordinal = shelf.next_ordinal();
    auto apart = stages::Rearrange(catalogue).run({.facts = {own.arrival, own.received_at},
                                                   .ordinal = ordinal,
                                                   .revision = 1,
                                                   .pages = shelf.readings(pages),
                                                   .before = {own}});
    const auto left = arrange(catalogue, shelf, own, kept, {}, author);
    store.rearrange(
        {.what = std::string(code_of(Reason::split)),
         .changed = {changed(catalogue, item, left)},
         .closed = {},
         .arrival = item.arrival,
         .added = {{ordinal, apart.form.form, apart.form.version, record::to_json(apart)}},
         .pages = {},
         .author = author});
    return ordinal;
}

void move_pages(store::Store& store, const form::FormCatalogue& catalogue, const store::Item& from,
                const std::vector<PagePlace>& pages, const store::Item& target,
                const store::Author& author) {
    if (from.id == target.id) {
        throw Error(Reason::same_application, "move: the pages are in this application");
    }
    const auto giver = paper_record_of(from), taker = paper_record_of(target);
    const auto kept = without(places_of(giver), pages);
    const Shelf giving(store, from.arrival);
    Shelf taking(store, target.arrival);
    store::Rearrangement change{
        .what = std::string(code_of(Reason::moved)), .arrival = target.arrival, .author = author};
    Places places = places_of(taker);
    const auto now = taking.borrow(giving, pages, change.pages);
    places.insert(places.end(), now.begin(), now.end());
    change.changed.push_back(
        changed(catalogue, from, arrange(catalogue, giving, giver, kept, {}, author)));
    change.changed.push_back(
        changed(catalogue, target, arrange(catalogue, taking, taker, places, {giver}, author)));
    store.rearrange(change);
}

std::optional<store::Item> waiting_for(const store::Store& store, const store::Item& item,
                                       const record::ApplicationRecord& record) {
    const auto set = set_of(record);
    if (set.empty()) {
        return std::nullopt;
    }
    std::set<int> own;
    for (const auto& page : record.pages) {
        own.insert(page.form_page);
    }
    std::optional<store::Item> waiting;
    for (const auto& listed : store.search({.form = record.form.form, .print_set = set}).items) {
        if (listed.id == item.id || listed.version != record.form.version ||
            listed.state == store::ItemState::closed) {
            continue;
        }
        const auto other = store.item(listed.id);
        const auto pages = record_of(*other).pages;
        const bool is_apart = std::none_of(pages.begin(), pages.end(), [&](const auto& page) {
            return own.contains(page.form_page);
        });
        // Two of one print prove that it was photocopied: its set says nothing then.
        if (!is_apart || waiting || listed.state != store::ItemState::parked) {
            return std::nullopt;
        }
        waiting = other;
    }
    return waiting;
}

void join_late(store::Store& store, const form::FormCatalogue& catalogue,
               const store::Item& waiting, const store::Item& item) {
    (void)join(store, catalogue, waiting, {item},
               {"indgang", "program", std::string(code_of(Reason::late_page))});
}

}  // namespace indgang::runner
