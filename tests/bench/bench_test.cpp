// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>
#include <libxml/parser.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "tests/bench/bench.h"
#include "tests/bench/http/answers.h"
#include "tests/bench/http/tally.h"
#include "tests/bench/paper/field_figures.h"
#include "tests/bench/paper/held_out.h"
#include "tests/bench/paper/ordinary_set.h"
#include "tests/bench/paper/peers.h"
#include "tests/bench/plots.h"
#include "tests/bench/processes.h"
#include "tests/bench/report.h"
#include "tests/bench/shares.h"

namespace indgang::bench {
namespace {

namespace fs = std::filesystem;
const fs::path source = INDGANG_SOURCE_DIR;

std::string text_of(const fs::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) > 127;
}

bool has_word(std::string_view text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string_view::npos;
         at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at == 0 || !is_letter(text[at - 1])) &&
            (end == text.size() || !is_letter(text[end]))) {
            return true;
        }
    }
    return false;
}

TEST(HeldOut, NoWordOfTheBenchIsInTheFitsLists) {
    const std::string fit = text_of(source / "ocr/models/train/text_plans.py");
    const std::string forge = text_of(source / "tests/forge/sheet/random_filling.cpp");
    ASSERT_TRUE(has_word(fit, "Dalsgaard"));
    for (const std::string_view word : held_out_words()) {
        EXPECT_FALSE(has_word(fit, word)) << word;
        EXPECT_FALSE(has_word(forge, word)) << word;
    }
}

TEST(Share, OfNoneOfThreeHundredIsAtMostOnePercent) {
    EXPECT_NEAR((Share{0, 300}.at_most().get<double>()), 0.00994, 0.00001);
}

TEST(Share, OfFiveOfHundredIsAtMostTenPercent) {
    EXPECT_NEAR((Share{5, 100}.at_most().get<double>()), 0.1023, 0.0001);
}

TEST(Share, OfNothingIsNoNumber) {
    EXPECT_TRUE((Share{0, 0}.value().is_null()));
}

TEST(Reliability, OfAReaderThatSaysTooMuchIsOffByWhatItSaysTooMuch) {
    std::vector<Said> said;
    for (int i = 0; i < 100; ++i) {
        said.push_back({0.95, i < 80});
    }
    EXPECT_NEAR(reliability(said).at("ece").get<double>(), 0.15, 1e-9);
}

TEST(Reliability, OfAReaderThatSaysWhatItKnowsIsNotOff) {
    std::vector<Said> said;
    for (int i = 0; i < 100; ++i) {
        said.push_back({0.75, i < 75});
    }
    EXPECT_NEAR(reliability(said).at("ece").get<double>(), 0, 1e-9);
}

TEST(Peers, AreHeldToHaveFoundAValueAcrossCellBorders) {
    EXPECT_TRUE(is_found("6101901234", "CPR-nummer\n|6 1 0|1 9 0 1 2 3 4|"));
    EXPECT_FALSE(is_found("6101901234", "61019 1234"));
}

accuracy::FieldSight comb_sight(int characters, bool is_right, bool is_accepted) {
    accuracy::FieldSight sight;
    sight.capture = form::Capture::comb;
    sight.kind = ValueKind::cpr;
    sight.cells = 10;
    sight.characters = characters;
    sight.is_filled = characters > 0;
    sight.is_right = is_right;
    sight.is_accepted = is_accepted;
    return sight;
}

SetReadings digits_of(std::vector<accuracy::FieldSight> sights) {
    SetReadings sets;
    sets["digits"]["A"].sights = std::move(sights);
    return sets;
}

TEST(FieldFigures, CountNoDigitFieldOfFewerThanEightDigits) {
    const auto figures =
        field_figures(digits_of({comb_sight(10, true, true), comb_sight(7, false, false)}));
    EXPECT_EQ(figures.at("digits_right").at("A"), 1.0);
    EXPECT_EQ(figures.at("counts").at("digits_filled").at("A"), 1);
}

TEST(FieldFigures, CountAnEmptyFieldReadAsFilledAsAnUndetectedError) {
    const auto figures =
        field_figures(digits_of({comb_sight(10, true, true), comb_sight(0, false, true)}));
    EXPECT_EQ(figures.at("undetected_error").at("digits").at("A"), 0.5);
}

TEST(FieldFigures, LeaveRightlyEmptyFieldsOutOfTheUndetectedErrors) {
    const auto figures = field_figures(digits_of(
        {comb_sight(10, false, true), comb_sight(0, true, true), comb_sight(0, true, true)}));
    EXPECT_EQ(figures.at("undetected_error").at("digits").at("A"), 1.0);
}

TEST(FieldFigures, GiveNoNumberForWhatWasNotMeasured) {
    EXPECT_TRUE(field_figures({}).at("letters_right").at("A").is_null());
}

accuracy::FieldSight sight_of(const char* field, bool is_filled, bool is_right, bool is_accepted) {
    accuracy::FieldSight sight;
    sight.field = field;
    sight.is_filled = is_filled;
    sight.is_right = is_right;
    sight.is_accepted = is_accepted;
    return sight;
}

const nlohmann::json one_damaged = {
    {"applications", {{{"damaged", {{"beloeb", "character 2 struck by bar, new above"}}}}}}};

TEST(OrdinaryReading, CountsAnEmptyFieldThatIsReadAsWrongAndAccepted) {
    accuracy::Score score;
    score.sights = {sight_of("tom", false, false, true), sight_of("beloeb", true, true, true)};
    OrdinaryReading reading;
    add_application(reading, score, one_damaged);
    EXPECT_EQ(reading.all.fields, 2);
    EXPECT_EQ(reading.all.wrong_accepted, 1);
}

TEST(OrdinaryReading, CountsTheFieldsThatTheConditionWasDoneToApart) {
    accuracy::Score score;
    score.sights = {sight_of("navn", true, true, true), sight_of("beloeb", true, false, true)};
    OrdinaryReading reading;
    add_application(reading, score, one_damaged);
    EXPECT_EQ(reading.touched.fields, 1);
    EXPECT_EQ(reading.touched.wrong_accepted, 1);
    EXPECT_EQ(reading.all.right, 1);
}

TEST(OrdinaryFigures, HoldTheShareOfWrongAndAcceptedAgainstTheAccepted) {
    OrdinaryReadings readings;
    readings["comma"].all = {300, 250, 220, 3};
    readings["stamp"].all = {200, 190, 180, 1};
    EXPECT_DOUBLE_EQ(ordinary_figures(readings).at("ordinary_wrong_accepted_share").get<double>(),
                     0.01);
}

bool is_share(const nlohmann::ordered_json& value) {
    return value.is_number() && value >= 0.0 && value <= 1.0;
}

/// A whole run, small and without peers; about 20 s of CPU.
class SmallRun : public testing::Test {
  protected:
    static const nlohmann::ordered_json& figures() {
        static const nlohmann::ordered_json json = [] {
            PaperOptions options;
            options.forms = source / "schemas/forms";
            options.capital_forms = source / "tests/forms";
            options.models = source / "ocr/models";
            options.program = fs::path(INDGANG_BUILD_DIR) / "indgang";
            options.pages = 2;  // the first form has one page
            options.peer_pages = 0;
            options.repeats = 1;
            options.ordinary_pages = 1;
            options.condition = "comma";
            return paper_bench(options);
        }();
        return json;
    }
};

TEST_F(SmallRun, HasEveryKeyThatOthersRead) {
    for (const char* grade : {"A", "B", "C"}) {
        EXPECT_TRUE(is_share(figures().at("typed_right").at(grade))) << grade;
        EXPECT_TRUE(is_share(figures().at("digits_right").at(grade))) << grade;
        EXPECT_TRUE(is_share(figures().at("identified").at(grade).at("right"))) << grade;
        EXPECT_TRUE(figures().at("marks_wrong_accepted_per_10000").at(grade).is_number()) << grade;
        for (const char* what : {"typed", "digits"}) {
            EXPECT_TRUE(is_share(figures().at("accepted").at(what).at(grade))) << what << grade;
            EXPECT_TRUE(figures().at("undetected_error").at(what).contains(grade)) << what << grade;
        }
    }
}

TEST_F(SmallRun, MeasuresOrdinaryMail) {
    const auto& comma = figures().at("ordinary").at("comma");
    for (const char* key : {"fields", "right", "accepted", "wrong_accepted"}) {
        EXPECT_TRUE(comma.at(key).is_number_integer()) << key;
        EXPECT_LE(comma.at(key).get<int>(), comma.at("fields").get<int>()) << key;
    }
    EXPECT_GT(comma.at("touched").at("fields").get<int>(), 0);
    EXPECT_LT(comma.at("touched").at("fields").get<int>(), comma.at("fields").get<int>());
    EXPECT_TRUE(is_share(figures().at("ordinary_wrong_accepted_share")));
    EXPECT_NE(paper_report(figures()).find("| comma |"), std::string::npos);
}

TEST_F(SmallRun, ReadsMostPrintRight) {
    EXPECT_GT(figures().at("typed_right").at("A").get<double>(), 0.9);
    EXPECT_GT(figures().at("counts").at("typed_filled").at("A").get<int>(), 20);
}

TEST_F(SmallRun, SaysThatItsDigitsAreNotPeoples) {
    EXPECT_EQ(figures().at("setup").at("outside_data").at("mnist"), false);
    EXPECT_NE(paper_report(figures()).find("NOT PEOPLE'S"), std::string::npos);
}

bool is_well_formed(const std::string& xml) {
    xmlDocPtr document = xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
                                       XML_PARSE_NONET | XML_PARSE_NOERROR);
    xmlFreeDoc(document);
    return document != nullptr;
}

TEST_F(SmallRun, CanBeDrawn) {
    EXPECT_TRUE(is_well_formed(plot_fields(figures())));
    EXPECT_TRUE(is_well_formed(plot_reliability(figures())));
    EXPECT_TRUE(is_well_formed(plot_cost(figures())));
    EXPECT_TRUE(is_well_formed(plot_ordinary(figures())));
    EXPECT_NE(plot_reliability(figures()).find("printed lines"), std::string::npos);
}

TEST_F(SmallRun, MeasuresTheMemoryOfARealWorker) {
    EXPECT_GT(figures().at("rss_mib_per_worker").get<double>(), 30);
    EXPECT_LT(figures().at("rss_mib_per_worker").get<double>(), 200);
}

TEST(XmlBench, GivesEveryKeyOfASmallRun) {
    const fs::path build = INDGANG_BUILD_DIR;
    const std::string file = testing::TempDir() + "indgang-xml-bench.json";
    const CommandRun run =
        run_command({(build / "indgang_bench").string(), "xml", "--quick", "--json", file});
    const auto figures = nlohmann::json::parse(text_of(file));
    for (const char* key :
         {"to_outbox_ratio", "parse_and_map_to_floor", "records_per_second",
          "records_per_second_at_100000", "run_files_per_second", "bytes_per_record",
          "cases_per_second", "cpu_us_per_record", "libxml2_floor_us", "in_outbox"}) {
        EXPECT_GT(figures.at(key).get<double>(), 0) << key;
    }
    EXPECT_EQ(figures.at("documents"), 40);
    EXPECT_EQ(figures.at("run_files"), 40);
    EXPECT_EQ(figures.at("records_there"), 144);
    EXPECT_EQ(figures.at("cases"), figures.at("in_outbox"));
}

TEST(FeedBench, LosesAndDoublesNothingInASmallRun) {
    const fs::path build = INDGANG_BUILD_DIR;
    const std::string file = testing::TempDir() + "indgang-feed-bench.json";
    const CommandRun run =
        run_command({(build / "indgang_bench").string(), "feed", "--quick", "--json", file});
    const auto figures = nlohmann::json::parse(text_of(file));
    EXPECT_EQ(figures.at("documents"), 40);
    EXPECT_EQ(figures.at("lost"), 0);
    EXPECT_EQ(figures.at("doubled"), 0);
    for (const char* key : {"records_per_second", "single_records_per_second", "rss_mib"}) {
        EXPECT_GT(figures.at(key).get<double>(), 0) << key;
    }
}

TEST(Answers, AreToldApartByTheirLengths) {
    const std::string first = "HTTP/1.1 201 Created\r\ncontent-LENGTH:  2\r\nX: y\r\n\r\n{}";
    const auto answer = first_answer(first + "HTTP/1.1 408 ");
    EXPECT_EQ(answer.state, Answer::State::whole);
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.bytes, first.size());
}

TEST(Answers, WaitForTheLastByte) {
    const std::string whole = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde";
    for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
        EXPECT_EQ(first_answer(whole.substr(0, bytes)).state, Answer::State::partial) << bytes;
    }
}

TEST(Answers, AreNothingElseThanHttp) {
    for (const char* bytes : {"HTTP/1.0 200 OK\r\n\r\n", "x", "HTTP/1.1 2x0 OK\r\n\r\n",
                              "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"}) {
        EXPECT_EQ(first_answer(bytes).state, Answer::State::broken) << bytes;
    }
}

TEST(Tally, GivesTheTimeWithinWhichNearlyAllWereAnswered) {
    Tally tally;
    for (int ms = 200; ms > 0; --ms) {
        tally.ms.push_back(ms);
    }
    EXPECT_EQ(tally.quantile_ms(0.99), 198);
    EXPECT_EQ(tally.quantile_ms(0.5), 100);
    EXPECT_EQ(Tally{}.quantile_ms(0.99), 0);
}

TEST(HttpBench, FindsNothingFailedInASmallRun) {
    const fs::path build = INDGANG_BUILD_DIR;
    const std::string file = testing::TempDir() + "indgang-http-bench.json";
    (void)run_command({(build / "indgang_bench").string(), "http", "--quick", "--json", file});
    const auto figures = nlohmann::json::parse(text_of(file));
    for (const char* key : {"slow_clients_p99_ms", "undisturbed_p99_ms", "posts_per_second_16",
                            "p99_ms_at_half", "rss_mib_100_uploads"}) {
        EXPECT_GT(figures.at(key).get<double>(), 0) << key;
    }
    EXPECT_EQ(figures.at("slow_clients_failed"), 0) << figures.dump(1);
    EXPECT_EQ(figures.at("idle_5000_ok"), true) << figures.dump(1);
    EXPECT_EQ(figures.at("uploads_taken"), figures.at("uploads").at("sent")) << figures.dump(1);
    EXPECT_EQ(figures.at("posts_stored"), figures.at("posts_answered"));
    for (const auto& arm : figures.at("arms")) {
        EXPECT_EQ(arm.at("requests"), 16) << arm;  // 40 a second for 0.4 s
    }
}

/// Last in this file: it uses Pango, which the small run must not find in use.
TEST(OrdinaryTypefaces, AreInNoneOfTheFitsLists) {
    const std::string plans = text_of(source / "ocr/models/train/text_plans.py");
    const std::size_t typed = plans.find("TYPED = {"), fitted = plans.find("False: [", typed);
    const std::string fit = plans.substr(fitted, plans.find(']', fitted) - fitted);
    ASSERT_NE(fit.find("\"Liberation Sans\""), std::string::npos);
    for (const std::string& family : ordinary_typefaces()) {
        EXPECT_EQ(fit.find("\"" + family + "\""), std::string::npos) << family;
    }
}

}  // namespace
}  // namespace indgang::bench
