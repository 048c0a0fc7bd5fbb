// SPDX-License-Identifier: MPL-2.0
#include "pipeline/store/sql.h"

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/SQLiteException.h>
#include <Poco/Exception.h>

#include <mutex>

#include "schemas/core/error.h"

namespace indgang::store {
namespace {

namespace sqlite = Poco::Data::SQLite;

// SQLite says these to the connection and forgets them with it, except journal_mode. FULL is what
// makes a commit outlive a power cut in WAL mode. The log is folded back after 4,000 pages (16 MB)
// instead of 1,000, so that bursts do not pay for it at every few commits.
constexpr std::string_view settings[] = {
    "PRAGMA busy_timeout=5000",       "PRAGMA journal_mode=WAL",  "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",         "PRAGMA secure_delete=ON",  "PRAGMA temp_store=MEMORY",
    "PRAGMA wal_autocheckpoint=4000", "PRAGMA cache_size=-32768",
};
constexpr std::size_t open_timeout_s = 5;

Poco::Data::Session open(const std::filesystem::path& database) {
    static std::once_flag registered;
    std::call_once(registered, [] { sqlite::Connector::registerConnector(); });
    return Poco::Data::Session(sqlite::Connector::KEY, database.string(), open_timeout_s);
}

// Turns the exception in flight into ours. Poco's texts may quote what was bound, so only the
// class of the trouble is passed on.
[[noreturn]] void rethrow_as_ours() {
    const auto fail = [](ErrorKind kind, const char* reason, const Poco::Exception& seen) {
        throw Error(kind, reason, std::string("store: ") + seen.name());
    };
    try {
        throw;
    } catch (const sqlite::ConstraintViolationException& e) {
        fail(ErrorKind::conflict, "not_allowed", e);
    } catch (const sqlite::DBLockedException& e) {
        fail(ErrorKind::unavailable, "store_busy", e);
    } catch (const sqlite::TableLockedException& e) {
        fail(ErrorKind::unavailable, "store_busy", e);
    } catch (const sqlite::DatabaseFullException& e) {
        fail(ErrorKind::internal, "disk_full", e);
    } catch (const sqlite::IOErrorException& e) {
        fail(ErrorKind::internal, "disk_error", e);
    } catch (const sqlite::CorruptImageException& e) {
        fail(ErrorKind::internal, "store_corrupt", e);
    } catch (const Poco::Exception& e) {
        fail(ErrorKind::internal, "store_failed", e);
    }
    VERIFY(false);
}

template <typename Work>
auto translated(Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const Poco::Exception&) {
        rethrow_as_ours();
    }
}

}  // namespace

Connection::Connection(const std::filesystem::path& database, Mode mode)
    : session_(translated([&] { return open(database); })) {
    translated([&] {
        for (const auto setting : settings) {
            session_ << std::string(setting), Poco::Data::Keywords::now;
        }
        if (mode == Mode::read) {
            session_ << "PRAGMA query_only=ON", Poco::Data::Keywords::now;
        }
    });
}

std::size_t Connection::execute(std::string_view sql, Kept& kept) {
    try {
        return kept.statement.execute();
    } catch (const Poco::Exception&) {
        // Poco's statement counts as still running after a failure; it cannot be used again.
        kept_.erase(std::string(sql));
        rethrow_as_ours();
    }
}

}  // namespace indgang::store
