// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace indgang::service {

/// How much of one sender may wait unread, so that nobody fills the store, or hours of reading, for
/// all others. A sender is who the connection comes from: behind a proxy, the proxy.
///
/// What was read is found out only when a budget is used up, a few arrivals at a time, so that an
/// arrival costs nothing more; one request of a sender asks, and his others are refused meanwhile.
/// What came before the start of the program is not counted.
/// Threads: any number.
class SenderBudget {
  public:
    struct Limits {
        std::size_t arrivals = 100'000;
        std::int64_t bytes = std::int64_t{8} << 30;
        std::size_t senders = 1'000;  ///< that are remembered; who sent least lately is forgotten
    };
    /// `is_unread` of an arrival's id; any thread.
    SenderBudget(Limits limits, std::function<bool(const std::string& arrival)> is_unread);

    /// Whether one more may be taken from the sender. Errors: those of `is_unread`.
    [[nodiscard]] bool has_room(const std::string& sender);
    /// That this was taken.
    void took(const std::string& sender, const std::string& arrival, std::int64_t bytes);

  private:
    struct Taken {
        std::string arrival;
        std::int64_t bytes;
    };
    struct Account {
        std::deque<Taken> unread;  ///< or read since; whoever was asked about last stands last
        std::int64_t bytes = 0;    ///< of these
        bool is_asked_about = false;
        std::list<std::string>::iterator place;  ///< in `lately_`
    };
    [[nodiscard]] bool is_used_up(std::size_t arrivals, std::int64_t bytes) const {
        return arrivals >= limits_.arrivals || bytes >= limits_.bytes;
    }
    [[nodiscard]] bool find_room(Account& account);
    Account& account_of(const std::string& sender);

    const Limits limits_;
    const std::function<bool(const std::string&)> is_unread_;
    std::mutex mutex_;  // protects all below, and what stands in an account
    std::map<std::string, std::shared_ptr<Account>> accounts_;
    std::list<std::string> lately_;  ///< senders, who sent last first
};

}  // namespace indgang::service
