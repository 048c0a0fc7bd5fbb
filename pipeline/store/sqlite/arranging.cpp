// SPDX-License-Identifier: MPL-2.0
// What a person closes, has read again, and puts together in another way. Nothing that is a case,
// or on its way there, is touched: the states say so here, and the triggers say so once more.
#include <utility>

#include "pipeline/store/sqlite/database/phrases.h"
#include "pipeline/store/sqlite/state.h"
#include "schemas/error/error.h"

namespace indgang::store::sqlite {
namespace {

// Also of what is closed: it may be closed for another reason then.
void close_item(Shared& shared, Connection& connection, const ItemKey& key, std::int64_t revision,
                std::string_view reason, const Author& author) {
    const auto now = ms_of(shared.clock());
    if (connection.run("UPDATE items SET state = 'closed', reason = ?, changed_at = ?, owner = 0, "
                       "revision = revision + 1 WHERE number = ? AND revision = ? AND "
                       "state IN ('recorded', 'waiting', 'parked', 'closed')",
                       reason, now, key.number, revision) != 1) {
        throw_conflict("close");
    }
    shared.act(connection, key.arrival, key.ordinal, reason, author);
}

// Takes: an arrival whose applications, or that of `pages`, are closed; what was done, for `acts`.
void open_again(Shared& shared, Connection& connection, std::int64_t arrival,
                const std::vector<PagePlace>& pages, std::string_view what, const Author& author) {
    const auto now = ms_of(shared.clock());
    std::string only;
    for (const auto& page : pages) {
        only += (only.empty() ? "" : ",") + format_page_place(page);
    }
    if (connection.run("UPDATE arrivals SET state = 'received', reason = '', place = '', "
                       "message = '', attempts = 0, not_before = ?, only_pages = ?, owner = 0, "
                       "is_lost = 0 "
                       "WHERE number = ? AND state IN ('read', 'closed')",
                       now, only, arrival) != 1) {
        throw_conflict("read again");
    }
    const auto forget = [&](const std::string& where, const auto&... values) {
        connection.run(
            "INSERT INTO past_pages (arrival, page, half, until, reading, image) "
            "SELECT arrival, page, half, ?, reading, image FROM pages WHERE " +
                where,
            now, values...);
        connection.run("DELETE FROM pages WHERE " + where, values...);
    };
    if (pages.empty()) {
        forget("arrival = ?", arrival);
    }
    for (const auto& page : pages) {
        forget("arrival = ? AND page = ?", arrival, page.number);
    }
    shared.act(connection, arrival, 0, what, author);
}

}  // namespace

void SqliteStore::rearrange(const Rearrangement& rearrangement) {
    state_->amend([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto now = ms_of(state_->clock());
        const auto& author = rearrangement.author;
        for (const auto& [item, form, version, record, listing] : rearrangement.changed) {
            const auto key = item_key(connection, item.id);
            keep_record(connection, key.number, now, author);
            connection.run("UPDATE records SET record = ? WHERE item = ?", shortened(record),
                           key.number);
            put_listing(connection, key.number, listing);
            if (connection.run(
                    "UPDATE items SET state = 'recorded', form = ?, version = ?, "
                    "reason = '', unended = 0, is_settled = 0, not_before = ?, changed_at = ?, "
                    "owner = 0, revision = revision + 1 WHERE number = ? AND revision = ? AND "
                    "state IN ('recorded', 'waiting', 'parked')",
                    form, version, now, now, key.number, item.revision) != 1) {
                throw_conflict(rearrangement.what);
            }
            state_->act(connection, key.arrival, key.ordinal, rearrangement.what, author);
            state_->items.free(key.number, transaction);
        }
        for (const auto& [item, listing] : rearrangement.closed) {
            const auto key = item_key(connection, item.id);
            put_listing(connection, key.number, listing);
            for (const auto& to : rearrangement.changed) {
                state_->event(connection, key.arrival, key.ordinal, "pages_went_to", to.item.id);
            }
            close_item(*state_, connection, key, item.revision, rearrangement.what, author);
            state_->items.free(key.number, transaction);
        }
        const auto arrival = arrival_number(connection, rearrangement.arrival);
        for (const auto& item : rearrangement.added) {
            sqlite::add_item(*state_, connection, arrival, item);
            connection.run("UPDATE arrivals SET is_lost = 0 WHERE number = ?", arrival);
        }
        for (const auto& page : rearrangement.pages) {
            connection.run(
                "INSERT INTO pages (arrival, page, half, reading, image, media_type, "
                "from_arrival, from_page, from_half) VALUES (?,?,?,?,?,?,?,?,?)",
                arrival, page.page.number, std::string(name_of(page.page.half)), page.reading,
                page.image ? page.image->hex() : std::string(), page.media_type,
                arrival_number(connection, page.from_arrival), page.from_page.number,
                std::string(name_of(page.from_page.half)));
        }
    });
}

void SqliteStore::close(const Item& item, const Author& author) {
    state_->amend([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto key = item_key(connection, item.id);
        close_item(*state_, connection, key, item.revision, code_of(Reason::closed), author);
        state_->items.free(key.number, transaction);
    });
}

void SqliteStore::reread_arrival(const std::string& arrival, const Author& author) {
    state_->amend([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto number = arrival_number(connection, arrival);
        for (auto& row : item_rows(connection, "WHERE i.arrival = ?", number)) {
            const auto item = item_of(std::move(row));
            const auto key = item_key(connection, item.id);
            close_item(*state_, connection, key, item.revision, code_of(Reason::read_again),
                       author);
            state_->items.free(key.number, transaction);
        }
        open_again(*state_, connection, number, {}, code_of(Reason::read_again), author);
    });
}

void SqliteStore::reread_item(const Item& item, const std::vector<PagePlace>& pages,
                              const Author& author) {
    state_->amend([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto key = item_key(connection, item.id);
        close_item(*state_, connection, key, item.revision, code_of(Reason::read_again), author);
        state_->items.free(key.number, transaction);
        open_again(*state_, connection, key.arrival, pages, code_of(Reason::read_again), author);
    });
}

void SqliteStore::turn_pages(const TurnedPages& turned) {
    state_->amend([&](Transaction& transaction) {
        auto& connection = transaction.connection();
        const auto number = arrival_number(connection, turned.arrival);
        const auto now = ms_of(state_->clock());
        for (const int picture : turned.pictures) {
            connection.run("INSERT INTO turns (arrival, page, quarters, at, by) VALUES (?,?,?,?,?)",
                           number, picture, turned.quarters, now, turned.author.by);
        }
        if (turned.item) {
            const auto key = item_key(connection, turned.item->id);
            state_->act(connection, key.arrival, key.ordinal, code_of(Reason::turned),
                        turned.author);
            close_item(*state_, connection, key, turned.item->revision, code_of(Reason::read_again),
                       turned.author);
            state_->items.free(key.number, transaction);
        }
        open_again(*state_, connection, number, turned.places, code_of(Reason::turned),
                   turned.author);
    });
}

}  // namespace indgang::store::sqlite
