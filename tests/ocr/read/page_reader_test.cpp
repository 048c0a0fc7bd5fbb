// SPDX-License-Identifier: MPL-2.0
#include "ocr/read/page_reader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "ocr/ink/comb_cells.h"
#include "ocr/net/character_net.h"
#include "ocr/net/forward_pass.h"
#include "schemas/error/error.h"
#include "tests/ocr/read/written_page.h"

namespace indgang::ocr {
namespace {

using written::Paper;
namespace fs = std::filesystem;

const form::FormKey boligstoette{"boligstoette", "1"};

PageReader& reader() {
    static PageReader one(written::catalogue(), written::blanks(),
                          std::string(INDGANG_SOURCE_DIR) + "/ocr/models");
    return one;
}

record::FieldReading read(const MatchedPage& page, const std::string& field) {
    const std::vector<record::FieldReading> all = reader().read(page).fields;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.field == field; });
    EXPECT_NE(found, all.end()) << field;
    return found == all.end() ? record::FieldReading{} : *found;
}

std::string best(const record::FieldReading& reading) {
    return reading.candidates.empty() ? "nothing" : reading.candidates.front().text;
}

double certainty(const record::FieldReading& reading) {
    return reading.candidates.empty() ? 0 : reading.candidates.front().probability;
}

constexpr double accept = 0.99;

TEST(PageReader, TakesTheWordsOfAnEnglishPrintForPrint) {
    Paper paper(boligstoette, 1, form::Language::english);
    paper.cross(paper.zone("pensionist", "ja").box);
    const MatchedPage page = paper.scanned_as({});
    EXPECT_EQ(page.language, form::Language::english);
    const PageContent content = reader().read(page);
    EXPECT_TRUE(content.traces.empty()) << content.traces.size();
    EXPECT_EQ(best(read(page, "pensionist")), "ja");
    EXPECT_EQ(best(read(page, "fornavn")), "");
    EXPECT_GE(certainty(read(page, "fornavn")), accept);
}

TEST(PageReader, OffersNothingForACombWithLinesOfItsHeightInItsCells) {
    Paper paper(boligstoette, 1);
    const form::Zone& zone = paper.zone("ansoeger_cpr");
    const double cell = zone.box.width / zone.cells;
    for (int i = 0; i < zone.cells; ++i) {
        const double x = zone.box.x + (i + 0.5) * cell;
        paper.stroke({x, zone.box.y}, {x, zone.box.y + zone.box.height});
    }
    const auto reading = read(paper.matched(), "ansoeger_cpr");
    EXPECT_EQ(reading.doubt, "fit_off");
    EXPECT_TRUE(reading.candidates.empty());
}

TEST(PageReader, GivesEachFieldOfThePageOnceInTheFormsOrder) {
    const auto& form = *written::catalogue().find(boligstoette);
    for (int page = 1; page <= 3; ++page) {
        const auto readings = reader().read(Paper(boligstoette, page).matched()).fields;
        std::vector<std::string> expected;
        for (const form::Field& field : form.fields) {
            if (std::any_of(form.zones.begin(), form.zones.end(), [&](const form::Zone& zone) {
                    return zone.field == field.id && zone.page == page;
                })) {
                expected.push_back(field.id);
            }
        }
        std::vector<std::string> seen;
        for (const auto& each : readings) {
            seen.push_back(each.field);
            EXPECT_FALSE(each.reader.empty());
            EXPECT_GT(each.box.width, 0);
        }
        EXPECT_EQ(seen, expected);
    }
}

TEST(PageReader, ReadsABlankPageAsEmptyWithCertainty) {
    for (const auto& each :
         reader().read(Paper(boligstoette, 1).scanned_as({1, 1, 1, 0, 300})).fields) {
        const std::string text = best(each);
        EXPECT_TRUE(text.empty() || text == "absent") << each.field << " " << text;
        EXPECT_GE(certainty(each), accept) << each.field;
        EXPECT_EQ(each.doubt, "") << each.field;
    }
}

TEST(PageReader, ReadsACross) {
    Paper paper(boligstoette, 1);
    paper.cross(paper.zone("pensionist", "nej").box);
    const auto reading = read(paper.scanned_as({-1, 1, 0, 1, 300}), "pensionist");
    EXPECT_EQ(best(reading), "nej");
    EXPECT_GE(certainty(reading), accept);
    EXPECT_EQ(reading.doubt, "");
}

TEST(PageReader, DoubtsADashInABox) {
    Paper paper(boligstoette, 1);
    const BoxMm box = paper.zone("pensionist", "nej").box;
    const double y = box.y + box.height / 2;
    paper.stroke({box.x + 0.9, y}, {box.x + 3.1, y}, 0.5);
    EXPECT_EQ(read(paper.matched(), "pensionist").doubt, "unclear_mark");
}

/// A comb in which signs stand and no digits, as "-" or ",-" for none, is asked about.
TEST(PageReader, DoubtsASignInACombWithoutDigits) {
    struct Sign {
        const char* name;
        PointMm from, to;
    };
    for (const auto& [name, from, to] :
         {Sign{"a dash", {1.2, 4.6}, {3.8, 4.6}}, Sign{"a comma", {2.4, 5.2}, {2.0, 6.4}},
          Sign{"a dash in the middle", {1.2, 3.4}, {3.8, 3.4}}}) {
        Paper paper(boligstoette, 2);
        const BoxMm box = paper.zone("husleje_maaned").box;
        paper.stroke({box.x + 5 + from.x, box.y + from.y}, {box.x + 5 + to.x, box.y + to.y}, 0.6);
        const auto reading = read(paper.scanned_as({}), "husleje_maaned");
        EXPECT_NE(reading.doubt, "") << name << " " << best(reading) << " " << certainty(reading);
    }
}

TEST(PageReader, TakesATickForAnAnswer) {
    Paper paper(boligstoette, 1);
    const BoxMm box = paper.zone("pensionist", "nej").box;
    paper.stroke({box.x + 0.8, box.y + 2}, {box.x + 1.6, box.y + 3.2}, 0.5);
    paper.stroke({box.x + 1.6, box.y + 3.2}, {box.x + 3.4, box.y + 0.9}, 0.5);
    EXPECT_EQ(read(paper.matched(), "pensionist").doubt, "");
}

TEST(PageReader, DoubtsTwoCrosses) {
    Paper paper(boligstoette, 1);
    paper.cross(paper.zone("pensionist", "ja").box);
    paper.cross(paper.zone("pensionist", "nej").box);
    const auto reading = read(paper.matched(), "pensionist");
    EXPECT_EQ(reading.doubt, "two_marks");
    EXPECT_LT(certainty(reading), 0.5);
    ASSERT_GE(reading.candidates.size(), 2U);
    EXPECT_NE(reading.candidates[0].text, reading.candidates[1].text);
}

TEST(PageReader, TakesTheClearMarkBesideAStruckOutOne) {
    Paper paper(boligstoette, 1);
    paper.strike_out(paper.zone("pensionist", "ja").box);
    paper.cross(paper.zone("pensionist", "nej").box);
    const auto reading = read(paper.scanned_as({}), "pensionist");
    EXPECT_EQ(best(reading), "nej");
    EXPECT_EQ(reading.doubt, "");
}

TEST(PageReader, DoubtsAStruckOutMarkThatStandsAlone) {
    Paper paper(boligstoette, 1);
    paper.strike_out(paper.zone("pensionist", "ja").box);
    const auto reading = read(paper.scanned_as({}), "pensionist");
    EXPECT_EQ(best(reading), "");
    EXPECT_EQ(reading.doubt, "struck_out");
}

TEST(PageReader, DoubtsADotInABox) {
    Paper paper(boligstoette, 1);
    const BoxMm box = paper.zone("pensionist", "ja").box;
    paper.stroke({box.x + 1.7, box.y + 2}, {box.x + 2.3, box.y + 2}, 0.6);
    EXPECT_EQ(read(paper.matched(), "pensionist").doubt, "unclear_mark");
}

TEST(PageReader, TakesTheGrainOfAFaxForNoMark) {
    Paper paper(boligstoette, 1);
    const BoxMm box = paper.zone("pensionist", "ja").box;
    for (int i = 0; i < 40; ++i) {
        const double x = box.x + 0.5 + i * 7919 % 100 * (box.width - 1) / 100;
        const double y = box.y + 0.5 + i * 104729 % 97 * (box.height - 1) / 97;
        paper.stroke({x, y}, {x + 0.1, y}, 0.18);
    }
    EXPECT_EQ(best(read(paper.matched(), "pensionist")), "");
}

TEST(PageReader, TakesNoLinesOfTheFormForAMark) {
    Paper paper(boligstoette, 1);
    const BoxMm box = paper.zone("pensionist", "ja").box;
    constexpr double off_mm = 0.6;  // as where the page is bent
    paper.stroke({box.x + off_mm, box.y}, {box.x + off_mm, box.y + box.height}, 0.25);
    paper.stroke({box.x, box.y + off_mm}, {box.x + box.width, box.y + off_mm}, 0.25);
    const auto reading = read(paper.matched(), "pensionist");
    EXPECT_TRUE(best(reading).empty() || certainty(reading) < accept);
}

TEST(PageReader, SeesASignatureAndItsAbsence) {
    Paper paper(boligstoette, 3);
    paper.scribble(paper.zone("underskrift").box);
    const MatchedPage page = paper.scanned_as({0.5, 1, 0, 0, 300});
    EXPECT_EQ(best(read(page, "underskrift")), "present");
    EXPECT_GE(certainty(read(page, "underskrift")), accept);
    EXPECT_EQ(best(read(page, "partner_underskrift")), "absent");
}

TEST(PageReader, DoubtsASignatureOfOneStroke) {
    Paper paper(boligstoette, 3);
    const BoxMm box = paper.zone("underskrift").box;
    paper.stroke({box.x + 8, box.y + 4}, {box.x + 10, box.y + 9});
    EXPECT_EQ(read(paper.matched(), "underskrift").doubt, "unclear_signature");
}

TEST(PageReader, DoesNotTakeTheNoiseOfAFaxForASignature) {
    Paper paper(boligstoette, 3);
    const BoxMm box = paper.zone("underskrift").box;
    for (int i = 0; i < 600; ++i) {
        const double x = box.x + 1 + i * 7919 % 1000 * (box.width - 2) / 1000;
        const double y = box.y + 1 + i * 104729 % 1000 * (box.height - 2) / 1000;
        paper.stroke({x, y}, {x + 0.1, y}, 0.25);
    }
    for (const auto& candidate : read(paper.matched(), "underskrift").candidates) {
        EXPECT_TRUE(candidate.text == "absent" || candidate.probability < accept);
    }
}

TEST(PageReader, ReadsANameWithoutTheFullStopBehindIt) {
    Paper paper(boligstoette, 1);
    paper.print(paper.zone("fornavn").box, "Martin.");
    EXPECT_EQ(best(read(paper.matched(), "fornavn")), "Martin");
}

TEST(PageReader, ReadsPrintedText) {
    Paper paper(boligstoette, 1);
    paper.print(paper.zone("fornavn").box, "Martin");
    paper.print(paper.zone("vejnavn").box, "Algade");
    const MatchedPage page = paper.scanned_as({-0.8, 1, 1, 1, 300});
    EXPECT_EQ(best(read(page, "fornavn")), "Martin");
    EXPECT_EQ(best(read(page, "vejnavn")), "Algade");
    EXPECT_EQ(best(read(page, "efternavn")), "");
}

TEST(PageReader, ReadsTheLinesOfABlock) {
    const form::FormKey anmodning{"anmodning", "1"};
    int page = 0;
    for (const form::Zone& zone : written::catalogue().find(anmodning)->zones) {
        page = zone.field == "bemaerkning" ? zone.page : page;
    }
    Paper paper(anmodning, page);
    BoxMm box = paper.zone("bemaerkning").box;
    paper.print(box, "Martin Hansen");
    box.y += 8;
    paper.print(box, "Algade Odense");
    EXPECT_EQ(best(read(paper.matched(), "bemaerkning")), "Martin Hansen\nAlgade Odense");
}

TEST(PageReader, ReadsCapitalsInAComb) {
    Paper paper({"blokbogstaver", "1"}, 1);
    const form::Zone& zone = paper.zone("fornavn");
    const std::vector<BoxMm> cells = divide_comb(zone.box, zone.cells, zone.gap_mm);
    // From the upper left of a letter of 2.2 x 3.6 mm.
    const auto draw = [&](std::size_t cell, PointMm from, PointMm to) {
        const double x = cells[cell].x + (cells[cell].width - 2.2) / 2;
        const double y = cells[cell].y + (cells[cell].height - 3.6) / 2;
        paper.stroke({x + from.x, y + from.y}, {x + to.x, y + to.y});
    };
    draw(0, {0, 0}, {0, 3.6});
    draw(0, {0, 1.8}, {2.2, 1.8});
    draw(0, {2.2, 0}, {2.2, 3.6});
    draw(1, {0, 0}, {0, 3.6});
    draw(1, {0, 0}, {2.2, 0});
    draw(1, {0, 1.8}, {1.8, 1.8});
    draw(1, {0, 3.6}, {2.2, 3.6});
    const auto reading = read(paper.matched(), "fornavn");
    EXPECT_EQ(best(reading), "HE");
    EXPECT_TRUE(reading.reader.starts_with("letters/")) << reading.reader;
}

TEST(PageReader, ReadsTheSignOfAnEmailAddress) {
    Paper paper(boligstoette, 1);
    paper.print(paper.zone("email").box, "martin@example.dk");
    EXPECT_EQ(best(read(paper.matched(), "email")), "martin@example.dk");
}

TEST(PageReader, TakesSpecksForNoText) {
    Paper paper(boligstoette, 1);
    const BoxMm box = paper.zone("vejnavn").box;
    for (int i = 0; i < 6; ++i) {
        paper.stroke({box.x + 3 + 9.0 * i, box.y + 3}, {box.x + 3.1 + 9.0 * i, box.y + 3}, 0.2);
    }
    const auto reading = read(paper.matched(), "vejnavn");
    EXPECT_EQ(best(reading), "");
    EXPECT_GE(certainty(reading), accept);
}

TEST(PageReader, DoubtsALineWithoutLetters) {
    Paper paper(boligstoette, 1);
    const BoxMm box = paper.zone("vejnavn").box;
    paper.stroke({box.x + 5, box.y + 3.5}, {box.x + 25, box.y + 3.7});
    const auto reading = read(paper.matched(), "vejnavn");
    EXPECT_LT(certainty(reading), accept);
}

TEST(PageReader, ReadsTheSamePageTheSameWhateverCameBefore) {
    Paper first(boligstoette, 1), other(boligstoette, 3);
    first.print(first.zone("fornavn").box, "Martin");
    first.print(first.zone("bynavn").box, "Odense");
    first.cross(first.zone("pensionist", "ja").box);
    other.scribble(other.zone("underskrift").box);
    other.print(other.zone("ansoeger_indkomst_maaned").box, "4 7 1 1");
    const MatchedPage page = first.matched();
    const auto before = reader().read(page).fields;
    static_cast<void>(reader().read(other.matched()));
    const auto after = reader().read(page).fields;
    PageReader fresh(written::catalogue(), written::blanks(),
                     std::string(INDGANG_SOURCE_DIR) + "/ocr/models");
    const auto anew = fresh.read(page).fields;
    ASSERT_EQ(before.size(), after.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
        EXPECT_EQ(before[i].candidates, after[i].candidates) << before[i].field;
        EXPECT_EQ(before[i].candidates, anew[i].candidates) << before[i].field;
    }
}

TEST(PageReader, ProbabilitiesOfAFieldSumToAtMostOne) {
    Paper paper(boligstoette, 1);
    paper.cross(paper.zone("civilstand", "gift").box);
    paper.cross(paper.zone("civilstand", "enlig").box);
    paper.scribble(paper.zone("efternavn").box);
    paper.scribble(paper.zone("ansoeger_cpr").box);
    for (const auto& each : reader().read(paper.matched()).fields) {
        double sum = 0;
        for (const auto& candidate : each.candidates) {
            sum += candidate.probability;
        }
        EXPECT_LE(sum, 1 + 1e-9) << each.field;
        EXPECT_LE(each.candidates.size(), 8U) << each.field;
    }
}

TEST(PageReader, SaysWhichModelIsMissing) {
    try {
        const PageReader broken(written::catalogue(), written::blanks(), "/nonexistent");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::internal);
        EXPECT_EQ(error.reason(), "model_missing");
    }
}

TEST(PageReader, ReadsTextInAFrameThatThePagesBendMissed) {
    Paper paper(boligstoette, 1);
    const BoxMm box = paper.zone("fornavn").box;
    paper.print(box, "Martin");
    // A second frame 0.7 mm inside the first, as where the page is bent.
    constexpr double off_mm = 0.7;
    const double left = box.x + off_mm, right = box.x + box.width - off_mm;
    const double bottom = box.y + box.height - off_mm;
    paper.stroke({left, bottom}, {right, bottom}, 0.3);
    paper.stroke({left, box.y + off_mm}, {left, box.y + 2.5}, 0.3);
    paper.stroke({right, box.y + off_mm}, {right, box.y + 2.5}, 0.3);
    EXPECT_EQ(best(read(paper.matched(), "fornavn")), "Martin");
}

TEST(PageReader, ReadsTextAcrossAStreakOfAFax) {
    Paper paper(boligstoette, 1);
    const BoxMm box = paper.zone("fornavn").box;
    paper.print(box, "Martin");
    const double x = box.x + box.width * 0.7;
    paper.stroke({x, box.y - 3}, {x, box.y + box.height + 3}, 0.15);
    EXPECT_EQ(best(read(paper.matched(), "fornavn")), "Martin");
}

TEST(PageReader, KeepsTheDotsOfSmallPrint) {
    Paper paper(boligstoette, 1);
    const BoxMm box = paper.zone("email").box;
    paper.print(box, "kaj@example.dk");
    EXPECT_EQ(best(read(paper.matched(), "email")), "kaj@example.dk");
}

TEST(PageReader, ReadsWithTheChampionIfThereIsOne) {
    const fs::path models = std::string(INDGANG_SOURCE_DIR) + "/ocr/models";
    std::ifstream in(models / "digits.bin", std::ios::binary);
    const Bytes shipped{std::istreambuf_iterator<char>(in), {}};
    const CharacterNet net = CharacterNet::load(shipped);
    std::vector<NetLayer> layers(net.dense_layers().begin(), net.dense_layers().end());
    layers.back().bias.front() += 0.5F;
    const CharacterNet retrained = net.with_dense_layers(layers);
    const fs::path champion =
        fs::temp_directory_path() / ("indgang-champion-" + std::to_string(::getpid()));
    const auto reader_name = [&] {
        PageReader one(written::catalogue(), written::blanks(), models, champion);
        for (const auto& each : one.read(Paper(boligstoette, 1).matched()).fields) {
            if (each.field == "ansoeger_cpr") {
                return each.reader;
            }
        }
        return std::string();
    };
    std::ifstream second_in(models / "digits.second.bin", std::ios::binary);
    const Bytes second_file{std::istreambuf_iterator<char>(second_in), {}};
    const std::string second = "+" + CharacterNet::load(second_file).version();
    EXPECT_EQ(reader_name(), "digits/" + net.version() + second);
    const Bytes file = retrained.file();
    std::ofstream(champion, std::ios::binary)
        .write(reinterpret_cast<const char*>(file.data()),
               static_cast<std::streamsize>(file.size()));
    EXPECT_EQ(reader_name(), "digits/" + retrained.version() + second);
    fs::remove(champion);
}

}  // namespace
}  // namespace indgang::ocr
