// SPDX-License-Identifier: MPL-2.0
// Values that are well-formed and cannot be meant: each is asked about, and its neighbour is not.
#include <gtest/gtest.h>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

Lines found(const std::map<std::string, std::string>& values,
            std::vector<RuleBinding> bindings = {}) {
    return findings(judge(form_with(std::move(bindings)), record_of(values), {}));
}

TEST(PlausibleDates, AreOfTheLast120Years) {
    EXPECT_EQ(found({{"til", "1905-12-31"}}), Lines{"doubt date_too_long_ago til"});
    EXPECT_EQ(found({{"til", "1906-01-01"}}), Lines{});
}

/// The seventh digit says the century: 19-08-58 with 5 is 1858, with 4 is 1958.
TEST(PlausibleCprNumbers, AreOfPeopleWhoMayLive) {
    EXPECT_EQ(found({{"cpr", "7908585234"}}), Lines{"doubt born_too_long_ago cpr"});
    EXPECT_EQ(found({{"cpr", "7908584234"}}), Lines{});
}

TEST(SeenCharacters, AreAllOfAName) {
    for (const auto* hidden :
         {"\u200B", "\u200F", "\u202A", "\u202E", "\u2060", "\u2066", "\u2069", "\uFEFF"}) {
        EXPECT_EQ(found({{"fornavn", std::string("Bo") + hidden + "dil"}}),
                  Lines{"doubt unseen_characters fornavn"});
    }
    for (const auto* seen : {"\u200A", "\u2010", "\u2019", "\u2029", "\u206A", "\u20AC", "å"}) {
        EXPECT_EQ(found({{"bemaerkning", std::string("Bo") + seen + "dil"}}), Lines{}) << seen;
    }
}

TEST(PlausibleCprNumbers, AreThoseOfPeopleWhomCprKnows) {
    const std::string old = "7908585234";
    const RuleBinding known{
        "person_known",
        {{"cpr", {"cpr"}}, {"first_name", {"fornavn"}}, {"last_name", {"efternavn"}}},
        {}};
    const auto record = record_of({{"cpr", old}, {"fornavn", "Bo"}, {"efternavn", "Holm"}});
    const auto person_named = [&](const std::string& first) {
        return Register{
            {{old, {person(old, {{"fornavn", first}, {"efternavn", "Holm"}})}}}, {}, {}};
    };
    EXPECT_EQ(findings(judge(form_with({known}), record, person_named("Bo"))), Lines{});
    EXPECT_EQ(findings(judge(form_with({known}), record, person_named("Margrethe"))),
              (Lines{"doubt name_differs fornavn efternavn cpr", "doubt born_too_long_ago cpr"}));
}

const RuleBinding sum{"sum_within", {{"parts", {"varme", "vand"}}, {"total", {"husleje"}}}, {}};

TEST(SumWithin, AsksAboutAmountsBelowNothing) {
    EXPECT_EQ(found({{"husleje", "-5475"}, {"varme", "-5475"}}, {sum}),
              (Lines{"doubt amount_negative varme", "doubt amount_negative husleje"}));
    EXPECT_EQ(found({{"varme", "-1"}}, {sum}), Lines{"doubt amount_negative varme"});
    EXPECT_EQ(found({{"husleje", "0"}, {"varme", "0"}}, {sum}), Lines{});
}

}  // namespace
}  // namespace indgang::rules::cases
