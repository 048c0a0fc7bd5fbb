// SPDX-License-Identifier: MPL-2.0
#include "ocr/text/line_engine.h"

namespace indgang::ocr {

std::string SeenText::text() const {
    std::string all;
    for (const SeenSymbol& symbol : symbols) {
        if (!all.empty() && symbol.is_word_begin) {
            all += symbol.is_line_begin ? '\n' : ' ';
        }
        all += symbol.text;
    }
    return all;
}

}  // namespace indgang::ocr
