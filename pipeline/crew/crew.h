// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "pipeline/crew/wake_up.h"
#include "schemas/error/error.h"

namespace indgang::crew {

/// What one thread of a crew can do. Each thread has its own, so that nothing in it is shared.
template <typename Claim>
class Trade {
  public:
    virtual ~Trade() = default;
    /// Nothing: there is no work now.
    [[nodiscard]] virtual std::optional<Claim> claim() = 0;
    /// Does the work and stores how it ended. An Error says that the installation stood in the way
    /// (disk, store, models) and that the work came to no end; trouble of the input is an end.
    virtual void work(Claim& claim) = 0;
    /// After an Error of `work`: somebody else, or the same thread later, takes it up again.
    virtual void give_back(const Claim& claim) noexcept = 0;
    /// Whether such work, done, shows that the installation works. A look into a file does not:
    /// what reads it may be broken.
    [[nodiscard]] virtual bool is_proof(const Claim&) const { return true; }
    /// There was nothing to claim; frees what is dear to keep.
    virtual void rest() {}
};

/// Threads that claim work, do it, and give back what came to no end. After an Error a thread
/// pauses, so that a broken installation is not hammered, and tries again by itself.
///
/// The pause ends early only when the crew stops: arriving work would not mend what is broken.
template <typename Claim>
class Crew {
  public:
    /// Called once in each thread; the flag is set when the crew stops, for work of many parts.
    using NewTrade = std::function<std::unique_ptr<Trade<Claim>>(const std::atomic<bool>&)>;

    /// Takes: `threads` >= 1; `work` rings when there may be something to claim and outlives the
    /// crew; how long a thread waits for it before it looks again, and pauses after trouble.
    Crew(int threads, NewTrade new_trade, WakeUp& work, std::chrono::milliseconds idle_wait)
        : new_trade_(std::move(new_trade)), work_(work), idle_wait_(idle_wait) {
        for (int i = 0; i < threads; ++i) {
            threads_.emplace_back([this] { run(); });
        }
    }
    /// Lets each thread end what it does.
    ~Crew() {
        stop();
        for (auto& thread : threads_) {
            thread.join();
        }
    }
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    /// Tells the threads to end what they do and to claim nothing more. Does not wait for them.
    void stop() {
        is_stopping_ = true;
        work_.ring();
        stopping_.ring();
    }

    /// The first Error since work came to an end that proves something, or nothing; one of work
    /// that proves nothing is over when any work came to an end. A conflict is none: somebody else
    /// has that work by now.
    [[nodiscard]] std::optional<Error> trouble() const {
        const std::lock_guard lock(mutex_);
        return trouble_;
    }
    /// Takes: whether work that proves something ends it, or any.
    void note(const Error& error, bool needs_proof = false) {
        const std::lock_guard lock(mutex_);
        if (error.kind() == ErrorKind::conflict) {
            return;
        }
        needs_proof_ = needs_proof || (trouble_ && needs_proof_);
        if (!trouble_) {
            trouble_ = error;
        }
    }

  private:
    void run() {
        const auto trade = new_trade_(is_stopping_);
        std::uint64_t seen = 0;
        while (!is_stopping_) {
            std::optional<Claim> claim;
            try {
                claim = trade->claim();
                if (claim) {
                    trade->work(*claim);
                    const bool is_proof = trade->is_proof(*claim);
                    const std::lock_guard lock(mutex_);
                    if (is_proof || !needs_proof_) {
                        trouble_.reset();
                        needs_proof_ = false;
                    }
                    continue;
                }
                trade->rest();
                work_.wait(seen, idle_wait_);
            } catch (const Error& error) {
                note(error, claim && trade->is_proof(*claim));
                if (claim) {
                    trade->give_back(*claim);
                }
                std::uint64_t never = 0;
                stopping_.wait(never, idle_wait_);
            }
        }
    }

    const NewTrade new_trade_;
    WakeUp& work_;
    const std::chrono::milliseconds idle_wait_;
    std::atomic<bool> is_stopping_{false};
    WakeUp stopping_;  ///< rings once
    mutable std::mutex mutex_;
    std::optional<Error> trouble_;      ///< guarded by mutex_
    bool needs_proof_ = false;          ///< guarded by mutex_
    std::vector<std::thread> threads_;  ///< last: they use all that stands above
};

}  // namespace indgang::crew
