// SPDX-License-Identifier: MPL-2.0
// The steps that follow those of first_migrations.cpp, whose choices hold here too, and how a
// database is brought up to date.
#include <array>

#include "pipeline/store/sqlite/database/schema.h"
#include "schemas/error/error.h"

namespace indgang::store::sqlite {
namespace {

// What is small stands in the database, so that its arrival needs no file and no flush of its own;
// a body in the outbox borrows the record that it holds; and how many are in each state is kept, so
// that nobody counts a million rows to know that there is nothing to do. Nothing that is counted is
// ever deleted.
constexpr std::string_view small_documents[] = {
    R"(CREATE TABLE documents (
        arrival INTEGER PRIMARY KEY REFERENCES arrivals (number),
        bytes BLOB NOT NULL))",
    "ALTER TABLE payloads ADD COLUMN record_at INTEGER NOT NULL DEFAULT -1",
    R"(CREATE TRIGGER borrowed_record_stays BEFORE UPDATE OF record ON records
        WHEN NEW.record <> OLD.record AND
            EXISTS (SELECT 1 FROM payloads WHERE item = OLD.item AND record_at >= 0)
        BEGIN SELECT RAISE(ABORT, 'the bytes of a delivery never change'); END)",
    R"(CREATE TABLE sums (
        subject TEXT NOT NULL,
        state TEXT NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (subject, state)) WITHOUT ROWID)",
    "INSERT INTO sums SELECT 'arrivals', state, count(*) FROM arrivals GROUP BY state",
    "INSERT INTO sums SELECT 'items', state, count(*) FROM items GROUP BY state",
    "INSERT INTO sums SELECT 'copies', state, count(*) FROM copies GROUP BY state",
    "INSERT INTO sums SELECT 'without_application', state, count(*) FROM arrivals "
    "WHERE state = 'read' AND reason <> '' GROUP BY state",
    R"(CREATE TRIGGER arrival_is_counted AFTER INSERT ON arrivals
        BEGIN INSERT INTO sums VALUES ('arrivals', NEW.state, 1)
            ON CONFLICT DO UPDATE SET number = number + 1; END)",
    R"(CREATE TRIGGER arrival_is_counted_anew AFTER UPDATE OF state ON arrivals
        WHEN NEW.state <> OLD.state
        BEGIN UPDATE sums SET number = number - 1 WHERE subject = 'arrivals' AND state = OLD.state;
            INSERT INTO sums VALUES ('arrivals', NEW.state, 1)
            ON CONFLICT DO UPDATE SET number = number + 1; END)",
    R"(CREATE TRIGGER arrival_without_application_is_counted AFTER UPDATE OF state ON arrivals
        WHEN NEW.state = 'read' AND OLD.state <> 'read' AND NEW.reason <> ''
        BEGIN INSERT INTO sums VALUES ('without_application', NEW.state, 1)
            ON CONFLICT DO UPDATE SET number = number + 1; END)",
    R"(CREATE TRIGGER arrival_without_application_is_read_again AFTER UPDATE OF state ON arrivals
        WHEN OLD.state = 'read' AND NEW.state <> 'read' AND OLD.reason <> ''
        BEGIN UPDATE sums SET number = number - 1
            WHERE subject = 'without_application' AND state = OLD.state; END)",
    R"(CREATE TRIGGER item_is_counted AFTER INSERT ON items
        BEGIN INSERT INTO sums VALUES ('items', NEW.state, 1)
            ON CONFLICT DO UPDATE SET number = number + 1; END)",
    R"(CREATE TRIGGER item_is_counted_anew AFTER UPDATE OF state ON items
        WHEN NEW.state <> OLD.state
        BEGIN UPDATE sums SET number = number - 1 WHERE subject = 'items' AND state = OLD.state;
            INSERT INTO sums VALUES ('items', NEW.state, 1)
            ON CONFLICT DO UPDATE SET number = number + 1; END)",
    R"(CREATE TRIGGER copy_is_counted AFTER INSERT ON copies
        BEGIN INSERT INTO sums VALUES ('copies', NEW.state, 1)
            ON CONFLICT DO UPDATE SET number = number + 1; END)",
    R"(CREATE TRIGGER copy_is_counted_anew AFTER UPDATE OF state ON copies
        WHEN NEW.state <> OLD.state
        BEGIN UPDATE sums SET number = number - 1 WHERE subject = 'copies' AND state = OLD.state;
            INSERT INTO sums VALUES ('copies', NEW.state, 1)
            ON CONFLICT DO UPDATE SET number = number + 1; END)",
};

// Several processes work with the store. Who works on a row stands in it, and who of them lives in
// a table of its own; that of today's programs is in their memory alone, so nothing has an owner
// yet.
constexpr std::string_view leases[] = {
    R"(CREATE TABLE owners (
        number INTEGER PRIMARY KEY,
        since INTEGER NOT NULL,
        beats INTEGER NOT NULL DEFAULT 0,
        beat_at INTEGER NOT NULL,
        is_ended INTEGER NOT NULL DEFAULT 0))",
    "CREATE INDEX owners_alive ON owners (number) WHERE is_ended = 0",
    R"(CREATE TRIGGER owner_never_comes_back BEFORE UPDATE ON owners WHEN OLD.is_ended = 1
        BEGIN SELECT RAISE(ABORT, 'a lease that ended is over'); END)",
    "ALTER TABLE arrivals ADD COLUMN owner INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE items ADD COLUMN owner INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE outbox ADD COLUMN owner INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE copies ADD COLUMN owner INTEGER NOT NULL DEFAULT 0",
};

// Each delivery names the case system that it goes to, and its item keeps the name with the case
// number. Until now there was one. Nothing that is delivered changes but for the name.
constexpr std::string_view destinations[] = {
    "DROP TRIGGER delivered_is_final",
    "DROP TRIGGER outbox_keeps_its_key",
    "ALTER TABLE items ADD COLUMN destination TEXT NOT NULL DEFAULT ''",
    "UPDATE items SET destination = 'casequeue' WHERE state IN ('ready', 'delivered', 'dead')",
    "ALTER TABLE outbox ADD COLUMN destination TEXT NOT NULL DEFAULT 'casequeue'",
    "CREATE INDEX outbox_by_destination ON outbox (destination, not_before, item) "
    "WHERE is_dead = 0",
    R"(CREATE TRIGGER delivered_is_final BEFORE UPDATE ON items WHEN OLD.state = 'delivered'
        BEGIN SELECT RAISE(ABORT, 'a delivered application does not change'); END)",
    // An earlier attempt may have arrived there.
    R"(CREATE TRIGGER outbox_keeps_its_key BEFORE UPDATE OF item, idempotency_key, destination
        ON outbox BEGIN SELECT RAISE(ABORT, 'the key of a delivery never changes'); END)",
    R"(CREATE TRIGGER item_keeps_its_destination BEFORE UPDATE OF destination ON items
        WHEN OLD.state IN ('ready', 'dead') AND OLD.destination <> '' AND
            NEW.destination <> OLD.destination
        BEGIN SELECT RAISE(ABORT, 'the destination of a delivery never changes'); END)",
};

// Documents and scans are claimed apart: neither is looked for among the other.
constexpr std::string_view lanes[] = {
    "DROP INDEX arrivals_open",
    "CREATE INDEX arrivals_open_documents ON arrivals (not_before, number) "
    "WHERE state = 'received' AND type = 'xml'",
    "CREATE INDEX arrivals_open_scans ON arrivals (not_before, number) "
    "WHERE state = 'received' AND type <> 'xml'",
};

// What the ledger says is kept by the program that changes the rows (Tally), so that no trigger
// costs what it counts. What need not be counted cannot be: nothing that is counted is deleted, and
// no case number is given twice. One that an earlier program stored twice is told for ever.
constexpr std::string_view kept_ledger[] = {
    "DROP TRIGGER arrival_is_counted",
    "DROP TRIGGER arrival_is_counted_anew",
    "DROP TRIGGER arrival_without_application_is_counted",
    "DROP TRIGGER arrival_without_application_is_read_again",
    "DROP TRIGGER item_is_counted",
    "DROP TRIGGER item_is_counted_anew",
    "DROP TRIGGER copy_is_counted",
    "DROP TRIGGER copy_is_counted_anew",
    "ALTER TABLE arrivals ADD COLUMN is_lost INTEGER NOT NULL DEFAULT 0",
    R"(UPDATE arrivals SET is_lost = 1 WHERE state = 'read' AND
        NOT EXISTS (SELECT 1 FROM items WHERE arrival = arrivals.number) AND NOT
        (EXISTS (SELECT 1 FROM pages WHERE arrival = arrivals.number) AND NOT EXISTS
            (SELECT 1 FROM pages WHERE arrival = arrivals.number AND
             json_extract(reading, '$.kind') NOT IN ('blank', 'separator'))))",
    "INSERT INTO sums SELECT 'lost', 'read', count(*) FROM arrivals WHERE is_lost = 1",
    R"(INSERT INTO sums SELECT 'case_numbers_twice', 'delivered', count(*) FROM (SELECT 1 FROM items
        WHERE case_number <> '' GROUP BY destination, case_number HAVING count(*) > 1))",
    R"(CREATE TRIGGER case_number_is_given_once BEFORE UPDATE OF case_number ON items
        WHEN NEW.case_number <> '' AND EXISTS (SELECT 1 FROM items WHERE case_number <> '' AND
            case_number = NEW.case_number AND destination = NEW.destination AND
            number <> NEW.number)
        BEGIN SELECT RAISE(ABORT, 'a case number is of one application'); END)",
    "CREATE TRIGGER arrivals_are_kept BEFORE DELETE ON arrivals BEGIN SELECT RAISE(ABORT, 'kept'); "
    "END",
    "CREATE TRIGGER items_are_kept BEFORE DELETE ON items BEGIN SELECT RAISE(ABORT, 'kept'); END",
    "DROP INDEX items_stuck",
    "CREATE INDEX items_by_state ON items (state, number)",
};

// What people at the desk are in the middle of. A number of an entry is never given twice, so that
// "nothing newer than this" means it.
constexpr std::string_view desk_book[] = {
    "CREATE TABLE holds (item INTEGER PRIMARY KEY REFERENCES items (number), "
    "user TEXT NOT NULL CHECK (user <> ''), until INTEGER NOT NULL)",
    R"(CREATE TABLE entries (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        item INTEGER NOT NULL REFERENCES items (number),
        revision INTEGER NOT NULL,
        question TEXT NOT NULL CHECK (question <> ''),
        user TEXT NOT NULL CHECK (user <> ''),
        kind TEXT NOT NULL CHECK (kind IN ('value', 'agreed', 'passed', 'withdrawn')),
        value TEXT NOT NULL,
        at INTEGER NOT NULL))",
    "CREATE INDEX entries_by_item ON entries (item, revision, question)",
    "CREATE INDEX entries_by_time ON entries (at, user)",
    R"(CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
        BEGIN SELECT RAISE(ABORT, 'what was said is not changed'); END)",
    R"(CREATE TRIGGER entries_are_kept BEFORE DELETE ON entries
        BEGIN SELECT RAISE(ABORT, 'what was said is kept'); END)",
};

// A person closes what came in and holds no application, and turns what lies the wrong way round.
// SQLite cannot change a condition, so the table of the arrivals is made again; its triggers and
// indexes go with it, and come back as they were but for the new state.
constexpr std::string_view mailroom[] = {
    R"(CREATE TABLE new_arrivals (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        digest TEXT NOT NULL CHECK (length(digest) = 64),
        size_bytes INTEGER NOT NULL,
        channel TEXT NOT NULL,
        name TEXT NOT NULL,
        type TEXT NOT NULL,
        sender_key TEXT NOT NULL,
        state TEXT NOT NULL CHECK
            (state IN ('received', 'read', 'rejected', 'quarantined', 'closed')),
        reason TEXT NOT NULL DEFAULT '',
        place TEXT NOT NULL DEFAULT '',
        message TEXT NOT NULL DEFAULT '',
        attempts INTEGER NOT NULL DEFAULT 0,
        pages INTEGER NOT NULL DEFAULT 0,
        not_before INTEGER NOT NULL,
        received_at INTEGER NOT NULL,
        only_pages TEXT NOT NULL DEFAULT '',
        owner INTEGER NOT NULL DEFAULT 0,
        is_lost INTEGER NOT NULL DEFAULT 0))",
    "INSERT INTO new_arrivals (number, id, digest, size_bytes, channel, name, type, sender_key, "
    "state, reason, place, message, attempts, pages, not_before, received_at, only_pages, owner, "
    "is_lost) SELECT number, id, digest, size_bytes, channel, name, type, sender_key, state, "
    "reason, place, message, attempts, pages, not_before, received_at, only_pages, owner, is_lost "
    "FROM arrivals",
    "DROP TABLE arrivals",
    "ALTER TABLE new_arrivals RENAME TO arrivals",
    "CREATE INDEX arrivals_by_digest ON arrivals (digest)",
    "CREATE UNIQUE INDEX arrivals_by_key ON arrivals (sender_key) WHERE sender_key <> ''",
    "CREATE INDEX arrivals_open_documents ON arrivals (not_before, number) "
    "WHERE state = 'received' AND type = 'xml'",
    "CREATE INDEX arrivals_open_scans ON arrivals (not_before, number) "
    "WHERE state = 'received' AND type <> 'xml'",
    "CREATE INDEX arrivals_told ON arrivals (number) "
    "WHERE (state <> 'read' OR reason <> '') AND state <> 'closed'",
    R"(CREATE TRIGGER arrival_takes_known_steps BEFORE UPDATE OF state ON arrivals
        WHEN NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
            'received>read', 'received>rejected', 'received>quarantined', 'read>received',
            'rejected>received', 'quarantined>received', 'read>closed', 'rejected>closed',
            'quarantined>closed', 'closed>received')
        BEGIN SELECT RAISE(ABORT, 'no such step'); END)",
    R"(CREATE TRIGGER arrival_keeps_its_bytes BEFORE UPDATE OF id, digest, size_bytes ON arrivals
        BEGIN SELECT RAISE(ABORT, 'the bytes of an arrival never change'); END)",
    R"(CREATE TRIGGER arrival_with_cases_stays_read BEFORE UPDATE OF state ON arrivals
        WHEN OLD.state = 'read' AND NEW.state = 'received' AND EXISTS
            (SELECT 1 FROM items WHERE arrival = OLD.number AND state <> 'closed') AND
            NEW.only_pages = ''
        BEGIN SELECT RAISE(ABORT, 'its applications stand'); END)",
    R"(CREATE TRIGGER arrival_with_applications_is_not_closed BEFORE UPDATE OF state ON arrivals
        WHEN NEW.state = 'closed' AND EXISTS (SELECT 1 FROM items WHERE arrival = OLD.number)
        BEGIN SELECT RAISE(ABORT, 'it holds applications'); END)",
    "CREATE TRIGGER arrivals_are_kept BEFORE DELETE ON arrivals BEGIN SELECT RAISE(ABORT, 'kept'); "
    "END",
    R"(CREATE TABLE turns (
        number INTEGER PRIMARY KEY,
        arrival INTEGER NOT NULL REFERENCES arrivals (number),
        page INTEGER NOT NULL CHECK (page >= 1),
        quarters INTEGER NOT NULL CHECK (quarters BETWEEN 1 AND 3),
        at INTEGER NOT NULL,
        by TEXT NOT NULL CHECK (by <> '')))",
    "CREATE INDEX turns_by_page ON turns (arrival, page)",
    R"(CREATE TRIGGER turns_stay BEFORE UPDATE ON turns
        BEGIN SELECT RAISE(ABORT, 'what was done is not changed'); END)",
    R"(CREATE TRIGGER turns_are_kept BEFORE DELETE ON turns
        BEGIN SELECT RAISE(ABORT, 'what was done is kept'); END)",
};

// A feed holds applications that are arrivals of their own.
constexpr std::string_view feeds[] = {
    "DROP INDEX arrivals_open_scans",
    "CREATE INDEX arrivals_open_scans ON arrivals (not_before, number) "
    "WHERE state = 'received' AND type NOT IN ('xml', 'feed')",
    "CREATE INDEX arrivals_open_feeds ON arrivals (not_before, number) "
    "WHERE state = 'received' AND type = 'feed'",
    R"(CREATE TABLE feed_parts (
        feed INTEGER NOT NULL REFERENCES arrivals (number),
        number INTEGER NOT NULL,
        line INTEGER NOT NULL,
        arrival INTEGER NOT NULL,
        came_before INTEGER NOT NULL,
        reason TEXT NOT NULL CHECK ((reason = '') = (arrival > 0)),
        PRIMARY KEY (feed, number)) WITHOUT ROWID)",
    R"(CREATE TRIGGER feed_parts_stay BEFORE UPDATE ON feed_parts
        BEGIN SELECT RAISE(ABORT, 'what came in a feed does not change'); END)",
    R"(CREATE TRIGGER feed_parts_are_kept BEFORE DELETE ON feed_parts
        BEGIN SELECT RAISE(ABORT, 'what came in a feed is kept'); END)",
};

// What was answered about known fields, which changes none of them.
constexpr std::string_view known_answers[] = {
    R"(CREATE TABLE known_answers (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        item INTEGER NOT NULL REFERENCES items (number),
        field TEXT NOT NULL CHECK (field <> ''),
        user TEXT NOT NULL CHECK (user <> ''),
        is_typed INTEGER NOT NULL,
        is_right INTEGER NOT NULL,
        at INTEGER NOT NULL))",
    "CREATE INDEX known_answers_by_time ON known_answers (at, user)",
    R"(CREATE TRIGGER known_answers_stay BEFORE UPDATE ON known_answers
        BEGIN SELECT RAISE(ABORT, 'what was said is not changed'); END)",
    R"(CREATE TRIGGER known_answers_are_kept BEFORE DELETE ON known_answers
        BEGIN SELECT RAISE(ABORT, 'what was said is kept'); END)",
};

// A zip is taken apart as a feed is, and its parts have names.
constexpr std::string_view zips[] = {
    "DROP INDEX arrivals_open_scans",
    "CREATE INDEX arrivals_open_scans ON arrivals (not_before, number) "
    "WHERE state = 'received' AND type NOT IN ('xml', 'feed', 'zip')",
    "DROP INDEX arrivals_open_feeds",
    "CREATE INDEX arrivals_open_feeds ON arrivals (not_before, number) "
    "WHERE state = 'received' AND type IN ('feed', 'zip')",
    "ALTER TABLE feed_parts ADD COLUMN name TEXT NOT NULL DEFAULT ''",
};

// JSON is read in the lane of the documents. What waits in a store is sorted anew by its type
// alone.
constexpr std::string_view json_documents[] = {
    "DROP INDEX arrivals_open_documents",
    "CREATE INDEX arrivals_open_documents ON arrivals (not_before, number) "
    "WHERE state = 'received' AND type IN ('xml', 'json')",
    "DROP INDEX arrivals_open_scans",
    "CREATE INDEX arrivals_open_scans ON arrivals (not_before, number) "
    "WHERE state = 'received' AND type NOT IN ('xml', 'json', 'feed', 'zip')",
};

[[noreturn]] void refuse(Reason reason, std::int64_t found) {
    throw Error(reason, "store: database has version " + std::to_string(found) + ", this program " +
                            std::to_string(schema_version()));
}

// Of a database of this program, or one that is empty: 0.
std::int64_t version_of(Connection& connection) {
    const auto marked = connection.number("PRAGMA application_id");
    const auto version = connection.number("PRAGMA user_version");
    const auto tables = connection.number("SELECT count(*) FROM sqlite_master");
    if (marked != application_id && (marked != 0 || tables != 0)) {
        refuse(Reason::store_foreign, version);
    }
    if (version > schema_version()) {
        refuse(Reason::store_newer, version);
    }
    return version;
}

constexpr std::array<Migration, 11> later = {small_documents, leases,    destinations,  lanes,
                                             kept_ledger,     desk_book, mailroom,      feeds,
                                             known_answers,   zips,      json_documents};

}  // namespace

std::vector<Migration> migrations() {
    const auto first = first_migrations();
    std::vector<Migration> all(first.begin(), first.end());
    all.insert(all.end(), later.begin(), later.end());
    return all;
}

std::int64_t schema_version() {
    return static_cast<std::int64_t>(migrations().size());
}

bool is_up_to_date(Connection& connection) {
    return version_of(connection) == schema_version();
}

void migrate(Connection& connection) {
    const auto version = version_of(connection);
    // A table that is made again is gone for a moment, though others refer to it.
    connection.run("PRAGMA foreign_keys=OFF");
    const auto steps = migrations();
    for (auto next = version; next < schema_version(); ++next) {
        connection.run("BEGIN IMMEDIATE");
        for (const auto statement : steps[static_cast<std::size_t>(next)]) {
            connection.run(statement);
        }
        if (connection.number("SELECT count(*) FROM pragma_foreign_key_check") != 0) {
            throw Error(Reason::store_corrupt, "store: rows refer to what is not there");
        }
        connection.run("PRAGMA application_id=" + std::to_string(application_id));
        connection.run("PRAGMA user_version=" + std::to_string(next + 1));
        connection.run("COMMIT");
    }
    connection.run("PRAGMA foreign_keys=ON");
}

void check_version(Connection& connection) {
    const auto version = connection.number("PRAGMA user_version");
    if (connection.number("PRAGMA application_id") != application_id) {
        refuse(Reason::store_foreign, version);
    }
    if (version != schema_version()) {
        refuse(version > schema_version() ? Reason::store_newer : Reason::store_older, version);
    }
}

}  // namespace indgang::store::sqlite
