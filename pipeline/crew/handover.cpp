// SPDX-License-Identifier: MPL-2.0
#include "pipeline/crew/handover.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "pipeline/crew/release.h"

namespace indgang::crew {
namespace {

// A batch is settled in less; a register that is slow or down takes longer.
constexpr std::chrono::milliseconds patience{200};

}  // namespace

Handover::~Handover() {
    for (const auto& batch : waiting_) {
        give_back(batch);
    }
}

void Handover::put(Batch batch) {
    const auto first_again = std::stable_partition(
        batch.begin(), batch.end(),
        [](const Document& document) { return document.arrival.attempts <= 1; });
    record({std::make_move_iterator(first_again), std::make_move_iterator(batch.end())});
    batch.erase(first_again, batch.end());
    if (batch.empty()) {
        return;
    }
    {
        std::unique_lock lock(mutex_);
        if (has_room_.wait_for(lock, patience, [this] { return waiting_.size() < most; })) {
            waiting_.push_back(std::move(batch));
            return;
        }
    }
    record(std::move(batch));
}

void Handover::record(Batch batch) {
    std::vector<store::Store::ReadArrival> read;
    for (auto& [arrival, item] : batch) {
        read.push_back({arrival.id, {std::move(item)}});
    }
    if (!read.empty()) {
        store_->finish_arrivals(read);
    }
}

std::optional<Handover::Batch> Handover::take() {
    std::optional<Batch> taken;
    {
        const std::lock_guard lock(mutex_);
        if (!waiting_.empty()) {
            taken = std::move(waiting_.front());
            waiting_.pop_front();
        }
    }
    has_room_.notify_one();
    return taken;
}

void Handover::give_back(const Batch& batch) noexcept {
    for (const auto& document : batch) {
        release(*store_, document.arrival);
    }
}

}  // namespace indgang::crew
