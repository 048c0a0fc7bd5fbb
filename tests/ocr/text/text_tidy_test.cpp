// SPDX-License-Identifier: MPL-2.0
#include "ocr/text/text_tidy.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <utility>
#include <vector>

namespace indgang::ocr {
namespace {

std::string tidied(std::string_view seen, ValueKind kind) {
    return tidy(seen, kind).text;
}

TEST(TextTidy, LeavesACleanTextAlone) {
    for (const char* text : {"Søren Kjær", "H.C. Andersens Vej", "Nørgaard-Holm", "Gl. Kongevej"}) {
        const TidyText result = tidy(text, ValueKind::street);
        EXPECT_EQ(result.text, text);
        EXPECT_EQ(result.changes, 0) << text;
        EXPECT_EQ(result.odd, 0) << text;
    }
}

TEST(TextTidy, LeavesOutRestsOfLinesAtTheEnds) {
    EXPECT_EQ(tidied("| Hund |", ValueKind::text), "Hund");
    EXPECT_EQ(tidied("\"Rejse", ValueKind::text), "Rejse");
    EXPECT_EQ(tidied("[Xenia", ValueKind::name), "Xenia");
    EXPECT_EQ(tidied("||\n|\nJeg har brug for det |\n|", ValueKind::text), "Jeg har brug for det");
}

TEST(TextTidy, CountsWhatItLeavesOut) {
    EXPECT_GT(tidy("| Hund", ValueKind::text).changes, 0);
}

TEST(TextTidy, KeepsTheFullStopOfASentence) {
    EXPECT_EQ(tidied("Det er dyrt.", ValueKind::text), "Det er dyrt.");
}

TEST(TextTidy, LeavesOutBlanksWhereTheKindHasNone) {
    EXPECT_EQ(tidied("12 B", ValueKind::house_number), "12B");
    EXPECT_EQ(tidied("t h", ValueKind::door), "th");
}

TEST(TextTidy, ReadsDigitsInAHouseNumber) {
    EXPECT_EQ(tidied("l2", ValueKind::house_number), "12");
    EXPECT_EQ(tidied("1O", ValueKind::house_number), "10");
    EXPECT_EQ(tidied("12L", ValueKind::house_number), "12L");
}

TEST(TextTidy, PutsTheFullStopThatWasNotSeenIntoAnAddress) {
    const TidyText result = tidy("bo_holm@post example dk", ValueKind::email);
    EXPECT_EQ(result.text, "bo_holm@post.example.dk");
    EXPECT_EQ(result.changes, 2);
    EXPECT_EQ(tidied("bo@post. example.dk", ValueKind::email), "bo@post.example.dk");
}

TEST(TextTidy, OffersAnAddressWithAndWithoutTheLineThatWasNotSeen) {
    const TidyText result = tidy("bo holm@example.dk", ValueKind::email);
    EXPECT_EQ(result.text, "bo_holm@example.dk");
    EXPECT_EQ(result.likewise, "boholm@example.dk");
    EXPECT_GT(result.odd, 0);
}

TEST(TextTidy, GivesNothingForMarksAlone) {
    EXPECT_EQ(tidied("| — .", ValueKind::name), "");
    EXPECT_EQ(tidied("", ValueKind::text), "");
}

TEST(TextTidy, FindsDigitsAndCapitalsInsideWordsOdd) {
    EXPECT_GT(tidy("Bjærg4rd", ValueKind::name).odd, 0);
    EXPECT_GT(tidy("AagE Hansen", ValueKind::name).odd, 0);
    EXPECT_GT(tidy("Đam", ValueKind::name).odd, 0);  // or the Icelandic Ð
    EXPECT_EQ(tidy("Dam", ValueKind::name).odd, 0);
    EXPECT_EQ(tidy("Fuldmagt 2026", ValueKind::text).odd, 0);
}

TEST(TextTidy, ANameBeginsWithACapital) {
    EXPECT_EQ(tidy("øllgaard", ValueKind::name).text, "Øllgaard");
    EXPECT_EQ(tidy("ved Åen", ValueKind::street).text, "Ved Åen");
    EXPECT_EQ(tidy("østre", ValueKind::name).odd, 0);
}

TEST(TextTidy, KeepsTheSmallWordBeforeAName) {
    EXPECT_EQ(tidy("von Holstein", ValueKind::name).text, "von Holstein");
    EXPECT_EQ(tidy("de", ValueKind::name).text, "De");
}

TEST(TextTidy, KeepsASmallLetterWhereATextMayBeginWithOne) {
    EXPECT_EQ(tidy("indbo", ValueKind::text).text, "indbo");
}

TEST(TextTidy, TakesAMarkBehindAFewWholeWordsForASpeck) {
    EXPECT_EQ(tidy("Licens.", ValueKind::text).text, "Licens");
    EXPECT_EQ(tidy("Kat m.m.", ValueKind::text).text, "Kat m.m.");
    EXPECT_EQ(tidy("Pleje af grav 50%", ValueKind::text).text, "Pleje af grav 50%");
}

TEST(TextTidy, ReadsGammelWhereAStreetBeginsWithGAndABar) {
    EXPECT_EQ(tidied("GI. Kongevej", ValueKind::street), "Gl. Kongevej");
    EXPECT_EQ(tidied("GI Strandvej", ValueKind::street), "Gl Strandvej");
    EXPECT_EQ(tidied("GIVE", ValueKind::city), "GIVE");
}

TEST(TextTidy, KeepsALetterOfAnotherLanguageAtTheBeginning) {
    EXPECT_EQ(tidied("Şahin", ValueKind::name), "Şahin");
    EXPECT_EQ(tidied("łukasz", ValueKind::name), "Łukasz");
    EXPECT_EQ(tidy("Þórður Žižka", ValueKind::name).odd, 0);
}

TEST(TextTidy, HasNoRuleThatChangesNothing) {
    const std::vector<std::pair<const char*, ValueKind>> cases = {
        {"| Hund |", ValueKind::text},     {"bo@x dk", ValueKind::email},
        {"12 B", ValueKind::house_number}, {"l2", ValueKind::house_number},
        {"GI. Vej", ValueKind::street},    {"østre", ValueKind::name}};
    ASSERT_EQ(cases.size(), tidy_rules().size());
    for (std::size_t i = 0; i < cases.size(); ++i) {
        std::vector<TidyRule> others(tidy_rules().begin(), tidy_rules().end());
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
        EXPECT_NE(tidy(cases[i].first, cases[i].second, others).text,
                  tidied(cases[i].first, cases[i].second))
            << tidy_rules()[i].name;
    }
}

TEST(TextTidy, FindsAnAccentOddThatDoesNotEndAWord) {
    EXPECT_GT(tidy("Niélsen", ValueKind::name).odd, 0);
    EXPECT_EQ(tidy("René Desirée André", ValueKind::name).odd, 0);
    EXPECT_EQ(tidy("Søråen", ValueKind::name).odd, 0);
}

TEST(TextTidy, FindsLettersBesideDigitsOddInAnAddress) {
    EXPECT_GT(tidy("torbenS7@example.dk", ValueKind::email).odd, 0);
    EXPECT_GT(tidy("fatimal1@example.dk", ValueKind::email).odd, 0);
    EXPECT_EQ(tidy("fatima11@example.dk", ValueKind::email).odd, 0);
}

}  // namespace
}  // namespace indgang::ocr
