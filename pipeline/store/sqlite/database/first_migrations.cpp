// SPDX-License-Identifier: MPL-2.0
// The tables, as numbered steps that only ever go forward. docs/formats/store.md explains them.
//
// Three choices carry the speed. Rows refer to each other by ascending whole numbers, so that
// inserts go to the end of every tree; the unguessable ids stand in one index only. What is large
// and never changes (a record, a payload) stands in a table of its own, so that a change of state
// rewrites some 100 bytes and not 6 KB. And the indexes of work cover open work only, so that a
// million delivered applications cost a claim nothing.
#include <array>

#include "pipeline/store/sqlite/database/schema.h"

namespace indgang::store::sqlite {
namespace {

constexpr std::string_view first[] = {
    R"(CREATE TABLE arrivals (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        digest TEXT NOT NULL CHECK (length(digest) = 64),
        size_bytes INTEGER NOT NULL,
        channel TEXT NOT NULL,
        name TEXT NOT NULL,
        type TEXT NOT NULL,
        sender_key TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('received', 'read', 'rejected', 'quarantined')),
        reason TEXT NOT NULL DEFAULT '',
        place TEXT NOT NULL DEFAULT '',
        message TEXT NOT NULL DEFAULT '',
        attempts INTEGER NOT NULL DEFAULT 0,
        pages INTEGER NOT NULL DEFAULT 0,
        not_before INTEGER NOT NULL,
        received_at INTEGER NOT NULL))",
    "CREATE INDEX arrivals_by_digest ON arrivals (digest)",
    "CREATE UNIQUE INDEX arrivals_by_key ON arrivals (sender_key) WHERE sender_key <> ''",
    "CREATE INDEX arrivals_open ON arrivals (not_before, number) WHERE state = 'received'",
    R"(CREATE TABLE pages (
        arrival INTEGER NOT NULL REFERENCES arrivals (number),
        page INTEGER NOT NULL CHECK (page >= 1),
        reading TEXT NOT NULL,
        image TEXT NOT NULL,
        media_type TEXT NOT NULL,
        UNIQUE (arrival, page)))",
    R"(CREATE TABLE items (
        number INTEGER PRIMARY KEY,
        arrival INTEGER NOT NULL REFERENCES arrivals (number),
        ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
        form TEXT NOT NULL,
        version TEXT NOT NULL,
        state TEXT NOT NULL CHECK
            (state IN ('recorded', 'waiting', 'parked', 'ready', 'delivered', 'dead')),
        revision INTEGER NOT NULL DEFAULT 0,
        attempts INTEGER NOT NULL DEFAULT 0,
        unended INTEGER NOT NULL DEFAULT 0,
        reason TEXT NOT NULL DEFAULT '',
        is_settled INTEGER NOT NULL DEFAULT 0,
        idempotency_key TEXT NOT NULL DEFAULT '',
        case_number TEXT NOT NULL DEFAULT '',
        not_before INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        UNIQUE (arrival, ordinal),
        CHECK ((state = 'delivered') = (case_number <> ''))))",
    "CREATE INDEX items_open ON items (not_before, number) WHERE state IN ('recorded', 'waiting')",
    "CREATE INDEX items_stuck ON items (state, number) WHERE state IN ('parked', 'dead')",
    "CREATE INDEX items_by_case ON items (case_number) WHERE case_number <> ''",
    R"(CREATE TABLE records (
        item INTEGER PRIMARY KEY REFERENCES items (number),
        record TEXT NOT NULL))",
    R"(CREATE TABLE outbox (
        item INTEGER PRIMARY KEY REFERENCES items (number),
        idempotency_key TEXT NOT NULL UNIQUE CHECK (idempotency_key <> ''),
        attempts INTEGER NOT NULL DEFAULT 0,
        is_dead INTEGER NOT NULL DEFAULT 0,
        not_before INTEGER NOT NULL))",
    "CREATE INDEX outbox_by_time ON outbox (not_before, item) WHERE is_dead = 0",
    R"(CREATE TABLE payloads (
        item INTEGER PRIMARY KEY REFERENCES outbox (item) ON DELETE CASCADE,
        body TEXT NOT NULL,
        documents TEXT NOT NULL))",
    R"(CREATE TABLE events (
        number INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        arrival INTEGER NOT NULL REFERENCES arrivals (number),
        ordinal INTEGER NOT NULL,
        what TEXT NOT NULL,
        detail TEXT NOT NULL))",
    "CREATE INDEX events_by_subject ON events (arrival, ordinal, number)",
    // What the state machine forbids is forbidden here too, so that no defect of ours can undo a
    // decision or a delivery.
    R"(CREATE TRIGGER arrival_takes_known_steps BEFORE UPDATE OF state ON arrivals
        WHEN NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
            'received>read', 'received>rejected', 'received>quarantined',
            'rejected>received', 'quarantined>received')
        BEGIN SELECT RAISE(ABORT, 'no such step'); END)",
    R"(CREATE TRIGGER arrival_keeps_its_bytes BEFORE UPDATE OF id, digest, size_bytes ON arrivals
        BEGIN SELECT RAISE(ABORT, 'the bytes of an arrival never change'); END)",
    R"(CREATE TRIGGER item_takes_known_steps BEFORE UPDATE OF state ON items
        WHEN NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
            'recorded>waiting', 'recorded>parked', 'recorded>ready',
            'waiting>recorded', 'waiting>parked', 'waiting>ready',
            'parked>recorded', 'ready>delivered', 'ready>dead', 'dead>ready')
        BEGIN SELECT RAISE(ABORT, 'no such step'); END)",
    R"(CREATE TRIGGER delivered_is_final BEFORE UPDATE ON items WHEN OLD.state = 'delivered'
        BEGIN SELECT RAISE(ABORT, 'a delivered application does not change'); END)",
    // What was sent once may have arrived: only the same key and bytes may follow it.
    R"(CREATE TRIGGER outbox_keeps_its_key BEFORE UPDATE OF item, idempotency_key ON outbox
        BEGIN SELECT RAISE(ABORT, 'the key of a delivery never changes'); END)",
    R"(CREATE TRIGGER payload_stays BEFORE UPDATE ON payloads
        BEGIN SELECT RAISE(ABORT, 'the bytes of a delivery never change'); END)",
    R"(CREATE TRIGGER outbox_ends_with_delivery BEFORE DELETE ON outbox
        WHEN (SELECT state FROM items WHERE number = OLD.item) <> 'delivered'
        BEGIN SELECT RAISE(ABORT, 'only what is delivered leaves'); END)",
    R"(CREATE TRIGGER events_stay BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'an event does not change'); END)",
};

// Searchable copies: what is still to be done for a case that stands already. Applications that
// were delivered before get none by themselves.
constexpr std::string_view second[] = {
    R"(CREATE TABLE copies (
        item INTEGER PRIMARY KEY REFERENCES items (number),
        state TEXT NOT NULL CHECK (state IN ('wanted', 'made', 'added', 'none', 'failed')),
        digest TEXT NOT NULL DEFAULT '',
        attempts INTEGER NOT NULL DEFAULT 0,
        unended INTEGER NOT NULL DEFAULT 0,
        reason TEXT NOT NULL DEFAULT '',
        not_before INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        CHECK (state NOT IN ('made', 'added') OR length(digest) = 64)))",
    "CREATE INDEX copies_open ON copies (not_before, item) WHERE state IN ('wanted', 'made')",
    "CREATE INDEX copies_failed ON copies (item) WHERE state = 'failed'",
    R"(CREATE TRIGGER copy_takes_known_steps BEFORE UPDATE OF state ON copies
        WHEN NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
            'wanted>made', 'wanted>none', 'wanted>failed', 'made>added', 'made>failed',
            'failed>wanted', 'failed>made')
        BEGIN SELECT RAISE(ABORT, 'no such step'); END)",
    // What was sent once may have arrived: only the same bytes may follow it.
    R"(CREATE TRIGGER copy_keeps_its_bytes BEFORE UPDATE OF digest ON copies
        WHEN OLD.digest <> '' AND NEW.digest <> OLD.digest
        BEGIN SELECT RAISE(ABORT, 'the bytes of a copy never change'); END)",
};

// Two pages that were scanned side by side are two halves of one picture. `number` keeps the order
// in which they are read.
constexpr std::string_view third[] = {
    R"(CREATE TABLE parts (
        number INTEGER PRIMARY KEY,
        arrival INTEGER NOT NULL REFERENCES arrivals (number),
        page INTEGER NOT NULL CHECK (page >= 1),
        half TEXT NOT NULL CHECK (half IN ('whole', 'left', 'right', 'top', 'bottom')),
        reading TEXT NOT NULL,
        image TEXT NOT NULL,
        media_type TEXT NOT NULL,
        UNIQUE (arrival, page, half)))",
    "INSERT INTO parts (arrival, page, half, reading, image, media_type) "
    "SELECT arrival, page, 'whole', reading, image, media_type FROM pages",
    "DROP TABLE pages",
    "ALTER TABLE parts RENAME TO pages",
};

// Nothing is overwritten: a record that another takes the place of is kept with who did it and why.
// What stands in `records` is the latest. Records that were corrected before have lost what they
// said; their events tell who corrected them.
constexpr std::string_view fourth[] = {
    R"(CREATE TABLE past_records (
        number INTEGER PRIMARY KEY,
        item INTEGER NOT NULL REFERENCES items (number),
        until INTEGER NOT NULL,
        by TEXT NOT NULL CHECK (by <> ''),
        role TEXT NOT NULL,
        why TEXT NOT NULL,
        is_settled INTEGER NOT NULL,
        record TEXT NOT NULL))",
    "CREATE INDEX past_records_by_item ON past_records (item, number)",
    R"(CREATE TRIGGER past_records_stay BEFORE UPDATE ON past_records
        BEGIN SELECT RAISE(ABORT, 'what was is not changed'); END)",
    R"(CREATE TRIGGER past_records_are_kept BEFORE DELETE ON past_records
        BEGIN SELECT RAISE(ABORT, 'what was is kept'); END)",
    // Whoever changes a record, by whatever way, first keeps what it said: a record that was not
    // kept in this very form cannot be replaced. A settlement holds the record that it settles.
    R"(CREATE TRIGGER record_is_kept BEFORE UPDATE OF record ON records
        WHEN NEW.record <> OLD.record AND
            (SELECT is_settled FROM items WHERE number = OLD.item) = 1 AND
            NOT EXISTS (SELECT 1 FROM past_records
                        WHERE item = OLD.item AND record = OLD.record)
        BEGIN SELECT RAISE(ABORT, 'a record is kept before another takes its place'); END)",
};

// A person closes what is no application, what was brought together is read or joined anew, and
// lists are made without a record. SQLite cannot change a condition, so the table of the items is
// made again; the triggers that name it go first.
constexpr std::string_view fifth[] = {
    "DROP TRIGGER outbox_ends_with_delivery",
    "DROP TRIGGER record_is_kept",
    "DROP TRIGGER arrival_takes_known_steps",
    // Which pages are read: all, or those of one application that is read again ("4,5-left").
    "ALTER TABLE arrivals ADD COLUMN only_pages TEXT NOT NULL DEFAULT ''",
    R"(CREATE TABLE new_items (
        number INTEGER PRIMARY KEY,
        arrival INTEGER NOT NULL REFERENCES arrivals (number),
        ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
        form TEXT NOT NULL,
        version TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN
            ('recorded', 'waiting', 'parked', 'ready', 'delivered', 'dead', 'closed')),
        revision INTEGER NOT NULL DEFAULT 0,
        attempts INTEGER NOT NULL DEFAULT 0,
        unended INTEGER NOT NULL DEFAULT 0,
        reason TEXT NOT NULL DEFAULT '',
        is_settled INTEGER NOT NULL DEFAULT 0,
        idempotency_key TEXT NOT NULL DEFAULT '',
        case_number TEXT NOT NULL DEFAULT '',
        not_before INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        UNIQUE (arrival, ordinal),
        CHECK ((state = 'delivered') = (case_number <> ''))))",
    "INSERT INTO new_items (number, arrival, ordinal, form, version, state, revision, attempts, "
    "unended, reason, is_settled, idempotency_key, case_number, not_before, changed_at) "
    "SELECT number, arrival, ordinal, form, version, state, revision, attempts, unended, reason, "
    "is_settled, idempotency_key, case_number, not_before, changed_at FROM items",
    "DROP TABLE items",
    "ALTER TABLE new_items RENAME TO items",
    "CREATE INDEX items_open ON items (not_before, number) WHERE state IN ('recorded', 'waiting')",
    "CREATE INDEX items_stuck ON items (state, number) WHERE state IN ('parked', 'dead')",
    "CREATE INDEX items_by_case ON items (case_number) WHERE case_number <> ''",
    R"(CREATE TRIGGER item_takes_known_steps BEFORE UPDATE OF state ON items
        WHEN NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
            'recorded>waiting', 'recorded>parked', 'recorded>ready', 'recorded>closed',
            'waiting>recorded', 'waiting>parked', 'waiting>ready', 'waiting>closed',
            'parked>recorded', 'parked>closed', 'closed>recorded',
            'ready>delivered', 'ready>dead', 'dead>ready')
        BEGIN SELECT RAISE(ABORT, 'no such step'); END)",
    R"(CREATE TRIGGER delivered_is_final BEFORE UPDATE ON items WHEN OLD.state = 'delivered'
        BEGIN SELECT RAISE(ABORT, 'a delivered application does not change'); END)",
    R"(CREATE TRIGGER outbox_ends_with_delivery BEFORE DELETE ON outbox
        WHEN (SELECT state FROM items WHERE number = OLD.item) <> 'delivered'
        BEGIN SELECT RAISE(ABORT, 'only what is delivered leaves'); END)",
    R"(CREATE TRIGGER record_is_kept BEFORE UPDATE OF record ON records
        WHEN NEW.record <> OLD.record AND
            (SELECT is_settled FROM items WHERE number = OLD.item) = 1 AND
            NOT EXISTS (SELECT 1 FROM past_records
                        WHERE item = OLD.item AND record = OLD.record)
        BEGIN SELECT RAISE(ABORT, 'a record is kept before another takes its place'); END)",
    // What was read is read again by a person alone, and never what is a case or on its way there.
    R"(CREATE TRIGGER arrival_takes_known_steps BEFORE UPDATE OF state ON arrivals
        WHEN NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
            'received>read', 'received>rejected', 'received>quarantined', 'read>received',
            'rejected>received', 'quarantined>received')
        BEGIN SELECT RAISE(ABORT, 'no such step'); END)",
    R"(CREATE TRIGGER arrival_with_cases_stays_read BEFORE UPDATE OF state ON arrivals
        WHEN OLD.state = 'read' AND NEW.state = 'received' AND EXISTS
            (SELECT 1 FROM items WHERE arrival = OLD.number AND state <> 'closed') AND
            NEW.only_pages = ''
        BEGIN SELECT RAISE(ABORT, 'its applications stand'); END)",
    // The readings that others take the place of.
    R"(CREATE TABLE past_pages (
        number INTEGER PRIMARY KEY,
        arrival INTEGER NOT NULL REFERENCES arrivals (number),
        page INTEGER NOT NULL,
        half TEXT NOT NULL,
        until INTEGER NOT NULL,
        reading TEXT NOT NULL,
        image TEXT NOT NULL))",
    // What a person sees of arrivals: not the many that were read and hold applications.
    "CREATE INDEX arrivals_told ON arrivals (number) WHERE state <> 'read' OR reason <> ''",
    // A page that came in another arrival, and was put here by a person or by its set.
    "ALTER TABLE pages ADD COLUMN from_arrival INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE pages ADD COLUMN from_page INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE pages ADD COLUMN from_half TEXT NOT NULL DEFAULT ''",
    // Who did what to whose application, written with the act itself.
    R"(CREATE TABLE acts (
        number INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        by TEXT NOT NULL CHECK (by <> ''),
        role TEXT NOT NULL,
        what TEXT NOT NULL,
        arrival INTEGER NOT NULL REFERENCES arrivals (number),
        ordinal INTEGER NOT NULL,
        why TEXT NOT NULL))",
    "CREATE INDEX acts_by_subject ON acts (arrival, ordinal, number)",
    R"(CREATE TRIGGER acts_stay BEFORE UPDATE ON acts
        BEGIN SELECT RAISE(ABORT, 'what was done is not changed'); END)",
    R"(CREATE TRIGGER acts_are_kept BEFORE DELETE ON acts
        BEGIN SELECT RAISE(ABORT, 'what was done is kept'); END)",
    // What lists show and searches find, of applications that were settled at least once.
    R"(CREATE TABLE listings (
        item INTEGER PRIMARY KEY REFERENCES items (number),
        cpr TEXT NOT NULL,
        person TEXT NOT NULL,
        source TEXT NOT NULL,
        pages TEXT NOT NULL,
        print_set TEXT NOT NULL,
        content TEXT NOT NULL,
        reasons TEXT NOT NULL,
        filled INTEGER NOT NULL,
        doubtful INTEGER NOT NULL,
        confirmed INTEGER NOT NULL,
        differing INTEGER NOT NULL,
        unknown INTEGER NOT NULL,
        listed_at INTEGER NOT NULL,
        assignee TEXT NOT NULL DEFAULT ''))",
    "CREATE INDEX listings_by_cpr ON listings (cpr, item) WHERE cpr <> ''",
    "CREATE INDEX listings_by_set ON listings (print_set, item) WHERE print_set <> ''",
};

constexpr std::array<Migration, 5> all = {first, second, third, fourth, fifth};

}  // namespace

std::span<const Migration> first_migrations() {
    return all;
}

}  // namespace indgang::store::sqlite
