// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace indgang::watching {

/// What became of the files of a watched folder, in numbers.
struct FolderCounts {
    std::int64_t taken = 0;                        ///< since the start
    std::map<std::string, std::int64_t> rejected;  ///< since the start, by reason
    std::int64_t waiting = 0;                      ///< at the last look
    std::map<std::string, std::int64_t> troubles;  ///< at the last look: files, by reason
};

/// Numbers of all watched folders, for metrics. Threads: any number.
class FolderBook {
  public:
    /// What one look at a folder saw; `taken` and `rejected` are those of this look alone.
    void note(const std::string& folder, const FolderCounts& look);
    [[nodiscard]] std::map<std::string, FolderCounts> all() const;

  private:
    mutable std::mutex mutex_;
    std::map<std::string, FolderCounts> folders_;  ///< guarded by mutex_
};

}  // namespace indgang::watching
