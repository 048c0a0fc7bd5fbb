// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <vector>

#include "ocr/outline/found_places.h"

namespace indgang::ocr {

/// A blank page of somebody else's form, and what was found on it.
struct OutlinedPage {
    std::string picture;  ///< its file, in the form's folder
    double width_mm = 0;
    double height_mm = 0;
    std::vector<FoundPlace> places;
};

/// The text of a form.toml (docs/formats/foreign-form.md) with a field for each place: a draft, in
/// which a person gives names, kinds and labels, and joins the squares of one question.
/// Takes: the form's name.
[[nodiscard]] std::string draft_form(const std::string& name,
                                     const std::vector<OutlinedPage>& pages);

}  // namespace indgang::ocr
