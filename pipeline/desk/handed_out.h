// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <algorithm>
#include <deque>
#include <mutex>
#include <string>
#include <utility>

#include "schemas/core/random.h"
#include "schemas/error/error.h"

namespace indgang::desk {

/// What people were given to answer, under names that say nothing of whose application it is. It
/// stands in memory: after a restart they are given something else. Of each person only the newest
/// `most` are kept. Threads: any number.
template <typename Given>
class HandedOut {
  public:
    static constexpr std::ptrdiff_t most = 100;

    explicit HandedOut(IdSource tokens) : tokens_(std::move(tokens)) {}

    std::string put(const std::string& user, Given given) {
        const std::lock_guard lock(mutex_);
        all_.push_front({tokens_(), user, std::move(given)});
        if (std::ranges::count(all_, user, &Kept::user) > most) {
            const auto last = std::find_if(all_.rbegin(), all_.rend(),
                                           [&](const Kept& each) { return each.user == user; });
            all_.erase(std::next(last).base());
        }
        return all_.front().token;
    }
    /// Errors of this and `change`: not_found "no_such_path" (it is somebody else's, or forgotten).
    [[nodiscard]] Given find(const std::string& user, const std::string& token) const {
        const std::lock_guard lock(mutex_);
        return at(all_, user, token).given;
    }
    template <typename Change>
    void change(const std::string& user, const std::string& token, const Change& change) {
        const std::lock_guard lock(mutex_);
        change(at(all_, user, token).given);
    }
    /// All of a person, the newest first.
    template <typename Visit>
    void each(const std::string& user, const Visit& visit) {
        const std::lock_guard lock(mutex_);
        for (auto& kept : all_) {
            if (kept.user == user) {
                visit(kept.given);
            }
        }
    }

  private:
    struct Kept {
        std::string token;
        std::string user;
        Given given;
    };
    template <typename All>
    static auto& at(All& all, const std::string& user, const std::string& token) {
        const auto found = std::ranges::find(all, token, &Kept::token);
        if (found == all.end() || found->user != user) {
            throw Error(Reason::no_such_path, "the person was given nothing of that name");
        }
        return *found;
    }

    IdSource tokens_;
    mutable std::mutex mutex_;
    std::deque<Kept> all_;
};

}  // namespace indgang::desk
