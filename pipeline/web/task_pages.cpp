// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/task_pages.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "pipeline/desk/readings.h"
#include "pipeline/web/view/case_view.h"
#include "pipeline/web/view/field_text.h"
#include "pipeline/web/view/rows.h"
#include "pipeline/web/view/task_view.h"
#include "schemas/error/error.h"

namespace indgang::web {
namespace {

using nlohmann::json;

constexpr int rows_shown = 100;

desk::Seen seen_of(const Visit& visit) {
    const auto seen = parse_etag(visit.header("if-match"));
    if (!seen) {
        throw Error(Reason::changed_meanwhile, "desk: what was seen of the application is missing");
    }
    return *seen;
}

store::EntryKind kind_of(const std::string& what) {
    if (what == "agree") {
        return store::EntryKind::agreed;
    }
    if (what == "pass") {
        return store::EntryKind::passed;
    }
    if (what == "value") {
        return store::EntryKind::value;
    }
    throw Error(Reason::json_wrong_value, "desk: nothing is said in that way", "what");
}

bool can_be_arranged(store::ItemState state) {
    using enum store::ItemState;
    return state == recorded || state == waiting || state == parked;
}

}  // namespace

http::ServerResponse TaskPages::list(Visit& visit) {
    const auto& words = *visit.words;
    const auto found =
        desk_->list(visit.actor, {.state = store::ItemState::parked, .per_page = rows_shown});
    const auto holders = tasks_->holders(visit.actor);
    struct OfForm {
        int waiting = 0;
        UtcTime oldest = UtcTime::max();
    };
    std::map<std::string, OfForm> by_form;
    int held = 0;
    auto rows = json::array(), mine = json::array(), forms = json::array();
    for (const auto& item : found.items) {
        auto row = row_of(words, visit.session.language, *catalogue_, item, clock_());
        const auto holder = holders.find(item.id);
        const bool is_held = holder != holders.end();
        held += is_held ? 1 : 0;
        row["is_leased"] = is_held;
        row["is_mine"] =
            item.assignee == visit.actor.user || (is_held && holder->second == visit.actor.user);
        (row["is_mine"].get<bool>() ? mine : rows).push_back(std::move(row));
        auto& of_form = by_form[item.form];
        ++of_form.waiting;
        of_form.oldest = std::min(of_form.oldest, item.received_at);
    }
    for (const auto& [form, of] : by_form) {
        forms.push_back({{"form", form},
                         {"label", form_title(*catalogue_, visit.session.language, form)},
                         {"waiting", of.waiting},
                         {"oldest", age(words, of.oldest, clock_())}});
    }
    json model{{"counts", {{"waiting", found.total}, {"mine", mine.size()}, {"leased", held}}},
               {"has_mine", !mine.empty()},
               {"total", found.total},
               {"by_form", std::move(forms)},
               {"mine", std::move(mine)},
               {"rows", std::move(rows)},
               {"has_previous", has_previous(visit)},
               {"can_work", desk::may(visit.actor.role, desk::Act::correct)},
               {"is_empty", found.total == 0}};
    return frame_->page(visit, "tasks", visit.word("nav.tasks"), std::move(model));
}

/// What was skipped comes again when there is nothing else.
std::optional<std::string> TaskPages::next_of(const Visit& visit) {
    auto next = tasks_->next(visit.actor, visit.session.skipped);
    if (!next && !visit.session.skipped.empty()) {
        sessions_->change(visit.token, [](Session& session) { session.skipped.clear(); });
    }
    return next;
}

http::ServerResponse TaskPages::next(Visit& visit) {
    const auto id = next_of(visit);
    return Frame::go_to(id ? "/tasks/" + *id : "/tasks");
}

http::ServerResponse TaskPages::show(Visit& visit) {
    const auto task =
        tasks_->open(visit.actor, visit.place("id"), visit.query("take_over") == "yes");
    auto others = json::array();
    std::string file, received;
    for (const auto& item : desk_->find(visit.actor, {.arrival = task.item.arrival}).items) {
        if (item.id == task.item.id) {
            file = short_name(item.file);
            received = moment(item.received_at);
        } else if (can_be_arranged(item.state)) {
            const auto row =
                row_of(*visit.words, visit.session.language, *catalogue_, item, clock_());
            others.push_back({{"id", item.id},
                              {"label", row["form"].get<std::string>() + ", " +
                                            visit.word("task.page") + " " + item.listing.pages}});
        }
    }
    TaskFrame around{visit.words, visit.session.language, file, received};
    around.can_arrange = desk::may(visit.actor.role, desk::Act::split);
    around.can_turn = desk::may(visit.actor.role, desk::Act::turn);
    around.can_close = desk::may(visit.actor.role, desk::Act::close);
    around.left = tasks_->left(visit.actor);
    around.others = &others;
    const auto data = json_of(task, around);
    json model{{"form", data["form"]},
               {"file", file},
               {"has_pages", !data["pages"].empty()},
               {"json", json_in_page(data)},
               {"held_by_another", !task.hold.user.empty() && task.hold.user != visit.actor.user},
               {"take_over_href", "/tasks/" + task.item.id + "?take_over=yes"},
               {"case_href", "/cases/" + task.item.id},
               {"can_arrange", desk::may(visit.actor.role, desk::Act::split)}};
    auto response = frame_->page(visit, "task", visit.word("task.title"), std::move(model));
    response.headers["ETag"] = etag_of(task.seen);
    return response;
}

http::ServerResponse TaskPages::show_because(Visit& visit) {
    visit.actor = acting_because(visit);
    return show(visit);
}

http::ServerResponse TaskPages::page(Visit& visit) {
    const auto task = tasks_->as_it_is(visit.actor, visit.place("id"));
    return Frame::file(
        pictures_->of_page(task.settled.validated.inquired.record.pages, visit.place("page")),
        "image/png");
}

http::ServerResponse TaskPages::snippet(Visit& visit) {
    const auto task = tasks_->as_it_is(visit.actor, visit.place("id"));
    const auto place = desk::place_of(task.readings, visit.place("field"));
    const auto& pages = task.settled.validated.inquired.record.pages;
    if (!place || !pages[static_cast<std::size_t>(place->page)].image) {
        throw Error(Reason::no_such_page, "desk: there is no picture of that field");
    }
    return Frame::file(pictures_->draw(*pages[static_cast<std::size_t>(place->page)].image,
                                       {with_margin(place->box), 0}),
                       "image/png");
}

http::ServerResponse TaskPages::said(Visit& visit, store::EntryKind kind,
                                     const std::string& value) {
    const auto &id = visit.place("id"), &key = visit.place("key");
    try {
        const auto task = tasks_->say(visit.actor, id, seen_of(visit), key, kind, value);
        const auto* field = task.form != nullptr ? task.form->field(key) : nullptr;
        const auto meaning = field != nullptr
                                 ? meaning_of(*visit.words, visit.session.language, *field, value)
                                 : Meaning{};
        return Frame::json({{"etag", etag_of(task.seen)},
                            {"meaning", meaning.text},
                            {"problem", meaning.problem},
                            {"left", task.open_questions()}});
    } catch (const Error& error) {
        if (error.why() != Reason::changed_meanwhile) {
            throw;
        }
        // Both versions, so that a person can choose.
        const auto task = tasks_->as_it_is(visit.actor, id);
        json more{{"etag", etag_of(task.seen)}, {"current", nullptr}};
        for (const auto& question : task.questions) {
            if (question.key == key && question.said) {
                more["current"] = json_of(*question.said);
            }
        }
        return Frame::trouble_json(visit, error, std::move(more));
    }
}

http::ServerResponse TaskPages::say(Visit& visit) {
    const auto body = body_of(visit);
    const auto kind = kind_of(text_in(body, "what"));
    return said(visit, kind, kind == store::EntryKind::value ? text_in(body, "value") : "");
}

http::ServerResponse TaskPages::take_back(Visit& visit) {
    return said(visit, store::EntryKind::withdrawn, "");
}

http::ServerResponse TaskPages::go_on(Visit& visit, const std::string& left) {
    if (visit.is_private) {
        return Frame::json(
            {{"next", "/snippets"}});  // the next whole one needs a reason of its own
    }
    visit.session.skipped.insert(left);
    const auto next = next_of(visit);
    return Frame::json({{"next", next ? "/tasks/" + *next : std::string("/tasks")}});
}

http::ServerResponse TaskPages::finish(Visit& visit) {
    (void)tasks_->give(visit.actor, visit.place("id"));
    remember(visit);
    return go_on(visit, visit.place("id"));
}

http::ServerResponse TaskPages::skip(Visit& visit) {
    tasks_->let_go(because(visit.actor, text_in(body_of(visit), "reason")), visit.place("id"));
    sessions_->change(visit.token,
                      [&](Session& session) { session.skipped.insert(visit.place("id")); });
    return go_on(visit, visit.place("id"));
}

http::ServerResponse TaskPages::close(Visit& visit) {
    desk_->close(because(visit.actor, text_in(body_of(visit), "reason")), visit.place("id"));
    remember(visit);
    return go_on(visit, visit.place("id"));
}

http::ServerResponse TaskPages::keep(Visit& visit) {
    return Frame::json({{"until", format_utc(tasks_->keep(visit.actor, visit.place("id")))}});
}

http::ServerResponse TaskPages::leave(Visit& visit) {
    const auto until = parse_utc(text_in(body_of(visit), "until"));
    if (!until) {
        throw Error(Reason::json_wrong_value, "desk: no time is written so", "until");
    }
    tasks_->leave(visit.actor, visit.place("id"), *until);
    return Frame::json(json::object());
}

void TaskPages::remember(const Visit& visit) {
    const auto now = clock_();
    sessions_->change(visit.token, [&](Session& session) {
        session.settled = visit.place("id");
        session.settled_at = now;
    });
}

bool TaskPages::has_previous(const Visit& visit) const {
    const auto since = clock_() - visit.session.settled_at;
    return !visit.session.settled.empty() && since >= since.zero() &&
           since <= desk::previous_length;
}

/// Errors: not_found "nothing_settled".
std::string TaskPages::settled_last(const Visit& visit) const {
    if (!has_previous(visit)) {
        throw Error(Reason::nothing_settled, "desk: nothing was settled in the last ten minutes");
    }
    return visit.session.settled;
}

http::ServerResponse TaskPages::go_back(Visit& visit) {
    const auto id = settled_last(visit);
    const bool is_own = tasks_->take_back(visit.actor, id);
    const auto next = is_own ? "/tasks/" + id : std::string("/tasks/previous");
    // The button of the list is a form.
    return visit.answers.empty() ? Frame::json({{"next", next}}) : Frame::go_to(next);
}

http::ServerResponse TaskPages::previous(Visit& visit) {
    const auto actor = because(visit.actor, visit.word("previous.title"));
    return frame_->page(visit, "previous", visit.word("previous.title"),
                        previous_json(papers_->open(actor, settled_last(visit)), *visit.words,
                                      visit.session.language));
}

http::ServerResponse TaskPages::split(Visit& visit) {
    const auto id = desk_->split(visit.actor, visit.place("id"), places_in(body_of(visit)));
    return Frame::json({{"next", "/tasks/" + visit.place("id")}, {"made", id}});
}

http::ServerResponse TaskPages::move(Visit& visit) {
    const auto body = body_of(visit);
    desk_->move(visit.actor, visit.place("id"), places_in(body), text_in(body, "target"));
    return Frame::json({{"next", "/tasks/" + visit.place("id")}});
}

http::ServerResponse TaskPages::turn(Visit& visit) {
    const auto body = body_of(visit);
    desk_->turn(visit.actor, visit.place("id"), places_in(body), quarters_in(body));
    // It waits for nobody until it is read.
    return go_on(visit, visit.place("id"));
}

http::ServerResponse TaskPages::join(Visit& visit) {
    desk_->join(visit.actor, visit.place("id"), texts_in(body_of(visit), "others"));
    return Frame::json({{"next", "/tasks/" + visit.place("id")}});
}

http::ServerResponse TaskPages::figures(Visit& visit) {
    const auto shown = [&](const store::EntryCounts& counts) {
        const auto tell = [&](const char* word, std::int64_t value, const char* unit) {
            return json{{"label", visit.word(word)}, {"value", std::to_string(value) + unit}};
        };
        const auto minutes = std::max<std::int64_t>(counts.minutes, 1);
        const auto entries = std::max<std::int64_t>(counts.entries, 1);
        constexpr int minutes_an_hour = 60, percent = 100;
        return json{tell("figures.answers", counts.entries, ""),
                    tell("figures.per_hour", counts.entries * minutes_an_hour / minutes, ""),
                    tell("figures.typed", counts.typed * percent / entries, " %")};
    };
    const auto errors = [&](const store::KnownCounts& counts) {
        return json{
            {{"label", visit.word("figures.known")}, {"value", std::to_string(counts.answers)}},
            {{"label", visit.word("figures.wrong")}, {"value", std::to_string(counts.wrong)}}};
    };
    const auto own = tasks_->own_errors(visit.actor);
    json model{{"own", shown(tasks_->own_figures(visit.actor))},
               {"has_errors", own.answers > 0},
               {"errors", errors(own)},
               {"has_team", false}};
    if (desk::may(visit.actor.role, desk::Act::figures)) {
        const auto team = tasks_->team_figures(visit.actor);
        model["has_team"] = true;
        model["team"] = team ? shown(*team) : json::array();
        model["is_team_small"] = !team;
        if (const auto sum = tasks_->team_errors(visit.actor)) {
            model["has_team_errors"] = true;
            model["team_errors"] = errors(*sum);
        }
    }
    return frame_->page(visit, "figures", visit.word("nav.figures"), std::move(model));
}

http::ServerResponse TaskPages::meaning(Visit& visit) {
    const auto body = body_of(visit);
    const auto form = text_in(body, "form"), id = text_in(body, "field");
    for (const auto& each : catalogue_->all()) {
        const auto* field = each.key.form == form ? each.field(id) : nullptr;
        if (field != nullptr) {
            const auto meaning =
                meaning_of(*visit.words, visit.session.language, *field, text_in(body, "value"));
            return Frame::json({{"meaning", meaning.text}, {"problem", meaning.problem}});
        }
    }
    throw Error(Reason::no_such_field, "desk: no form has that field", "field");
}

}  // namespace indgang::web
