// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/server.h"
#include "adapters/identity/local_accounts.h"
#include "pipeline/desk/permission.h"
#include "pipeline/desk/tasks.h"
#include "pipeline/store/blobs.h"
#include "pipeline/store/desk_book.h"
#include "pipeline/store/store.h"
#include "pipeline/web/pages.h"
#include "pipeline/web/sign_in.h"
#include "pipeline/web/visit.h"
#include "pipeline/worker/worker.h"
#include "schemas/core/random.h"
#include "schemas/form/definition.h"

namespace indgang::web {

/// What an answer is, so that trouble is told in the same shape.
enum class Shape { page, json, picture };

/// How much of an application an answer tells whoever is to see as little as he can work with.
enum class Tells {
    application,  ///< more than a snippet: he gives a reason first, which is written down
    reason,       ///< nothing until he gives the reason, for which the route asks itself
    snippet,      ///< a field or a character that he works on, or nothing of any application
};

/// One line of the site's table: which request, who may, and what answers it.
struct Route {
    std::string_view method;
    std::string_view pattern;      ///< "/tasks/{id}/pages/{page}"
    std::optional<desk::Act> act;  ///< nothing: whoever is signed in
    bool is_open = false;          ///< also to who is not
    Shape shape = Shape::page;
    std::function<http::ServerResponse(Visit&)> answer;
    Tells tells = Tells::application;
};

struct SiteParts {
    store::Store& store;
    store::DeskBook& book;
    store::Blobs& blobs;
    const form::FormCatalogue& catalogue;
    const Pages& pages;
    identity::LocalAccounts& accounts;
    identity::OpenIdProvider* provider;  ///< nullptr: there is none
    std::string url;                     ///< where browsers find the site
    Units units;
    desk::EnteredTwice entered_twice;
    bool is_private;      ///< verifiers see snippets alone, unless they say why they must see more
    double seeded_share;  ///< of single fields, those of which the value is known
    worker::WorkerSettings worker;
    Clock clock;
    IdSource tokens;
    Chance chance;
    std::function<void(const std::string&)> say;  ///< to the administrator; nothing personal
};

/// The desk in a browser: every request goes through one table of routes, which says who may. What
/// is in no line of it is refused. A request that changes something comes from a page of the same
/// session (CSRF token, and Origin where the browser says it). In privacy mode a verifier is
/// answered nothing that tells more than a snippet, whatever the route, unless he has given a
/// reason for this application. docs/formats/desk.md Threads: any number.
class Site {
  public:
    /// Takes: parts that outlive it.
    explicit Site(const SiteParts& parts);
    ~Site();

    [[nodiscard]] http::ServerResponse answer(const http::ServerRequest& request);
    [[nodiscard]] const std::vector<Route>& routes() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::web
