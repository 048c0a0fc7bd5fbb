// SPDX-License-Identifier: MPL-2.0
// The whole program against simulated registers and a simulated case system, each a process of its
// own: what a mailroom, a sender of XML and an administrator see.
#include <gtest/gtest.h>

#include <fstream>
#include <initializer_list>
#include <iterator>
#include <string>
#include <utility>

#include "tests/flow/installation.h"

namespace indgang::flow {
namespace {

/// boligstoette-family.xml with another rent is another application.
std::string application(int number) {
    auto xml = sample("xml/boligstoette-family.xml");
    const std::string start = "<husleje_maaned>";
    const auto at = xml.find(start);
    EXPECT_NE(at, std::string::npos);
    const auto text = std::to_string(7'000 + number);
    return xml.replace(at + start.size(), text.size(), text);
}

const nlohmann::json& only_application(const nlohmann::json& result) {
    const auto& applications = result.at("files").at(0).at("applications");
    EXPECT_EQ(applications.size(), 1u);
    return applications.at(0);
}

std::string post(const std::string& url, const std::string& body, int expected_status,
                 const std::string& key = {}) {
    int status = 0;
    const auto answer = exchange(url, "POST", "/v1/applications", body, status, key);
    EXPECT_EQ(status, expected_status) << answer;
    return answer.value("arrival", "");
}

bool becomes_case(const std::string& url, const std::string& arrival) {
    return wait_until([&] {
        int status = 0;
        const auto answer = exchange(url, "GET", "/v1/arrivals/" + arrival, "", status);
        const auto applications = answer.value("applications", nlohmann::json::array());
        return !applications.empty() && !applications[0].value("case_number", "").empty();
    });
}

TEST(Flow, XmlBecomesOneCase) {
    const Installation installation;
    const auto file = installation.write("a.xml", application(1));
    const auto result = installation.indgang({"run", "--json", file.string()});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(only_application(result.json()).at("state"), "delivered");
    EXPECT_EQ(installation.case_ledger().at("cases"), 1);
}

TEST(Flow, TheSameFileAgainMakesNoSecondCase) {
    const Installation installation;
    const auto file = installation.write("a.xml", application(1));
    (void)installation.indgang({"run", file.string()});
    const auto again = installation.indgang({"run", "--json", file.string()});
    EXPECT_EQ(again.exit_code, 0) << again.err;
    EXPECT_TRUE(again.json().at("files").at(0).at("seen_before").get<bool>());
    EXPECT_EQ(installation.case_ledger().at("cases"), 1);
}

TEST(Flow, AFileWithoutBytesIsRejectedAndInTheLedger) {
    const Installation installation;
    const auto folder = installation.folder() / "batch";
    std::filesystem::create_directories(folder);
    (void)installation.write("batch/a.tif", "");
    for (int run = 0; run < 2; ++run) {
        const auto result = installation.indgang({"run", "--json", folder.string()});
        const auto file = result.json().at("files").at(0);
        EXPECT_EQ(file.value("state", ""), "rejected") << result.out;
        EXPECT_EQ(file.value("reason", ""), "image_empty");
        EXPECT_EQ(result.json().at("ledger").at("arrivals").at("rejected"), 1);
    }
}

TEST(Flow, AnArchiveInTheWatchedFolderIsRejectedWithTheReasonBesideIt) {
    Installation installation;
    (void)installation.serve();
    const auto archive = installation.write("inbox/scans.rar", "Rar!\x1A\x07 scan.tif");
    const auto note = archive.parent_path() / "rejected" / "scans.rar.reason";
    EXPECT_TRUE(wait_until([&] { return std::filesystem::exists(note); }));
    std::ifstream in(note);
    std::string reason;
    in >> reason;
    EXPECT_EQ(reason, "archive_unread");
    EXPECT_FALSE(std::filesystem::exists(archive));
}

TEST(Flow, ARegisterThatIsDownParksNothingAndWorkGoesOnByItself) {
    const Installation installation;
    installation.set_fault("cpr", "down");
    const auto file = installation.write("a.xml", application(1));
    const auto down = installation.indgang({"run", "--json", "--wait", "1", file.string()});
    EXPECT_EQ(down.exit_code, 6) << down.err;
    EXPECT_EQ(only_application(down.json()).at("state"), "waiting");
    installation.set_fault("cpr", "none");
    const auto up = installation.indgang({"run", "--json", file.string()});
    EXPECT_EQ(up.exit_code, 0) << up.err;
    EXPECT_EQ(only_application(up.json()).at("state"), "delivered");
}

TEST(Flow, ABrokenFileIsKeptWithReasonAndPlaceAndHoldsUpNothing) {
    const Installation installation;
    const auto folder = installation.folder() / "scans";
    std::filesystem::create_directory(folder);
    installation.write("scans/1-good.xml", application(1));
    installation.write("scans/2-cut.xml", application(2).substr(0, 500));
    installation.write("scans/3-cut.png", sample("paper/page-sp501-2.png").substr(0, 5'000));
    installation.write("scans/4-cut.pdf", sample("paper/scan-fax.pdf").substr(0, 20'000));
    const auto empty = installation.write("5-empty.tif", "");
    const auto foreign = installation.write("6-foreign.bin", "neither scan nor XML");
    const auto result =
        installation.indgang({"run", "--json", folder.string(), empty.string(), foreign.string()});
    EXPECT_EQ(result.exit_code, 3) << result.err;
    const auto files = result.json().at("files");
    ASSERT_EQ(files.size(), 6u);
    EXPECT_EQ(files[0].at("applications").at(0).at("state"), "delivered");
    EXPECT_EQ(files[1].at("state"), "rejected");
    EXPECT_EQ(files[1].at("reason"), "xml_malformed");
    EXPECT_NE(files[1].at("place"), "");
    EXPECT_EQ(files[2].at("state"), "rejected");
    EXPECT_EQ(files[2].at("reason"), "image_truncated");
    EXPECT_EQ(files[3].at("state"), "rejected");
    EXPECT_NE(files[3].at("reason"), "");
    EXPECT_EQ(files[4].at("state"), "rejected");
    EXPECT_EQ(files[4].at("reason"), "image_empty");
    EXPECT_EQ(files[5].at("state"), "rejected");
    const auto queue = installation.indgang({"queue", "list", "--state", "rejected", "--json"});
    EXPECT_EQ(queue.json().at("arrivals").size(), 5u);
}

TEST(Flow, PostedXmlBecomesACaseAndTheReceiptResolves) {
    Installation installation;
    const auto url = installation.serve();
    const auto arrival = post(url, application(1), 201, "key-1");
    EXPECT_TRUE(becomes_case(url, arrival));
}

TEST(Flow, ASenderLearnsWhatIsWrongAndNotWhatOthersCallThings) {
    Installation installation;
    const auto url = installation.serve();
    const auto refusal_of = [&](const std::string& xml) {
        const auto arrival = post(url, xml, 201);
        nlohmann::json answer;
        EXPECT_TRUE(wait_until([&] {
            int status = 0;
            answer = exchange(url, "GET", "/v1/arrivals/" + arrival, "", status);
            return answer.value("state", "") == "rejected";
        })) << answer;
        return answer.value("place", "");
    };
    auto xml = application(1);
    const auto telephone = xml.find("<telefon>"), end = xml.find("</telefon>");
    xml.replace(telephone + 9, end - telephone - 9, "ingen");
    EXPECT_TRUE(
        refusal_of(xml).ends_with("/boligstoette/telefon: is not written as its type demands"));
    xml = application(2);
    xml.insert(xml.find("<telefon>"), "<Svendsen>1</Svendsen>");
    const auto place = refusal_of(xml);
    EXPECT_TRUE(place.ends_with(
        "/boligstoette/*: is not expected here; expected is one of telefon, email, fornavn"))
        << place;
}

TEST(Flow, TheSameKeyTwiceIsOneApplicationAndOtherBytesAreRefused) {
    Installation installation;
    const auto url = installation.serve();
    const auto first = post(url, application(1), 201, "key-1");
    EXPECT_EQ(post(url, application(1), 200, "key-1"), first);
    (void)post(url, application(2), 422, "key-1");
    EXPECT_TRUE(becomes_case(url, first));
    EXPECT_EQ(installation.case_ledger().at("cases"), 1);
}

TEST(Flow, AFileInTheWatchedFolderBecomesACase) {
    Installation installation;
    (void)installation.serve();
    installation.write("inbox/scan.xml", application(1));
    EXPECT_TRUE(wait_until([&] { return installation.case_ledger().at("cases") == 1; }));
    EXPECT_TRUE(std::filesystem::exists(installation.inbox() / "done" / "scan.xml"));
}

TEST(Flow, AcknowledgedWorkGoesOnAfterAStop) {
    Installation installation;
    installation.set_fault("cpr", "down");
    const auto url = installation.serve();
    const auto arrival = post(url, application(1), 201);
    installation.stop_serving();
    installation.set_fault("cpr", "none");
    const auto again = installation.serve();
    EXPECT_TRUE(becomes_case(again, arrival));
}

TEST(Flow, AParkedApplicationIsCorrectedAndBecomesACase) {
    const Installation installation;
    auto xml = application(1);
    const auto at = xml.find("<erklaering>true");
    ASSERT_NE(at, std::string::npos);
    xml.replace(at, 16, "<erklaering>false");
    const auto file = installation.write("a.xml", xml);
    const auto parked = installation.indgang({"run", "--json", file.string()});
    ASSERT_EQ(only_application(parked.json()).at("state"), "parked") << parked.out;
    const auto id = only_application(parked.json()).at("id").get<std::string>();
    for (const std::vector<std::string>& nothing :
         {std::vector<std::string>{"queue", "correct", id},
          {"queue", "correct", id, "--pass", "hest"},
          {"queue", "agree", id, "telefon"},
          {"queue", "agree", id}}) {
        EXPECT_NE(installation.indgang(nothing).exit_code, 0) << nothing.back();
    }
    const auto corrected =
        installation.indgang({"queue", "correct", id, "--set", "erklaering=ja", "--by", "op-7",
                              "--role", "case_worker", "--why", "signed on paper"});
    EXPECT_EQ(corrected.exit_code, 0) << corrected.err;
    const auto history = installation.indgang({"record", "history", id, "--json"}).json();
    ASSERT_EQ(history.at("revisions").size(), 2u);
    EXPECT_EQ(history["revisions"][0].at("role"), "program");
    const auto& revision = history["revisions"][1];
    EXPECT_EQ(revision.at("revision"), 2);
    EXPECT_EQ(revision.at("by"), "op-7");
    EXPECT_EQ(revision.at("role"), "case_worker");
    EXPECT_EQ(revision.at("why"), "signed on paper");
    const nlohmann::json expected{{{"field", "erklaering"}, {"from", "nej"}, {"to", "ja"}}};
    EXPECT_EQ(revision.at("changes"), expected);
    EXPECT_EQ(history.at("settlements").at(0).at("outcome"), "parked");
    // It goes on by itself, which is no defect of the program.
    constexpr int not_now = 9;
    EXPECT_EQ(installation.indgang({"queue", "retry", id}).exit_code, not_now);
    const auto after = installation.indgang({"run", "--json", file.string()});
    EXPECT_EQ(only_application(after.json()).at("state"), "delivered") << after.out;
    const auto why = installation.indgang({"record", "show", id, "--explain", "erklaering"});
    EXPECT_NE(why.out.find("corrected by op-7"), std::string::npos) << why.out;
    EXPECT_NE(why.out.find("stands      as a person said"), std::string::npos) << why.out;
    const auto sent = installation.indgang({"record", "show", id, "--explain", "ansoeger_cpr"});
    EXPECT_NE(sent.out.find("stands      as it was sent"), std::string::npos) << sent.out;
    // Who says nothing of a role acts in the one that the help names.
    const auto acts = installation.indgang({"record", "history", id, "--json"}).json().at("acts");
    ASSERT_FALSE(acts.empty());
    EXPECT_EQ(acts.back().at("role"), "operator");
    EXPECT_EQ(acts.back().at("what"), "looked");
}

TEST(Flow, TheStoreInUseIsNamed) {
    const Installation installation;
    const auto store = (installation.folder() / "other").string();
    const auto absent = installation.indgang({"--store", store, "queue", "list"});
    EXPECT_EQ(absent.exit_code, 8);
    EXPECT_NE(absent.err.find(store), std::string::npos) << absent.err;
    EXPECT_NE(absent.err.find("--store"), std::string::npos) << absent.err;
    // Who starts tidies up after who was killed.
    const auto left = std::filesystem::temp_directory_path() / "indgang-worker-of-the-dead";
    std::filesystem::create_directory(left);
    const auto made = installation.indgang({"--store", store, "run"});
    EXPECT_FALSE(std::filesystem::exists(left));
    EXPECT_EQ(made.exit_code, 0) << made.err;
    EXPECT_NE(made.err.find("store: " + store + " (a new one)\n"), std::string::npos) << made.err;
    const auto listed = installation.indgang({"--store", store, "queue", "list"});
    EXPECT_NE(listed.err.find("store: " + store + "\n"), std::string::npos) << listed.err;
}

TEST(Flow, AListIsNotEmptyForASlip) {
    const Installation installation;
    auto xml = application(1);
    xml.replace(xml.find("<erklaering>true"), 16, "<erklaering>false");
    const auto run = installation.indgang({"run", installation.write("a.xml", xml).string()});
    EXPECT_TRUE(
        run.err.ends_with("1 application waits for a person: `indgang queue list --state "
                          "parked`\n"))
        << run.err;
    const std::pair<std::vector<std::string>, std::string> cases[] = {
        {{"--form", "boligstotte"}, "did you mean 'boligstoette'?"},
        {{"--batch", "hest"}, "no arrival 'hest'"},
        {{"--id", "hest"}, "no application 'hest'"},
        {{"--page", "99"}, "page 99 of 1"}};
    for (const auto& [switches, words] : cases) {
        auto command = std::vector<std::string>{"queue", "list"};
        command.insert(command.end(), switches.begin(), switches.end());
        const auto listed = installation.indgang(command);
        EXPECT_EQ(listed.exit_code, 3) << listed.err;
        EXPECT_NE(listed.err.find(words), std::string::npos) << listed.err;
    }
    // What applications wait for stands in no one table, so that a word nobody knows is only told.
    for (const auto& [reason, is_known] : {std::pair{"declaration_missing", true},
                                           {"declaration_missing:erklaering", true},
                                           {"image_", true},
                                           {"sum_exceeds_total", true},
                                           {"hest", false}}) {
        const auto listed = installation.indgang({"queue", "list", "--reason", reason});
        EXPECT_EQ(listed.exit_code, 0) << listed.err;
        EXPECT_EQ(listed.err.find("no application ever waited") == std::string::npos, is_known)
            << listed.err;
    }
}

TEST(Flow, ARecordGoesOutAsXmlAndComesBackTheSame) {
    const Installation installation;
    const auto file = installation.write("a.xml", application(1));
    const auto run = installation.indgang({"run", "--json", file.string()});
    const auto id = only_application(run.json()).at("id").get<std::string>();
    const auto xml = installation.indgang({"record", "show", id, "--xml"});
    ASSERT_EQ(xml.exit_code, 0) << xml.err;
    const auto back = installation.write("back.xml", xml.out);
    const auto again = installation.indgang({"run", "--json", back.string()});
    const auto second = only_application(again.json());
    // So much the same that it is asked about.
    EXPECT_EQ(second.at("reasons"), nlohmann::json({"application_came_before"})) << again.out;
    EXPECT_EQ(second.at("fields_filled"), only_application(run.json()).at("fields_filled"));
}

TEST(Flow, AScannedPageIsReadWithoutStoringAnything) {
    const Installation installation;
    const auto page = std::string(INDGANG_SOURCE_DIR) + "/samples/paper/page-sp501-2.png";
    const auto read = installation.indgang({"read", "--json", page});
    ASSERT_EQ(read.exit_code, 0) << read.err;
    const auto applications = read.json().at("applications");
    ASSERT_EQ(applications.size(), 1u);
    EXPECT_EQ(applications[0].at("form"), "sp501");
    EXPECT_FALSE(std::filesystem::exists(installation.folder() / "store"));
}

TEST(Flow, XmlIsShownWithoutStoringAnything) {
    const Installation installation;
    const auto source = std::string(INDGANG_SOURCE_DIR) + "/samples/xml/";
    const auto read = installation.indgang({"read", "--json", source + "kontanthjaelp-oio.xml"});
    ASSERT_EQ(read.exit_code, 0) << read.err;
    const auto application = read.json().at("applications").at(0);
    EXPECT_EQ(application.at("form"), "kontanthjaelp");
    const auto& field = application.at("fields").at(0);
    EXPECT_EQ(field.at("field"), "ansoeger_cpr");
    EXPECT_EQ(field.at("value"), "7007859927");
    EXPECT_EQ(field.at("xpath"), "/KontanthjaelpAnsoegning/Ansoeger/CivilRegistrationIdentifier");
    EXPECT_TRUE(field.at("accepted").get<bool>());
    EXPECT_FALSE(std::filesystem::exists(installation.folder() / "store"));

    const auto broken = installation.indgang({"read", source + "sp501-truncated.xml"});
    EXPECT_EQ(broken.exit_code, 3);
    EXPECT_TRUE(broken.out.empty()) << broken.out;
    EXPECT_NE(broken.err.find("not well-formed [xml_malformed], line 38, /SP501/"),
              std::string::npos)
        << broken.err;
}

TEST(Flow, OfAFeedEachApplicationIsShown) {
    const Installation installation;
    auto good = sample("xml/sp501-utf-8.xml");
    good.erase(0, good.find("?>") + 2);
    const auto feed = installation.write(
        "feed.xml", "<feed xmlns:f=\"urn:feed\">" + good + "<other/>" + good + "</feed>");
    const auto read = installation.indgang({"read", "--json", feed.string()});
    EXPECT_EQ(read.exit_code, 3);
    const auto applications = read.json().at("applications");
    ASSERT_EQ(applications.size(), 2U);
    EXPECT_EQ(applications[0].at("part"), 1);
    EXPECT_EQ(applications[1].at("part"), 3);
    EXPECT_NE(read.err.find("feed.xml, application 2: "), std::string::npos) << read.err;
}

TEST(Flow, APageThatCannotBeReadIsNoSuccess) {
    const Installation installation;
    // A TIFF of 100 x 100 pixels in a compression that nobody reads.
    std::string tiff = {'I', 'I', '*', 0, 8, 0, 0, 0, 8, 0};
    for (const auto& [tag, value] : std::initializer_list<std::pair<int, int>>{{256, 100},
                                                                               {257, 100},
                                                                               {258, 8},
                                                                               {259, 34712},
                                                                               {262, 1},
                                                                               {273, 8},
                                                                               {278, 100},
                                                                               {279, 50}}) {
        for (const int each : {tag, 4, 1, 0, value, 0}) {
            tiff += static_cast<char>(each & 0xFF);
            tiff += static_cast<char>(each >> 8);
        }
    }
    tiff += std::string(4, '\0');
    const auto read = installation.indgang({"read", installation.write("odd.tif", tiff).string()});
    EXPECT_EQ(read.exit_code, 3);
    EXPECT_NE(read.err.find("odd.tif, page 1: scan: tiff: compression 34712 is not read"),
              std::string::npos)
        << read.err;
}

TEST(Flow, NoPersonalDataGoesToLogsAndErrors) {
    Installation installation;
    installation.set_fault("eindkomst", "nonsense");
    const auto url = installation.serve();
    (void)post(url, application(1), 201);
    int status = 0;
    (void)exchange(url, "POST", "/v1/applications", application(2).substr(0, 700), status);
    EXPECT_TRUE(wait_until([&] {
        const auto queue = installation.indgang({"queue", "list", "--state", "waiting", "--json"});
        return queue.exit_code == 0 && !queue.json().at("items").empty();
    }));
    installation.stop_serving();
    std::string logs;
    for (const char* log : {"service.log", "registers.log", "casequeue.log"}) {
        std::ifstream file(installation.folder() / log);
        logs += std::string(std::istreambuf_iterator<char>(file), {});
    }
    for (const char* personal : {"7204801236", "720480-1236", "6811785533", "Kjær", "Ærøvej"}) {
        EXPECT_EQ(logs.find(personal), std::string::npos) << personal;
    }
}

TEST(Flow, AWrongCommandLineIsExitCodeTwo) {
    const Installation installation;
    EXPECT_EQ(installation.indgang({"frobnicate"}).exit_code, 2);
}

TEST(Flow, AWrongConfigurationNamesItsLine) {
    const Installation installation;
    installation.write("indgang.toml", "[store]\nfolder = 3\n[nonsense]\nx = 1\n");
    const auto check = installation.indgang({"config", "check"});
    EXPECT_EQ(check.exit_code, 4);
    EXPECT_NE(check.err.find("indgang.toml:2"), std::string::npos) << check.err;
    EXPECT_NE(check.err.find("indgang.toml:3"), std::string::npos) << check.err;
}

TEST(Flow, TheDefaultsAreAValidConfiguration) {
    const Installation installation;
    auto defaults = installation.indgang({"config", "defaults"}).out;
    // Whoever has these ports on this machine is not the matter here.
    for (const std::string port : {"\nport = 8100\n", "\nwatch_port = 8108\n"}) {
        const auto at = defaults.find(port);
        ASSERT_NE(at, std::string::npos);
        defaults.replace(at, port.size(), port.substr(0, port.find('=')) + "= 0\n");
    }
    installation.write("indgang.toml", defaults);
    EXPECT_EQ(installation.indgang({"config", "check"}).exit_code, 0);
}

}  // namespace
}  // namespace indgang::flow
