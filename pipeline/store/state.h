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

#include "pipeline/store/sql.h"
#include "pipeline/store/store.h"
#include "pipeline/store/writer.h"

/// Inside of pipeline/store: what the files of the store share.
namespace indgang::store {

/// Who works on what, by row number. In memory alone: the one writing process is the one that
/// works, so that its death frees everything at once and nobody waits for a lease to run out.
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

/// A lock on a file that ends with the process, however it ends.
class FileLock {
  public:
    /// Errors: unavailable "store_in_use" (another process holds it), internal.
    explicit FileLock(const std::filesystem::path& file);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

  private:
    int descriptor_;
};

/// The id of an item tells its arrival and its place in it: "<arrival>-<ordinal>".
struct ItemName {
    std::string arrival;
    int ordinal = 0;
};
[[nodiscard]] std::string item_id(const std::string& arrival, std::int64_t ordinal);
[[nodiscard]] std::optional<ItemName> parse_item_id(std::string_view id);

[[nodiscard]] ArrivalState arrival_state_of(std::string_view name);
[[nodiscard]] ItemState item_state_of(std::string_view name);

[[nodiscard]] inline std::int64_t ms_of(UtcTime time) {
    return time.time_since_epoch().count();
}
[[nodiscard]] inline UtcTime time_of(std::int64_t ms) {
    return UtcTime(std::chrono::milliseconds(ms));
}

/// Rows of the selections below, which arrivals.cpp, items.cpp and looking.cpp share.
constexpr std::string_view select_arrival =
    "SELECT number, id, digest, size_bytes, channel, name, type, sender_key, state, reason, place, "
    "message, attempts, pages, received_at, only_pages FROM arrivals ";
struct ArrivalRow {
    std::int64_t number = 0;
    Arrival arrival;
};
template <typename... Values>
[[nodiscard]] std::vector<ArrivalRow> arrival_rows(Connection& connection, const std::string& where,
                                                   const Values&... values);

constexpr std::string_view select_item =
    "SELECT i.number, a.id, i.ordinal, i.form, i.version, i.state, i.revision, i.attempts, "
    "i.reason, r.record, i.is_settled, i.case_number, i.not_before, i.changed_at, i.unended, "
    "i.destination "
    "FROM items i JOIN arrivals a ON a.number = i.arrival "
    "JOIN records r ON r.item = i.number ";
struct ItemRow {
    std::int64_t number = 0;
    std::int64_t unended = 0;  ///< claims in a row that came to no end
    Item item;
};
template <typename... Values>
[[nodiscard]] std::vector<ItemRow> item_rows(Connection& connection, const std::string& where,
                                             const Values&... values);

struct Shared {
    std::filesystem::path database;
    Clock clock;
    IdSource ids;
    std::unique_ptr<FileLock> lock;  ///< nothing: opened for reading or amending
    Readers readers;
    Claims arrivals;
    Claims items;
    Claims deliveries;
    Claims copies;
    std::unique_ptr<Writer> writer;  ///< nothing: opened for reading; last, so that it ends first

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
struct Store::State : Shared {};

/// Errors: not_found.
[[nodiscard]] std::int64_t arrival_number(Connection& connection, const std::string& id);

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

using ArrivalTuple =
    Row<std::int64_t, std::string, std::string, std::int64_t, std::string, std::string, std::string,
        std::string, std::string, std::string, std::string, std::string, std::int64_t, std::int64_t,
        std::int64_t, std::string>;
using ItemTuple =
    Row<std::int64_t, std::string, std::int64_t, std::string, std::string, std::string,
        std::int64_t, std::int64_t, std::string, std::string, std::int64_t, std::string,
        std::int64_t, std::int64_t, std::int64_t, std::string>;
[[nodiscard]] ArrivalRow row_of(ArrivalTuple&& row);
[[nodiscard]] ItemRow row_of(ItemTuple&& row);

template <typename... Values>
std::vector<ArrivalRow> arrival_rows(Connection& connection, const std::string& where,
                                     const Values&... values) {
    std::vector<ArrivalRow> found;
    for (auto& row :
         connection.tuples<ArrivalTuple>(std::string(select_arrival) + where, values...)) {
        found.push_back(row_of(std::move(row)));
    }
    return found;
}

template <typename... Values>
std::vector<ItemRow> item_rows(Connection& connection, const std::string& where,
                               const Values&... values) {
    std::vector<ItemRow> found;
    for (auto& row : connection.tuples<ItemTuple>(std::string(select_item) + where, values...)) {
        found.push_back(row_of(std::move(row)));
    }
    return found;
}

}  // namespace indgang::store
