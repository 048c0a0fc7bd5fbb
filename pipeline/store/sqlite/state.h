// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "pipeline/store/item_name.h"
#include "pipeline/store/sqlite/database/file_lock.h"
#include "pipeline/store/sqlite/database/sql.h"
#include "pipeline/store/sqlite/database/writer.h"
#include "pipeline/store/sqlite/leases.h"
#include "pipeline/store/sqlite/sqlite_store.h"

/// Inside of pipeline/store/sqlite: what the files of the store share.
namespace indgang::store::sqlite {

/// Which rows that this process owns its threads work on, by row number. What it owns and nobody
/// works on is there to be claimed again: so a claim is given back even when the disk is full. That
/// the process owns a row stands in the row itself (Leases).
/// The stamp tells one claim of a row from the next: of an item its revision, so that a claim ends
/// when a person's change (which may come from another process) makes the claimed revision
/// worthless; of a delivery its attempts; of an arrival nothing.
/// Threads: any number.
class Claims {
  public:
    static constexpr std::int64_t no_stamp = 0;

    [[nodiscard]] bool has(std::int64_t number, std::int64_t stamp) const;
    [[nodiscard]] std::int64_t count() const;
    /// Claims at once, so that the next work of the same commit sees it; taken back when undone.
    void take(std::int64_t number, std::int64_t stamp, Transaction& transaction);
    /// Frees when the change that ends the claim is durable, and also when it failed: then the
    /// next claimer tries again, and the attempts that are counted keep that from going on for
    /// ever. Without a stamp any claim of the row.
    void free(std::int64_t number, std::int64_t stamp, Transaction& transaction);
    void free(std::int64_t number, Transaction& transaction);
    /// Frees now. A claim that ended, or is another's by now, is left alone.
    void release(std::int64_t number, std::int64_t stamp) noexcept;

  private:
    mutable std::mutex mutex_;
    std::unordered_map<std::int64_t, std::int64_t> stamps_;  ///< by row number
};

/// Connections for looking, as many as look at the same time. Threads: any number.
class Readers {
  public:
    explicit Readers(std::filesystem::path database) : database_(std::move(database)) {}
    /// Lends a connection to `look`; what `look` sees is one moment of the database.
    void look(const std::function<void(Connection&)>& look) const;

  private:
    std::filesystem::path database_;
    mutable std::mutex mutex_;  ///< of the idle connections
    mutable std::vector<std::unique_ptr<Connection>> idle_;
};

[[nodiscard]] ArrivalState arrival_state_of(std::string_view name);
[[nodiscard]] Half half_of(const std::string& name);
[[nodiscard]] ItemState item_state_of(std::string_view name);

[[nodiscard]] inline std::int64_t ms_of(UtcTime time) {
    return time.time_since_epoch().count();
}
[[nodiscard]] inline UtcTime time_of(std::int64_t ms) {
    return UtcTime(std::chrono::milliseconds(ms));
}

/// Of a row that may be claimed: nobody owns it, this process does (the bound number), or one that
/// is dead.
constexpr std::string_view is_free =
    "owner NOT IN (SELECT number FROM owners WHERE is_ended = 0 AND number <> ?)";

/// As many places to bind as values: "?,?,?".
[[nodiscard]] std::string places_for(std::size_t values);

/// Rows of the selections below, which arrivals.cpp, items.cpp and looking.cpp share.
constexpr std::string_view select_arrival =
    "SELECT number, id, digest, size_bytes, channel, name, type, sender_key, state, reason, place, "
    "message, attempts, pages, received_at, only_pages FROM arrivals ";
struct ArrivalRow {
    std::int64_t number = 0;
    Arrival arrival{.content = {.digest = none()}};
    std::string digest, state, only_pages;

    static const Digest& none() {
        static const Digest digest_of_nothing = Digest::of({});
        return digest_of_nothing;
    }
    static constexpr auto columns() {
        return std::tuple(
            Column("number", &ArrivalRow::number), Column("id", &ArrivalRow::arrival, &Arrival::id),
            Column("digest", &ArrivalRow::digest),
            Column("size_bytes", &ArrivalRow::arrival, &Arrival::content, &NewArrival::size_bytes),
            Column("channel", &ArrivalRow::arrival, &Arrival::content, &NewArrival::channel),
            Column("name", &ArrivalRow::arrival, &Arrival::content, &NewArrival::name),
            Column("type", &ArrivalRow::arrival, &Arrival::content, &NewArrival::type),
            Column("sender_key", &ArrivalRow::arrival, &Arrival::content, &NewArrival::sender_key),
            Column("state", &ArrivalRow::state),
            Column("reason", &ArrivalRow::arrival, &Arrival::reason),
            Column("place", &ArrivalRow::arrival, &Arrival::place),
            Column("message", &ArrivalRow::arrival, &Arrival::message),
            Column("attempts", &ArrivalRow::arrival, &Arrival::attempts),
            Column("pages", &ArrivalRow::arrival, &Arrival::pages),
            Column("received_at", &ArrivalRow::arrival, &Arrival::received_at),
            Column("only_pages", &ArrivalRow::only_pages));
    }
};

[[nodiscard]] Arrival arrival_of(ArrivalRow&& row);
template <typename... Values>
[[nodiscard]] std::vector<ArrivalRow> arrival_rows(Connection& connection, const std::string& where,
                                                   const Values&... values) {
    return connection.structs<ArrivalRow>(std::string(select_arrival) + where, values...);
}

constexpr std::string_view select_item =
    "SELECT i.number AS number, a.id AS arrival, i.ordinal AS ordinal, i.form AS form, "
    "i.version AS version, i.state AS state, i.revision AS revision, i.attempts AS attempts, "
    "i.reason AS reason, r.record AS record, i.is_settled AS is_settled, "
    "i.case_number AS case_number, i.not_before AS not_before, i.changed_at AS changed_at, "
    "i.unended AS unended, i.destination AS destination FROM items i JOIN arrivals a ON a.number = "
    "i.arrival "
    "JOIN records r ON r.item = i.number ";
struct ItemRow {
    Item item;
    std::int64_t unended = 0;  ///< claims in a row that came to no end
    std::string state;

    static constexpr auto columns() {
        return std::tuple(Column("number", &ItemRow::item, &Item::number),
                          Column("arrival", &ItemRow::item, &Item::arrival),
                          Column("ordinal", &ItemRow::item, &Item::ordinal),
                          Column("form", &ItemRow::item, &Item::form),
                          Column("version", &ItemRow::item, &Item::version),
                          Column("revision", &ItemRow::item, &Item::revision),
                          Column("attempts", &ItemRow::item, &Item::attempts),
                          Column("reason", &ItemRow::item, &Item::reason),
                          Column("record", &ItemRow::item, &Item::record),
                          Column("is_settled", &ItemRow::item, &Item::is_settled),
                          Column("case_number", &ItemRow::item, &Item::case_number),
                          Column("destination", &ItemRow::item, &Item::destination),
                          Column("not_before", &ItemRow::item, &Item::not_before),
                          Column("changed_at", &ItemRow::item, &Item::changed_at),
                          Column("state", &ItemRow::state), Column("unended", &ItemRow::unended));
    }
};

/// The record comes back as it was given.
[[nodiscard]] Item item_of(ItemRow&& row);
template <typename... Values>
[[nodiscard]] std::vector<ItemRow> item_rows(Connection& connection, const std::string& where,
                                             const Values&... values) {
    return connection.structs<ItemRow>(std::string(select_item) + where, values...);
}

struct Shared {
    std::filesystem::path database;
    Clock clock;
    IdSource ids;
    std::unique_ptr<FileLock> lock;  ///< nothing: opened for reading or amending
    std::unique_ptr<Leases> leases;  ///< as `lock`
    Readers readers;
    Claims arrivals;
    Claims items;
    Claims deliveries;
    Claims copies;
    std::unique_ptr<Writer> writer;  ///< nothing: opened for reading; last, so that it ends first

    /// The number under which this process owns rows; 0 of one that only amends.
    [[nodiscard]] std::int64_t me() const { return leases ? leases->mine() : 0; }
    /// Runs `work` durably. Errors: internal "store_read_only".
    void write(const Writer::Work& work);
    /// As `write`, also beside the process that holds the lock: `work` must be guarded by what
    /// stands in the database alone. Errors: also unavailable "store_busy".
    void amend(const Writer::Work& work);
    /// Appends an event of an arrival (`ordinal` 0) or of an item.
    void event(Connection& connection, std::int64_t arrival, std::int64_t ordinal,
               std::string_view what, std::string_view detail);
    /// Writes down who did something, and the event with it.
    void act(Connection& connection, std::int64_t arrival, std::int64_t ordinal,
             std::string_view what, const Author& author);
};
struct SqliteStore::State : Shared {};

/// Errors: not_found.
[[nodiscard]] std::int64_t arrival_number(Connection& connection, const std::string& id);

/// Only an arrival that is still received takes pages, items and an end, and from no process that
/// has lost it to another.
[[nodiscard]] bool is_received_and_ours(const Shared& shared, Connection& connection,
                                        std::int64_t number);

/// The little of an item that a change needs.
struct ItemKey {
    std::int64_t number = 0;
    std::int64_t arrival = 0;
    std::int64_t ordinal = 0;
    ItemState state = ItemState::recorded;
    std::string case_number;
};
/// Errors: not_found.
[[nodiscard]] ItemKey item_key(Connection& connection, const std::string& id);

/// Adds an item, or gives one that was closed to be read again what was read. The same item again,
/// after a crash between adding it and ending its arrival, changes nothing.
void add_item(Shared& shared, Connection& connection, std::int64_t arrival, const NewItem& item);
/// Puts what lists show of an item in place of what they showed.
void put_listing(Connection& connection, std::int64_t item, const Listing& listing);
/// Writes what a settlement brings besides the item and its record: what lists show, the delivery
/// of what is accepted, and the event.
void put_settlement(Shared& shared, Connection& connection, const ItemKey& key,
                    const Settlement& settlement);
/// Whether another item of the same print, or one that says the same, was listed after `moment`.
[[nodiscard]] bool has_newer_twin(Connection& connection, std::int64_t item, const Listing& listing,
                                  std::int64_t moment);
/// Keeps what an item's record says before another takes its place.
void keep_record(Connection& connection, std::int64_t item, std::int64_t now, const Author& author);

/// When an item is delivered: wants its copy, if it came on paper.
void want_copy(Shared& shared, Connection& connection, const ItemKey& key);
/// Takes a failed copy up again. Gives false when it has not failed.
[[nodiscard]] bool retry_copy(Shared& shared, Connection& connection, const ItemKey& key);

/// The item changed under the caller, or is in a state that does not allow the step.
[[noreturn]] void throw_conflict(std::string_view step);

}  // namespace indgang::store::sqlite
