// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/live.h"

#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace indgang::web {
namespace {

constexpr int most_counted = 100;  // the list of tasks shows as many

}  // namespace

http::ServerResponse Live::counts(Visit& visit) {
    const auto newest = desk_->find(visit.actor, {.per_page = 1, .is_newest_first = true});
    const auto assigned = desk_->find(visit.actor, {.state = store::ItemState::parked,
                                                    .assignee = visit.actor.user,
                                                    .per_page = most_counted});
    const auto waiting = tasks_->left(visit.actor);
    const auto holders = tasks_->holders(visit.actor);
    const auto leased = holders.size();
    // As the list of tasks has it: what is assigned to him, and what he holds.
    std::set<std::string> mine;
    for (const auto& item : assigned.items) {
        mine.insert(item.id);
    }
    for (const auto& [item, user] : holders) {
        if (user == visit.actor.user) {
            mine.insert(item);
        }
    }
    // Another text whenever a list may show something else.
    const auto changed = std::to_string(waiting) + "-" + std::to_string(newest.total) + "-" +
                         std::to_string(leased) +
                         (newest.items.empty() ? "" : "-" + newest.items.front().id);
    const nlohmann::json counts{{"waiting", waiting},
                                {"leased", leased},
                                {"mine", mine.size()},
                                {"applications", newest.total},
                                {"changed", changed}};
    http::ServerResponse response;
    response.content_type = "text/event-stream; charset=utf-8";
    response.headers["Cache-Control"] = "no-store";
    response.body = "retry: 2000\nevent: counts\ndata: " + counts.dump() + "\n\n";
    return response;
}

}  // namespace indgang::web
