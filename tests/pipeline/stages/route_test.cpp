// SPDX-License-Identifier: MPL-2.0
#include "pipeline/stages/route.h"

#include <gtest/gtest.h>

namespace indgang::stages {
namespace {

const Date march = *Date::of(2026, 3, 1);

RoutedBy application() {
    return {.form = "boligstoette",
            .municipality = "461",
            .authority = "12345674",
            .received = *Date::of(2026, 11, 22)};
}

Route to(const std::string& name) {
    Route route;
    route.to = name;
    return route;
}

template <typename Value>
Route to_if(const std::string& name, Value Route::*condition, const Value& value) {
    Route route = to(name);
    route.*condition = value;
    return route;
}

/// Where a single route with one condition sends `application`; "" when it does not match.
template <typename Value, typename Given>
std::string sent(Value Route::*condition, const Given& value) {
    const std::vector<Route> routes{to_if("x", condition, Value(value))};
    return destination_of(routes, application()).value_or("");
}

TEST(Route, WithoutConditionsMatchesEverything) {
    EXPECT_EQ(destination_of(everything_to("x"), application()), "x");
    EXPECT_EQ(destination_of({}, application()), std::nullopt);
}

TEST(Route, LooksAtFormMunicipalityAndAuthority) {
    EXPECT_EQ(sent(&Route::form, "boligstoette"), "x");
    EXPECT_EQ(sent(&Route::form, "sp501"), "");
    EXPECT_EQ(sent(&Route::municipality, "461"), "x");
    EXPECT_EQ(sent(&Route::municipality, "479"), "");
    EXPECT_EQ(sent(&Route::authority, "12345674"), "x");
    EXPECT_EQ(sent(&Route::authority, "87654321"), "");
}

TEST(Route, LooksAtTheDayOfReceiptBothEndsIncluded) {
    EXPECT_EQ(sent(&Route::from, *Date::of(2026, 11, 22)), "x");
    EXPECT_EQ(sent(&Route::from, *Date::of(2026, 11, 23)), "");
    EXPECT_EQ(sent(&Route::until, *Date::of(2026, 11, 22)), "x");
    EXPECT_EQ(sent(&Route::until, *Date::of(2026, 11, 21)), "");
}

TEST(Route, ThatMatchesFirstWins) {
    const std::vector<Route> routes{to_if("a", &Route::form, std::string("sp501")), to("b"),
                                    to("c")};
    EXPECT_EQ(destination_of(routes, application()), "b");
}

TEST(Route, ByMunicipalityMatchesNobodyWhoseMunicipalityIsNotKnown) {
    auto unknown = application();
    unknown.municipality.clear();
    const std::vector<Route> routes{to_if("a", &Route::municipality, std::string("461"))};
    EXPECT_EQ(destination_of(routes, unknown), std::nullopt);
}

TEST(Route, NeedsAllItsConditions) {
    auto route = to_if("a", &Route::form, std::string("boligstoette"));
    route.municipality = "479";
    EXPECT_EQ(destination_of(std::vector{route}, application()), std::nullopt);
}

TEST(Route, CoversOneWithMoreConditions) {
    const auto form = to_if("a", &Route::form, std::string("sp501"));
    auto both = form;
    both.municipality = "461";
    EXPECT_TRUE(covers(to("a"), form));
    EXPECT_TRUE(covers(form, both));
    EXPECT_TRUE(covers(form, form));
    EXPECT_FALSE(covers(both, form));
    EXPECT_FALSE(covers(form, to("a")));
    EXPECT_FALSE(covers(form, to_if("a", &Route::form, std::string("boligstoette"))));
    EXPECT_FALSE(covers(to_if("a", &Route::municipality, std::string("461")), form));
    EXPECT_FALSE(covers(to_if("a", &Route::authority, std::string("12345674")), form));
}

TEST(Route, CoversOneOfAShorterTime) {
    const std::optional<Date> early = march, late = *Date::of(2026, 9, 1);
    const auto from_early = to_if("a", &Route::from, early);
    const auto from_late = to_if("a", &Route::from, late);
    const auto until_early = to_if("a", &Route::until, early);
    const auto until_late = to_if("a", &Route::until, late);
    EXPECT_TRUE(covers(from_early, from_late));
    EXPECT_FALSE(covers(from_late, from_early));
    EXPECT_TRUE(covers(until_late, until_early));
    EXPECT_FALSE(covers(until_early, until_late));
    EXPECT_FALSE(covers(from_early, to("a")));
    EXPECT_FALSE(covers(until_late, to("a")));
}

TEST(Route, CoversOneOfTheSameTime) {
    const std::optional<Date> day = march;
    EXPECT_TRUE(covers(to_if("a", &Route::from, day), to_if("a", &Route::from, day)));
    EXPECT_TRUE(covers(to_if("a", &Route::until, day), to_if("a", &Route::until, day)));
}

}  // namespace
}  // namespace indgang::stages
