// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/case_pages.h"

#include <array>
#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "pipeline/web/view/case_view.h"
#include "pipeline/web/view/field_text.h"
#include "pipeline/web/view/rows.h"
#include "schemas/error/error.h"
#include "schemas/record/json.h"
#include "schemas/values/cpr_number.h"
#include "schemas/values/date.h"

namespace indgang::web {
namespace {

using nlohmann::json;

constexpr int rows_shown = 100;
constexpr std::array<std::string_view, 2> kinds = {"person", "case_number"};

struct DocumentKind {
    std::string_view type;
    std::string_view content_type;
    bool is_shown;  ///< by every browser, as what it is
};
constexpr std::array<DocumentKind, 6> document_kinds = {{{"pdf", "application/pdf", true},
                                                         {"png", "image/png", true},
                                                         {"jpeg", "image/jpeg", true},
                                                         {"tiff", "image/tiff", false},
                                                         {"xml", "application/xml", false},
                                                         {"json", "application/json", false}}};

/// The moment at which a day begins that a browser's field of a date gives; nothing: it is none.
std::optional<UtcTime> begin_of(const std::string& day, int days_later) {
    const auto date = Date::parse_iso(day);
    if (!date) {
        return std::nullopt;
    }
    return UtcTime(std::chrono::sys_days(date->day()) + std::chrono::days(days_later));
}

/// What the form looks for. Nothing: it names neither a person nor a case.
std::optional<store::Search> search_for(const Visit& visit) {
    store::Search search;
    const auto query = visit.answer("query"), kind = visit.answer("kind");
    search.per_page = rows_shown;
    search.is_newest_first = true;
    search.form = visit.answer("form");
    search.received_from = begin_of(visit.answer("from"), 0);
    search.received_until = begin_of(visit.answer("until"), 1);
    if (query.empty()) {
        return std::nullopt;
    }
    const auto cpr = CprNumber::parse(query);
    if (kind == "case_number") {
        search.case_number = query;
    } else {
        search.person = cpr ? cpr->digits() : query;
    }
    return search;
}

http::ServerResponse answer_of(desk::Document document, const std::string& name) {
    std::string_view content_type = "application/octet-stream";
    bool is_shown = false;
    for (const auto& kind : document_kinds) {
        if (kind.type == document.type) {
            content_type = kind.content_type;
            is_shown = kind.is_shown;
        }
    }
    auto response = Frame::file(document.bytes, std::string(content_type));
    response.headers["Content-Disposition"] = std::string(is_shown ? "inline" : "attachment") +
                                              "; filename=\"" + name + "." + document.type + "\"";
    // A document of a stranger runs nothing, whatever it is.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'";
    return response;
}

}  // namespace

http::ServerResponse CasePages::search_page(const Visit& visit, json model) const {
    const auto& words = *visit.words;
    auto forms = json::array();
    for (const auto& form : catalogue_->all()) {
        forms.push_back({{"value", form.key.form},
                         {"label", in(visit.session.language, form.title)},
                         {"is_chosen", form.key.form == visit.answer("form")}});
    }
    model["form"] = {{"query", visit.answer("query")},
                     {"why", visit.answer("why")},
                     {"kinds", options(words, "search_kind", kinds, visit.answer("kind"))},
                     {"forms", std::move(forms)},
                     {"from", visit.answer("from")},
                     {"until", visit.answer("until")},
                     {"purposes", purposes(words, visit.answer("purpose"))}};
    return frame_->page(visit, "search", visit.word("nav.search"), std::move(model));
}

http::ServerResponse CasePages::ask(Visit& visit) {
    return search_page(visit, {{"searched", false}});
}

http::ServerResponse CasePages::search(Visit& visit) {
    const auto search = search_for(visit);
    if (!search || visit.answer("purpose").empty()) {
        return search_page(
            visit, {{"searched", false}, {"problem", {{"text", visit.word("search.incomplete")}}}});
    }
    const auto actor = acting_because(visit);
    const auto found = desk_->list(actor, *search);
    sessions_->change(visit.token, [&](Session& session) { session.purpose = actor.purpose; });
    auto rows = json::array();
    for (const auto& item : found.items) {
        auto row = row_of(*visit.words, visit.session.language, *catalogue_, item, clock_());
        row["href"] = row["case_href"];
        rows.push_back(std::move(row));
    }
    return search_page(
        visit,
        {{"searched", true}, {"total", std::to_string(found.total)}, {"rows", std::move(rows)}});
}

http::ServerResponse CasePages::ask_why(Visit& visit) {
    if (!visit.session.purpose.empty()) {
        auto actor = visit.actor;
        actor.purpose = visit.session.purpose;
        return show_to(visit, actor);
    }
    return frame_->why_page(visit, "/cases/" + visit.place("id"));
}

http::ServerResponse CasePages::show(Visit& visit) {
    return show_to(visit, acting_because(visit));
}

http::ServerResponse CasePages::show_to(const Visit& visit, const desk::Actor& actor) {
    const auto file = papers_->open(actor, visit.place("id"));
    auto model = json_of(file, *visit.words, visit.session.language);
    model["json"] = json_in_page(model["data"]);
    model["can_work"] = desk::may(actor.role, desk::Act::correct);
    return frame_->page(visit, "case", visit.word("case.title"), std::move(model));
}

http::ServerResponse CasePages::page(Visit& visit) {
    return Frame::file(
        pictures_->of_page(papers_->pages(visit.actor, visit.place("id")), visit.place("page")),
        "image/png");
}

http::ServerResponse CasePages::original(Visit& visit) {
    return answer_of(papers_->original(visit.actor, visit.place("id")), "original");
}

http::ServerResponse CasePages::copy(Visit& visit) {
    return answer_of(papers_->copy(visit.actor, visit.place("id")), "copy");
}

http::ServerResponse CasePages::ask_access(Visit& visit) {
    return frame_->page(visit, "access", visit.word("nav.access"),
                        {{"purposes", purposes(*visit.words, "")}, {"searched", false}});
}

http::ServerResponse CasePages::access(Visit& visit) {
    json model{{"purposes", purposes(*visit.words, visit.answer("purpose"))}, {"searched", false}};
    const auto cpr = CprNumber::parse(visit.answer("query"));
    if (!cpr || visit.answer("purpose").empty()) {
        model["problem"] = {{"text", visit.word("access.incomplete")}};
        return frame_->page(visit, "access", visit.word("nav.access"), std::move(model));
    }
    auto rows = json::array();
    for (const auto& access : papers_->access_of(acting_because(visit), cpr->digits())) {
        rows.push_back({{"at", moment(access.act.at)},
                        {"by", access.act.author.by},
                        {"role", visit.word("role." + access.act.author.role)},
                        {"what", visit.word("act." + access.act.what)},
                        {"why", access.act.author.why},
                        {"application", access.item}});
    }
    model["searched"] = true;
    model["query"] = visit.answer("query");
    model["purpose"] = visit.answer("purpose");
    model["rows"] = std::move(rows);
    return frame_->page(visit, "access", visit.word("nav.access"), std::move(model));
}

http::ServerResponse CasePages::access_file(Visit& visit) {
    const auto cpr = CprNumber::parse(visit.answer("query"));
    if (!cpr) {
        throw Error(Reason::cpr_wrong_shape, "desk: that is no CPR number");
    }
    auto all = json::array();
    for (const auto& access : papers_->access_of(acting_because(visit), cpr->digits())) {
        all.push_back({{"application", access.item},
                       {"at", format_utc(access.act.at)},
                       {"by", access.act.author.by},
                       {"role", access.act.author.role},
                       {"what", access.act.what},
                       {"why", access.act.author.why}});
    }
    auto response = Frame::json(all);
    response.headers["Content-Disposition"] = "attachment; filename=\"access.json\"";
    return response;
}

}  // namespace indgang::web
