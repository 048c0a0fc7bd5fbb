// SPDX-License-Identifier: MPL-2.0
// What belongs together comes together, and what comes twice is no second case, whatever arrival it
// came in. What only a person can know, a person says, and can take back.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/flow/installation.h"
#include "tests/forge/scan/scan_writer.h"
#include "tests/forge/sheet/batch.h"

namespace indgang::flow {
namespace {

constexpr int not_now = 9;  // exit code: not permitted, or not possible as things stand
using Json = nlohmann::json;

class OneApplication : public ::testing::Test {
  protected:
    /// A scan of pages of two prints, each of three pages and filled in by somebody else: 1 to 3
    /// are of one set, 12 to 14 of another. 4 is an empty back.
    std::filesystem::path pages(const std::string& name, const std::vector<int>& numbers) {
        auto file = installation_.folder() / name;
        if (numbers == std::vector{4}) {
            write_pages(file, numbers);
            return file;
        }
        std::vector<ocr::PixPtr> chosen;
        for (const int number : numbers) {
            const auto at = number < 4 ? number - 1 : number - 12 + 3;
            chosen.emplace_back(
                pixClone(two_prints().pages().at(static_cast<std::size_t>(at)).get()));
        }
        forge::write_scan(chosen, file, 60);
        return file;
    }
    static const forge::Batch& two_prints() {
        static const auto batch = [] {
            const auto forms = form::FormCatalogue::load(
                {std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas/forms"});
            std::ifstream plan(std::string(INDGANG_SOURCE_DIR) +
                               "/samples/plans/batch-2026-11.json");
            const auto sheets = Json::parse(plan).at("sheets");
            Json two = {sheets.at(0), sheets.back()};
            two[0]["set"] = "aaaaaaaa";
            two[1]["set"] = "bbbbbbbb";
            for (auto& sheet : two) {
                sheet.erase("blank_backs");
                sheet.erase("separator");
            }
            return forge::batch_of(forms, {{"seed", 11}, {"grade", "office"}, {"sheets", two}},
                                   nullptr);
        }();
        return batch;
    }
    /// The forms of one folder of the source are known from now on, and no others.
    void know_forms(const std::string& folder) {
        const auto file = installation_.folder() / "indgang.toml";
        if (configuration_.empty()) {
            std::ifstream in(file);
            configuration_ = {std::istreambuf_iterator<char>(in), {}};
        }
        installation_.write("indgang.toml", configuration_ + "[forms]\nfolders = [\"" +
                                                INDGANG_SOURCE_DIR "/" + folder + "\"]\n");
    }
    Json run(const std::vector<std::filesystem::path>& files) {
        std::vector<std::string> arguments = {"run", "--json"};
        for (const auto& file : files) {
            arguments.push_back(file.string());
        }
        const auto result = installation_.indgang(arguments);
        EXPECT_EQ(result.exit_code, 0) << result.err << result.out;
        return result.json();
    }
    Json list(std::vector<std::string> more = {}) {
        more.insert(more.begin(), {"queue", "list", "--json"});
        return installation_.indgang(more).json();
    }
    Json item(const std::string& file) { return list({"--file", file}).at("items").at(0); }
    std::string id(const std::string& file) { return item(file).at("id"); }
    Json history(const std::string& id) {
        return installation_.indgang({"record", "history", id, "--json"}).json();
    }
    Json record(const std::string& id) {
        const auto shown = installation_.indgang({"record", "show", id, "--json"});
        return shown.json().at("application").at("record");
    }
    /// What somebody did, by its word; empty: nobody did it.
    static Json act_of(const Json& history, const std::string& what) {
        const auto& acts = history.at("acts");
        const auto found =
            std::ranges::find_if(acts, [&](const Json& act) { return act.at("what") == what; });
        EXPECT_NE(found, acts.end()) << what;
        return found == acts.end() ? Json::object() : *found;
    }
    int cases() { return installation_.case_ledger().at("cases"); }
    /// Does something at the desk and lets the work go on.
    void act(std::vector<std::string> arguments) {
        const auto done = installation_.indgang(arguments);
        EXPECT_EQ(done.exit_code, 0) << done.err;
        go_on();
    }
    void go_on() { run({}); }

    /// Blanks do not count: where they stand is for whoever draws the text.
    static bool has_words(const std::filesystem::path& pdf, int page, const std::string& words) {
        const auto number = std::to_string(page);
        const std::string command =
            "pdftotext -f " + number + " -l " + number + " '" + pdf.string() + "' -";
        std::string text;
        FILE* out = ::popen(command.c_str(), "r");
        for (int c = std::fgetc(out); c != EOF; c = std::fgetc(out)) {
            text += static_cast<char>(c);
        }
        ::pclose(out);
        return without_blanks(text).find(without_blanks(words)) != std::string::npos;
    }
    static std::string without_blanks(std::string text) {
        std::erase(text, ' ');
        return text;
    }

    Installation installation_;
    std::string configuration_;  ///< as it was before the test changed it
};

TEST_F(OneApplication, ALatePageCompletesTheOneThatWaitsForIt) {
    run({pages("first.tif", {12, 14})});
    EXPECT_EQ(item("first.tif").at("reasons"), Json({"missing_page"}));
    run({pages("late.tif", {13})});
    EXPECT_EQ(item("first.tif").at("state"), "delivered");
    EXPECT_EQ(item("late.tif").at("state"), "closed");
    EXPECT_EQ(cases(), 1);
    // The copy holds the pages of both files, in the order of the form.
    const auto pdf = installation_.folder() / "copy.pdf";
    ASSERT_EQ(
        installation_.indgang({"record", "pdf", id("first.tif"), "-o", pdf.string()}).exit_code, 0);
    for (int page = 1; page <= 3; ++page) {
        EXPECT_TRUE(has_words(pdf, page, "Side " + std::to_string(page) + " af 3")) << page;
    }
    EXPECT_EQ(
        installation_.indgang({"queue", "ledger", "--json"}).json().at("copies").value("failed", 0),
        0);
    const auto revisions = history(id("first.tif")).at("revisions");
    ASSERT_EQ(revisions.size(), 2U);
    EXPECT_EQ(revisions[1].at("role"), "program");
    EXPECT_EQ(revisions[1].at("why"), "late_page");
    EXPECT_FALSE(revisions[1].at("changes").empty());
}

TEST_F(OneApplication, ThreeFilesOfOneSetAreOne) {
    run({pages("a.tif", {13}), pages("b.tif", {14}), pages("c.tif", {12})});
    EXPECT_EQ(list({"--state", "delivered"}).at("total"), 1);
    EXPECT_EQ(list({"--state", "closed"}).at("total"), 2);
    EXPECT_EQ(list({"--state", "parked"}).at("total"), 0);
    EXPECT_EQ(cases(), 1);
}

TEST_F(OneApplication, ThePageOfAnotherSetDoesNotCompleteIt) {
    run({pages("first.tif", {12, 14})});
    run({pages("late.tif", {2})});
    EXPECT_EQ(item("first.tif").at("state"), "parked");
    EXPECT_EQ(item("late.tif").at("state"), "parked");
    EXPECT_EQ(cases(), 0);
}

TEST_F(OneApplication, ThePrintThatIsScannedAgainIsAskedAbout) {
    run({pages("first.tif", {12, 13, 14})});
    EXPECT_EQ(cases(), 1);
    run({pages("again.tif", {13, 12, 14})});
    EXPECT_EQ(item("again.tif").at("state"), "parked");
    EXPECT_EQ(item("again.tif").at("reasons"), Json({"print_came_before"}));
    EXPECT_EQ(cases(), 1);
    act({"queue", "close", id("again.tif"), "--why", "the same paper"});
    EXPECT_EQ(item("again.tif").at("state"), "closed");
    EXPECT_EQ(cases(), 1);
}

TEST_F(OneApplication, WhatWaitsHoldsUpNobodyAndIsAskedAboutWhenItGoesOn) {
    run({pages("first.tif", {12, 13})});
    run({pages("whole.tif", {12, 13, 14})});
    EXPECT_EQ(item("whole.tif").at("state"), "delivered");
    EXPECT_EQ(item("first.tif").at("reasons"), Json({"missing_page"}));
    act({"queue", "retry", id("first.tif")});
    EXPECT_EQ(item("first.tif").at("reasons"), Json({"missing_page", "print_came_before"}));
    EXPECT_EQ(cases(), 1);
}

/// Both at once: neither is settled when the other is looked for.
TEST_F(OneApplication, TwoScansOfAPrintThatComeTogetherAreOneCase) {
    run({pages("a.tif", {12, 13, 14}), pages("b.tif", {13, 12, 14})});
    EXPECT_EQ(list({"--state", "delivered"}).at("total"), 1);
    EXPECT_EQ(list({"--reason", "print_came_before"}).at("total"), 1);
    EXPECT_EQ(cases(), 1);
}

TEST_F(OneApplication, TheSameXmlWithAnotherCommentIsAskedAbout) {
    const auto xml = sample("xml/boligstoette-family.xml");
    run({installation_.write("a.xml", xml), installation_.write("b.xml", xml + "<!-- b -->")});
    EXPECT_EQ(cases(), 1);
    EXPECT_EQ(list({"--reason", "application_came_before"}).at("total"), 1);
    const auto again = list({"--state", "parked"}).at("items").at(0);
    EXPECT_EQ(again.at("reasons"), Json({"application_came_before"}));
    // Who means it as another application says so.
    act({"queue", "correct", again.at("id"), "--pass", "application_came_before"});
    EXPECT_EQ(cases(), 2);
}

TEST_F(OneApplication, ALatePageFindsItsOwnInAMixedBatch) {
    run({pages("a.tif", {12, 13, 2}), pages("b.tif", {1, 3})});
    EXPECT_EQ(list({"--state", "parked"}).at("total"), 1);
    EXPECT_EQ(cases(), 1);
}

TEST_F(OneApplication, APersonJoinsAndTheHistorySaysWhoAndWhy) {
    run({pages("a.tif", {1, 3}), pages("b.tif", {13})});  // two people's pages
    const auto a = id("a.tif");
    act({"queue", "join", a, id("b.tif"), "--by", "u1", "--why", "of one envelope"});
    EXPECT_EQ(item("b.tif").at("state"), "closed");
    EXPECT_EQ(item("a.tif").at("pages"), "1,3,2");
    const auto told = history(a);
    const auto joined = act_of(told, "joined");
    EXPECT_EQ(joined.at("by"), "u1");
    EXPECT_EQ(joined.at("why"), "of one envelope");
    EXPECT_EQ(told.at("revisions").size(), 2U);
}

TEST_F(OneApplication, AWrongJoinIsTakenApartAgain) {
    run({pages("a.tif", {12, 13}), pages("b.tif", {1})});
    act({"queue", "join", id("a.tif"), id("b.tif")});
    const auto split = installation_.indgang({"queue", "split", id("a.tif"), "--page", "3"});
    EXPECT_EQ(split.exit_code, 0) << split.err;
    EXPECT_EQ(list({"--file", "a.tif"}).at("total"), 2);
    go_on();
    run({pages("c.tif", {2, 3}), pages("d.tif", {14})});
    EXPECT_EQ(list({"--state", "parked"}).at("total"), 0) << list().dump(1);
    EXPECT_EQ(cases(), 2);
}

TEST_F(OneApplication, APageMovesToWhereItBelongs) {
    run({pages("a.tif", {12, 13}), pages("b.tif", {1})});
    const auto a = id("a.tif");
    act({"queue", "join", a, id("b.tif")});
    run({pages("c.tif", {2, 3})});
    EXPECT_EQ(item("c.tif").at("state"), "parked");
    act({"queue", "move", a, "--page", "3", "--to", id("c.tif")});
    EXPECT_EQ(item("c.tif").at("state"), "delivered");
    run({pages("d.tif", {14})});
    EXPECT_EQ(item("a.tif").at("state"), "delivered");
    EXPECT_EQ(cases(), 2);
}

TEST_F(OneApplication, WhatIsACaseIsNotTakenApart) {
    run({pages("a.tif", {12, 13, 14})});
    for (const std::vector<std::string>& act :
         {std::vector<std::string>{"split", id("a.tif"), "--page", "2"},
          {"close", id("a.tif")},
          {"reread", id("a.tif")}}) {
        auto arguments = act;
        arguments.insert(arguments.begin(), "queue");
        const auto refused = installation_.indgang(arguments);
        EXPECT_EQ(refused.exit_code, 3);
        EXPECT_NE(refused.err.find("delivered"), std::string::npos) << refused.err;
    }
    EXPECT_EQ(item("a.tif").at("state"), "delivered");
}

TEST_F(OneApplication, WhatWasUnknownIsReadAgainWhenItsFormIsKnown) {
    know_forms("schemas/forms/sp501");
    run({pages("a.tif", {12, 13, 14})});
    EXPECT_EQ(item("a.tif").at("reasons"), Json({"unknown_form"}));
    const auto unknown = id("a.tif");
    know_forms("schemas/forms");
    act({"queue", "reread", unknown, "--by", "u1"});
    EXPECT_EQ(item("a.tif").at("form"), "boligstoette");
    EXPECT_EQ(item("a.tif").at("state"), "delivered");
    EXPECT_EQ(id("a.tif"), unknown);
    EXPECT_EQ(cases(), 1);
    // Every day of its life is told: what was read at first, and what stands now.
    const auto readings = history(unknown).at("readings");
    ASSERT_EQ(readings.size(), 6U) << readings.dump(1);
    for (std::size_t page = 0; page < 6; ++page) {
        const bool is_first = page < 3;
        EXPECT_EQ(readings[page].at("until").is_null(), !is_first);
        EXPECT_EQ(readings[page].at("fields").empty(), is_first) << readings[page];
    }
    const auto settlements = history(unknown).at("settlements");
    EXPECT_NE(settlements.dump().find("\"registered\":"), std::string::npos);
}

TEST_F(OneApplication, TheHistoryOfOneTellsNothingOfThePagesBesideIt) {
    run({pages("both.tif", {1, 2, 3, 12, 13, 14})});
    const auto items = list({"--file", "both.tif"}).at("items");
    ASSERT_EQ(items.size(), 2U);
    std::set<std::string> all;
    for (const auto& item : items) {
        const auto readings = history(item.at("id")).at("readings");
        EXPECT_EQ(readings.size(), 3U) << readings;
        for (const auto& reading : readings) {
            EXPECT_TRUE(all.insert(reading.at("page")).second) << reading.at("page");
        }
    }
    EXPECT_EQ(all, (std::set<std::string>{"1", "2", "3", "4", "5", "6"}));
}

TEST_F(OneApplication, APageThatAPersonTurnsIsReadAndShownAsItLiesThen) {
    const auto forms =
        form::FormCatalogue::load({std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas/forms"});
    // The letter on the back of a form: nothing tells a program which way it lies.
    const forge::Batch batch = forge::batch_of(
        forms,
        {{"seed", 3},
         {"grade", "office"},
         {"sheets", {{{"form", "sp501"}, {"script", "typed"}, {"letter_backs", {1}}}}}},
        nullptr);
    const auto scan = [&](const std::string& name, int quarters) {
        std::vector<ocr::PixPtr> page;
        page.emplace_back(pixRotateOrth(batch.pages().at(1).get(), quarters));
        const auto file = installation_.folder() / name;
        forge::write_scan(page, file, 60);
        return file;
    };
    run({scan("upright.tif", 0), scan("sideways.tif", 3)});
    const auto image = [&](const std::string& file) {
        return record(id(file)).at("pages").at(0).at("image").get<std::string>();
    };
    ASSERT_NE(image("sideways.tif"), image("upright.tif"));
    const auto sideways = id("sideways.tif");
    act({"queue", "turn", sideways, "--page", "1", "--degrees", "90", "--by", "u1"});
    EXPECT_EQ(id("sideways.tif"), sideways);
    EXPECT_EQ(image("sideways.tif"), image("upright.tif"));
    const auto acts = history(sideways).at("acts");
    EXPECT_TRUE(std::ranges::any_of(acts, [](const Json& act) {
        return act.at("what") == "turned" && act.at("by") == "u1";
    })) << acts.dump(1);
    // Back again: turns add up, whatever the page is read for.
    act({"queue", "turn", sideways, "--page", "1", "--degrees", "270"});
    EXPECT_NE(image("sideways.tif"), image("upright.tif"));
}

TEST_F(OneApplication, APageOfAFormIsReadTheSameHoweverAPersonTurnsIt) {
    run({pages("first.tif", {12, 14})});
    const auto first = id("first.tif");
    const auto fields = [&] {
        std::map<std::string, std::string> raw;
        const auto shown = record(first);
        for (const auto& field : shown.at("fields")) {
            raw.emplace(field.at("field"), field.at("raw"));
        }
        return raw;
    };
    const auto before = fields();
    act({"queue", "turn", first, "--page", "1", "--degrees", "180"});
    EXPECT_EQ(item("first.tif").at("reasons"), Json({"missing_page"}));
    EXPECT_EQ(fields(), before);
}

TEST_F(OneApplication, APageThatCameFromElsewhereIsNotLostByReadingAgain) {
    run({pages("a.tif", {1, 3}), pages("b.tif", {12})});
    const auto a = id("a.tif");
    act({"queue", "join", a, id("b.tif")});
    const std::string arrival = a.substr(0, a.rfind('-'));
    for (const std::string& what : {a, arrival}) {
        const auto refused = installation_.indgang({"queue", "reread", what});
        EXPECT_EQ(refused.exit_code, 3) << what;
        EXPECT_NE(refused.err.find("more than one arrival"), std::string::npos) << refused.err;
    }
    go_on();
    EXPECT_EQ(item("a.tif").at("pages"), "1,3,2");
}

TEST_F(OneApplication, WhoMayNotIsToldWhoMay) {
    run({pages("first.tif", {12, 14})});
    const auto refused =
        installation_.indgang({"queue", "close", id("first.tif"), "--role", "auditor"});
    EXPECT_EQ(refused.exit_code, not_now);
    EXPECT_NE(refused.err.find("case_worker"), std::string::npos) << refused.err;
    EXPECT_EQ(item("first.tif").at("state"), "parked");
}

TEST_F(OneApplication, PagesThatAreMissingAreALine) {
    run({pages("first.tif", {12, 14})});
    const auto shown = installation_.indgang({"record", "show", id("first.tif")});
    EXPECT_EQ(shown.exit_code, 0) << shown.err;
    EXPECT_NE(shown.out.find("fields stand on pages that are missing\n"), std::string::npos)
        << shown.out;
    EXPECT_EQ(shown.out.find("page_missing"), std::string::npos) << shown.out;
}

TEST_F(OneApplication, WhoLookedIsWrittenDown) {
    run({pages("first.tif", {12, 14})});
    const auto first = id("first.tif");
    (void)installation_.indgang({"record", "show", first, "--by", "u9", "--why", "a call"});
    (void)list({"--person", "Lund", "--by", "u8"});
    const auto told = history(first);
    EXPECT_EQ(act_of(told, "looked").at("by"), "u9");
    EXPECT_FALSE(act_of(told, "listed").at("by").get<std::string>().empty())
        << "the list that named the id";
}

/// The cases of the mailroom, where they are beside the checkout.
class MailCases : public OneApplication {
  protected:
    void SetUp() override {
        if (!std::filesystem::exists(folder_)) {
            GTEST_SKIP() << "NOT TESTED: there is no " << folder_;
        }
    }
    const std::filesystem::path folder_ =
        std::filesystem::path(INDGANG_SOURCE_DIR) / "../shared/cases";
};

TEST_F(MailCases, TheLatePageCompletesTheFirst) {
    run({folder_ / "mail/late1.tif"});
    run({folder_ / "mail/late2.tif"});
    EXPECT_EQ(list({"--state", "closed"}).at("total"), 1);
    EXPECT_EQ(list({"--reason", "missing_page", "--state", "parked"}).at("total"), 0);
}

TEST_F(MailCases, TheSecondScanIsAskedAbout) {
    run({folder_ / "mail/resc1.tif"});
    run({folder_ / "mail/resc2.tif"});
    EXPECT_EQ(item("resc2.tif").at("state"), "parked");
    EXPECT_EQ(list({"--reason", "print_came_before"}).at("total"), 1);
    EXPECT_LE(cases(), 1);
}

TEST_F(MailCases, TheSameSetTwiceInABatchIsAskedAbout) {
    run({folder_ / "intake/same-set-twice.tif"});
    EXPECT_LE(cases(), 1);
    EXPECT_GE(list({"--state", "parked"}).at("total").get<int>(), 1);
}

}  // namespace
}  // namespace indgang::flow
