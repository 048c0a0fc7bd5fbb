// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <limits>
#include <memory>

#include "ocr/blank/blank_page.h"
#include "schemas/form/definition.h"

namespace indgang::ocr {

/// So many blanks a worker holds from page to page; it draws others anew. With 8 it stays within
/// its 512 MiB at any page that may be read, however many forms there are.
inline constexpr std::size_t blanks_held = 8;

/// The blanks of all pages of all forms, drawn or loaded when they are first needed. A blank takes
/// 10 MB, a sketch a hundredth of that, and a catalogue may have more pages than memory has room
/// for: who goes on for long forgets blanks between two pages. Not thread-safe.
class BlankPages {
  public:
    /// Takes: how many blanks are held when `forget` was called; mostly all.
    explicit BlankPages(const form::FormCatalogue& catalogue,
                        std::size_t most = std::numeric_limits<std::size_t>::max());
    ~BlankPages();
    /// Takes:  a form of the catalogue, a page of it, and the language of what is printed there.
    /// Errors: as load_blank.
    [[nodiscard]] const BlankPage& blank(const form::FormKey& form, int page,
                                         form::Language language = form::Language::danish);
    [[nodiscard]] const Sketch& sketch(const form::FormKey& form, int page, SketchPart part);
    /// Whether it was drawn or loaded by now, in Danish.
    [[nodiscard]] bool has_blank(const form::FormKey& form, int page) const;
    [[nodiscard]] bool has_sketch(const form::FormKey& form, int page, SketchPart part) const;
    /// Whether another blank can be held.
    [[nodiscard]] bool has_room() const;
    /// Holds no more blanks than it may, those that were used last. References to others that
    /// `blank` gave are of no use afterwards.
    void forget();

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
