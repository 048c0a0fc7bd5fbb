// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/mail_pages.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "pipeline/web/view/field_text.h"
#include "pipeline/web/view/rows.h"
#include "pipeline/web/view/task_view.h"
#include "schemas/error/error.h"

namespace indgang::web {
namespace {

using nlohmann::json;

constexpr int arrivals_shown = 100;
constexpr int thumbnail_px = 240;
constexpr int applications_shown = 200;

std::string state_of(const Words& words, const store::Arrival& arrival) {
    return words.of("state." + std::string(name_of(arrival.state)));
}

json row_of(const Words& words, const store::Arrival& arrival) {
    return {{"id", arrival.id},
            {"href", "/arrivals/" + arrival.id},
            {"name", arrival.content.name.empty() ? words.of("list.unnamed")
                                                  : short_name(arrival.content.name)},
            {"channel", words.of("channel." + arrival.content.channel)},
            {"received", moment(arrival.received_at)},
            {"pages", arrival.pages > 0 ? std::to_string(arrival.pages) : std::string()},
            {"state_label", state_of(words, arrival)},
            {"state_kind", kind_of(arrival.state)},
            {"reason", arrival.reason.empty()
                           ? std::string()
                           : words.find("reason." + arrival.reason).value_or(arrival.reason)},
            {"place", arrival.place}};
}

/// What a page is, in words.
std::string what_is(const Words& words, const std::string& language,
                    const form::FormCatalogue& catalogue, const record::PageReading& page) {
    if (page.match) {
        return form_title(catalogue, language, page.match->form.form) + ", " +
               words.of("task.form_page") + " " + std::to_string(page.match->page);
    }
    return words.of("page." + std::string(record::name_of(page.kind)));
}

/// A page that is of no form that is known, whether an application was made of it or not.
bool is_stray(const desk::ArrivedPage& page) {
    return !page.reading.match && page.reading.kind != record::PageKind::separator &&
           page.reading.kind != record::PageKind::blank;
}

/// Whether it was read and holds no application.
bool is_empty(const store::Arrival& arrival) {
    return arrival.state == store::ArrivalState::read &&
           arrival.reason == code_of(Reason::no_application_found);
}

bool is_rejected(const store::Arrival& arrival) {
    return arrival.state == store::ArrivalState::rejected ||
           arrival.state == store::ArrivalState::quarantined;
}

/// The page of a list that the address asks for; the first, where it asks for none.
int page_of(const Visit& visit) {
    constexpr int furthest = 1'000'000;
    int page = 1;
    const auto asked = visit.query("page");
    std::from_chars(asked.data(), asked.data() + asked.size(), page);
    return std::clamp(page, 1, furthest);
}

}  // namespace

/// Applications that wait for a page that must be scanned again.
json MailPages::to_scan_again(const Visit& visit) const {
    auto again = json::array();
    for (const char* code : {"missing_page", "unreadable_page"}) {
        const auto waiting = desk_->find(visit.actor, {.state = store::ItemState::parked,
                                                       .reason = code,
                                                       .per_page = applications_shown,
                                                       .is_newest_first = true});
        for (const auto& item : waiting.items) {
            again.push_back({{"file", short_name(item.file)},
                             {"page", form_title(*catalogue_, visit.session.language, item.form)},
                             {"place_in_batch", item.listing.pages},
                             {"href", "/arrivals/" + item.arrival},
                             {"why", visit.word("reason." + std::string(code))}});
        }
    }
    return again;
}

http::ServerResponse MailPages::list(Visit& visit) {
    auto rows = json::array();
    const int page = page_of(visit);
    const auto found = papers_->arrivals(visit.actor, {.page = page, .per_page = arrivals_shown});
    for (const auto& listed : found.arrivals) {
        auto row = row_of(*visit.words, listed.arrival);
        row["applications"] = listed.applications;
        row["waiting"] = listed.waiting;
        rows.push_back(std::move(row));
    }
    const auto counts = papers_->counts(visit.actor);
    auto again = to_scan_again(visit);
    const bool has_again = !again.empty();
    json model{{"rows", std::move(rows)},
               {"scan_again", std::move(again)},
               {"has_scan_again", has_again},
               {"counts",
                {{"arrivals", counts.arrivals},
                 {"waiting", counts.waiting},
                 {"done", counts.done},
                 {"rejected", counts.rejected}}}};
    if (page > 1) {
        model["prev"] = "/arrivals?page=" + std::to_string(page - 1);
    }
    if (found.total > std::int64_t{page} * arrivals_shown) {
        model["next"] = "/arrivals?page=" + std::to_string(page + 1);
    }
    return frame_->page(visit, "arrivals", visit.word("nav.arrivals"), std::move(model));
}

http::ServerResponse MailPages::show(Visit& visit) {
    const auto& words = *visit.words;
    const auto& language = visit.session.language;
    const auto arrived = papers_->arrival(visit.actor, visit.place("id"));
    auto pages = json::array(), applications = json::array(), for_script = json::array(),
         choices = json::array();
    for (const auto& item : arrived.applications) {
        auto row = row_of(words, language, *catalogue_, item, clock_());
        choices.push_back({{"id", item.id},
                           {"label", row["form"].get<std::string>() + ", " + words.of("task.page") +
                                         " " + item.listing.pages}});
        applications.push_back(std::move(row));
    }
    for (const auto& page : arrived.pages) {
        const auto place = format_page_place(page.stored.page);
        const auto owner =
            std::ranges::find(arrived.applications, page.application, &store::ListedItem::id);
        const bool is_owned = owner != arrived.applications.end();
        pages.push_back(
            {{"place", place},
             {"n", place},
             {"has_picture", page.stored.image.has_value()},
             {"thumb", page.stored.image ? "/arrivals/" + arrived.arrival.id + "/pages/" + place
                                         : std::string()},
             {"what", what_is(words, language, *catalogue_, page.reading)},
             {"application", page.application},
             {"href", is_owned ? "/tasks/" + page.application : std::string()},
             {"state_label",
              is_owned ? words.of("state." + std::string(name_of(owner->state))) : std::string()},
             {"state_kind", is_owned ? kind_of(owner->state) : std::string_view("warning")},
             {"is_stray", is_stray(page)}});
        for_script.push_back({{"place", place}, {"application", page.application}});
    }
    auto model = row_of(words, arrived.arrival);
    model["message"] = arrived.arrival.message;
    model["pages"] = std::move(pages);
    model["applications"] = std::move(applications);
    model["can_arrange"] = desk::may(visit.actor.role, desk::Act::split);
    model["can_reread"] = desk::may(visit.actor.role, desk::Act::reread);
    model["can_turn"] = desk::may(visit.actor.role, desk::Act::turn) &&
                        arrived.arrival.state != store::ArrivalState::received;
    model["can_close"] = desk::may(visit.actor.role, desk::Act::close) &&
                         (is_empty(arrived.arrival) || is_rejected(arrived.arrival));
    model["json"] = json_in_page({{"id", arrived.arrival.id},
                                  {"can_turn", model["can_turn"]},
                                  {"pages", std::move(for_script)},
                                  {"applications", std::move(choices)},
                                  {"close_reasons", close_reasons_of(words)}});
    return frame_->page(visit, "arrival", visit.word("arrival.title"), std::move(model));
}

http::ServerResponse MailPages::thumbnail(Visit& visit) {
    const auto place = parse_page_place(visit.place("page"));
    const auto image =
        place ? papers_->page_image(visit.actor, visit.place("id"), *place) : std::nullopt;
    if (image) {
        const int width = visit.query("size") == "full" ? 0 : thumbnail_px;
        return Frame::file(pictures_->draw(*image, {std::nullopt, width}), "image/png");
    }
    throw Error(Reason::no_such_page, "desk: the arrival has no picture of that page");
}

http::ServerResponse MailPages::reread(Visit& visit) {
    desk_->reread(visit.actor, visit.place("id"));
    return Frame::go_to("/arrivals/" + visit.place("id"));
}

http::ServerResponse MailPages::close(Visit& visit) {
    desk_->close(because(visit.actor, text_in(body_of(visit), "reason")), visit.place("id"));
    return Frame::json({{"next", "/arrivals"}});
}

http::ServerResponse MailPages::turn(Visit& visit) {
    const auto body = body_of(visit);
    desk_->turn(visit.actor, visit.place("id"), places_in(body), quarters_in(body));
    return Frame::json({{"next", "/arrivals/" + visit.place("id")}});
}

}  // namespace indgang::web
