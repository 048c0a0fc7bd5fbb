// SPDX-License-Identifier: MPL-2.0
#include "ocr/match/feature_search.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "ocr/match/match_limits.h"
#include "schemas/error/error.h"

namespace indgang::ocr {

namespace {

std::size_t sightings_of(const std::optional<SeenPrint>& seen) {
    return seen ? seen->sightings.size() : 0;
}

}  // namespace

std::optional<SeenPrint> best_level(const Sketch& levels, const std::vector<PrintFeature>& features,
                                    double px_per_mm) {
    std::optional<SeenPrint> best;
    for (const SketchLevel& level : levels) {
        auto seen = match_features(level.features, features, px_per_mm * level.size);
        if (sightings_of(seen) > sightings_of(best)) {
            best = std::move(seen);
        }
        if (sightings_of(best) >= limits::sightings_surely) {
            break;
        }
    }
    return best;
}

std::vector<FoundPrint> likeliest(std::vector<FoundPrint> found) {
    std::stable_sort(found.begin(), found.end(), [](const FoundPrint& a, const FoundPrint& b) {
        return a.sightings.size() > b.sightings.size();
    });
    while (found.size() > limits::likely_pages_most ||
           (!found.empty() && found.back().sightings.size() * limits::likely_share <
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
      is_any_size_(pixGetDepth(page.pix.get()) == 8),
      picture_(scaled_grey(*page.pix, factor_)) {}

void FeatureSearch::look_at(SketchPart part, const std::vector<PrintFeature>& features,
                            std::vector<Seen>& all) const {
    for (Seen& each : all) {
        auto seen =
            best_level(blanks_.sketch(each.form->key, each.page, part), features, px_per_mm_);
        if (sightings_of(seen) > sightings_of(each.print)) {
            each.print = std::move(seen);
        }
    }
}

Look FeatureSearch::look(int quarters, Sizes sizes) {
    const PixPtr turned(pixRotateOrth(picture_.get(), quarters));
    if (!turned) {
        throw Error(Reason::page_too_large, "match: no memory for a page");
    }
    const bool is_fine = detail_ == Detail::fine;
    const std::vector<PrintFeature> features =
        find_features(*turned, is_fine ? fine_part_px : coarse_part_px);
    std::vector<Seen> all;
    for (const form::FormDefinition& form : catalogue_.all()) {
        for (int page = 1; page <= static_cast<int>(form.pages.size()); ++page) {
            all.push_back({&form, page, std::nullopt});
        }
    }
    look_at(is_fine ? SketchPart::fine_true_size : SketchPart::coarse_true_size, features, all);
    if (is_any_size_ && sizes == Sizes::all) {
        look_at(is_fine ? SketchPart::fine_other_sizes : SketchPart::coarse_other_sizes, features,
                all);
    }
    Look look;
    for (Seen& each : all) {
        if (!each.print) {
            continue;
        }
        for (Sighting& sighting : each.print->sightings) {
            sighting.on_page = {sighting.on_page.x / factor_, sighting.on_page.y / factor_};
        }
        look.is_sure = look.is_sure || each.print->sightings.size() >= limits::sightings_surely;
        look.found.push_back({each.form, each.page, std::move(each.print->sightings)});
    }
    look.found = likeliest(std::move(look.found));
    return look;
}

}  // namespace indgang::ocr
