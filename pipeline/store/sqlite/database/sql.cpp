// SPDX-License-Identifier: MPL-2.0
// Poco::Data opens the connection and closes it. The statements are SQLite's own: Poco 1.11
// prepares a statement anew at each execution, which costs 3 to 30 microseconds each time, about
// two thirds of what an application costs in the store.
#include "pipeline/store/sqlite/database/sql.h"

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Exception.h>

#include <chrono>
#include <mutex>
#include <thread>

#include "schemas/error/error.h"

namespace indgang::store::sqlite {
namespace {

namespace driver = Poco::Data::SQLite;

// SQLite says these to the connection and forgets them with it, except journal_mode. FULL is what
// makes a commit outlive a power cut in WAL mode. The log is folded back after 4,000 pages (16 MB)
// instead of 1,000, so that bursts do not pay for it at every few commits.
constexpr std::string_view settings[] = {
    "PRAGMA busy_timeout=5000",       "PRAGMA journal_mode=WAL",  "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",         "PRAGMA secure_delete=ON",  "PRAGMA temp_store=MEMORY",
    "PRAGMA wal_autocheckpoint=4000", "PRAGMA cache_size=-32768",
};
constexpr std::size_t open_timeout_s = 5;
constexpr int primary_code = 0xff;  // the low byte of an extended result code

// SQLite's texts may quote what was bound, so only the kind of trouble is passed on.
[[noreturn]] void fail(int code) {
    const auto error = [code](Reason reason) {
        return Error(reason, std::string("store: ") + sqlite3_errstr(code));
    };
    switch (code & primary_code) {
        case SQLITE_CONSTRAINT:
            throw error(Reason::not_allowed);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw error(Reason::store_busy);
        case SQLITE_FULL:
            throw error(Reason::disk_full);
        case SQLITE_IOERR:
            throw error(Reason::disk_error);
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            throw error(Reason::store_corrupt);
        default:
            throw error(Reason::store_failed);
    }
}

std::string text_of(sqlite3_value* value) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
    return text == nullptr ? std::string() : std::string(text);
}

Poco::Data::Session open(const std::filesystem::path& database) {
    static std::once_flag registered;
    std::call_once(registered, [] {
        // Each connection is used by one thread at a time, and nobody asks how much memory SQLite
        // has: neither needs a mutex at each call. Who used SQLite before in this process keeps
        // what it had.
        (void)sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
        (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        driver::Connector::registerConnector();
    });
    try {
        return Poco::Data::Session(driver::Connector::KEY, database.string(), open_timeout_s);
    } catch (const Poco::Exception& e) {
        throw Error(Reason::store_failed, std::string("store: cannot be opened: ") + e.name());
    }
}

}  // namespace

namespace {

/// Turning a new file to WAL needs it alone. SQLite does not wait for that as `busy_timeout` says,
/// so that of several who open a new store at once one would be told that it is busy.
template <typename Work>
void when_free(const Work& work) {
    constexpr std::chrono::milliseconds pause{2}, longest{5'000};
    const auto until = std::chrono::steady_clock::now() + longest;
    while (true) {
        try {
            work();
            return;
        } catch (const Error& error) {
            if (error.why() != Reason::store_busy || std::chrono::steady_clock::now() > until) {
                throw;
            }
        }
        std::this_thread::sleep_for(pause);
    }
}

}  // namespace

Connection::Connection(const std::filesystem::path& database, Mode mode)
    : session_(open(database)), database_(driver::Utility::dbHandle(session_)) {
    for (const auto setting : settings) {
        when_free([&] { run(setting); });
    }
    if (mode == Mode::read) {
        run("PRAGMA query_only=ON");
    }
}

std::optional<std::string> Change::before(int column) const {
    sqlite3_value* value = nullptr;
    if (kind_ == SQLITE_INSERT || sqlite3_preupdate_old(database_, column, &value) != SQLITE_OK) {
        return std::nullopt;
    }
    return text_of(value);
}

std::optional<std::string> Change::after(int column) const {
    sqlite3_value* value = nullptr;
    if (kind_ == SQLITE_DELETE || sqlite3_preupdate_new(database_, column, &value) != SQLITE_OK) {
        return std::nullopt;
    }
    return text_of(value);
}

void Connection::on_change(std::function<void(const Change&)> told) {
    told_ = std::move(told);
    const auto tell = [](void* self, sqlite3* database, int kind, const char*, const char* table,
                         sqlite3_int64, sqlite3_int64) {
        static_cast<Connection*>(self)->told_(Change(database, kind, table));
    };
    sqlite3_preupdate_hook(database_, told_ ? +tell : nullptr, this);
}

sqlite3_stmt* Connection::prepared(std::string_view sql) {
    const auto known = prepared_.find(sql);
    auto& kept = known != prepared_.end() ? known->second : prepared_[std::string(sql)];
    if (!kept) {
        sqlite3_stmt* statement = nullptr;
        const auto code = sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()),
                                             SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
        if (code != SQLITE_OK) {
            fail(code);
        }
        kept.reset(statement);
    }
    return kept.get();
}

void Connection::bind_number(sqlite3_stmt* statement, int place, std::int64_t value) {
    if (const auto code = sqlite3_bind_int64(statement, place, value); code != SQLITE_OK) {
        fail(code);
    }
}

void Connection::bind_text(sqlite3_stmt* statement, int place, std::string_view value) {
    // A view of nothing may be null, which SQLite would take for NULL.
    const auto* text = value.data() == nullptr ? "" : value.data();
    const auto code =
        sqlite3_bind_text64(statement, place, text, value.size(), SQLITE_STATIC, SQLITE_UTF8);
    if (code != SQLITE_OK) {
        fail(code);
    }
}

void Connection::bind_bytes(sqlite3_stmt* statement, int place, BytesView value) {
    const void* bytes = value.data() == nullptr ? static_cast<const void*>("") : value.data();
    const auto code = sqlite3_bind_blob64(statement, place, bytes, value.size(), SQLITE_STATIC);
    if (code != SQLITE_OK) {
        fail(code);
    }
}

bool Connection::step(sqlite3_stmt* statement) {
    const auto code = sqlite3_step(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        fail(code);
    }
    return code == SQLITE_ROW;
}

std::int64_t Connection::changes() const {
    return sqlite3_changes64(database_);
}

std::int64_t Connection::last_number() const {
    return sqlite3_last_insert_rowid(database_);
}

void Connection::take(sqlite3_stmt* statement, int column, std::int64_t& value) {
    value = sqlite3_column_int64(statement, column);
}

// A column that is not there is a mistake of this program, which the first use of it shows.
int Connection::place_of(sqlite3_stmt* statement, std::string_view name) {
    const int count = sqlite3_column_count(statement);
    for (int place = 0; place < count; ++place) {
        if (name == sqlite3_column_name(statement, place)) {
            return place;
        }
    }
    VERIFY(false);
}

void Connection::take(sqlite3_stmt* statement, int column, int& value) {
    value = sqlite3_column_int(statement, column);
}

void Connection::take(sqlite3_stmt* statement, int column, bool& value) {
    value = sqlite3_column_int(statement, column) != 0;
}

void Connection::take(sqlite3_stmt* statement, int column, UtcTime& value) {
    value = UtcTime(std::chrono::milliseconds(sqlite3_column_int64(statement, column)));
}

void Connection::take(sqlite3_stmt* statement, int column, std::string& value) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    const auto size = sqlite3_column_bytes(statement, column);
    if (text == nullptr) {
        value.clear();
    } else {
        value.assign(text, static_cast<std::size_t>(size));
    }
}

void Connection::take(sqlite3_stmt* statement, int column, Bytes& value) {
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    value.assign(bytes, bytes + size);  // of nothing both are null
}

}  // namespace indgang::store::sqlite
