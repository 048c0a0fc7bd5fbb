// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "ocr/image/page_image.h"

namespace indgang::ocr {

/// The ink of a patch: how much darker than its own paper, the middle of its grey values.
[[nodiscard]] std::vector<std::uint8_t> ink_of(const GreyPatch& patch);

}  // namespace indgang::ocr
