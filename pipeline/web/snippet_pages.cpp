// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/snippet_pages.h"

#include <charconv>
#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "pipeline/desk/readings.h"
#include "pipeline/web/view/field_text.h"
#include "pipeline/web/view/snippet_view.h"
#include "schemas/error/error.h"

namespace indgang::web {
namespace {

using nlohmann::json;

std::string path_of(const std::string& token) {
    return "/snippets/" + token;
}

store::EntryKind kind_of(const std::string& what) {
    if (what == "agree") {
        return store::EntryKind::agreed;
    }
    if (what == "value") {
        return store::EntryKind::value;
    }
    throw Error(Reason::json_wrong_value, "desk: nothing is said in that way", "what");
}

desk::CharacterAnswer::What what_of(const std::string& what) {
    using What = desk::CharacterAnswer::What;
    for (const auto& [name, meant] :
         {std::pair{"right", What::right}, {"other", What::other}, {"later", What::later}}) {
        if (what == name) {
            return meant;
        }
    }
    throw Error(Reason::json_wrong_value, "desk: nothing is said in that way", "what");
}

/// Which cell of a group the path names. Errors: bad_input no_such_page.
std::size_t number_in(const Visit& visit) {
    const auto& text = visit.place("number");
    std::size_t number = 0;
    const auto* const end = text.data() + text.size();
    if (const auto read = std::from_chars(text.data(), end, number);
        read.ec != std::errc() || read.ptr != end) {
        throw Error(Reason::no_such_page, "desk: the group has no such cell");
    }
    return number;
}

std::vector<desk::CharacterAnswer> answers_in(const json& body) {
    const auto found = body.find("answers");
    if (found == body.end() || !found->is_array() || found->size() > desk::Group::most) {
        throw Error(Reason::json_missing_member, "desk: the body has no list of answers",
                    "answers");
    }
    std::vector<desk::CharacterAnswer> answers;
    for (const auto& each : *found) {
        const auto cell = each.is_object() ? each.find("cell") : each.end();
        if (cell == each.end() || !cell->is_number_unsigned()) {
            throw Error(Reason::json_wrong_type, "desk: an answer names no cell", "cell");
        }
        answers.push_back({cell->get<std::size_t>(), what_of(text_in(each, "what")),
                           each.contains("text") ? text_in(each, "text") : std::string()});
    }
    return answers;
}

}  // namespace

http::ServerResponse SnippetPages::start(Visit& visit) {
    return frame_->page(visit, "snippets", visit.word("nav.snippets"),
                        {{"is_empty", visit.query("none") == "yes"}});
}

http::ServerResponse SnippetPages::next(Visit& visit) {
    const auto token = snippets_->next(visit.actor);
    return Frame::go_to(token ? path_of(*token) : "/snippets?none=yes");
}

http::ServerResponse SnippetPages::show(Visit& visit) {
    const auto& token = visit.place("token");
    const auto data =
        json_of(snippets_->open(visit.actor, token), token, *visit.words, visit.session.language);
    return frame_->page(visit, "snippet", visit.word("nav.snippets"),
                        {{"form", data["form"]},
                         {"form_href", path_of(token) + "/form"},
                         {"json", json_in_page(data)}});
}

http::ServerResponse SnippetPages::picture(Visit& visit) {
    const auto snippet = snippets_->open(visit.actor, visit.place("token"));
    const auto place = desk::place_of(snippet.task.readings, snippet.question.field).value();
    const auto& page =
        snippet.task.settled.validated.inquired.record.pages[static_cast<std::size_t>(place.page)];
    return Frame::file(pictures_->draw(page.image.value(), {with_margin(place.box), 0}),
                       "image/png");
}

http::ServerResponse SnippetPages::go_on(Visit& visit) {
    const auto token = snippets_->next(visit.actor);
    return Frame::json({{"next", token ? path_of(*token) : "/snippets?none=yes"}});
}

http::ServerResponse SnippetPages::say(Visit& visit) {
    const auto body = body_of(visit);
    snippets_->say(visit.actor, visit.place("token"), kind_of(text_in(body, "what")),
                   text_in(body, "value"));
    return go_on(visit);
}

http::ServerResponse SnippetPages::skip(Visit& visit) {
    snippets_->leave(visit.actor, visit.place("token"));
    return go_on(visit);
}

http::ServerResponse SnippetPages::keep(Visit& visit) {
    snippets_->keep(visit.actor, visit.place("token"));
    return Frame::json({{"kept", true}});
}

http::ServerResponse SnippetPages::form(Visit& visit) {
    const auto& token = visit.place("token");
    if (!snippets_->open(visit.actor, token).is_opened) {
        return frame_->why_page(visit, path_of(token) + "/form");
    }
    auto pages = json::array();
    const auto count = snippets_->pages(visit.actor, token).size();
    for (std::size_t i = 0; i < count; ++i) {
        pages.push_back(
            {{"number", i + 1}, {"picture", path_of(token) + "/pages/" + std::to_string(i)}});
    }
    return frame_->page(visit, "snippet_form", visit.word("nav.snippets"),
                        {{"back", path_of(token)}, {"pages", std::move(pages)}});
}

http::ServerResponse SnippetPages::open_form(Visit& visit) {
    snippets_->open_form(acting_because(visit), visit.place("token"));
    return Frame::go_to(path_of(visit.place("token")) + "/form");
}

http::ServerResponse SnippetPages::page(Visit& visit) {
    return Frame::file(pictures_->of_page(snippets_->pages(visit.actor, visit.place("token")),
                                          visit.place("page")),
                       "image/png");
}

http::ServerResponse SnippetPages::batches(Visit& visit) {
    auto rows = json::array();
    for (const auto& batch : groups_->batches(visit.actor)) {
        rows.push_back({{"batch", batch.arrival},
                        {"received", moment(batch.received_at)},
                        {"applications", batch.applications}});
    }
    return frame_->page(visit, "groups", visit.word("nav.groups"),
                        {{"rows", std::move(rows)}, {"is_done", visit.query("none") == "yes"}});
}

http::ServerResponse SnippetPages::next_group(Visit& visit) {
    const auto token = groups_->next(visit.actor, visit.answer("batch"));
    return Frame::go_to(token ? "/groups/" + *token : "/groups?none=yes");
}

http::ServerResponse SnippetPages::group(Visit& visit) {
    const auto& token = visit.place("token");
    const auto data = json_of(groups_->open(visit.actor, token), token, visit.session.language);
    return frame_->page(visit, "group", visit.word("nav.groups"), {{"json", json_in_page(data)}});
}

http::ServerResponse SnippetPages::cell(Visit& visit) {
    const auto group = groups_->open(visit.actor, visit.place("token"));
    const auto number = number_in(visit);
    if (number >= group.cells.size()) {
        throw Error(Reason::no_such_page, "desk: the group has no such cell");
    }
    const auto& cell = group.cells[number];
    return Frame::file(pictures_->draw(cell.image, {with_margin(cell.character.box), 0}),
                       "image/png");
}

http::ServerResponse SnippetPages::context(Visit& visit) {
    const auto cell = groups_->look(visit.actor, visit.place("token"), number_in(visit));
    return Frame::file(pictures_->draw(cell.image, {with_margin(cell.context), 0}), "image/png");
}

http::ServerResponse SnippetPages::keep_group(Visit& visit) {
    groups_->keep(visit.actor, visit.place("token"));
    return Frame::json({{"kept", true}});
}

http::ServerResponse SnippetPages::say_group(Visit& visit) {
    const auto& token = visit.place("token");
    const auto left = groups_->say(visit.actor, token, answers_in(body_of(visit)));
    const auto next = groups_->next(visit.actor, groups_->open(visit.actor, token).arrival);
    return Frame::json({{"left", left}, {"next", next ? "/groups/" + *next : "/groups?none=yes"}});
}

}  // namespace indgang::web
