// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "adapters/http/server.h"
#include "pipeline/desk/desk.h"
#include "pipeline/desk/tasks.h"
#include "pipeline/web/visit.h"

namespace indgang::web {

/// Counters that change while one looks, as server-sent events. Each answer holds one event and
/// ends; the browser asks again by itself after `retry`. So a page that is open costs one small
/// request every two seconds, and no connection that a thread or a proxy has to keep.
/// Source: HTML living standard, 9.2 (server-sent events). Threads: any number.
class Live {
  public:
    Live(desk::Desk& desk, desk::Tasks& tasks) : desk_(&desk), tasks_(&tasks) {}
    [[nodiscard]] http::ServerResponse counts(Visit& visit);

  private:
    desk::Desk* desk_;
    desk::Tasks* tasks_;
};

}  // namespace indgang::web
