// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "ocr/image/page_image.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// A pixel of a patch; patches are smaller than 32,768 pixels each way.
struct InkPoint {
    std::int16_t x = 0;
    std::int16_t y = 0;
};

/// What is printed in one zone of a blank, as a patch of this size shows it.
struct BlankZone {
    int width = 0;
    int height = 0;
    std::vector<InkPoint> print;      ///< row by row, each row from the left
    std::vector<std::uint8_t> greys;  ///< of the print, in its order
};

/// The print of a patch.
/// Errors: limit (a side of 32,768 pixels or more).
[[nodiscard]] BlankZone print_of(const GreyPatch& patch);

/// The zones of one blank, each sampled when it is first asked for: pages come by the thousand,
/// and their blank is always the same. Borrows the blank's picture, which must not change.
///
/// At most `most_bytes` of zones are kept; what is asked for beyond is sampled each time.
/// Threads: any.
class BlankZones {
  public:
    static constexpr std::size_t most_bytes = std::size_t{8} << 20;

    /// Takes and Errors: as sample_zone, and those of print_of.
    [[nodiscard]] std::shared_ptr<const BlankZone> zone(const PageImage& blank,
                                                        const MmToPx& to_image, const BoxMm& zone,
                                                        double px_per_mm);

  private:
    struct Known {
        BoxMm zone;
        double px_per_mm = 0;
        std::shared_ptr<const BlankZone> print;
    };
    [[nodiscard]] std::shared_ptr<const BlankZone> find(const BoxMm& zone, double px_per_mm);

    std::mutex mutex_;
    std::vector<Known> known_;
    std::size_t bytes_ = 0;
};

}  // namespace indgang::ocr
