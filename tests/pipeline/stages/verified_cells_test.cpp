// SPDX-License-Identifier: MPL-2.0
#include "pipeline/stages/verified_cells.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace indgang::stages {
namespace {

const form::FormDefinition& form() {
    static const auto catalogue =
        form::FormCatalogue::load({std::string(INDGANG_SOURCE_DIR) + "/schemas/forms"});
    return *catalogue.find({"boligstoette", "1"});
}

Bytes file_of(const std::string& name) {
    std::ifstream file(std::string(INDGANG_SOURCE_DIR) + "/ocr/models/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

const ocr::CharacterNet& net() {
    static const ocr::CharacterNet loaded = ocr::CharacterNet::load(file_of("digits.bin"));
    return loaded;
}

/// Cells that hold these digits plainly; a blank is a cell without ink.
std::vector<ocr::CleanCell> cells_of(std::string_view text) {
    static const auto tiles =
        ocr::parse_tiles(file_of("digits.general.bin"), net().classes().size());
    std::vector<ocr::CleanCell> cells;
    for (const char digit : text) {
        ocr::CleanCell cell;
        for (const ocr::VerifiedTile& each : tiles) {
            const auto label = static_cast<std::size_t>(digit - '0');
            const std::vector<ocr::CharacterTile> one{each.tile};
            if (digit != ' ' && each.label == label && net().probabilities(one)[label] > 0.99F) {
                cell.tile = each.tile;
                cell.has_ink = true;
                break;
            }
        }
        cells.push_back(cell);
    }
    return cells;
}

record::ApplicationRecord record_with(const std::string& field, Value value,
                                      record::Provenance provenance) {
    record::ApplicationRecord record;
    record.form = form().key;
    record::FieldValue filled;
    filled.field = field;
    filled.value = std::move(value);
    filled.provenance = std::move(provenance);
    record.fields.push_back(std::move(filled));
    return record;
}

Value phone() {
    return *parse_canonical(ValueKind::phone, "20304050");
}

TEST(VerifiedCombs, TakesWhatAPersonGave) {
    const auto record = record_with("telefon", phone(), record::Corrected{"u1", {}});
    const auto combs = verified_combs(form(), record, {});
    ASSERT_EQ(combs.size(), 1U);
    EXPECT_EQ(combs.at("telefon"), "20304050");
}

TEST(VerifiedCombs, TakesWhatARegisterConfirmed) {
    const auto record = record_with("telefon", phone(), record::Scanned{});
    record::Verdict verdict;
    verdict.field = "telefon";
    verdict.agreement = record::Agreement::confirmed;
    EXPECT_EQ(verified_combs(form(), record, std::vector{verdict}).size(), 1U);
    verdict.agreement = record::Agreement::differs;
    EXPECT_TRUE(verified_combs(form(), record, std::vector{verdict}).empty());
}

TEST(VerifiedCombs, LeavesOutWhatOnlyTheMachineRead) {
    EXPECT_TRUE(
        verified_combs(form(), record_with("telefon", phone(), record::Scanned{}), {}).empty());
}

TEST(VerifiedCombs, WritesADateAsTheCombHasIt) {
    const auto date = *parse_canonical(ValueKind::date, "2026-03-01");
    const auto record = record_with("underskriftsdato", date, record::Corrected{"u1", {}});
    EXPECT_EQ(verified_combs(form(), record, {}).at("underskriftsdato"), "01032026");
}

TEST(VerifiedCombs, LeavesOutXml) {
    auto record = record_with("telefon", phone(), record::Corrected{"u1", {}});
    record.source = record::Source::xml;
    EXPECT_TRUE(verified_combs(form(), record, {}).empty());
}

TEST(VerifiedTiles, LabelsTheCellsThatHoldTheDigits) {
    const auto tiles = verified_tiles(cells_of("  407"), "407", net(), "a1");
    ASSERT_EQ(tiles.size(), 3U);
    EXPECT_EQ(tiles[0].label, 4U);
    EXPECT_EQ(tiles[2].label, 7U);
    EXPECT_EQ(tiles[1].group, "a1");
}

TEST(VerifiedTiles, KeepsAMisreadCell) {
    const auto tiles = verified_tiles(cells_of("20304050"), "20304058", net(), "a1");
    ASSERT_EQ(tiles.size(), 8U);
    EXPECT_EQ(tiles.back().label, 8U);
}

TEST(VerifiedTiles, LearnsNothingWhereThePersonGaveAnotherValue) {
    EXPECT_TRUE(verified_tiles(cells_of("20304050"), "20304099", net(), "a1").empty());
}

TEST(VerifiedTiles, LearnsNothingWhereCellsAndDigitsAreNotAsMany) {
    EXPECT_TRUE(verified_tiles(cells_of("2030"), "203", net(), "a1").empty());
    EXPECT_TRUE(verified_tiles(cells_of("2 30"), "230", net(), "a1").empty());
    EXPECT_TRUE(verified_tiles(cells_of("   "), "", net(), "a1").empty());
}

TEST(VerifiedCombs, TakeAllDigits) {
    const auto given = [](const char* digits) {
        return verified_combs(form(),
                              record_with("telefon", *parse_canonical(ValueKind::phone, digits),
                                          record::Corrected{"u1", {}}),
                              {});
    };
    EXPECT_EQ(given("20304059").at("telefon"), "20304059");
    EXPECT_EQ(given("90000000").at("telefon"), "90000000");
}

TEST(VerifiedCombs, LeaveOutWhatIsNotWrittenInDigitsAlone) {
    const auto given = [](const char* amount) {
        return verified_combs(
            form(),
            record_with("husleje_maaned", *parse_canonical(ValueKind::amount, amount),
                        record::Corrected{"u1", {}}),
            {});
    };
    EXPECT_EQ(given("4500").at("husleje_maaned"), "4500");
    EXPECT_TRUE(given("-4500").empty());
    EXPECT_TRUE(given("4500.50").empty());
}

}  // namespace
}  // namespace indgang::stages
