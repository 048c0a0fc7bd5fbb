// SPDX-License-Identifier: MPL-2.0
#include "adapters/registry/registry.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <latch>
#include <optional>
#include <thread>
#include <vector>

#include "adapters/http/client.h"
#include "adapters/http/server.h"
#include "adapters/registry/simulator.h"
#include "schemas/error/error.h"

namespace indgang::registry {
namespace {

using record::Answer;
using record::Question;

const std::string persons_file =
    std::string(INDGANG_SOURCE_DIR) + "/samples/registers/persons.json";
const UtcTime noon = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);

Value cpr_value(const std::string& digits) {
    return Value::of(*CprNumber::parse(digits));
}
Value date_value(const std::string& iso) {
    return Value::of(*Date::parse_iso(iso));
}
Question person(const std::string& cpr) {
    return {"cpr", {{"cpr", cpr_value(cpr)}}, "32.03.12"};
}
Question income(const std::string& cpr, const std::string& from, const std::string& to) {
    return {"eindkomst",
            {{"cpr", cpr_value(cpr)}, {"fra", date_value(from)}, {"til", date_value(to)}},
            "32.03.12"};
}
Question dwelling(const std::string& street, const std::string& number, const std::string& floor,
                  const std::string& door, const std::string& postcode) {
    Question question{"bbr", {}, "32.03.12"};
    const auto put = [&](const char* key, ValueKind kind, const std::string& text) {
        if (!text.empty()) {
            question.key.insert_or_assign(key, *Value::of_text(kind, text));
        }
    };
    put("vejnavn", ValueKind::street, street);
    put("husnummer", ValueKind::house_number, number);
    put("etage", ValueKind::floor, floor);
    put("doer", ValueKind::door, door);
    put("postnummer", ValueKind::postcode, postcode);
    return question;
}

Question company(const std::string& cvr) {
    return {"cvr", {{"cvr", *Value::of_text(ValueKind::cvr, cvr)}}, "32.18.04"};
}

/// The simulator and, in front of it, the registers as the pipeline sees them.
class RegistryTest : public testing::Test {
  protected:
    RegistryTest() : simulator_({.port = 0, .persons_file = persons_file, .faults = {}}) {
        restart(2000);
    }
    void restart(int timeout_ms) {
        http::ClientSettings client;
        client.base_url = "http://127.0.0.1:" + std::to_string(simulator_.port());
        client.timeout_ms = timeout_ms;
        registries_.emplace(
            std::map<std::string, http::ClientSettings>{
                {"cpr", client}, {"eindkomst", client}, {"bbr", client}, {"cvr", client}},
            [this] { return now_; });
    }
    Answer ask(const Question& question) { return registries_->ask(question); }
    std::string fact(const Question& question, const std::string& name) {
        const auto answer = ask(question);
        if (answer.rows.size() != 1 || answer.rows[0].count(name) == 0) {
            return "<none>";
        }
        return answer.rows[0].at(name).canonical();
    }
    std::string reason_of_trouble(const Question& question) {
        try {
            (void)ask(question);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::unavailable);
            return error.reason();
        }
        return "<no trouble>";
    }

    RegistrySimulator simulator_;
    UtcTime now_ = noon;
    std::optional<Registries> registries_;
};

using Cpr = RegistryTest;
using Eindkomst = RegistryTest;
using Bbr = RegistryTest;
using Cvr = RegistryTest;
using Faults = RegistryTest;

TEST_F(Cpr, GivesNamesAsRegistered) {
    EXPECT_EQ(fact(person("6101551234"), "fornavn"), "Åge");
    EXPECT_EQ(fact(person("6101551234"), "efternavn"), "Sørensen-Bjærgård");
}

TEST_F(Cpr, LeavesOutWhatIsEmpty) {
    EXPECT_EQ(fact(person("6101551234"), "mellemnavn"), "<none>");
}

TEST_F(Cpr, TakesTheZerosOffThePaddedAddress) {
    EXPECT_EQ(fact(person("7204801236"), "husnummer"), "12B");
    EXPECT_EQ(fact(person("6101551234"), "etage"), "2");
    EXPECT_EQ(fact(person("8401015233"), "doer"), "12");
}

TEST_F(Cpr, NamesTheSpouse) {
    EXPECT_EQ(fact(person("7204801236"), "civilstand"), "gift");
    EXPECT_EQ(fact(person("7204801236"), "aegtefaelle_cpr"), "6811785533");
}

TEST_F(Cpr, TellsThatAnAddressIsProtected) {
    EXPECT_EQ(fact(person("7508891118"), "adressebeskyttet"), "ja");
    EXPECT_EQ(fact(person("6101551234"), "adressebeskyttet"), "nej");
}

TEST_F(Cpr, GivesTheStatusCodeOfTheDeadAndTheEmigrated) {
    EXPECT_EQ(fact(person("8906341213"), "status"), "90");
    EXPECT_EQ(fact(person("7703702121"), "status"), "80");
}

TEST_F(Cpr, GivesTheNumberInForceOfAChangedOne) {
    EXPECT_EQ(fact(person("6612952212"), "gaeldende_cpr"), "6612954455");
}

TEST_F(Cpr, SaysThatThereIsNoSuchPerson) {
    const auto answer = ask(person("6101551235"));
    EXPECT_EQ(answer.unknown, record::Unknown::no_such_person);
    EXPECT_TRUE(answer.rows.empty());
}

TEST_F(Eindkomst, GivesOneRowForEachMonth) {
    const auto answer = ask(income("8112993321", "2026-08-01", "2026-10-31"));
    ASSERT_EQ(answer.rows.size(), 3u);
    EXPECT_EQ(answer.rows[0].at("maaned").canonical(), "2026-08-01");
    EXPECT_EQ(answer.rows[2].at("a_indkomst").canonical(), "22140");
    EXPECT_EQ(answer.rows[2].at("am_bidrag").canonical(), "1771");
}

/// The samples' pay comes anew each month, or they would contradict people after some months.
TEST_F(Eindkomst, GivesTheMonthsOfAnyYearAcrossItsTurn) {
    const auto answer = ask(income("8112993321", "2031-11-01", "2032-02-29"));
    ASSERT_EQ(answer.rows.size(), 4u);
    EXPECT_EQ(answer.rows[1].at("maaned").canonical(), "2031-12-01");
    EXPECT_EQ(answer.rows[2].at("maaned").canonical(), "2032-01-01");
    EXPECT_EQ(answer.rows[3].at("a_indkomst").canonical(), "22140");
    EXPECT_TRUE(ask(income("8112993321", "2025-01-01", "2025-03-31")).rows.empty());
}

TEST_F(Eindkomst, NetsTheReversalOfAMonth) {
    const auto answer = ask(income("7204801236", "2026-09-01", "2026-09-30"));
    ASSERT_EQ(answer.rows.size(), 1u);
    EXPECT_EQ(answer.rows[0].at("a_indkomst").canonical(), "26800");
}

TEST_F(Eindkomst, CountsIncomeWithoutContributionToo) {
    EXPECT_EQ(fact(income("6101551234", "2026-10-01", "2026-10-31"), "a_indkomst"), "14502");
}

TEST_F(Eindkomst, KnowsThatAChildHasNone) {
    const auto answer = ask(income("6509125544", "2026-08-01", "2026-10-31"));
    EXPECT_TRUE(answer.rows.empty());
    EXPECT_EQ(answer.unknown, std::nullopt);
}

TEST_F(Eindkomst, CallsAPeriodThatEndsBeforeItBeginsADefectOfTheRule) {
    try {
        (void)ask(income("6101551234", "2026-10-01", "2026-08-01"));
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::internal);
    }
}

TEST_F(Bbr, GivesTheUnitOfAnAddress) {
    const auto question = dwelling("Ridehusgade", "49", "2", "th", "5000");
    EXPECT_EQ(fact(question, "boligareal"), "62");
    EXPECT_EQ(fact(question, "vaerelser"), "2");
    EXPECT_EQ(fact(question, "toilet"), "ja");
}

TEST_F(Bbr, GivesBothUnitsOfAnAddressThatHasTwo) {
    EXPECT_EQ(ask(dwelling("Nørregade", "10", "1", "tv", "6000")).rows.size(), 2u);
}

TEST_F(Bbr, LeavesOutUnitsThatAreHistory) {
    EXPECT_EQ(fact(dwelling("Ærøvej", "14", "", "", "5700"), "boligareal"), "104");
}

TEST_F(Bbr, LeavesOutANegativeArea) {
    EXPECT_EQ(fact(dwelling("Havnegade", "5", "4", "th", "9000"), "boligareal"), "<none>");
    EXPECT_EQ(fact(dwelling("Havnegade", "5", "4", "th", "9000"), "vaerelser"), "3");
}

TEST_F(Bbr, GivesNoRoomsAsZero) {
    EXPECT_EQ(fact(dwelling("Kollegievej", "2", "3", "12", "5230"), "vaerelser"), "0");
    EXPECT_EQ(fact(dwelling("Kollegievej", "2", "3", "12", "5230"), "koekken"), "nej");
}

TEST_F(Bbr, SaysThatAHouseWithoutFloorIsAmbiguous) {
    EXPECT_EQ(ask(dwelling("Ridehusgade", "49", "", "", "5000")).unknown,
              record::Unknown::ambiguous_address);
}

TEST_F(Bbr, SaysThatThereIsNoSuchAddress) {
    EXPECT_EQ(ask(dwelling("Ridehusgade", "50", "", "", "5000")).unknown,
              record::Unknown::no_such_address);
}

TEST_F(Cvr, GivesACompany) {
    EXPECT_EQ(fact(company("10202027"), "navn"), "Odense Trykkeri A/S");
    EXPECT_EQ(fact(company("10202027"), "startdato"), "1974-10-15");
    EXPECT_EQ(fact(company("10202027"), "ophoersdato"), "<none>");
    EXPECT_EQ(fact(company("10202035"), "ophoersdato"), "2020-06-30");
}

TEST_F(Cvr, KnowsThatNoCompanyHasANumber) {
    const auto answer = ask(company("10202019"));
    EXPECT_TRUE(answer.rows.empty());
    EXPECT_EQ(answer.unknown, std::nullopt);
}

TEST_F(Faults, DownIsUnavailable) {
    for (const auto& question :
         {person("6101551234"), income("6101551234", "2026-10-01", "2026-10-31"),
          dwelling("Ridehusgade", "49", "2", "th", "5000"), company("10202027")}) {
        simulator_.set_fault(question.registry, Fault::down);
        EXPECT_EQ(reason_of_trouble(question), "registry_unavailable") << question.registry;
    }
}

TEST_F(Faults, AnAnswerAboutSomebodyElseIsNeverTaken) {
    for (const auto& question :
         {person("6101551234"), income("6101551234", "2026-10-01", "2026-10-31"),
          dwelling("Ridehusgade", "49", "2", "th", "5000"),
          dwelling("Ærøvej", "12B", "", "", "5700"), company("10202027")}) {
        simulator_.set_fault(question.registry, Fault::wrong_person);
        EXPECT_EQ(reason_of_trouble(question), "registry_wrong_person") << question.registry;
    }
}

TEST_F(Faults, ACutOffConnectionIsUnavailable) {
    simulator_.set_fault("cpr", Fault::cut_off);
    EXPECT_EQ(reason_of_trouble(person("6101551234")), "registry_unavailable");
}

TEST_F(Faults, AStallEndsAtTheDeadline) {
    restart(100);
    simulator_.set_fault("cpr", Fault::stall);
    EXPECT_EQ(reason_of_trouble(person("6101551234")), "registry_unavailable");
}

TEST_F(Faults, RateLimitingIsUnavailable) {
    simulator_.set_fault("cpr", Fault::rate_limited);
    EXPECT_EQ(reason_of_trouble(person("6101551234")), "registry_rate_limited");
}

TEST_F(Faults, APageInsteadOfJsonIsNonsense) {
    simulator_.set_fault("eindkomst", Fault::nonsense);
    EXPECT_EQ(reason_of_trouble(income("6101551234", "2026-10-01", "2026-10-31")),
              "registry_nonsense");
}

TEST_F(Faults, EndWhenTheyAreSwitchedOffOverHttp) {
    simulator_.set_fault("cpr", Fault::down);
    http::ClientSettings settings;
    settings.base_url = "http://127.0.0.1:" + std::to_string(simulator_.port());
    http::Client client(settings);
    http::Request request;
    request.path = "/simulator/faults";
    request.body = bytes_of(R"({"cpr":"none"})");
    EXPECT_EQ(client.send(request).status, 200);
    EXPECT_EQ(fact(person("6101551234"), "fornavn"), "Åge");
}

TEST_F(Faults, OfAnUnknownNameAreRefused) {
    http::ClientSettings settings;
    settings.base_url = "http://127.0.0.1:" + std::to_string(simulator_.port());
    http::Client client(settings);
    http::Request request;
    request.path = "/simulator/faults";
    request.body = bytes_of(R"({"cpr":"on fire"})");
    EXPECT_EQ(client.send(request).status, 400);
}

TEST_F(Faults, NamePersonsInNoMessage) {
    simulator_.set_fault("cpr", Fault::wrong_person);
    try {
        (void)ask(person("6101551234"));
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()).find("6101551234"), std::string::npos);
    }
}

TEST(Registries, AnswersUnknownForARegisterThatIsNotConfigured) {
    Registries none({}, [] { return noon; });
    EXPECT_EQ(none.ask(person("6101551234")).unknown, record::Unknown::register_not_configured);
}

/// Each register answers when both have been asked.
TEST(Registries, AreAskedAtTheSameTime) {
    std::latch both(2);
    std::atomic<int> in_time = 0;
    const http::Server server({}, [&](const http::ServerRequest&) {
        both.count_down();
        for (int wait = 0; wait < 2'000 && !both.try_wait(); ++wait) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        in_time += both.try_wait() ? 1 : 0;
        http::ServerResponse response;
        response.status = 503;
        return response;
    });
    http::ClientSettings settings;
    settings.base_url = "http://127.0.0.1:" + std::to_string(server.port());
    Registries registries({{"cpr", settings}, {"eindkomst", settings}}, [] { return noon; });
    const std::vector<Question> questions{person("6101551234"),
                                          income("6101551234", "2026-05-01", "2026-10-31")};
    EXPECT_THROW((void)registries.ask(questions), Error);
    EXPECT_EQ(in_time, 2);
}

TEST_F(RegistryTest, AnswersOfSeveralStandInTheOrderOfTheQuestions) {
    auto unknown = person("6101551234");
    unknown.registry = "nobody";
    const std::vector<Question> questions{income("8112993321", "2026-05-01", "2026-10-31"), unknown,
                                          person("8112993321"), person("6101551234")};
    const auto answers = registries_->ask(questions);
    ASSERT_EQ(answers.size(), questions.size());
    for (std::size_t i = 0; i < answers.size(); ++i) {
        EXPECT_EQ(answers[i].question, questions[i]);
    }
}

TEST(Registries, RefusesTheConfigurationOfARegisterThatDoesNotExist) {
    EXPECT_THROW(Registries({{"skat", {}}}, [] { return noon; }), Error);
}

/// A register that says "not now" in whatever words is asked again; no application is parked for
/// it.
class EveryNotNow : public testing::TestWithParam<int> {};
TEST_P(EveryNotNow, IsUnavailable) {
    const http::Server server({}, [](const http::ServerRequest&) {
        http::ServerResponse response;
        response.status = GetParam();
        return response;
    });
    http::ClientSettings settings;
    settings.base_url = "http://127.0.0.1:" + std::to_string(server.port());
    Registries registries({{"cpr", settings}}, [] { return noon; });
    try {
        (void)registries.ask(person("6101551234"));
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::unavailable);
    }
}
INSTANTIATE_TEST_SUITE_P(Statuses, EveryNotNow, testing::Values(408, 409, 425, 429, 500, 503));

TEST(Registries, TakesAPlain404ForAWrongAddressAndNotForAMissingPerson) {
    const http::Server server({}, [](const http::ServerRequest&) {
        http::ServerResponse response;
        response.status = 404;
        response.body = "<h1>Not Found</h1>";
        return response;
    });
    http::ClientSettings settings;
    settings.base_url = "http://127.0.0.1:" + std::to_string(server.port());
    Registries registries({{"cpr", settings}}, [] { return noon; });
    EXPECT_THROW((void)registries.ask(person("6101551234")), Error);
}

}  // namespace
}  // namespace indgang::registry
