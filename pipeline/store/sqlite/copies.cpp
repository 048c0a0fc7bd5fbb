// SPDX-License-Identifier: MPL-2.0
// Searchable copies of what was delivered. A row comes into being in the transaction of the
// delivery and ends when the copy stands in the case, so that none is lost; the bytes are written
// down as a digest before they are first sent, so that a second sending is the same.
#include <utility>

#include "pipeline/store/sqlite/state.h"
#include "pipeline/store/waiting.h"
#include "schemas/error/error.h"

namespace indgang::store::sqlite {
namespace {

CopyState copy_state_of(std::string_view name) {
    if (const auto state = copy_state_named(name)) {
        return *state;
    }
    throw Error(Reason::store_corrupt, "store: a copy is in no known state");
}

constexpr std::string_view select_copy =
    "SELECT c.item AS number, a.id AS arrival, i.ordinal AS ordinal, c.state AS state, "
    "c.digest AS digest, c.attempts AS attempts, c.reason AS reason, "
    "i.case_number AS case_number, c.unended AS unended, i.destination AS destination "
    "FROM copies c JOIN items i ON i.number = c.item JOIN arrivals a ON a.number = i.arrival ";
struct CopyRow {
    Copy copy;
    std::int64_t ordinal = 0, unended = 0;
    std::string arrival, state, digest;

    static constexpr auto columns() {
        return std::tuple(Column("number", &CopyRow::copy, &Copy::number),
                          Column("attempts", &CopyRow::copy, &Copy::attempts),
                          Column("reason", &CopyRow::copy, &Copy::reason),
                          Column("case_number", &CopyRow::copy, &Copy::case_number),
                          Column("destination", &CopyRow::copy, &Copy::destination),
                          Column("arrival", &CopyRow::arrival),
                          Column("ordinal", &CopyRow::ordinal), Column("state", &CopyRow::state),
                          Column("digest", &CopyRow::digest), Column("unended", &CopyRow::unended));
    }
};

template <typename... Values>
std::vector<CopyRow> copy_rows(Connection& connection, const std::string& where,
                               const Values&... values) {
    auto found = connection.structs<CopyRow>(std::string(select_copy) + where, values...);
    for (auto& row : found) {
        row.copy.item = item_id(row.arrival, row.ordinal);
        row.copy.state = copy_state_of(row.state);
        row.copy.digest = Digest::parse(row.digest);
    }
    return found;
}

// One step of a copy that is still open, and the end of its claim.
void step(Shared& shared, const std::string& item, CopyState from, CopyState to,
          const std::string& digest, const std::string& reason) {
    shared.write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto key = item_key(connection, item);
        shared.copies.free(key.number, transaction);
        if (connection.run("UPDATE copies SET state = ?, digest = CASE ?2 WHEN '' THEN digest "
                           "ELSE ?2 END, reason = ?3, unended = 0, changed_at = ?4, owner = 0 "
                           "WHERE item = ?5 AND state = ?6 AND owner IN (0, ?7)",
                           name_of(to), digest, reason, ms_of(shared.clock()), key.number,
                           name_of(from), shared.me()) != 1) {
            throw_conflict("copy");
        }
        shared.event(connection, key.arrival, key.ordinal, "copy_" + std::string(name_of(to)),
                     reason);
    });
}

void claim_some(Shared& shared, Transaction& transaction, int at_most,
                const std::vector<std::string>& paused, std::vector<Copy>& claimed) {
    auto& connection = transaction.connection();
    shared.leases->end_the_dead(connection);
    const auto now = ms_of(shared.clock());
    const auto latest = now + longest_wait.count();
    connection.run(
        "UPDATE copies SET not_before = ? "
        "WHERE state IN ('wanted', 'made') AND not_before > ?",
        latest, latest);
    for (auto& row : copy_rows(connection,
                               "WHERE c.state IN ('wanted', 'made') AND c.not_before <= ? AND "
                               "(c.state = 'wanted' OR i.destination NOT IN (" +
                                   places_for(paused.size()) + ")) AND c." + std::string(is_free) +
                                   " ORDER BY c.not_before, c.item LIMIT ?",
                               now, std::vector<Bound>(paused.begin(), paused.end()), shared.me(),
                               at_most + shared.copies.count())) {
        auto& copy = row.copy;
        if (std::cmp_greater_equal(claimed.size(), at_most)) {
            return;
        }
        if (shared.copies.has(copy.number, copy.attempts)) {
            continue;
        }
        if (row.unended >= claims_without_end) {
            const auto key = item_key(connection, copy.item);
            connection.run(
                "UPDATE copies SET state = 'failed', reason = ?, changed_at = ?, owner = 0 "
                "WHERE item = ?",
                code_of(Reason::poison), now, copy.number);
            shared.event(connection, key.arrival, key.ordinal, "copy_failed",
                         code_of(Reason::poison));
            continue;
        }
        ++copy.attempts;
        connection.run(
            "UPDATE copies SET attempts = attempts + 1, unended = unended + 1, "
            "not_before = ?, owner = ? WHERE item = ?",
            now, shared.me(), copy.number);
        shared.copies.take(copy.number, copy.attempts, transaction);
        claimed.push_back(std::move(copy));
    }
}

}  // namespace

void want_copy(Shared& shared, Connection& connection, const ItemKey& key) {
    const auto now = ms_of(shared.clock());
    connection.run(
        "INSERT INTO copies (item, state, not_before, changed_at) "
        "SELECT ?1, 'wanted', ?2, ?2 FROM arrivals WHERE number = ?3 AND type NOT IN ('xml', "
        "'json')",
        key.number, now, key.arrival);
}

bool retry_copy(Shared& shared, Connection& connection, const ItemKey& key) {
    const auto now = ms_of(shared.clock());
    return connection.run(
               "UPDATE copies SET state = CASE digest WHEN '' THEN 'wanted' ELSE 'made' "
               "END, reason = '', unended = 0, owner = 0, not_before = ?1, changed_at = ?1 "
               "WHERE item = ?2 AND state = 'failed'",
               now, key.number) == 1;
}

std::vector<Copy> SqliteStore::claim_copies(int at_most, const std::vector<std::string>& paused) {
    std::vector<Copy> claimed;
    if (at_most > 0 && has_open_copies()) {  // a look costs no transaction
        state_->write([&](Transaction& transaction) {
            claim_some(*state_, transaction, at_most, paused, claimed);
        });
    }
    return claimed;
}

void SqliteStore::release_copies(const std::vector<Copy>& copies) noexcept {
    for (const auto& copy : copies) {
        state_->copies.release(copy.number, copy.attempts);
    }
}

void SqliteStore::give_copy_back(const Copy& copy) {
    state_->write([&](Transaction& transaction) {
        state_->copies.free(copy.number, copy.attempts, transaction);
        transaction.connection().run(
            "UPDATE copies SET attempts = attempts - 1, unended = max(unended - 1, 0), owner = 0 "
            "WHERE item = ? AND attempts = ? AND owner IN (0, ?)",
            copy.number, copy.attempts, state_->me());
    });
}

void SqliteStore::copy_made(const std::string& item, const Digest& digest) {
    step(*state_, item, CopyState::wanted, CopyState::made, digest.hex(), "");
}

void SqliteStore::copy_added(const std::string& item) {
    step(*state_, item, CopyState::made, CopyState::added, "", "");
}

void SqliteStore::copy_impossible(const std::string& item) {
    step(*state_, item, CopyState::wanted, CopyState::none, "", "");
}

void SqliteStore::copy_failed(const std::string& item, const std::string& reason) {
    const auto now = copy(item);
    if (!now) {
        throw Error(Reason::no_such_copy, "store: no copy of this item is wanted");
    }
    step(*state_, item, now->state, CopyState::failed, "", reason);
}

void SqliteStore::postpone_copy(const std::string& item, const std::string& reason,
                                UtcTime not_before) {
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto key = item_key(connection, item);
        state_->copies.free(key.number, transaction);
        if (connection.run("UPDATE copies SET not_before = ?, reason = ?, unended = 0, "
                           "changed_at = ?, owner = 0 WHERE item = ? AND "
                           "state IN ('wanted', 'made') AND owner IN (0, ?)",
                           ms_of(not_before), reason, ms_of(state_->clock()), key.number,
                           state_->me()) != 1) {
            throw_conflict("postpone copy");
        }
        state_->event(connection, key.arrival, key.ordinal, "copy_postponed", reason);
    });
}

std::optional<Copy> SqliteStore::copy(const std::string& item) const {
    const auto name = parse_item_id(item);
    std::optional<Copy> found;
    if (name) {
        state_->readers.look([&](Connection& connection) {
            for (auto& row : copy_rows(connection, "WHERE a.id = ? AND i.ordinal = ?",
                                       name->arrival, name->ordinal)) {
                found = std::move(row.copy);
            }
        });
    }
    return found;
}

std::vector<Copy> SqliteStore::failed_copies(int limit) const {
    std::vector<Copy> found;
    state_->readers.look([&](Connection& connection) {
        for (auto& row :
             copy_rows(connection, "WHERE c.state = 'failed' ORDER BY c.item LIMIT ?", limit)) {
            found.push_back(std::move(row.copy));
        }
    });
    return found;
}

bool SqliteStore::has_open_copies() const {
    bool has_any = false;
    state_->readers.look([&](Connection& connection) {
        has_any = connection.number(
                      "SELECT EXISTS (SELECT 1 FROM copies WHERE state IN "
                      "('wanted', 'made'))") != 0;
    });
    return has_any;
}

}  // namespace indgang::store::sqlite
