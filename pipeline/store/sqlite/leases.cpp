// SPDX-License-Identifier: MPL-2.0
#include "pipeline/store/sqlite/leases.h"

#include <utility>

#include "schemas/error/error.h"

namespace indgang::store::sqlite {
namespace {

// A dead process's work lies still for no longer; a look costs one short query.
constexpr std::chrono::milliseconds look_every{100};

}  // namespace

Leases::Leases(const std::filesystem::path& folder, Clock clock, const LeaseTerms& terms)
    : file_(folder / "owners"), clock_(std::move(clock)), terms_(terms) {}

void Leases::enter(Connection& connection) {
    const auto now = clock_().time_since_epoch().count();
    connection.run("INSERT INTO owners (since, beat_at) VALUES (?,?)", now, now);
    const auto number = connection.last_number();
    // Before the others see the number, so that they never see it without its lock.
    if (!file_.lock_byte(number)) {
        throw Error(Reason::store_failed, "store: a lease cannot be locked");
    }
    mine_ = number;
}

void Leases::beat(Connection& connection) {
    if (connection.run("UPDATE owners SET beats = beats + 1, beat_at = ? "
                       "WHERE number = ? AND is_ended = 0",
                       clock_().time_since_epoch().count(), mine_) == 0) {
        enter(connection);
    }
}

bool Leases::stands_still(std::int64_t owner, std::int64_t beats) {
    const auto now = Steady::now();
    const auto [seen, is_new] = seen_.try_emplace(owner, Seen{beats, now});
    if (seen->second.beats != beats) {
        seen->second = {beats, now};
    }
    return now - seen->second.since > terms_.length;
}

void Leases::end_the_dead(Connection& connection) {
    const auto now = Steady::now();
    if (now - looked_at_ < look_every) {
        return;
    }
    looked_at_ = now;
    for (const auto& [owner, beats] : connection.rows<std::int64_t, std::int64_t>(
             "SELECT number, beats FROM owners WHERE is_ended = 0 AND number <> ?", mine_)) {
        if (!file_.is_byte_locked(owner) || stands_still(owner, beats)) {
            connection.run("UPDATE owners SET is_ended = 1 WHERE number = ?", owner);
            seen_.erase(owner);
        }
    }
}

void Leases::leave(Connection& connection) {
    connection.run("UPDATE owners SET is_ended = 1 WHERE number = ?", mine_);
}

}  // namespace indgang::store::sqlite
