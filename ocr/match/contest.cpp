// SPDX-License-Identifier: MPL-2.0
#include "ocr/match/contest.h"

#include <algorithm>
#include <utility>

#include "ocr/match/match_limits.h"

namespace indgang::ocr {

void Contest::enter(Claim&& claim) {
    const auto agrees_less = [](const Claim& a, const Claim& b) {
        return a.registration.agreement > b.registration.agreement;
    };
    best_.insert(std::upper_bound(best_.begin(), best_.end(), claim, agrees_less),
                 std::move(claim));
    const double best = best_.front().registration.agreement;
    while (best - best_.back().registration.agreement >= limits::contest_margin_least) {
        best_.pop_back();
    }
}

}  // namespace indgang::ocr
