// SPDX-License-Identifier: MPL-2.0
// An installation with two case systems.
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/http/server.h"
#include "tests/flow/installation.h"

namespace indgang::flow {
namespace {

using Json = nlohmann::json;

/// A sample with another rent is another application.
std::string application(const std::string& name, int number) {
    auto xml = sample("xml/" + name);
    const std::string start = "<husleje_maaned>";
    const auto at = xml.find(start);
    EXPECT_NE(at, std::string::npos);
    const auto text = std::to_string(7'000 + number);
    return xml.replace(at + start.size(), text.size(), text);
}

std::string destination(const std::string& name, const std::string& url,
                        const std::string& more = {}) {
    return "[destinations." + name + "]\nurl = \"" + url + "\"\n" + more;
}

std::string route(const std::string& to, const std::string& conditions = {}) {
    return "[[routes]]\nto = \"" + to + "\"\n" + conditions;
}

class TwoCaseSystems : public ::testing::Test {
  protected:
    TwoCaseSystems()
        : port_(fault::free_port()),
          second_({{std::string(INDGANG_BUILD_DIR) + "/indgang", "simulate", "casequeue", "--port",
                    std::to_string(port_), "--folder", (first_.folder() / "second").string()},
                   first_.folder() / "second.log"}) {
        EXPECT_TRUE(wait_until([&] {
            try {
                return second_ledger().contains("cases");
            } catch (const std::exception&) {
                return false;
            }
        }));
    }
    [[nodiscard]] std::string second_url() const {
        return "http://127.0.0.1:" + std::to_string(port_);
    }
    [[nodiscard]] Json second_ledger() const {
        int status = 0;
        return exchange(second_url(), "GET", "/ledger", "", status);
    }
    [[nodiscard]] std::string both() const {
        return destination("casequeue", first_.casequeue_url()) +
               destination("pension", second_url());
    }
    /// Runs these documents; gives their applications.
    [[nodiscard]] std::vector<Json> run(const std::vector<std::string>& documents) const {
        std::vector<std::string> arguments{"run", "--json", "--wait", "2"};
        for (const auto& document : documents) {
            const auto name = std::to_string(arguments.size()) + ".xml";
            arguments.push_back(first_.write(name, document).string());
        }
        const auto result = first_.indgang(arguments).json();
        std::vector<Json> applications;
        for (const auto& file : result.at("files")) {
            applications.push_back(file.at("applications").at(0));
        }
        return applications;
    }
    [[nodiscard]] Json listed(const std::string& id) const {
        return first_.indgang({"queue", "list", "--json", "--id", id}).json().at("items").at(0);
    }

    Installation first_;
    const int port_;
    const fault::Process second_;
};

TEST_F(TwoCaseSystems, GetTheApplicationsOfTheirForms) {
    first_.configure_destinations(both() + route("pension", "form = \"sp501\"\n") +
                                  route("casequeue"));
    EXPECT_EQ(first_.indgang({"config", "check"}).exit_code, 0);
    const auto applications =
        run({application("boligstoette-family.xml", 1), sample("xml/sp501-utf-8.xml")});
    ASSERT_EQ(applications.size(), 2u);
    EXPECT_EQ(applications[0].at("state"), "delivered") << applications[0].dump(1);
    EXPECT_EQ(applications[1].at("state"), "delivered") << applications[1].dump(1);
    EXPECT_EQ(applications[0].at("destination"), "casequeue");
    EXPECT_EQ(applications[1].at("destination"), "pension");
    EXPECT_EQ(first_.case_ledger().at("cases"), 1);
    EXPECT_EQ(second_ledger().at("cases"), 1);
    // Both count from one, and nobody takes that for a case that is there twice.
    EXPECT_EQ(applications[0].at("case_number"), applications[1].at("case_number"));
    EXPECT_EQ(first_.indgang({"queue", "ledger", "--json"}).json().at("duplicated"), 0);
    const auto record =
        first_.indgang({"record", "show", "--json", applications[1].at("id").get<std::string>()});
    EXPECT_EQ(record.json().at("destination"), "pension") << record.err;
}

TEST_F(TwoCaseSystems, GetTheApplicationsOfTheirMunicipalities) {
    first_.configure_destinations(both() + route("pension", "municipality = \"479\"\n") +
                                  route("casequeue", "municipality = \"561\"\n"));
    const auto applications =
        run({application("boligstoette-family.xml", 1), application("boligstoette-single.xml", 2)});
    ASSERT_EQ(applications.size(), 2u);
    EXPECT_EQ(applications[0].at("destination"), "pension") << applications[0].dump(1);
    EXPECT_EQ(applications[1].at("destination"), "casequeue") << applications[1].dump(1);
}

TEST_F(TwoCaseSystems, GetNothingThatNoRouteTakesUntilARouteDoes) {
    first_.configure_destinations(both() + route("pension", "form = \"sp501\"\n"));
    const auto parked = run({application("boligstoette-family.xml", 1)}).at(0);
    const auto id = parked.at("id").get<std::string>();
    EXPECT_EQ(parked.at("state"), "parked") << parked.dump(1);
    EXPECT_EQ(parked.at("reasons"), Json::array({"no_destination"}));
    first_.configure_destinations(both() + route("casequeue"));
    EXPECT_EQ(first_.indgang({"queue", "retry", id}).exit_code, 0);
    (void)run({application("boligstoette-single.xml", 2)});
    EXPECT_EQ(listed(id).at("state"), "delivered");
    EXPECT_EQ(first_.case_ledger().at("duplicates"), 0);
}

TEST_F(TwoCaseSystems, KeepWhatIsMeantForOneThatIsTakenOutOfTheConfiguration) {
    first_.configure_destinations(both() + destination("away", "http://127.0.0.1:1") +
                                  route("away"));
    const auto id =
        run({application("boligstoette-family.xml", 1)}).at(0).at("id").get<std::string>();
    first_.configure_destinations(both() + route("pension"));
    (void)run({application("boligstoette-single.xml", 2)});
    EXPECT_EQ(listed(id).at("state"), "ready");
    EXPECT_EQ(listed(id).at("reasons"), Json::array({"destination_unknown"}));
    EXPECT_EQ(listed(id).at("destination"), "away");
    first_.configure_destinations(destination("away", second_url()) + route("away"));
    (void)run({application("boligstoette-single.xml", 3)});
    EXPECT_EQ(listed(id).at("state"), "delivered");
    EXPECT_EQ(listed(id).at("destination"), "away");
}

/// A case system that takes connections and says nothing until it goes.
class Silence {
  public:
    ~Silence() {
        const std::lock_guard lock(mutex_);
        is_over_ = true;
        over_.notify_all();
    }
    [[nodiscard]] std::string url() const {
        return "http://127.0.0.1:" + std::to_string(server_.port());
    }
    [[nodiscard]] int asked() const {
        const std::lock_guard lock(mutex_);
        return asked_;
    }

  private:
    mutable std::mutex mutex_;  ///< of the flag and the count
    bool is_over_ = false;
    int asked_ = 0;
    std::condition_variable over_;
    http::Server server_{{}, [this](const http::ServerRequest&) {
                             std::unique_lock lock(mutex_);
                             ++asked_;
                             over_.wait(lock, [this] { return is_over_; });
                             return http::ServerResponse{.status = 503};
                         }};
};

TEST_F(TwoCaseSystems, DoNotWaitForEachOther) {
    const Silence silence;
    // Longer than the test waits: threads that wait for this one are of no use to the other.
    first_.configure_destinations(destination("silent", silence.url(), "timeout_ms = 60000\n") +
                                  destination("pension", second_url()) +
                                  route("silent", "municipality = \"479\"\n") + route("pension"));
    const auto url = first_.serve();
    constexpr int silent = 12, quick = 12;
    int status = 0;
    for (int i = 0; i < silent; ++i) {
        (void)exchange(url, "POST", "/v1/applications", application("boligstoette-family.xml", i),
                       status);
    }
    EXPECT_TRUE(wait_until([&] { return silence.asked() > 0; }));
    for (int i = 0; i < quick; ++i) {
        (void)exchange(url, "POST", "/v1/applications",
                       application("boligstoette-single.xml", silent + i), status);
    }
    EXPECT_TRUE(wait_until([&] { return second_ledger().at("cases") == quick; }))
        << second_ledger();
}

}  // namespace
}  // namespace indgang::flow
