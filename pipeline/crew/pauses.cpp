// SPDX-License-Identifier: MPL-2.0
#include "pipeline/crew/pauses.h"

#include <algorithm>

#include "pipeline/crew/backoff.h"
#include "pipeline/store/waiting.h"

namespace indgang::crew {
namespace {

// A pause that would end later began while the clock stood wrong.
bool holds(UtcTime end, UtcTime now) {
    return now < end && end - now <= store::longest_wait;
}

}  // namespace

std::chrono::milliseconds pause_for(std::chrono::milliseconds asked) {
    return std::clamp(asked, first_wait, store::longest_wait);
}

void Pauses::pause(const std::string& destination, UtcTime until) {
    const std::lock_guard lock(mutex_);
    auto& end = ends_[destination];
    end = std::max(end, until);
}

bool Pauses::is_paused(const std::string& destination, UtcTime now) const {
    const std::lock_guard lock(mutex_);
    const auto found = ends_.find(destination);
    return found != ends_.end() && holds(found->second, now);
}

std::vector<std::string> Pauses::paused(UtcTime now) const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> names;
    for (const auto& [destination, end] : ends_) {
        if (holds(end, now)) {
            names.push_back(destination);
        }
    }
    return names;
}

}  // namespace indgang::crew
