// SPDX-License-Identifier: MPL-2.0
#include "pipeline/crew/backoff.h"

#include <algorithm>
#include <cstdint>

#include "pipeline/store/waiting.h"

namespace indgang::crew {
namespace {

constexpr int doublings_at_most = 10;  // 1 s doubled ten times is beyond the longest wait
constexpr std::uint64_t fnv_offset = 14695981039346656037ull;
constexpr std::uint64_t fnv_prime = 1099511628211ull;
constexpr std::uint64_t shares = 1'000;

}  // namespace

std::chrono::milliseconds backoff(int attempts, std::string_view subject) {
    std::uint64_t hash = fnv_offset;
    for (const char c : subject) {
        hash = (hash ^ static_cast<unsigned char>(c)) * fnv_prime;
    }
    hash = (hash ^ static_cast<std::uint64_t>(attempts)) * fnv_prime;
    const auto whole = std::min(store::longest_wait,
                                first_wait * (1 << std::clamp(attempts - 1, 0, doublings_at_most)));
    return whole / 2 +
           whole / 2 * static_cast<std::int64_t>(hash % shares) / static_cast<std::int64_t>(shares);
}

}  // namespace indgang::crew
