// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "schemas/core/bytes.h"

namespace indgang::ocr {

/// The ICC profile of sRGB, version 2, the same bytes at each call.
/// Errors: internal (copy_failed).
[[nodiscard]] Bytes srgb_profile();

}  // namespace indgang::ocr
