// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "ocr/image/page_image.h"

namespace indgang::ocr {

/// Makes the paper of a page equally bright everywhere, where a lamp, a window or a shadow did
/// not. What is not paper (a table around it, a black page) stays dark.
///
/// Takes: depth 8, no colour map; `dpi` > 0.
/// Gives: whether the light was uneven; if it was not, nothing is changed.
bool even_light(Pix& grey, double dpi);

}  // namespace indgang::ocr
