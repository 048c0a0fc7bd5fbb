// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <span>
#include <vector>

#include "schemas/form/definition.h"

namespace indgang::ocr {

/// How often a page is turned clockwise by a quarter to stand, which our forms do: not, or upside
/// down, which is the usual mistake; or once or three times, as pages of a landscape feeder. A
/// square stands.
[[nodiscard]] std::array<int, 2> turns_to_stand(int width_px, int height_px);

/// All four turns, those first after which the page stands.
[[nodiscard]] std::array<int, 4> turns_standing_first(int width_px, int height_px);

/// The turns in which a page is looked at for its print, the likeliest first. A sheet fills a scan,
/// so that it lies as some page of a form does; on a photo it may lie any way.
[[nodiscard]] std::vector<int> turns_for_print(int width_px, int height_px, bool is_scan,
                                               std::span<const form::FormDefinition> forms);

}  // namespace indgang::ocr
