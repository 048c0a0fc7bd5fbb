// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>

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

/// Which claim a page's print agrees with best, and by how much.
class Contest {
  public:
    void enter(Claim&& claim);
    /// Of two that agree as well the first; nothing before one was entered.
    [[nodiscard]] const std::optional<Claim>& best() const { return best_; }
    /// Whether there is a best one, and the print agrees with it by at least 0.1 more than with
    /// each other one. Two editions of a form differ in a few words: which one it is must not be
    /// guessed.
    [[nodiscard]] bool is_decided() const;

  private:
    std::optional<Claim> best_;
    double second_ = 0;
};

}  // namespace indgang::ocr
