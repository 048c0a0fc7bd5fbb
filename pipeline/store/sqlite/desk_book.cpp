// SPDX-License-Identifier: MPL-2.0
// What people at the desk are in the middle of.
#include "pipeline/store/desk_book.h"

#include <utility>

#include "pipeline/store/sqlite/state.h"
#include "schemas/error/verify.h"

namespace indgang::store::sqlite {
namespace {

struct EntryRow {
    Entry entry;
    std::string kind;

    static constexpr auto columns() {
        return std::tuple(Column("number", &EntryRow::entry, &Entry::number),
                          Column("revision", &EntryRow::entry, &Entry::revision),
                          Column("question", &EntryRow::entry, &Entry::question),
                          Column("user", &EntryRow::entry, &Entry::user),
                          Column("kind", &EntryRow::kind),
                          Column("value", &EntryRow::entry, &Entry::value),
                          Column("at", &EntryRow::entry, &Entry::at));
    }
};

struct HoldRow {
    Hold hold;
    std::string arrival;
    std::int64_t ordinal = 0;

    static constexpr auto columns() {
        return std::tuple(Column("arrival", &HoldRow::arrival),
                          Column("ordinal", &HoldRow::ordinal),
                          Column("user", &HoldRow::hold, &Hold::user),
                          Column("until", &HoldRow::hold, &Hold::until));
    }
};

/// The holds of one item, or of all; `condition` follows "WHERE".
template <typename... Values>
std::vector<Hold> holds_of(Connection& connection, UtcTime now, const std::string& condition,
                           const Values&... values) {
    std::vector<Hold> found;
    for (auto& row : connection.structs<HoldRow>(
             "SELECT a.id AS arrival, i.ordinal AS ordinal, h.user AS user, h.until AS until "
             "FROM holds h JOIN items i ON i.number = h.item JOIN arrivals a ON a.number = "
             "i.arrival WHERE h.until > ? AND h.until <= ? AND " +
                 condition + " ORDER BY h.item",
             ms_of(now), ms_of(now + longest_hold), values...)) {
        row.hold.item = row.arrival + "-" + std::to_string(row.ordinal);
        found.push_back(std::move(row.hold));
    }
    return found;
}

struct CountsRow {
    EntryCounts counts;

    static constexpr auto columns() {
        return std::tuple(Column("entries", &CountsRow::counts, &EntryCounts::entries),
                          Column("typed", &CountsRow::counts, &EntryCounts::typed),
                          Column("minutes", &CountsRow::counts, &EntryCounts::minutes),
                          Column("people", &CountsRow::counts, &EntryCounts::people));
    }
};

struct KnownRow {
    KnownCounts counts;

    static constexpr auto columns() {
        return std::tuple(Column("answers", &KnownRow::counts, &KnownCounts::answers),
                          Column("wrong", &KnownRow::counts, &KnownCounts::wrong),
                          Column("people", &KnownRow::counts, &KnownCounts::people));
    }
};

/// The entries of one item; `condition` follows "AND".
std::vector<Entry> entries_of(Connection& connection, const std::string& item,
                              const std::string& condition) {
    std::vector<Entry> found;
    for (auto& row : connection.structs<EntryRow>(
             "SELECT number, revision, question, user, kind, value, at FROM entries WHERE "
             "item = ?1 AND " +
                 condition + " ORDER BY number",
             item_key(connection, item).number)) {
        const auto kind = entry_kind_of(row.kind);
        VERIFY(kind.has_value());
        row.entry.kind = *kind;
        found.push_back(std::move(row.entry));
    }
    return found;
}

}  // namespace

EntryCounts SqliteStore::entry_counts(const std::string& user, UtcTime since) const {
    EntryCounts found;
    state_->readers.look([&](Connection& connection) {
        for (auto& row : connection.structs<CountsRow>(
                 "SELECT count(*) AS entries, coalesce(sum(kind = 'value'), 0) AS typed, "
                 "count(DISTINCT user || ' ' || (at / 60000)) AS minutes, "
                 "count(DISTINCT user) AS people FROM (SELECT user, kind, at FROM entries WHERE "
                 "kind <> 'withdrawn' AND instr(question, ?3) = 0 UNION ALL SELECT user, "
                 "iif(is_typed, 'value', 'agreed') AS kind, at FROM known_answers) WHERE at >= ?1 "
                 "AND (?2 = '' OR user = ?2)",
                 ms_of(since), user, std::string(1, character_sign))) {
            found = row.counts;
        }
    });
    return found;
}

Hold SqliteStore::hold(const std::string& item, const std::string& user, UtcTime until,
                       bool takes_over) {
    VERIFY(!user.empty());
    Hold held{item, user, until};
    state_->amend([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto key = item_key(connection, item);
        const auto others =
            holds_of(connection, state_->clock(), "h.item = ? AND h.user <> ?", key.number, user);
        if (!others.empty() && !takes_over) {
            held = others.front();
            return;
        }
        connection.run("INSERT OR REPLACE INTO holds (item, user, until) VALUES (?,?,?)",
                       key.number, user, ms_of(until));
    });
    return held;
}

void SqliteStore::let_go(const std::string& item, const std::string& user) {
    state_->amend([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        connection.run("DELETE FROM holds WHERE item = ? AND user = ?",
                       item_key(connection, item).number, user);
    });
}

std::vector<Hold> SqliteStore::holds() const {
    std::vector<Hold> found;
    state_->readers.look(
        [&](Connection& connection) { found = holds_of(connection, state_->clock(), "1 = 1"); });
    return found;
}

std::int64_t SqliteStore::enter(const Item& item, std::int64_t seen, const Entry& entry) {
    std::int64_t number = 0;
    state_->amend([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto key = item_key(connection, item.id);
        const bool is_changed =
            connection.number("SELECT count(*) FROM items WHERE number = ? AND revision = ?",
                              key.number, item.revision) == 0 ||
            connection.number(
                "SELECT count(*) FROM entries WHERE item = ? AND revision = ? AND "
                "question = ? AND number > ?",
                key.number, item.revision, entry.question, seen) > 0;
        if (is_changed) {
            throw_conflict("enter");
        }
        connection.run(
            "INSERT INTO entries (item, revision, question, user, kind, value, at) "
            "VALUES (?,?,?,?,?,?,?)",
            key.number, item.revision, entry.question, entry.user, name_of(entry.kind), entry.value,
            ms_of(state_->clock()));
        number = connection.last_number();
    });
    return number;
}

std::vector<Entry> SqliteStore::entries(const std::string& item) const {
    std::vector<Entry> found;
    state_->readers.look([&](Connection& connection) {
        found = entries_of(connection, item,
                           "revision = (SELECT revision FROM items WHERE number = ?1)");
    });
    return found;
}

std::vector<Entry> SqliteStore::all_entries(const std::string& item) const {
    std::vector<Entry> found;
    state_->readers.look(
        [&](Connection& connection) { found = entries_of(connection, item, "1 = 1"); });
    return found;
}

void SqliteStore::note(const KnownAnswer& answer) {
    state_->amend([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        connection.run(
            "INSERT INTO known_answers (item, field, user, is_typed, is_right, at) "
            "VALUES (?,?,?,?,?,?)",
            item_key(connection, answer.item).number, answer.field, answer.user,
            answer.is_typed ? 1 : 0, answer.is_right ? 1 : 0, ms_of(state_->clock()));
    });
}

KnownCounts SqliteStore::known_counts(const std::string& user, UtcTime since) const {
    KnownCounts found;
    state_->readers.look([&](Connection& connection) {
        for (auto& row : connection.structs<KnownRow>(
                 "SELECT count(*) AS answers, coalesce(sum(1 - is_right), 0) AS wrong, "
                 "count(DISTINCT user) AS people FROM known_answers WHERE at >= ? AND "
                 "(?2 = '' OR user = ?2)",
                 ms_of(since), user)) {
            found = row.counts;
        }
    });
    return found;
}

}  // namespace indgang::store::sqlite
