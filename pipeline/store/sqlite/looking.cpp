// SPDX-License-Identifier: MPL-2.0
// Looking: changes nothing, and never waits for the writer.
#include <algorithm>
#include <utility>

#include "pipeline/store/sqlite/database/phrases.h"
#include "pipeline/store/sqlite/state.h"
#include "pipeline/store/waiting.h"
#include "schemas/error/error.h"

namespace indgang::store::sqlite {
namespace {

std::map<std::string, std::int64_t> counts(Connection& connection, std::string_view sql) {
    std::map<std::string, std::int64_t> counted;
    for (const auto& row : connection.rows<std::string, std::int64_t>(sql)) {
        counted[std::get<0>(row)] = std::get<1>(row);
    }
    return counted;
}

// The earliest that nobody works on. `sql` gives row number, time and stamp of a claim, earliest
// first; of so many rows as are claimed and one more, one is free, if there is one.
void take_earliest(Connection& connection, std::string_view sql, const Claims& claims,
                   std::optional<UtcTime>& earliest) {
    for (const auto& row :
         connection.rows<std::int64_t, std::int64_t, std::int64_t>(sql, claims.count() + 1)) {
        if (!claims.has(std::get<0>(row), std::get<2>(row))) {
            const auto due = time_of(std::get<1>(row));
            earliest = earliest ? std::min(*earliest, due) : due;
            return;
        }
    }
}

struct EventRow : Event {
    static constexpr auto columns() {
        return std::tuple(Column("number", &EventRow::number), Column("at", &EventRow::at),
                          Column("what", &EventRow::what), Column("detail", &EventRow::detail));
    }
};

struct PastRow {
    PastRecord past;

    static constexpr auto columns() {
        return std::tuple(Column("until", &PastRow::past, &PastRecord::until),
                          Column("by", &PastRow::past, &PastRecord::replaced_by, &Author::by),
                          Column("role", &PastRow::past, &PastRecord::replaced_by, &Author::role),
                          Column("why", &PastRow::past, &PastRecord::replaced_by, &Author::why),
                          Column("is_settled", &PastRow::past, &PastRecord::is_settled),
                          Column("record", &PastRow::past, &PastRecord::record));
    }
};

struct PastPageRow {
    PastPage past;
    std::string half;

    static constexpr auto columns() {
        return std::tuple(Column("page", &PastPageRow::past, &PastPage::page, &PagePlace::number),
                          Column("half", &PastPageRow::half),
                          Column("until", &PastPageRow::past, &PastPage::until),
                          Column("reading", &PastPageRow::past, &PastPage::reading));
    }
};

std::vector<ItemRow> filtered(Connection& connection, const ItemFilter& filter) {
    const std::string end = " ORDER BY i.number LIMIT ?";
    const std::string state{filter.state ? name_of(*filter.state) : ""};
    if (!filter.arrival.empty()) {
        return item_rows(connection, "WHERE a.id = ? AND (? = '' OR i.state = ?)" + end,
                         filter.arrival, state, state, filter.limit);
    }
    if (!filter.state) {
        return item_rows(connection, end, filter.limit);
    }
    return item_rows(connection, "WHERE i.state = ?" + end, state, filter.limit);
}

}  // namespace

std::optional<Arrival> SqliteStore::arrival(const std::string& id) const {
    std::optional<Arrival> found;
    state_->readers.look([&](Connection& connection) {
        for (auto& row : arrival_rows(connection, "WHERE id = ?", id)) {
            found = arrival_of(std::move(row));
        }
    });
    return found;
}

std::vector<Arrival> SqliteStore::arrivals(int limit) const {
    std::vector<Arrival> found;
    state_->readers.look([&](Connection& connection) {
        for (auto& row : arrival_rows(connection, "ORDER BY number DESC LIMIT ?", limit)) {
            found.push_back(arrival_of(std::move(row)));
        }
    });
    return found;
}

std::map<int, int> SqliteStore::turns(const std::string& arrival) const {
    std::map<int, int> found;
    state_->readers.look([&](Connection& connection) {
        for (const auto& [page, quarters] : connection.rows<std::int64_t, std::int64_t>(
                 "SELECT page, sum(quarters) % 4 FROM turns WHERE arrival = "
                 "(SELECT number FROM arrivals WHERE id = ?) GROUP BY page",
                 arrival)) {
            if (quarters != 0) {
                found.emplace(static_cast<int>(page), static_cast<int>(quarters));
            }
        }
    });
    return found;
}

std::optional<Item> SqliteStore::item(const std::string& id) const {
    const auto name = parse_item_id(id);
    std::optional<Item> found;
    if (!name) {
        return found;
    }
    state_->readers.look([&](Connection& connection) {
        for (auto& row : item_rows(connection, "WHERE a.id = ? AND i.ordinal = ?", name->arrival,
                                   name->ordinal)) {
            found = item_of(std::move(row));
        }
    });
    return found;
}

std::vector<Item> SqliteStore::items(const ItemFilter& filter) const {
    std::vector<Item> found;
    state_->readers.look([&](Connection& connection) {
        for (auto& row : filtered(connection, filter)) {
            found.push_back(item_of(std::move(row)));
        }
    });
    return found;
}

std::vector<std::optional<Bytes>> SqliteStore::documents(std::span<const Digest> digests) const {
    std::vector<std::optional<Bytes>> found;
    state_->readers.look([&](Connection& connection) {
        found.clear();
        for (const auto& digest : digests) {
            auto rows = connection.rows<Bytes>(
                "SELECT d.bytes FROM arrivals a JOIN documents d ON d.arrival = a.number "
                "WHERE a.digest = ? LIMIT 1",
                digest.hex());
            found.push_back(rows.empty() ? std::nullopt
                                         : std::optional(std::move(std::get<0>(rows.front()))));
        }
    });
    return found;
}

std::vector<Event> SqliteStore::events(const std::string& subject) const {
    std::vector<Event> found;
    state_->readers.look([&](Connection& connection) {
        const auto read = [&](const std::string& arrival, std::int64_t ordinal) {
            for (auto& event : connection.structs<EventRow>(
                     "SELECT number, at, what, detail FROM events WHERE arrival = "
                     "(SELECT number FROM arrivals WHERE id = ?) AND ordinal = ? ORDER BY number",
                     arrival, ordinal)) {
                event.subject = subject;
                found.push_back(std::move(event));
            }
        };
        read(subject, 0);
        if (const auto name = parse_item_id(subject); name && found.empty()) {
            read(name->arrival, name->ordinal);
        }
    });
    return found;
}

std::vector<PastRecord> SqliteStore::past_records(const std::string& item) const {
    std::vector<PastRecord> found;
    state_->readers.look([&](Connection& connection) {
        const auto key = item_key(connection, item);
        for (auto& row : connection.structs<PastRow>(
                 "SELECT until, by, role, why, is_settled, record FROM past_records "
                 "WHERE item = ? ORDER BY number",
                 key.number)) {
            row.past.record = whole(std::move(row.past.record));
            found.push_back(std::move(row.past));
        }
    });
    return found;
}

std::vector<PastPage> SqliteStore::past_pages(const std::string& arrival) const {
    std::vector<PastPage> found;
    state_->readers.look([&](Connection& connection) {
        for (auto& row : connection.structs<PastPageRow>(
                 "SELECT page, half, until, reading FROM past_pages "
                 "WHERE arrival = (SELECT number FROM arrivals WHERE id = ?) ORDER BY number",
                 arrival)) {
            row.past.page.half = half_of(row.half);
            found.push_back(std::move(row.past));
        }
    });
    return found;
}

Ledger SqliteStore::ledger() const {
    Ledger ledger;
    state_->readers.look([&](Connection& connection) {
        for (const auto& [subject, state, number] :
             connection.rows<std::string, std::string, std::int64_t>(
                 "SELECT subject, state, number FROM sums WHERE number > 0")) {
            if (subject == "arrivals") {
                ledger.arrivals[state] = number;
            } else if (subject == "items") {
                ledger.items[state] = number;
            } else if (subject == "copies") {
                ledger.copies[state] = number;
            } else if (subject == "without_application") {
                ledger.arrivals_without_application = number;
            } else if (subject == "lost") {
                ledger.read_arrivals_without_item = number;
            } else if (subject == "case_numbers_twice") {
                ledger.case_numbers_twice = number;
            }
        }
    });
    // The tables hold each other to it: what is delivered, and nothing else, has a case number, and
    // no item is without its arrival.
    const auto delivered = ledger.items.find("delivered");
    ledger.cases = delivered == ledger.items.end() ? 0 : delivered->second;
    return ledger;
}

Ledger SqliteStore::recount() const {
    Ledger ledger;
    state_->readers.look([&](Connection& connection) {
        ledger.arrivals = counts(connection, "SELECT state, count(*) FROM arrivals GROUP BY state");
        ledger.items = counts(connection, "SELECT state, count(*) FROM items GROUP BY state");
        ledger.copies = counts(connection, "SELECT state, count(*) FROM copies GROUP BY state");
        ledger.cases = connection.number("SELECT count(*) FROM items WHERE case_number <> ''");
        ledger.arrivals_without_application =
            connection.number("SELECT count(*) FROM arrivals WHERE state = 'read' AND reason = ?",
                              std::string(code_of(Reason::no_application_found)));
        ledger.items_without_arrival = connection.number(
            "SELECT count(*) FROM items i WHERE NOT EXISTS "
            "(SELECT 1 FROM arrivals a WHERE a.number = i.arrival)");
        ledger.read_arrivals_without_item = connection.number(
            "SELECT count(*) FROM arrivals a WHERE a.state = 'read' AND a.type NOT IN ('feed', "
            "'zip') AND NOT "
            "EXISTS "
            "(SELECT 1 FROM items i WHERE i.arrival = a.number) AND NOT "
            "(EXISTS (SELECT 1 FROM pages p WHERE p.arrival = a.number) AND NOT EXISTS "
            "(SELECT 1 FROM pages p WHERE p.arrival = a.number AND "
            "json_extract(p.reading, '$.kind') NOT IN ('blank', 'separator')))");
        ledger.case_numbers_twice = connection.number(
            "SELECT count(*) FROM (SELECT 1 FROM items WHERE case_number <> '' "
            "GROUP BY destination, case_number HAVING count(*) > 1)");
    });
    return ledger;
}

namespace {

/// Those that wait for a person stand in the order in which they were recorded, nearly that in
/// which they came.
constexpr int looked_at_of_stuck = 100;

// The conditions of the partial indexes stand here word for word, or they are not used.
constexpr std::string_view oldest_sql =
    "SELECT 'lane' AS of, 'documents' AS name, min(number) AS number FROM (SELECT number FROM "
    "arrivals "
    "WHERE state = 'received' AND type IN ('xml', 'json') ORDER BY not_before, number LIMIT ?1) "
    "UNION ALL SELECT 'lane', 'scans', min(number) FROM (SELECT number FROM arrivals "
    "WHERE state = 'received' AND type NOT IN ('xml', 'json', 'feed', 'zip') ORDER BY not_before, "
    "number "
    "LIMIT ?1) "
    "UNION ALL SELECT 'lane', 'feeds', min(number) FROM (SELECT number FROM arrivals "
    "WHERE state = 'received' AND type IN ('feed', 'zip') ORDER BY not_before, number LIMIT ?1) "
    "UNION ALL SELECT 'item', state, min(arrival) FROM (SELECT state, arrival FROM items "
    "WHERE state IN ('recorded', 'waiting') ORDER BY not_before, number LIMIT ?1) GROUP BY state "
    "UNION ALL SELECT 'item', 'parked', min(arrival) FROM (SELECT arrival FROM items "
    "WHERE state = 'parked' ORDER BY number LIMIT ?2) "
    "UNION ALL SELECT 'item', 'dead', min(arrival) FROM (SELECT arrival FROM items "
    "WHERE state = 'dead' ORDER BY number LIMIT ?2) "
    "UNION ALL SELECT 'arrival', state, min(number) FROM (SELECT state, number FROM arrivals "
    "WHERE state <> 'read' OR reason <> '' ORDER BY number LIMIT ?1) "
    "WHERE state = 'quarantined' GROUP BY state "
    "UNION ALL SELECT 'copy', open.state, i.arrival FROM (SELECT state, min(item) AS item FROM "
    "(SELECT state, item FROM copies WHERE state IN ('wanted', 'made') ORDER BY not_before, item "
    "LIMIT ?1) GROUP BY state) AS open JOIN items i ON i.number = open.item "
    "UNION ALL SELECT 'copy', 'failed', i.arrival FROM (SELECT min(item) AS item FROM (SELECT item "
    "FROM copies WHERE state = 'failed' ORDER BY item LIMIT ?2)) AS failed "
    "JOIN items i ON i.number = failed.item "
    "UNION ALL SELECT 'destination', due.destination, i.arrival FROM (SELECT destination, "
    "min(item) AS item FROM outbox WHERE is_dead = 0 GROUP BY destination) AS due "
    "JOIN items i ON i.number = due.item";

}  // namespace

Store::Oldest SqliteStore::oldest() const {
    Oldest oldest;
    state_->readers.look([&](Connection& connection) {
        for (const auto& [of, name, at] : connection.rows<std::string, std::string, std::int64_t>(
                 "SELECT o.of, o.name, a.received_at FROM (" + std::string(oldest_sql) +
                     ") AS o JOIN arrivals a ON a.number = o.number",
                 std::int64_t{looked_at_for_oldest}, std::int64_t{looked_at_of_stuck})) {
            auto& times = of == "lane"      ? oldest.lanes
                          : of == "arrival" ? oldest.arrivals
                          : of == "item"    ? oldest.items
                          : of == "copy"    ? oldest.copies
                                            : oldest.destinations;
            times.emplace(name, time_of(at));
        }
    });
    for (const auto& [destination, at] : oldest.destinations) {
        const auto ready = oldest.items.emplace(name_of(ItemState::ready), at).first;
        ready->second = std::min(ready->second, at);
    }
    return oldest;
}

std::optional<UtcTime> SqliteStore::next_due() const {
    std::optional<UtcTime> earliest;
    state_->readers.look([&](Connection& connection) {
        take_earliest(connection,
                      "SELECT number, not_before, revision FROM items "
                      "WHERE state IN ('recorded', 'waiting') AND state = 'waiting' "
                      "ORDER BY not_before, number LIMIT ?",
                      state_->items, earliest);
        take_earliest(connection,
                      "SELECT item, not_before, attempts FROM outbox WHERE is_dead = 0 "
                      "ORDER BY not_before, item LIMIT ?",
                      state_->deliveries, earliest);
    });
    return earliest;
}

bool SqliteStore::has_arrivals_to_read() const {
    const auto now = ms_of(state_->clock());
    bool has_any = false;
    state_->readers.look([&](Connection& connection) {
        has_any = connection.number(
                      "SELECT EXISTS (SELECT 1 FROM arrivals WHERE state = 'received' AND "
                      "type IN ('xml', 'json') AND (reason = '' OR not_before NOT BETWEEN ?1 + 1 "
                      "AND ?2)) OR "
                      "EXISTS (SELECT 1 FROM arrivals WHERE state = 'received' AND "
                      "type NOT IN ('xml', 'json', 'feed', 'zip') AND "
                      "(reason = '' OR not_before NOT BETWEEN ?1 + 1 AND ?2)) OR "
                      "EXISTS (SELECT 1 FROM arrivals WHERE state = 'received' AND "
                      "type IN ('feed', 'zip') AND (reason = '' OR not_before NOT BETWEEN ?1 + 1 "
                      "AND ?2))",
                      now, now + longest_wait.count()) != 0;
    });
    return has_any;
}

bool SqliteStore::has_open_work() const {
    bool has_any = false;
    state_->readers.look([&](Connection& connection) {
        has_any =
            connection.number(
                "SELECT EXISTS (SELECT 1 FROM arrivals WHERE state = 'received' AND type IN "
                "('xml', 'json')) "
                "OR "
                "EXISTS (SELECT 1 FROM arrivals WHERE state = 'received' AND type NOT IN "
                "('xml', 'json', 'feed', 'zip')) OR "
                "EXISTS (SELECT 1 FROM arrivals WHERE state = 'received' AND type IN ('feed', "
                "'zip')) OR "
                "EXISTS (SELECT 1 FROM items WHERE state IN ('recorded', 'waiting')) OR "
                "EXISTS (SELECT 1 FROM outbox WHERE is_dead = 0)") != 0;
    });
    return has_any;
}

}  // namespace indgang::store::sqlite
