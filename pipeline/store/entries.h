// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/store/listing.h"
#include "pipeline/store/states.h"
#include "schemas/core/digest.h"
#include "schemas/core/page_place.h"
#include "schemas/core/time.h"

/// What goes into the store and comes out of it.
namespace indgang::store {

/// The destination of what was accepted before deliveries named theirs, and of an installation that
/// has one case system and says nothing more of it.
inline constexpr std::string_view first_destination = "casequeue";

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
    /// Of rejected and quarantined: code; of read: `no_application_found`; of received: why it
    /// waits, mostly it does not.
    std::string reason;
    std::string place;  ///< "page 3", "line 12"
    std::string message;
    int attempts = 0;
    int pages = 0;                      ///< 0: not known yet, or not paper
    std::vector<PagePlace> only_pages;  ///< that are read now; empty: all
    UtcTime received_at{};
};

/// What is looked for among arrivals. Empty or nothing: whatever it is.
struct ArrivalSearch {
    std::optional<ArrivalState> state;
    /// Only what is not read, or holds no application, and is not closed.
    bool is_without_application = false;
    std::string arrival;
    std::string file;                       ///< a part of the file's name
    std::optional<UtcTime> received_from;   ///< at this time or later
    std::optional<UtcTime> received_until;  ///< before this time
    int page = 1;
    int per_page = 100;
};

struct ListedArrival {
    Arrival arrival;
    std::int64_t applications = 0;  ///< that were made of it
    std::int64_t waiting = 0;       ///< of these for a person
};

/// One page of what was found, the last that came in first.
struct FoundArrivals {
    std::int64_t total = 0;  ///< of all pages
    std::vector<ListedArrival> arrivals;
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

/// What was read of a page until it was read again.
struct PastPage {
    PagePlace page;
    UtcTime until{};
    std::string reading;  ///< JSON of record::PageReading
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
    /// How often in a row it was put off for `reason`. Claims that came to no end are no attempts:
    /// they say nothing of the register that it waits for.
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

/// Pictures of an arrival that a person turns, each by the same.
struct TurnedPages {
    std::string arrival;
    std::optional<Item> item;       ///< whose they are, as it was seen; nothing: of none
    std::vector<int> pictures;      ///< by number
    int quarters = 1;               ///< clockwise, from how they lie now: 1..3
    std::vector<PagePlace> places;  ///< that are read again: all of the item, or those turned
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
    /// Until when others of the same print or the same content were looked for (Store::glance): if
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

/// Of a delivered application that came on paper.
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

/// What it is called among acts that somebody saw something, and changed nothing.
inline constexpr std::string_view looked = "looked", searched = "searched", listed = "listed",
                                  glimpsed = "glimpsed";

/// Something that a person did.
struct RecordedAct {
    UtcTime at{};
    std::string what;  ///< "corrected", "looked", "closed", ...
    Author author;

    [[nodiscard]] bool is_look() const {
        return what == looked || what == searched || what == listed || what == glimpsed;
    }
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
    bool operator==(const Ledger&) const = default;

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

}  // namespace indgang::store
