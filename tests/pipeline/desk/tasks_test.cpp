// SPDX-License-Identifier: MPL-2.0
#include "pipeline/desk/tasks.h"

#include <unistd.h>

#include <algorithm>
#include <array>

#include "pipeline/runner/stored_record.h"
#include "tests/pipeline/desk/waiting_applications.h"

namespace indgang::desk {
namespace {

using std::chrono::milliseconds;
using store::EntryKind;

class TasksTest : public WaitingApplications {
  protected:
    Tasks tasks() { return {*store, store::desk_book_of(*store), catalogue(), clock()}; }
    Seen seen(const std::string& id) { return tasks().as_it_is(operator_1, id).seen; }
    Seen say(const std::string& id, const std::string& question, EntryKind kind,
             const std::string& value = {}) {
        return tasks().say(operator_1, id, seen(id), question, kind, value).seen;
    }
    [[nodiscard]] const record::FieldValue& field(const std::string& id, const char* name) {
        record_ = runner::record_of(store->item(id).value());
        return *record_.field(name);
    }

    const Actor operator_1{"op1", Role::mailroom_operator}, operator_2{"op2", Role::verifier},
        auditor{"au1", Role::auditor};
    record::ApplicationRecord record_;
};

TEST_F(TasksTest, AreAskedOnceForEachFieldAndMattersComeFirst) {
    const auto id = waiting("a", {"low_probability:fornavn", "name_differs:fornavn",
                                  "required_missing:email", "came_before"});
    const auto task = tasks().open(operator_1, id);
    ASSERT_EQ(task.questions.size(), 3U);
    EXPECT_EQ(task.questions[0].key, "came_before");
    EXPECT_EQ(task.questions[0].field, "");
    EXPECT_EQ(task.questions[1].key, "email");
    EXPECT_EQ(task.questions[2].key, "fornavn");
    EXPECT_EQ(task.questions[2].reasons.size(), 2U);
    EXPECT_EQ(task.open_questions(), 3);
}

TEST_F(TasksTest, WhatIsOpenedIsWrittenDownAndHeld) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    EXPECT_EQ(tasks().open(operator_1, id).hold.user, "op1");
    ASSERT_EQ(store->acts(id).size(), 1U);
    EXPECT_EQ(store->acts(id).front().what, "looked");
    EXPECT_EQ(tasks().open(operator_2, id).hold.user, "op1");
    EXPECT_EQ(tasks().open(operator_2, id, true).hold.user, "op2");
}

TEST_F(TasksTest, WhoOnlyLooksHoldsNothing) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    EXPECT_EQ(tasks().open(auditor, id).hold.user, "");
    EXPECT_EQ(tasks().open(operator_1, id).hold.user, "op1");
}

TEST_F(TasksTest, WhatIsSaidIsKeptAndChangesNothingYet) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    (void)say(id, "fornavn", EntryKind::value, "Ib");
    const auto task = tasks().as_it_is(operator_1, id);
    ASSERT_TRUE(task.questions.front().said);
    EXPECT_EQ(task.questions.front().said->value, "Ib");
    EXPECT_EQ(task.open_questions(), 0);
    EXPECT_EQ(store->item(id)->state, store::ItemState::parked);
}

TEST_F(TasksTest, WhatIsTakenBackIsAskedAgain) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    (void)say(id, "fornavn", EntryKind::agreed);
    (void)say(id, "fornavn", EntryKind::withdrawn);
    EXPECT_EQ(tasks().as_it_is(operator_1, id).open_questions(), 1);
    EXPECT_EQ(trouble_of([&] { (void)tasks().give(operator_1, id); }), "bad_input:not_answered");
}

TEST_F(TasksTest, GivingSaysAllOfItAtOnce) {
    const auto id = waiting("a", {"low_probability:fornavn", "low_probability:efternavn",
                                  "name_differs:efternavn", "came_before"});
    (void)say(id, "fornavn", EntryKind::value, "Ib");
    (void)say(id, "efternavn", EntryKind::agreed);
    (void)say(id, "came_before", EntryKind::passed);
    (void)say(id, "email", EntryKind::value, "ib@example.dk");
    const auto surname = field(id, "efternavn").value;
    EXPECT_EQ(tasks().give(operator_1, id), 2);
    EXPECT_EQ(store->item(id)->state, store::ItemState::recorded);
    EXPECT_EQ(field(id, "fornavn").value->danish(), "Ib");
    EXPECT_EQ(field(id, "email").value->danish(), "ib@example.dk");
    EXPECT_EQ(field(id, "efternavn").value, surname);
    EXPECT_TRUE(field(id, "efternavn").is_accepted);
    const auto& findings = record_.findings;
    EXPECT_EQ(std::ranges::count(findings, record::passed_by_person, &record::Finding::rule), 2);
    EXPECT_EQ(store->past_records(id).back().replaced_by.by, "op1");
    EXPECT_TRUE(store::desk_book_of(*store).holds().empty());
}

TEST_F(TasksTest, ATextThatIsNoValueIsRefusedAtOnce) {
    const auto id = waiting("a", {"low_probability:ansoeger_cpr"});
    EXPECT_EQ(trouble_of([&] { (void)say(id, "ansoeger_cpr", EntryKind::value, "31"); }),
              "bad_input:cpr_wrong_length");
    EXPECT_EQ(trouble_of([&] { (void)say(id, "no_such_field", EntryKind::value, "x"); }),
              "bad_input:no_such_reason");
    EXPECT_EQ(trouble_of([&] { (void)say(id, "email", EntryKind::agreed); }),
              "bad_input:no_such_reason");
}

TEST_F(TasksTest, WhatIsNoFieldIsOnlyLetPass) {
    const auto id = waiting("a", {"came_before"});
    EXPECT_EQ(trouble_of([&] { (void)say(id, "came_before", EntryKind::value, "x"); }),
              "bad_input:no_such_field");
    EXPECT_EQ(trouble_of([&] { (void)say(id, "came_before", EntryKind::agreed); }),
              "bad_input:no_value");
}

TEST_F(TasksTest, NobodyAnswersOverAnAnswerThatHeHasNotSeen) {
    const auto id = waiting("a", {"low_probability:fornavn", "low_probability:efternavn"});
    const auto before = seen(id);
    (void)say(id, "fornavn", EntryKind::value, "Ib");
    EXPECT_EQ(trouble_of([&] {
                  (void)tasks().say(operator_1, id, before, "fornavn", EntryKind::agreed, "");
              }),
              "conflict:changed_meanwhile");
    EXPECT_EQ(trouble_of([&] {
                  (void)tasks().say(operator_1, id, before, "efternavn", EntryKind::agreed, "");
              }),
              "nothing");
}

TEST_F(TasksTest, WhoHasLostItIsTold) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    (void)tasks().open(operator_1, id);
    (void)tasks().open(operator_2, id, true);
    EXPECT_EQ(trouble_of([&] { (void)say(id, "fornavn", EntryKind::agreed); }),
              "conflict:held_by_another");
    EXPECT_EQ(trouble_of([&] { tasks().keep(operator_1, id); }), "conflict:held_by_another");
    EXPECT_EQ(trouble_of([&] { (void)tasks().give(operator_1, id); }), "conflict:held_by_another");
}

/// Two people enter the first name.
class EnteredTwiceTest : public TasksTest {
  protected:
    EnteredTwiceTest() { id = waiting("a", {"low_probability:fornavn"}); }
    Tasks twice() {
        return {*store,
                store::desk_book_of(*store),
                catalogue(),
                clock(),
                {{"boligstoette", {"fornavn"}}}};
    }
    std::optional<int> say_and_give(const Actor& actor, EntryKind kind,
                                    const std::string& value = {}) {
        const auto task = twice().open(actor, id);
        (void)twice().say(actor, id, task.seen, "fornavn", kind, value);
        return twice().give(actor, id);
    }
    Question question(const Actor& actor) { return twice().as_it_is(actor, id).questions.front(); }

    const Actor operator_3{"op3", Role::case_worker};
    std::string id;
};

TEST_F(EnteredTwiceTest, TheSecondDoesNotSeeWhatTheFirstSaid) {
    EXPECT_EQ(question(operator_1).turn, Turn::first);
    EXPECT_EQ(say_and_give(operator_1, EntryKind::value, "Ib"), std::nullopt);
    EXPECT_EQ(store->item(id)->state, store::ItemState::parked);
    EXPECT_EQ(question(operator_2).turn, Turn::second);
    EXPECT_FALSE(question(operator_2).said);
    EXPECT_EQ(question(operator_1).said->value, "Ib");
}

TEST_F(EnteredTwiceTest, TwoWhoMeanTheSameDecide) {
    (void)say_and_give(operator_1, EntryKind::agreed);
    EXPECT_EQ(say_and_give(operator_2, EntryKind::value, " Bo "), 2);
    EXPECT_EQ(field(id, "fornavn").value->danish(), "Bo");
}

TEST_F(EnteredTwiceTest, AThirdDecidesBetweenTwo) {
    (void)say_and_give(operator_1, EntryKind::value, "Ib");
    EXPECT_EQ(say_and_give(operator_2, EntryKind::value, "Ole"), std::nullopt);
    EXPECT_EQ(question(operator_3).turn, Turn::third);
    EXPECT_EQ(say_and_give(operator_3, EntryKind::value, "Ida"), 2);
    EXPECT_EQ(field(id, "fornavn").value->danish(), "Ida");
}

TEST_F(EnteredTwiceTest, WhoHasSaidItIsNotGivenItAgain) {
    (void)say_and_give(operator_1, EntryKind::value, "Ib");
    EXPECT_EQ(twice().next(operator_1), std::nullopt);
    EXPECT_EQ(twice().next(operator_2), id);
}

/// A form that says so of a field, with nothing in the configuration.
TEST_F(EnteredTwiceTest, AFormCanAskForItItself) {
    namespace fs = std::filesystem;
    const auto root = fs::temp_directory_path() / ("indgang-twice-" + std::to_string(::getpid()));
    fs::create_directories(root);
    fs::copy(fs::path(INDGANG_SOURCE_DIR) / "schemas" / "forms" / "boligstoette",
             root / "boligstoette", fs::copy_options::recursive);
    const auto file = root / "boligstoette" / "1" / "form.toml";
    std::ifstream in(file);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const std::string name = "\nfornavn = { ";
    ASSERT_NE(text.find(name), std::string::npos);
    text.insert(text.find(name) + name.size(), "entered_twice = true, ");
    std::ofstream(file) << text;
    const auto own = form::FormCatalogue::load({root});
    fs::remove_all(root);
    EXPECT_FALSE(asks_twice({}, catalogue()));
    EXPECT_TRUE(asks_twice({}, own));
    Tasks tasks{*store, store::desk_book_of(*store), own, clock()};
    EXPECT_EQ(tasks.as_it_is(operator_1, id).questions.front().turn, Turn::first);
    const auto task = tasks.open(operator_1, id);
    (void)tasks.say(operator_1, id, task.seen, "fornavn", EntryKind::value, "Ib");
    EXPECT_EQ(tasks.give(operator_1, id), std::nullopt);
    EXPECT_EQ(tasks.as_it_is(operator_2, id).questions.front().turn, Turn::second);
    EXPECT_EQ(tasks.next(operator_1), std::nullopt);
}

TEST_F(EnteredTwiceTest, NobodyEntersBothTimes) {
    (void)say_and_give(operator_1, EntryKind::value, "Ib");
    EXPECT_EQ(say_and_give(operator_1, EntryKind::value, "Ib"), std::nullopt);
}

TEST_F(TasksTest, TheNextIsTheOneWithTheFewestQuestions) {
    const auto many = waiting("a", {"low_probability:fornavn", "low_probability:efternavn"});
    const auto one = waiting("b", {"low_probability:fornavn"});
    EXPECT_EQ(tasks().next(operator_1), one);
    EXPECT_EQ(tasks().next(operator_2), many);
    EXPECT_EQ(tasks().next({"op3", Role::case_worker}), std::nullopt);
    EXPECT_EQ(tasks().left(operator_1), 2);
}

TEST_F(TasksTest, WhatHasWaitedForDaysComesBeforeWhatIsQuick) {
    const auto many = waiting("a", {"low_probability:fornavn", "low_probability:efternavn"});
    now_ms += milliseconds(std::chrono::days(2)).count();
    (void)waiting("b", {"low_probability:fornavn"});
    EXPECT_EQ(tasks().next(operator_1), many);
}

TEST_F(TasksTest, WhatIsAssignedIsNobodyElses) {
    const auto one = waiting("a", {"low_probability:fornavn"});
    const auto two = waiting("b", {"low_probability:fornavn", "low_probability:efternavn"});
    store->assign(one, "op2", {"boss", "manager", ""});
    EXPECT_EQ(tasks().next(operator_1), two);
    EXPECT_EQ(tasks().next(operator_2), one);
}

TEST_F(TasksTest, WhatWasSkippedIsNotTheNext) {
    const auto one = waiting("a", {"low_probability:fornavn"});
    EXPECT_EQ(tasks().next(operator_1, {one}), std::nullopt);
    EXPECT_EQ(tasks().next(operator_1), one);
}

TEST_F(TasksTest, AnotherUnitsApplicationIsNeitherGivenNorShown) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    auto stranger = operator_1;
    stranger.forms = {"sp501"};
    EXPECT_EQ(tasks().next(stranger), std::nullopt);
    EXPECT_EQ(tasks().left(stranger), 0);
    EXPECT_EQ(trouble_of([&] { (void)tasks().open(stranger, id); }), "refused:of_another_unit");
    EXPECT_EQ(trouble_of([&] { tasks().keep(stranger, id); }), "refused:of_another_unit");
    EXPECT_EQ(trouble_of([&] { tasks().let_go(stranger, id); }), "refused:of_another_unit");
    EXPECT_TRUE(store::desk_book_of(*store).holds().empty());
    EXPECT_EQ(trouble_of([&] { (void)tasks().as_it_is(stranger, id); }), "refused:of_another_unit");
    EXPECT_EQ(trouble_of([&] {
                  (void)tasks().say(stranger, id, seen(id), "fornavn", EntryKind::agreed, "");
              }),
              "refused:of_another_unit");
}

TEST_F(TasksTest, FiguresOfOneAreHisAloneAndATeamHasThree) {
    const auto id = waiting("a", {"low_probability:fornavn", "low_probability:efternavn",
                                  "low_probability:ansoeger_cpr"});
    const Actor operator_3{"op3", Role::case_worker}, boss{"boss", Role::manager};
    (void)say(id, "fornavn", EntryKind::value, "Ib");
    (void)tasks().say(operator_2, id, seen(id), "efternavn", EntryKind::agreed, "");
    EXPECT_EQ(tasks().own_figures(operator_1).entries, 1);
    EXPECT_EQ(tasks().own_figures(operator_1).typed, 1);
    EXPECT_EQ(tasks().team_figures(boss), std::nullopt);
    (void)tasks().say(operator_3, id, seen(id), "ansoeger_cpr", EntryKind::agreed, "");
    EXPECT_EQ(tasks().team_figures(boss)->entries, 3);
    EXPECT_EQ(trouble_of([&] { (void)tasks().team_figures(operator_1); }), "refused:not_permitted");
}

TEST_F(TasksTest, OfWhatHasGoneOnNothingIsSaidOrKept) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    (void)say(id, "fornavn", EntryKind::agreed);
    (void)tasks().give(operator_1, id);
    EXPECT_EQ(trouble_of([&] { (void)say(id, "email", EntryKind::value, "ib@example.dk"); }),
              "bad_input:not_parked");
    EXPECT_EQ(trouble_of([&] { tasks().keep(operator_1, id); }), "bad_input:not_parked");
    EXPECT_TRUE(store::desk_book_of(*store).holds().empty());
}

TEST_F(TasksTest, WhoMayNotSettleIsRefused) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    EXPECT_EQ(trouble_of([&] { (void)tasks().next(auditor); }), "refused:not_permitted");
    EXPECT_EQ(trouble_of([&] {
                  (void)tasks().say(auditor, id, seen(id), "fornavn", EntryKind::agreed, "");
              }),
              "refused:not_permitted");
    EXPECT_EQ(trouble_of([&] { (void)tasks().give(auditor, id); }), "refused:not_permitted");
}

TEST_F(TasksTest, WhatWasSettledRestsAndIsTakenBackByWhoSettledIt) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    (void)say(id, "fornavn", EntryKind::value, "Ib");
    (void)tasks().give(operator_1, id);
    EXPECT_TRUE(store->claim_items(10).empty()) << "it rests";
    EXPECT_FALSE(tasks().take_back(operator_2, id)) << "somebody else settled it";
    EXPECT_EQ(state_of(id), store::ItemState::recorded);
    EXPECT_TRUE(tasks().take_back(operator_1, id));
    const auto task = tasks().as_it_is(operator_1, id);
    ASSERT_EQ(task.questions.size(), 1U);
    EXPECT_EQ(task.questions[0].key, "taken_back");
    EXPECT_EQ(field(id, "fornavn").value->canonical(), "Ib") << "what was said stands";
    ASSERT_EQ(tasks().holders(operator_2).at(id), "op1");
    (void)say(id, "fornavn", EntryKind::value, "Bo");
    (void)say(id, "taken_back", EntryKind::passed);
    EXPECT_EQ(tasks().give(operator_1, id), 3);
    EXPECT_EQ(field(id, "fornavn").value->canonical(), "Bo");
}

TEST_F(TasksTest, WhatOthersOnlySawMeanwhileIsTakenBackAllTheSame) {
    for (const auto look : {store::looked, store::searched, store::listed, store::glimpsed}) {
        const auto id = waiting(std::string(look), {"low_probability:fornavn"});
        (void)say(id, "fornavn", EntryKind::agreed);
        (void)tasks().give(operator_1, id);
        store->looked(std::array{id}, std::string(look), {"op2", "operator", ""});
        EXPECT_TRUE(tasks().take_back(operator_1, id)) << look;
    }
}

TEST_F(TasksTest, WhatHasRestedGoesOnAndIsNotTakenBack) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    (void)say(id, "fornavn", EntryKind::agreed);
    (void)tasks().give(operator_1, id);
    now_ms += milliseconds(rest_length).count();
    EXPECT_EQ(store->settle({{claim(id), accepted("k")}}), 0);
    EXPECT_FALSE(tasks().take_back(operator_1, id));
    EXPECT_EQ(state_of(id), store::ItemState::ready);
}

TEST_F(TasksTest, WhatAnotherHasByNowIsNotTakenBack) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    (void)tasks().open(operator_2, id);
    EXPECT_FALSE(tasks().take_back(operator_1, id));
    EXPECT_EQ(tasks().holders(operator_1).at(id), "op2");
}

TEST_F(TasksTest, APageThatIsLeftLetsItsOwnHoldGoAndNoOther) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    const auto first = tasks().open(operator_1, id).hold.until;
    now_ms += 1'000;
    const auto second = tasks().open(operator_1, id).hold.until;
    tasks().leave(operator_1, id, first);
    EXPECT_EQ(tasks().holders(operator_1).count(id), 1U) << "the page that came later is open";
    tasks().leave(operator_2, id, second);
    EXPECT_EQ(tasks().holders(operator_1).count(id), 1U) << "it is nobody else's to let go";
    tasks().leave(operator_1, id, second);
    EXPECT_TRUE(tasks().holders(operator_1).empty());
}

}  // namespace
}  // namespace indgang::desk
