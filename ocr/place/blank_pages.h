// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>

#include "ocr/blank/blank_page.h"
#include "schemas/form/definition.h"

namespace indgang::ocr {

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
    /// Whether it was drawn or loaded by now.
    [[nodiscard]] bool has_blank(const form::FormKey& form, int page) const;
    [[nodiscard]] bool has_sketch(const form::FormKey& form, int page) const;

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

}  // namespace indgang::ocr
