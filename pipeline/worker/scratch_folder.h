// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>

#include "schemas/core/descriptor.h"

namespace indgang::worker {

/// Removes the folders of programs that were killed. Whoever starts does so at once: until a worker
/// is needed papers of citizens would lie there.
void remove_what_the_dead_left(const std::filesystem::path& parent);

/// A folder of a worker's own for temporary files, for the owner alone, which goes with this
/// object. What a program left that was killed is removed when the next folder is made beside it.
class ScratchFolder {
  public:
    /// Takes:  the folder in which it is made.
    /// Errors: internal (scratch_unwritable).
    explicit ScratchFolder(const std::filesystem::path& parent);
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
    Descriptor lock_;  ///< of the folder, as long as somebody is there to remove it
};

}  // namespace indgang::worker
