// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/throttle.h"

#include <algorithm>

namespace indgang::identity {
namespace {

/// How long after the last of `wrong` tries in a row the next may come.
std::chrono::seconds wait_after(int wrong) {
    std::chrono::seconds wait{0};
    for (int at = Throttle::free_tries; at <= wrong && wait < Throttle::longest_wait; ++at) {
        wait = wait.count() == 0 ? std::chrono::seconds(1) : wait * 2;
    }
    return std::min(wait, Throttle::longest_wait);
}

}  // namespace

std::chrono::milliseconds Throttle::left(const Book& book, const std::string& key, UtcTime now) {
    const auto found = book.find(key);
    if (found == book.end()) {
        return std::chrono::milliseconds(0);
    }
    // A clock that was set back makes nobody wait until it has caught up.
    const auto since = now - found->second.last;
    const std::chrono::milliseconds none(0), wait(wait_after(found->second.wrong));
    return since < -longest_wait ? none : std::clamp(wait - since, none, wait);
}

void Throttle::count(Book& book, const std::string& key, UtcTime now) {
    if (key.empty()) {
        return;
    }
    auto found = book.find(key);
    if (found == book.end()) {
        if (book.size() >= remembered_most) {
            book.erase(std::ranges::min_element(
                book, {}, [](const auto& entry) { return entry.second.last; }));
        }
        found = book.emplace(key, Tries{}).first;
    } else if (now - found->second.last > memory) {
        found->second.wrong = 0;
    }
    ++found->second.wrong;
    found->second.last = now;
}

std::chrono::seconds Throttle::begin(const std::string& user, const std::string& address,
                                     UtcTime now) {
    const std::lock_guard lock(mutex_);
    const auto wait = std::max(left(users_, user, now), left(addresses_, address, now));
    if (wait.count() > 0) {
        return std::chrono::ceil<std::chrono::seconds>(wait);
    }
    count(users_, user, now);
    return std::chrono::seconds(0);
}

void Throttle::wrong(const std::string& address, UtcTime now) {
    const std::lock_guard lock(mutex_);
    count(addresses_, address, now);
}

void Throttle::withdraw(const std::string& user) {
    const std::lock_guard lock(mutex_);
    if (const auto found = users_.find(user); found != users_.end()) {
        --found->second.wrong;
    }
}

void Throttle::right(const std::string& user, const std::string& address) {
    const std::lock_guard lock(mutex_);
    users_.erase(user);
    addresses_.erase(address);
}

}  // namespace indgang::identity
