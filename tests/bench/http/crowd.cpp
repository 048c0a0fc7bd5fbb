// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/http/crowd.h"

#include <algorithm>
#include <utility>

#include "tests/bench/cpu_clock.h"

namespace indgang::bench {
namespace {

constexpr double come_again_s = 0.25;

/// 127.1.0.1, 127.1.0.2, ...
std::string address(std::size_t number) {
    constexpr std::size_t last_part = 250;
    return "127.1." + std::to_string(number / last_part) + "." +
           std::to_string(1 + number % last_part);
}

}  // namespace

Crowd::Crowd(Loop& loop, CrowdSettings settings, double ramp_s)
    : loop_(loop),
      settings_(std::move(settings)),
      wires_(static_cast<std::size_t>(settings_.connections)) {
    const double now = wall_seconds();
    for (std::size_t i = 0; i < wires_.size(); ++i) {
        const double share = static_cast<double>(i) / static_cast<double>(wires_.size());
        loop_.at(now + share * ramp_s, [this, i, alive = alive_] {
            if (*alive) {
                come(i);
                say(i);
            }
        });
    }
}

Crowd::~Crowd() {
    *alive_ = false;
}

int Crowd::connected() const {
    return static_cast<int>(std::count_if(wires_.begin(), wires_.end(), [](const auto& wire) {
        return wire && wire->is_connected();
    }));
}

void Crowd::come(std::size_t number) {
    const WireSettings settings{
        .port = settings_.port,
        .from = address(number % static_cast<std::size_t>(settings_.addresses)),
        .reads = settings_.reads};
    wires_[number] = std::make_unique<Wire>(
        loop_, settings, Wire::Events{{}, [this, number] {
                                          ++closed_;
                                          loop_.at(wall_seconds() + come_again_s,
                                                   [this, number, alive = alive_] {
                                                       if (*alive) {
                                                           come(number);
                                                       }
                                                   });
                                      }});
    wires_[number]->send(settings_.opening);
}

/// One clock for each place, whoever stands there.
void Crowd::say(std::size_t number) {
    if (settings_.piece.empty()) {
        return;
    }
    loop_.at(wall_seconds() + settings_.every_s, [this, number, alive = alive_] {
        if (*alive) {
            if (wires_[number]->is_connected()) {
                wires_[number]->send(settings_.piece);
            }
            say(number);
        }
    });
}

}  // namespace indgang::bench
