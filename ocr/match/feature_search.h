// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <vector>

#include "ocr/blank/affine_fit.h"
#include "ocr/blank/blank_page.h"
#include "ocr/blank/print_features.h"
#include "ocr/place/blank_pages.h"
#include "schemas/form/definition.h"

namespace indgang::ocr {

/// A page of a form whose features were seen on a page.
struct FoundPrint {
    const form::FormDefinition* form = nullptr;
    int page = 0;
    std::vector<Sighting> sightings;  ///< on the page, turned
};

/// What is seen of a blank, at the level at which most of it is seen; nothing where no level is.
/// Takes: the true size first; only where the page may have any size, the others are looked at.
[[nodiscard]] std::optional<SeenPrint> best_level(const std::vector<BlankSketch::Level>& levels,
                                                  const std::vector<PrintFeature>& features,
                                                  double px_per_mm, bool is_any_size);

/// The pages of which most was seen, the likeliest first: at most six, each with at least a third
/// of the sightings of the first.
[[nodiscard]] std::vector<FoundPrint> likeliest(std::vector<FoundPrint> found);

/// Compares one page with the blanks of all forms by its features. Borrows all that it is given.
class FeatureSearch {
  public:
    enum class Detail { fine, coarse };
    /// Errors: internal (no memory); as BlankPages::blank.
    FeatureSearch(const form::FormCatalogue& catalogue, BlankPages& blanks, const PageImage& page,
                  Detail detail);

    /// What the page may be when it is turned clockwise by so many quarters, the likeliest first,
    /// at most six.
    [[nodiscard]] std::vector<FoundPrint> look(int quarters);

  private:
    const form::FormCatalogue& catalogue_;
    BlankPages& blanks_;
    Detail detail_;
    double px_per_mm_;  ///< of the picture that is searched, if the page's dpi is right
    double factor_;     ///< from the page to the picture that is searched
    bool is_any_size_;
    PixPtr picture_;
};

}  // namespace indgang::ocr
