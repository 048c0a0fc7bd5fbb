// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "schemas/core/bytes.h"

namespace indgang::bench {

/// A TIFF of so many pages that share one strip: white, `side` pixels wide and high, fax group 4.
/// Small to send, and slow to read: 100 bytes a page.
[[nodiscard]] Bytes bomb(int pages, int side);

}  // namespace indgang::bench
