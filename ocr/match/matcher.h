// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>

#include "ocr/image/page_image.h"
#include "ocr/match/matched_page.h"
#include "ocr/place/blank_pages.h"
#include "schemas/form/definition.h"

namespace indgang::ocr {

/// Finds out what a page is: reads its code (QR page code, separator codes), turns it upright,
/// and registers it to the form.
///
/// No page is accepted whose residual exceeds residual_most_mm (registration.h); such a page is an
/// attachment with the trouble "no_registration". A page without a code that looks like several
/// forms is one with the trouble "several_forms"; if they are versions of one form that have the
/// page in common, it is a page of the form that may be of each.
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
