// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/visit.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapters/http/message/request_head.h"
#include "schemas/core/utf8.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::web {
namespace {

using nlohmann::json;

constexpr std::size_t most_purpose_bytes = 200;

std::string found_in(const std::map<std::string, std::string>& all, const std::string& name) {
    const auto found = all.find(name);
    return found == all.end() ? std::string() : found->second;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto start = utf8_start(text);
        if (!start.is_well_formed) {
            return false;
        }
        text.remove_prefix(start.length);
    }
    return true;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') {
        text.remove_prefix(1);
    }
    while (!text.empty() && text.back() == ' ') {
        text.remove_suffix(1);
    }
    return text;
}

/// The piece before `end`, and `text` goes on behind it.
std::string_view next_piece(std::string_view& text, char end) {
    const auto at = text.find(end);
    const auto piece = text.substr(0, at);
    text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
    return piece;
}

std::vector<std::string_view> pieces_of(std::string_view path) {
    std::vector<std::string_view> pieces;
    while (!path.empty()) {
        path.remove_prefix(1);  // the slash
        const auto end = path.find('/');
        pieces.push_back(path.substr(0, end));
        path = end == std::string_view::npos ? std::string_view() : path.substr(end);
    }
    return pieces;
}

}  // namespace

std::optional<std::map<std::string, std::string>> match_path(std::string_view pattern,
                                                             std::string_view path) {
    const auto wanted = pieces_of(pattern), given = pieces_of(path);
    if (wanted.size() != given.size()) {
        return std::nullopt;
    }
    std::map<std::string, std::string> places;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!wanted[i].starts_with('{')) {
            if (wanted[i] != given[i]) {
                return std::nullopt;
            }
            continue;
        }
        auto text = decode_place(given[i]);
        if (!text || text->empty()) {
            return std::nullopt;
        }
        places.emplace(wanted[i].substr(1, wanted[i].size() - 2), std::move(*text));
    }
    return places;
}

bool is_from_another_site(const Visit& visit) {
    const auto origin = visit.header("origin");
    if (origin.empty()) {
        return false;
    }
    const auto host = origin.find("://");
    return host == std::string::npos || origin.substr(host + 3) != visit.header("host");
}

const std::string& Visit::place(const std::string& name) const {
    const auto found = places.find(name);
    VERIFY(found != places.end());  // the route names it
    return found->second;
}

std::string Visit::answer(const std::string& name) const {
    return found_in(answers, name);
}

std::string Visit::query(const std::string& name) const {
    return found_in(request->query, name);
}

std::string Visit::header(const std::string& name) const {
    return found_in(request->headers, name);
}

desk::Actor acting_because(const Visit& visit) {
    auto actor = visit.actor;
    const auto purpose = visit.answer("purpose");
    const auto said = visit.answer("why");
    actor.purpose =
        std::string(cut_utf8(said.empty() ? purpose : purpose + ": " + said, most_purpose_bytes));
    if (actor.purpose.empty()) {
        throw Error(Reason::purpose_missing, "desk: who looks for a person says why");
    }
    return actor;
}

json body_of(const Visit& visit) {
    const auto& bytes = visit.request->body;
    auto body = json::parse(bytes.begin(), bytes.end(), nullptr, false);
    if (!body.is_object()) {
        throw Error(Reason::json_malformed, "desk: the body is no JSON object");
    }
    return body;
}

std::string text_in(const json& body, const char* name) {
    const auto found = body.find(name);
    if (found == body.end() || !found->is_string()) {
        throw Error(Reason::json_missing_member, "desk: the body has no text of that name", name);
    }
    return found->get<std::string>();
}

std::vector<std::string> texts_in(const json& body, const char* name) {
    const auto found = body.find(name);
    if (found == body.end() || !found->is_array()) {
        throw Error(Reason::json_missing_member, "desk: the body has no list of that name", name);
    }
    std::vector<std::string> all;
    for (const auto& each : *found) {
        if (!each.is_string()) {
            throw Error(Reason::json_wrong_type, "desk: the list holds something else", name);
        }
        all.push_back(each.get<std::string>());
    }
    return all;
}

std::optional<std::string> decode_place(std::string_view text) {
    auto decoded = http::unescape(text, false);
    return decoded && is_utf8(*decoded) ? std::move(decoded) : std::nullopt;
}

std::optional<std::map<std::string, std::string>> parse_form(std::string_view body) {
    auto fields = http::parse_query(body);
    const bool is_text = fields && std::ranges::all_of(*fields, [](const auto& field) {
                             return is_utf8(field.first) && is_utf8(field.second);
                         });
    return is_text ? std::move(fields) : std::nullopt;
}

std::string cookie_of(std::string_view header, std::string_view name) {
    while (!header.empty()) {
        auto piece = trimmed(next_piece(header, ';'));
        if (next_piece(piece, '=') == name) {
            return std::string(piece);
        }
    }
    return {};
}

std::vector<PagePlace> places_in(const json& body) {
    std::vector<PagePlace> places;
    for (const auto& text : texts_in(body, "pages")) {
        const auto place = parse_page_place(text);
        if (!place) {
            throw Error(Reason::no_such_page, "desk: no page is called so", "pages");
        }
        places.push_back(*place);
    }
    return places;
}

int quarters_in(const json& body) {
    constexpr int quarter_degrees = 90, most_degrees = 270;
    const auto found = body.find("degrees");
    if (found == body.end() || !found->is_number_integer()) {
        throw Error(Reason::json_missing_member, "desk: the body has no number of that name",
                    "degrees");
    }
    const auto degrees = found->get<std::int64_t>();
    if (degrees < quarter_degrees || degrees > most_degrees || degrees % quarter_degrees != 0) {
        throw Error(Reason::json_wrong_value, "desk: nothing is turned by that", "degrees");
    }
    return static_cast<int>(degrees / quarter_degrees);
}

desk::Actor because(const desk::Actor& actor, std::string purpose) {
    auto with = actor;
    with.purpose = std::move(purpose);
    return with;
}

}  // namespace indgang::web
