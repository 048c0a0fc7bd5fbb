// SPDX-License-Identifier: MPL-2.0
#include "ocr/blank/blank_zones.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "ocr/blank/blank_limits.h"
#include "ocr/image/patch_ink.h"
#include "ocr/image/zone.h"
#include "schemas/error/error.h"

namespace indgang::ocr {

BlankZone print_of(const GreyPatch& patch) {
    constexpr int side_most = std::numeric_limits<std::int16_t>::max();
    if (patch.width > side_most || patch.height > side_most) {
        throw Error(Reason::zone_pixels, "zone: a blank's patch has too many pixels");
    }
    const std::vector<std::uint8_t> ink = ink_of(patch);
    BlankZone zone{patch.width, patch.height, {}, {}};
    std::size_t at = 0;
    for (int y = 0; y < patch.height; ++y) {
        for (int x = 0; x < patch.width; ++x, ++at) {
            if (ink[at] > limits::paper_ink_most) {
                zone.print.push_back({static_cast<std::int16_t>(x), static_cast<std::int16_t>(y)});
                zone.greys.push_back(patch.pixels[at]);
            }
        }
    }
    zone.print.shrink_to_fit();
    zone.greys.shrink_to_fit();
    return zone;
}

std::shared_ptr<const BlankZone> BlankZones::find(const BoxMm& zone, double px_per_mm) {
    const std::lock_guard lock(mutex_);
    const auto known = std::find_if(known_.begin(), known_.end(), [&](const Known& each) {
        return each.zone == zone && each.px_per_mm == px_per_mm;
    });
    return known == known_.end() ? nullptr : known->print;
}

std::shared_ptr<const BlankZone> BlankZones::zone(const PageImage& blank, const MmToPx& to_image,
                                                  const BoxMm& zone, double px_per_mm) {
    if (auto known = find(zone, px_per_mm)) {
        return known;
    }
    auto print =
        std::make_shared<const BlankZone>(print_of(sample_zone(blank, to_image, zone, px_per_mm)));
    const std::size_t bytes =
        sizeof(Known) + sizeof(BlankZone) + print->print.size() * (sizeof(InkPoint) + 1);
    const std::lock_guard lock(mutex_);
    if (bytes_ + bytes <= most_bytes) {
        bytes_ += bytes;
        known_.push_back({zone, px_per_mm, print});
    }
    return print;
}

}  // namespace indgang::ocr
