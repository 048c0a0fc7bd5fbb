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
    const form::FormDefinition* form;
    int page;
    std::vector<Sighting> sightings;  ///< on the page, turned
};

/// What is seen of a picture that lies in one way.
struct Look {
    std::vector<FoundPrint> found;  ///< the likeliest first, at most six
    /// So much is seen of one that the picture has its size and lies its way.
    bool is_sure = false;
};

/// What is seen of a blank, at the level at which most of it is seen, or at the first that surely
/// is; nothing where no level is.
[[nodiscard]] std::optional<SeenPrint> best_level(const Sketch& levels,
                                                  const std::vector<PrintFeature>& features,
                                                  double px_per_mm);

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

    enum class Sizes { true_size, all };
    /// What the page may be when it is turned clockwise by so many quarters. All pages that a
    /// picture shows have one size, so that who is sure of one at its true size is done; blanks are
    /// drawn at other sizes only for who asks, and only where the page may have any.
    [[nodiscard]] Look look(int quarters, Sizes sizes);
    /// Whether there is more to see than the true size: a scanner of pages of black and white knows
    /// its resolution, a photo does not.
    [[nodiscard]] bool is_any_size() const { return is_any_size_; }

  private:
    struct Seen {
        const form::FormDefinition* form;
        int page;
        std::optional<SeenPrint> print;
    };
    /// Sees more of each blank, if its part of the sketch shows more.
    void look_at(SketchPart part, const std::vector<PrintFeature>& features,
                 std::vector<Seen>& all) const;

    const form::FormCatalogue& catalogue_;
    BlankPages& blanks_;
    Detail detail_;
    double px_per_mm_;  ///< of the picture that is searched, if the page's dpi is right
    double factor_;     ///< from the page to the picture that is searched
    bool is_any_size_;
    PixPtr picture_;
};

}  // namespace indgang::ocr
