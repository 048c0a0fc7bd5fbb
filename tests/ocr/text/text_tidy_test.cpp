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

TEST(TextTidy, KeepsWhatWasSeenAsASecondReadingWhereItChangedWords) {
    EXPECT_EQ(tidy("| Hund |", ValueKind::name).likewise, "| Hund |");
    EXPECT_EQ(tidy("| Hund\nKat", ValueKind::name).likewise, "| Hund Kat");
    EXPECT_EQ(tidy("Hund", ValueKind::name).likewise, "");
    EXPECT_EQ(tidy("| Hund |", ValueKind::text).likewise, "");
}

TEST(TextTidy, CountsEachMarkAndWordThatItLeavesOut) {
    EXPECT_EQ(tidy("| Hund |", ValueKind::text).changes, 2);
    EXPECT_EQ(tidy("\"Hund\"", ValueKind::text).changes, 2);
    EXPECT_EQ(tidy("- | Hund", ValueKind::text).changes, 2);
    EXPECT_EQ(tidy("1O", ValueKind::house_number).changes, 1);
}

TEST(TextTidy, KeepsTheMarksThatASentenceEndsWith) {
    // Behind three words, an abbreviation of three letters, and what is no speck.
    EXPECT_EQ(tidied("to ord.", ValueKind::text), "to ord.");
    EXPECT_EQ(tidied("to lange.", ValueKind::text), "to lange");
    EXPECT_EQ(tidied("nu tre lange.", ValueKind::text), "nu tre lange.");
    EXPECT_EQ(tidied("lange!", ValueKind::text), "lange!");
    EXPECT_EQ(tidied("lange#", ValueKind::text), "lange");
    EXPECT_EQ(tidied("lange!", ValueKind::name), "Lange");
    EXPECT_EQ(tidied("1.", ValueKind::floor), "1.");
    EXPECT_EQ(tidied("+45 (12)", ValueKind::text), "+45 (12)");
    EXPECT_EQ(tidied("#45", ValueKind::text), "45");
}

TEST(TextTidy, ReadsDigitsAtTheBeginningAndBehindDigits) {
    EXPECT_EQ(tidied("1Ol", ValueKind::house_number), "101");
    EXPECT_EQ(tidied("O1", ValueKind::house_number), "O1");
    EXPECT_EQ(tidied("1Bl", ValueKind::house_number), "1Bl");
    EXPECT_EQ(tidied("2øI", ValueKind::house_number), "201");
    EXPECT_EQ(tidied("8O00", ValueKind::postcode), "8000");
}

TEST(TextTidy, TakesAFullStopBehindAWordOfFourLettersForASpeck) {
    EXPECT_EQ(tidied("Lars.", ValueKind::text), "Lars");
    EXPECT_EQ(tidied("Chr.", ValueKind::text), "Chr.");
    EXPECT_EQ(tidied("Bo Lars.", ValueKind::text), "Bo Lars");
}

TEST(TextTidy, DoubtsALineThatItPutsIntoAnAddressAndNoFullStop) {
    EXPECT_EQ(tidy("bo@x dk", ValueKind::email).odd, 0);
    EXPECT_EQ(tidy("bo b@x.dk", ValueKind::email).odd, 1);
}

TEST(OddThings, AreCountedEach) {
    EXPECT_EQ(odd_things("a1b", ValueKind::text), 3);
    EXPECT_EQ(odd_things("Vej 12", ValueKind::street), 2);
    EXPECT_EQ(odd_things("Vej 12", ValueKind::text), 0);
    EXPECT_EQ(odd_things("HaNs", ValueKind::name), 1);
    EXPECT_EQ(odd_things("Ha@s", ValueKind::name), 1);
    EXPECT_EQ(odd_things("hans", ValueKind::name), 1);
    EXPECT_EQ(odd_things("Niélsen Réne", ValueKind::name), 2);
    EXPECT_EQ(odd_things("Réne Ané", ValueKind::name), 1);
    EXPECT_EQ(odd_things("aB@x.dk", ValueKind::email), 1);
    EXPECT_EQ(odd_things("l1o2@x.dk", ValueKind::email), 2);
    EXPECT_EQ(odd_things("a1b@x.dk", ValueKind::email), 0);
    EXPECT_EQ(odd_things("1ab@x.dk", ValueKind::email), 1);
    EXPECT_EQ(odd_things("aA@x.dk", ValueKind::email), 1);
    EXPECT_EQ(odd_things("aZ@x.dk", ValueKind::email), 1);
    EXPECT_EQ(odd_things("a@x.1k", ValueKind::email), 1);
    EXPECT_EQ(odd_things("a1l@x.dk", ValueKind::email), 1);
    EXPECT_EQ(odd_things("anna.werner@x.dk", ValueKind::email), 1);
    EXPECT_EQ(odd_things("anna.vverner@x.dk", ValueKind::email), 1);
    EXPECT_EQ(odd_things("eva.vinther@x.dk", ValueKind::email), 0);
    EXPECT_EQ(odd_things("a1b", ValueKind::door), 0);
}

TEST(OddThings, AreUprightsOfAnAddressOfWhichNobodySeesWhichAreDigits) {
    const auto odd = [](const std::string& text) { return odd_things(text, ValueKind::email); };
    EXPECT_EQ(odd("ib111b@x.dk"), 1);
    EXPECT_EQ(odd("karlll@x.dk"), 1);
    EXPECT_EQ(odd("billi@x.dk"), 1);
    EXPECT_EQ(odd("ole.billi"), 1) << "the end of the text ends a word";
    EXPECT_EQ(odd("william@x.dk"), 1) << "its w alone";
    EXPECT_EQ(odd("philli.p@x.dk"), 1);
    EXPECT_EQ(odd("phillip@x.dk"), 0);
    EXPECT_EQ(odd("bill@x.dk"), 0);
    EXPECT_EQ(odd("emil11@x.dk"), 2) << "a row, and a letter beside a digit";
    EXPECT_EQ(odd("torm11@x.dk"), 0);
    EXPECT_EQ(odd("ib111b.karlll@x.dk"), 2);
}

TEST(OddThings, AreNumbersThatBeginAWordOfAnAddress) {
    const auto odd = [](const std::string& text) { return odd_things(text, ValueKind::email); };
    EXPECT_EQ(odd("01ga@x.dk"), 1);
    EXPECT_EQ(odd("ib.1da@x.dk"), 1);
    EXPECT_EQ(odd("ib@1x.dk"), 1);
    EXPECT_EQ(odd("2da@x.dk"), 0);
    EXPECT_EQ(odd("ib.10@x.dk"), 0) << "a number is a word";
    EXPECT_EQ(odd("ib-01"), 0);
    EXPECT_EQ(odd("ib10a@x.dk"), 0);
}

}  // namespace
}  // namespace indgang::ocr
