// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/view/case_view.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "tests/pipeline/desk/waiting_applications.h"

namespace indgang::web {
namespace {

class CaseView : public desk::WaitingApplications {
  protected:
    CaseView() {
        const auto words_of = [&](const char* name) {
            std::ifstream in(std::filesystem::path(INDGANG_SOURCE_DIR) / "pipeline/web/words" /
                             name);
            words.add(std::string(std::istreambuf_iterator<char>(in), {}), name);
        };
        words_of("da.codes.toml");
        file.settled.validated.inquired.record = sample();
        file.form = catalogue().find(file.settled.validated.inquired.record.form);
        file.cpr = "8112993321";
    }
    [[nodiscard]] nlohmann::json shown() const { return json_of(file, words, "da"); }
    [[nodiscard]] std::string street() const {
        return file.settled.validated.inquired.record.value("vejnavn")->danish();
    }

    Words words;
    desk::CaseFile file;
};

TEST_F(CaseView, AHiddenHomeIsInNoField) {
    ASSERT_NE(shown().dump().find(street()), std::string::npos);
    file.hides_home = true;
    EXPECT_EQ(shown().dump().find(street()), std::string::npos);
}

TEST_F(CaseView, AHiddenHomeIsOnNoPictureOrDocumentEither) {
    file.settled.validated.inquired.record.pages.push_back(
        {1, 1, Digest::of(view_of("page")), "image/png"});
    file.readings.emplace_back();
    EXPECT_TRUE(shown()["has_pages"]);
    EXPECT_FALSE(shown()["documents"].empty());
    file.hides_home = true;
    EXPECT_FALSE(shown()["has_pages"]);
    EXPECT_TRUE(shown()["data"]["pages"].empty());
    EXPECT_TRUE(shown()["documents"].empty());
}

TEST_F(CaseView, TheHeadShowsNoMoreOfANumberThanTheDay) {
    EXPECT_EQ(shown()["cpr_masked"], "811299-••••");
}

}  // namespace
}  // namespace indgang::web
