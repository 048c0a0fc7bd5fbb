// SPDX-License-Identifier: MPL-2.0
// The service and the case system are killed with SIGKILL at random moments while applications
// pass: nothing that was acknowledged may be lost, and no application may become two cases. The
// control arm runs the same against a case system that ignores idempotency keys and must show
// duplicates, or the test could not see any. The same is done with paper, whose copies are made and
// added after the case stands: each case has exactly one.
//
// INDGANG_FAULT_KILLS sets the number of kills (default 60, five applications each); `./run test
// --fault` runs 200 kills over 1,000 applications, and INDGANG_FAULT_PAIR_KILLS=1000 of two
// services over 5,000. Paper takes longer to read and copy, so its arms have a third of the kills
// and one application for each.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "schemas/error/error.h"
#include "tests/fault/kill_driver.h"
#include "tests/forge/scan/scan_writer.h"
#include "tests/forge/sheet/batch.h"

namespace indgang::fault {
namespace {

constexpr int usual_kills = 60;
constexpr int applications_per_kill = 5;
constexpr int rent_from = 5475;
constexpr double answers_lost = 0.1;
constexpr const char* killed_with_xml = "kill -9 of service and case system, XML";
constexpr const char* killed_in_pairs =
    "kill -9 of two services on one store and of the case system";
constexpr const char* killed_with_paper =
    "kill -9 of service and case system, paper and its copies";

int asked_by(const char* variable, int usual) {
    int kills = usual;
    if (const char* asked = ::getenv(variable)) {
        const std::string_view text = asked;
        std::from_chars(text.data(), text.data() + text.size(), kills);
    }
    return kills;
}

int kills_asked() {
    return asked_by("INDGANG_FAULT_KILLS", usual_kills);
}

int pair_kills_asked() {
    return asked_by("INDGANG_FAULT_PAIR_KILLS", kills_asked());
}

/// Applications of the same invented citizen that differ in the rent alone.
std::vector<std::string> bodies(int count) {
    std::vector<std::string> all;
    for (int number = 0; number < count; ++number) {
        all.push_back(
            R"(<?xml version="1.0" encoding="UTF-8"?>)"
            "<boligstoette xmlns=\"urn:indgang:form:boligstoette:1\">"
            "<ansoeger_cpr>8112993321</ansoeger_cpr><telefon>20000000</telefon>"
            "<fornavn>Bo</fornavn><efternavn>Østergård</efternavn>"
            "<vejnavn>Kongensgade</vejnavn><husnummer>7</husnummer><etage>st</etage>"
            "<doer>tv</doer><postnummer>6700</postnummer><bynavn>Esbjerg</bynavn>"
            "<civilstand>enlig</civilstand><boligform>lejebolig</boligform>"
            "<indflytningsdato>2024-03-15</indflytningsdato><boligareal_m2>48</boligareal_m2>"
            "<antal_vaerelser>2</antal_vaerelser><toilet>true</toilet><bad>true</bad>"
            "<koekken>true</koekken><husleje_maaned>" +
            std::to_string(rent_from + number) +
            "</husleje_maaned>"
            "<heraf_varme>620.50</heraf_varme>"
            "<ansoeger_indkomst_maaned>22140</ansoeger_indkomst_maaned>"
            "<samtykke>true</samtykke><erklaering>true</erklaering>"
            "<underskriftsdato>2026-11-19</underskriftsdato></boligstoette>");
    }
    return all;
}

/// Scans of one filled-in page. What stands behind the picture in a TIFF file is nobody's, so that
/// each can be another file without being drawn anew.
std::vector<std::string> scans(int count, const std::filesystem::path& folder) {
    const auto forms = form::FormCatalogue::load(
        {std::filesystem::path(INDGANG_SOURCE_DIR) / "tests/fault/forms"});
    const auto batch = forge::batch_of(
        forms,
        {{"seed", 3},
         {"grade", "office"},
         {"sheets",
          {{{"form", "kort"}, {"values", {{"cpr", "8112993321"}, {"telefon", "20304050"}}}}}}},
        nullptr);
    const auto file = folder / "page.tif";
    forge::write_scan(batch.pages(), file, 60);
    std::ifstream in(file, std::ios::binary);
    const std::string scan{std::istreambuf_iterator<char>(in), {}};
    std::vector<std::string> all;
    for (int number = 0; number < count; ++number) {
        all.push_back(scan + "file " + std::to_string(number));
    }
    return all;
}

class KillTest : public ::testing::Test {
  protected:
    void SetUp() override {
        program_ = std::string(INDGANG_BUILD_DIR) + "/indgang";
        if (!std::filesystem::exists(program_)) {
            GTEST_SKIP() << "NOT TESTED: there is no program " << program_;
        }
        std::string name = (std::filesystem::temp_directory_path() / "indgang-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder_ = name;
    }
    void TearDown() override {
        std::error_code ignored;
        if (!HasFailure() && !folder_.empty()) {
            std::filesystem::remove_all(folder_, ignored);
        }
    }
    /// A service of the one store, with a configuration of its own.
    Server service(const std::string& name, const std::string& casequeue) {
        const auto port = std::to_string(free_port());
        const auto configuration = (folder_ / (name + ".toml")).string();
        std::ofstream(configuration)
            << "[store]\nfolder = \"var\"\n[workers]\nprocesses = 1\n[service]\nport = " << port
            << "\nwatch_port = 0\n[casequeue]\nurl = \"http://127.0.0.1:" << casequeue
            << "\"\n[forms]\nfolders = [\"" << INDGANG_SOURCE_DIR << "/schemas/forms\", \""
            << INDGANG_SOURCE_DIR << "/tests/fault/forms\"]\n";
        return {{{program_, "serve", "--config", configuration}, folder_ / (name + ".log")},
                "http://127.0.0.1:" + port};
    }
    KillPlan plan(int kills, bool has_keys, int services = 1) {
        const auto casequeue = std::to_string(free_port());
        KillPlan plan;
        for (int number = 1; number <= services; ++number) {
            plan.services.push_back(service("service" + std::to_string(number), casequeue));
        }
        plan.casequeue = {{{program_, "simulate", "casequeue", "--port", casequeue, "--folder",
                            (folder_ / "cases").string()},
                           folder_ / "casequeue.log"},
                          "http://127.0.0.1:" + casequeue};
        if (!has_keys) {
            plan.casequeue.command.arguments.emplace_back("--without-keys");
        }
        plan.bodies = bodies(kills * applications_per_kill);
        plan.kills = kills;
        constexpr std::chrono::seconds for_a_kill{3};
        plan.at_most = std::max(plan.at_most, kills * for_a_kill);
        // Both arms have them: a kill alone meets the moment between a case and its answer so
        // rarely that the arm without keys may show nothing.
        plan.lost_answers = answers_lost;
        return plan;
    }
    KillPlan paper_plan(bool has_keys) {
        constexpr int kills_for_one_on_paper = 3;
        const int kills = std::max(1, kills_asked() / kills_for_one_on_paper);
        KillPlan made = plan(kills, has_keys);
        made.bodies = scans(kills, folder_);
        made.content_type = "image/tiff";
        made.has_copies = true;
        made.lost_answers = 0.5;
        constexpr std::chrono::milliseconds reading_and_copying{1200};
        made.longest_life = reading_and_copying;
        return made;
    }
    KillResult run(const KillPlan& plan, const char* arm) {
        const auto result = run_kills(plan);
        std::printf(
            "%s: %d kills (%d service, %d case system), %d acknowledged of %zu in %d posts, "
            "%d cases, lost %d, duplicated %d, shared %d, copies lost %d, copies doubled %d, "
            "%.0f s\n",
            arm, result.service_kills + result.casequeue_kills, result.service_kills,
            result.casequeue_kills, result.acknowledged, plan.bodies.size(), result.posts,
            result.cases, result.joined.lost, result.joined.duplicated, result.joined.shared,
            result.copied.lost, result.copied.doubled, result.seconds);
        for (const auto& unfinished : result.unfinished) {
            ADD_FAILURE() << "without a case: " << unfinished << " in " << folder_;
        }
        EXPECT_FALSE(result.is_out_of_time);
        EXPECT_EQ(result.acknowledged, static_cast<int>(plan.bodies.size()));
        EXPECT_EQ(result.joined.lost, 0);
        EXPECT_EQ(result.joined.shared, 0);
        EXPECT_EQ(result.joined.altered, 0);
        EXPECT_EQ(result.copied.lost, 0);
        return result;
    }

    std::string program_;
    std::filesystem::path folder_;
};

TEST_F(KillTest, NothingIsLostAndNothingIsDoubledByKills) {
    const auto result = run(plan(kills_asked(), true), "with keys");
    tell({killed_with_xml, kills_asked(), result.joined.lost,
          result.joined.duplicated + result.joined.shared, result.joined.altered});
    EXPECT_EQ(result.joined.duplicated, 0);
    EXPECT_EQ(result.cases, result.acknowledged);
}

TEST_F(KillTest, ControlArmWithoutKeysShowsDuplicates) {
    const auto result = run(plan(kills_asked(), false), "without keys");
    tell_control(killed_with_xml, result.joined.duplicated);
    EXPECT_GT(result.joined.duplicated, 0);
}

/// What the one had claimed when it was killed, the other takes over, or the one itself when it has
/// been started again.
TEST_F(KillTest, TwoServicesOnOneStoreLoseAndDoubleNothingByKills) {
    auto two = plan(pair_kills_asked(), true, 2);
    const auto result = run(two, "two services, with keys");
    tell({killed_in_pairs, two.kills, result.joined.lost,
          result.joined.duplicated + result.joined.shared, result.joined.altered});
    EXPECT_EQ(result.joined.duplicated, 0);
    EXPECT_EQ(result.cases, result.acknowledged);
}

TEST_F(KillTest, ControlArmOfTwoServicesWithoutKeysShowsDuplicates) {
    const auto result = run(plan(kills_asked(), false, 2), "two services, without keys");
    tell_control(killed_in_pairs, result.joined.duplicated);
    EXPECT_GT(result.joined.duplicated, 0);
}

TEST_F(KillTest, EachCaseOfPaperHasExactlyOneCopyAfterKills) {
    const auto result = run(paper_plan(true), "paper with keys");
    tell({killed_with_paper, result.service_kills + result.casequeue_kills,
          result.joined.lost + result.copied.lost, result.joined.duplicated + result.copied.doubled,
          result.joined.altered});
    EXPECT_EQ(result.joined.duplicated, 0);
    EXPECT_EQ(result.cases, result.acknowledged);
    EXPECT_EQ(result.copied.doubled, 0);
}

TEST_F(KillTest, ControlArmOfPaperWithoutKeysShowsDoubledCopies) {
    const auto result = run(paper_plan(false), "paper without keys");
    tell_control(killed_with_paper, result.copied.doubled);
    EXPECT_GT(result.copied.doubled, 0);
}

}  // namespace
}  // namespace indgang::fault
