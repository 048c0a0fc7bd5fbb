// SPDX-License-Identifier: MPL-2.0
#include "pipeline/desk/groups.h"

#include <algorithm>

#include "pipeline/runner/stored_record.h"
#include "tests/pipeline/desk/paper_applications.h"

namespace indgang::desk {
namespace {

using store::EntryKind;
using What = CharacterAnswer::What;

class GroupsTest : public PaperApplications {
  protected:
    GroupsTest() { open_desk(); }
    void open_desk(EnteredTwice twice = {}) {
        tasks_ = std::make_unique<Tasks>(*store, book(), catalogue(), clock(), std::move(twice));
        groups_ = std::make_unique<Groups>(*store, book(), catalogue(), clock(), *tasks_,
                                           [this] { return "token" + std::to_string(++tokens_); });
    }
    store::DeskBook& book() { return store::desk_book_of(*store); }
    Groups& groups() { return *groups_; }
    /// The next group of the batch that an application is of.
    std::optional<std::string> next(const std::string& id, const Actor& actor) {
        return groups().next(actor, store->item(id)->arrival);
    }
    Group group(const std::string& token, const Actor& actor) {
        return groups().open(actor, token);
    }
    std::vector<DoubtfulCharacter> doubts(const Application& application) {
        const auto id = on_paper("doubts" + std::to_string(++tokens_), application);
        const auto task = tasks_->as_it_is(one, id);
        return doubtful_characters(task, task.questions.front());
    }
    std::string value(const std::string& id, const char* field) {
        const auto record = runner::record_of(*store->item(id));
        return record.value(field) != nullptr ? record.value(field)->canonical() : "";
    }
    /// One answer to each cell of the next group.
    std::vector<std::size_t> say(const std::string& id, const Actor& actor, What what,
                                 const std::string& text = {}) {
        const auto token = next(id, actor).value();
        std::vector<CharacterAnswer> answers;
        for (std::size_t i = 0; i < group(token, actor).cells.size(); ++i) {
            answers.push_back({i, what, text});
        }
        return groups().say(actor, token, answers);
    }

    const Actor one{"op1", Role::verifier}, other{"op2", Role::mailroom_operator};
    std::unique_ptr<Tasks> tasks_;
    std::unique_ptr<Groups> groups_;
    int tokens_ = 0;
};

TEST_F(GroupsTest, ACharacterIsDoubtedWhereLikelyReadingsDiffer) {
    const auto found = doubts({{doubted_telephone()}});
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].place, 3);
    EXPECT_EQ(found[0].text, "1");
    EXPECT_NEAR(found[0].probability, 0.97, 1e-9);
    EXPECT_EQ(found[1].place, 6);
    EXPECT_NEAR(found[1].probability, 0.974, 1e-9);
}

TEST_F(GroupsTest, ACellLiesWhereItsCharacterStands) {
    const auto found = doubts({{doubted_telephone()}});
    // As amounts stand: at the right end of a comb that is wider.
    const auto shorter = doubts({{{"telefon", {{"622104", 0.95, 2}, {"622704", 0.05, 2}}}}});
    ASSERT_EQ(found.size(), 2U);
    ASSERT_EQ(shorter.size(), 1U);
    const auto* form = catalogue().find(sample().form);
    const auto zone = std::ranges::find(form->zones, "telefon", &form::Zone::field);
    const double cell = (zone->box.width - 7 * zone->gap_mm) / 8;
    constexpr double px_per_mm = 10;
    EXPECT_NEAR(found[1].box.x, px_per_mm * (zone->box.x + 6 * (cell + zone->gap_mm)), 1.0);
    EXPECT_NEAR(found[1].box.width, px_per_mm * cell, 2.0);
    EXPECT_EQ(shorter[0].place, 3);
    EXPECT_NEAR(shorter[0].box.x, px_per_mm * (zone->box.x + 5 * (cell + zone->gap_mm)), 1.0);
    EXPECT_NEAR(found[1].box.y, px_per_mm * zone->box.y, 1.0);
}

TEST_F(GroupsTest, AnotherDoubtIsNoneOfACharacter) {
    EXPECT_TRUE(
        doubts({{{"telefon", {{"62210412", 0.99, 0}, {"62270412", 0.01, 0}}, "gap_in_comb"}}})
            .empty());
    EXPECT_TRUE(doubts({{doubted_cpr()}, {"name_differs:ansoeger_cpr"}}).empty());
    traces = {{{10, 10, 20, 20}, record::TraceKind::writing, {"telefon"}}};
    EXPECT_TRUE(doubts({{doubted_telephone()}}).empty());
}

TEST_F(GroupsTest, WhatCharactersDoNotExplainIsAskedWithTheField) {
    EXPECT_TRUE(doubts({{{"telefon", {{"62210412", 0.95, 0}, {"62270412", 0.03, 0}}}}}).empty())
        << "2 in 100 are something that no reading says";
    EXPECT_TRUE(doubts({{{"telefon", {{"62210412", 0.95, 0}, {"6221412", 0.05, 0}}}}}).empty())
        << "a character more or less";
    EXPECT_TRUE(doubts({{{"studerende_su", {{"nej", 0.9}, {"ja", 0.06}, {"", 0.04}}}}}).empty())
        << "the other box may be meant";
    EXPECT_TRUE(doubts({{{"telefon", {{"622104", 0.95}, {"622704", 0.05}}}}}).empty())
        << "it is not known in which cells they stand";
    EXPECT_TRUE(doubts({{{"telefon", {{"622104", 0.95, 0}, {"622704", 0.05, 1}}}}}).empty())
        << "it is not certain in which cells they stand";
    EXPECT_TRUE(doubts({{{"telefon", {{"622104", 0.95, 3}, {"622704", 0.05, 3}}}}}).empty())
        << "the comb has no such cells";
}

TEST_F(GroupsTest, EqualCharactersOfABatchStandTogetherTheLeastSureFirst) {
    auto sure = doubted_telephone();
    sure.candidates = {{"62210412", 0.99, 0}, {"62270412", 0.01, 0}};
    const auto ids = batch("a", {{{sure}}, {{doubted_telephone()}}, {{doubted_cpr()}}});
    (void)on_paper("another batch", {{doubted_telephone()}});
    const auto found = group(next(ids[0], one).value(), one);
    EXPECT_EQ(found.text, "1");
    ASSERT_EQ(found.cells.size(), 3U);
    EXPECT_EQ(found.left, 4U);
    EXPECT_EQ(found.cells[0].item, ids[1]);
    EXPECT_EQ(found.cells[2].item, ids[0]);
    EXPECT_TRUE(std::ranges::is_sorted(
        found.cells, {}, [](const auto& cell) { return cell.character.probability; }));
}

TEST_F(GroupsTest, AConfirmedCharacterSettlesTheFieldThatWaitedForIt) {
    const auto ids = batch("a", {{{doubted_cpr()}}, {{doubted_cpr(), doubted_telephone()}}});
    const auto before = value(ids[0], "ansoeger_cpr");
    EXPECT_TRUE(say(ids[0], one, What::right).empty());  // two ones of the telephone
    EXPECT_TRUE(say(ids[0], one, What::right).empty());  // two fives
    EXPECT_EQ(next(ids[0], one), std::nullopt);
    for (const auto& id : ids) {
        EXPECT_EQ(store->item(id)->state, store::ItemState::recorded);
        EXPECT_EQ(store->past_records(id).back().replaced_by.by, "op1");
    }
    EXPECT_EQ(value(ids[0], "ansoeger_cpr"), before);
    EXPECT_TRUE(book().holds().empty());
    EXPECT_EQ(tasks_->own_figures(one).entries, 3) << "fields, not characters";
}

TEST_F(GroupsTest, ACorrectedCharacterCorrectsTheField) {
    const auto id = on_paper("a", {{doubted_cpr()}});
    EXPECT_TRUE(say(id, one, What::other, "7").empty());
    EXPECT_EQ(value(id, "ansoeger_cpr"), "6101751234");
    EXPECT_EQ(store->item(id)->state, store::ItemState::recorded);
}

TEST_F(GroupsTest, TwoPeopleMaySayTheCharactersOfOneField) {
    const auto id = on_paper(
        "a",
        {{{"telefon", {{"62210412", 0.94, 0}, {"62270412", 0.03, 0}, {"62210419", 0.03, 0}}}}});
    EXPECT_TRUE(say(id, one, What::other, "7").empty());
    EXPECT_EQ(store->item(id)->state, store::ItemState::parked);
    EXPECT_TRUE(say(id, other, What::other, "9").empty());
    EXPECT_EQ(runner::record_of(*store->item(id)).value("telefon")->danish(), "62270419");
}

TEST_F(GroupsTest, ATickIsThereOrNot) {
    const auto ids = batch("a", {{{doubted_tick()}}, {{doubted_tick()}}});
    const auto token = next(ids[0], one).value();
    EXPECT_EQ(group(token, one).text, tick);
    EXPECT_TRUE(groups().say(one, token, {{0, What::right}, {1, What::other, "-"}}).empty());
    EXPECT_EQ(value(ids[0], "studerende_su"), "nej");
    EXPECT_EQ(value(ids[1], "studerende_su"), "");
}

TEST_F(GroupsTest, APostponedCharacterIsAskedWithItsField) {
    const auto id = on_paper("a", {{doubted_cpr()}});
    EXPECT_TRUE(say(id, one, What::later).empty());
    EXPECT_EQ(next(id, one), std::nullopt);
    EXPECT_EQ(store->item(id)->state, store::ItemState::parked);
    EXPECT_EQ(tasks_->as_it_is(one, id).open_questions(), 1);
    EXPECT_TRUE(tasks_->as_it_is(one, id).changes.empty());
}

TEST_F(GroupsTest, AFieldWithAnotherDoubtKeepsItsQuestion) {
    const auto id = on_paper("a", {{doubted_cpr(), doubted_telephone()}, {"differs:telefon"}});
    EXPECT_TRUE(say(id, one, What::right).empty());
    EXPECT_EQ(next(id, one), std::nullopt);
    const auto task = tasks_->as_it_is(one, id);
    EXPECT_EQ(task.item.state, store::ItemState::parked);
    EXPECT_EQ(task.open_questions(), 1);
    EXPECT_EQ(std::ranges::find(task.questions, "telefon", &Question::key)->said, std::nullopt);
}

TEST_F(GroupsTest, WhatMakesNoValueIsAskedWithItsField) {
    const auto id = on_paper("a", {{doubted_cpr()}});
    EXPECT_EQ(say(id, one, What::other, "x"), std::vector<std::size_t>{0});
    EXPECT_EQ(tasks_->as_it_is(one, id).open_questions(), 1);
    const auto two = on_paper("b", {{doubted_cpr()}});
    EXPECT_EQ(say(two, one, What::other, "77"), std::vector<std::size_t>{0});
    EXPECT_TRUE(book().entries(two).empty());
}

TEST_F(GroupsTest, WhatTwoPeopleEnterIsInNoGroup) {
    open_desk({{"boligstoette", {"ansoeger_cpr"}}});
    const auto id = on_paper("a", {{doubted_cpr()}});
    EXPECT_EQ(next(id, one), std::nullopt);
}

TEST_F(GroupsTest, WhatSomebodyWorksOnIsInNoGroupOfAnother) {
    const auto ids = batch("a", {{{doubted_cpr()}}, {{doubted_cpr()}}});
    (void)tasks_->open(other, ids[0]);
    const auto found = group(next(ids[0], one).value(), one);
    ASSERT_EQ(found.cells.size(), 1U);
    EXPECT_EQ(found.cells[0].item, ids[1]);
    EXPECT_EQ(next(ids[0], other).has_value(), true);
    EXPECT_EQ(tasks_->next({"op3", Role::verifier}), std::nullopt) << "both are held";
}

TEST_F(GroupsTest, NobodyAnswersOverAnAnswer) {
    const auto ids = batch("a", {{{doubted_cpr()}}, {{doubted_cpr()}}, {{doubted_cpr()}}});
    const auto token = next(ids[0], one).value();
    const auto task = tasks_->open(other, ids[0], true);
    (void)tasks_->say(other, ids[0], task.seen, "ansoeger_cpr", EntryKind::value, "6101751234");
    tasks_->let_go(other, ids[0]);
    (void)tasks_->open(other, ids[1], true);
    const auto found = group(token, one);
    std::vector<std::size_t> lost;
    for (std::size_t i = 0; i < found.cells.size(); ++i) {
        if (found.cells[i].item != ids[2]) {
            lost.push_back(i);
        }
    }
    EXPECT_EQ(groups().say(one, token, {{0, What::right}, {1, What::right}, {2, What::right}}),
              lost);
    EXPECT_EQ(tasks_->as_it_is(other, ids[0]).questions.front().said->value, "6101751234");
    EXPECT_EQ(tasks_->as_it_is(other, ids[1]).open_questions(), 1);
    EXPECT_TRUE(book().entries(ids[1]).empty());
    EXPECT_EQ(store->item(ids[2])->state, store::ItemState::recorded);
    EXPECT_EQ(trouble_of([&] { groups().keep(one, token); }), "conflict:held_by_another");
}

TEST_F(GroupsTest, TheSameScreenIsNotAnsweredTwice) {
    const auto id = on_paper("a", {{doubted_cpr(), doubted_telephone()}});
    const auto token = next(id, one).value();
    (void)groups().say(one, token, {{0, What::right}});
    EXPECT_EQ(groups().say(one, token, {{0, What::other, "7"}}), std::vector<std::size_t>{0});
}

TEST_F(GroupsTest, WhoseCharactersAreSeenIsWrittenDownAndTheContextIsALook) {
    const auto id = on_paper("a", {{doubted_cpr()}});
    const auto token = next(id, one).value();
    EXPECT_EQ(store->acts(id).back().what, "glimpsed");
    const auto cell = groups().look(one, token, 0);
    EXPECT_EQ(store->acts(id).back().what, "looked");
    EXPECT_EQ(store->acts(id).size(), 2U);
    EXPECT_GT(cell.context.width, cell.character.box.width);
    EXPECT_EQ(trouble_of([&] { (void)groups().look(one, token, 1); }), "bad_input:no_such_page");
}

TEST_F(GroupsTest, BatchesAreOfOnesUnitsAndATokenIsOfOnePerson) {
    const auto ids = batch("a", {{{doubted_cpr()}}, {{doubted_tick()}}});
    const auto found = groups().batches(one);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().applications, 2);
    auto stranger = other;
    stranger.forms = {"sp501"};
    EXPECT_TRUE(groups().batches(stranger).empty());
    EXPECT_EQ(next(ids[0], stranger), std::nullopt);
    const auto token = next(ids[0], one).value();
    EXPECT_EQ(trouble_of([&] { (void)groups().open(other, token); }), "not_found:no_such_path");
    const Actor auditor{"au1", Role::auditor};
    EXPECT_EQ(trouble_of([&] { (void)groups().batches(auditor); }), "refused:not_permitted");
    EXPECT_EQ(trouble_of([&] { (void)groups().say(auditor, token, {}); }), "refused:not_permitted");
}

TEST_F(GroupsTest, AScreenHoldsSoManyCells) {
    const std::vector<Application> many(Group::most + 1, {{doubted_cpr()}});
    const auto ids = batch("a", many);
    const auto found = group(next(ids[0], one).value(), one);
    EXPECT_EQ(found.cells.size(), Group::most);
    EXPECT_EQ(found.left, Group::most + 1);
}

}  // namespace
}  // namespace indgang::desk
