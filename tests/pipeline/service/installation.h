// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>

#include "pipeline/service/door.h"
#include "pipeline/store/sqlite/sqlite_store.h"
#include "schemas/core/random.h"

namespace indgang::service {

/// A clock that stands still until it is set, and a copy of it at what it shows. Threads: the
/// store's own may look at it meanwhile.
class StandingClock {
  public:
    explicit StandingClock(UtcTime at) : at_(at) {}
    StandingClock(const StandingClock& other) : at_(other.at_.load()) {}
    StandingClock& operator=(UtcTime at) {
        at_ = at;
        return *this;
    }
    void operator+=(UtcTime::duration by) { at_ = at_.load() + by; }
    void operator-=(UtcTime::duration by) { at_ = at_.load() - by; }
    operator UtcTime() const { return at_; }  // NOLINT: it stands for its time
    friend bool operator==(UtcTime time, const StandingClock& clock) {
        return time == clock.at_.load();
    }

  private:
    std::atomic<UtcTime> at_;
};

/// A store in a folder of its own that goes with it, and a clock that stands still.
struct Installation {
    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("indgang-service-" + random_ids()());
    StandingClock now{std::chrono::sys_days(std::chrono::year(2026) / 11 / 22)};
    store::sqlite::SqliteStore store{folder, store::Access::write, [this] { return now; },
                                     random_ids()};
    store::Blobs blobs{folder / "blobs", &store};
    int woken = 0;
    Door door{store, blobs, [](BytesView bytes) { return type_of(bytes); }, [this] { ++woken; }};

    Installation() = default;
    Installation(const Installation&) = delete;
    Installation& operator=(const Installation&) = delete;
    ~Installation() {
        std::error_code gone;
        std::filesystem::remove_all(folder, gone);
    }

    /// Two applications that the case system gave one number; the second waits for a person.
    /// Gives its id.
    std::string give_case_number_twice() {
        std::string second;
        for (const std::string bytes : {"one", "other"}) {
            const auto arrival = store
                                     .receive({.digest = Digest::of(view_of(bytes)),
                                               .size_bytes = std::ssize(bytes),
                                               .channel = "file",
                                               .name = "x.xml",
                                               .type = "xml",
                                               .sender_key = ""})
                                     .arrival;
            second = store.add_item(arrival,
                                    {.ordinal = 1, .form = "kort", .version = "1", .record = "{}"});
            store.finish_arrivals({{arrival, {}}});
            for (auto& item : store.claim_items(1)) {
                (void)store.settle({{item,
                                     {.record = "{}",
                                      .is_parked = false,
                                      .reason = {},
                                      .idempotency_key = bytes,
                                      .body = "{}",
                                      .documents = "[]"}}});
            }
            (void)store.claim_deliveries(1);
            store.delivered(second, "2026-1");
        }
        return second;
    }

    /// The signatures of some types; the program hands in the one of ocr/image.
    static std::string type_of(BytesView bytes) {
        const auto text = text_of(bytes);
        if (text.starts_with("II") || text.starts_with("MM")) {
            return "tiff";
        }
        if (text.starts_with("{")) {
            return "json";
        }
        if (text.starts_with("\x89PNG")) {
            return "png";
        }
        if (text.starts_with("\xFF\xD8")) {
            return "jpeg";
        }
        if (text.starts_with("%PDF")) {
            return "pdf";
        }
        if (text.starts_with("\x1f\x8b")) {
            return "unknown";
        }
        if (text.starts_with("PK\x03\x04")) {
            return text.find("[Content_Types].xml") == std::string_view::npos ? "zip" : "unknown";
        }
        return text.find('<') != std::string_view::npos ? "xml" : "unknown";
    }
};

}  // namespace indgang::service
