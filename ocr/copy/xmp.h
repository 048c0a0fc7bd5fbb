// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>

#include "ocr/copy/searchable_copy.h"

namespace indgang::ocr {

/// The XMP packet of a copy (ISO 16684-1): title, identifier, times, and that it is PDF/A-2b.
[[nodiscard]] std::string xmp_of(const CopyFacts& facts);

}  // namespace indgang::ocr
