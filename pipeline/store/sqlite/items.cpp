// SPDX-License-Identifier: MPL-2.0
// Applications: from the record that the head made to what the tail decided.
#include <utility>

#include "pipeline/store/sqlite/database/phrases.h"
#include "pipeline/store/sqlite/state.h"
#include "pipeline/store/waiting.h"
#include "schemas/error/error.h"

namespace indgang::store::sqlite {
namespace {

// What was closed to be read again takes what was read. Gives false when there is no such item.
bool add_again(Shared& shared, Connection& connection, std::int64_t arrival, const NewItem& item,
               std::int64_t now) {
    const auto found = connection.rows<std::int64_t>(
        "SELECT number FROM items WHERE arrival = ? AND ordinal = ? AND state = 'closed' AND "
        "reason = ?",
        arrival, item.ordinal, code_of(Reason::read_again));
    if (found.empty()) {
        return false;
    }
    const auto number = std::get<0>(found.front());
    keep_record(connection, number, now,
                {"indgang", "program", std::string(code_of(Reason::read_again))});
    connection.run("UPDATE records SET record = ? WHERE item = ?", shortened(item.record), number);
    connection.run(
        "UPDATE items SET state = 'recorded', form = ?, version = ?, reason = '', "
        "unended = 0, is_settled = 0, not_before = ?, changed_at = ?, "
        "revision = revision + 1 WHERE number = ?",
        item.form, item.version, now, now, number);
    shared.event(connection, arrival, item.ordinal, "read_again", item.form + '/' + item.version);
    return true;
}

// Moves an item that is still what its claimer saw. Gives false when it is not.
bool move(Connection& connection, Shared& shared, const ItemKey& key, const Item& seen,
          ItemState to, const std::string& reason, std::int64_t not_before) {
    return connection.run(
               "UPDATE items SET state = ?, reason = ?, not_before = ?, changed_at = ?, "
               "unended = 0, owner = 0, revision = revision + 1 "
               "WHERE number = ? AND revision = ? AND state IN ('recorded', 'waiting')",
               name_of(to), reason, not_before, ms_of(shared.clock()), key.number,
               seen.revision) == 1;
}

bool settle_one(Shared& shared, Transaction& transaction, const Store::Settled& settled) {
    auto& connection = transaction.connection();
    const auto& settlement = settled.settlement;
    const auto key = item_key(connection, settled.item.id);
    shared.items.free(key.number, settled.item.revision, transaction);
    if (settlement.looked_until &&
        has_newer_twin(connection, key.number, settlement.listing, *settlement.looked_until)) {
        return false;
    }
    const bool is_parked = settlement.is_parked;
    const auto reason = is_parked ? settlement.reason : std::string();
    const auto now = ms_of(shared.clock());
    if (!move(connection, shared, key, settled.item,
              is_parked ? ItemState::parked : ItemState::ready, reason, now)) {
        return false;
    }
    if (settled.item.is_settled) {
        // What the registers said the time before; a first settlement holds the record it settles.
        keep_record(connection, key.number, now, {"indgang", "program", "settled_again"});
    }
    connection.run("UPDATE records SET record = ? WHERE item = ?", shortened(settlement.record),
                   key.number);
    connection.run(
        "UPDATE items SET is_settled = 1, idempotency_key = ?, destination = ? WHERE number = ?",
        is_parked ? std::string() : settlement.idempotency_key,
        is_parked ? std::string() : settlement.destination, key.number);
    put_settlement(shared, connection, key, settlement);
    return true;
}

// The body of a case holds the record as it stands in `records`, where a trigger lets nobody change
// it while the body is here. So the body is stored without it, and with the place where it was.
void put_payload(Connection& connection, std::int64_t item, const Settlement& settlement) {
    const auto& record = settlement.record;
    const auto at = settlement.body.find(record);
    if (at == std::string::npos) {
        connection.run("INSERT INTO payloads (item, body, documents) VALUES (?,?,?)", item,
                       settlement.body, settlement.documents);
        return;
    }
    const auto rest = settlement.body.substr(0, at) + settlement.body.substr(at + record.size());
    connection.run("INSERT INTO payloads (item, body, documents, record_at) VALUES (?,?,?,?)", item,
                   rest, settlement.documents, at);
}

// One look at the queue. Gives true when all that it saw was parked as poison.
bool claim_some(Shared& shared, Transaction& transaction, int at_most, std::vector<Item>& claimed) {
    auto& connection = transaction.connection();
    shared.leases->end_the_dead(connection);
    const auto now = ms_of(shared.clock());
    const auto latest = now + longest_wait.count();
    connection.run(
        "UPDATE items SET not_before = ? "
        "WHERE state IN ('recorded', 'waiting') AND not_before > ?",
        latest, latest);
    // The records are read of what is claimed alone: others work on the first rows, mostly.
    const auto open = connection.rows<std::int64_t, std::int64_t, std::int64_t>(
        "SELECT number, revision, unended FROM items "
        "WHERE state IN ('recorded', 'waiting') AND not_before <= ? AND " +
            std::string(is_free) + " ORDER BY not_before, number LIMIT ?",
        now, shared.me(), at_most + shared.items.count());
    bool has_parked = false;
    for (const auto& [number, revision, unended] : open) {
        if (std::cmp_greater_equal(claimed.size(), at_most)) {
            break;
        }
        if (shared.items.has(number, revision)) {
            continue;
        }
        // As with arrivals: a suspect is handed out alone and goes to the end of the queue.
        const bool is_suspect = unended > 0;
        if (is_suspect && unended < claims_without_end && !claimed.empty()) {
            break;
        }
        auto rows = item_rows(connection, "WHERE i.number = ?", number);
        if (rows.empty()) {
            continue;  // it lost its arrival or record, as the ledger tells
        }
        auto item = item_of(std::move(rows.front()));
        if (unended >= claims_without_end) {
            const auto key = item_key(connection, item.id);
            move(connection, shared, key, item, ItemState::parked,
                 std::string(code_of(Reason::poison)), now);
            shared.event(connection, key.arrival, key.ordinal, "parked", code_of(Reason::poison));
            has_parked = true;
            continue;
        }
        ++item.revision;
        connection.run(
            "UPDATE items SET unended = unended + 1, owner = ?, "
            "revision = revision + 1 WHERE number = ?",
            shared.me(), number);
        shared.items.take(number, item.revision, transaction);
        claimed.push_back(std::move(item));
        if (is_suspect) {
            const auto key = item_key(connection, claimed.back().id);
            connection.run("UPDATE items SET not_before = ? WHERE number = ?", now, number);
            shared.event(connection, key.arrival, key.ordinal, "claimed",
                         "attempt " + std::to_string(unended + 1));
            break;
        }
    }
    return claimed.empty() && has_parked;
}

}  // namespace

void put_settlement(Shared& shared, Connection& connection, const ItemKey& key,
                    const Settlement& settlement) {
    put_listing(connection, key.number, settlement.listing);
    if (settlement.is_parked) {
        shared.event(connection, key.arrival, key.ordinal, "parked", settlement.reason);
        return;
    }
    connection.run(
        "INSERT INTO outbox (item, idempotency_key, not_before, destination) VALUES (?,?,?,?)",
        key.number, settlement.idempotency_key, ms_of(shared.clock()), settlement.destination);
    put_payload(connection, key.number, settlement);
    shared.event(connection, key.arrival, key.ordinal, "settled", "ready");
}

void add_item(Shared& shared, Connection& connection, std::int64_t arrival, const NewItem& item) {
    const auto now = ms_of(shared.clock());
    if (add_again(shared, connection, arrival, item, now)) {
        return;
    }
    const auto is_new = connection.run(
        "INSERT INTO items (arrival, ordinal, form, version, state, not_before, changed_at) "
        "VALUES (?,?,?,?,'recorded',?,?) ON CONFLICT (arrival, ordinal) DO NOTHING",
        arrival, item.ordinal, item.form, item.version, now, now);
    if (is_new == 0) {
        return;
    }
    connection.run("INSERT INTO records (item, record) VALUES (last_insert_rowid(), ?)",
                   shortened(item.record));
    shared.event(connection, arrival, item.ordinal, "recorded", item.form + '/' + item.version);
}

void keep_record(Connection& connection, std::int64_t item, std::int64_t now,
                 const Author& author) {
    connection.run(
        "INSERT INTO past_records (item, until, by, role, why, is_settled, record) "
        "SELECT i.number, ?, ?, ?, ?, i.is_settled, r.record "
        "FROM items i JOIN records r ON r.item = i.number WHERE i.number = ?",
        now, author.by, author.role, author.why, item);
}

Item item_of(ItemRow&& row) {
    auto& item = row.item;
    item.id = item_id(item.arrival, item.ordinal);
    item.state = item_state_of(row.state);
    item.record = whole(std::move(item.record));
    return std::move(item);
}

std::string SqliteStore::add_item(const std::string& arrival, const NewItem& item) {
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto number = arrival_number(connection, arrival);
        if (!is_received_and_ours(*state_, connection, number) &&
            connection.number("SELECT count(*) FROM items WHERE arrival = ? AND ordinal = ?",
                              number, item.ordinal) == 0) {
            throw_conflict("add item");
        }
        sqlite::add_item(*state_, connection, number, item);
    });
    return item_id(arrival, item.ordinal);
}

std::vector<Item> SqliteStore::claim_items(int at_most) {
    std::vector<Item> claimed;
    if (at_most <= 0) {
        return claimed;
    }
    state_->write([&](Transaction& transaction) {
        while (claim_some(*state_, transaction, at_most, claimed)) {
        }
    });
    return claimed;
}

void SqliteStore::release_items(const std::vector<Item>& items) noexcept {
    for (const auto& item : items) {
        state_->items.release(item.number, item.revision);
    }
}

int SqliteStore::settle(const std::vector<Settled>& settled) {
    int left_out = 0;
    state_->write([&](Transaction& transaction) {
        for (const auto& one : settled) {
            left_out += settle_one(*state_, transaction, one) ? 0 : 1;
        }
    });
    return left_out;
}

void SqliteStore::postpone(const Item& item, const std::string& reason, UtcTime not_before,
                           const std::optional<Listing>& listing) {
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto key = item_key(connection, item.id);
        state_->items.free(key.number, item.revision, transaction);
        const auto attempts = item.reason == reason ? item.attempts + 1 : 1;
        if (!move(connection, *state_, key, item, ItemState::waiting, reason, ms_of(not_before))) {
            throw_conflict("postpone");
        }
        connection.run("UPDATE items SET attempts = ? WHERE number = ?", attempts, key.number);
        if (listing) {
            put_listing(connection, key.number, *listing);
        }
        state_->event(connection, key.arrival, key.ordinal, "postponed", reason);
    });
}

void SqliteStore::park(const Item& item, const std::string& reason) {
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto key = item_key(connection, item.id);
        state_->items.free(key.number, item.revision, transaction);
        if (!move(connection, *state_, key, item, ItemState::parked, reason,
                  ms_of(state_->clock()))) {
            throw_conflict("park");
        }
        state_->event(connection, key.arrival, key.ordinal, "parked", reason);
    });
}

void SqliteStore::retry(const std::string& item, const Author& author) {
    state_->amend([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto key = item_key(connection, item);
        const auto now = ms_of(state_->clock());
        if (key.state == ItemState::delivered && retry_copy(*state_, connection, key)) {
            state_->act(connection, key.arrival, key.ordinal, "copy_retried", author);
            return;
        }
        if (key.state == ItemState::ready) {
            // Sent at once, with the same key and the same bytes; it may be under way right now.
            connection.run("UPDATE outbox SET not_before = ? WHERE item = ?", now, key.number);
            state_->act(connection, key.arrival, key.ordinal, "sent_at_once", author);
            return;
        }
        // What is dead has its decision and its payload; it is sent again, not decided again.
        const bool is_dead = key.state == ItemState::dead;
        if (connection.run("UPDATE items SET state = ?, reason = '', unended = 0, owner = 0, "
                           "not_before = ?, changed_at = ?, revision = revision + 1 "
                           "WHERE number = ? AND (state IN ('parked', 'dead', 'waiting') OR "
                           "(state = 'closed' AND reason <> ?))",
                           name_of(is_dead ? ItemState::ready : ItemState::recorded), now, now,
                           key.number, code_of(Reason::read_again)) != 1) {
            throw_conflict("retry");
        }
        if (is_dead) {
            connection.run(
                "UPDATE outbox SET is_dead = 0, owner = 0, not_before = ? WHERE item = ?", now,
                key.number);
        }
        state_->act(connection, key.arrival, key.ordinal, "retried", author);
        state_->items.free(key.number, transaction);
    });
}

void SqliteStore::correct(const Item& item, const std::string& record, const Listing& listing,
                          const Author& author, std::chrono::milliseconds rest) {
    state_->amend([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto key = item_key(connection, item.id);
        const auto now = ms_of(state_->clock());
        keep_record(connection, key.number, now, author);
        connection.run("UPDATE records SET record = ? WHERE item = ?", shortened(record),
                       key.number);
        put_listing(connection, key.number, listing);
        if (connection.run("UPDATE items SET state = 'recorded', reason = '', unended = 0, "
                           "is_settled = 0, not_before = ?, changed_at = ?, "
                           "revision = revision + 1 "
                           "WHERE number = ? AND revision = ? AND state = 'parked'",
                           now + rest.count(), now, key.number, item.revision) != 1) {
            throw_conflict("correct");
        }
        state_->act(connection, key.arrival, key.ordinal, "corrected", author);
        state_->items.free(key.number, transaction);
    });
}

void SqliteStore::take_back(const Item& item, const Author& author) {
    state_->amend([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto key = item_key(connection, item.id);
        const auto now = ms_of(state_->clock());
        // What was closed is open again first: no step leads from there to a person.
        connection.run(
            "UPDATE items SET state = 'recorded' WHERE number = ? AND revision = ? AND "
            "state = 'closed' AND reason = ?",
            key.number, item.revision, code_of(Reason::closed));
        if (connection.run("UPDATE items SET state = 'parked', reason = ?, unended = 0, owner = 0, "
                           "not_before = ?, changed_at = ?, revision = revision + 1 "
                           "WHERE number = ? AND revision = ? AND "
                           "state IN ('recorded', 'waiting')",
                           code_of(Reason::taken_back), now, now, key.number, item.revision) != 1) {
            throw_conflict("take back");
        }
        state_->act(connection, key.arrival, key.ordinal, code_of(Reason::taken_back), author);
        state_->items.free(key.number, transaction);
    });
}

}  // namespace indgang::store::sqlite
