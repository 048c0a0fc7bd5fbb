// SPDX-License-Identifier: MPL-2.0
#include "pipeline/desk/groups.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "pipeline/desk/readings.h"
#include "schemas/core/utf8.h"
#include "schemas/error/error.h"

namespace indgang::desk {
namespace {

using store::EntryKind;

std::set<std::string> items_of(const Group& group) {
    std::set<std::string> items;
    for (const auto& cell : group.cells) {
        items.insert(cell.item);
    }
    return items;
}

/// The last word of anybody on each character of the revision, those that were taken back left out.
std::map<std::string, store::Entry> words_on_characters(const std::vector<store::Entry>& entries) {
    std::map<std::string, store::Entry> last;
    for (const auto& entry : entries) {
        if (is_character_key(entry.question)) {
            last.insert_or_assign(entry.question, entry);
        }
    }
    std::erase_if(last, [](const auto& each) { return each.second.kind == EntryKind::withdrawn; });
    return last;
}

}  // namespace

std::vector<DoubtfulBatch> Groups::batches(const Actor& actor) {
    std::vector<DoubtfulBatch> all;
    for (const auto& item : tasks_->free(actor)) {
        if (!has_doubtful_reading(item)) {
            continue;
        }
        const auto found = std::ranges::find(all, item.arrival, &DoubtfulBatch::arrival);
        if (found == all.end()) {
            all.push_back({item.arrival, item.received_at, 1});
        } else {
            ++found->applications;
        }
    }
    return all;
}

std::vector<Group::Cell> Groups::cells_of(const Task& task) const {
    const auto said = words_on_characters(book_->entries(task.item.id));
    std::vector<Group::Cell> cells;
    for (const auto& question : task.questions) {
        if (question.said) {
            continue;
        }
        for (auto& character : doubtful_characters(task, question)) {
            if (said.contains(character_key(question.field, character.place))) {
                continue;
            }
            const auto& pages = task.settled.validated.inquired.record.pages;
            const auto place = place_of(task.readings, question.field).value();
            const auto image = pages[static_cast<std::size_t>(place.page)].image.value();
            cells.push_back({task.item.id, question.field, task.form, std::move(character), image,
                             place.box, task.seen});
        }
    }
    return cells;
}

std::optional<std::string> Groups::next(const Actor& actor, const std::string& arrival) {
    std::map<std::string, std::vector<Group::Cell>> by_text;
    for (const auto& item : tasks_->free(actor)) {
        if (item.arrival != arrival || !has_doubtful_reading(item)) {
            continue;
        }
        for (auto& cell : cells_of(tasks_->as_it_is(actor, item.id))) {
            by_text[cell.character.text].push_back(std::move(cell));
        }
    }
    const auto most =
        std::ranges::max_element(by_text, {}, [](const auto& each) { return each.second.size(); });
    if (most == by_text.end()) {
        return std::nullopt;
    }
    Group group{arrival, most->first, std::exchange(most->second, {}), 0};
    std::ranges::stable_sort(group.cells, {},
                             [](const auto& cell) { return cell.character.probability; });
    group.left = group.cells.size();
    for (const auto& [text, cells] : by_text) {
        group.left += cells.size();
    }
    const auto shown = std::min(group.cells.size(), Group::most);
    group.cells.erase(group.cells.begin() + static_cast<std::ptrdiff_t>(shown), group.cells.end());
    // Somebody may have taken one since.
    for (const auto& item : items_of(group)) {
        if (!tasks_->take(actor, item)) {
            std::erase_if(group.cells, [&](const auto& cell) { return cell.item == item; });
        }
    }
    if (group.cells.empty()) {
        return next(actor, arrival);
    }
    const auto items = items_of(group);
    desk_.glimpse(actor, std::vector(items.begin(), items.end()));
    return handed_.put(actor.user, std::move(group));
}

Group Groups::open(const Actor& actor, const std::string& token) const {
    check(actor, Act::correct);
    return handed_.find(actor.user, token);
}

Group::Cell Groups::look(const Actor& actor, const std::string& token, std::size_t cell) {
    const auto group = open(actor, token);
    if (cell >= group.cells.size()) {
        throw Error(Reason::no_such_page, "the group has no such cell");
    }
    (void)desk_.look(actor, group.cells[cell].item);
    return group.cells[cell];
}

void Groups::keep(const Actor& actor, const std::string& token) {
    for (const auto& item : items_of(open(actor, token))) {
        tasks_->keep(actor, item);
    }
}

void Groups::say_one(const Actor& actor, const Group::Cell& cell, const CharacterAnswer& answer) {
    using What = CharacterAnswer::What;
    const auto task = tasks_->answerable(actor, cell.item, cell.seen);
    const auto asked = std::ranges::find(task.questions, cell.field, &Question::key);
    const auto doubtful = asked != task.questions.end() && !asked->said
                              ? doubtful_characters(task, *asked)
                              : std::vector<DoubtfulCharacter>();
    if (doubtful.empty()) {
        throw Error(Reason::changed_meanwhile, "the field was answered meanwhile", cell.field);
    }
    const auto kind = answer.what == What::right   ? EntryKind::agreed
                      : answer.what == What::other ? EntryKind::value
                                                   : EntryKind::passed;
    const auto* value = task.settled.validated.inquired.record.field(cell.field);
    if (kind == EntryKind::value && count_code_points(answer.text) != 1) {
        throw Error(Reason::no_value, "a cell holds one character", cell.field);
    }
    const store::Entry entry{.question = character_key(cell.field, cell.character.place),
                             .user = actor.user,
                             .kind = kind,
                             .value = answer.text};
    (void)book_->enter(task.item, cell.seen.entry, entry);
    const auto words = words_on_characters(book_->entries(cell.item));
    auto whole = value->raw;
    for (const auto& each : doubtful) {
        const auto word = words.find(character_key(cell.field, each.place));
        if (word == words.end() || word->second.kind == EntryKind::passed) {
            return;  // asked in another group, or with the whole field
        }
        if (word->second.kind == EntryKind::value) {
            whole = with_character(task, *asked, whole, each.place, word->second.value);
        }
    }
    const auto said = tasks_->say(actor, cell.item, cell.seen, cell.field,
                                  whole == value->raw ? EntryKind::agreed : EntryKind::value,
                                  whole == value->raw ? std::string() : whole);
    if (said.open_questions() == 0) {
        (void)tasks_->give(actor, cell.item);
    }
}

std::vector<std::size_t> Groups::say(const Actor& actor, const std::string& token,
                                     const std::vector<CharacterAnswer>& answers) {
    const auto group = open(actor, token);
    std::vector<std::size_t> left;
    for (const auto& answer : answers) {
        if (answer.cell >= group.cells.size()) {
            throw Error(Reason::no_such_page, "the group has no such cell");
        }
        try {
            say_one(actor, group.cells[answer.cell], answer);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::conflict && error.kind() != ErrorKind::bad_input) {
                throw;
            }
            left.push_back(answer.cell);
        }
    }
    for (const auto& item : items_of(group)) {
        tasks_->let_go(actor, item);
    }
    return left;
}

}  // namespace indgang::desk
