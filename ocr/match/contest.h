// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <vector>

#include "ocr/place/registration.h"
#include "schemas/form/definition.h"

namespace indgang::ocr {

/// A page of a form that a page may be when it is turned.
struct Claim {
    const form::FormDefinition* form;
    int page;
    int quarters;
    Registration registration;
};

/// Which claims a page's print agrees with best.
class Contest {
  public:
    void enter(Claim&& claim);
    /// The best one and those that agree less by no more than contest_margin_least
    /// (match_limits.h), the best first; of two that agree as well the one that entered first.
    [[nodiscard]] const std::vector<Claim>& best() const { return best_; }

  private:
    std::vector<Claim> best_;
};

}  // namespace indgang::ocr
