// SPDX-License-Identifier: MPL-2.0
#include "pipeline/worker/in_work.h"

namespace indgang::worker {

InWork::Turn::Turn(InWork& all, Worker& worker) : all_(all), worker_(worker) {
    const std::lock_guard lock(all_.mutex_);
    all_.busy_.insert(&worker_);
    if (all_.is_over_) {
        worker_.interrupt();
    }
}

InWork::Turn::~Turn() {
    {
        const std::lock_guard lock(all_.mutex_);
        all_.busy_.erase(&worker_);
    }
    all_.ended_.notify_all();
}

void InWork::end(std::chrono::milliseconds grace) {
    std::unique_lock lock(mutex_);
    ended_.wait_for(lock, grace, [this] { return busy_.empty(); });
    is_over_ = true;
    for (auto* worker : busy_) {
        worker->interrupt();
    }
}

}  // namespace indgang::worker
