// SPDX-License-Identifier: MPL-2.0
// What is to be delivered. A row stands here from the settlement until the case system has said its
// case number; sending is tried without end, always with the same key and bytes. What the case
// system refuses keeps both too, because the refusal may be its mistake, and because an earlier
// attempt may have arrived: another key or other bytes could make a second case.
#include <utility>

#include "pipeline/store/sqlite/database/phrases.h"
#include "pipeline/store/sqlite/state.h"
#include "pipeline/store/waiting.h"
#include "schemas/error/error.h"

namespace indgang::store::sqlite {
namespace {

// The body may hold whole documents; it goes from the disk as soon as it is of no more use.
void leave_outbox(Connection& connection, std::int64_t item) {
    connection.run("DELETE FROM outbox WHERE item = ?", item);
}

struct EntryRow {
    OutboxEntry entry;
    std::int64_t arrival = 0, ordinal = 0, record_at = 0;
    std::string arrival_id, record;

    static constexpr auto columns() {
        return std::tuple(
            Column("arrival", &EntryRow::arrival), Column("ordinal", &EntryRow::ordinal),
            Column("arrival_id", &EntryRow::arrival_id), Column("record_at", &EntryRow::record_at),
            Column("record", &EntryRow::record),
            Column("attempts", &EntryRow::entry, &OutboxEntry::attempts),
            Column("key", &EntryRow::entry, &OutboxEntry::idempotency_key),
            Column("body", &EntryRow::entry, &OutboxEntry::body),
            Column("documents", &EntryRow::entry, &OutboxEntry::documents),
            Column("destination", &EntryRow::entry, &OutboxEntry::destination));
    }
};

// What is to be sent of an item that was just claimed.
OutboxEntry claimed_entry(Shared& shared, Connection& connection, std::int64_t item) {
    auto found = connection.structs<EntryRow>(
        "SELECT i.arrival AS arrival, i.ordinal AS ordinal, a.id AS arrival_id, "
        "o.attempts AS attempts, o.idempotency_key AS key, p.body AS body, "
        "p.documents AS documents, p.record_at AS record_at, "
        "CASE WHEN p.record_at >= 0 THEN r.record ELSE '' END AS record, "
        "o.destination AS destination "
        "FROM outbox o JOIN items i ON i.number = o.item "
        "JOIN arrivals a ON a.number = i.arrival JOIN payloads p ON p.item = o.item "
        "JOIN records r ON r.item = o.item WHERE o.item = ?",
        item);
    if (found.empty()) {
        throw Error(Reason::store_corrupt, "store: a delivery has no payload");
    }
    auto& row = found.front();
    auto& entry = row.entry;
    if (row.record_at >= 0) {
        if (std::cmp_greater(row.record_at, entry.body.size())) {
            throw Error(Reason::store_corrupt, "store: a delivery has no body");
        }
        entry.body.insert(static_cast<std::size_t>(row.record_at), whole(std::move(row.record)));
    }
    entry.item = item_id(row.arrival_id, row.ordinal);
    entry.number = item;
    shared.event(connection, row.arrival, row.ordinal, "sending",
                 "attempt " + std::to_string(entry.attempts));
    return std::move(entry);
}

// Two applications under one case number: one of the two is not in the case system, or in somebody
// else's case. Nothing is taken for done then; a person asks the case system. Two case systems may
// well use the same number.
bool is_given_twice(Connection& connection, std::int64_t item, const std::string& case_number) {
    return connection.number(
               "SELECT EXISTS (SELECT 1 FROM items WHERE case_number <> '' AND "
               "case_number = ?1 AND number <> ?2 AND "
               "destination = (SELECT destination FROM items WHERE number = ?2))",
               case_number, item) != 0;
}

void end_dead(Shared& shared, Connection& connection, const ItemKey& key,
              const std::string& reason) {
    if (connection.run("UPDATE items SET state = 'dead', reason = ?, changed_at = ?, "
                       "revision = revision + 1 WHERE number = ? AND state = 'ready'",
                       reason, ms_of(shared.clock()), key.number) != 1) {
        throw_conflict("dead letter");
    }
    connection.run("UPDATE outbox SET is_dead = 1, owner = 0 WHERE item = ?", key.number);
    shared.event(connection, key.arrival, key.ordinal, "dead", reason);
}

// Gives false for an item that is not ready any more, unless it is this case by now. Who owns it is
// not asked: that there is a case is true whoever says so, and the new owner sends the same key.
bool deliver_one(Shared& shared, Transaction& transaction, const std::string& item,
                 const std::string& case_number) {
    if (case_number.empty()) {
        throw Error(Reason::no_case_number, "store: delivered without a case");
    }
    auto& connection = transaction.connection();
    const auto key = item_key(connection, item);
    shared.deliveries.free(key.number, transaction);
    if (key.state == ItemState::delivered && key.case_number == case_number) {
        return true;  // said twice
    }
    if (key.state == ItemState::ready && is_given_twice(connection, key.number, case_number)) {
        end_dead(shared, connection, key, std::string(code_of(Reason::case_number_twice)));
        return true;
    }
    if (connection.run("UPDATE items SET state = 'delivered', case_number = ?, reason = '', "
                       "changed_at = ?, revision = revision + 1 "
                       "WHERE number = ? AND state = 'ready'",
                       case_number, ms_of(shared.clock()), key.number) != 1) {
        return false;
    }
    leave_outbox(connection, key.number);
    want_copy(shared, connection, key);
    shared.event(connection, key.arrival, key.ordinal, "delivered", "case " + case_number);
    return true;
}

}  // namespace

std::vector<OutboxEntry> SqliteStore::claim_deliveries(int at_most, std::string_view destination) {
    std::vector<OutboxEntry> claimed;
    if (at_most <= 0) {
        return claimed;
    }
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        state_->leases->end_the_dead(connection);
        const auto now = ms_of(state_->clock());
        const auto latest = now + longest_wait.count();
        connection.run(
            "UPDATE outbox SET not_before = ?1 "
            "WHERE is_dead = 0 AND destination = ?2 AND not_before > ?1",
            latest, destination);
        // The bodies are read of what is claimed alone: others work on the first rows, mostly.
        const auto due = connection.rows<std::int64_t, std::int64_t, std::int64_t>(
            "SELECT item, attempts, owner FROM outbox WHERE is_dead = 0 AND destination = ? AND "
            "not_before <= ? AND " +
                std::string(is_free) + " ORDER BY not_before, item LIMIT ?",
            destination, now, state_->me(), at_most + state_->deliveries.count());
        for (const auto& [item, attempts, owner] : due) {
            if (std::cmp_greater_equal(claimed.size(), at_most)) {
                break;
            }
            if (state_->deliveries.has(item, attempts)) {
                continue;
            }
            // A claim that a death cut off says nothing of the case system, and must not make the
            // next wait longer.
            const bool was_cut_off = owner != 0 && owner != state_->me();
            const auto next = attempts + (was_cut_off ? 0 : 1);
            connection.run("UPDATE outbox SET attempts = ?, owner = ? WHERE item = ?", next,
                           state_->me(), item);
            state_->deliveries.take(item, next, transaction);
            claimed.push_back(claimed_entry(*state_, connection, item));
        }
    });
    return claimed;
}

void SqliteStore::release_deliveries(const std::vector<OutboxEntry>& entries) noexcept {
    for (const auto& entry : entries) {
        state_->deliveries.release(entry.number, entry.attempts);
    }
}

void SqliteStore::delivered(const std::string& item, const std::string& case_number) {
    state_->write([&](Transaction& transaction) {
        if (!deliver_one(*state_, transaction, item, case_number)) {
            throw_conflict("delivered");
        }
    });
}

int SqliteStore::delivered(std::span<const Delivered> all) {
    int left_out = 0;
    state_->write([&](Transaction& transaction) {
        left_out = 0;
        for (const auto& [item, case_number] : all) {
            left_out += deliver_one(*state_, transaction, item, case_number) ? 0 : 1;
        }
    });
    return left_out;
}

void SqliteStore::postpone_delivery(const std::string& item, const std::string& reason,
                                    UtcTime not_before) {
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto key = item_key(connection, item);
        state_->deliveries.free(key.number, transaction);
        if (connection.run("UPDATE outbox SET not_before = ?, owner = 0 "
                           "WHERE item = ? AND is_dead = 0 AND owner IN (0, ?)",
                           ms_of(not_before), key.number, state_->me()) != 1) {
            throw_conflict("postpone delivery");
        }
        connection.run(
            "UPDATE items SET reason = ?, changed_at = ?, revision = revision + 1 WHERE number = ?",
            reason, ms_of(state_->clock()), key.number);
        state_->event(connection, key.arrival, key.ordinal, "delivery_postponed", reason);
    });
}

void SqliteStore::dead_letter(const std::string& item, const std::string& reason) {
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto key = item_key(connection, item);
        state_->deliveries.free(key.number, transaction);
        if (connection.number("SELECT count(*) FROM outbox WHERE item = ? AND owner IN (0, ?)",
                              key.number, state_->me()) != 1) {
            throw_conflict("dead letter");
        }
        end_dead(*state_, connection, key, reason);
    });
}

void SqliteStore::know_destinations(std::span<const std::string> names) {
    const std::vector<Bound> known(names.begin(), names.end());
    const auto places = places_for(names.size());
    const std::string open =
        "SELECT i.number, i.arrival, i.ordinal FROM outbox o JOIN items i ON i.number = o.item "
        "WHERE o.is_dead = 0 AND o.destination ";
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto now = ms_of(state_->clock());
        const auto say = [&](const auto& rows, std::string_view reason, std::string_view what) {
            for (const auto& [number, arrival, ordinal] : rows) {
                connection.run(
                    "UPDATE items SET reason = ?, changed_at = ?, revision = revision + 1 "
                    "WHERE number = ?",
                    reason, now, number);
                connection.run("UPDATE outbox SET not_before = ? WHERE item = ?", now, number);
                state_->event(connection, arrival, ordinal, what,
                              code_of(Reason::destination_unknown));
            }
        };
        say(connection.rows<std::int64_t, std::int64_t, std::int64_t>(
                open + "NOT IN (" + places + ") AND i.reason <> ?", known,
                code_of(Reason::destination_unknown)),
            code_of(Reason::destination_unknown), "delivery_postponed");
        say(connection.rows<std::int64_t, std::int64_t, std::int64_t>(
                open + "IN (" + places + ") AND i.reason = ?", known,
                code_of(Reason::destination_unknown)),
            "", "delivery_resumed");
    });
}

}  // namespace indgang::store::sqlite
