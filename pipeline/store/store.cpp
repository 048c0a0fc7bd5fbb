// SPDX-License-Identifier: MPL-2.0
// Opening and closing, and what the other files of the store share.
#include "pipeline/store/store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>

#include "pipeline/store/private_folder.h"
#include "pipeline/store/schema.h"
#include "pipeline/store/state.h"
#include "schemas/core/error.h"

namespace indgang::store {
namespace {

constexpr int owner_only = 0600;
constexpr std::size_t idle_readers = 8;

// A database is made before the first file is stored, so files without one mean that it is lost. To
// start anew would forget every application that they hold, and say that nothing is lost.
void refuse_without_database(const std::filesystem::path& blobs) {
    std::error_code none;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(blobs, none)) {
        if (entry.is_regular_file(none) && entry.path().parent_path().filename() != "writing") {
            throw Error(ErrorKind::internal, "database_lost",
                        "store: there are documents in blobs but no database beside them; put "
                        "indgang.sqlite back from a backup, or choose an empty folder");
        }
    }
}

}  // namespace

std::string_view name_of(ArrivalState state) {
    switch (state) {
        case ArrivalState::received:
            return "received";
        case ArrivalState::read:
            return "read";
        case ArrivalState::rejected:
            return "rejected";
        case ArrivalState::quarantined:
            return "quarantined";
    }
    VERIFY(false);
}

std::string_view name_of(ItemState state) {
    switch (state) {
        case ItemState::recorded:
            return "recorded";
        case ItemState::waiting:
            return "waiting";
        case ItemState::parked:
            return "parked";
        case ItemState::ready:
            return "ready";
        case ItemState::delivered:
            return "delivered";
        case ItemState::dead:
            return "dead";
        case ItemState::closed:
            return "closed";
    }
    VERIFY(false);
}

std::optional<ArrivalState> arrival_state_named(std::string_view name) {
    const auto* found = std::find_if(arrival_states.begin(), arrival_states.end(),
                                     [&](auto state) { return name_of(state) == name; });
    return found == arrival_states.end() ? std::nullopt : std::optional(*found);
}

std::optional<ItemState> item_state_named(std::string_view name) {
    const auto* found = std::find_if(item_states.begin(), item_states.end(),
                                     [&](auto state) { return name_of(state) == name; });
    return found == item_states.end() ? std::nullopt : std::optional(*found);
}

ArrivalState arrival_state_of(std::string_view name) {
    if (const auto state = arrival_state_named(name)) {
        return *state;
    }
    throw Error(ErrorKind::internal, "store_corrupt", "store: an arrival is in no known state");
}

ItemState item_state_of(std::string_view name) {
    if (const auto state = item_state_named(name)) {
        return *state;
    }
    throw Error(ErrorKind::internal, "store_corrupt", "store: an item is in no known state");
}

std::string item_id(const std::string& arrival, std::int64_t ordinal) {
    return arrival + '-' + std::to_string(ordinal);
}

std::optional<ItemName> parse_item_id(std::string_view id) {
    const auto hyphen = id.rfind('-');
    if (hyphen == std::string_view::npos) {
        return std::nullopt;
    }
    ItemName name{std::string(id.substr(0, hyphen)), 0};
    const auto digits = id.substr(hyphen + 1);
    const auto [end, trouble] =
        std::from_chars(digits.data(), digits.data() + digits.size(), name.ordinal);
    if (trouble != std::errc{} || end != digits.data() + digits.size() || name.ordinal < 1 ||
        digits.front() == '0') {
        return std::nullopt;
    }
    return name;
}

int ordinal_of(std::string_view item) {
    const auto name = parse_item_id(item);
    return name ? name->ordinal : 0;
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

FileLock::FileLock(const std::filesystem::path& file)
    : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, owner_only)) {
    if (descriptor_ < 0) {
        throw Error(ErrorKind::internal, "store_failed", "store: the lock file cannot be opened");
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        const bool is_held = errno == EWOULDBLOCK;
        ::close(descriptor_);
        throw Error(is_held ? ErrorKind::unavailable : ErrorKind::internal,
                    is_held ? "store_in_use" : "store_failed",
                    is_held ? "store: another process writes here" : "store: cannot be locked");
    }
}

FileLock::~FileLock() {
    ::close(descriptor_);
}

Store::Store(const std::filesystem::path& folder, Access access, Clock clock, IdSource ids)
    : state_(new State{{.database = folder / "indgang.sqlite",
                        .clock = std::move(clock),
                        .ids = std::move(ids),
                        .lock = nullptr,
                        .readers = Readers(folder / "indgang.sqlite"),
                        .arrivals = {},
                        .items = {},
                        .deliveries = {},
                        .copies = {},
                        .writer = nullptr}}) {
    if (access == Access::write) {
        make_private_folder(folder);
        state_->lock = std::make_unique<FileLock>(folder / "lock");
        make_private_file(state_->database);  // SQLite gives its -wal and -shm the same permissions
        keep_private(state_->database.string() + "-wal");
        keep_private(state_->database.string() + "-shm");
        auto connection = std::make_unique<Connection>(state_->database, Connection::Mode::write);
        if (connection->number("SELECT count(*) FROM sqlite_master") == 0) {
            refuse_without_database(folder / "blobs");
        }
        migrate(*connection);
        state_->writer = std::make_unique<Writer>(std::move(connection));
        return;
    }
    if (!std::filesystem::exists(state_->database)) {
        throw Error(ErrorKind::internal, "store_absent", "store: there is none in this folder");
    }
    state_->readers.look([](Connection& connection) { check_version(connection); });
    if (access == Access::amend) {
        state_->writer = std::make_unique<Writer>(
            std::make_unique<Connection>(state_->database, Connection::Mode::write));
    }
}

Store::~Store() = default;

void Store::check_files(const std::filesystem::path& blobs) const {
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
            throw Error(ErrorKind::internal, "blobs_lost",
                        "store: the documents that came last are not in blobs; put blobs back from "
                        "the backup that the database is of");
        }
    });
}

void Shared::write(const Writer::Work& work) {
    if (!lock) {
        throw Error(ErrorKind::internal, "store_read_only",
                    "store: not opened as the one that writes");
    }
    writer->run(work);
}

void Shared::amend(const Writer::Work& work) {
    if (!writer) {
        throw Error(ErrorKind::internal, "store_read_only", "store: opened for reading");
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

std::int64_t arrival_number(Connection& connection, const std::string& id) {
    const auto found =
        connection.rows<std::int64_t>("SELECT number FROM arrivals WHERE id = ?", id);
    if (found.empty()) {
        throw Error(ErrorKind::not_found, "no_such_arrival", "store: no such arrival");
    }
    return std::get<0>(found.front());
}

ItemKey item_key(Connection& connection, const std::string& id) {
    const auto name = parse_item_id(id);
    if (name) {
        const auto found = connection.rows<std::int64_t, std::int64_t, std::int64_t, std::string,
                                           std::string>(
            "SELECT i.number, i.arrival, i.ordinal, i.state, i.case_number "
            "FROM items i JOIN arrivals a ON a.number = i.arrival WHERE a.id = ? AND i.ordinal = ?",
            name->arrival, name->ordinal);
        if (!found.empty()) {
            const auto& row = found.front();
            return {std::get<0>(row), std::get<1>(row), std::get<2>(row),
                    item_state_of(std::get<3>(row)), std::get<4>(row)};
        }
    }
    throw Error(ErrorKind::not_found, "no_such_item", "store: no such item");
}

void throw_conflict(std::string_view step) {
    throw Error(ErrorKind::conflict, "changed_meanwhile",
                "store: " + std::string(step) + ": it changed meanwhile");
}

}  // namespace indgang::store
