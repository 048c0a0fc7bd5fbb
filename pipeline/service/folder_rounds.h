// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace indgang::service {

/// Looks at several folders again and again, at each in a thread of its own: a share that does not
/// answer holds up a look for as long as the system likes, and keeps no other folder waiting.
///
/// Threads: one at a time calls this; each `look` runs in the thread of its folder.
class FolderRounds {
  public:
    struct Folder {
        std::string name;
        std::function<void()> look;  ///< throws nothing
    };
    /// Takes: the pause between the end of a look and the next one.
    FolderRounds(std::vector<Folder> folders, std::chrono::milliseconds pause);
    /// Takes: `stop` gave true, or is called here and waits for ever.
    ~FolderRounds();
    FolderRounds(const FolderRounds&) = delete;
    FolderRounds& operator=(const FolderRounds&) = delete;

    /// Whose look began so long ago and goes on.
    [[nodiscard]] std::vector<std::string> held_up(std::chrono::milliseconds for_at_least) const;

    /// No look begins any more. Gives whether all have ended, after `at_most` at the latest; else a
    /// thread hangs in the system and may go on with its folder whenever that answers.
    [[nodiscard]] bool stop(std::chrono::milliseconds at_most);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::service
