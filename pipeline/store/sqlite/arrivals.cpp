// SPDX-License-Identifier: MPL-2.0
// Arrivals: what came in, and what was found in it.
#include <algorithm>
#include <utility>

#include "pipeline/store/sqlite/receiving.h"
#include "pipeline/store/sqlite/state.h"
#include "pipeline/store/waiting.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::store::sqlite {
namespace {

struct Known {
    std::int64_t number = 0;
    std::string id;
    std::string digest;
    UtcTime received_at{};

    static constexpr auto columns() {
        return std::tuple(Column("number", &Known::number), Column("id", &Known::id),
                          Column("digest", &Known::digest),
                          Column("received_at", &Known::received_at));
    }
};

std::optional<Known> known_by(Connection& connection, std::string_view where,
                              const std::string& value) {
    auto found =
        connection.structs<Known>("SELECT number, id, digest, received_at FROM arrivals WHERE " +
                                      std::string(where) + " ORDER BY number LIMIT 1",
                                  value);
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::optional<Known> known_by_key(Connection& connection, const std::string& sender_key,
                                  const std::string& digest) {
    auto known = known_by(connection, "sender_key = ? AND sender_key <> ''", sender_key);
    if (known && known->digest != digest) {
        throw Error(Reason::key_reused, "store: this key came before with other bytes");
    }
    return known;
}

// A key speaks for the sender: the same key is the same sending, a new key is meant as a new one.
// Without a key only the bytes can tell.
std::optional<Known> known_before(Connection& connection, const NewArrival& arrival,
                                  const std::string& digest) {
    if (arrival.sender_key.empty()) {
        return known_by(connection, "digest = ?", digest);
    }
    return known_by_key(connection, arrival.sender_key, digest);
}

struct PageRow {
    StoredPage page;
    std::string half, image, from_half;

    static constexpr auto columns() {
        return std::tuple(
            Column("page", &PageRow::page, &StoredPage::page, &PagePlace::number),
            Column("half", &PageRow::half), Column("reading", &PageRow::page, &StoredPage::reading),
            Column("image", &PageRow::image),
            Column("media_type", &PageRow::page, &StoredPage::media_type),
            Column("from_arrival", &PageRow::page, &StoredPage::from_arrival),
            Column("from_page", &PageRow::page, &StoredPage::from_page, &PagePlace::number),
            Column("from_half", &PageRow::from_half));
    }
};

// The list of an arrival's only_pages.
std::vector<PagePlace> places_of(std::string_view text) {
    std::vector<PagePlace> places;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        const auto place = parse_page_place(text.substr(0, comma));
        if (!place) {
            throw Error(Reason::store_corrupt, "store: an arrival has no such page");
        }
        places.push_back(*place);
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return places;
}

// Stores a document once, whatever arrivals have it. It stands under the first arrival that came
// with it, for an index over digests there is already. What it says cannot change, so other bytes
// in the table are damage, and the right ones take their place.
void keep_document(Connection& connection, std::int64_t arrival, const std::string& digest,
                   BytesView document) {
    VERIFY(document.size() <= document_bytes);
    const auto stored = connection.rows<std::int64_t, Bytes>(
        "SELECT d.arrival, d.bytes FROM arrivals a JOIN documents d ON d.arrival = a.number "
        "WHERE a.digest = ? LIMIT 1",
        digest);
    if (stored.empty()) {
        connection.run("INSERT INTO documents (arrival, bytes) VALUES (?,?)", arrival, document);
    } else if (!std::ranges::equal(std::get<1>(stored.front()), document)) {
        connection.run("UPDATE documents SET bytes = ? WHERE arrival = ?", document,
                       std::get<0>(stored.front()));
    }
}

// These bytes are whole now: what waits because they were damaged is due.
void take_up(Shared& shared, Connection& connection, const std::string& digest) {
    connection.run(
        "UPDATE arrivals SET reason = '', not_before = ? WHERE digest = ? AND "
        "state = 'received' AND reason <> ''",
        ms_of(shared.clock()), digest);
}

void check_received(Shared& shared, Connection& connection, std::int64_t number,
                    std::string_view step) {
    if (!is_received_and_ours(shared, connection, number)) {
        throw_conflict(step);
    }
}

// The conditions of the partial indexes stand here word for word, or they are not used.
std::string_view open_in(Lane lane) {
    switch (lane) {
        case Lane::all:
            return "WHERE state = 'received' AND ";
        case Lane::documents:
            return "WHERE state = 'received' AND type IN ('xml', 'json') AND ";
        case Lane::scans:
            return "WHERE state = 'received' AND type NOT IN ('xml', 'json', 'feed', 'zip') AND ";
        case Lane::small_scans:
            static_assert(small_scan_pages == 10);
            return "WHERE state = 'received' AND type NOT IN ('xml', 'json', 'feed', 'zip') AND "
                   "pages <= 10 AND ";
        case Lane::feeds:
            return "WHERE state = 'received' AND type IN ('feed', 'zip') AND ";
    }
    VERIFY(false);
}

// Only what waits for something waits at all, whatever the clock says.
constexpr std::string_view is_due = "(reason = '' OR not_before NOT BETWEEN ?1 + 1 AND ?2) AND ";

// One look at the queue. Gives true when all that it saw went to quarantine, so that another look
// may find work.
bool claim_some(Shared& shared, Transaction& transaction, int at_most, Lane lane,
                std::vector<Arrival>& claimed) {
    auto& connection = transaction.connection();
    shared.leases->end_the_dead(connection);
    const auto now = ms_of(shared.clock());
    auto open = arrival_rows(connection,
                             std::string(open_in(lane)) + std::string(is_due) +
                                 std::string(is_free) + " ORDER BY not_before, number LIMIT ?",
                             now, now + longest_wait.count(), shared.me(),
                             at_most + shared.arrivals.count());
    bool has_quarantined = false;
    for (auto& row : open) {
        const auto number = row.number;
        auto& arrival = row.arrival;
        if (std::cmp_greater_equal(claimed.size(), at_most)) {
            break;
        }
        if (shared.arrivals.has(number, Claims::no_stamp)) {
            continue;
        }
        if (arrival.attempts >= claims_without_end) {
            connection.run(
                "UPDATE arrivals SET state = 'quarantined', reason = ?, owner = 0 "
                "WHERE number = ?",
                code_of(Reason::poison), number);
            shared.event(connection, number, 0, "quarantined",
                         "attempts " + std::to_string(arrival.attempts));
            has_quarantined = true;
            continue;
        }
        // What was claimed before and came to no end may be what kills the process. It is handed
        // out alone and goes to the end of the queue, so that its next death is its own.
        const bool is_suspect = arrival.attempts > 0;
        if (is_suspect && !claimed.empty()) {
            break;
        }
        ++arrival.attempts;
        connection.run("UPDATE arrivals SET attempts = attempts + 1, owner = ? WHERE number = ?",
                       shared.me(), number);
        shared.arrivals.take(number, Claims::no_stamp, transaction);
        claimed.push_back(arrival_of(std::move(row)));
        if (is_suspect) {
            connection.run("UPDATE arrivals SET not_before = ? WHERE number = ?",
                           ms_of(shared.clock()), number);
            shared.event(connection, number, 0, "claimed",
                         "attempt " + std::to_string(claimed.back().attempts));
            break;
        }
    }
    return claimed.empty() && has_quarantined;
}

}  // namespace

Received receive_one(Shared& shared, Connection& connection, const NewArrival& arrival,
                     BytesView document) {
    const auto digest = arrival.digest.hex();
    const auto known = known_before(connection, arrival, digest);
    ArrivalReceipt receipt;
    auto number = known ? known->number : 0;
    if (known) {
        receipt = {known->id, true, known->received_at};
    } else {
        receipt = {shared.ids(), false, shared.clock()};
        const auto at = ms_of(receipt.at);
        connection.run(
            "INSERT INTO arrivals (id, digest, size_bytes, channel, name, type, sender_key, state, "
            "not_before, received_at) VALUES (?,?,?,?,?,?,?,'received',?,?)",
            receipt.arrival, digest, arrival.size_bytes, arrival.channel, arrival.name,
            arrival.type, arrival.sender_key, at, at);
        number = connection.last_number();
        shared.event(connection, number, 0, "received", arrival.channel);
    }
    if (known || !arrival.sender_key.empty()) {
        take_up(shared, connection, digest);
    }
    if (!document.empty()) {
        // Without a key the digest was looked for: what nobody has sent stands nowhere.
        if (!known && arrival.sender_key.empty()) {
            VERIFY(document.size() <= document_bytes);
            connection.run("INSERT INTO documents (arrival, bytes) VALUES (?,?)", number, document);
        } else {
            keep_document(connection, number, digest, document);
        }
    }
    return {number, receipt};
}

bool is_received_and_ours(const Shared& shared, Connection& connection, std::int64_t number) {
    return connection.number(
               "SELECT count(*) FROM arrivals WHERE number = ? AND "
               "state = 'received' AND owner IN (0, ?)",
               number, shared.me()) == 1;
}

Arrival arrival_of(ArrivalRow&& row) {
    const auto digest = Digest::parse(row.digest);
    if (!digest) {
        throw Error(Reason::store_corrupt, "store: an arrival has no digest");
    }
    row.arrival.content.digest = *digest;
    row.arrival.state = arrival_state_of(row.state);
    row.arrival.only_pages = places_of(row.only_pages);
    return std::move(row.arrival);
}

void SqliteStore::check_key(const std::string& sender_key, const Digest& digest) const {
    state_->readers.look(
        [&](Connection& connection) { (void)known_by_key(connection, sender_key, digest.hex()); });
}

ArrivalReceipt SqliteStore::receive(const NewArrival& arrival, BytesView document) {
    ArrivalReceipt receipt;
    state_->write([&](Transaction& transaction) {
        receipt = receive_one(*state_, transaction.connection(), arrival, document).receipt;
    });
    return receipt;
}

std::vector<ArrivalReceipt> SqliteStore::receive(std::span<const Arriving> arriving) {
    std::vector<ArrivalReceipt> receipts;
    state_->write([&](Transaction& transaction) {
        for (const auto& [arrival, document] : arriving) {
            receipts.push_back(
                receive_one(*state_, transaction.connection(), arrival, document).receipt);
        }
    });
    return receipts;
}

std::vector<Arrival> SqliteStore::claim_arrivals(int at_most, Lane lane) {
    std::vector<Arrival> claimed;
    if (at_most <= 0) {
        return claimed;
    }
    state_->write([&](Transaction& transaction) {
        while (claim_some(*state_, transaction, at_most, lane, claimed)) {
        }
    });
    return claimed;
}

void SqliteStore::set_pages(const std::string& arrival, int pages) {
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto number = arrival_number(connection, arrival);
        check_received(*state_, connection, number, "set pages");
        connection.run("UPDATE arrivals SET pages = ? WHERE number = ?", pages, number);
        state_->event(connection, number, 0, "decoded", "pages " + std::to_string(pages));
    });
}

void SqliteStore::put_pages(const std::string& arrival, const std::vector<StoredPage>& pages) {
    VERIFY(!pages.empty());
    const int picture = pages.front().page.number;
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto number = arrival_number(connection, arrival);
        check_received(*state_, connection, number, "put page");
        // After a crash the same page may be read again: same bytes, same models, same reading.
        const bool is_new =
            connection.number("SELECT count(*) FROM pages WHERE arrival = ? AND page = ?", number,
                              picture) == 0;
        connection.run("DELETE FROM pages WHERE arrival = ? AND page = ?", number, picture);
        for (const auto& page : pages) {
            VERIFY(page.page.number == picture);
            connection.run(
                "INSERT INTO pages (arrival, page, half, reading, image, media_type) "
                "VALUES (?,?,?,?,?,?)",
                number, picture, std::string(name_of(page.page.half)), page.reading,
                page.image ? page.image->hex() : std::string(), page.media_type);
        }
        if (is_new) {
            // A batch of a thousand pages that gets on is no poison, however often it is cut off.
            connection.run("UPDATE arrivals SET attempts = 1 WHERE number = ? AND attempts > 1",
                           number);
        }
        state_->event(connection, number, 0, "page_read", "page " + std::to_string(picture));
    });
}

std::vector<StoredPage> SqliteStore::pages(const std::string& arrival) const {
    std::vector<StoredPage> found;
    state_->readers.look([&](Connection& connection) {
        for (auto& row : connection.structs<PageRow>(
                 "SELECT p.page AS page, p.half AS half, p.reading AS reading, p.image AS image, "
                 "p.media_type AS media_type, coalesce(f.id, '') AS from_arrival, "
                 "p.from_page AS from_page, p.from_half AS from_half "
                 "FROM pages p LEFT JOIN arrivals f ON f.number = p.from_arrival "
                 "WHERE p.arrival = (SELECT number FROM arrivals WHERE id = ?) "
                 "ORDER BY p.page, p.number",
                 arrival)) {
            auto& page = row.page;
            page.page.half = half_of(row.half);
            page.image = Digest::parse(row.image);
            if (page.from_arrival.empty()) {
                page.from_page = {};
            } else {
                page.from_page.half = half_of(row.from_half);
            }
            found.push_back(std::move(page));
        }
    });
    return found;
}

void SqliteStore::reject_arrival(const std::string& arrival, const std::string& reason,
                                 const std::string& place, const std::string& message) {
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto number = arrival_number(connection, arrival);
        state_->arrivals.free(number, transaction);
        check_received(*state_, connection, number, "reject arrival");
        connection.run(
            "UPDATE arrivals SET state = 'rejected', reason = ?, place = ?, message = ?, owner = 0 "
            "WHERE number = ?",
            reason, place, message, number);
        state_->event(connection, number, 0, "rejected", reason);
    });
}

void SqliteStore::retry_arrival(const std::string& id, const Author& author) {
    state_->amend([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto number = arrival_number(connection, id);
        if (connection.run(
                "UPDATE arrivals SET state = 'received', reason = '', place = '', "
                "message = '', attempts = 0, not_before = ?, owner = 0 "
                "WHERE number = ? AND (state IN ('rejected', 'quarantined', 'closed') OR "
                "(state = 'received' AND reason <> ''))",
                ms_of(state_->clock()), number) != 1) {
            throw_conflict("retry arrival");
        }
        state_->act(connection, number, 0, "retried", author);
        state_->arrivals.free(number, transaction);
    });
}

void SqliteStore::close_arrival(const std::string& id, const Author& author) {
    state_->amend([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto number = arrival_number(connection, id);
        if (connection.run("UPDATE arrivals SET state = 'closed' WHERE number = ? AND "
                           "state IN ('read', 'rejected', 'quarantined') AND NOT EXISTS "
                           "(SELECT 1 FROM items WHERE arrival = arrivals.number)",
                           number) != 1) {
            throw_conflict("close arrival");
        }
        state_->act(connection, number, 0, code_of(Reason::closed), author);
    });
}

void SqliteStore::postpone_arrival(const std::string& arrival, const std::string& reason) {
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto number = arrival_number(connection, arrival);
        state_->arrivals.free(number, transaction);
        check_received(*state_, connection, number, "postpone arrival");
        connection.run(
            "UPDATE arrivals SET attempts = max(attempts - 1, 0), owner = 0, reason = ?, "
            "not_before = ? WHERE number = ?",
            reason, ms_of(state_->clock()) + longest_wait.count(), number);
        state_->event(connection, number, 0, "postponed", reason);
    });
}

void SqliteStore::release_arrival(const std::string& arrival) {
    state_->write([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto number = arrival_number(connection, arrival);
        if (!state_->arrivals.has(number, Claims::no_stamp)) {
            return;
        }
        connection.run(
            "UPDATE arrivals SET attempts = attempts - 1, owner = 0 "
            "WHERE number = ? AND state = 'received' AND owner = ?",
            number, state_->me());
        state_->event(connection, number, 0, "released", "");
        state_->arrivals.free(number, transaction);
    });
}

}  // namespace indgang::store::sqlite
