// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/feed/part.h"
#include "pipeline/worker/scratch_folder.h"
#include "schemas/core/bytes.h"
#include "schemas/core/descriptor.h"

namespace indgang::program {

/// The files that are meant by what was typed: a named file as it is, of a folder every regular
/// file below it whose content is a scan, XML or JSON, or that has no bytes, in the order of their
/// names. What a folder holds besides goes to `passed_over`. Errors: not_found, with the path as
/// the place.
struct Inputs {
    std::vector<std::filesystem::path> files;
    std::vector<std::filesystem::path> passed_over;
};
[[nodiscard]] Inputs find_inputs(const std::vector<std::filesystem::path>& typed);

/// For reading. Errors: bad_input "file_unreadable"; the place is the path.
[[nodiscard]] Descriptor open_file(const std::filesystem::path& path);

/// Errors: not_found; limit (larger than limits::arrival_bytes); the place is the path.
[[nodiscard]] Bytes load_file(const std::filesystem::path& path);

/// For people: the name of an entry, or "application 7"; may hold anything.
[[nodiscard]] std::string title_of(const feed::Part& part);

/// Copies of the scans in zips, which can be read page by page as long as this lives.
class UnpackedScans {
  public:
    /// Takes: the folder in which it makes one of its own, when it is needed.
    explicit UnpackedScans(std::filesystem::path scratch) : scratch_(std::move(scratch)) {}
    /// Adds a scan, or its next portion. Gives: its copy. Errors: internal (scratch_unwritable).
    [[nodiscard]] std::filesystem::path add(const std::filesystem::path& zip,
                                            const feed::Part& part);

  private:
    std::filesystem::path scratch_;
    std::optional<worker::ScratchFolder> folder_;
};

}  // namespace indgang::program
