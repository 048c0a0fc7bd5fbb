// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/shares.h"

#include <array>
#include <cmath>

namespace indgang::bench {
namespace {

/// How probable `part` or fewer of `whole` are when the true share is `share`; 0 < share < 1.
double probability_of_at_most(int part, int whole, double share) {
    double sum = 0;
    for (int i = 0; i <= part; ++i) {
        sum += std::exp(std::lgamma(whole + 1.0) - std::lgamma(i + 1.0) -
                        std::lgamma(whole - i + 1.0) + i * std::log(share) +
                        (whole - i) * std::log1p(-share));
    }
    return sum;
}

constexpr std::array<double, 12> edges = {0,    0.2,  0.5,   0.8,   0.9,   0.95,
                                          0.98, 0.99, 0.995, 0.998, 0.999, 1};

}  // namespace

nlohmann::json Share::value() const {
    return whole == 0 ? nlohmann::json() : nlohmann::json(static_cast<double>(part) / whole);
}

nlohmann::json Share::at_most() const {
    if (whole == 0) {
        return {};
    }
    if (part >= whole) {
        return 1.0;
    }
    constexpr double doubt = 0.05;
    constexpr int halvings = 60;
    double low = 0, high = 1;
    for (int i = 0; i < halvings; ++i) {
        const double middle = (low + high) / 2;
        (probability_of_at_most(part, whole, middle) > doubt ? low : high) = middle;
    }
    return high;
}

Share& Share::operator+=(const Share& other) {
    part += other.part;
    whole += other.whole;
    return *this;
}

nlohmann::ordered_json reliability(const std::vector<Said>& said) {
    struct Bin {
        int n = 0;
        int right = 0;
        double sum = 0;
    };
    std::array<Bin, edges.size() - 1> bins;
    for (const Said& each : said) {
        std::size_t at = 0;
        while (at + 1 < bins.size() && each.probability >= edges[at + 1]) {
            ++at;
        }
        bins[at].n += 1;
        bins[at].right += each.is_right ? 1 : 0;
        bins[at].sum += each.probability;
    }
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    double error = 0;
    for (std::size_t at = 0; at < bins.size(); ++at) {
        const Bin& bin = bins[at];
        if (bin.n > 0) {
            error += std::abs(bin.sum - bin.right);
            rows.push_back({{"from", edges[at]},
                            {"to", edges[at + 1]},
                            {"n", bin.n},
                            {"said", bin.sum / bin.n},
                            {"right", static_cast<double>(bin.right) / bin.n}});
        }
    }
    const auto count = static_cast<double>(said.size());
    return {
        {"n", said.size()},
        {"ece", said.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(error / count)},
        {"bins", std::move(rows)}};
}

}  // namespace indgang::bench
