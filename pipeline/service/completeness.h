// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "schemas/core/bytes.h"

namespace indgang::service {

/// Whether a file of this type (name of a ScanType) has its end: the cheap look that tells a half
/// copied file from a whole one. Whether a whole file is any good is for its reader to say, so a
/// file that is broken in another way counts as complete.
///
/// Gives: empty when complete or when nothing can be said; else a reason such as "tiff_incomplete".
[[nodiscard]] std::string_view incompleteness(std::string_view type, BytesView bytes);

/// Entries of directories and strips that the walk over one TIFF looks at in all: a real file of
/// 2,000 pages has about a million, a made one could name the same table in every directory.
constexpr std::uint64_t tiff_walk_steps = 2'000'000;

/// What the walk over the directories of a TIFF found, and the steps that it took.
struct TiffWalk {
    bool is_whole = false;    ///< true too when the steps were used up: its reader decides then
    std::uint64_t steps = 0;  ///< <= tiff_walk_steps
};
/// Takes: any bytes; fewer than a header are not whole.
[[nodiscard]] TiffWalk walk_tiff(BytesView bytes);

}  // namespace indgang::service
