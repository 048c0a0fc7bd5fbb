// SPDX-License-Identifier: MPL-2.0
// Filled pages that were once read wrong and accepted, beside the checkout, each with its truth:
// what stands may only be what was written. Where they are absent these tests are skipped; forged
// pages of the same conditions are held by the floors and by
// tests/ocr/account/ink_account_test.cpp.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/accuracy/paper_path.h"

namespace indgang::accuracy {
namespace {

namespace fs = std::filesystem;
const fs::path source = INDGANG_SOURCE_DIR;
const fs::path cases = source / "../shared/cases/reading";

PaperPath& paper_path() {
    static const form::FormCatalogue forms = form::FormCatalogue::load({source / "schemas/forms"});
    static PaperPath path(forms, source / "ocr/models");
    return path;
}

std::vector<record::PageReading> pages_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    const Bytes bytes{std::istreambuf_iterator<char>(in), {}};
    return paper_path().read(bytes).pages;
}

const record::FieldReading* field_of(const record::PageReading& page, const std::string& id) {
    for (const record::FieldReading& field : page.fields) {
        if (field.field == id) {
            return &field;
        }
    }
    return nullptr;
}

/// A case, and how many of its fields are known to be read wrong and accepted: digits written over
/// others that the nets take for what they are not (ocr/models/digits.md, limits).
struct Case {
    const char* name;
    int wrong_and_accepted_most;
};
void PrintTo(const Case& given, std::ostream* out) {
    *out << given.name;
}

class ReadingCase : public ::testing::TestWithParam<Case> {};

TEST_P(ReadingCase, LetsNothingStandThatWasNotWritten) {
    const std::string name = GetParam().name;
    if (!fs::exists(cases / (name + ".json"))) {
        GTEST_SKIP() << "SKIPPED, shared cases are absent: " << name;
    }
    std::ifstream file(cases / (name + ".json"));
    const nlohmann::json truth = nlohmann::json::parse(file).at("truth");
    std::vector<record::PageReading> pages;
    for (const char* page : {"_1.jpg", "_2.jpg"}) {
        for (record::PageReading& reading : pages_of(cases / (name + page))) {
            pages.push_back(std::move(reading));
        }
    }
    int wrong = 0, accepted = 0;
    for (const record::ApplicationRecord& application : paper_path().assemble(pages)) {
        for (const record::FieldValue& value : application.fields) {
            if (!truth.contains(value.field) || !value.is_accepted) {
                continue;
            }
            ++accepted;
            const auto written = truth.at(value.field).get<std::string>();
            const std::string read = value.candidates.empty() ? "" : value.candidates.front().text;
            if (read != written && !(read == "absent" && written.empty())) {
                ++wrong;
                std::cout << value.field << " was accepted, and it is wrong\n";
            }
        }
    }
    EXPECT_GT(accepted, 0);
    EXPECT_LE(wrong, GetParam().wrong_and_accepted_most);
}

INSTANTIATE_TEST_SUITE_P(All, ReadingCase,
                         ::testing::Values(Case{"control0", 0}, Case{"control1", 0},
                                           Case{"light-ink0", 0}, Case{"light-ink1", 0},
                                           Case{"circle0", 0}, Case{"circle1", 0},
                                           Case{"comma0", 0}, Case{"comma1", 0}, Case{"struck0", 0},
                                           Case{"struck1", 0}, Case{"over0", 1}, Case{"over1", 0}));

TEST(ReadingCase, TakesAFoldThroughAnEmptySignatureForNoSignature) {
    const fs::path file = cases / "fold-line-over-empty-signature.tif";
    if (!fs::exists(file)) {
        GTEST_SKIP() << "SKIPPED, shared cases are absent: " << file.filename();
    }
    const record::PageReading page = pages_of(file).front();
    const record::FieldReading* signature = field_of(page, "underskrift");
    ASSERT_NE(signature, nullptr);
    EXPECT_TRUE(signature->candidates.front().text == "absent" || !signature->doubt.empty());
}

TEST(ReadingCase, OffersNoOnesForACombBesideWhichAPhotoWasRegistered) {
    const fs::path file = cases / "photo-empty-cpr-read-1111111111.jpg";
    if (!fs::exists(file)) {
        GTEST_SKIP() << "SKIPPED, shared cases are absent: " << file.filename();
    }
    const record::PageReading page = pages_of(file).front();
    const record::FieldReading* cpr = field_of(page, "fuldmagt_cpr");
    ASSERT_NE(cpr, nullptr);
    EXPECT_TRUE(cpr->candidates.empty() || cpr->candidates.front().text.empty());
    EXPECT_EQ(cpr->doubt, "fit_off");
}

}  // namespace
}  // namespace indgang::accuracy
