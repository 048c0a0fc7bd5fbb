// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "ocr/image/page_image.h"
#include "schemas/form/definition.h"
#include "schemas/record/reading.h"

namespace indgang::ocr {

/// A page of a form with nothing filled in, to compare scans with.
struct BlankPage {
    PageImage image;
    MmToPx to_image;
};

/// The blanks of all pages of all forms, drawn when they are first needed. Not thread-safe.
class BlankPages {
  public:
    explicit BlankPages(const form::FormCatalogue& catalogue);
    ~BlankPages();
    /// Takes: a form of the catalogue and a page of it.
    [[nodiscard]] const BlankPage& blank(const form::FormKey& form, int page);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// A page of which is known what it is. `image` is upright (turned by what `match` found).
struct MatchedPage {
    PageImage image;
    record::PageKind kind = record::PageKind::attachment;
    std::optional<record::FormMatch> match;  ///< for kind form
    std::string separator;                   ///< for kind separator
    std::string trouble;  ///< "unknown_form", "no_registration", "page_code_beyond_form"
};

/// Finds out what a page is: reads its code (QR page code, separator codes), turns it upright,
/// and registers it to the form.
///
/// No transform is accepted whose residual exceeds the limit in matcher.cpp; such a page is an
/// attachment with the trouble "no_registration".
/// Threads: one per thread.
class Matcher {
  public:
    explicit Matcher(const form::FormCatalogue& catalogue, BlankPages& blanks);
    ~Matcher();
    [[nodiscard]] MatchedPage match(PageImage&& page);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::ocr
