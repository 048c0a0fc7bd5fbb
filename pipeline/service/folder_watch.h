// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/service/door.h"
#include "schemas/core/time.h"

namespace indgang::service {

struct FolderWatchSettings {
    std::filesystem::path folder;
    std::chrono::milliseconds stable_for{2'000};  ///< unchanged for so long: nobody writes
    std::chrono::milliseconds grace{300'000};     ///< then an incomplete file is rejected
};

/// Takes files from a folder into which scanners and other systems write.
///
/// A file is taken when its size and time of change were the same at two looks at least
/// `stable_for` apart, nobody has it open for writing, and its structure is complete
/// (completeness.h). It moves to `done/` beside it after it is stored durably. What stays
/// incomplete for `grace`, is empty, too large, or no regular file moves to `rejected/`, with a
/// file `NAME.reason` that says why. Names that begin with a dot or end like an unfinished transfer
/// (".part", ".tmp", ...) and folders are passed over. Nothing is ever deleted or followed (links).
/// Threads: one at a time. Time comes from the clock; the caller decides when to look.
class FolderWatch {
  public:
    /// Makes `done` and `rejected`. Errors: not_found (no such folder), internal (not writable).
    FolderWatch(FolderWatchSettings settings, Door door, Clock clock);
    ~FolderWatch();
    FolderWatch(FolderWatch&&) noexcept;
    FolderWatch& operator=(FolderWatch&&) noexcept;

    struct Look {
        std::vector<std::string> arrivals;  ///< ids of what was taken now
        std::vector<std::string> rejected;  ///< reasons of what was rejected now; no file names
        std::vector<std::string> troubles;  ///< "message [reason]", each once; no file names
        int waiting = 0;  ///< files that are not stable or complete yet, or met a trouble
    };
    /// One look at the folder. About once a second is right. A file that cannot be read or taken in
    /// (the errors of take_in) is a trouble of this look; it stays, is tried again at the next one,
    /// and keeps no other file waiting.
    /// Errors: internal (the folder cannot be listed).
    [[nodiscard]] Look look();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::service
