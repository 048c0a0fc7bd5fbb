// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/sender_budget.h"

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

namespace indgang::service {
namespace {

constexpr std::size_t asked_at_once = 64;  // each costs a look into the store, some 20 us

}  // namespace

SenderBudget::SenderBudget(Limits limits, std::function<bool(const std::string&)> is_unread)
    : limits_(limits), is_unread_(std::move(is_unread)) {}

bool SenderBudget::has_room(const std::string& sender) {
    std::shared_ptr<Account> account;
    {
        const std::lock_guard lock(mutex_);
        const auto found = accounts_.find(sender);
        if (found == accounts_.end() ||
            !is_used_up(found->second->unread.size(), found->second->bytes)) {
            return true;
        }
        account = found->second;
        if (std::exchange(account->is_asked_about, true)) {
            return false;
        }
    }
    return find_room(*account);
}

/// Takes: the account is asked about by nobody else, so that only `took` changes it, at its end.
bool SenderBudget::find_room(Account& account) {
    std::unique_lock lock(mutex_);
    auto arrivals = account.unread.size();
    auto bytes = account.bytes;
    const auto count = static_cast<std::ptrdiff_t>(std::min(arrivals, asked_at_once));
    const std::vector<Taken> oldest(account.unread.begin(), account.unread.begin() + count);
    lock.unlock();
    std::vector<bool> are_unread;
    std::exception_ptr trouble;  // of the store: what was found out before it counts
    try {
        for (; are_unread.size() < oldest.size() && is_used_up(arrivals, bytes);) {
            const auto& asked = oldest[are_unread.size()];
            are_unread.push_back(is_unread_(asked.arrival));
            arrivals -= are_unread.back() ? 0 : 1;
            bytes -= are_unread.back() ? 0 : asked.bytes;
        }
    } catch (...) {
        trouble = std::current_exception();
    }
    lock.lock();
    account.is_asked_about = false;
    for (const bool is_unread : are_unread) {
        Taken asked = std::move(account.unread.front());
        account.unread.pop_front();
        if (is_unread) {
            account.unread.push_back(std::move(asked));
        } else {
            account.bytes -= asked.bytes;
        }
    }
    if (trouble) {
        std::rethrow_exception(trouble);
    }
    return !is_used_up(account.unread.size(), account.bytes);
}

SenderBudget::Account& SenderBudget::account_of(const std::string& sender) {
    const auto found = accounts_.find(sender);
    if (found != accounts_.end()) {
        lately_.splice(lately_.begin(), lately_, found->second->place);
        return *found->second;
    }
    if (accounts_.size() >= limits_.senders) {
        accounts_.erase(lately_.back());
        lately_.pop_back();
    }
    lately_.push_front(sender);
    auto& account = accounts_[sender] = std::make_shared<Account>();
    account->place = lately_.begin();
    return *account;
}

void SenderBudget::took(const std::string& sender, const std::string& arrival, std::int64_t bytes) {
    const std::lock_guard lock(mutex_);
    auto& account = account_of(sender);
    account.unread.push_back({arrival, bytes});
    account.bytes += bytes;
}

}  // namespace indgang::service
