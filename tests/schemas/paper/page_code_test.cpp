// SPDX-License-Identifier: MPL-2.0
#include "schemas/paper/page_code.h"

#include <gtest/gtest.h>

namespace indgang::paper {
namespace {

TEST(PageCode, ComesBackAsItWasWritten) {
    const PageCode code{{"boligstoette", "1"}, 2, 3};
    EXPECT_EQ(format_page_code(code), "IG1:boligstoette:1:2/3");
    EXPECT_EQ(parse_page_code("IG1:boligstoette:1:2/3"), code);
}

TEST(PageCode, SaysTheSetOfItsPrint) {
    const PageCode code{{"boligstoette", "1"}, 2, 3, "k7m2qx9a"};
    EXPECT_EQ(format_page_code(code), "IG1:boligstoette:1:2/3:k7m2qx9a");
    EXPECT_EQ(parse_page_code("IG1:boligstoette:1:2/3:k7m2qx9a"), code);
}

TEST(PageCode, SaysThatThePrintIsInEnglish) {
    const PageCode code{{"boligstoette", "1"}, 2, 3, "k7m2qx9a", form::Language::english};
    EXPECT_EQ(format_page_code(code), "IG1-en:boligstoette:1:2/3:k7m2qx9a");
    EXPECT_EQ(parse_page_code("IG1-en:boligstoette:1:2/3:k7m2qx9a"), code);
}

TEST(PageCode, FitsItsBoundForTheLongestForm) {
    const PageCode code{{std::string(40, 'a'), std::string(12, '9')},
                        20,
                        20,
                        std::string(set_chars, 'z'),
                        form::Language::english};
    EXPECT_LE(format_page_code(code).size(), 75u);
    EXPECT_EQ(parse_page_code(format_page_code(code)), code);
}

class NotAPageCode : public ::testing::TestWithParam<const char*> {};
TEST_P(NotAPageCode, GivesNothing) {
    EXPECT_EQ(parse_page_code(GetParam()), std::nullopt);
}
INSTANTIATE_TEST_SUITE_P(
    Texts, NotAPageCode,
    ::testing::Values("", "IG1", "IG1:a:1", "IG1:a:1:", "IG1:a:1:1", "IG1:a:1:/3", "IG1:a:1:1/",
                      "IG1:a:1:0/3", "IG1:a:1:4/3", "IG1:a:1:1/21", "IG1:a:1:01/3", "IG1:a:1:+1/3",
                      "IG1:a:1:1/3x", "IG1:a:1:1/3:x", "IG1:a:1:1/3:", "IG1:a:1:1/3:K7M2QX9A",
                      "IG1:a:1:1/3:k7m2qx9ab", "IG1:a:1:1/3:k7m2qx9a:", "IG1:a:1:1/3:k7m2_x9a",
                      "IG1-da:a:1:1/3", "IG1-:a:1:1/3", "IG2:a:1:1/3", "ig1:a:1:1/3", "IG1::1:1/3",
                      "IG1:a::1/3", "IG1:A:1:1/3", "IG1:a b:1:1/3", "IG1:a:1:99999999999999/3",
                      "https://example.dk/IG1:a:1:1/3",
                      "IG1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:1:1/3"));

}  // namespace
}  // namespace indgang::paper
