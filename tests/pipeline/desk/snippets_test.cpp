// SPDX-License-Identifier: MPL-2.0
#include "pipeline/desk/snippets.h"

#include <algorithm>
#include <set>

#include "pipeline/runner/stored_record.h"
#include "tests/pipeline/desk/paper_applications.h"

namespace indgang::desk {
namespace {

using store::EntryKind;

class SnippetsTest : public PaperApplications {
  protected:
    SnippetsTest() { open_desk(); }
    void open_desk(double known_share = 0, EnteredTwice twice = {}) {
        tasks_ = std::make_unique<Tasks>(*store, book(), catalogue(), clock(), std::move(twice));
        snippets_ = std::make_unique<Snippets>(
            *store, book(), catalogue(), clock(), *tasks_,
            [this] { return "token" + std::to_string(++tokens_); }, [this] { return chance_; },
            known_share);
    }
    store::DeskBook& book() { return store::desk_book_of(*store); }
    Snippets& snippets() { return *snippets_; }
    std::string next(const Actor& actor) { return snippets().next(actor).value(); }
    Snippet open(const Actor& actor, const std::string& token) {
        return snippets().open(actor, token);
    }
    std::vector<std::string> acts(const std::string& id) {
        std::vector<std::string> all;
        for (const auto& act : store->acts(id)) {
            all.push_back(act.what + ":" + act.author.by + ":" + act.author.why);
        }
        return all;
    }

    const Actor one{"op1", Role::verifier}, other{"op2", Role::verifier};
    std::unique_ptr<Tasks> tasks_;
    std::unique_ptr<Snippets> snippets_;
    double chance_ = 0;
    int tokens_ = 0;
};

TEST_F(SnippetsTest, TheAnswerToTheLastQuestionLetsTheApplicationGoOn) {
    const auto id = on_paper("a", {{doubted_cpr()}});
    const auto token = next(one);
    EXPECT_EQ(open(one, token).question.key, "ansoeger_cpr");
    EXPECT_EQ(book().holds().front().user, "op1");
    snippets().say(one, token, EntryKind::value, "6101751234");
    EXPECT_EQ(store->item(id)->state, store::ItemState::recorded);
    EXPECT_EQ(runner::record_of(*store->item(id)).field("ansoeger_cpr")->value->canonical(),
              "6101751234");
    EXPECT_EQ(store->past_records(id).back().replaced_by.by, "op1");
    EXPECT_TRUE(book().holds().empty());
}

TEST_F(SnippetsTest, AnApplicationWithMoreQuestionsWaitsForThem) {
    const auto id = on_paper("a", {{doubted_cpr(), doubted_telephone()}});
    snippets().say(one, next(one), EntryKind::agreed, "");
    EXPECT_EQ(store->item(id)->state, store::ItemState::parked);
    EXPECT_TRUE(book().holds().empty());
    snippets().say(other, next(other), EntryKind::agreed, "");
    EXPECT_EQ(store->item(id)->state, store::ItemState::recorded);
}

TEST_F(SnippetsTest, TheNextIsOfAnotherApplicationWhereThereIsOne) {
    (void)batch("a", {{{doubted_cpr(), doubted_telephone()}}, {{doubted_cpr()}}});
    for (const double chance : {0.0, 0.4, 0.99}) {
        chance_ = chance;
        open_desk();
        const auto first = open(one, next(one)).task.item.id;
        EXPECT_NE(open(one, next(one)).task.item.id, first);
        EXPECT_EQ(open(one, next(one)).task.item.id, first);
    }
}

TEST_F(SnippetsTest, AreDrawnByChance) {
    (void)batch("a", {{{doubted_cpr()}}, {{doubted_cpr()}}, {{doubted_cpr()}}});
    std::set<std::string> seen;
    for (const double chance : {0.0, 0.5, 0.99}) {
        chance_ = chance;
        const auto token = next({"op" + std::to_string(chance), Role::verifier});
        seen.insert(open({"op" + std::to_string(chance), Role::verifier}, token).task.item.id);
    }
    EXPECT_EQ(seen.size(), 3U);
}

TEST_F(SnippetsTest, WhatNeedsMoreThanTheFieldIsNotAskedSo) {
    (void)on_paper("a", {{doubted_cpr()}, {"name_differs:ansoeger_cpr"}});
    EXPECT_EQ(snippets().next(one), std::nullopt);
    traces = {{{10, 10, 20, 20}, record::TraceKind::writing, {"telefon"}}};
    (void)on_paper("b", {{doubted_telephone(), doubted_cpr()}});
    EXPECT_EQ(open(one, next(one)).question.key, "ansoeger_cpr");
    (void)waiting("of XML", {"low_probability:fornavn"});
    EXPECT_EQ(snippets().next(other), std::nullopt) << "the only other one is held";
}

TEST_F(SnippetsTest, WhatIsHandedOutIsWrittenDownAsSeen) {
    const auto id = on_paper("a", {{doubted_cpr()}});
    (void)next(one);
    EXPECT_EQ(acts(id), (std::vector<std::string>{"glimpsed:op1:"}));
}

TEST_F(SnippetsTest, TheWholeFormNeedsAReasonWhichIsWrittenDown) {
    const auto id = on_paper("a", {{doubted_cpr()}});
    const auto token = next(one);
    EXPECT_EQ(trouble_of([&] { (void)snippets().pages(one, token); }), "refused:purpose_missing");
    EXPECT_EQ(trouble_of([&] { snippets().open_form(one, token); }), "refused:purpose_missing");
    auto with_reason = one;
    with_reason.purpose = "case_work: too faint";
    snippets().open_form(with_reason, token);
    EXPECT_EQ(snippets().pages(one, token).size(), 1U);
    EXPECT_EQ(acts(id).back(), "looked:op1:case_work: too faint");
}

TEST_F(SnippetsTest, NobodyAnswersOverAnAnswer) {
    const auto id = on_paper("a", {{doubted_cpr(), doubted_telephone()}});
    const auto token = next(one);
    const auto key = open(one, token).question.key;
    const auto task = tasks_->open(other, id, true);
    EXPECT_EQ(trouble_of([&] { snippets().say(one, token, EntryKind::agreed, ""); }),
              "conflict:held_by_another");
    (void)tasks_->say(other, id, task.seen, key, EntryKind::agreed, "");
    tasks_->let_go(other, id);
    EXPECT_EQ(trouble_of([&] { snippets().say(one, token, EntryKind::value, "6101751234"); }),
              "conflict:changed_meanwhile");
    EXPECT_EQ(trouble_of([&] { (void)open(one, token); }), "conflict:changed_meanwhile");
}

TEST_F(SnippetsTest, ATokenIsOfWhoWasGivenIt) {
    (void)on_paper("a", {{doubted_cpr()}});
    const auto token = next(one);
    EXPECT_EQ(trouble_of([&] { (void)open(other, token); }), "not_found:no_such_path");
    EXPECT_EQ(trouble_of([&] { snippets().say(other, token, EntryKind::agreed, ""); }),
              "not_found:no_such_path");
    EXPECT_EQ(trouble_of([&] { (void)open(one, "token99"); }), "not_found:no_such_path");
}

TEST_F(SnippetsTest, WhatWasLeftComesWhenThereIsNothingElse) {
    (void)on_paper("a", {{doubted_cpr(), doubted_telephone()}});
    const auto token = next(one);
    const auto left = open(one, token).question.key;
    snippets().leave(one, token);
    EXPECT_TRUE(book().holds().empty());
    const auto second = next(one);
    EXPECT_NE(open(one, second).question.key, left);
    snippets().say(one, second, EntryKind::agreed, "");
    EXPECT_EQ(open(one, next(one)).question.key, left);
}

TEST_F(SnippetsTest, AnotherUnitsFieldsAreNotHandedOut) {
    (void)on_paper("a", {{doubted_cpr()}});
    auto stranger = one;
    stranger.forms = {"sp501"};
    EXPECT_EQ(snippets().next(stranger), std::nullopt);
    const Actor auditor{"au1", Role::auditor};
    EXPECT_EQ(trouble_of([&] { (void)snippets().next(auditor); }), "refused:not_permitted");
}

/// Every question is of a known field, if there is one.
class KnownFieldsTest : public SnippetsTest {
  protected:
    KnownFieldsTest() { open_desk(1); }
    store::KnownCounts own(const Actor& actor) { return tasks_->own_errors(actor); }
};

TEST_F(KnownFieldsTest, WhatARegisterConfirmedIsAskedAsIfItWereDoubted) {
    (void)case_of("a", {doubted_cpr()}, {"ansoeger_cpr"});
    const auto known = open(one, next(one));
    EXPECT_EQ(known.question.key, "ansoeger_cpr");
    EXPECT_EQ(known.question.reasons, std::vector<std::string>{"low_probability:ansoeger_cpr"});
    EXPECT_FALSE(known.question.said);
    open_desk(0);
    (void)on_paper("b", {{doubted_cpr()}});
    const auto real = open(one, next(one));
    EXPECT_EQ(known.question.reasons, real.question.reasons);
    EXPECT_EQ(known.question.must_be_typed, real.question.must_be_typed);
    EXPECT_EQ(known.question.turn, real.question.turn);
}

TEST_F(KnownFieldsTest, TheAnswerIsCountedAndChangesNothing) {
    const auto id = case_of("a", {doubted_cpr(), doubted_telephone()}, {"ansoeger_cpr", "telefon"});
    const auto before = *store->item(id);
    const auto first = next(one);
    const auto key = open(one, first).question.key;
    snippets().say(one, first, EntryKind::agreed, "");
    EXPECT_EQ(own(one), (store::KnownCounts{1, 0, 1}));
    const auto second = next(one);
    EXPECT_NE(open(one, second).question.key, key) << "the same one is not asked twice in a row";
    snippets().say(one, second, EntryKind::value, key == "telefon" ? "6101751234" : "62270412");
    EXPECT_EQ(own(one), (store::KnownCounts{2, 1, 1}));
    EXPECT_EQ(own(other), store::KnownCounts{});
    EXPECT_EQ(tasks_->own_figures(one).entries, 2);
    const auto after = *store->item(id);
    EXPECT_EQ(after.revision, before.revision);
    EXPECT_EQ(after.record, before.record);
    EXPECT_EQ(after.state, store::ItemState::delivered);
    EXPECT_TRUE(book().all_entries(id).empty());
    EXPECT_TRUE(book().holds().empty());
    EXPECT_TRUE(store->past_records(id).empty());
}

TEST_F(KnownFieldsTest, IsAnsweredOnce) {
    (void)case_of("a", {doubted_cpr()}, {"ansoeger_cpr"});
    const auto token = next(one);
    snippets().say(one, token, EntryKind::agreed, "");
    EXPECT_EQ(trouble_of([&] { snippets().say(one, token, EntryKind::agreed, ""); }),
              "conflict:changed_meanwhile");
    EXPECT_EQ(own(one).answers, 1);
}

TEST_F(KnownFieldsTest, ATextThatIsNoValueIsRefusedAsOfAnyOther) {
    (void)case_of("a", {doubted_cpr()}, {"ansoeger_cpr"});
    EXPECT_EQ(trouble_of([&] { snippets().say(one, next(one), EntryKind::value, "31"); }),
              "bad_input:cpr_wrong_length");
    EXPECT_EQ(own(one).answers, 0);
}

TEST_F(KnownFieldsTest, WhatNobodyConfirmedIsNotKnown) {
    (void)case_of("a", {doubted_cpr(), doubted_telephone()}, {"telefon"});
    EXPECT_EQ(open(one, next(one)).question.key, "telefon");
    EXPECT_EQ(snippets().next(one), std::nullopt) << "one that waits is asked of nobody twice";
}

TEST_F(KnownFieldsTest, WhatWasNeverDoubtedIsNotAsked) {
    (void)case_of("a", {}, {"fornavn"});
    EXPECT_EQ(snippets().next(one), std::nullopt);
}

TEST_F(KnownFieldsTest, AProtectedHomeIsNotAskedAbout) {
    findings.push_back({"address_protected", record::Severity::remark, {}, {}});
    (void)case_of("a", {doubted_cpr()}, {"ansoeger_cpr"});
    EXPECT_EQ(snippets().next(one), std::nullopt);
}

TEST_F(KnownFieldsTest, WhatTwoPeopleSaidIsKnownToAThird) {
    open_desk(1, {{"boligstoette", {"ansoeger_cpr"}}});
    const auto id = on_paper("a", {{doubted_cpr()}});
    for (const auto& actor : {one, other}) {
        const auto task = tasks_->open(actor, id);
        (void)tasks_->say(actor, id, task.seen, "ansoeger_cpr", EntryKind::value, "6101751234");
        (void)tasks_->give(actor, id);
    }
    now_ms += std::chrono::milliseconds(rest_length).count();  // it can be taken back until then
    deliver(id, runner::record_of(*store->item(id)), {});
    EXPECT_EQ(snippets().next(one), std::nullopt) << "he has said it himself";
    const Actor third{"op3", Role::verifier};
    const auto token = next(third);
    EXPECT_EQ(open(third, token).task.settled.validated.inquired.record.field("ansoeger_cpr")->raw,
              "6101551234")
        << "as it was read";
    snippets().say(third, token, EntryKind::agreed, "");
    EXPECT_EQ(own(third), (store::KnownCounts{1, 1, 1}));
}

TEST_F(KnownFieldsTest, WhatOnePersonSaidIsNotKnown) {
    const auto id = on_paper("a", {{doubted_cpr()}});
    const auto task = tasks_->open(one, id);
    (void)tasks_->say(one, id, task.seen, "ansoeger_cpr", EntryKind::agreed, "");
    (void)tasks_->give(one, id);
    now_ms += std::chrono::milliseconds(rest_length).count();  // it can be taken back until then
    deliver(id, runner::record_of(*store->item(id)), {});
    EXPECT_EQ(snippets().next(other), std::nullopt);
}

TEST_F(KnownFieldsTest, AreAsRareAsTheShareSays) {
    open_desk(0.01);
    (void)case_of("a", {doubted_cpr()}, {"ansoeger_cpr"});
    const auto id = on_paper("b", {{doubted_cpr()}});
    chance_ = 0.01;
    EXPECT_EQ(open(one, next(one)).task.item.id, id);
    chance_ = 0.009;
    EXPECT_NE(open(one, next(one)).task.item.id, id);
}

TEST_F(KnownFieldsTest, ATeamsErrorsAreASumOfThree) {
    (void)case_of("a", {doubted_cpr()}, {"ansoeger_cpr"});
    const Actor third{"op3", Role::verifier}, boss{"boss", Role::manager};
    for (const auto& actor : {one, other}) {
        snippets().say(actor, next(actor), EntryKind::agreed, "");
    }
    EXPECT_EQ(tasks_->team_errors(boss), std::nullopt);
    snippets().say(third, next(third), EntryKind::value, "6101751234");
    EXPECT_EQ(tasks_->team_errors(boss), (store::KnownCounts{3, 1, 3}));
    EXPECT_EQ(trouble_of([&] { (void)tasks_->team_errors(one); }), "refused:not_permitted");
    now_ms += std::chrono::milliseconds(counted_errors).count() + 1;
    EXPECT_EQ(own(one).answers, 0);
}

}  // namespace
}  // namespace indgang::desk
