// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/sessions.h"

#include <algorithm>
#include <utility>

namespace indgang::web {

void Session::give_reason(GivenReason reason) {
    std::erase_if(reasons,
                  [&](const auto& each) { return each.application == reason.application; });
    if (reasons.size() == most_reasons) {
        reasons.erase(reasons.begin());
    }
    reasons.push_back(std::move(reason));
}

bool Sessions::is_over(const Session& session, UtcTime now) const {
    const auto idle = session.person ? idle_session : idle_stranger;
    // A clock that was set back ends a session rather than lengthening it.
    return now < session.last || now - session.last > idle || now - session.began > longest_session;
}

std::optional<Session> Sessions::find(const std::string& token) {
    // Read under the lock: of two requests at once, the one that is looked up later has the later
    // time.
    const std::lock_guard lock(mutex_);
    const auto now = clock_();
    const auto found = sessions_.find(token);
    if (found == sessions_.end()) {
        return std::nullopt;
    }
    if (is_over(found->second, now)) {
        sessions_.erase(found);
        return std::nullopt;
    }
    found->second.last = now;
    return found->second;
}

void Sessions::make_room(UtcTime now) {
    std::erase_if(sessions_, [&](const auto& each) { return is_over(each.second, now); });
    const auto is_stranger = [](const auto& each) { return !each.second.person; };
    const auto strangers = std::ranges::count_if(sessions_, is_stranger);
    if (strangers < std::ptrdiff_t{most_strangers}) {
        return;
    }
    auto oldest = sessions_.end();
    for (auto each = sessions_.begin(); each != sessions_.end(); ++each) {
        if (is_stranger(*each) &&
            (oldest == sessions_.end() || each->second.last < oldest->second.last)) {
            oldest = each;
        }
    }
    sessions_.erase(oldest);
}

std::string Sessions::begin() {
    auto token = tokens_();
    Session session;
    session.csrf = tokens_();
    const std::lock_guard lock(mutex_);
    const auto now = clock_();
    session.began = session.last = now;
    if (sessions_.size() >= most_strangers) {
        make_room(now);
    }
    sessions_.insert_or_assign(token, std::move(session));
    return token;
}

std::string Sessions::sign_in(const std::string& token, SignedIn person) {
    const auto now = clock_();
    auto fresh = tokens_();
    Session session;
    session.csrf = tokens_();
    session.began = session.last = session.vouched = now;
    session.person = std::move(person);
    const std::lock_guard lock(mutex_);
    if (const auto found = sessions_.find(token); found != sessions_.end()) {
        session.language = found->second.language;
        sessions_.erase(found);
    }
    sessions_.insert_or_assign(fresh, std::move(session));
    return fresh;
}

void Sessions::change(const std::string& token, const std::function<void(Session&)>& change) {
    const std::lock_guard lock(mutex_);
    if (const auto found = sessions_.find(token); found != sessions_.end()) {
        change(found->second);
    }
}

void Sessions::end(const std::string& token) {
    const std::lock_guard lock(mutex_);
    sessions_.erase(token);
}

}  // namespace indgang::web
