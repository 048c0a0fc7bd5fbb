// SPDX-License-Identifier: MPL-2.0
#include "pipeline/watching/health.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "schemas/error/error.h"

namespace indgang::watching {
namespace {

constexpr std::chrono::milliseconds probe_holds{1'000};
constexpr mode_t probe_mode = 0600;

/// Writes, flushes and removes a file: what taking in an application needs of the disk.
bool can_write_durably(const std::filesystem::path& folder) {
    const auto path = folder / (".readyz-" + std::to_string(::getpid()));
    const int fd =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, probe_mode);
    if (fd < 0) {
        return false;
    }
    constexpr std::array<char, 4096> block{};  // one page of the disk: a full one refuses it
    const bool is_written = ::write(fd, block.data(), block.size()) == std::ssize(block);
    const bool is_flushed = ::fsync(fd) == 0;
    const bool is_closed = ::close(fd) == 0;
    return ::unlink(path.c_str()) == 0 && is_written && is_flushed && is_closed;
}

std::string store_trouble(const store::Store& store) {
    try {
        static_cast<void>(store.has_open_work());  // throws when the database cannot be read
        return {};
    } catch (const Error& error) {
        return error.reason();
    }
}

}  // namespace

std::string case_number_trouble(const store::Store& store) {
    const std::string twice(code_of(Reason::case_number_twice));
    const auto found =
        store.search({.state = store::ItemState::dead, .reason = twice, .per_page = 1});
    return found.total > 0 ? twice : std::string();
}

Health::Health(HealthSettings settings, const store::Store& store, Clock clock)
    : settings_(std::move(settings)), store_(store), clock_(std::move(clock)) {}

void Health::tell(const std::string& of, const std::string& reason) {
    const std::lock_guard lock(mutex_);
    if (reason.empty()) {
        told_.erase(of);
    } else {
        told_[of] = reason;
    }
}

std::string Health::disk_trouble() {
    const auto now = clock_();
    if (!probed_at_ || now < *probed_at_ || now - *probed_at_ >= probe_holds) {
        probe_result_ = can_write_durably(settings_.probe_folder)
                            ? std::string_view()
                            : code_of(Reason::disk_not_writable);
        probed_at_ = now;
    }
    return probe_result_;
}

std::vector<Ailment> Health::ailments() {
    std::vector<Ailment> found;
    const auto add = [&](const std::string& of, const std::string& reason, bool blocks) {
        if (!reason.empty()) {
            found.push_back({of, reason, {}, blocks});
        }
    };
    const auto of_store = store_trouble(store_);
    add("store", of_store, true);
    add("case numbers", of_store.empty() ? case_number_trouble(store_) : std::string(), false);
    const std::lock_guard lock(mutex_);
    add("disk", disk_trouble(), true);
    add("work", settings_.trouble ? settings_.trouble() : std::string(), false);
    for (const auto& [of, reason] : told_) {
        add(of, reason, false);
    }
    const auto now = clock_();
    decltype(since_) standing;
    for (auto& ailment : found) {
        const auto key = std::pair(ailment.of, ailment.reason);
        const auto before = since_.find(key);
        ailment.since = before == since_.end() ? now : before->second;
        standing[key] = ailment.since;
    }
    since_ = std::move(standing);
    if (settings_.dependencies) {
        for (const auto& state : settings_.dependencies()) {
            if (!state.is_up) {
                found.push_back({crew::title_of(state), state.reason, state.since, false});
            }
        }
    }
    return found;
}

}  // namespace indgang::watching
