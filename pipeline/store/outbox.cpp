// SPDX-License-Identifier: MPL-2.0
// What is to be delivered. A row stands here from the settlement until the case system has said its
// case number; sending is tried without end, always with the same key and bytes. What the case
// system refuses keeps both too, because the refusal may be its mistake, and because an earlier
// attempt may have arrived: another key or other bytes could make a second case.
#include <utility>

#include "pipeline/store/state.h"
#include "schemas/core/error.h"

namespace indgang::store {
namespace {

// The body may hold whole documents; it goes from the disk as soon as it is of no more use.
void leave_outbox(Connection& connection, std::int64_t item) {
    connection.run("DELETE FROM outbox WHERE item = ?", item);
}

}  // namespace

std::vector<OutboxEntry> Store::claim_deliveries(int at_most) {
    std::vector<OutboxEntry> claimed;
    if (at_most <= 0) {
        return claimed;
    }
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        auto due = connection.rows<std::int64_t, std::int64_t, std::int64_t, std::string,
                                   std::string, std::string, std::string, std::int64_t>(
            "SELECT o.item, i.arrival, i.ordinal, a.id, o.idempotency_key, p.body, p.documents, "
            "o.attempts FROM outbox o JOIN items i ON i.number = o.item "
            "JOIN arrivals a ON a.number = i.arrival JOIN payloads p ON p.item = o.item "
            "WHERE o.is_dead = 0 AND o.not_before <= ? ORDER BY o.not_before, o.item LIMIT ?",
            ms_of(state_->clock()), at_most + state_->deliveries.count());
        for (auto& row : due) {
            if (std::cmp_greater_equal(claimed.size(), at_most)) {
                break;
            }
            const auto item = std::get<0>(row);
            if (state_->deliveries.has(item, std::get<7>(row))) {
                continue;
            }
            connection.run("UPDATE outbox SET attempts = attempts + 1 WHERE item = ?", item);
            const auto attempts = static_cast<int>(std::get<7>(row)) + 1;
            state_->deliveries.take(item, attempts, transaction);
            state_->event(connection, std::get<1>(row), std::get<2>(row), "sending",
                          "attempt " + std::to_string(attempts));
            claimed.push_back({item_id(std::get<3>(row), std::get<2>(row)),
                               std::move(std::get<4>(row)), std::move(std::get<5>(row)),
                               std::move(std::get<6>(row)), attempts, item});
        }
    });
    return claimed;
}

void Store::release_deliveries(const std::vector<OutboxEntry>& entries) noexcept {
    for (const auto& entry : entries) {
        state_->deliveries.release(entry.number, entry.attempts);
    }
}

void Store::delivered(const std::string& item, const std::string& case_number) {
    if (case_number.empty()) {
        throw Error(ErrorKind::bad_input, "no_case_number", "store: delivered without a case");
    }
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto key = item_key(connection, item);
        state_->deliveries.free(key.number, transaction);
        if (key.state == ItemState::delivered && key.case_number == case_number) {
            return;  // said twice
        }
        if (connection.run("UPDATE items SET state = 'delivered', case_number = ?, reason = '', "
                           "changed_at = ?, revision = revision + 1 "
                           "WHERE number = ? AND state = 'ready'",
                           case_number, ms_of(state_->clock()), key.number) != 1) {
            throw_conflict("delivered");
        }
        leave_outbox(connection, key.number);
        want_copy(*state_, connection, key);
        state_->event(connection, key.arrival, key.ordinal, "delivered", "case " + case_number);
    });
}

void Store::postpone_delivery(const std::string& item, const std::string& reason,
                              UtcTime not_before) {
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto key = item_key(connection, item);
        state_->deliveries.free(key.number, transaction);
        if (connection.run("UPDATE outbox SET not_before = ? WHERE item = ? AND is_dead = 0",
                           ms_of(not_before), key.number) != 1) {
            throw_conflict("postpone delivery");
        }
        connection.run(
            "UPDATE items SET reason = ?, changed_at = ?, revision = revision + 1 WHERE number = ?",
            reason, ms_of(state_->clock()), key.number);
        state_->event(connection, key.arrival, key.ordinal, "delivery_postponed", reason);
    });
}

void Store::dead_letter(const std::string& item, const std::string& reason) {
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto key = item_key(connection, item);
        state_->deliveries.free(key.number, transaction);
        if (connection.run("UPDATE items SET state = 'dead', reason = ?, changed_at = ?, "
                           "revision = revision + 1 WHERE number = ? AND state = 'ready'",
                           reason, ms_of(state_->clock()), key.number) != 1) {
            throw_conflict("dead letter");
        }
        connection.run("UPDATE outbox SET is_dead = 1 WHERE item = ?", key.number);
        state_->event(connection, key.arrival, key.ordinal, "dead", reason);
    });
}

}  // namespace indgang::store
