// SPDX-License-Identifier: MPL-2.0
// Feeds: which arrivals came in which other one.
#include "pipeline/store/feeds.h"

#include <utility>

#include "pipeline/store/sqlite/receiving.h"
#include "pipeline/store/sqlite/state.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::store::sqlite {
namespace {

void check_ours(const Shared& shared, Connection& connection, std::int64_t number,
                std::string_view step) {
    if (!is_received_and_ours(shared, connection, number)) {
        throw_conflict(step);
    }
}

std::int64_t last_part_of(Connection& connection, std::int64_t feed) {
    return connection.number("SELECT coalesce(max(number), 0) FROM feed_parts WHERE feed = ?",
                             feed);
}

struct PartRow {
    FeedPartState part;

    static constexpr auto columns() {
        return std::tuple(Column("number", &PartRow::part, &FeedPartState::number),
                          Column("line", &PartRow::part, &FeedPartState::line),
                          Column("name", &PartRow::part, &FeedPartState::name),
                          Column("arrival", &PartRow::part, &FeedPartState::arrival),
                          Column("came_before", &PartRow::part, &FeedPartState::came_before),
                          Column("state", &PartRow::part, &FeedPartState::state),
                          Column("reason", &PartRow::part, &FeedPartState::reason),
                          Column("place", &PartRow::part, &FeedPartState::place),
                          Column("case_number", &PartRow::part, &FeedPartState::case_number),
                          Column("applications", &PartRow::part, &FeedPartState::applications));
    }
};

// A document is one application, or none; a scan has any number, and the first one stands for it.
constexpr std::string_view select_parts =
    "SELECT p.number AS number, p.line AS line, p.name AS name, coalesce(a.id, '') AS arrival, "
    "p.came_before AS came_before, coalesce(i.state, a.state, CASE p.reason WHEN "
    "'zip_entry_passed_over' THEN 'passed_over' ELSE 'rejected' END) AS state, "
    "CASE WHEN p.reason <> '' THEN p.reason ELSE coalesce(i.reason, a.reason) END AS reason, "
    "coalesce(a.place, '') AS place, coalesce(i.case_number, '') AS case_number, "
    "(SELECT count(*) FROM items WHERE arrival = p.arrival) AS applications "
    "FROM feed_parts p LEFT JOIN arrivals a ON a.number = p.arrival "
    "LEFT JOIN items i ON i.arrival = p.arrival AND i.ordinal = 1 ";

struct CountsRow {
    FeedCounts counts;

    static constexpr auto columns() {
        return std::tuple(Column("parts", &CountsRow::counts, &FeedCounts::parts),
                          Column("open", &CountsRow::counts, &FeedCounts::open),
                          Column("taken", &CountsRow::counts, &FeedCounts::taken),
                          Column("delivered", &CountsRow::counts, &FeedCounts::delivered),
                          Column("parked", &CountsRow::counts, &FeedCounts::parked),
                          Column("refused", &CountsRow::counts, &FeedCounts::refused),
                          Column("passed_over", &CountsRow::counts, &FeedCounts::passed_over),
                          Column("empty", &CountsRow::counts, &FeedCounts::empty));
    }
};

}  // namespace

void SqliteStore::take_for_feed(const std::string& arrival) {
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto number = arrival_number(connection, arrival);
        state_->arrivals.free(number, transaction);
        check_ours(*state_, connection, number, "take for a feed");
        connection.run(
            "UPDATE arrivals SET type = ?, attempts = max(attempts - 1, 0), owner = 0 "
            "WHERE number = ?",
            feed_type, number);
        state_->event(connection, number, 0, "is_feed", "");
    });
}

std::int64_t SqliteStore::last_part(const std::string& feed) const {
    std::int64_t last = 0;
    state_->readers.look([&](Connection& connection) {
        last = last_part_of(connection, arrival_number(connection, feed));
    });
    return last;
}

void SqliteStore::take_parts(const std::string& feed, std::span<const NewPart> parts) {
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto number = arrival_number(connection, feed);
        check_ours(*state_, connection, number, "take parts");
        auto last = last_part_of(connection, number);
        for (const auto& part : parts) {
            VERIFY(part.number == ++last);
            Received received;
            if (part.refusal.empty()) {
                received = receive_one(*state_, connection, part.arrival, part.document);
            }
            connection.run(
                "INSERT INTO feed_parts (feed, number, line, name, arrival, came_before, reason) "
                "VALUES (?,?,?,?,?,?,?)",
                number, part.number, part.line, part.name, received.number,
                received.receipt.was_known, part.refusal);
        }
        connection.run("UPDATE arrivals SET attempts = 1 WHERE number = ? AND attempts > 1",
                       number);
    });
}

void SqliteStore::finish_feed(const std::string& feed) {
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto number = arrival_number(connection, feed);
        state_->arrivals.free(number, transaction);
        check_ours(*state_, connection, number, "finish feed");
        connection.run(
            "UPDATE arrivals SET state = 'read', owner = 0, reason = CASE WHEN type = ?2 AND NOT "
            "EXISTS (SELECT 1 FROM feed_parts WHERE feed = ?1 AND reason <> ?3) THEN ?4 ELSE '' "
            "END WHERE number = ?1",
            number, zip_type, code_of(Reason::zip_entry_passed_over),
            code_of(Reason::no_application_found));
        state_->event(connection, number, 0, "read",
                      "parts " + std::to_string(last_part_of(connection, number)));
    });
}

// The conditions of the partial indexes stand here word for word, or they are not used.
int SqliteStore::waiting(Lane lane, int at_most) const {
    VERIFY(lane == Lane::documents || lane == Lane::scans);
    const std::string of_lane = lane == Lane::documents
                                    ? "type IN ('xml', 'json')"
                                    : "type NOT IN ('xml', 'json', 'feed', 'zip')";
    std::int64_t waiting = 0;
    state_->readers.look([&](Connection& connection) {
        waiting = connection.number(
            "SELECT count(*) FROM (SELECT 1 FROM arrivals WHERE state = 'received' AND " + of_lane +
                " LIMIT ?)",
            at_most);
    });
    return static_cast<int>(waiting);
}

std::vector<FeedPartState> SqliteStore::parts(const std::string& feed, std::int64_t after,
                                              int at_most) const {
    std::vector<FeedPartState> found;
    state_->readers.look([&](Connection& connection) {
        for (auto& row : connection.structs<PartRow>(
                 std::string(select_parts) +
                     "WHERE p.feed = ? AND p.number > ? ORDER BY p.number LIMIT ?",
                 arrival_number(connection, feed), after, at_most)) {
            found.push_back(std::move(row.part));
        }
    });
    return found;
}

FeedCounts SqliteStore::feed_counts(const std::string& feed) const {
    FeedCounts counts;
    state_->readers.look([&](Connection& connection) {
        counts = connection
                     .structs<CountsRow>(
                         "SELECT coalesce(sum(is_first AND NOT is_over), 0) AS parts, "
                         "coalesce(sum(is_first AND state = 'received'), 0) AS open, "
                         "coalesce(sum(item IS NOT NULL), 0) AS taken, "
                         "coalesce(sum(item = 'delivered'), 0) AS delivered, "
                         "coalesce(sum(item = 'parked'), 0) AS parked, "
                         "coalesce(sum(is_first AND NOT is_over AND coalesce(state, 'rejected') IN "
                         "('rejected', 'quarantined')), 0) AS refused, "
                         "coalesce(sum(is_over), 0) AS passed_over, "
                         "coalesce(sum(is_empty), 0) AS empty FROM "
                         // A row for each application, and one for each part without any.
                         "(SELECT coalesce(i.ordinal, 1) = 1 AS is_first, p.reason = ? AS is_over, "
                         "a.state AS state, i.state AS item, a.reason = ? AS is_empty "
                         "FROM feed_parts p LEFT JOIN arrivals a ON a.number = p.arrival "
                         "LEFT JOIN items i ON i.arrival = p.arrival WHERE p.feed = ?)",
                         code_of(Reason::zip_entry_passed_over),
                         code_of(Reason::no_application_found), arrival_number(connection, feed))
                     .front()
                     .counts;
    });
    return counts;
}

}  // namespace indgang::store::sqlite
