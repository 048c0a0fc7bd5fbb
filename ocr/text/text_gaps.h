// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "ocr/image/page_image.h"
#include "ocr/text/line_engine.h"

namespace indgang::ocr {

/// Takes away blanks of one line where the letters stand too near to be two words: "Åkj ær".
/// Takes: the picture that was read, dark on white, 8-bit grey.
void join_split_words(SeenText& seen, const PixPtr& picture);

}  // namespace indgang::ocr
