// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "schemas/core/bytes.h"

namespace indgang::ocr {

/// Some bytes as a file in the scratch folder, readable by the owner alone, removed with this
/// object.
class ScratchFile {
  public:
    /// `name` begins the file's name, `page` is for the message.
    /// Errors: internal (scratch_unwritable).
    ScratchFile(const std::filesystem::path& folder, const std::string& name, BytesView bytes,
                int page);
    ~ScratchFile();
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

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
/// nowhere.
///
/// Takes:   `arguments` as execvp does, the program first, nullptr last.
/// Errors:  internal (child_not_run: no pipe, no process).
/// Threads: any.
[[nodiscard]] ChildResult run_child(const char* const* arguments, const ChildLimits& limits,
                                    int page);

}  // namespace indgang::ocr
