// SPDX-License-Identifier: MPL-2.0
#include "ocr/match/feature_search.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "schemas/error/error.h"

namespace indgang::ocr {

std::optional<SeenPrint> best_level(const std::vector<BlankSketch::Level>& levels,
                                    const std::vector<PrintFeature>& features, double px_per_mm,
                                    bool is_any_size) {
    constexpr std::size_t surely = 60;
    std::optional<SeenPrint> best;
    for (const BlankSketch::Level& level : levels) {
        auto seen = match_features(level.features, features, px_per_mm * level.size);
        if (seen && (!best || seen->sightings.size() > best->sightings.size())) {
            best = std::move(seen);
        }
        if (!is_any_size || (best && best->sightings.size() >= surely)) {
            break;
        }
    }
    return best;
}

std::vector<FoundPrint> likeliest(std::vector<FoundPrint> found) {
    std::stable_sort(found.begin(), found.end(), [](const FoundPrint& a, const FoundPrint& b) {
        return a.sightings.size() > b.sightings.size();
    });
    // Pages of one family share their heading; what is seen of the right one is much more.
    constexpr std::size_t most = 6, share = 3;
    while (found.size() > most || (!found.empty() && found.back().sightings.size() * share <
                                                         found.front().sightings.size())) {
        found.pop_back();
    }
    return found;
}

FeatureSearch::FeatureSearch(const form::FormCatalogue& catalogue, BlankPages& blanks,
                             const PageImage& page, Detail detail)
    : catalogue_(catalogue),
      blanks_(blanks),
      detail_(detail),
      px_per_mm_(detail == Detail::fine ? fine_px_per_mm : coarse_px_per_mm),
      factor_(px_per_mm_ * mm_per_inch / page.dpi),
      // A scanner of pages of black and white knows its resolution; a photo does not.
      is_any_size_(pixGetDepth(page.pix.get()) == 8),
      picture_(scaled_grey(*page.pix, factor_)) {}

std::vector<FoundPrint> FeatureSearch::look(int quarters) {
    const PixPtr turned(pixRotateOrth(picture_.get(), quarters));
    if (!turned) {
        throw Error(Reason::page_too_large, "match: no memory for a page");
    }
    const std::vector<PrintFeature> features =
        find_features(*turned, detail_ == Detail::fine ? fine_part_px : coarse_part_px);
    std::vector<FoundPrint> found;
    for (const form::FormDefinition& form : catalogue_.all()) {
        for (int page = 1; page <= static_cast<int>(form.pages.size()); ++page) {
            const BlankSketch& sketch = blanks_.sketch(form.key, page);
            auto seen = best_level(detail_ == Detail::fine ? sketch.fine : sketch.coarse, features,
                                   px_per_mm_, is_any_size_);
            if (seen) {
                for (Sighting& each : seen->sightings) {
                    each.on_page = {each.on_page.x / factor_, each.on_page.y / factor_};
                }
                found.push_back({&form, page, std::move(seen->sightings)});
            }
        }
    }
    return likeliest(std::move(found));
}

}  // namespace indgang::ocr
