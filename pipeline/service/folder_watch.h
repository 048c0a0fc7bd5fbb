// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/service/door.h"
#include "schemas/core/time.h"

namespace indgang::service {

struct FolderWatchSettings {
    std::filesystem::path folder;
    bool takes_subfolders = false;
    std::chrono::milliseconds stable_for{2'000};  ///< unchanged for so long: nobody writes
    /// The same for a file of which the system does not tell whether somebody has it open for
    /// writing: one of another account, or on a share. A scanner that turns a page takes 6 s.
    std::chrono::milliseconds stable_for_unknown{15'000};
    std::chrono::milliseconds grace{300'000};      ///< then an incomplete file is rejected
    std::chrono::milliseconds unreadable{60'000};  ///< then one without the right to read is told
    /// For so long after a file was taken or rejected it is seen when somebody writes on it; of the
    /// last 10,000 files of a folder.
    std::chrono::milliseconds watched_after{3'600'000};
    /// Asked before each file: whether the look ends with what it has taken by then. Nothing:
    /// never.
    std::function<bool()> is_stopping = {};
};

/// Takes files from a folder into which scanners, shares and people write.
///
/// A file is taken when it stood still for `stable_for`, nobody has it open for writing, and its
/// structure is complete (completeness.h). It moves to `done/` beside it after it is stored
/// durably. What stays incomplete for `grace`, is empty, too large, an archive, of no known type,
/// or no regular file moves to `rejected/`, with a file `NAME.reason` that says why
/// (side_folder.h); a file without bytes is in the ledger, too. What is written on after that is
/// moved back and taken anew. Everything else that is not taken is a trouble: it is told when it
/// begins and ends, and counted for as long as it lasts. Only what an operating system or an open
/// program leaves behind (`Thumbs.db`) is passed over in silence. Nothing that was dropped is ever
/// deleted, and links are not followed.
///
/// The folder is looked up by its path at each look, so it may come and go: a share that is not
/// mounted yet is a trouble, not an error. Folders inside it are watched in the same way when
/// `takes_subfolders`, each with a `done` and `rejected` of its own, at most 8 deep and 1,000
/// together; what lies deeper is a trouble.
///
/// Threads: one at a time; `present` any. Time comes from the clock; the caller decides when to
/// look. docs/formats/folders.md says it all for who runs it.
class FolderWatch {
  public:
    FolderWatch(FolderWatchSettings settings, Door door, Clock clock);
    ~FolderWatch();
    FolderWatch(FolderWatch&&) noexcept;
    FolderWatch& operator=(FolderWatch&&) noexcept;

    /// What is new since the look before. No file names in any of it.
    struct Look {
        std::vector<std::string> arrivals;  ///< ids of what was taken now
        std::vector<std::string> rejected;  ///< reasons of what was rejected now
        std::vector<std::string> troubles;  ///< "message [reason]" of those that began
        std::vector<std::string> ended;     ///< the same of those that hold no more
        std::vector<std::string> notices;   ///< "message [reason]" of what happened and is over
        int waiting = 0;  ///< files that are not stable or complete yet, or met a trouble
    };
    /// One look at the folder. About once a second is right. A trouble of one file keeps no other
    /// file waiting; what ends a look is a trouble of the folder, and none is thrown.
    [[nodiscard]] Look look();

    /// Why something is not taken at this moment.
    struct Trouble {
        std::string reason;         ///< code of schemas/error/reason.h
        std::int64_t count = 0;     ///< files, or folders, that it concerns
        bool is_of_folder = false;  ///< nothing at all is taken from these folders
    };
    /// What held at the last look, and what was counted since the start. No file names.
    struct Present {
        std::vector<Trouble> troubles;             ///< by reason, each once
        std::int64_t waiting = 0;                  ///< as Look::waiting
        std::int64_t taken = 0;                    ///< since the start
        std::map<std::string, std::int64_t> told;  ///< rejections and notices since the start
        UtcTime looked_at{};                       ///< the beginning of the last look
    };
    [[nodiscard]] Present present() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::service
