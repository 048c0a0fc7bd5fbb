// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/folder_watch.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <mutex>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "pipeline/service/watched_folder.h"
#include "schemas/error/error.h"

namespace indgang::service {

struct FolderWatch::State {
    State(FolderWatchSettings of, Door by, Clock at)
        : settings(std::move(of)), door(std::move(by)), clock(std::move(at)) {}

    FolderWatchSettings settings;
    Door door;
    Clock clock;
    WatchedFolder::Setting setting{settings, door, clock};
    std::unique_ptr<WatchedFolder> root;
    std::optional<UtcTime> replaced_at;
    std::set<std::string> told;  ///< troubles that hold

    mutable std::mutex mutex;
    Present present;

    void look_at_root(UtcTime now, Findings& findings);
    void keep(const Findings& findings, UtcTime now);
};

void FolderWatch::State::look_at_root(UtcTime now, Findings& findings) {
    const Descriptor folder(::open(settings.folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    struct stat status {};
    if (!folder.is_open() || ::fstat(folder.number(), &status) != 0) {
        const bool is_missing = errno == ENOENT || errno == ENOTDIR;
        const auto seen = std::generic_category().message(errno);
        findings.trouble(seen, is_missing ? Reason::folder_missing : Reason::folder_trouble, true);
        return;
    }
    if (!root || !root->is(status)) {
        if (root) {
            findings.notice("another one lies where it lay; that one is watched now",
                            Reason::folder_replaced);
            replaced_at = now;
        }
        root = std::make_unique<WatchedFolder>(setting, status.st_dev, status.st_ino);
    }
    if (replaced_at && now - *replaced_at < settings.grace) {
        findings.trouble("another one lies where it lay not long ago", Reason::folder_replaced);
    }
    root->look(folder, 0, now, findings);
}

void FolderWatch::State::keep(const Findings& findings, UtcTime now) {
    const std::lock_guard lock(mutex);
    present.troubles.clear();
    for (const auto& [reason, trouble] : findings.troubles) {
        present.troubles.push_back(trouble);
    }
    present.waiting = findings.look.waiting;
    present.taken += static_cast<std::int64_t>(findings.look.arrivals.size());
    for (const auto* reasons : {&findings.look.rejected, &findings.noticed}) {
        for (const auto& reason : *reasons) {
            ++present.told[reason];
        }
    }
    present.looked_at = now;
}

FolderWatch::FolderWatch(FolderWatchSettings settings, Door door, Clock clock)
    : state_(std::make_unique<State>(std::move(settings), std::move(door), std::move(clock))) {}

FolderWatch::~FolderWatch() = default;
FolderWatch::FolderWatch(FolderWatch&&) noexcept = default;
FolderWatch& FolderWatch::operator=(FolderWatch&&) noexcept = default;

FolderWatch::Look FolderWatch::look() {
    auto& state = *state_;
    Findings findings;
    const auto now = state.clock();
    try {
        state.look_at_root(now, findings);
    } catch (const Error& error) {
        findings.trouble(error, true);
    } catch (const std::exception&) {  // whose words may hold a file name
        findings.trouble("a look at it failed", Reason::folder_trouble, true);
    }
    state.keep(findings, now);
    auto& look = findings.look;
    std::set_difference(findings.lines.begin(), findings.lines.end(), state.told.begin(),
                        state.told.end(), std::back_inserter(look.troubles));
    std::set_difference(state.told.begin(), state.told.end(), findings.lines.begin(),
                        findings.lines.end(), std::back_inserter(look.ended));
    state.told = std::move(findings.lines);
    return std::move(look);
}

FolderWatch::Present FolderWatch::present() const {
    const std::lock_guard lock(state_->mutex);
    return state_->present;
}

}  // namespace indgang::service
