// SPDX-License-Identifier: MPL-2.0
#include "pipeline/configuration/destinations.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "schemas/core/random.h"
#include "schemas/error/error.h"
#include "tests/pipeline/configuration/lines.h"

namespace indgang::configuration {
namespace {

namespace fs = std::filesystem;

/// Lines 1 to 4, or 1 to 6 with a register.
const std::string two =
    "[destinations.casequeue]\nurl = \"http://h:1\"\n"
    "[destinations.odense]\nurl = \"http://h:2\"\n";
const std::string cpr = "[registries.cpr]\nurl = \"http://h:3\"\n";

class ConfiguredDestinations : public testing::Test {
  protected:
    ConfiguredDestinations() { fs::create_directories(folder_); }
    ~ConfiguredDestinations() override {
        std::error_code gone;
        fs::remove_all(folder_, gone);
    }
    [[nodiscard]] Configuration load(const std::string& toml) const {
        std::ofstream(file_) << toml;
        return load_configuration(file_);
    }
    template <typename Act>
    static std::string problems(Act act) {
        try {
            act();
            return "";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::bad_input);
            EXPECT_EQ(error.reason(), "configuration_invalid");
            EXPECT_EQ(std::string(error.what()).find(error.place() + ": "), 0u);
            return lines_of(error.what());
        }
    }
    [[nodiscard]] std::string problems_of(const std::string& toml) const {
        return problems([&] { (void)load(toml); });
    }
    [[nodiscard]] std::string checked(const std::string& toml) const {
        return problems([&] {
            check_routes(load(toml), form::FormCatalogue::load(
                                         {fs::path(INDGANG_SOURCE_DIR) / "schemas/forms"}));
        });
    }
    [[nodiscard]] std::string at_line(int line) const {
        return file_.string() + ":" + std::to_string(line) + ": ";
    }

    fs::path folder_ = fs::temp_directory_path() / ("indgang-destinations-" + random_ids()());
    fs::path file_ = folder_ / "indgang.toml";
};

TEST_F(ConfiguredDestinations, AreReadWithTheirRoutesInOrder) {
    const auto c = load(cpr + R"([destinations.casequeue]
protocol = "indgang-cases/1"
url = "http://h:1"
timeout_ms = 7
[destinations.odense]
url = "http://h:2"
[[routes]]
form = "boligstoette"
municipality = "461"
authority = "12345674"
from = 2027-01-01
until = 2027-12-31
to = "odense"
[[routes]]
to = "casequeue"
)");
    ASSERT_EQ(c.destinations.size(), 2u);
    EXPECT_EQ(c.destinations.at("casequeue").server.timeout_ms, 7);
    EXPECT_EQ(c.destinations.at("odense").protocol, "indgang-cases/1");
    ASSERT_EQ(c.routes.size(), 2u);
    EXPECT_EQ(text_of(c.routes[0]),
              "form=boligstoette municipality=461 authority=12345674 from=2027-01-01 "
              "until=2027-12-31 -> odense");
    EXPECT_EQ(text_of(c.routes[1]), "everything -> casequeue");
    EXPECT_EQ(lines_of(c.route_places[1]) + ": ", at_line(16));
}

TEST_F(ConfiguredDestinations, OfTheShortFormIsOneThatGetsEverything) {
    const auto c = load("[casequeue]\nurl = \"http://h:1\"\n");
    ASSERT_EQ(c.destinations.size(), 1u);
    EXPECT_EQ(c.destinations.at("casequeue").protocol, casequeue::indgang_cases);
    ASSERT_EQ(c.routes.size(), 1u);
    EXPECT_EQ(text_of(c.routes[0]), "everything -> casequeue");
    EXPECT_TRUE(c.route_places.empty());
}

TEST_F(ConfiguredDestinations, AreNotSaidInBothForms) {
    EXPECT_EQ(problems_of(two + "[casequeue]\nurl = \"http://h\"\n[[routes]]\nto = \"odense\"\n"),
              at_line(5) +
                  "configuration: casequeue is the short form of one destination: write "
                  "[destinations.casequeue] beside the others");
    EXPECT_EQ(problems_of("[casequeue]\nurl = \"http://h\"\n[[routes]]\nto = \"casequeue\"\n"),
              at_line(3) + "configuration: routes need destinations: [destinations.NAME]");
}

TEST_F(ConfiguredDestinations, NeedRoutes) {
    EXPECT_EQ(problems_of(two).find(at_line(1) + "configuration: destinations need routes"), 0u);
}

TEST_F(ConfiguredDestinations, HaveNamesProtocolsAndServers) {
    const std::string all = "[[routes]]\nto = \"a\"\n[destinations.a]\nurl = \"http://h\"\n";
    EXPECT_EQ(problems_of(all), "");
    EXPECT_EQ(problems_of(all + "protocol = \"sf2900\"\n"),
              at_line(5) + "destinations.a: unknown protocol");
    EXPECT_EQ(problems_of(all + "retry = 1\n"),
              at_line(5) +
                  "destinations.a: unknown key 'retry'; there are: trusted, certificate, key, "
                  "timeout_ms, url, protocol");
    EXPECT_EQ(
        problems_of(all + "[destinations.b]\ntimeout_ms = 5\n"),
        at_line(5) + "destinations.b: 'url' must be given: http://host:port or https://host:port");
    for (const char* name :
         {"A", "\"a b\"", "\"\"", "\"å\"", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
        EXPECT_EQ(
            problems_of(all + "[destinations." + name + "]\nurl = \"http://h\"\n"),
            at_line(5) + "configuration: a destination's name has at most 40 of a-z, 0-9, _ and -")
            << name;
    }
}

TEST_F(ConfiguredDestinations, AreSixteenAtMost) {
    std::string many = "[[routes]]\nto = \"d0\"\n";
    for (int i = 0; i < 16; ++i) {
        many += "[destinations.d" + std::to_string(i) + "]\nurl = \"http://h\"\n";
    }
    EXPECT_EQ(problems_of(many), "");
    EXPECT_NE(problems_of(many + "[destinations.d16]\nurl = \"http://h\"\n"), "");
}

TEST_F(ConfiguredDestinations, AreWhereRoutesLead) {
    EXPECT_EQ(problems_of(two + "[[routes]]\nto = \"aarhus\"\n"),
              at_line(5) + "configuration: no [destinations.aarhus] for this route");
    EXPECT_EQ(problems_of(two + "[[routes]]\nform = \"sp501\"\n"),
              at_line(5) + "configuration: a route needs to = \"NAME\"");
    EXPECT_EQ(problems_of(two + "[[routes]]\nto = \"odense\"\nkommune = \"461\"\n"),
              at_line(7) +
                  "routes: unknown key 'kommune'; there are: form, municipality, authority, from, "
                  "until, to");
    EXPECT_EQ(problems_of(two + "[routes]\nto = \"odense\"\n"),
              at_line(5) + "configuration: routes must be written [[routes]]");
}

TEST_F(ConfiguredDestinations, AreComplainedOfOnceEach) {
    EXPECT_EQ(problems_of(two + "[[routes]]\nto = 3\n"),
              at_line(6) + "routes: 'to' must be a text");
}

TEST_F(ConfiguredDestinations, HaveNoRouteThatIsNeverReached) {
    const std::string to = "to = \"odense\"\n";
    EXPECT_EQ(problems_of(two + "[[routes]]\n" + to + "[[routes]]\nform = \"sp501\"\n" + to),
              at_line(7) + "configuration: this route is never reached: line 5 takes all of it");
    EXPECT_EQ(problems_of(two + "[[routes]]\nform = \"sp501\"\n" + to +
                          "[[routes]]\nform = \"sp501\"\nfrom = 2027-01-01\n" + to),
              at_line(8) + "configuration: this route is never reached: line 5 takes all of it");
    EXPECT_EQ(problems_of(two + "[[routes]]\nform = \"sp501\"\n" + to + "[[routes]]\n" + to), "");
}

TEST_F(ConfiguredDestinations, HaveConditionsThatCanHold) {
    const auto with = [&](const std::string& condition) {
        return problems_of(two + "[[routes]]\nto = \"odense\"\n" + condition + "\n");
    };
    for (const char* code : {"46", "0461", "061", "abc", ""}) {
        EXPECT_EQ(with("municipality = \"" + std::string(code) + "\""),
                  at_line(7) +
                      "routes: 'municipality' must be the three digits of a municipality: \"461\"")
            << code;
    }
    EXPECT_NE(with("municipality = 461"), "");
    EXPECT_NE(with("authority = \"1234567\""), "");
    EXPECT_NE(with("authority = \"1234567x\""), "");
    EXPECT_EQ(with("from = \"2027-01-01\""),
              at_line(7) + "routes: 'from' must be a date without quotes: 2027-01-31");
    EXPECT_NE(with("from = 1700-01-01"), "");
    EXPECT_EQ(with("from = 2027-01-02\nuntil = 2027-01-01"),
              at_line(5) + "configuration: this route matches nothing: until is before from");
    EXPECT_EQ(with("from = 2027-01-01\nuntil = 2027-01-01"), "");
    EXPECT_EQ(with("municipality = \"461\"")
                  .find(at_line(5) + "configuration: this route matches nothing: CPR"),
              0u);
    EXPECT_EQ(problems_of(two + cpr + "[[routes]]\nto = \"odense\"\nmunicipality = \"461\"\n"), "");
}

TEST_F(ConfiguredDestinations, AreCheckedAgainstTheForms) {
    const auto with = [&](const std::string& conditions) {
        return checked(two + cpr + "[[routes]]\nto = \"odense\"\n" + conditions + "\n");
    };
    const auto nothing = at_line(7) + "this route matches nothing: ";
    EXPECT_EQ(with("form = \"boligstoette\""), "");
    EXPECT_EQ(with("municipality = \"461\""), "");
    EXPECT_EQ(with("form = \"boligstote\""), nothing + "there is no form boligstote");
    EXPECT_EQ(with("authority = \"87654321\""),
              nothing + "no such form has the authority 87654321");
}

TEST_F(ConfiguredDestinations, ByMunicipalityNeedAFormWhoseApplicantIsLookedUp) {
    const auto c = load(two + cpr +
                        "[[routes]]\nto = \"odense\"\nform = \"tabeller\"\n"
                        "municipality = \"461\"\n");
    const auto forms = form::FormCatalogue::load({fs::path(INDGANG_SOURCE_DIR) / "tests/forms"});
    EXPECT_EQ(
        problems([&] { check_routes(c, forms); }),
        at_line(7) + "this route matches nothing: CPR is asked about no applicant of such a form");
}

}  // namespace
}  // namespace indgang::configuration
