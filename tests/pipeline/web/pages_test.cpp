// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/pages.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace indgang::web {
namespace {

TEST(JsonInPage, CannotEndItsElement) {
    const nlohmann::json evil{{"name", "</script><!--&lt;"}};
    const auto text = json_in_page(evil);
    EXPECT_EQ(text.find_first_of("<>&"), std::string::npos) << text;
    EXPECT_EQ(nlohmann::json::parse(text), evil);
}

TEST(JsonInPage, TakesTextThatIsNoUtf8) {
    EXPECT_NO_THROW((void)json_in_page({{"name", "\xff\xfe"}}));
}

}  // namespace
}  // namespace indgang::web
