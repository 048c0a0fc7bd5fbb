// SPDX-License-Identifier: MPL-2.0
#include "pipeline/watching/folder_book.h"

namespace indgang::watching {

void FolderBook::note(const std::string& folder, const FolderCounts& look) {
    const std::lock_guard lock(mutex_);
    auto& counts = folders_[folder];
    counts.taken += look.taken;
    for (const auto& [reason, files] : look.rejected) {
        counts.rejected[reason] += files;
    }
    counts.waiting = look.waiting;
    counts.troubles = look.troubles;
}

std::map<std::string, FolderCounts> FolderBook::all() const {
    const std::lock_guard lock(mutex_);
    return folders_;
}

}  // namespace indgang::watching
