// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "adapters/http/server.h"
#include "pipeline/desk/desk.h"
#include "pipeline/desk/papers.h"
#include "pipeline/web/frame.h"
#include "pipeline/web/pictures.h"
#include "pipeline/web/visit.h"

namespace indgang::web {

/// The mailroom's pages: what came in, and what became of it, page by page.
/// Errors of all: as desk::Papers. Threads: any number.
class MailPages {
  public:
    MailPages(const Frame& frame, desk::Desk& desk, desk::Papers& papers,
              const form::FormCatalogue& catalogue, Pictures& pictures, Clock clock)
        : frame_(&frame),
          desk_(&desk),
          papers_(&papers),
          catalogue_(&catalogue),
          pictures_(&pictures),
          clock_(std::move(clock)) {}

    [[nodiscard]] http::ServerResponse list(Visit& visit);
    [[nodiscard]] http::ServerResponse show(Visit& visit);
    [[nodiscard]] http::ServerResponse thumbnail(Visit& visit);
    /// The same arrival is read again, or tried again.
    [[nodiscard]] http::ServerResponse reread(Visit& visit);
    /// Of one that holds no application.
    [[nodiscard]] http::ServerResponse close(Visit& visit);
    /// Pages that are of no application.
    [[nodiscard]] http::ServerResponse turn(Visit& visit);

  private:
    [[nodiscard]] nlohmann::json to_scan_again(const Visit& visit) const;

    const Frame* frame_;
    desk::Desk* desk_;
    desk::Papers* papers_;
    const form::FormCatalogue* catalogue_;
    Pictures* pictures_;
    Clock clock_;
};

}  // namespace indgang::web
