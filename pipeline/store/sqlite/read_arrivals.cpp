// SPDX-License-Identifier: MPL-2.0
// The end of an arrival: what was found in it is recorded, or settled at once.
//
// A small document is settled in memory right after it was read, mostly. Then one transaction ends
// its arrival and writes its application as it will stay: not recorded, not claimed, not written
// once more. After a crash before it the arrival is read again, with the same result.
#include <utility>

#include "pipeline/store/sqlite/database/phrases.h"
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
    if (connection.run("INSERT INTO items (arrival, ordinal, form, version, state, revision, "
                       "reason, is_settled, idempotency_key, destination, not_before, changed_at) "
                       "VALUES (?,?,?,?,?,1,?,1,?,?,?,?) ON CONFLICT (arrival, ordinal) DO NOTHING",
                       arrival, item.ordinal, item.form, item.version,
                       name_of(is_parked ? ItemState::parked : ItemState::ready),
                       is_parked ? settlement.reason : std::string(),
                       is_parked ? std::string() : settlement.idempotency_key,
                       is_parked ? std::string() : settlement.destination, now, now) == 0) {
        return false;
    }
    const auto number = connection.last_number();
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

struct ArrivalEnd {
    std::string reason;
    bool is_lost = false;
};

// How an arrival ends in which nothing new was found. It is lost when nothing was found in it
// before either, though it is more than blank pages.
ArrivalEnd end_without_new_items(Connection& connection, std::int64_t arrival) {
    if (connection.number("SELECT EXISTS (SELECT 1 FROM items WHERE arrival = ?)", arrival) != 0) {
        return {};
    }
    const bool is_blank =
        connection.number(
            "SELECT EXISTS (SELECT 1 FROM pages WHERE arrival = ?1) AND NOT EXISTS "
            "(SELECT 1 FROM pages WHERE arrival = ?1 AND "
            "json_extract(reading, '$.kind') NOT IN ('blank', 'separator'))",
            arrival) != 0;
    return {std::string(code_of(Reason::no_application_found)), !is_blank};
}

// Ends an arrival that this process has claimed. One that was ended before a crash that its caller
// did not see stays as it is. Gives its number, or nothing for such a one.
std::optional<std::int64_t> end_arrival(Shared& shared, Transaction& transaction,
                                        const std::string& id, bool has_items) {
    auto& connection = transaction.connection();
    const auto number = arrival_number(connection, id);
    shared.arrivals.free(number, transaction);
    const auto end = has_items ? ArrivalEnd{} : end_without_new_items(connection, number);
    if (connection.run("UPDATE arrivals SET state = 'read', only_pages = '', owner = 0, "
                       "reason = ?, is_lost = ? WHERE number = ? AND state = 'received' AND "
                       "owner IN (0, ?)",
                       end.reason, end.is_lost, number, shared.me()) == 0) {
        if (connection.number("SELECT count(*) FROM arrivals WHERE number = ? AND state = 'read'",
                              number) == 0) {
            throw_conflict("finish arrival");
        }
        return std::nullopt;
    }
    shared.event(connection, number, 0, "read", end.reason);
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
