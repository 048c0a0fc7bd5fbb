// SPDX-License-Identifier: MPL-2.0
// What the adapter makes of each code of CPR's.
#include "adapters/registry/cpr.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "adapters/http/server.h"
#include "schemas/error/error.h"
#include "schemas/register/civil_status.h"

namespace indgang::registry {
namespace {

using registers::civil_status_of;
using registers::civil_statuses;
using registers::CivilStatus;

const std::string number = "6101551234";

/// The register's answer with this code of civil status and this address.
record::Answer answer_with(const std::string& code, const std::string& address = "null") {
    const http::Server server({}, [&](const http::ServerRequest&) {
        http::ServerResponse response;
        response.status = 200;
        response.body = R"({"personnummer": ")" + number + R"(", "gaeldendePersonnummer": ")" +
                        number + R"(", "status": "01", "navn": {"fornavn": "Åge"},)" +
                        R"("civilstand": {"kode": ")" + code + R"("}, "adresse": )" + address +
                        R"(, "adressebeskyttet": false})";
        return response;
    });
    http::ClientSettings settings;
    settings.base_url = "http://127.0.0.1:" + std::to_string(server.port());
    const auto cpr = create_cpr(settings, [] { return *parse_utc("2026-11-22T12:00:00.000Z"); });
    return cpr->ask({"cpr", {{"cpr", Value::of(*CprNumber::parse(number))}}, "32.03.12"});
}

TEST(CprCodes, EachGiveACivilStatusOfItsOwn) {
    std::set<CivilStatus> given;
    for (const auto* code : {"U", "G", "F", "E", "P", "O", "L", "D"}) {
        const auto status =
            civil_status_of(answer_with(code).rows.at(0).at("civilstand").canonical());
        ASSERT_TRUE(status.has_value()) << code;
        EXPECT_TRUE(given.insert(*status).second) << code;
    }
    EXPECT_EQ(given.size(), civil_statuses().size());
}

TEST(CprCodes, SayWhichCivilStatusItIs) {
    const auto status = [](const std::string& code) {
        return civil_status_of(answer_with(code).rows.at(0).at("civilstand").canonical());
    };
    EXPECT_EQ(status("U"), CivilStatus::unmarried);
    EXPECT_EQ(status("G"), CivilStatus::married);
    EXPECT_EQ(status("F"), CivilStatus::divorced);
    EXPECT_EQ(status("E"), CivilStatus::widowed);
    EXPECT_EQ(status("P"), CivilStatus::registered_partner);
    EXPECT_EQ(status("O"), CivilStatus::dissolved_partnership);
    EXPECT_EQ(status("L"), CivilStatus::surviving_partner);
    EXPECT_EQ(status("D"), CivilStatus::dead);
}

TEST(CprCodes, ThatNobodyKnowsAreNonsense) {
    EXPECT_THROW((void)answer_with("X"), Error);
}

/// The municipality that the adapter takes from this code; "" when there is none.
std::string municipality_with(const std::string& member) {
    const auto facts =
        answer_with("U", R"({"vejnavn": "Ridehusgade", "husnummer": "049", "postnummer": "5000")" +
                             member + "}")
            .rows.at(0);
    const auto found = facts.find("kommunekode");
    return found == facts.end() ? "" : found->second.canonical();
}

TEST(CprMunicipality, HasThreeDigitsWhereCprWritesFour) {
    EXPECT_EQ(municipality_with(R"(, "kommunekode": "0461")"), "461");
    EXPECT_EQ(municipality_with(R"(, "kommunekode": "461")"), "461");
}

TEST(CprMunicipality, MayBeLeftOut) {
    EXPECT_EQ(municipality_with(""), "");
    EXPECT_EQ(municipality_with(R"(, "kommunekode": null)"), "");
    EXPECT_EQ(municipality_with(R"(, "kommunekode": "")"), "");
}

TEST(CprMunicipality, ThatIsNoneIsNonsense) {
    for (const char* code : {"00461", "46", "4x1", "0000"}) {
        EXPECT_THROW((void)municipality_with(R"(, "kommunekode": ")" + std::string(code) + "\""),
                     Error)
            << code;
    }
}

}  // namespace
}  // namespace indgang::registry
