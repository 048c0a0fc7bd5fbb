// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>

namespace indgang::identity {

/// Room for few hashes of passwords at once, each of which takes 64 MiB and a core: who logs in by
/// the hundred takes neither the memory nor the threads of those who work.
/// Threads: any number.
class HashRoom {
  public:
    HashRoom(int at_once, int waiting_most) : free_(at_once), waiting_most_(waiting_most) {}

    class Place {
      public:
        explicit Place(HashRoom& room) : room_(&room) {}
        Place(Place&& other) noexcept : room_(other.room_) { other.room_ = nullptr; }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        Place& operator=(Place&&) = delete;
        ~Place() {
            if (room_ != nullptr) {
                room_->leave();
            }
        }

      private:
        HashRoom* room_;
    };

    /// Waits for a place and holds it as long as what it gives lives. Nothing: too many wait
    /// already. The room must outlive its places.
    [[nodiscard]] std::optional<Place> enter() {
        std::unique_lock lock(mutex_);
        if (free_ == 0 && waiting_ >= waiting_most_) {
            return std::nullopt;
        }
        ++waiting_;
        is_free_.wait(lock, [this] { return free_ > 0; });
        --waiting_;
        --free_;
        return std::optional<Place>(std::in_place, *this);
    }

  private:
    void leave() {
        const std::lock_guard lock(mutex_);
        ++free_;
        is_free_.notify_one();
    }

    std::mutex mutex_;
    std::condition_variable is_free_;
    int free_;         ///< guarded by mutex_
    int waiting_ = 0;  ///< guarded by mutex_
    const int waiting_most_;
};

}  // namespace indgang::identity
