// SPDX-License-Identifier: MPL-2.0
// Lists and searches. What they show stands in a table of short rows, so that a page of a list
// costs the same whatever the records behind it weigh.
#include <algorithm>
#include <tuple>
#include <utility>

#include "pipeline/store/sqlite/state.h"
#include "schemas/error/error.h"

namespace indgang::store::sqlite {
namespace {

constexpr std::string_view select_listed =
    "SELECT a.id AS arrival, i.ordinal AS ordinal, a.name AS file, i.form AS form, "
    "i.version AS version, i.state AS state, i.reason AS reason, i.case_number AS case_number, "
    "a.received_at AS received_at, i.changed_at AS changed_at, l.cpr AS cpr, l.person AS person, "
    "l.source AS source, l.pages AS pages, l.print_set AS print_set, l.content AS content, "
    "l.reasons AS reasons, l.assignee AS assignee, l.filled AS filled, l.doubtful AS doubtful, "
    "l.confirmed AS confirmed, l.differing AS differing, l.unknown AS unknown, "
    "i.number AS number, i.destination AS destination FROM items i JOIN arrivals a ON a.number = "
    "i.arrival "
    "LEFT JOIN listings l ON l.item = i.number";

/// The rows that are looked for, as SQL and the values of its places.
struct Where {
    std::string sql;
    std::vector<Bound> values;
    bool is_of_arrivals = false;  ///< their table is needed to tell
    bool is_of_listings = false;

    void add(std::string_view condition, Bound value) {
        sql += (sql.empty() ? " WHERE " : " AND ");
        sql += condition;
        values.push_back(std::move(value));
        is_of_arrivals |= condition.starts_with("a.");
        is_of_listings |= condition.starts_with("l.");
    }
    /// With a place for each of them.
    void add_all(std::string_view condition, const std::vector<std::string>& all) {
        sql += (sql.empty() ? " WHERE " : " AND ");
        sql += condition;
        values.insert(values.end(), all.begin(), all.end());
    }
};

// `%` and `_` of a text that is looked for are themselves.
std::string part(std::string_view text, std::string_view before = "%") {
    std::string pattern(before);
    for (const char letter : text) {
        if (letter == '%' || letter == '_' || letter == '\\') {
            pattern += '\\';
        }
        pattern += letter;
    }
    return pattern + '%';
}

bool is_cpr(std::string_view text) {
    return text.size() == 10 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Where where_of(const Search& search) {
    Where where;
    if (search.state) {
        where.add("i.state = ?", std::string(name_of(*search.state)));
    }
    if (!search.form.empty()) {
        where.add("i.form = ?", search.form);
    }
    if (search.forms) {
        where.add_all("i.form IN (" + places_for(search.forms->size()) + ")", *search.forms);
    }
    if (is_cpr(search.person)) {
        where.add("l.cpr = ? AND l.cpr <> ''", search.person);
    } else if (!search.person.empty()) {
        where.add("l.person LIKE ? ESCAPE '\\'", part(search.person));
    }
    if (!search.file.empty()) {
        where.add("a.name LIKE ? ESCAPE '\\'", part(search.file));
    }
    if (!search.arrival.empty()) {
        where.add("a.id = ?", search.arrival);
    }
    if (!search.item.empty()) {
        const auto name = parse_item_id(search.item);
        where.add("a.id = ?", name ? name->arrival : std::string());
        where.add("i.ordinal = ?", std::int64_t{name ? name->ordinal : 0});
    }
    if (!search.case_number.empty()) {
        where.add("i.case_number = ?", search.case_number);
    }
    if (!search.reason.empty()) {
        // Reasons are one text, each after a line's end.
        where.add("(i.reason LIKE ? ESCAPE '\\'", part(search.reason, ""));
        where.sql += " OR l.reasons LIKE ? ESCAPE '\\')";
        where.is_of_listings = true;
        where.values.emplace_back(part("\n" + search.reason));
    }
    if (!search.print_set.empty()) {
        where.add("l.print_set = ? AND l.print_set <> ''", search.print_set);
    }
    if (!search.content.empty()) {
        where.add("l.content = ?", search.content);
    }
    if (!search.source.empty()) {
        where.add("l.source = ?", search.source);
    }
    if (!search.assignee.empty()) {
        where.add("l.assignee = ?", search.assignee);
    }
    if (search.received_from) {
        where.add("a.received_at >= ?", ms_of(*search.received_from));
    }
    if (search.received_until) {
        where.add("a.received_at < ?", ms_of(*search.received_until));
    }
    return where;
}

Where where_of(const ArrivalSearch& search) {
    Where where;
    if (search.state) {
        where.add("state = ?", std::string(name_of(*search.state)));
    }
    if (search.is_without_application) {
        where.add("(state <> 'read' OR reason <> '') AND state <> ?",
                  std::string(name_of(ArrivalState::closed)));
    }
    if (!search.arrival.empty()) {
        where.add("id = ?", search.arrival);
    }
    if (!search.file.empty()) {
        where.add("name LIKE ? ESCAPE '\\'", part(search.file));
    }
    if (search.received_from) {
        where.add("received_at >= ?", ms_of(*search.received_from));
    }
    if (search.received_until) {
        where.add("received_at < ?", ms_of(*search.received_until));
    }
    return where;
}

/// How many there are. Of a state, or of all, it is known; else what is found is counted, and no
/// table is looked into that does not tell.
std::int64_t total_of(Connection& connection, const Search& search, const Where& where) {
    const std::string_view of_state = " WHERE i.state = ?";
    if (where.sql.empty() || where.sql == of_state) {
        const std::string state(search.state ? name_of(*search.state) : "");
        return connection.number(
            "SELECT coalesce(sum(number), 0) FROM sums WHERE subject = 'items' AND "
            "(?1 = '' OR state = ?1)",
            state);
    }
    std::string tables = "items i";
    if (where.is_of_arrivals) {
        tables += " JOIN arrivals a ON a.number = i.arrival";
    }
    if (where.is_of_listings) {
        tables += " LEFT JOIN listings l ON l.item = i.number";
    }
    return connection.number("SELECT count(*) FROM " + tables + where.sql, where.values);
}

std::string joined(const std::vector<std::string>& reasons) {
    std::string text;
    for (const auto& reason : reasons) {
        text += '\n' + reason;
    }
    return text;
}

std::vector<std::string> parted(std::string_view text) {
    std::vector<std::string> reasons;
    while (!text.empty()) {
        text.remove_prefix(1);
        const auto end = std::min(text.find('\n'), text.size());
        reasons.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return reasons;
}

struct ListedRow {
    ListedItem item;
    std::int64_t ordinal = 0;
    std::string state, reasons;

    static constexpr auto columns() {
        return std::tuple(
            Column("ordinal", &ListedRow::ordinal), Column("state", &ListedRow::state),
            Column("reasons", &ListedRow::reasons),
            Column("arrival", &ListedRow::item, &ListedItem::arrival),
            Column("file", &ListedRow::item, &ListedItem::file),
            Column("form", &ListedRow::item, &ListedItem::form),
            Column("version", &ListedRow::item, &ListedItem::version),
            Column("reason", &ListedRow::item, &ListedItem::reason),
            Column("case_number", &ListedRow::item, &ListedItem::case_number),
            Column("destination", &ListedRow::item, &ListedItem::destination),
            Column("received_at", &ListedRow::item, &ListedItem::received_at),
            Column("changed_at", &ListedRow::item, &ListedItem::changed_at),
            Column("assignee", &ListedRow::item, &ListedItem::assignee),
            Column("number", &ListedRow::item, &ListedItem::number),
            Column("cpr", &ListedRow::item, &ListedItem::listing, &Listing::cpr),
            Column("person", &ListedRow::item, &ListedItem::listing, &Listing::person),
            Column("source", &ListedRow::item, &ListedItem::listing, &Listing::source),
            Column("pages", &ListedRow::item, &ListedItem::listing, &Listing::pages),
            Column("print_set", &ListedRow::item, &ListedItem::listing, &Listing::print_set),
            Column("content", &ListedRow::item, &ListedItem::listing, &Listing::content),
            Column("filled", &ListedRow::item, &ListedItem::listing, &Listing::filled),
            Column("doubtful", &ListedRow::item, &ListedItem::listing, &Listing::doubtful),
            Column("confirmed", &ListedRow::item, &ListedItem::listing, &Listing::confirmed),
            Column("differing", &ListedRow::item, &ListedItem::listing, &Listing::differing),
            Column("unknown", &ListedRow::item, &ListedItem::listing, &Listing::unknown));
    }
};

struct ActRow {
    RecordedAct act;

    static constexpr auto columns() {
        return std::tuple(Column("at", &ActRow::act, &RecordedAct::at),
                          Column("what", &ActRow::act, &RecordedAct::what),
                          Column("by", &ActRow::act, &RecordedAct::author, &Author::by),
                          Column("role", &ActRow::act, &RecordedAct::author, &Author::role),
                          Column("why", &ActRow::act, &RecordedAct::author, &Author::why));
    }
};

ListedItem item_of(ListedRow&& row) {
    row.item.id = item_id(row.item.arrival, row.ordinal);
    row.item.state = item_state_of(row.state);
    row.item.listing.reasons = parted(row.reasons);
    return std::move(row.item);
}

}  // namespace

void put_listing(Connection& connection, std::int64_t item, const Listing& listing) {
    connection.run(
        "INSERT INTO listings (item, cpr, person, source, pages, print_set, content, reasons, "
        "filled, doubtful, confirmed, differing, unknown, listed_at) VALUES "
        "(?,?,?,?,?,?,?,?,?,?,?,?,?,(SELECT coalesce(max(number), 0) + 1 FROM events)) "
        "ON CONFLICT (item) DO UPDATE SET cpr = excluded.cpr, person = excluded.person, "
        "source = excluded.source, pages = excluded.pages, print_set = excluded.print_set, "
        "content = excluded.content, reasons = excluded.reasons, filled = excluded.filled, "
        "doubtful = excluded.doubtful, confirmed = excluded.confirmed, "
        "differing = excluded.differing, unknown = excluded.unknown, "
        "listed_at = excluded.listed_at",
        item, listing.cpr, listing.person, listing.source, listing.pages, listing.print_set,
        listing.content, joined(listing.reasons), listing.filled, listing.doubtful,
        listing.confirmed, listing.differing, listing.unknown);
}

FoundItems SqliteStore::search(const Search& search) const {
    FoundItems found;
    const auto where = where_of(search);
    state_->readers.look([&](Connection& connection) {
        found.total = total_of(connection, search, where);
        for (auto& row : connection.structs<ListedRow>(
                 std::string(select_listed) + where.sql + " ORDER BY i.number " +
                     (search.is_newest_first ? "DESC" : "ASC") + " LIMIT ? OFFSET ?",
                 where.values, search.per_page,
                 std::int64_t{search.page - 1} * std::int64_t{search.per_page})) {
            found.items.push_back(item_of(std::move(row)));
        }
    });
    return found;
}

std::vector<Item> SqliteStore::unlisted(int limit) const {
    std::vector<Item> found;
    state_->readers.look([&](Connection& connection) {
        for (auto& row : item_rows(connection,
                                   "WHERE i.is_settled = 1 AND NOT EXISTS "
                                   "(SELECT 1 FROM listings l WHERE l.item = i.number) "
                                   "ORDER BY i.number LIMIT ?",
                                   limit)) {
            found.push_back(item_of(std::move(row)));
        }
    });
    return found;
}

void SqliteStore::list(const std::vector<std::pair<std::string, Listing>>& listings) {
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        for (const auto& [item, listing] : listings) {
            put_listing(connection, item_key(connection, item).number, listing);
        }
    });
}

namespace {

// Whether one is listed that matches. What is empty is nobody's, and not asked for.
bool is_any(Connection& connection, std::string_view key, std::string_view more,
            const std::string& value, const auto&... values) {
    return !value.empty() &&
           connection.number("SELECT EXISTS (SELECT 1 FROM listings WHERE " + std::string(key) +
                                 " = ? AND " + std::string(key) + " <> '' AND item <> ?" +
                                 std::string(more) + ")",
                             value, values...) != 0;
}

}  // namespace

std::vector<SqliteStore::Glance> SqliteStore::glances(std::span<const Sought> sought) const {
    std::vector<Glance> glances;
    state_->readers.look([&](Connection& connection) {
        glances.clear();
        const auto moment = connection.number("SELECT coalesce(max(number), 0) FROM events");
        for (const auto& [item, cpr, print_set] : sought) {
            glances.push_back({moment, is_any(connection, "cpr", "", cpr, item) ||
                                           is_any(connection, "print_set", "", print_set, item)});
        }
    });
    return glances;
}

bool has_newer_twin(Connection& connection, std::int64_t item, const Listing& listing,
                    std::int64_t moment) {
    return is_any(connection, "cpr", " AND content = ? AND listed_at > ?", listing.cpr, item,
                  listing.content, moment) ||
           is_any(connection, "print_set", " AND listed_at > ?", listing.print_set, item, moment);
}

FoundArrivals SqliteStore::search_arrivals(const ArrivalSearch& search) const {
    FoundArrivals found;
    const auto where = where_of(search);
    state_->readers.look([&](Connection& connection) {
        found.total = connection.number("SELECT count(*) FROM arrivals" + where.sql, where.values);
        for (auto& row : connection.structs<ArrivalRow>(
                 std::string(select_arrival) + where.sql + " ORDER BY number DESC LIMIT ? OFFSET ?",
                 where.values, search.per_page,
                 std::int64_t{search.page - 1} * std::int64_t{search.per_page})) {
            const auto number = row.number;
            found.arrivals.push_back(
                {arrival_of(std::move(row)),
                 connection.number("SELECT count(*) FROM items WHERE arrival = ?", number),
                 connection.number(
                     "SELECT count(*) FROM items WHERE arrival = ? AND state = 'parked'", number)});
        }
    });
    return found;
}

void SqliteStore::looked(std::span<const std::string> items, const std::string& what,
                         const Author& author) {
    state_->amend([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        for (const auto& item : items) {
            const auto key = item_key(connection, item);
            state_->act(connection, key.arrival, key.ordinal, what, author);
        }
    });
}

void SqliteStore::listed(std::span<const std::string> items, const Author& author, UtcTime since) {
    const auto is_told = [&](Connection& connection, const ItemKey& key) {
        return connection.number(
                   "SELECT count(*) FROM acts WHERE arrival = ? AND ordinal = ? AND what = ? "
                   "AND by = ? AND at >= ?",
                   key.arrival, key.ordinal, store::listed, author.by, ms_of(since)) > 0;
    };
    std::vector<ItemKey> untold;
    state_->readers.look([&](Connection& connection) {
        for (const auto& item : items) {
            const auto key = item_key(connection, item);
            if (!is_told(connection, key)) {
                untold.push_back(key);
            }
        }
    });
    if (untold.empty()) {
        return;  // lists are looked at again and again
    }
    state_->amend([&](Transaction& transaction) {
        for (const auto& key : untold) {
            state_->act(transaction.connection(), key.arrival, key.ordinal,
                        std::string(store::listed), author);
        }
    });
}

std::vector<RecordedAct> SqliteStore::acts(const std::string& subject) const {
    std::vector<RecordedAct> found;
    state_->readers.look([&](Connection& connection) {
        const auto key = parse_item_id(subject)
                             ? item_key(connection, subject)
                             : ItemKey{.arrival = arrival_number(connection, subject)};
        for (auto& row : connection.structs<ActRow>(
                 "SELECT at, what, by, role, why FROM acts WHERE arrival = ? AND ordinal = ? "
                 "ORDER BY number",
                 key.arrival, key.ordinal)) {
            found.push_back(std::move(row.act));
        }
    });
    return found;
}

void SqliteStore::assign(const std::string& item, const std::string& assignee,
                         const Author& author) {
    state_->amend([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto key = item_key(connection, item);
        if (connection.run("UPDATE listings SET assignee = ? WHERE item = ?", assignee,
                           key.number) != 1) {
            throw_conflict("assign");
        }
        state_->act(connection, key.arrival, key.ordinal, "assigned", author);
    });
}

}  // namespace indgang::store::sqlite
