// SPDX-License-Identifier: MPL-2.0
// A register that is down answers slowly or not at all; without a breaker every application would
// wait for the whole time-out first, and a register that comes back would be met by all of them at
// once. Each worker has its own breaker and one question at a time, so at most as many probes per
// interval reach the register as there are workers.
#include "adapters/registry/breaker.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "schemas/error/error.h"

namespace indgang::registry {
namespace {

constexpr int failures_to_open = 5;
constexpr std::chrono::milliseconds first_rest{1'000};
constexpr std::chrono::milliseconds longest_rest{30'000};

class Breaker : public Registry {
  public:
    Breaker(std::string name, std::unique_ptr<Registry> registry, Clock clock, Observer observer)
        : name_(std::move(name)),
          registry_(std::move(registry)),
          clock_(std::move(clock)),
          observer_(std::move(observer)) {}

    record::Answer ask(const record::Question& question) override {
        if (is_resting()) {
            throw Error(
                Reason::registry_resting,
                name_ + ": left alone after " + std::to_string(failures_) + " failures in a row");
        }
        try {
            auto answer = registry_->ask(question);
            failures_ = 0;
            rest_ = first_rest;
            tell(nullptr);
            return answer;
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::unavailable) {
                note_failure();
            }
            tell(&error);
            throw;
        }
    }

  private:
    void tell(const Error* trouble) const {
        if (observer_) {
            observer_(name_, trouble);
        }
    }

    [[nodiscard]] bool is_resting() const {
        if (failures_ < failures_to_open) {
            return false;
        }
        const auto rested = clock_() - since_;
        return rested >= std::chrono::milliseconds(0) && rested < current_rest_;
    }

    void note_failure() {
        if (++failures_ < failures_to_open) {
            return;
        }
        since_ = clock_();
        current_rest_ = rest_;
        rest_ = std::min(rest_ * 2, longest_rest);
    }

    std::string name_;
    std::unique_ptr<Registry> registry_;
    Clock clock_;
    Observer observer_;
    int failures_ = 0;
    UtcTime since_{};
    std::chrono::milliseconds current_rest_ = first_rest;
    std::chrono::milliseconds rest_ = first_rest;  ///< after the next failure
};

}  // namespace

std::unique_ptr<Registry> with_breaker(std::string name, std::unique_ptr<Registry> registry,
                                       Clock clock, Observer observer) {
    return std::make_unique<Breaker>(std::move(name), std::move(registry), std::move(clock),
                                     std::move(observer));
}

}  // namespace indgang::registry
