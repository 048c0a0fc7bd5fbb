// SPDX-License-Identifier: MPL-2.0
#include "pipeline/desk/papers.h"

#include "tests/pipeline/desk/waiting_applications.h"

namespace indgang::desk {
namespace {

class PapersTest : public WaitingApplications {
  protected:
    Papers papers() { return {*store, blobs, catalogue(), clock()}; }
    static Actor as(Role role, const std::string& purpose = "case_work") {
        return {"u1", role, purpose};
    }

    store::Blobs blobs{folder.path() / "blobs", store.get()};
};

TEST_F(PapersTest, AProtectedHomeIsHiddenFromWhoDoesNotNeedIt) {
    findings = {{"address_protected", record::Severity::remark, {"ansoeger_cpr"}, {}}};
    const auto id = waiting("a", {"low_probability:fornavn"});
    for (const auto role : {Role::case_worker, Role::manager}) {
        EXPECT_FALSE(papers().open(as(role), id).hides_home) << name_of(role);
        EXPECT_EQ(trouble_of([&] { (void)papers().pages(as(role), id); }), "nothing");
    }
    for (const auto role :
         {Role::contact_centre, Role::auditor, Role::mailroom_operator, Role::verifier}) {
        EXPECT_TRUE(papers().open(as(role), id).hides_home) << name_of(role);
        EXPECT_EQ(trouble_of([&] { (void)papers().pages(as(role), id); }), "refused:not_permitted");
        EXPECT_EQ(trouble_of([&] { (void)papers().original(as(role), id); }),
                  "refused:not_permitted");
        EXPECT_EQ(trouble_of([&] { (void)papers().copy(as(role), id); }), "refused:not_permitted");
    }
}

TEST_F(PapersTest, AnUnprotectedHomeIsShownToWhoMayLook) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    EXPECT_FALSE(papers().open(as(Role::contact_centre), id).hides_home);
    EXPECT_EQ(trouble_of([&] { (void)papers().pages(as(Role::contact_centre), id); }), "nothing");
}

TEST_F(PapersTest, NobodyOpensACaseWithoutSayingWhy) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    EXPECT_EQ(trouble_of([&] { (void)papers().open(as(Role::manager, ""), id); }),
              "refused:purpose_missing");
    EXPECT_TRUE(store->acts(id).empty());
    (void)papers().open(as(Role::manager, "call: ringer"), id);
    EXPECT_EQ(store->acts(id).back().author.why, "call: ringer");
}

TEST_F(PapersTest, TellWhatEachRevisionChanged) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    Desk desk(*store, catalogue(), clock());
    (void)desk.say({"op1", Role::verifier}, id, {.values = {{"fornavn", "Ib"}}});
    const auto file = papers().open(as(Role::case_worker), id);
    ASSERT_EQ(file.revisions.size(), 2U);
    EXPECT_EQ(file.revisions[0].author.role, "program");
    EXPECT_EQ(file.revisions[1].author.by, "op1");
    ASSERT_EQ(file.revisions[1].changes.fields.size(), 1U);
    EXPECT_EQ(file.revisions[1].changes.fields[0].from, "Bo");
    EXPECT_EQ(file.revisions[1].changes.fields[0].to, "Ib");
}

TEST_F(PapersTest, AnOriginalWithTheApplicationsOfOthersIsNotShown) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    const auto item = store->item(id).value();
    store::Rearrangement other;
    other.what = "split";
    other.arrival = item.arrival;
    other.added = {{2, item.form, item.version, record::to_json(sample())}};
    other.author = {"op1", "operator", ""};
    store->rearrange(other);
    EXPECT_EQ(trouble_of([&] { (void)papers().original(as(Role::manager), id); }),
              "bad_input:pages_of_others");
}

TEST_F(PapersTest, WhoLookedIsToldToWhoAuditsAndSaysWhy) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    const auto cpr = sample().value("ansoeger_cpr")->canonical();
    (void)papers().open({"sb7", Role::case_worker, "call"}, id);
    const auto all = papers().access_of(as(Role::auditor, "access_request"), cpr);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].act.author.by, "sb7");
    EXPECT_EQ(all[1].act.what, "searched");
    EXPECT_EQ(trouble_of([&] { (void)papers().access_of(as(Role::auditor, ""), cpr); }),
              "refused:purpose_missing");
    EXPECT_EQ(trouble_of([&] { (void)papers().access_of(as(Role::case_worker), cpr); }),
              "refused:not_permitted");
}

TEST_F(PapersTest, APageWithAProtectedHomeHasNoPictureForWhoOnlyLooks) {
    findings = {{"address_protected", record::Severity::remark, {"ansoeger_cpr"}, {}}};
    page = true;
    const auto id = waiting("a", {"low_probability:fornavn"});
    const auto arrival = store->item(id)->arrival;
    const auto hidden = papers().arrival(as(Role::auditor), arrival);
    ASSERT_EQ(hidden.pages.size(), 1U);
    EXPECT_EQ(hidden.pages[0].application, id);
    EXPECT_FALSE(hidden.pages[0].stored.image);
    EXPECT_TRUE(papers().arrival(as(Role::mailroom_operator), arrival).pages[0].stored.image);
    EXPECT_FALSE(papers().page_image(as(Role::auditor), arrival, 1));
    EXPECT_TRUE(papers().page_image(as(Role::mailroom_operator), arrival, 1));
    auto stranger = as(Role::mailroom_operator);
    stranger.forms = {"sp501"};
    EXPECT_FALSE(papers().page_image(stranger, arrival, 1));
    EXPECT_FALSE(papers().page_image(as(Role::mailroom_operator), arrival, 2));
}

TEST_F(PapersTest, AnotherUnitsArrivalShowsNothingOfIt) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    auto stranger = as(Role::manager);
    stranger.forms = {"sp501"};
    const auto arrived = papers().arrival(stranger, store->item(id)->arrival);
    EXPECT_TRUE(arrived.applications.empty());
    EXPECT_EQ(papers().arrival(as(Role::manager), store->item(id)->arrival).applications.size(),
              1U);
}

}  // namespace
}  // namespace indgang::desk
