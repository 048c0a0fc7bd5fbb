// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/server.h"
#include "pipeline/desk/permission.h"
#include "pipeline/web/pages.h"
#include "pipeline/web/sessions.h"
#include "schemas/core/page_place.h"

namespace indgang::web {

/// One request of one browser, as the site's pages see it.
struct Visit {
    const http::ServerRequest* request = nullptr;
    const Words* words = nullptr;
    std::string token;        ///< of the session
    Session session;          ///< as it stood when the request came
    desk::Actor actor;        ///< nobody, when nobody is signed in
    bool is_private = false;  ///< sees no more than a snippet of what he has given no reason for
    std::map<std::string, std::string> places;   ///< of the path, decoded: {"id", "..."}
    std::map<std::string, std::string> answers;  ///< of a form

    [[nodiscard]] const std::string& place(const std::string& name) const;
    [[nodiscard]] std::string answer(const std::string& name) const;
    [[nodiscard]] std::string query(const std::string& name) const;
    [[nodiscard]] std::string header(const std::string& name) const;
    [[nodiscard]] std::string word(const std::string& key) const { return words->of(key); }
};

/// The places of a pattern in a path: "/tasks/{id}" in "/tasks/7-1". Nothing: the path is another
/// one.
[[nodiscard]] std::optional<std::map<std::string, std::string>> match_path(std::string_view pattern,
                                                                           std::string_view path);
/// Whether the browser says that a page of another site than the one that it asked sent this.
[[nodiscard]] bool is_from_another_site(const Visit& visit);

/// The actor, with the purpose that the form says. Errors: refused "purpose_missing".
[[nodiscard]] desk::Actor acting_because(const Visit& visit);

/// The fields of a form's body (application/x-www-form-urlencoded), decoded; of a name that comes
/// twice the last. Nothing: it is none, or its texts are no UTF-8.
[[nodiscard]] std::optional<std::map<std::string, std::string>> parse_form(std::string_view body);
/// A piece of a path, decoded. Nothing: an escape is broken, or it is no UTF-8.
[[nodiscard]] std::optional<std::string> decode_place(std::string_view text);
/// The value of a cookie; empty: it is not there.
[[nodiscard]] std::string cookie_of(std::string_view header, std::string_view name);

/// The JSON body that a page's script sent. Errors: bad_input "json_malformed" (it is no object).
[[nodiscard]] nlohmann::json body_of(const Visit& visit);
/// A member of a body. Errors of these: bad_input "json_missing_member", "json_wrong_type".
[[nodiscard]] std::string text_in(const nlohmann::json& body, const char* name);
[[nodiscard]] std::vector<std::string> texts_in(const nlohmann::json& body, const char* name);
/// The member "pages". Errors: also bad_input "no_such_page".
[[nodiscard]] std::vector<PagePlace> places_in(const nlohmann::json& body);
/// The member "degrees", clockwise, as quarters. Errors: also bad_input "json_wrong_value".
[[nodiscard]] int quarters_in(const nlohmann::json& body);

/// The actor with the reason that he gave for this one act.
[[nodiscard]] desk::Actor because(const desk::Actor& actor, std::string purpose);

}  // namespace indgang::web
