// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "schemas/core/bytes.h"
#include "schemas/core/descriptor.h"

namespace indgang::program {

/// The files that are meant by what was typed: a named file as it is, of a folder every regular
/// file below it whose content is a scan or XML, or that has no bytes, in the order of their names.
/// What a folder holds besides goes to `passed_over`.
/// Errors: not_found, with the path as the place.
struct Inputs {
    std::vector<std::filesystem::path> files;
    std::vector<std::filesystem::path> passed_over;
};
[[nodiscard]] Inputs find_inputs(const std::vector<std::filesystem::path>& typed);

/// For reading. Errors: bad_input "file_unreadable"; the place is the path.
[[nodiscard]] Descriptor open_file(const std::filesystem::path& path);

/// Errors: not_found; limit (larger than limits::arrival_bytes); the place is the path.
[[nodiscard]] Bytes load_file(const std::filesystem::path& path);

}  // namespace indgang::program
