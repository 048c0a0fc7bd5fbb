// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <vector>

#include "ocr/ink/ink_components.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

enum class InkOrigin {
    writer,
    form,     ///< a rest of a printed line, at its place
    frame,    ///< a piece of the box's own line that is off its place
    scanner,  ///< a streak of a dirty glass or of a fax
    speck,    ///< dirt, or writing too small or faint to be told from it
};

/// Tells where each component in and around a printed box comes from.
///
/// Takes: the components of a picture of this height; the printed box within it.
/// Gives: one entry for each component.
[[nodiscard]] std::vector<InkOrigin> find_origins(const InkComponents& ink, int height,
                                                  const BoxPx& box, double px_per_mm);

/// How far the letters' lower ends, but those of descenders, are from one line in the mean.
/// Print has 0.02 to 0.1 mm, handwriting more. Nothing when there are fewer than three letters.
[[nodiscard]] std::optional<double> unevenness_mm(const InkComponents& ink,
                                                  const std::vector<InkOrigin>& origins,
                                                  double px_per_mm);

}  // namespace indgang::ocr
