// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/store/listing.h"
#include "schemas/core/bytes.h"
#include "schemas/core/digest.h"
#include "schemas/core/page_place.h"
#include "schemas/core/random.h"
#include "schemas/core/time.h"
#include "schemas/record/record.h"

/// What is known of every arrival and application, durably. SQLite, WAL, synchronous=FULL.
///
/// State machine (docs/architecture.md#states):
///
///   arrival:      received --> read
///                     '-> rejected (bad input)  '-> quarantined (poison: attempts used up)
///                 rejected, quarantined --> received (a person)
///                 read --> received (a person, when all its applications are closed)
///   application:  recorded --> ready --> delivered
///                   |  '-> waiting (a register is down; goes on by itself)
///                   |  '-> parked (a person decides) --> recorded
///                   '-> closed (a person: no application, or part of another) --> recorded
///                 ready '-> dead (the case system refuses; a person decides) --> ready
namespace indgang::store {

/// Claims in a row that came to no end, after which an arrival is quarantined and an item parked as
/// "poison". A page or document that kills its worker process is the runner's matter; this counts
/// deaths of the whole program, most of which are nobody's fault (a kill, a power cut). With 3, one
/// of 60 innocent arrivals was quarantined in 12 kills (tests/fault); what is handed out alone and
/// last is not hit ten times in a row.
constexpr int claims_without_end = 10;

/// `reason` of a closed application whose pages are being read again.
inline constexpr std::string_view is_read_again = "read_again";

/// What is larger stands in a file. A file of its own costs a small document two flushes and a name
/// in a folder, several times what its reading costs; beyond about this size SQLite is the dearer
/// place, and each backup of the database would copy what never changes.
constexpr std::size_t document_bytes = 64u << 10;

/// `reason` of an arrival that was read to its end and holds no application: empty backs, separator
/// sheets. It is no trouble, but a person sees it: what was meant to be scanned may have lain face
/// down.
inline constexpr std::string_view no_application_found = "no_application_found";

/// The destination of what was accepted before deliveries named theirs, and of an installation that
/// has one case system and says nothing more of it.
inline constexpr std::string_view first_destination = "casequeue";

/// `reason` of a delivery whose destination the installation does not know any more.
inline constexpr std::string_view destination_unknown = "destination_unknown";

enum class ArrivalState { received, read, rejected, quarantined };
inline constexpr std::array arrival_states = {ArrivalState::received, ArrivalState::read,
                                              ArrivalState::rejected, ArrivalState::quarantined};
[[nodiscard]] std::string_view name_of(ArrivalState state);
[[nodiscard]] std::string_view name_of(ItemState state);
/// The state of a name; nothing: there is none.
[[nodiscard]] std::optional<ArrivalState> arrival_state_named(std::string_view name);
[[nodiscard]] std::optional<ItemState> item_state_named(std::string_view name);
/// Which application of its arrival the id of an item names; 0: it is no id.
[[nodiscard]] int ordinal_of(std::string_view item);

struct NewArrival {
    Digest digest;
    std::int64_t size_bytes = 0;
    std::string channel;     ///< "file", "folder", "http"
    std::string name;        ///< for people: the file name as given; may hold anything
    std::string type;        ///< name of the ScanType
    std::string sender_key;  ///< Idempotency-Key of the sender, or empty
};
struct ArrivalReceipt {
    std::string arrival;     ///< id
    bool was_known = false;  ///< the same bytes (or the same key with them) came before
    UtcTime at{};
};
struct Arrival {
    std::string id;
    NewArrival content;
    ArrivalState state = ArrivalState::received;
    std::string reason;  ///< of rejected and quarantined: code; of read: `no_application_found`
    std::string place;   ///< "page 3", "line 12"
    std::string message;
    int attempts = 0;
    int pages = 0;                      ///< 0: not known yet, or not paper
    std::vector<PagePlace> only_pages;  ///< that are read now; empty: all
    UtcTime received_at{};
};

/// A page of a scan that was read: `reading` is the JSON of record::PageReading.
struct StoredPage {
    PagePlace page;
    std::string reading;
    std::optional<Digest> image;
    std::string media_type;
    /// Of a page that came in another arrival and was brought here: which, and where it stands
    /// there. Empty: it came in this one.
    std::string from_arrival = {};
    PagePlace from_page = {};
};

/// Who changes something, in what role, and why.
struct Author {
    std::string by;    ///< user id, never a name
    std::string role;  ///< "operator", "case_worker", ...; "program" of what goes by itself
    std::string why;   ///< in the person's own words; may be empty
};

/// A record of an item that another took the place of.
struct PastRecord {
    UtcTime until{};
    Author replaced_by;
    bool is_settled = false;  ///< as Item
    std::string record;
};

/// An application found in an arrival.
struct NewItem {
    int ordinal = 1;
    std::string form;     ///< "boligstoette"
    std::string version;  ///< "1"
    std::string record;   ///< JSON of record::ApplicationRecord
};
struct Item {
    std::string id;
    std::string arrival;
    int ordinal = 1;
    std::string form;
    std::string version;
    ItemState state = ItemState::recorded;
    std::int64_t revision = 0;  ///< grows with each change; guards every update
    int attempts = 0;
    std::string reason;       ///< why it waits, is parked or dead: code, first of `reasons`
    std::string record;       ///< JSON: ApplicationRecord until settled, then SettledRecord
    bool is_settled = false;  ///< which of the two `record` holds
    std::string case_number;
    std::string destination;  ///< where it is delivered; empty: not accepted yet
    UtcTime not_before{};
    UtcTime changed_at{};
    std::int64_t number = 0;  ///< of the row; for the store
};

/// Pages of applications put together in another way, by a person or because a set says so.
struct Rearrangement {
    struct Changed {
        Item item;         ///< as it was seen: its revision guards it
        std::string form;  ///< that the next revision is of
        std::string version;
        std::string record;  ///< JSON of the next revision of record::ApplicationRecord
        Listing listing;
    };
    std::string what;              ///< "joined", "split", "moved", "late_page"
    std::vector<Changed> changed;  ///< settled again
    struct Closed {
        Item item;
        Listing listing;  ///< what lists show of it from now on
    };
    std::vector<Closed> closed;  ///< have no page of their own any more: all went to `changed`
    std::string arrival;         ///< of `added` and `pages`
    std::vector<NewItem> added;
    std::vector<StoredPage> pages;  ///< from other arrivals, numbered as pages of `arrival`
    Author author;
};

/// What the tail decided of an item; stored with the outbox row in one transaction.
struct Settlement {
    std::string record;  ///< JSON of record::SettledRecord
    bool is_parked = false;
    std::string reason;  ///< of parking
    /// Of an accepted item: what the outbox sends.
    std::string idempotency_key;
    std::string body;
    std::string documents;  ///< JSON array of {digest, media_type, name}
    /// Where to, for ever: an earlier attempt may have arrived there.
    std::string destination{first_destination};

    Listing listing;
    /// Until when others of the same print or the same content were looked for (Store::moment): if
    /// one was settled since then, the item is left out and settled again. Nothing: not looked for.
    std::optional<std::int64_t> looked_until;
};

struct OutboxEntry {
    std::string item;
    std::string idempotency_key;
    std::string body;
    std::string documents;
    int attempts = 0;
    std::int64_t number = 0;  ///< of the item's row; for the store
    std::string destination;
};

/// The searchable copy of a delivered application, on its way into the case that stands already.
///
///   wanted --> made --> added       wanted --> none (it has no pages that could be copied)
///     '-> failed <-'  '-> failed --> wanted or made (a person)
enum class CopyState { wanted, made, added, none, failed };
[[nodiscard]] std::string_view name_of(CopyState state);
struct Copy {
    std::string item;
    CopyState state = CopyState::wanted;
    std::optional<Digest> digest;  ///< from `made` on; never changes
    int attempts = 0;
    std::string reason;  ///< why it failed or waits: code
    std::string case_number;
    std::int64_t number = 0;  ///< of the item's row; for the store
    std::string destination;  ///< where the case is
};

/// Something that a person did.
struct RecordedAct {
    UtcTime at{};
    std::string what;  ///< "corrected", "looked", "closed", ...
    Author author;
};

struct Event {
    std::int64_t number = 0;
    UtcTime at{};
    std::string subject;  ///< id of an arrival or item
    std::string what;     ///< "received", "read", "settled", "sent", "delivered", ...
    std::string detail;   ///< codes and counts; no personal data
};

/// The sums that must always fit: every arrival and item is in exactly one state.
struct Ledger {
    std::map<std::string, std::int64_t> arrivals;   ///< by name_of(ArrivalState)
    std::map<std::string, std::int64_t> items;      ///< by name_of(ItemState)
    std::int64_t cases = 0;                         ///< delivered items with a case number
    std::int64_t arrivals_without_application = 0;  ///< read, reason `no_application_found`
    std::int64_t items_without_arrival = 0;
    std::int64_t read_arrivals_without_item = 0;  ///< though they are more than blank pages
    std::int64_t case_numbers_twice = 0;          ///< of one destination
    std::map<std::string, std::int64_t> copies;   ///< by name_of(CopyState)
};

struct ItemFilter {
    std::optional<ItemState> state;
    std::string arrival;  ///< empty: all
    int limit = 1000;
};

/// Thread-safe. Every write returns when it is durable; writes that come together share one commit.
/// Every change appends an Event in the same transaction. An update of an item whose `revision`
/// has moved on throws Error conflict and changes nothing.
/// Errors of all: internal (disk, corrupt database, newer version).
class Store {
  public:
    /// How the program opens the store. A writer holds a lock, so that there is one at a time, and
    /// at opening frees everything that a dead process had claimed. Beside it `amend` lets a person
    /// `retry`, `retry_arrival` and `correct`, which state and revision guard, and nothing else;
    /// the writer finds what was amended at its next claim. It and `read` need a store that exists.
    enum class Access { write, amend, read };
    /// Errors: unavailable (another process writes here), internal (newer or foreign database;
    ///         "database_lost": there is none beside files in blobs/, to a writer).
    Store(const std::filesystem::path& folder, Access access, Clock clock, IdSource ids);
    ~Store();

    /// Whether the files of the store are there at all: a folder that was not mounted, or not put
    /// back with the database, has none of those that came last. One damaged file is the matter of
    /// who reads it. Errors: internal "blobs_lost", which says what to do.
    void check_files(const std::filesystem::path& blobs) const;

    // Arrivals.
    /// Takes: `document`, the bytes that `digest` names when they are not in a file, at most
    /// `document_bytes`; else nothing. They are stored in the same transaction. Bytes that came
    /// before and are damaged by now are mended.
    [[nodiscard]] ArrivalReceipt receive(const NewArrival& arrival, BytesView document = {});
    struct Arriving {
        NewArrival arrival;
        BytesView document;
    };
    /// All in one transaction, in order. Errors: conflict (of one of them; then none is received).
    [[nodiscard]] std::vector<ArrivalReceipt> receive(std::span<const Arriving> arriving);
    /// What `receive` was given as `document`, not checked against the digest (Blobs::get does);
    /// nothing for bytes that stand in
    /// files. In order.
    [[nodiscard]] std::vector<std::optional<Bytes>> documents(
        std::span<const Digest> digests) const;
    /// The oldest received arrivals that nobody has claimed; counts the attempt. An arrival whose
    /// attempts are used up (`claims_without_end`) goes to quarantined instead.
    [[nodiscard]] std::vector<Arrival> claim_arrivals(int at_most);
    void set_pages(const std::string& arrival, int pages);
    /// All pages of one picture in the order of reading, in place of what was stored of it.
    void put_pages(const std::string& arrival, const std::vector<StoredPage>& pages);
    /// In the order of the pictures, those of one in the order in which they were put.
    [[nodiscard]] std::vector<StoredPage> pages(const std::string& arrival) const;
    /// Idempotent by (arrival, ordinal). Gives the item's id.
    std::string add_item(const std::string& arrival, const NewItem& item);
    /// Several arrivals' items and their ends in one transaction, for feeds of small documents.
    struct ReadArrival {
        std::string arrival;
        std::vector<NewItem> items;
    };
    void finish_arrivals(const std::vector<ReadArrival>& read);
    void reject_arrival(const std::string& arrival, const std::string& reason,
                        const std::string& place, const std::string& message);
    /// By a person: a rejected or quarantined arrival goes back to `received`, as if it had never
    /// been tried; pages that were read stay. Errors: not_found, conflict in other states.
    void retry_arrival(const std::string& id, const Author& author);
    /// Gives a claim back without counting the attempt (shutdown).
    void release_arrival(const std::string& arrival);

    // Applications.
    /// Recorded items and waiting items that are due, oldest first; claimed until changed.
    [[nodiscard]] std::vector<Item> claim_items(int at_most);
    /// Gives claims back after trouble, in memory only, so that it works when the disk does not.
    /// The attempts stay counted. What was changed or released since then is left alone.
    void release_items(const std::vector<Item>& items) noexcept;
    struct Settled {
        Item item;
        Settlement settlement;
    };
    /// All in one transaction; items that changed meanwhile are left out and counted.
    /// Gives the number of items left out.
    int settle(const std::vector<Settled>& settled);
    /// `listing`: what lists show of it meanwhile; nothing: what they showed.
    void postpone(const Item& item, const std::string& reason, UtcTime not_before,
                  const std::optional<Listing>& listing = {});
    /// Parks an item that the tail cannot handle.
    void park(const Item& item, const std::string& reason);
    /// By a person: parked and waiting items go back to `recorded`; dead ones go back to `ready`
    /// and are sent again with the same key and the same bytes; of a delivered item the failed
    /// copy is taken up again. Errors: conflict in other states.
    void retry(const std::string& item, const Author& author);
    /// Puts a person's revision of a parked item in the place of its record (JSON of
    /// record::ApplicationRecord); the item is settled again, and the earlier record is kept.
    void correct(const Item& item, const std::string& record, const Listing& listing,
                 const Author& author);
    /// By a person: it is no application, or part of another. `retry` takes it up again.
    /// Errors: conflict (a case, on its way there, or changed meanwhile).
    void close(const Item& item, const Author& author);
    /// By a person: what was read is read anew, with today's forms and models: a whole arrival, or
    /// of one that stands otherwise only `item`, whose pages are read alone then. Until it is read
    /// the application is closed; what was read before is kept, and one that is found no more stays
    /// closed. Errors: not_found, conflict (a case, or on its way there).
    void reread_arrival(const std::string& arrival, const Author& author);
    void reread_item(const Item& item, const std::vector<PagePlace>& pages, const Author& author);
    /// All of it or nothing. Errors: conflict (one of them changed meanwhile, is a case, or on its
    /// way there; a page is there already).
    void rearrange(const Rearrangement& rearrangement);
    /// Writes down that somebody looked at an application, or searched for its person.
    void looked(const std::string& item, const std::string& what, const Author& author);
    /// To whom an application is given; empty: to nobody.
    /// Errors: conflict (it was never settled).
    void assign(const std::string& item, const std::string& assignee, const Author& author);

    // Outbox.
    /// Of one destination, so that what waits for another one costs nothing here.
    [[nodiscard]] std::vector<OutboxEntry> claim_deliveries(
        int at_most, std::string_view destination = first_destination);
    /// As `release_items`.
    void release_deliveries(const std::vector<OutboxEntry>& entries) noexcept;
    /// In the same transaction a copy of what came on paper is wanted.
    void delivered(const std::string& item, const std::string& case_number);
    struct Delivered {
        std::string item;
        std::string case_number;
    };
    /// All in one transaction. What another process changed meanwhile is left out.
    /// Gives: the number of items left out.
    int delivered(std::span<const Delivered> all);
    void postpone_delivery(const std::string& item, const std::string& reason, UtcTime not_before);
    /// Keeps the key and the bytes, for `retry`.
    void dead_letter(const std::string& item, const std::string& reason);
    /// Writes down which deliveries have a destination that is none of these, as the reason
    /// `destination_unknown`; those of a destination that is back are due now.
    void know_destinations(std::span<const std::string> names);

    // Searchable copies. Nothing else ever waits for one.
    /// Wanted and made copies that are due, those first that wait longest; counts the attempt. A
    /// copy whose attempts are used up (`claims_without_end`) goes to failed, "poison", instead.
    /// Made copies of the `paused` destinations are left where they are.
    [[nodiscard]] std::vector<Copy> claim_copies(int at_most,
                                                 const std::vector<std::string>& paused = {});
    /// As `release_items`.
    void release_copies(const std::vector<Copy>& copies) noexcept;
    /// Gives a claim back without counting the attempt (shutdown).
    void give_copy_back(const Copy& copy);
    void copy_made(const std::string& item, const Digest& digest);
    void copy_added(const std::string& item);
    void copy_impossible(const std::string& item);  ///< to `none`
    void postpone_copy(const std::string& item, const std::string& reason, UtcTime not_before);
    void copy_failed(const std::string& item, const std::string& reason);
    [[nodiscard]] std::optional<Copy> copy(const std::string& item) const;
    [[nodiscard]] std::vector<Copy> failed_copies(int limit) const;
    [[nodiscard]] bool has_open_copies() const;

    // Looking.
    [[nodiscard]] std::optional<Arrival> arrival(const std::string& id) const;
    [[nodiscard]] std::vector<Arrival> arrivals(int limit) const;  ///< newest first
    /// Those that are not read, or hold no application; newest first.
    [[nodiscard]] std::vector<Arrival> arrivals_without_application(int limit) const;
    [[nodiscard]] std::optional<Item> item(const std::string& id) const;
    [[nodiscard]] std::vector<Item> items(const ItemFilter& filter) const;
    /// Loads no record.
    [[nodiscard]] FoundItems search(const Search& search) const;
    /// Settled items without a listing: those of a store from before there were any.
    [[nodiscard]] std::vector<Item> unlisted(int limit) const;
    void list(const std::vector<std::pair<std::string, Listing>>& listings);
    /// Grows with each change: what a look after it sees includes all that it counts.
    [[nodiscard]] std::int64_t moment() const;
    [[nodiscard]] std::vector<Event> events(const std::string& subject) const;
    /// What an item's record said before, oldest first; Item::record is what it says now.
    [[nodiscard]] std::vector<PastRecord> past_records(const std::string& item) const;
    /// Who did what to an application, oldest first.
    [[nodiscard]] std::vector<RecordedAct> acts(const std::string& item) const;
    /// Counts every row, so that nothing can be left out; its time grows with the store.
    [[nodiscard]] Ledger ledger() const;
    /// The sums of the ledger that are kept as things change, at the same cost however much the
    /// store holds; what is wrong in it is not looked for.
    struct Sums {
        std::map<std::string, std::int64_t> arrivals;   ///< by name_of(ArrivalState)
        std::map<std::string, std::int64_t> items;      ///< by name_of(ItemState)
        std::map<std::string, std::int64_t> copies;     ///< by name_of(CopyState)
        std::int64_t arrivals_without_application = 0;  ///< as in Ledger
    };
    [[nodiscard]] Sums sums() const;
    /// When the next waiting item or delivery is due; nothing when none waits.
    [[nodiscard]] std::optional<UtcTime> next_due() const;
    /// Whether anything is received, recorded, waiting or ready: work that goes on by itself.
    [[nodiscard]] bool has_open_work() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::store
