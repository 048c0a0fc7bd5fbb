// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/folder_rounds.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace indgang::service {

using Steady = std::chrono::steady_clock;

struct FolderRounds::State {
    struct Round {
        Folder folder;
        std::optional<Steady::time_point> looking_since;  ///< guarded by mutex
        std::thread thread;
    };

    std::chrono::milliseconds pause;
    std::vector<Round> rounds;  ///< constant in length
    mutable std::mutex mutex;
    std::condition_variable changed;
    bool is_stopping = false;    ///< guarded by mutex
    std::size_t unfinished = 0;  ///< threads; guarded by mutex

    void go(Round& round) {
        std::unique_lock lock(mutex);
        while (!is_stopping) {
            round.looking_since = Steady::now();
            lock.unlock();
            round.folder.look();
            lock.lock();
            round.looking_since.reset();
            changed.wait_for(lock, pause, [this] { return is_stopping; });
        }
        --unfinished;
        changed.notify_all();
    }
};

FolderRounds::FolderRounds(std::vector<Folder> folders, std::chrono::milliseconds pause)
    : state_(std::make_unique<State>()) {
    auto& state = *state_;
    state.pause = pause;
    state.unfinished = folders.size();
    for (auto& folder : folders) {
        state.rounds.push_back({std::move(folder), {}, {}});
    }
    for (auto& round : state.rounds) {
        round.thread = std::thread([&state, &round] { state.go(round); });
    }
}

FolderRounds::~FolderRounds() {
    static_cast<void>(stop(std::chrono::milliseconds(0)));
    for (auto& round : state_->rounds) {
        round.thread.join();
    }
}

std::vector<std::string> FolderRounds::held_up(std::chrono::milliseconds for_at_least) const {
    const auto& state = *state_;
    const auto now = Steady::now();
    std::vector<std::string> names;
    const std::lock_guard lock(state.mutex);
    for (const auto& round : state.rounds) {
        if (round.looking_since && now - *round.looking_since >= for_at_least) {
            names.push_back(round.folder.name);
        }
    }
    return names;
}

bool FolderRounds::stop(std::chrono::milliseconds at_most) {
    auto& state = *state_;
    std::unique_lock lock(state.mutex);
    state.is_stopping = true;
    state.changed.notify_all();
    return state.changed.wait_for(lock, at_most, [&] { return state.unfinished == 0; });
}

}  // namespace indgang::service
