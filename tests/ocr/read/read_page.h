// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "ocr/read/page_reader.h"
#include "tests/ocr/read/written_page.h"

namespace indgang::ocr::written {

[[nodiscard]] inline PageReader& reader() {
    static PageReader one(catalogue(), blanks(), std::string(INDGANG_SOURCE_DIR) + "/ocr/models");
    return one;
}

[[nodiscard]] inline const record::FieldReading& field(const PageContent& page,
                                                       const std::string& id) {
    const auto found = std::find_if(page.fields.begin(), page.fields.end(),
                                    [&](const auto& each) { return each.field == id; });
    EXPECT_NE(found, page.fields.end()) << id;
    return *found;
}

}  // namespace indgang::ocr::written
