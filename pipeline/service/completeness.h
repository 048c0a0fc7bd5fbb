// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string_view>

#include "schemas/core/bytes.h"

namespace indgang::service {

/// Whether a file of this type (name of a ScanType) has its end: the cheap look that tells a half
/// copied file from a whole one. Whether a whole file is any good is for its reader to say, so a
/// file that is broken in another way counts as complete.
///
/// Gives: empty when complete or when nothing can be said; else a reason such as "tiff_incomplete".
[[nodiscard]] std::string_view incompleteness(std::string_view type, BytesView bytes);

}  // namespace indgang::service
