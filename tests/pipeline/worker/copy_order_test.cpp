// SPDX-License-Identifier: MPL-2.0
#include "pipeline/worker/copy_order.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace indgang::worker {
namespace {

TEST(CopyOrder, ComesBackAsItWasWritten) {
    const ocr::CopyOrder order{
        {"Ansøgning", "id-1", UtcTime(std::chrono::milliseconds(1'763'769'600'123))},
        {{.page = {3, Half::top},
          .width_px = 2480,
          .height_px = 3508,
          .dpi = 299.97,
          .turned_quarters = 3,
          .texts = {{{1, 2, 3, 4}, "Ærø\n\"x\""}}}}};
    const auto back = parse_copy_order(nlohmann::json::parse(json_of(order).dump()));
    EXPECT_EQ(back.facts.title, order.facts.title);
    EXPECT_EQ(back.facts.identifier, order.facts.identifier);
    EXPECT_EQ(back.facts.received_at, order.facts.received_at);
    ASSERT_EQ(back.pages.size(), 1u);
    const auto& page = back.pages[0];
    EXPECT_EQ(std::tuple(page.page, page.width_px, page.height_px, page.dpi, page.turned_quarters),
              std::tuple(PagePlace(3, Half::top), 2480, 3508, 299.97, 3));
    ASSERT_EQ(page.texts.size(), 1u);
    EXPECT_EQ(page.texts[0].box, (BoxPx{1, 2, 3, 4}));
    EXPECT_EQ(page.texts[0].text, "Ærø\n\"x\"");
}

}  // namespace
}  // namespace indgang::worker
