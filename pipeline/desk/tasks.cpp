// SPDX-License-Identifier: MPL-2.0
#include "pipeline/desk/tasks.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "pipeline/desk/readings.h"
#include "pipeline/runner/stored_record.h"
#include "schemas/error/error.h"

namespace indgang::desk {
namespace {

/// Of those that wait, so many are looked at for the next one, oldest first.
constexpr int looked_at = 200;
/// A sum of fewer people tells of one of them.
constexpr int least_people = 3;

/// What two people, or three, have said of a question so far: the last word of each, in the order
/// in which they came to it.
std::vector<store::Entry> words_on(const std::string& question,
                                   const std::vector<store::Entry>& entries) {
    std::vector<store::Entry> words;
    for (const auto& entry : entries) {
        if (entry.question != question) {
            continue;
        }
        const auto own = std::ranges::find(words, entry.user, &store::Entry::user);
        if (own == words.end()) {
            words.push_back(entry);
        } else {
            *own = entry;
        }
    }
    std::erase_if(words, [](const auto& each) { return each.kind == store::EntryKind::withdrawn; });
    return words;
}

/// Two who mean the same decide; else the third does.
std::optional<store::Entry> decided_by(const Task& task, const std::vector<store::Entry>& words) {
    constexpr std::size_t third = 2;
    for (std::size_t i = 1; i < words.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (meant(task, words[i]) == meant(task, words[j])) {
                return words[i];
            }
        }
    }
    return words.size() > third ? std::optional(words[third]) : std::nullopt;
}

void ask_twice(const Task& task, Question& question, const std::vector<store::Entry>& entries,
               const std::string& user) {
    const auto words = words_on(question.key, entries);
    const auto own = std::ranges::find(words, user, &store::Entry::user);
    const auto place = std::min<std::ptrdiff_t>(own - words.begin(), 2);
    question.turn =
        std::array{Turn::first, Turn::second, Turn::third}[static_cast<std::size_t>(place)];
    question.decided = decided_by(task, words);
    question.said = own != words.end() ? std::optional(*own) : question.decided;
}

/// The last word of anybody on each question.
std::map<std::string, store::Entry> last_words(const std::vector<store::Entry>& entries) {
    std::map<std::string, store::Entry> last;
    for (const auto& entry : entries) {
        last.insert_or_assign(entry.question, entry);
    }
    return last;
}

/// A question of the task; or one that nobody asked, of a field that may be given a value.
Question question_of(const Task& task, const std::string& key, store::EntryKind kind) {
    if (const auto found = std::ranges::find(task.questions, key, &Question::key);
        found != task.questions.end()) {
        return *found;
    }
    const bool is_of_value = kind == store::EntryKind::value || kind == store::EntryKind::withdrawn;
    if (!is_of_value || task.settled.validated.inquired.record.field(key) == nullptr) {
        throw Error(Reason::no_such_reason, "the application does not ask that", key);
    }
    Question question{key, key, {}, false, std::nullopt};
    if (const auto said = std::ranges::find(task.changes, key, &store::Entry::question);
        said != task.changes.end()) {
        question.said = *said;
    }
    return question;
}

void check_waits(const store::Item& item) {
    if (item.state != store::ItemState::parked) {
        throw Error(Reason::not_parked, "the application does not wait any more");
    }
}

}  // namespace

/// The application and its questions, of which nothing is said yet. To read it costs far more than
/// to hear what was said of it: its record and the readings of its pages are parsed.
Task Tasks::unheard(store::Item item) const {
    Task task;
    task.settled = runner::settled_of(item);
    if (!item.is_settled) {
        task.settled.reasons = {item.reason};
    }
    if (item.state == store::ItemState::parked) {
        task.questions = questions_of(task.settled);
    }
    const auto& record = task.settled.validated.inquired.record;
    task.form = catalogue_->find(record.form);
    task.readings = readings_of(*store_, item, record);
    task.item = std::move(item);
    return task;
}

/// Puts what was said so far in place of what the task knows of it.
void Tasks::hear(Task& task, const Actor& actor) const {
    const auto& record = task.settled.validated.inquired.record;
    const auto entries = book_->entries(task.item.id);
    task.changes.clear();
    auto last = last_words(entries);
    std::erase_if(last, [](const auto& each) {
        return each.second.kind == store::EntryKind::withdrawn || is_character_key(each.first);
    });
    const auto twice = entered_twice_.find(record.form.form);
    for (auto& question : task.questions) {
        question.said = question.decided = std::nullopt;
        const auto* field = task.form != nullptr ? task.form->field(question.field) : nullptr;
        const bool is_twice =
            (field != nullptr && field->terms.is_entered_twice) ||
            (twice != entered_twice_.end() &&
             std::ranges::find(twice->second, question.field) != twice->second.end());
        if (is_twice) {
            ask_twice(task, question, entries, actor.user);
            last.erase(question.key);
        } else if (const auto found = last.find(question.key); found != last.end()) {
            question.said = question.decided = std::move(found->second);
            last.erase(found);
        }
    }
    for (auto& [key, entry] : last) {
        task.changes.push_back(std::move(entry));
    }
    task.seen = {task.item.revision, entries.empty() ? 0 : entries.back().number};
}

Task Tasks::task_of(const Actor& actor, store::Item item) const {
    auto task = unheard(std::move(item));
    hear(task, actor);
    return task;
}

std::vector<store::ListedItem> Tasks::free(const Actor& actor) {
    check(actor, Act::correct);
    std::set<std::string> held;
    for (const auto& hold : book_->holds()) {
        if (hold.user != actor.user) {
            held.insert(hold.item);
        }
    }
    auto found =
        desk_.find(actor, {.state = store::ItemState::parked, .per_page = looked_at}).items;
    std::erase_if(found, [&](const auto& item) {
        return held.contains(item.id) || (!item.assignee.empty() && item.assignee != actor.user);
    });
    return found;
}

store::Hold Tasks::held(const Actor& actor, const std::string& id) {
    check(actor, Act::correct);
    // Who may not see it may not keep it from those who may.
    check_waits(item_of(actor, id));
    return book_->hold(id, actor.user, clock_() + hold_length, false);
}

bool Tasks::take(const Actor& actor, const std::string& id) {
    return held(actor, id).user == actor.user;
}

std::optional<std::string> Tasks::next(const Actor& actor, const std::set<std::string>& left) {
    const auto found = free(actor);
    const auto now = clock_();
    std::vector<std::pair<double, const store::ListedItem*>> all;
    for (const auto& item : found) {
        if (left.contains(item.id)) {
            continue;
        }
        using Days = std::chrono::duration<double, std::chrono::days::period>;
        const auto questions =
            static_cast<double>(std::max<std::size_t>(item.listing.reasons.size(), 1));
        const double own = item.assignee == actor.user && !actor.user.empty() ? 1'000.0 : 0.0;
        all.emplace_back(questions - Days(now - item.received_at).count() - own, &item);
    }
    std::ranges::stable_sort(all, {}, &std::pair<double, const store::ListedItem*>::first);
    for (const auto& [weight, item] : all) {
        // Somebody may have taken it since.
        if (!is_for_another(actor, item->id) && take(actor, item->id)) {
            return item->id;
        }
    }
    return std::nullopt;
}

Task Tasks::open(const Actor& actor, const std::string& id, bool takes_over) {
    auto item = desk_.look(actor, id);
    const bool can_work = may(actor.role, Act::correct) && item.state == store::ItemState::parked;
    store::Hold hold;
    if (can_work) {
        hold = book_->hold(id, actor.user, clock_() + hold_length, takes_over);
    }
    auto task = task_of(actor, std::move(item));
    task.hold = std::move(hold);
    return task;
}

store::Item Tasks::item_of(const Actor& actor, const std::string& id) const {
    auto item = store_->item(id);
    if (!item) {
        throw Error(Reason::no_such_application, "there is no such application");
    }
    check_form(actor, item->form);
    return std::move(*item);
}

Task Tasks::as_it_is(const Actor& actor, const std::string& id) const {
    check(actor, Act::look);
    return task_of(actor, item_of(actor, id));
}

/// Whether the actor has said all that he can of it, and somebody else must say something, too.
bool Tasks::is_for_another(const Actor& actor, const std::string& id) const {
    if (!asks_twice_) {
        return false;
    }
    const auto task = as_it_is(actor, id);
    return task.open_questions() == 0 && !task.is_decided();
}

void Tasks::check_holds(const Actor& actor, const std::string& id) const {
    for (const auto& hold : book_->holds()) {
        if (hold.item == id && hold.user != actor.user) {
            throw Error(Reason::held_by_another, "somebody else works on the application by now");
        }
    }
}

UtcTime Tasks::keep(const Actor& actor, const std::string& id) {
    const auto hold = held(actor, id);
    if (hold.user != actor.user) {
        throw Error(Reason::held_by_another, "somebody else works on the application by now");
    }
    return hold.until;
}

void Tasks::leave(const Actor& actor, const std::string& id, UtcTime until) {
    check(actor, Act::correct);
    (void)item_of(actor, id);
    for (const auto& hold : book_->holds()) {
        if (hold.item == id && hold.user == actor.user && hold.until == until) {
            book_->let_go(id, actor.user);
        }
    }
}

bool Tasks::take_back(const Actor& actor, const std::string& id) {
    return desk_.take_back(actor, id) &&
           book_->hold(id, actor.user, clock_() + hold_length, false).user == actor.user;
}

void Tasks::let_go(const Actor& actor, const std::string& id) {
    check(actor, Act::correct);
    book_->let_go(item_of(actor, id).id, actor.user);
}

Task Tasks::as_seen(const Actor& actor, const std::string& id, const Seen& seen) const {
    check(actor, Act::correct);
    auto task = as_it_is(actor, id);
    check_waits(task.item);
    if (task.item.revision != seen.revision) {
        throw Error(Reason::changed_meanwhile, "the application changed meanwhile");
    }
    return task;
}

Task Tasks::answerable(const Actor& actor, const std::string& id, const Seen& seen) const {
    auto task = as_seen(actor, id, seen);
    check_holds(actor, id);
    return task;
}

Task Tasks::say(const Actor& actor, const std::string& id, const Seen& seen,
                const std::string& question, store::EntryKind kind, const std::string& value) {
    auto task = as_seen(actor, id, seen);
    const auto asked = question_of(task, question, kind);
    if (asked.said && asked.said->number > seen.entry) {
        throw Error(Reason::changed_meanwhile, "the question was answered meanwhile", question);
    }
    check_holds(actor, id);
    check_answer(task, asked, kind, value);
    store::Entry entry{.question = question, .user = actor.user, .kind = kind, .value = value};
    const auto number = book_->enter(task.item, seen.entry, entry);
    hear(task, actor);
    // Not what others said meanwhile: the actor has not seen it.
    task.seen = {seen.revision, number};
    return task;
}

std::optional<int> Tasks::give(const Actor& actor, const std::string& id) {
    check(actor, Act::correct);
    const auto task = as_it_is(actor, id);
    check_holds(actor, id);
    const auto& record = task.settled.validated.inquired.record;
    Said said;
    for (const auto& question : task.questions) {
        if (!question.said) {
            throw Error(Reason::not_answered, "a question has no answer yet", question.key);
        }
    }
    if (!task.is_decided()) {
        book_->let_go(id, actor.user);
        return std::nullopt;
    }
    for (const auto& question : task.questions) {
        const auto* field = record.field(question.field);
        if (question.decided->kind == store::EntryKind::value) {
            said.values.emplace(question.field, question.decided->value);
            continue;
        }
        if (field != nullptr && !field->is_accepted) {
            said.agreed.push_back(question.field);
        }
        for (const auto& reason : question.reasons) {
            if (field == nullptr || !is_doubt_of_value(reason, *field)) {
                said.passed.push_back(reason);
            }
        }
    }
    for (const auto& change : task.changes) {
        said.values.emplace(change.question, change.value);
    }
    const int revision = desk_.say(actor, id, said, rest_length);
    book_->let_go(id, actor.user);
    return revision;
}

std::map<std::string, std::string> Tasks::holders(const Actor& actor) const {
    check(actor, Act::list);
    std::map<std::string, std::string> all;
    for (const auto& hold : book_->holds()) {
        all.emplace(hold.item, hold.user);
    }
    return all;
}

store::EntryCounts Tasks::own_figures(const Actor& actor) const {
    check(actor, Act::correct);
    return book_->entry_counts(actor.user, clock_() - std::chrono::days(1));
}

store::KnownCounts Tasks::own_errors(const Actor& actor) const {
    check(actor, Act::correct);
    return book_->known_counts(actor.user, clock_() - counted_errors);
}

std::optional<store::KnownCounts> Tasks::team_errors(const Actor& actor) const {
    check(actor, Act::figures);
    const auto all = book_->known_counts("", clock_() - counted_errors);
    return all.people < least_people ? std::nullopt : std::optional(all);
}

std::optional<store::EntryCounts> Tasks::team_figures(const Actor& actor) const {
    check(actor, Act::figures);
    const auto all = book_->entry_counts("", clock_() - std::chrono::days(1));
    return all.people < least_people ? std::nullopt : std::optional(all);
}

std::int64_t Tasks::left(const Actor& actor) {
    return desk_.find(actor, {.state = store::ItemState::parked, .per_page = 1}).total;
}

}  // namespace indgang::desk
