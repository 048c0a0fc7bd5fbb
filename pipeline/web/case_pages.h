// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "adapters/http/server.h"
#include "pipeline/desk/desk.h"
#include "pipeline/desk/papers.h"
#include "pipeline/web/frame.h"
#include "pipeline/web/pictures.h"
#include "pipeline/web/visit.h"

namespace indgang::web {

/// The papers of a case, the search for one, and who looked at a person. What is looked for comes
/// in a body, since addresses are kept in logs and histories. Errors of all: as desk::Papers.
/// Threads: any number.
class CasePages {
  public:
    CasePages(const Frame& frame, Sessions& sessions, desk::Desk& desk, desk::Papers& papers,
              const form::FormCatalogue& catalogue, Pictures& pictures, Clock clock)
        : frame_(&frame),
          sessions_(&sessions),
          desk_(&desk),
          papers_(&papers),
          catalogue_(&catalogue),
          pictures_(&pictures),
          clock_(std::move(clock)) {}

    [[nodiscard]] http::ServerResponse ask(Visit& visit);
    [[nodiscard]] http::ServerResponse search(Visit& visit);
    /// Asks why, unless a search of this session has said it.
    [[nodiscard]] http::ServerResponse ask_why(Visit& visit);
    [[nodiscard]] http::ServerResponse show(Visit& visit);
    [[nodiscard]] http::ServerResponse page(Visit& visit);
    [[nodiscard]] http::ServerResponse original(Visit& visit);
    [[nodiscard]] http::ServerResponse copy(Visit& visit);
    [[nodiscard]] http::ServerResponse ask_access(Visit& visit);
    [[nodiscard]] http::ServerResponse access(Visit& visit);
    /// The same as a file for the person who asked for it.
    [[nodiscard]] http::ServerResponse access_file(Visit& visit);

  private:
    [[nodiscard]] http::ServerResponse show_to(const Visit& visit, const desk::Actor& actor);
    [[nodiscard]] http::ServerResponse search_page(const Visit& visit, nlohmann::json model) const;

    const Frame* frame_;
    Sessions* sessions_;
    desk::Desk* desk_;
    desk::Papers* papers_;
    const form::FormCatalogue* catalogue_;
    Pictures* pictures_;
    Clock clock_;
};

}  // namespace indgang::web
