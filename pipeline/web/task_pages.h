// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "adapters/http/server.h"
#include "pipeline/desk/desk.h"
#include "pipeline/desk/papers.h"
#include "pipeline/desk/tasks.h"
#include "pipeline/web/frame.h"
#include "pipeline/web/pictures.h"
#include "pipeline/web/visit.h"

namespace indgang::web {

/// Where people settle what the machine doubts. docs/formats/desk.md
/// Errors of all: as desk::Tasks and desk::Desk. Threads: any number.
class TaskPages {
  public:
    TaskPages(const Frame& frame, Sessions& sessions, desk::Desk& desk, desk::Tasks& tasks,
              desk::Papers& papers, const form::FormCatalogue& catalogue, Pictures& pictures,
              Clock clock)
        : frame_(&frame),
          sessions_(&sessions),
          desk_(&desk),
          tasks_(&tasks),
          papers_(&papers),
          catalogue_(&catalogue),
          pictures_(&pictures),
          clock_(std::move(clock)) {}

    [[nodiscard]] http::ServerResponse list(Visit& visit);
    [[nodiscard]] http::ServerResponse next(Visit& visit);
    [[nodiscard]] http::ServerResponse show(Visit& visit);
    /// The same for who has said why on the form before it.
    [[nodiscard]] http::ServerResponse show_because(Visit& visit);
    [[nodiscard]] http::ServerResponse page(Visit& visit);     ///< its picture
    [[nodiscard]] http::ServerResponse snippet(Visit& visit);  ///< of a field
    [[nodiscard]] http::ServerResponse say(Visit& visit);
    [[nodiscard]] http::ServerResponse take_back(Visit& visit);
    [[nodiscard]] http::ServerResponse finish(Visit& visit);
    [[nodiscard]] http::ServerResponse skip(Visit& visit);
    [[nodiscard]] http::ServerResponse close(Visit& visit);
    [[nodiscard]] http::ServerResponse keep(Visit& visit);
    /// The page is left.
    [[nodiscard]] http::ServerResponse leave(Visit& visit);
    /// Back to what one settled last; where it has gone on, what was done to it, in words.
    [[nodiscard]] http::ServerResponse go_back(Visit& visit);
    [[nodiscard]] http::ServerResponse previous(Visit& visit);
    [[nodiscard]] http::ServerResponse split(Visit& visit);
    [[nodiscard]] http::ServerResponse move(Visit& visit);
    [[nodiscard]] http::ServerResponse join(Visit& visit);
    [[nodiscard]] http::ServerResponse turn(Visit& visit);
    [[nodiscard]] http::ServerResponse meaning(Visit& visit);
    /// What one has done, for his own eyes; managers see sums.
    [[nodiscard]] http::ServerResponse figures(Visit& visit);

  private:
    [[nodiscard]] http::ServerResponse said(Visit& visit, store::EntryKind kind,
                                            const std::string& value);
    /// {"next": "/tasks/..."}, where the page goes on.
    [[nodiscard]] http::ServerResponse go_on(Visit& visit, const std::string& left);
    void remember(const Visit& visit);
    [[nodiscard]] bool has_previous(const Visit& visit) const;
    [[nodiscard]] std::string settled_last(const Visit& visit) const;
    [[nodiscard]] std::optional<std::string> next_of(const Visit& visit);

    const Frame* frame_;
    Sessions* sessions_;
    desk::Desk* desk_;
    desk::Tasks* tasks_;
    desk::Papers* papers_;
    const form::FormCatalogue* catalogue_;
    Pictures* pictures_;
    Clock clock_;
};

}  // namespace indgang::web
