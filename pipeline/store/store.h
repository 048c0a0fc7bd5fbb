// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/store/entries.h"
#include "pipeline/store/feeds.h"
#include "pipeline/store/listing.h"
#include "schemas/core/bytes.h"
#include "schemas/core/digest.h"
#include "schemas/core/page_place.h"
#include "schemas/core/time.h"

/// What is known of every arrival and application, durably: the port. What the states of states.h
/// allow holds for every implementation, and one suite of tests (tests/pipeline/store) for all.
namespace indgang::store {

/// Claims in a row that came to no end, after which an arrival is quarantined and an item parked as
/// "poison". A page or document that kills its worker process is the runner's matter; this counts
/// deaths of the whole program, most of which are nobody's fault (a kill, a power cut). With 3, one
/// of 60 innocent arrivals was quarantined in 12 kills (tests/fault); what is handed out alone and
/// last is not hit ten times in a row.
constexpr int claims_without_end = 10;

/// Of which the oldest is looked for: 10,000 take about 10 ms (measured on a store of 100,000).
constexpr int looked_at_for_oldest = 10'000;

/// What is larger stands in a file. A file of its own costs a small document two flushes and a name
/// in a folder, several times what its reading costs; beyond about this size SQLite is the dearer
/// place, and each backup of the database would copy what never changes.
constexpr std::size_t document_bytes = 64u << 10;

/// How a process opens the store. Those that write work with it at the same time, however many:
/// each claims work for itself, and takes over what a dead one had claimed. `amend` lets a person
/// take `retry`, `correct` and the other steps of a person, which state and revision guard, and
/// nothing else; whoever works finds what was amended at its next claim. `amend` and `read` need a
/// store that exists.
enum class Access { write, amend, read };

/// Thread-safe. Every write returns when it is durable; writes that come together share one commit.
/// Every change appends an Event in the same transaction. An update of an item whose `revision`
/// has moved on throws Error conflict and changes nothing; so does a step of work that another
/// process has taken over, because this one stood still for too long.
/// Errors of all: internal (disk, corrupt database, newer version).
class Store : public Feeds {
  public:
    /// Whether the files of the store are there at all: a folder that was not mounted, or not put
    /// back with the database, has none of those that came last. One damaged file is the matter of
    /// who reads it. Errors: internal "blobs_lost", which says what to do.
    virtual void check_files(const std::filesystem::path& blobs) const = 0;

    // Arrivals.
    /// Asked before the bytes of a sending are kept: what `receive` would refuse leaves none
    /// behind. Errors: conflict "key_reused": this key came before with other bytes.
    virtual void check_key(const std::string& sender_key, const Digest& digest) const = 0;
    /// Takes: `document`, the bytes that `digest` names when they are not in a file, at most
    /// `document_bytes`; else nothing. They are stored in the same transaction. Bytes that came
    /// before and are damaged by now are mended.
    [[nodiscard]] virtual ArrivalReceipt receive(const NewArrival& arrival,
                                                 BytesView document = {}) = 0;
    struct Arriving {
        NewArrival arrival;
        BytesView document;
    };
    /// All in one transaction, in order. Errors: conflict (of one of them; then none is received).
    [[nodiscard]] virtual std::vector<ArrivalReceipt> receive(
        std::span<const Arriving> arriving) = 0;
    /// What `receive` was given as `document`, not checked against the digest (Blobs::get does);
    /// nothing for bytes that stand in
    /// files. In order.
    [[nodiscard]] virtual std::vector<std::optional<Bytes>> documents(
        std::span<const Digest> digests) const = 0;
    /// The oldest received arrivals of a lane that nobody has claimed; counts the attempt. An
    /// arrival whose attempts are used up (`claims_without_end`) goes to quarantined instead.
    [[nodiscard]] virtual std::vector<Arrival> claim_arrivals(int at_most,
                                                              Lane lane = Lane::all) = 0;
    virtual void set_pages(const std::string& arrival, int pages) = 0;
    /// All pages of one picture in the order of reading, in place of what was stored of it.
    virtual void put_pages(const std::string& arrival, const std::vector<StoredPage>& pages) = 0;
    /// In the order of the pictures, those of one in the order in which they were put.
    [[nodiscard]] virtual std::vector<StoredPage> pages(const std::string& arrival) const = 0;
    /// Idempotent by (arrival, ordinal). Gives the item's id.
    virtual std::string add_item(const std::string& arrival, const NewItem& item) = 0;
    /// Several arrivals' items and their ends in one transaction, for feeds of small documents.
    struct ReadArrival {
        std::string arrival;
        std::vector<NewItem> items;
    };
    virtual void finish_arrivals(const std::vector<ReadArrival>& read) = 0;
    /// What was settled in memory right after it was read.
    struct SettledArrival {
        std::string arrival;
        NewItem item;  ///< as it was read
        Settlement settlement;
    };
    /// Ends arrivals and settles their one application, all in one transaction: nothing is stored
    /// of the way in between. What was read again, or was sent twice at the same time
    /// (Settlement::looked_until), is recorded as it was read, to be claimed and settled.
    /// Gives the number of those.
    virtual int finish_settled(const std::vector<SettledArrival>& settled) = 0;
    virtual void reject_arrival(const std::string& arrival, const std::string& reason,
                                const std::string& place, const std::string& message) = 0;
    /// By a person: a rejected, quarantined or closed arrival goes back to `received`, as if it had
    /// never been tried, and one that waits is due; pages that were read stay. Errors: not_found,
    /// conflict of all others.
    virtual void retry_arrival(const std::string& id, const Author& author) = 0;
    /// By a person: there is no application in it. `retry_arrival` takes it up again.
    /// Errors: not_found, conflict (it is not read yet, is closed, or holds an application).
    virtual void close_arrival(const std::string& id, const Author& author) = 0;
    /// Gives a claim back without counting the attempt (shutdown).
    virtual void release_arrival(const std::string& arrival) = 0;
    /// The same, and nobody claims it for as long as anything ever waits: what is stored of it is
    /// damaged. It is due at once when the same bytes come again, which mend it. `reason` stands
    /// with it meanwhile.
    virtual void postpone_arrival(const std::string& arrival, const std::string& reason) = 0;

    // Applications.
    /// Recorded items and waiting items that are due, oldest first; claimed until changed.
    [[nodiscard]] virtual std::vector<Item> claim_items(int at_most) = 0;
    /// Gives claims back after trouble, in memory only, so that it works when the disk does not.
    /// What was changed or released since then is left alone.
    virtual void release_items(const std::vector<Item>& items) noexcept = 0;
    struct Settled {
        Item item;
        Settlement settlement;
    };
    /// All in one transaction; items that changed meanwhile are left out and counted.
    /// Gives the number of items left out.
    virtual int settle(const std::vector<Settled>& settled) = 0;
    /// Counts the attempt: Item::attempts.
    /// `listing`: what lists show of it meanwhile; nothing: what they showed.
    virtual void postpone(const Item& item, const std::string& reason, UtcTime not_before,
                          const std::optional<Listing>& listing = {}) = 0;
    /// Parks an item that the tail cannot handle.
    virtual void park(const Item& item, const std::string& reason) = 0;
    /// By a person: parked and waiting items go back to `recorded`; dead ones go back to `ready`
    /// and are sent again with the same key and the same bytes; of a delivered item the failed
    /// copy is taken up again. Errors: conflict in other states.
    virtual void retry(const std::string& item, const Author& author) = 0;
    /// Puts a person's revision of a parked item in the place of its record (JSON of
    /// record::ApplicationRecord); the item is settled again, and the earlier record is kept.
    /// `rest`: so long nobody claims it, so that it can be taken back.
    virtual void correct(const Item& item, const std::string& record, const Listing& listing,
                         const Author& author, std::chrono::milliseconds rest = {}) = 0;
    /// By a person, who settled or closed it: it waits for a person again, as it stands, with the
    /// reason `taken_back`. Errors: conflict (it is decided by now, or changed meanwhile).
    virtual void take_back(const Item& item, const Author& author) = 0;
    /// By a person: it is no application, or part of another. `retry` takes it up again.
    /// Errors: conflict (a case, on its way there, or changed meanwhile).
    virtual void close(const Item& item, const Author& author) = 0;
    /// By a person: what was read is read anew, with today's forms and models: a whole arrival, or
    /// of one that stands otherwise only `item`, whose pages are read alone then. Until it is read
    /// the application is closed; what was read before is kept, and one that is found no more stays
    /// closed. Errors: not_found, conflict (a case, or on its way there).
    virtual void reread_arrival(const std::string& arrival, const Author& author) = 0;
    virtual void reread_item(const Item& item, const std::vector<PagePlace>& pages,
                             const Author& author) = 0;
    /// By a person: pictures of an arrival lay the wrong way round. They are read again as
    /// `reread_item` does, or, where they are of no application, alone. Errors: as `reread_item`.
    virtual void turn_pages(const TurnedPages& turned) = 0;
    /// How a person turned pictures of an arrival, in clockwise quarters (1..3), by their number;
    /// what lies as it came is left out.
    [[nodiscard]] virtual std::map<int, int> turns(const std::string& arrival) const = 0;
    /// All of it or nothing. Errors: conflict (one of them changed meanwhile, is a case, or on its
    /// way there; a page is there already).
    virtual void rearrange(const Rearrangement& rearrangement) = 0;
    /// Writes down that somebody looked at applications, or searched for their person; all in one
    /// transaction. Errors: not_found (one of them; then nothing is written).
    virtual void looked(std::span<const std::string> items, const std::string& what,
                        const Author& author) = 0;
    /// The same of a list that named their people, but of each not again where the same user's
    /// look at a list is written down since `since`.
    virtual void listed(std::span<const std::string> items, const Author& author,
                        UtcTime since) = 0;
    /// To whom an application is given; empty: to nobody.
    /// Errors: conflict (it was never settled).
    virtual void assign(const std::string& item, const std::string& assignee,
                        const Author& author) = 0;

    // Outbox.
    /// Of one destination, so that what waits for another one costs nothing here.
    [[nodiscard]] virtual std::vector<OutboxEntry> claim_deliveries(
        int at_most, std::string_view destination = first_destination) = 0;
    /// As `release_items`.
    virtual void release_deliveries(const std::vector<OutboxEntry>& entries) noexcept = 0;
    /// In the same transaction a copy of what came on paper is wanted.
    virtual void delivered(const std::string& item, const std::string& case_number) = 0;
    struct Delivered {
        std::string item;
        std::string case_number;
    };
    /// All in one transaction. What another process changed meanwhile is left out.
    /// Gives: the number of items left out.
    virtual int delivered(std::span<const Delivered> all) = 0;
    virtual void postpone_delivery(const std::string& item, const std::string& reason,
                                   UtcTime not_before) = 0;
    /// Keeps the key and the bytes, for `retry`.
    virtual void dead_letter(const std::string& item, const std::string& reason) = 0;
    /// Writes down which deliveries have a destination that is none of these, as the reason
    /// `destination_unknown`; those of a destination that is back are due now.
    virtual void know_destinations(std::span<const std::string> names) = 0;

    // Searchable copies. Nothing else ever waits for one.
    /// Wanted and made copies that are due, those first that wait longest; counts the attempt. A
    /// copy whose attempts are used up (`claims_without_end`) goes to failed, "poison", instead.
    /// Made copies of the `paused` destinations are left where they are.
    [[nodiscard]] virtual std::vector<Copy> claim_copies(
        int at_most, const std::vector<std::string>& paused = {}) = 0;
    /// As `release_items`.
    virtual void release_copies(const std::vector<Copy>& copies) noexcept = 0;
    /// Gives a claim back without counting the attempt (shutdown).
    virtual void give_copy_back(const Copy& copy) = 0;
    virtual void copy_made(const std::string& item, const Digest& digest) = 0;
    virtual void copy_added(const std::string& item) = 0;
    virtual void copy_impossible(const std::string& item) = 0;  ///< to `none`
    virtual void postpone_copy(const std::string& item, const std::string& reason,
                               UtcTime not_before) = 0;
    virtual void copy_failed(const std::string& item, const std::string& reason) = 0;
    [[nodiscard]] virtual std::optional<Copy> copy(const std::string& item) const = 0;
    [[nodiscard]] virtual std::vector<Copy> failed_copies(int limit) const = 0;
    [[nodiscard]] virtual bool has_open_copies() const = 0;

    // Looking.
    [[nodiscard]] virtual std::optional<Arrival> arrival(const std::string& id) const = 0;
    [[nodiscard]] virtual std::vector<Arrival> arrivals(int limit) const = 0;  ///< newest first
    [[nodiscard]] virtual FoundArrivals search_arrivals(const ArrivalSearch& search) const = 0;
    [[nodiscard]] virtual std::optional<Item> item(const std::string& id) const = 0;
    [[nodiscard]] virtual std::vector<Item> items(const ItemFilter& filter) const = 0;
    /// Loads no record.
    [[nodiscard]] virtual FoundItems search(const Search& search) const = 0;
    /// Settled items without a listing: those of a store from before there were any.
    [[nodiscard]] virtual std::vector<Item> unlisted(int limit) const = 0;
    virtual void list(const std::vector<std::pair<std::string, Listing>>& listings) = 0;
    /// What a look for earlier applications asks first.
    struct Glance {
        /// Grows with each change: what a look after this one sees includes all that it counts.
        std::int64_t moment = 0;
        /// Whether another item of this person or of this print is listed: mostly none is.
        bool is_any_listed = false;
    };
    /// Whose earlier applications are looked for. What is empty is nobody's.
    struct Sought {
        std::int64_t item = 0;  ///< Item::number: not itself
        std::string cpr;        ///< of the applicant
        std::string print_set;
    };
    /// One for each, all at the same moment.
    [[nodiscard]] virtual std::vector<Glance> glances(std::span<const Sought> sought) const = 0;
    [[nodiscard]] Glance glance(const Item& item, const std::string& cpr,
                                const std::string& print_set) const {
        const Sought sought{item.number, cpr, print_set};
        return glances({&sought, 1}).front();
    }
    [[nodiscard]] virtual std::vector<Event> events(const std::string& subject) const = 0;
    /// What an item's record said before, oldest first; Item::record is what it says now.
    [[nodiscard]] virtual std::vector<PastRecord> past_records(const std::string& item) const = 0;
    /// What was read of an arrival's pages before they were read again, oldest first; `pages` is
    /// what was read last.
    [[nodiscard]] virtual std::vector<PastPage> past_pages(const std::string& arrival) const = 0;
    /// Who did what to an application, or to an arrival as a whole; oldest first.
    [[nodiscard]] virtual std::vector<RecordedAct> acts(const std::string& subject) const = 0;
    /// What is kept as things change, at the same cost however much the store holds.
    [[nodiscard]] virtual Ledger ledger() const = 0;
    /// The same, counted row by row, so that nothing can be left out; its time grows with the
    /// store. What differs from `ledger` is a defect.
    [[nodiscard]] virtual Ledger recount() const = 0;
    /// Since when the oldest waits for what comes next: when its arrival came. What is empty is
    /// left out.
    struct Oldest {
        std::map<std::string, UtcTime> lanes;         ///< to be read: "documents", "scans", "feeds"
        std::map<std::string, UtcTime> arrivals;      ///< that wait for a person: "quarantined"
        std::map<std::string, UtcTime> items;         ///< by name_of(ItemState): those that do not
                                                      ///< end by themselves, and those on the way
        std::map<std::string, UtcTime> copies;        ///< by name_of(CopyState): those to be made
                                                      ///< or added, and those that failed
        std::map<std::string, UtcTime> destinations;  ///< to be delivered; dead ones do not count
    };
    /// Costs the same however much is done already. Of one lane or state at most
    /// `looked_at_for_oldest` are looked at, those first that are due or were recorded first, so
    /// with more of them waiting the time is that of one of these.
    [[nodiscard]] virtual Oldest oldest() const = 0;
    /// When the next waiting item or delivery is due; nothing when none waits.
    [[nodiscard]] virtual std::optional<UtcTime> next_due() const = 0;
    /// Whether an arrival is being read, or may be claimed now.
    [[nodiscard]] virtual bool has_arrivals_to_read() const = 0;
    /// Whether anything is received, recorded, waiting or ready: work that goes on by itself.
    [[nodiscard]] virtual bool has_open_work() const = 0;
};

}  // namespace indgang::store
