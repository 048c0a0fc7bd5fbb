// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

#include "schemas/core/bytes.h"
#include "schemas/core/descriptor.h"

namespace indgang::ocr {

/// A file without a name in the scratch folder: nothing of it is left, however the process ends.
class NamelessFile {
  public:
    /// Empty, for a child to write to. `page` is for the message.
    /// Errors: internal (scratch_unwritable).
    NamelessFile(const std::filesystem::path& folder, int page);
    /// Of these bytes. Errors: internal (scratch_unwritable).
    NamelessFile(const std::filesystem::path& folder, BytesView bytes, int page);
    [[nodiscard]] const Descriptor& file() const { return file_; }
    /// What stands in it now. Errors: internal (scratch_unwritable).
    [[nodiscard]] Bytes bytes() const;

  private:
    Descriptor file_;
};
/// Where a child finds the file of this index.
[[nodiscard]] std::string path_in_child(std::size_t index);

struct ChildLimits {
    std::size_t output_bytes = 0;  ///< on its standard output
    std::size_t file_bytes = 0;    ///< of each file that it writes
};

enum class ChildEnd {
    done,           ///< with exit code 0
    failed,         ///< with any other, or by a signal of its own doing
    not_started,    ///< there is no such program
    limit_reached,  ///< of memory that it was refused nothing is known: that is `failed`
};

struct ChildResult {
    Bytes output;
    ChildEnd end = ChildEnd::failed;
};

/// Runs a program of another maker in a process group of its own, with limits on memory, processor
/// time, wall time and what it writes. It sees nothing on its standard input and its words go
/// nowhere. It ends with this process.
///
/// Takes:   `arguments` as execvp does, the program first, nullptr last; `files`, all that it
///          is handed (path_in_child).
/// Errors:  internal (child_not_run: no pipe, no process).
/// Threads: any.
[[nodiscard]] ChildResult run_child(const char* const* arguments,
                                    std::span<const NamelessFile> files, const ChildLimits& limits,
                                    int page);

}  // namespace indgang::ocr
