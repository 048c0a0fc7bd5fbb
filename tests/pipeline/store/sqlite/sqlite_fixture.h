// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "pipeline/store/sqlite/database/schema.h"
#include "pipeline/store/sqlite/database/sql.h"
#include "pipeline/store/sqlite/sqlite_store.h"
#include "tests/pipeline/store/contract/store_fixture.h"

namespace indgang::store::sqlite {

inline std::filesystem::path database_in(const Folder& folder) {
    return folder.path() / "indgang.sqlite";
}

/// A store whose database is looked into, and changed behind its back.
class SqliteTest : public StoreTest {
  protected:
    std::int64_t run(const std::string& sql) {
        return Connection(database_in(folder), Connection::Mode::write).run(sql);
    }
    [[nodiscard]] std::int64_t number(const std::string& sql) const {
        return Connection(database_in(folder), Connection::Mode::read).number(sql);
    }
    std::string trouble_of_sql(const std::string& sql) {
        return trouble_of([&] { run(sql); });
    }
};

/// Takes out what the last version of the database brought.
inline void take_out_json(Connection& connection) {
    for (const char* statement :
         {"DROP INDEX arrivals_open_documents", "DROP INDEX arrivals_open_scans",
          "CREATE INDEX arrivals_open_documents ON arrivals (not_before, number) "
          "WHERE state = 'received' AND type = 'xml'",
          "CREATE INDEX arrivals_open_scans ON arrivals (not_before, number) "
          "WHERE state = 'received' AND type NOT IN ('xml', 'feed', 'zip')"}) {
        connection.run(statement);
    }
}

/// Takes out what the last two versions of the database brought.
inline void take_out_zips(Connection& connection) {
    take_out_json(connection);
    for (const char* statement :
         {"DROP INDEX arrivals_open_feeds", "DROP INDEX arrivals_open_scans",
          "ALTER TABLE feed_parts DROP COLUMN name",
          "CREATE INDEX arrivals_open_scans ON arrivals (not_before, number) "
          "WHERE state = 'received' AND type NOT IN ('xml', 'feed')",
          "CREATE INDEX arrivals_open_feeds ON arrivals (not_before, number) "
          "WHERE state = 'received' AND type = 'feed'"}) {
        connection.run(statement);
    }
}

/// Takes out what the last four versions of the database brought.
inline void take_out_feeds(Connection& connection) {
    take_out_json(connection);
    connection.run("DROP TABLE known_answers");
    for (const char* statement :
         {"DROP TABLE feed_parts", "DROP INDEX arrivals_open_feeds",
          "DROP INDEX arrivals_open_scans",
          "CREATE INDEX arrivals_open_scans ON arrivals (not_before, number) "
          "WHERE state = 'received' AND type <> 'xml'"}) {
        connection.run(statement);
    }
}

/// Takes out what the last five versions of the database brought, but for what a state may be.
inline void take_out_mailroom(Connection& connection) {
    take_out_feeds(connection);
    connection.run("DROP TABLE turns");
    connection.run("DROP TRIGGER arrival_with_applications_is_not_closed");
}

/// Takes out what version 11 of the database, and all later ones, brought.
inline void take_out_desk_book(Connection& connection) {
    take_out_mailroom(connection);
    connection.run("DROP TABLE entries");
    connection.run("DROP TABLE holds");
}

/// Takes out what version 10 of the database, and all later ones, brought, and brings back what it
/// took.
inline void take_out_kept_ledger(Connection& connection) {
    take_out_desk_book(connection);
    for (const char* statement :
         {"DROP TRIGGER case_number_is_given_once", "DROP TRIGGER arrivals_are_kept",
          "DROP TRIGGER items_are_kept", "DROP INDEX items_by_state",
          "ALTER TABLE arrivals DROP COLUMN is_lost",
          "DELETE FROM sums WHERE subject IN ('lost', 'case_numbers_twice')",
          "CREATE INDEX items_stuck ON items (state, number) WHERE state IN ('parked', 'dead')"}) {
        connection.run(statement);
    }
    constexpr std::size_t that_counted = 5;
    const auto all = migrations();
    for (const auto statement : all[that_counted]) {
        if (statement.starts_with("CREATE TRIGGER") &&
            statement.find("sums") != std::string_view::npos) {
            connection.run(statement);
        }
    }
}

/// Takes out what version 9 of the database, and all later ones, brought.
inline void take_out_lanes(Connection& connection) {
    take_out_kept_ledger(connection);
    for (const char* statement :
         {"DROP INDEX arrivals_open_documents", "DROP INDEX arrivals_open_scans",
          "CREATE INDEX arrivals_open ON arrivals (not_before, number) WHERE state = 'received'"}) {
        connection.run(statement);
    }
}

/// Takes out what version 8 of the database, and all later ones, brought.
inline void take_out_destinations(Connection& connection) {
    take_out_lanes(connection);
    for (const char* statement :
         {"DROP TRIGGER item_keeps_its_destination", "DROP TRIGGER outbox_keeps_its_key",
          "DROP INDEX outbox_by_destination", "ALTER TABLE items DROP COLUMN destination",
          "ALTER TABLE outbox DROP COLUMN destination",
          "CREATE TRIGGER outbox_keeps_its_key BEFORE UPDATE OF item, idempotency_key ON outbox "
          "BEGIN SELECT RAISE(ABORT, 'the key of a delivery never changes'); END"}) {
        connection.run(statement);
    }
}

/// Takes out what version 7 of the database, and all later ones, brought.
inline void take_out_leases(Connection& connection) {
    take_out_destinations(connection);
    connection.run("DROP TABLE owners");
    for (const char* table : {"arrivals", "items", "outbox", "copies"}) {
        connection.run(std::string("ALTER TABLE ") + table + " DROP COLUMN owner");
    }
}

/// Takes out what version 5 added to a store in which nothing is closed, but for the columns of
/// `pages`, which version 3 made anew.
inline void undo_version_5(Connection& connection) {
    for (const char* statement :
         {"DROP TRIGGER arrival_with_cases_stays_read",
          "ALTER TABLE arrivals DROP COLUMN only_pages", "DROP INDEX arrivals_told",
          "DROP TABLE listings", "DROP TABLE acts", "DROP TABLE past_pages"}) {
        connection.run(statement);
    }
}

/// Takes out what version 6 of the database, and all later ones, brought.
inline void take_out_small_documents(Connection& connection) {
    take_out_leases(connection);
    for (const char* trigger :
         {"borrowed_record_stays", "arrival_is_counted", "arrival_is_counted_anew",
          "arrival_without_application_is_counted", "arrival_without_application_is_read_again",
          "item_is_counted", "item_is_counted_anew", "copy_is_counted", "copy_is_counted_anew"}) {
        connection.run(std::string("DROP TRIGGER ") + trigger);
    }
    connection.run("DROP TABLE sums");
    connection.run("DROP TABLE documents");
    connection.run("ALTER TABLE payloads DROP COLUMN record_at");
}

}  // namespace indgang::store::sqlite
