// SPDX-License-Identifier: MPL-2.0
// The end of an arrival: what was found in it is recorded, or settled at once.
//
// A small document is settled in memory right after it was read, mostly. Then one transaction ends
// its arrival and writes its application as it will stay: not recorded, not claimed, not written
// once more. After a crash before it the arrival is read again, with the same result.
#include <utility>

#include "pipeline/store/sqlite/phrases.h"
#include "pipeline/store/sqlite/state.h"
#include "schemas/error/error.h"

namespace indgang::store::sqlite {
namespace {

constexpr std::int64_t no_item = 0;  // no row has this number

// Gives false when there is such an item already: what was there is read again.
bool insert_settled(Shared& shared, Connection& connection, std::int64_t arrival,
                    const Store::SettledArrival& read) {
    const auto& [id, item, settlement] = read;
    const bool is_parked = settlement.is_parked;
    const auto now = ms_of(shared.clock());
    const auto added = connection.rows<std::int64_t>(
        "INSERT INTO items (arrival, ordinal, form, version, state, revision, attempts, reason, "
        "is_settled, idempotency_key, destination, not_before, changed_at) "
        "VALUES (?,?,?,?,?,1,1,?,1,?,?,?,?) ON CONFLICT (arrival, ordinal) DO NOTHING "
        "RETURNING number",
        arrival, item.ordinal, item.form, item.version,
        name_of(is_parked ? ItemState::parked : ItemState::ready),
        is_parked ? settlement.reason : std::string(),
        is_parked ? std::string() : settlement.idempotency_key,
        is_parked ? std::string() : settlement.destination, now, now);
    if (added.empty()) {
        return false;
    }
    const auto number = std::get<0>(added.front());
    connection.run("INSERT INTO records (item, record) VALUES (?,?)", number,
                   shortened(settlement.record));
    put_settlement(shared, connection,
                   {.number = number, .arrival = arrival, .ordinal = item.ordinal}, settlement);
    return true;
}

// What was read again and is not found any more stays closed, like everything else that is.
void close_lost(Connection& connection, std::int64_t arrival) {
    connection.run(
        "UPDATE items SET reason = ? WHERE arrival = ? AND state = 'closed' AND reason = ?",
        code_of(Reason::not_found_again), arrival, code_of(Reason::read_again));
}

// Ends an arrival that this process has claimed. One that was ended before a crash that its caller
// did not see stays as it is. Gives its number, or nothing for such a one.
std::optional<std::int64_t> end_arrival(Shared& shared, Transaction& transaction,
                                        const std::string& id, bool has_items) {
    auto& connection = transaction.connection();
    const auto ended = connection.rows<std::int64_t, std::string>(
        "UPDATE arrivals SET state = 'read', only_pages = '', owner = 0, reason = "
        "CASE WHEN ? OR EXISTS (SELECT 1 FROM items WHERE arrival = arrivals.number) THEN '' "
        "ELSE ? END WHERE id = ? AND state = 'received' AND owner IN (0, ?) RETURNING number, "
        "reason",
        has_items, code_of(Reason::no_application_found), id, shared.me());
    if (ended.empty()) {
        const auto number = arrival_number(connection, id);
        shared.arrivals.free(number, transaction);
        if (connection.number("SELECT count(*) FROM arrivals WHERE number = ? AND state = 'read'",
                              number) == 0) {
            throw_conflict("finish arrival");
        }
        return std::nullopt;
    }
    const auto& [number, reason] = ended.front();
    shared.arrivals.free(number, transaction);
    shared.event(connection, number, 0, "read", reason);
    return number;
}

// Gives false when the item is recorded instead.
bool finish_one(Shared& shared, Transaction& transaction, const Store::SettledArrival& read) {
    auto& connection = transaction.connection();
    const auto arrival = end_arrival(shared, transaction, read.arrival, true);
    if (!arrival) {
        return true;
    }
    const auto& settlement = read.settlement;
    const bool has_twin =
        settlement.looked_until &&
        has_newer_twin(connection, no_item, settlement.listing, *settlement.looked_until);
    if (!has_twin && insert_settled(shared, connection, *arrival, read)) {
        return true;
    }
    add_item(shared, connection, *arrival, read.item);
    close_lost(connection, *arrival);
    return false;
}

}  // namespace

void SqliteStore::finish_arrivals(const std::vector<ReadArrival>& read) {
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        for (const auto& [id, items] : read) {
            const auto number = end_arrival(*state_, transaction, id, !items.empty());
            if (!number) {
                continue;
            }
            for (const auto& item : items) {
                sqlite::add_item(*state_, connection, *number, item);
            }
            close_lost(connection, *number);
        }
    });
}

int SqliteStore::finish_settled(const std::vector<SettledArrival>& settled) {
    int recorded = 0;
    state_->write([&](Transaction& transaction) {
        recorded = 0;
        for (const auto& read : settled) {
            recorded += finish_one(*state_, transaction, read) ? 0 : 1;
        }
    });
    return recorded;
}

}  // namespace indgang::store::sqlite
