// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/sender_budget.h"

#include <utility>

namespace indgang::service {
namespace {

constexpr std::size_t asked_at_once = 64;  // each costs a look into the store, some 20 us

}  // namespace

SenderBudget::SenderBudget(Limits limits, std::function<bool(const std::string&)> is_unread)
    : limits_(limits), is_unread_(std::move(is_unread)) {}

bool SenderBudget::is_used_up(const Account& account) const {
    return account.unread.size() >= limits_.arrivals || account.bytes >= limits_.bytes;
}

bool SenderBudget::has_room(const std::string& sender) {
    const std::lock_guard lock(mutex_);
    const auto found = accounts_.find(sender);
    if (found == accounts_.end()) {
        return true;
    }
    auto& account = found->second;
    const std::size_t there = account.unread.size();
    for (std::size_t i = 0; i < there && i < asked_at_once && is_used_up(account); ++i) {
        auto oldest = std::move(account.unread.front());
        account.unread.pop_front();
        if (is_unread_(oldest.arrival)) {
            account.unread.push_back(std::move(oldest));
        } else {
            account.bytes -= oldest.bytes;
        }
    }
    return !is_used_up(account);
}

SenderBudget::Account& SenderBudget::account_of(const std::string& sender) {
    const auto found = accounts_.find(sender);
    if (found != accounts_.end()) {
        lately_.splice(lately_.begin(), lately_, found->second.place);
        return found->second;
    }
    if (accounts_.size() >= limits_.senders) {
        accounts_.erase(lately_.back());
        lately_.pop_back();
    }
    lately_.push_front(sender);
    auto& account = accounts_[sender];
    account.place = lately_.begin();
    return account;
}

void SenderBudget::took(const std::string& sender, const std::string& arrival, std::int64_t bytes) {
    const std::lock_guard lock(mutex_);
    auto& account = account_of(sender);
    account.unread.push_back({arrival, bytes});
    account.bytes += bytes;
}

}  // namespace indgang::service
