// SPDX-License-Identifier: MPL-2.0
#include "pipeline/desk/snippets.h"

#include <algorithm>
#include <array>
#include <utility>

#include "pipeline/desk/known_fields.h"
#include "schemas/error/error.h"

namespace indgang::desk {
namespace {

/// Of the applications that became cases, so many are drawn from, and so many of these are looked
/// into: few hold a known field, and nobody waits long for one.
constexpr int cases_drawn_from = 500;
constexpr std::size_t cases_looked_into = 10;

[[noreturn]] void throw_answered(const std::string& key) {
    throw Error(Reason::changed_meanwhile, "the question was answered meanwhile", key);
}

}  // namespace

/// Below `below`, which is not 0.
std::size_t Snippets::draw(std::size_t below) const {
    return std::min(static_cast<std::size_t>(chance_() * static_cast<double>(below)), below - 1);
}

std::optional<Snippets::Given> Snippets::next_doubtful(const Actor& actor) {
    std::string last;
    std::vector<std::pair<std::string, std::string>> left;
    handed_.each(actor.user, [&](const Given& given) {
        if (last.empty() && !given.is_known) {
            last = given.item;
        }
        if (given.is_left) {
            left.emplace_back(given.item, given.key);
        }
    });
    auto items = tasks_->free(actor);
    std::erase_if(items, [](const auto& item) { return !has_doubtful_reading(item); });
    for (std::size_t i = items.size(); i > 1; --i) {
        std::swap(items[i - 1], items[draw(i)]);
    }
    std::ranges::stable_partition(items, [&](const auto& item) { return item.id != last; });
    for (const auto& item : items) {
        const auto task = tasks_->as_it_is(actor, item.id);
        std::vector<std::string> open;
        for (const auto& question : task.questions) {
            const bool is_left =
                std::ranges::find(left, std::pair(item.id, question.key)) != left.end();
            if (!question.said && !is_left && is_seen_in_snippet(task, question)) {
                open.push_back(question.key);
            }
        }
        // Somebody may have taken it since.
        if (!open.empty() && tasks_->take(actor, item.id)) {
            return Given{item.id, open[draw(open.size())], task.seen};
        }
    }
    if (left.empty()) {
        return std::nullopt;
    }
    handed_.each(actor.user, [](Given& given) { given.is_left = false; });
    return next_doubtful(actor);
}

std::optional<Snippets::Given> Snippets::next_known(const Actor& actor) {
    auto cases = desk_
                     .find(actor, {.state = store::ItemState::delivered,
                                   .source = std::string(name_of(record::Source::paper)),
                                   .per_page = cases_drawn_from,
                                   .is_newest_first = true})
                     .items;
    for (std::size_t looked = 0; looked < cases_looked_into && !cases.empty(); ++looked) {
        const auto at = cases.begin() + static_cast<std::ptrdiff_t>(draw(cases.size()));
        const auto item = store_->item(at->id);
        cases.erase(at);
        if (!item) {
            continue;
        }
        auto known = known_fields(*store_, *book_, *catalogue_, *item, actor.user);
        handed_.each(actor.user, [&](const Given& given) {
            std::erase_if(known, [&](const auto& each) {
                return given.item == item->id && given.key == each.task.questions.front().key;
            });
        });
        if (!known.empty()) {
            return Given{.item = item->id,
                         .key = known[draw(known.size())].task.questions.front().key,
                         .is_known = true};
        }
    }
    return std::nullopt;
}

std::optional<std::string> Snippets::next(const Actor& actor) {
    check(actor, Act::correct);
    std::optional<Given> given;
    if (known_share_ > 0 && chance_() < known_share_) {
        given = next_known(actor);
    }
    if (!given) {
        given = next_doubtful(actor);
    }
    if (!given) {
        return std::nullopt;
    }
    desk_.glimpse(actor, std::array{given->item});
    return handed_.put(actor.user, std::move(*given));
}

/// What is answered is told in the same way of every field.
Snippets::Given Snippets::unanswered(const Actor& actor, const std::string& token) const {
    check(actor, Act::correct);
    auto given = handed_.find(actor.user, token);
    if (given.is_answered) {
        throw_answered(given.key);
    }
    return given;
}

Task Snippets::known_task(const Actor& actor, const Given& given, std::string& truth) const {
    const auto item = store_->item(given.item);
    if (!item) {
        throw_answered(given.key);
    }
    check_form(actor, item->form);
    for (auto& known : known_fields(*store_, *book_, *catalogue_, *item, actor.user)) {
        if (known.task.questions.front().key == given.key) {
            truth = std::move(known.truth);
            return std::move(known.task);
        }
    }
    throw_answered(given.key);
}

Snippet Snippets::open(const Actor& actor, const std::string& token) const {
    const auto given = unanswered(actor, token);
    std::string truth;
    Snippet snippet{
        given.is_known ? known_task(actor, given, truth) : tasks_->as_it_is(actor, given.item),
        {},
        given.is_opened};
    const auto asked = std::ranges::find(snippet.task.questions, given.key, &Question::key);
    if (asked == snippet.task.questions.end() || asked->said) {
        throw_answered(given.key);
    }
    snippet.question = *asked;
    return snippet;
}

void Snippets::say(const Actor& actor, const std::string& token, store::EntryKind kind,
                   const std::string& value) {
    const auto given = unanswered(actor, token);
    if (!given.is_known) {
        const auto task = tasks_->say(actor, given.item, given.seen, given.key, kind, value);
        handed_.change(actor.user, token, [](Given& each) { each.is_answered = true; });
        if (task.open_questions() == 0) {
            (void)tasks_->give(actor, given.item);
        } else {
            tasks_->let_go(actor, given.item);
        }
        return;
    }
    std::string truth;
    const auto task = known_task(actor, given, truth);
    check_answer(task, task.questions.front(), kind, value);
    handed_.change(actor.user, token, [&](Given& each) {
        if (std::exchange(each.is_answered, true)) {
            throw_answered(given.key);
        }
    });
    const store::Entry entry{.question = given.key, .kind = kind, .value = value};
    book_->note({given.item, given.key, actor.user, kind == store::EntryKind::value,
                 meant(task, entry) == truth});
}

void Snippets::leave(const Actor& actor, const std::string& token) {
    const auto given = unanswered(actor, token);
    handed_.change(actor.user, token, [](Given& each) { each.is_left = true; });
    if (!given.is_known) {
        tasks_->let_go(actor, given.item);
    }
}

void Snippets::keep(const Actor& actor, const std::string& token) {
    const auto given = unanswered(actor, token);
    if (!given.is_known) {
        tasks_->keep(actor, given.item);
    }
}

void Snippets::open_form(const Actor& actor, const std::string& token) {
    const auto given = unanswered(actor, token);
    if (actor.purpose.empty()) {
        throw Error(Reason::purpose_missing, "who looks at a whole form says why");
    }
    (void)desk_.look(actor, given.item);
    handed_.change(actor.user, token, [](Given& each) { each.is_opened = true; });
}

std::vector<record::PageRef> Snippets::pages(const Actor& actor, const std::string& token) const {
    const auto snippet = open(actor, token);
    if (!snippet.is_opened) {
        throw Error(Reason::purpose_missing, "who looks at a whole form says why");
    }
    return snippet.task.settled.validated.inquired.record.pages;
}

}  // namespace indgang::desk
