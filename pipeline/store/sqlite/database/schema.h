// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "pipeline/store/sqlite/database/sql.h"

namespace indgang::store::sqlite {

/// "Indg": tells this database from any other SQLite file.
constexpr std::int64_t application_id = 0x496e6467;
/// The number of migrations that this program knows; PRAGMA user_version of an open store.
[[nodiscard]] std::int64_t schema_version();

/// Brings an empty or older database to this version, one transaction per migration.
/// Errors: internal "store_newer", "store_foreign".
void migrate(Connection& connection);
/// Whether nothing is to be migrated. Errors: as `migrate`.
[[nodiscard]] bool is_up_to_date(Connection& connection);
/// Refuses a database that has not exactly this version. Errors: as `migrate`, and "store_older".
void check_version(Connection& connection);

/// The statements of one step, in order. A step that a store may have taken never changes.
using Migration = std::span<const std::string_view>;
/// Number n brings a database of version n to version n + 1.
[[nodiscard]] std::vector<Migration> migrations();
/// The beginning of `migrations`.
[[nodiscard]] std::span<const Migration> first_migrations();

}  // namespace indgang::store::sqlite
