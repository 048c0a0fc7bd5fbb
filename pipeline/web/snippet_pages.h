// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "adapters/http/server.h"
#include "pipeline/desk/groups.h"
#include "pipeline/desk/snippets.h"
#include "pipeline/web/frame.h"
#include "pipeline/web/pictures.h"
#include "pipeline/web/visit.h"

namespace indgang::web {

/// Where people settle single fields, and characters in grids, of applications that they do not
/// see. Paths hold tokens that say nothing of the application. docs/formats/desk.md
/// Errors of all: as desk::Snippets and desk::Groups. Threads: any number.
class SnippetPages {
  public:
    SnippetPages(const Frame& frame, desk::Snippets& snippets, desk::Groups& groups,
                 Pictures& pictures)
        : frame_(&frame), snippets_(&snippets), groups_(&groups), pictures_(&pictures) {}

    [[nodiscard]] http::ServerResponse start(Visit& visit);
    [[nodiscard]] http::ServerResponse next(Visit& visit);
    [[nodiscard]] http::ServerResponse show(Visit& visit);
    [[nodiscard]] http::ServerResponse picture(Visit& visit);
    [[nodiscard]] http::ServerResponse say(Visit& visit);
    [[nodiscard]] http::ServerResponse skip(Visit& visit);
    [[nodiscard]] http::ServerResponse keep(Visit& visit);
    /// The whole form: asks why, unless it was said.
    [[nodiscard]] http::ServerResponse form(Visit& visit);
    [[nodiscard]] http::ServerResponse open_form(Visit& visit);
    [[nodiscard]] http::ServerResponse page(Visit& visit);  ///< its picture

    [[nodiscard]] http::ServerResponse batches(Visit& visit);
    [[nodiscard]] http::ServerResponse next_group(Visit& visit);
    [[nodiscard]] http::ServerResponse group(Visit& visit);
    [[nodiscard]] http::ServerResponse cell(Visit& visit);     ///< its picture
    [[nodiscard]] http::ServerResponse context(Visit& visit);  ///< the field around it
    [[nodiscard]] http::ServerResponse keep_group(Visit& visit);
    [[nodiscard]] http::ServerResponse say_group(Visit& visit);

  private:
    /// {"next": "/snippets/..."}, where the page goes on.
    [[nodiscard]] http::ServerResponse go_on(Visit& visit);

    const Frame* frame_;
    desk::Snippets* snippets_;
    desk::Groups* groups_;
    Pictures* pictures_;
};

}  // namespace indgang::web
