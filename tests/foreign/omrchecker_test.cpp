// SPDX-License-Identifier: MPL-2.0
// Sheets of bubbles from the samples of OMRChecker: scans, pictures of a scanning app and phone
// photos down to 1.3 pixels a millimetre. What is marked was keyed by eye for this test. Where no
// blank is at hand, a filled-in sheet is the blank; the page that is read is another one, except
// where it says so.
#include <gtest/gtest.h>

#include <iostream>

#include "tests/foreign/readings.h"

namespace indgang::foreign {
namespace {

using Truth = std::map<std::string, std::string>;
const std::filesystem::path folder = shared_data() / "omrchecker";
const std::filesystem::path photo_1 = folder / "sample2/AdrianSample/adrian_omr.png";
const std::filesystem::path photo_2 = folder / "sample2/AdrianSample/adrian_omr_2.png";
const std::filesystem::path app_1 = folder / "sample5/ScanBatch1/camscanner-1.jpg";
const std::filesystem::path app_2 = folder / "sample5/ScanBatch2/camscanner-2.jpg";
const std::filesystem::path angled = folder / "sample1/MobileCamera/sheet1.jpg";

class OmrChecker : public testing::Test {
  protected:
    void SetUp() override {
        if (!std::filesystem::exists(folder)) {
            GTEST_SKIP() << "NOT TESTED: no ../shared/data/omrchecker beside the project";
        }
    }
    /// All four forms are known, so that each page has to be told from the others.
    static const LinkedForms& forms() {
        static const LinkedForms all("omrchecker",
                                     {{"adrian/1/sheet.png", photo_1},
                                      {"eksamen/1/reference.png", folder / "sample6/reference.png"},
                                      {"technothlon/1/sheet.jpg", app_2},
                                      {"technothlon_j/1/sheet.jpg", angled}});
        return all;
    }
    static accuracy::ScanResult read(const std::filesystem::path& scan) {
        static const auto catalogue = form::FormCatalogue::load({forms().folder()});
        static accuracy::PaperPath path(catalogue, models());
        return path.read(bytes_of(scan));
    }
    static void expect_all_right(const std::filesystem::path& scan, const std::string& form,
                                 const Truth& truth) {
        const auto result = read(scan);
        ASSERT_EQ(result.pages.size(), 1u);
        const auto& page = result.pages[0];
        ASSERT_EQ(page.kind, record::PageKind::form) << page.trouble;
        EXPECT_EQ(page.match->form.form, form);
        const Tally tally = hold_against(values_of(result), truth);
        std::cout << scan.filename().string() << ": " << tally.right << " of " << tally.all
                  << " right, " << tally.accepted << " accepted, residual "
                  << page.match->residual_mm << " mm\n";
        EXPECT_EQ(tally.right, tally.all) << testing::PrintToString(tally.misses);
        EXPECT_EQ(tally.accepted_wrong, 0);
    }
};

TEST_F(OmrChecker, ReadsTheFirstScannedStudentNumber) {
    expect_all_right(folder / "sample6/doc-scans/sample_roll_01.jpg", "eksamen",
                     {{"nummer", "0188877"}, {"kontrol_1", ""}, {"kontrol_2", "y"}});
}

TEST_F(OmrChecker, ReadsTheSecondScannedStudentNumber) {
    expect_all_right(folder / "sample6/doc-scans/sample_roll_02.jpg", "eksamen",
                     {{"nummer", "0203959"}, {"kontrol_1", ""}, {"kontrol_2", "w"}});
}

TEST_F(OmrChecker, ReadsTheThirdScannedStudentNumber) {
    expect_all_right(folder / "sample6/doc-scans/sample_roll_03.jpg", "eksamen",
                     {{"nummer", "0204729"}, {"kontrol_1", "a"}, {"kontrol_2", ""}});
}

// Large letters fill these bubbles, so that pencil hardly makes them darker; the other photo of
// this form has 33 dots an inch. Both are left to a person.
TEST_F(OmrChecker, AcceptsNothingWrongFromBubblesFullOfPrint) {
    const Truth first = {{"q1", "b"}, {"q2", "e"}, {"q3", "a"}, {"q4", "c"}, {"q5", "b"}};
    const Truth second = {{"q1", "c"}, {"q2", "e"}, {"q3", "a"}, {"q4", "b"}, {"q5", "b"}};
    for (const auto& [scan, truth] : {std::pair(photo_1, first), std::pair(photo_2, second)}) {
        const Tally tally = hold_against(values_of(read(scan)), truth);
        std::cout << scan.filename().string() << ": " << tally.right << " of 5 right, "
                  << tally.accepted << " accepted\n";
        EXPECT_EQ(tally.accepted_wrong, 0) << testing::PrintToString(tally.misses);
    }
}

TEST_F(OmrChecker, ReadsASheetOfAScanningApp) {
    // Both a and d of question 18 are painted: no value, and a person is asked.
    const Truth truth = {{"medium", "e"}, {"roll", "204420102"}, {"q6", "08"},  {"q7", "52"},
                         {"q8", "21"},    {"q9", "85"},          {"q10", "36"}, {"q1", "d"},
                         {"q2", "c"},     {"q3", "a"},           {"q4", "c"},   {"q5", "b"},
                         {"q11", "b"},    {"q12", "c"},          {"q13", "a"},  {"q14", "a"},
                         {"q15", "d"},    {"q16", "c"},          {"q17", "c"},  {"q19", "a"},
                         {"q20", "a"},    {"q21", "d"},          {"q22", ""}};
    expect_all_right(app_1, "technothlon", truth);
}

TEST_F(OmrChecker, AsksAPersonWhereTwoBubblesArePainted) {
    const auto values = values_of(read(app_1));
    EXPECT_FALSE(values.accepted.contains("q18"));
}

TEST_F(OmrChecker, ReadsTheSheetThatIsTheBlankItself) {
    const Truth truth = {{"medium", "e"}, {"roll", "204420109"}, {"q6", "01"},  {"q7", "19"},
                         {"q8", "10"},    {"q9", "10"},          {"q10", "18"}, {"q1", "c"},
                         {"q2", "c"},     {"q3", "b"},           {"q4", "c"},   {"q5", "c"},
                         {"q11", "d"},    {"q12", "a"},          {"q13", "d"},  {"q14", "d"},
                         {"q15", "d"},    {"q16", "c"},          {"q17", "c"},  {"q18", "c"},
                         {"q19", "c"},    {"q20", "d"},          {"q21", "b"},  {"q22", "a"}};
    expect_all_right(app_2, "technothlon", truth);
}

// The only picture of its form, so that registration is easy; that the marks of a photo at an angle
// with 2.4 pixels a millimetre are read is shown.
TEST_F(OmrChecker, ReadsAPhotoAtAnAngleOnBlackCloth) {
    const Truth truth = {{"medium", "e"}, {"roll", "503110026"}, {"q5", "6"},  {"q6", "11"},
                         {"q7", "20"},    {"q8", "7"},           {"q9", "16"}, {"q1", "b"},
                         {"q2", ""},      {"q3", "d"},           {"q4", "b"},  {"q10", "b"},
                         {"q11", "d"},    {"q12", "c"},          {"q13", "d"}, {"q14", "a"},
                         {"q15", "d"},    {"q16", "b"},          {"q17", "a"}, {"q18", "c"},
                         {"q19", "c"},    {"q20", "d"}};
    expect_all_right(angled, "technothlon_j", truth);
}

}  // namespace
}  // namespace indgang::foreign
