// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/site.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "pipeline/desk/desk.h"
#include "pipeline/desk/papers.h"
#include "pipeline/desk/tasks.h"
#include "pipeline/web/case_pages.h"
#include "pipeline/web/frame.h"
#include "pipeline/web/live.h"
#include "pipeline/web/mail_pages.h"
#include "pipeline/web/pictures.h"
#include "pipeline/web/snippet_pages.h"
#include "pipeline/web/task_pages.h"
#include "schemas/error/error.h"

namespace indgang::web {
namespace {

using desk::Act;

constexpr std::size_t most_form_bytes = 64U << 10;

bool changes_something(const http::ServerRequest& request) {
    return request.method != "GET" && request.method != "HEAD";
}

bool is_same(std::string_view one, std::string_view other) {
    // The same time wherever they differ: a token is not found letter by letter.
    unsigned differs = one.size() == other.size() ? 0 : 1;
    for (std::size_t i = 0; i < std::min(one.size(), other.size()); ++i) {
        differs |= static_cast<unsigned char>(one[i]) ^ static_cast<unsigned char>(other[i]);
    }
    return differs == 0;
}

}  // namespace

struct Site::State {
    explicit State(const SiteParts& parts)
        : units(parts.units),
          clock(parts.clock),
          say(parts.say),
          is_private(parts.is_private),
          frame(parts.pages),
          sessions(parts.clock, parts.tokens),
          desk(parts.store, parts.catalogue, parts.clock, parts.is_private),
          tasks(parts.store, parts.book, parts.catalogue, parts.clock, parts.entered_twice),
          snippets(parts.store, parts.book, parts.catalogue, parts.clock, tasks, parts.tokens,
                   parts.chance, parts.seeded_share),
          groups(parts.store, parts.book, parts.catalogue, parts.clock, tasks, parts.tokens),
          papers(parts.store, parts.blobs, parts.catalogue, parts.clock),
          pictures(parts.blobs, parts.worker),
          sign_in(frame, sessions, parts.accounts, parts.provider, parts.url, units, parts.say),
          task_pages(frame, sessions, desk, tasks, papers, parts.catalogue, pictures, parts.clock),
          snippet_pages(frame, snippets, groups, pictures),
          mail_pages(frame, desk, papers, parts.catalogue, pictures, parts.clock),
          case_pages(frame, sessions, desk, papers, parts.catalogue, pictures, parts.clock),
          live(desk, tasks) {
        make_routes();
    }

    void make_routes();
    [[nodiscard]] http::ServerResponse start_page(const Visit& visit) const;
    [[nodiscard]] http::ServerResponse apply(const Visit& visit) const;
    [[nodiscard]] http::ServerResponse asset(const Visit& visit) const;
    [[nodiscard]] http::ServerResponse answer(const http::ServerRequest& request);
    [[nodiscard]] http::ServerResponse answer(const Route& route, Visit& visit);
    void check(const Route& route, Visit& visit);
    void check_page(Visit& visit);
    void check_reason(const Route& route, Visit& visit);
    [[nodiscard]] http::ServerResponse ask_to_sign_in(const Route& route, Visit& visit);
    [[nodiscard]] http::ServerResponse told(Shape shape, const Visit& visit, const Error& error);
    void find_session(Visit& visit);

    Units units;
    Clock clock;
    std::function<void(const std::string&)> say;
    bool is_private;
    Frame frame;
    Sessions sessions;
    desk::Desk desk;
    desk::Tasks tasks;
    desk::Snippets snippets;
    desk::Groups groups;
    desk::Papers papers;
    Pictures pictures;
    SignIn sign_in;
    TaskPages task_pages;
    SnippetPages snippet_pages;
    MailPages mail_pages;
    CasePages case_pages;
    Live live;
    std::vector<Route> routes;
};

void Site::State::make_routes() {
    const auto of = []<typename Pages>(Pages& pages,
                                       http::ServerResponse (Pages::*member)(Visit&)) {
        return [&pages, member](Visit& visit) { return (pages.*member)(visit); };
    };
    constexpr bool open = true;
    using enum Tells;
    routes = {
        {"GET", "/", {}, false, Shape::page, [this](Visit& v) { return start_page(v); }, snippet},
        {"GET", "/assets/{name}", {}, open, Shape::picture, [this](Visit& v) { return asset(v); }},
        {"GET",
         "/assets/{folder}/{name}",
         {},
         open,
         Shape::picture,
         [this](Visit& v) { return asset(v); }},
        {"GET", "/login", {}, open, Shape::page, of(sign_in, &SignIn::ask)},
        {"POST", "/login", {}, open, Shape::page, of(sign_in, &SignIn::check)},
        {"GET", "/login/provider", {}, open, Shape::page, of(sign_in, &SignIn::go_to_provider)},
        {"GET", "/login/back", {}, open, Shape::page, of(sign_in, &SignIn::come_back)},
        {"POST", "/logout", {}, false, Shape::page, of(sign_in, &SignIn::end), snippet},
        {"POST", "/role", {}, false, Shape::page, of(sign_in, &SignIn::change_role), snippet},
        {"POST",
         "/language",
         {},
         false,
         Shape::page,
         of(sign_in, &SignIn::change_language),
         snippet},
        {"GET", "/live", Act::list, false, Shape::json, of(live, &Live::counts), snippet},

        {"GET", "/tasks", Act::list, false, Shape::page, of(task_pages, &TaskPages::list)},
        {"POST", "/tasks/next", Act::correct, false, Shape::page, of(task_pages, &TaskPages::next)},
        {"POST", "/tasks/previous", Act::correct, false, Shape::json,
         of(task_pages, &TaskPages::go_back)},
        {"GET", "/tasks/previous", Act::correct, false, Shape::page,
         of(task_pages, &TaskPages::previous)},
        {"GET", "/tasks/{id}", Act::correct, false, Shape::page, of(task_pages, &TaskPages::show)},
        {"POST", "/tasks/{id}", Act::correct, false, Shape::page,
         of(task_pages, &TaskPages::show_because), reason},
        {"GET", "/tasks/{id}/pages/{page}", Act::correct, false, Shape::picture,
         of(task_pages, &TaskPages::page)},
        {"GET", "/tasks/{id}/snippets/{field}", Act::correct, false, Shape::picture,
         of(task_pages, &TaskPages::snippet)},
        {"PUT", "/tasks/{id}/entries/{key}", Act::correct, false, Shape::json,
         of(task_pages, &TaskPages::say)},
        {"DELETE", "/tasks/{id}/entries/{key}", Act::correct, false, Shape::json,
         of(task_pages, &TaskPages::take_back)},
        {"POST", "/tasks/{id}/finish", Act::correct, false, Shape::json,
         of(task_pages, &TaskPages::finish)},
        {"POST", "/tasks/{id}/skip", Act::correct, false, Shape::json,
         of(task_pages, &TaskPages::skip)},
        {"POST", "/tasks/{id}/lease", Act::correct, false, Shape::json,
         of(task_pages, &TaskPages::keep)},
        {"POST", "/tasks/{id}/leave", Act::correct, false, Shape::json,
         of(task_pages, &TaskPages::leave)},
        {"POST", "/tasks/{id}/close", Act::close, false, Shape::json,
         of(task_pages, &TaskPages::close)},
        {"POST", "/tasks/{id}/split", Act::split, false, Shape::json,
         of(task_pages, &TaskPages::split)},
        {"POST", "/tasks/{id}/move", Act::move, false, Shape::json,
         of(task_pages, &TaskPages::move)},
        {"POST", "/tasks/{id}/join", Act::join, false, Shape::json,
         of(task_pages, &TaskPages::join)},
        {"POST", "/tasks/{id}/turn", Act::turn, false, Shape::json,
         of(task_pages, &TaskPages::turn)},
        {"GET", "/figures", Act::correct, false, Shape::page, of(task_pages, &TaskPages::figures),
         snippet},
        {"POST", "/meaning", Act::correct, false, Shape::json, of(task_pages, &TaskPages::meaning),
         snippet},

        {"GET", "/snippets", Act::correct, false, Shape::page,
         of(snippet_pages, &SnippetPages::start), snippet},
        {"POST", "/snippets/next", Act::correct, false, Shape::page,
         of(snippet_pages, &SnippetPages::next), snippet},
        {"GET", "/snippets/{token}", Act::correct, false, Shape::page,
         of(snippet_pages, &SnippetPages::show), snippet},
        {"GET", "/snippets/{token}/picture", Act::correct, false, Shape::picture,
         of(snippet_pages, &SnippetPages::picture), snippet},
        {"PUT", "/snippets/{token}/answer", Act::correct, false, Shape::json,
         of(snippet_pages, &SnippetPages::say), snippet},
        {"POST", "/snippets/{token}/skip", Act::correct, false, Shape::json,
         of(snippet_pages, &SnippetPages::skip), snippet},
        {"POST", "/snippets/{token}/lease", Act::correct, false, Shape::json,
         of(snippet_pages, &SnippetPages::keep), snippet},
        {"GET", "/snippets/{token}/form", Act::correct, false, Shape::page,
         of(snippet_pages, &SnippetPages::form), reason},
        {"POST", "/snippets/{token}/form", Act::correct, false, Shape::page,
         of(snippet_pages, &SnippetPages::open_form), reason},
        {"GET", "/snippets/{token}/pages/{page}", Act::correct, false, Shape::picture,
         of(snippet_pages, &SnippetPages::page), reason},
        {"GET", "/groups", Act::correct, false, Shape::page,
         of(snippet_pages, &SnippetPages::batches), snippet},
        {"POST", "/groups/next", Act::correct, false, Shape::page,
         of(snippet_pages, &SnippetPages::next_group), snippet},
        {"GET", "/groups/{token}", Act::correct, false, Shape::page,
         of(snippet_pages, &SnippetPages::group), snippet},
        {"GET", "/groups/{token}/cells/{number}", Act::correct, false, Shape::picture,
         of(snippet_pages, &SnippetPages::cell), snippet},
        {"GET", "/groups/{token}/contexts/{number}", Act::correct, false, Shape::picture,
         of(snippet_pages, &SnippetPages::context), snippet},
        {"POST", "/groups/{token}/lease", Act::correct, false, Shape::json,
         of(snippet_pages, &SnippetPages::keep_group), snippet},
        {"POST", "/groups/{token}/answers", Act::correct, false, Shape::json,
         of(snippet_pages, &SnippetPages::say_group), snippet},

        {"GET", "/arrivals", Act::mail, false, Shape::page, of(mail_pages, &MailPages::list)},
        {"GET", "/arrivals/{id}", Act::mail, false, Shape::page, of(mail_pages, &MailPages::show)},
        {"GET", "/arrivals/{id}/pages/{page}", Act::mail, false, Shape::picture,
         of(mail_pages, &MailPages::thumbnail)},
        {"POST", "/arrivals/{id}/reread", Act::reread, false, Shape::page,
         of(mail_pages, &MailPages::reread)},
        {"POST", "/arrivals/{id}/close", Act::close, false, Shape::json,
         of(mail_pages, &MailPages::close)},
        {"POST", "/arrivals/{id}/turn", Act::turn, false, Shape::json,
         of(mail_pages, &MailPages::turn)},

        {"GET", "/apply", Act::apply, false, Shape::page, [this](Visit& v) { return apply(v); }},
        {"GET", "/search", Act::search, false, Shape::page, of(case_pages, &CasePages::ask)},
        {"POST", "/search", Act::search, false, Shape::page, of(case_pages, &CasePages::search)},
        {"GET", "/cases/{id}", Act::look, false, Shape::page, of(case_pages, &CasePages::ask_why)},
        {"POST", "/cases/{id}", Act::look, false, Shape::page, of(case_pages, &CasePages::show),
         reason},
        {"GET", "/cases/{id}/pages/{page}", Act::look, false, Shape::picture,
         of(case_pages, &CasePages::page)},
        {"GET", "/cases/{id}/original", Act::look, false, Shape::page,
         of(case_pages, &CasePages::original)},
        {"GET", "/cases/{id}/copy", Act::look, false, Shape::page,
         of(case_pages, &CasePages::copy)},
        {"GET", "/access", Act::audit, false, Shape::page, of(case_pages, &CasePages::ask_access)},
        {"POST", "/access", Act::audit, false, Shape::page, of(case_pages, &CasePages::access)},
        {"POST", "/access/file", Act::audit, false, Shape::page,
         of(case_pages, &CasePages::access_file)},
    };
}

http::ServerResponse Site::State::start_page(const Visit& visit) const {
    using Start = std::pair<Act, const char*>;
    if (visit.is_private) {
        return Frame::go_to("/snippets");
    }
    for (const auto& [act, path] : {Start{Act::correct, "/tasks"}, Start{Act::search, "/search"},
                                    Start{Act::list, "/tasks"}}) {
        if (desk::may(visit.actor.role, act)) {
            return Frame::go_to(path);
        }
    }
    return frame.page(visit, "problem", visit.word("nav.start"),
                      {{"heading", visit.word("start.nothing")},
                       {"text", visit.word("start.nothing_text")},
                       {"next", nlohmann::json::array()}});
}

/// Who may take an application on a citizen's behalf comes here, and is told how it is done today.
http::ServerResponse Site::State::apply(const Visit& visit) const {
    auto next = nlohmann::json::array();
    next.push_back({{"href", "/search"}, {"label", visit.word("nav.search")}});
    return frame.page(visit, "problem", visit.word("nav.apply"),
                      {{"heading", visit.word("apply.heading")},
                       {"text", visit.word("apply.text")},
                       {"next", std::move(next)}});
}

http::ServerResponse Site::State::asset(const Visit& visit) const {
    const auto folder = visit.places.find("folder");
    const auto name =
        (folder == visit.places.end() ? std::string() : folder->second + "/") + visit.place("name");
    const auto* found = frame.pages().asset(name);
    if (found == nullptr) {
        throw Error(Reason::no_such_path, "desk: there is no such file");
    }
    http::ServerResponse response;
    response.content_type = found->content_type;
    response.body = found->bytes;
    // The page names the version, so that a new one is fetched at once.
    response.headers["Cache-Control"] = "public, max-age=86400";
    return response;
}

void Site::State::find_session(Visit& visit) {
    visit.token = cookie_of(visit.header("cookie"), session_cookie);
    if (auto session = sessions.find(visit.token);
        session && sign_in.is_still_vouched_for(visit.token, *session, clock())) {
        visit.session = std::move(*session);
    } else {
        visit.token.clear();
    }
    if (visit.session.person) {
        visit.actor = visit.session.person->actor;
        visit.is_private = is_private && visit.actor.role == desk::Role::verifier;
    }
    visit.words = &frame.pages().words(visit.session.language);
}

http::ServerResponse Site::State::told(Shape shape, const Visit& visit, const Error& error) {
    if (error.kind() == ErrorKind::internal) {
        say("desk: " + error.reason() + ": " + error.what());
    }
    if (shape == Shape::page) {
        return frame.trouble_page(visit, error);
    }
    return Frame::trouble_json(visit, error, nlohmann::json::object());
}

http::ServerResponse Site::State::ask_to_sign_in(const Route& route, Visit& visit) {
    const Error error(Reason::not_signed_in, "desk: nobody is signed in");
    if (route.shape != Shape::page) {
        return told(route.shape, visit, error);
    }
    auto response = Frame::go_to("/login");
    if (visit.token.empty()) {
        visit.token = sessions.begin();
        response.headers["Set-Cookie"] = cookie_for(visit.token);
    }
    if (!changes_something(*visit.request)) {
        sessions.change(visit.token,
                        [&](Session& session) { session.wanted = visit.request->path; });
    }
    return response;
}

/// That who sees snippets alone is told no more without a reason; with one, it goes with whatever
/// he does to that application.
void Site::State::check_reason(const Route& route, Visit& visit) {
    if (!visit.is_private || route.is_open || route.tells == Tells::snippet) {
        return;
    }
    const auto application = visit.places.find("id");
    if (application == visit.places.end()) {
        if (route.tells == Tells::reason) {
            return;  // of what was handed out, which desk::Snippets guards
        }
        throw Error(Reason::purpose_missing, "desk: the page tells of many people");
    }
    if (route.tells == Tells::reason) {
        const auto actor = acting_because(visit);
        sessions.change(visit.token, [&](Session& session) {
            session.give_reason({application->second, actor.purpose});
        });
        return;
    }
    const auto& reasons = visit.session.reasons;
    const auto given = std::ranges::find(reasons, application->second, &GivenReason::application);
    if (given == reasons.end()) {
        throw Error(Reason::purpose_missing, "desk: who looks at a whole application says why");
    }
    visit.actor.purpose = visit.session.purpose = given->purpose;
}

/// Who may, from where, and with what reason.
void Site::State::check(const Route& route, Visit& visit) {
    if (route.act) {
        desk::check(visit.actor, *route.act);
    }
    if (changes_something(*visit.request)) {
        check_page(visit);
    }
    check_reason(route, visit);
}

/// That the request comes from a page of this session.
void Site::State::check_page(Visit& visit) {
    const bool is_form =
        visit.header("content-type").starts_with("application/x-www-form-urlencoded");
    if (is_form) {
        const auto& body = visit.request->body;
        auto answers = body.size() <= most_form_bytes
                           ? parse_form({reinterpret_cast<const char*>(body.data()), body.size()})
                           : std::nullopt;
        if (!answers) {
            throw Error(Reason::forged_request, "desk: the form cannot be read");
        }
        visit.answers = std::move(*answers);
    }
    const auto csrf = is_form ? visit.answer("csrf") : visit.header("x-csrf-token");
    if (visit.session.csrf.empty() || !is_same(csrf, visit.session.csrf) ||
        is_from_another_site(visit)) {
        throw Error(Reason::forged_request, "desk: the request is of no page of this session");
    }
}

http::ServerResponse Site::State::answer(const Route& route, Visit& visit) {
    if (!route.is_open && !visit.session.person) {
        return ask_to_sign_in(route, visit);
    }
    // Who signs in has a session, too, so that nobody signs him in as somebody else.
    std::string begun;
    if (route.is_open && visit.token.empty() && route.shape == Shape::page) {
        begun = visit.token = sessions.begin();
        visit.session = sessions.find(begun).value_or(Session{});
    }
    auto response = [&] {
        try {
            check(route, visit);
            return route.answer(visit);
        } catch (const Error& error) {
            const bool can_say_why = error.why() == Reason::purpose_missing && visit.is_private &&
                                     route.method == "GET" && route.shape == Shape::page &&
                                     visit.places.contains("id");
            if (can_say_why) {
                return frame.why_page(visit, visit.request->path);
            }
            return told(route.shape, visit, error);
        }
    }();
    if (!begun.empty() && !response.headers.contains("Set-Cookie")) {
        response.headers["Set-Cookie"] = cookie_for(begun);
    }
    return response;
}

http::ServerResponse Site::State::answer(const http::ServerRequest& request) {
    Visit visit;
    visit.request = &request;
    find_session(visit);
    bool is_path_known = false;
    for (const auto& route : routes) {
        auto places = match_path(route.pattern, request.path);
        if (!places) {
            continue;
        }
        is_path_known = true;
        if (route.method == request.method || (route.method == "GET" && request.method == "HEAD")) {
            visit.places = std::move(*places);
            auto response = answer(route, visit);
            if (!response.headers.contains("Content-Security-Policy")) {
                frame.guard(response);
            }
            return response;
        }
    }
    const Error error(is_path_known ? Reason::method_not_allowed : Reason::no_such_path,
                      "desk: there is nothing here");
    auto response = told(visit.session.person ? Shape::page : Shape::json, visit, error);
    frame.guard(response);
    return response;
}

Site::Site(const SiteParts& parts) : state_(std::make_unique<State>(parts)) {}
Site::~Site() = default;

http::ServerResponse Site::answer(const http::ServerRequest& request) {
    return state_->answer(request);
}

const std::vector<Route>& Site::routes() const {
    return state_->routes;
}

}  // namespace indgang::web
