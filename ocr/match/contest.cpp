// SPDX-License-Identifier: MPL-2.0
#include "ocr/match/contest.h"

#include <algorithm>
#include <utility>

namespace indgang::ocr {

void Contest::enter(Claim&& claim) {
    const double agreement = claim.registration.agreement;
    if (best_ && agreement <= best_->registration.agreement) {
        second_ = std::max(second_, agreement);
        return;
    }
    if (best_) {
        second_ = best_->registration.agreement;
    }
    best_ = std::move(claim);
}

bool Contest::is_decided() const {
    constexpr double margin_least = 0.1;
    return best_ && best_->registration.agreement - second_ >= margin_least;
}

}  // namespace indgang::ocr
