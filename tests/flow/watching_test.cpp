// SPDX-License-Identifier: MPL-2.0
// What an administrator sees of a service, and what he must never see.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include "adapters/http/client.h"
#include "schemas/core/harmless_text.h"
#include "tests/flow/installation.h"

namespace indgang::flow {
namespace {

using nlohmann::json;

const std::string escape = "\x1b[2J",
                  c1 = "\xC2\x9B"
                       "31m",
                  right_to_left = "\u202E";

std::string replaced(std::string text, const std::string& old, const std::string& by) {
    const auto at = text.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    return text.replace(at, old.size(), by);
}

/// boligstoette-family.xml with another rent is another application.
std::string application(int number) {
    auto xml = sample("xml/boligstoette-family.xml");
    const std::string start = "<husleje_maaned>";
    const auto text = std::to_string(7'000 + number);
    return xml.replace(xml.find(start) + start.size(), text.size(), text);
}

std::string text_of_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string get(const std::string& url, const std::string& path,
                const std::map<std::string, std::string>& headers = {}) {
    http::Request request;
    request.method = "GET";
    request.path = path;
    request.headers = headers;
    return http::Client({url, 10'000}).send(request).body;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++found;
    }
    return found;
}

class WordsOfOthers : public testing::Test {
  protected:
    /// Neither stdout nor stderr holds anything that a terminal obeys.
    Outcome harmless_outcome(const std::vector<std::string>& arguments) {
        auto outcome = installation_.indgang(arguments);
        for (const auto& text : {outcome.out, outcome.err}) {
            EXPECT_EQ(harmless_lines(text), text) << arguments.front();
        }
        return outcome;
    }
    Installation installation_;
};

TEST_F(WordsOfOthers, MoveNoTerminal) {
    // In a file name, in the name of an element, and in the value of a field.
    const auto good =
        installation_.write(escape + c1 + right_to_left + "\ngood.xml",
                            replaced(replaced(sample("xml/boligstoette-family.xml"), "<fornavn>",
                                              "<fornavn>&#155;31m&#x202E;"),
                                     "<vejnavn>", "<vejnavn>&#155;2J"));
    const auto strange = installation_.write(
        escape + "strange.xml", replaced(sample("xml/boligstoette-family.xml"), "<telefon>",
                                         "<t" + escape + ">1</t" + escape + "><telefon>"));
    const auto unknown = installation_.write(
        escape + "unknown.xml", replaced(sample("xml/boligstoette-family.xml"), "<telefon>",
                                         "<t\u200D>" + c1 + "</t\u200D><telefon>"));
    const auto run = harmless_outcome({"run", good.string(), strange.string(), unknown.string()});
    EXPECT_NE(run.out.find("?[2J"), std::string::npos) << run.out;
    EXPECT_NE(run.out.find("?good.xml"), std::string::npos) << run.out;
    const auto again = harmless_outcome({"run", "--json", good.string(), strange.string()});
    const auto id =
        again.json().at("files").at(0).at("applications").at(0).at("id").get<std::string>();
    (void)harmless_outcome({"queue", "list"});
    (void)harmless_outcome({"queue", "list", "--json"});
    (void)harmless_outcome({"record", "show", id});
    const auto shown = harmless_outcome({"record", "show", id, "--json"});
    EXPECT_NE(shown.json().dump().find(c1), std::string::npos);  // JSON says it all the same
    (void)harmless_outcome({"record", "show", id, "--xml"});
    (void)harmless_outcome({"record", "history", id});
    (void)harmless_outcome({"run", (installation_.folder() / (escape + "absent.xml")).string()});
    (void)harmless_outcome({"read", strange.string()});
}

TEST_F(WordsOfOthers, StandInNoLogAndNoMetric) {
    const auto url = installation_.serve();
    const std::string secret = "6101551234";
    int status = 0;
    const auto arrival = exchange(
        url, "POST", "/v1/applications",
        replaced(sample("xml/boligstoette-family.xml"), "<telefon>", "<" + secret + ">"), status);
    EXPECT_EQ(status, 201);
    // Words that an element may have, too: where the document breaks its schema is told to all.
    const std::string name = "Svendsen-" + secret;
    const auto named = exchange(url, "POST", "/v1/applications",
                                replaced(sample("xml/boligstoette-family.xml"), "<telefon>",
                                         "<" + name + ">x</" + name + "><telefon>"),
                                status);
    EXPECT_EQ(status, 201);
    const auto answer_of = [&](const nlohmann::json& taken) {
        return get(url, "/v1/arrivals/" + taken.at("arrival").get<std::string>());
    };
    ASSERT_TRUE(
        wait_until([&] { return answer_of(named).find("\"rejected\"") != std::string::npos; }));
    EXPECT_NE(answer_of(named).find("/boligstoette"), std::string::npos);
    EXPECT_EQ(answer_of(named).find(secret), std::string::npos) << answer_of(named);
    EXPECT_EQ(answer_of(arrival).find(secret), std::string::npos) << answer_of(arrival);
    (void)get(url, "/v1/arrivals/" + secret, {{"X-Request-Id", secret}});
    (void)get(url, "/" + secret + "?cpr=" + secret + "&name=%1b%5b2J");
    (void)get(url, "/v1/arrivals/" + arrival.at("arrival").get<std::string>(),
              {{"User-Agent", secret}});
    const auto log = installation_.folder() / "requests.log";
    ASSERT_TRUE(wait_until([&] { return count(text_of_file(log), "\n") >= 4; }));
    const auto& watch = installation_.watch_url();
    for (const auto& text :
         {text_of_file(log), text_of_file(installation_.folder() / "service.log"),
          get(watch, "/metrics"), get(watch, "/readyz")}) {
        EXPECT_FALSE(text.empty());
        EXPECT_EQ(text.find(secret), std::string::npos) << text;
        EXPECT_EQ(harmless_lines(text), text);
    }
    EXPECT_NE(text_of_file(log).find("\"route\":\"/v1/arrivals/{id}\""), std::string::npos);
    EXPECT_NE(
        get(watch, "/metrics")
            .find("indgang_http_requests_total{route=\"/v1/applications\",status=\"2xx\"} 2\n"),
        std::string::npos);
}

TEST(Watching, AStopWaitsForNoRegister) {
    Installation installation;
    const auto configuration = text_of_file(installation.folder() / "indgang.toml");
    installation.write("indgang.toml",
                       replaced(configuration, "timeout_ms = 3000", "timeout_ms = 120000"));
    installation.set_fault("cpr", "stall");
    const auto url = installation.serve();
    int status = 0;
    (void)exchange(url, "POST", "/v1/applications", application(1), status);
    EXPECT_EQ(status, 201);
    // The register was asked, and says nothing.
    ASSERT_TRUE(wait_until([&] {
        return exchange(installation.registers_url(), "GET", "/simulator/counts", "", status)
                   .value("cpr", 0) > 0;
    }));
    EXPECT_TRUE(installation.stops_when_asked());
}

TEST(Watching, TellsOnceThatARegisterIsAwayAndOnceThatItIsBack) {
    Installation installation;
    const auto url = installation.serve();
    const auto& watch = installation.watch_url();
    const auto troubles = [&] { return get(watch, "/readyz"); };
    ASSERT_NE(troubles().find("\"status\":\"ready\""), std::string::npos) << troubles();
    installation.set_fault("cpr", "down");
    for (int number = 0; number < 8; ++number) {
        int status = 0;
        (void)exchange(url, "POST", "/v1/applications", application(number), status);
        EXPECT_EQ(status, 201);
    }
    ASSERT_TRUE(wait_until([&] {
        return troubles().find("\"of\":\"register cpr\"") != std::string::npos;
    })) << troubles();
    EXPECT_NE(troubles().find("\"status\":\"ready, with troubles\""), std::string::npos);
    EXPECT_NE(
        get(watch, "/metrics").find("indgang_dependency_up{kind=\"registry\",name=\"cpr\"} 0\n"),
        std::string::npos);
    EXPECT_EQ(get(url, "/readyz"), R"({"status":"ready"})");
    installation.set_fault("cpr", "none");
    ASSERT_TRUE(wait_until([&] {
        return troubles().find("\"of\":\"register cpr\"") == std::string::npos;
    })) << troubles();
    const auto log = text_of_file(installation.folder() / "service.log");
    EXPECT_EQ(count(log, "register cpr is away since "), 1u) << log;
    EXPECT_EQ(count(log, "register cpr answers again, after "), 1u) << log;
}

TEST(Watching, HasItsAddressOnTheSecondLine) {
    Installation installation;
    const auto url = installation.serve();
    const auto log = [&] { return text_of_file(installation.folder() / "service.log"); };
    const std::size_t scheme = std::string("http://").size();
    const auto lines = "listening on " + url.substr(scheme) + "\nwatched at " +
                       installation.watch_url().substr(scheme) + "\n";
    EXPECT_TRUE(wait_until([&] { return log().find(lines) != std::string::npos; })) << log();
}

TEST(Watching, ATakenPortIsSaidInWordsBeforeAndAtTheStart) {
    const Installation installation;
    const auto taken =
        installation.casequeue_url().substr(installation.casequeue_url().rfind(':') + 1);
    installation.write("indgang.toml", "[service]\nport = " + taken + "\nwatch_port = 0\n");
    const auto check = installation.indgang({"config", "check"});
    EXPECT_EQ(check.exit_code, 4);
    EXPECT_NE(check.out.find("BAD        port of the intake: "), std::string::npos) << check.out;
    const auto serve = installation.indgang({"serve"});
    EXPECT_EQ(serve.exit_code, 4);
    EXPECT_NE(serve.err.find("[http_listen_failed]"), std::string::npos) << serve.err;
}

TEST(Watching, ADeadRegisterAndADeadCaseSystemAreNamedByDoctor) {
    Installation installation;
    installation.configure_destinations("[casequeue]\nurl = \"http://127.0.0.1:1\"\n");
    const auto seen = installation.indgang({"doctor"});
    EXPECT_EQ(seen.exit_code, 5);
    EXPECT_NE(seen.out.find("BAD   case system casequeue at http://127.0.0.1:1: "),
              std::string::npos)
        << seen.out;
    EXPECT_NE(seen.out.find("good  register cpr at "), std::string::npos) << seen.out;
    // As `config check` does, for which the configuration is not wrong.
    const auto check = installation.indgang({"config", "check"});
    EXPECT_EQ(check.exit_code, 0) << check.out;
    EXPECT_NE(check.out.find("AWAY       case system casequeue at http://127.0.0.1:1: "),
              std::string::npos)
        << check.out;
    EXPECT_EQ(check.out.find("AWAY       register"), std::string::npos) << check.out;
}

}  // namespace
}  // namespace indgang::flow
