// SPDX-License-Identifier: MPL-2.0
#include "schemas/core/page_place.h"

#include <gtest/gtest.h>

#include "schemas/core/limits.h"

namespace indgang {
namespace {

TEST(PagePlace, IsWrittenAndReadBack) {
    for (const PagePlace place : {PagePlace(1), PagePlace(7, Half::left), PagePlace(12, Half::top),
                                  PagePlace(limits::scan_pages, Half::bottom)}) {
        EXPECT_EQ(parse_page_place(format_page_place(place)), place) << format_page_place(place);
    }
    EXPECT_EQ(format_page_place(PagePlace(7, Half::right)), "7-right");
}

TEST(PagePlace, TakesNoOtherWriting) {
    for (const char* text : {"", "0", "07", "-1", "7-", "7-middle", "7-whole", "7 left", "left",
                             "2001", "99999999999", "7-left "}) {
        EXPECT_FALSE(parse_page_place(text)) << text;
    }
}

TEST(PagePlace, HalvesOfOnePictureAreTwoPlaces) {
    EXPECT_NE(PagePlace(3, Half::left), PagePlace(3, Half::right));
    EXPECT_NE(PagePlace(3, Half::left), PagePlace(3));
}

}  // namespace
}  // namespace indgang
