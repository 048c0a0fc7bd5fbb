// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ocr/image/page_image.h"
#include "ocr/match/blank_zones.h"
#include "ocr/match/page_shape.h"
#include "ocr/match/print_anchors.h"
#include "ocr/match/print_features.h"
#include "schemas/form/definition.h"
#include "schemas/record/reading.h"

namespace indgang::ocr {

/// A page of a form with nothing filled in, to compare scans with.
struct BlankPage {
    PageImage image;
    MmToPx to_image;
    std::vector<PrintAnchor> anchors;  ///< its print, for looking it up on pages
    std::unique_ptr<BlankZones> zones = std::make_unique<BlankZones>();  ///< of `image`

    /// The print of one zone, in form mm. Takes and Errors: as BlankZones::zone.
    [[nodiscard]] std::shared_ptr<const BlankZone> zone(const BoxMm& box, double px_per_mm) const {
        return zones->zone(image, to_image, box, px_per_mm);
    }
};

/// The features of a blank's print as they look when it is scanned at other sizes.
struct BlankSketch {
    struct Level {
        double size = 1;                     ///< of the form, as a share of its true size
        std::vector<PrintFeature> features;  ///< in form mm
    };
    std::vector<Level> fine;  ///< the true size first
    std::vector<Level> coarse;
};

/// The blanks of all pages of all forms, drawn or loaded when they are first needed. Not
/// thread-safe.
class BlankPages {
  public:
    explicit BlankPages(const form::FormCatalogue& catalogue);
    ~BlankPages();
    /// Takes:  a form of the catalogue and a page of it.
    /// Errors: as load_blank.
    [[nodiscard]] const BlankPage& blank(const form::FormKey& form, int page);
    [[nodiscard]] const BlankSketch& sketch(const form::FormKey& form, int page);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The blank of a page that somebody else printed, from its picture: upright, freed of the
/// scanner's black edges, at 150 to 300 dpi whatever the picture has; where it is_filled, the
/// zones are white.
///
/// Takes:  a page with a `blank`.
/// Errors: bad_input (blank_broken: no picture or no such page; blank_proportions: it is not of
///         the page's shape; blank_empty: too little print to find a page by), not_found.
[[nodiscard]] BlankPage load_blank(const form::FormDefinition& form, int page);

/// A page as it was before it was straightened, upright, and where the form lies on it.
struct BentPage {
    PixPtr pix;
    PageShape shape;
};

/// A page of which is known what it is. `image` is upright (turned by what `match` found). If the
/// page was photographed at an angle or is not flat, `image` is straightened, so that
/// match->to_page holds everywhere; `bent` has the page that was scanned. They are of the same size
/// unless the page was too coarse to be read as it is: then `image` is larger.
struct MatchedPage {
    PageImage image;
    record::PageKind kind = record::PageKind::attachment;
    std::optional<record::FormMatch> match;  ///< for kind form
    std::string separator;                   ///< for kind separator
    std::string trouble;  ///< "unknown_form", "no_registration", "page_code_beyond_form",
                          ///< "several_forms"
    std::optional<BentPage> bent;
    std::vector<SeenAnchor> print;  ///< for kind form: how far the print was off at last

    /// The upright page as it was scanned.
    [[nodiscard]] const Pix& scanned() const { return bent ? *bent->pix : *image.pix; }
    /// A box of `image` on the page as it was scanned.
    [[nodiscard]] BoxPx on_scan(const BoxPx& box) const;
    /// Whether the print around a box of `image` is off its place, or not to be seen, so that
    /// what was read there may belong to another field. Takes: a page of kind form.
    [[nodiscard]] bool is_displaced(const BoxPx& box) const;
};

/// Finds out what a page is: reads its code (QR page code, separator codes), turns it upright,
/// and registers it to the form.
///
/// No page is accepted whose residual exceeds residual_most_mm (registration.h); such a page is an
/// attachment with the trouble "no_registration". A page without a code that looks like several
/// forms is one with the trouble "several_forms".
/// Threads: one per thread.
class Matcher {
  public:
    explicit Matcher(const form::FormCatalogue& catalogue, BlankPages& blanks);
    ~Matcher();
    [[nodiscard]] MatchedPage match(PageImage&& page);
    [[nodiscard]] const form::FormCatalogue& catalogue() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::ocr
