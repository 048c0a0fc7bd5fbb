// SPDX-License-Identifier: MPL-2.0
// Opening and closing, and what the other files of the store share.
#include "pipeline/store/sqlite/sqlite_store.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>

#include "pipeline/store/private_folder.h"
#include "pipeline/store/sqlite/database/schema.h"
#include "pipeline/store/sqlite/state.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::store::sqlite {
namespace {

std::filesystem::path database_in(const std::filesystem::path& folder) {
    return folder / "indgang.sqlite";
}

constexpr std::size_t idle_readers = 8;
constexpr std::chrono::milliseconds opening_patience{5'000};
constexpr std::chrono::milliseconds opening_pause{20};

[[noreturn]] void throw_lost(const std::filesystem::path& database, const char* seen) {
    throw Error(Reason::database_lost, std::string("store: ") + seen + "; put " +
                                           database.string() +
                                           " back from a backup, or choose an empty folder");
}

// A database is made before the first file is stored, so files without one mean that it is lost. To
// start anew would forget every application that they hold, and say that nothing is lost.
void refuse_without_database(const std::filesystem::path& folder) {
    std::error_code none;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(folder / "blobs", none)) {
        if (entry.is_regular_file(none) && entry.path().parent_path().filename() != "writing") {
            throw_lost(database_in(folder), "there are documents in blobs but no database");
        }
    }
}

[[noreturn]] void throw_damaged(const std::filesystem::path& database, const std::string& seen) {
    throw Error(Reason::store_corrupt,
                "store: " + database.string() + " " + seen + ": put it back from a backup");
}

// Before anything is made in the folder, whoever asks: a store that is refused is left as it was
// found.
void refuse_what_is_lost(const std::filesystem::path& folder, Access access) {
    const auto database = database_in(folder);
    std::error_code trouble;
    // In this order: another process may be making both, and the database stands first.
    const bool has_blobs = std::filesystem::exists(folder / "blobs", trouble);
    if (!std::filesystem::exists(database, trouble)) {
        refuse_without_database(folder);
        if (access != Access::write) {
            throw Error(Reason::store_absent,
                        "store: there is none in " + folder.string() +
                            "; --store names another folder, and `indgang run` makes a store");
        }
        return;
    }
    constexpr std::string_view magic{"SQLite format 3\0", 16};
    std::string head(magic.size(), ' ');
    std::ifstream file(database, std::ios::binary);
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    const bool is_opened = file.is_open();
    if (is_opened && file.gcount() == 0) {
        // The folder of files is made when the database is whole.
        if (has_blobs) {
            throw_lost(database, "the database is empty");
        }
        if (access != Access::write) {
            throw_damaged(database, "is empty");
        }
        return;
    }
    if (is_opened && head != magic) {
        throw_damaged(database, "is no database");
    }
}

}  // namespace

Half half_of(const std::string& name) {
    const auto half = parse_half(name);
    VERIFY(half);  // the table takes no other word
    return *half;
}

ArrivalState arrival_state_of(std::string_view name) {
    if (const auto state = arrival_state_named(name)) {
        return *state;
    }
    throw Error(Reason::store_corrupt, "store: an arrival is in no known state");
}

ItemState item_state_of(std::string_view name) {
    if (const auto state = item_state_named(name)) {
        return *state;
    }
    throw Error(Reason::store_corrupt, "store: an item is in no known state");
}

bool Claims::has(std::int64_t number, std::int64_t stamp) const {
    const std::lock_guard lock(mutex_);
    const auto found = stamps_.find(number);
    return found != stamps_.end() && found->second == stamp;
}

std::int64_t Claims::count() const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::int64_t>(stamps_.size());
}

void Claims::take(std::int64_t number, std::int64_t stamp, Transaction& transaction) {
    const std::lock_guard lock(mutex_);
    stamps_[number] = stamp;
    transaction.if_undone([this, number, stamp] { release(number, stamp); });
}

void Claims::release(std::int64_t number, std::int64_t stamp) noexcept {
    const std::lock_guard lock(mutex_);
    const auto found = stamps_.find(number);
    if (found != stamps_.end() && found->second == stamp) {
        stamps_.erase(found);
    }
}

void Claims::free(std::int64_t number, std::int64_t stamp, Transaction& transaction) {
    const auto erase = [this, number, stamp] { release(number, stamp); };
    transaction.after_commit(erase);
    transaction.if_undone(erase);
}

void Claims::free(std::int64_t number, Transaction& transaction) {
    const auto erase = [this, number] {
        const std::lock_guard lock(mutex_);
        stamps_.erase(number);
    };
    transaction.after_commit(erase);
    transaction.if_undone(erase);
}

void Readers::look(const std::function<void(Connection&)>& look) const {
    std::unique_ptr<Connection> lent;
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            lent = std::move(idle_.back());
            idle_.pop_back();
        }
    }
    if (!lent) {
        lent = std::make_unique<Connection>(database_, Connection::Mode::read);
    }
    lent->run("BEGIN");
    look(*lent);  // a connection that failed is not lent again
    lent->run("COMMIT");
    const std::lock_guard lock(mutex_);
    if (idle_.size() < idle_readers) {
        idle_.push_back(std::move(lent));
    }
}

namespace {

// Locks the store as one of those that write, and brings its layout up to date, for which nobody
// else may work with it. Two programs that start at the same moment give way to each other.
void lock_and_migrate(FileLock& lock, Connection& connection, const std::filesystem::path& folder) {
    const auto until = std::chrono::steady_clock::now() + opening_patience;
    while (true) {
        if (lock.share() && is_up_to_date(connection)) {
            return;
        }
        if (lock.take()) {
            if (connection.number("SELECT count(*) FROM sqlite_master") == 0) {
                refuse_without_database(folder);
            }
            migrate(connection);
            continue;
        }
        if (std::chrono::steady_clock::now() > until) {
            throw Error(Reason::store_in_use,
                        "store: another process works with it, and its layout is another than this "
                        "program's: stop the other first");
        }
        std::this_thread::sleep_for(opening_pause);
    }
}

}  // namespace

SqliteStore::SqliteStore(const std::filesystem::path& folder, Access access, Clock clock,
                         IdSource ids, const LeaseTerms& terms)
    : state_(new State{{.database = database_in(folder),
                        .clock = std::move(clock),
                        .ids = std::move(ids),
                        .lock = nullptr,
                        .leases = nullptr,
                        .readers = Readers(database_in(folder)),
                        .arrivals = {},
                        .items = {},
                        .deliveries = {},
                        .copies = {},
                        .writer = nullptr}}) {
    refuse_what_is_lost(folder, access);
    try {
        open(folder, access, terms);
    } catch (const Error& error) {
        if (error.why() == Reason::store_corrupt) {
            throw_damaged(state_->database, "is damaged (" + std::string(error.what()) + ")");
        }
        throw;
    }
}

void SqliteStore::open(const std::filesystem::path& folder, Access access,
                       const LeaseTerms& terms) {
    auto& state = *state_;
    if (access == Access::write) {
        make_private_folder(folder);
        state.lock = std::make_unique<FileLock>(folder / "lock");
        make_private_file(state.database);  // SQLite gives its -wal and -shm the same permissions
        keep_private(state.database.string() + "-wal");
        keep_private(state.database.string() + "-shm");
        auto connection = std::make_unique<Connection>(state.database, Connection::Mode::write);
        lock_and_migrate(*state.lock, *connection, folder);
        state.leases = std::make_unique<Leases>(folder, state.clock, terms);
        auto tally = std::make_unique<Tally>(*connection);
        state.writer =
            std::make_unique<Writer>(std::move(connection),
                                     Recurring{[&state](Transaction& transaction) {
                                                   state.leases->beat(transaction.connection());
                                               },
                                               terms.beat},
                                     std::move(tally));
        state.writer->run(
            [&state](Transaction& transaction) { state.leases->enter(transaction.connection()); });
        return;
    }
    state.readers.look([](Connection& connection) { check_version(connection); });
    if (access == Access::amend) {
        auto connection = std::make_unique<Connection>(state.database, Connection::Mode::write);
        auto tally = std::make_unique<Tally>(*connection);
        state.writer =
            std::make_unique<Writer>(std::move(connection), Recurring{}, std::move(tally));
    }
}

bool SqliteStore::is_in(const std::filesystem::path& folder) {
    return std::filesystem::exists(database_in(folder));
}

SqliteStore::~SqliteStore() {
    if (!state_->leases) {
        return;
    }
    try {
        state_->writer->run(
            [this](Transaction& transaction) { state_->leases->leave(transaction.connection()); });
    } catch (const Error&) {
        // The disk says no. Its lock goes with this process, which tells the others the same.
        return;
    }
}

void SqliteStore::check_files(const std::filesystem::path& blobs) const {
    constexpr int looked_at = 20;
    state_->readers.look([&](Connection& connection) {
        const auto digests = connection.rows<std::string>(
            "SELECT a.digest FROM arrivals a WHERE NOT EXISTS "
            "(SELECT 1 FROM documents d JOIN arrivals f ON f.number = d.arrival "
            "WHERE f.digest = a.digest) ORDER BY a.number DESC LIMIT ?",
            looked_at);
        const bool is_any_there = std::any_of(digests.begin(), digests.end(), [&](const auto& row) {
            const auto& digest = std::get<0>(row);
            return std::filesystem::exists(blobs / digest.substr(0, 2) / digest);
        });
        if (!digests.empty() && !is_any_there) {
            throw Error(Reason::blobs_lost,
                        "store: the documents that came last are not in " + blobs.string() +
                            "; put it back from the backup that the database is of");
        }
    });
}

void Shared::write(const Writer::Work& work) {
    if (!lock) {
        throw Error(Reason::store_read_only, "store: not opened as the one that writes");
    }
    writer->run(work);
}

void Shared::amend(const Writer::Work& work) {
    if (!writer) {
        throw Error(Reason::store_read_only, "store: opened for reading");
    }
    writer->run(work);
}

void Shared::event(Connection& connection, std::int64_t arrival, std::int64_t ordinal,
                   std::string_view what, std::string_view detail) {
    connection.run("INSERT INTO events (at, arrival, ordinal, what, detail) VALUES (?,?,?,?,?)",
                   ms_of(clock()), arrival, ordinal, what, detail);
}

void Shared::act(Connection& connection, std::int64_t arrival, std::int64_t ordinal,
                 std::string_view what, const Author& author) {
    connection.run(
        "INSERT INTO acts (at, by, role, what, arrival, ordinal, why) "
        "VALUES (?,?,?,?,?,?,?)",
        ms_of(clock()), author.by, author.role, what, arrival, ordinal, author.why);
    event(connection, arrival, ordinal, what, "by " + author.by);
}

std::string places_for(std::size_t values) {
    std::string places;
    for (std::size_t i = 0; i < values; ++i) {
        places += i == 0 ? "?" : ",?";
    }
    return places;
}

std::int64_t arrival_number(Connection& connection, const std::string& id) {
    const auto found =
        connection.rows<std::int64_t>("SELECT number FROM arrivals WHERE id = ?", id);
    if (found.empty()) {
        throw Error(Reason::no_such_arrival, "store: no such arrival");
    }
    return std::get<0>(found.front());
}

namespace {

struct KeyRow {
    ItemKey key;
    std::string state;

    static constexpr auto columns() {
        return std::tuple(Column("number", &KeyRow::key, &ItemKey::number),
                          Column("arrival", &KeyRow::key, &ItemKey::arrival),
                          Column("ordinal", &KeyRow::key, &ItemKey::ordinal),
                          Column("case_number", &KeyRow::key, &ItemKey::case_number),
                          Column("state", &KeyRow::state));
    }
};

}  // namespace

ItemKey item_key(Connection& connection, const std::string& id) {
    const auto name = parse_item_id(id);
    if (name) {
        auto found = connection.structs<KeyRow>(
            "SELECT i.number AS number, i.arrival AS arrival, i.ordinal AS ordinal, "
            "i.state AS state, i.case_number AS case_number "
            "FROM items i JOIN arrivals a ON a.number = i.arrival WHERE a.id = ? AND i.ordinal = ?",
            name->arrival, name->ordinal);
        if (!found.empty()) {
            auto& row = found.front();
            row.key.state = item_state_of(row.state);
            return std::move(row.key);
        }
    }
    throw Error(Reason::no_such_item, "store: no such item");
}

void throw_conflict(std::string_view step) {
    throw Error(Reason::changed_meanwhile,
                "store: " + std::string(step) + ": it changed meanwhile");
}

}  // namespace indgang::store::sqlite
