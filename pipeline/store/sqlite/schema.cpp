// SPDX-License-Identifier: MPL-2.0
#include "pipeline/store/sqlite/schema.h"

#include "schemas/error/error.h"

namespace indgang::store::sqlite {
namespace {

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

}  // namespace

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
