// SPDX-License-Identifier: MPL-2.0
#include "ocr/match/contest.h"

#include <algorithm>
#include <utility>

#include "ocr/match/match_limits.h"

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
    return best_ && best_->registration.agreement - second_ >= limits::contest_margin_least;
}

}  // namespace indgang::ocr
