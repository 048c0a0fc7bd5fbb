// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <random>

namespace indgang::filling {

/// Random numbers that are the same on every machine (the distributions of <random> are not).
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}
    [[nodiscard]] double uniform(double low, double high) {
        return low + (high - low) * static_cast<double>(engine_() >> 11) * 0x1.0p-53;
    }
    [[nodiscard]] bool chance(double probability) { return uniform(0, 1) < probability; }
    [[nodiscard]] int below(int count) {
        return static_cast<int>(engine_() % static_cast<std::uint64_t>(count));
    }
    /// About normal: the sum of four uniforms.
    [[nodiscard]] double normal(double sigma) {
        double sum = 0;
        for (int i = 0; i < 4; ++i) {
            sum += uniform(-1, 1);
        }
        return sum * sigma * 0.8660254;
    }
    [[nodiscard]] std::uint64_t next() { return engine_(); }

  private:
    std::mt19937_64 engine_;
};

}  // namespace indgang::filling
