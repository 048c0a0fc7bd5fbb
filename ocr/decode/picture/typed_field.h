// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>

namespace indgang::ocr {

/// What somebody filled into a field of a PDF on a screen. Nothing has to be recognised.
struct TypedField {
    std::string name;  ///< the field's full name: "husstand.1.cpr"
    std::string text;  ///< UTF-8, never empty; of a box that is ticked the name of its state
};

}  // namespace indgang::ocr
