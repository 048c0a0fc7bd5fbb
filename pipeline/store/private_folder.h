// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>

/// Inside of pipeline/store: what is stored is for the owner alone.
namespace indgang::store {

/// Makes the folder, and those above it that are missing, for the owner alone. A folder that stands
/// keeps its permissions, which somebody may have chosen. Gives whether it was made.
/// Errors: internal "disk_full", "disk_error".
bool make_private_folder(const std::filesystem::path& folder);

/// Makes an empty file for the owner alone if there is none, and takes it from everybody else if
/// there is. Errors: as `make_private_folder`.
void make_private_file(const std::filesystem::path& file);

/// Takes a file from everybody but its owner, if it is there. Errors: as `make_private_folder`.
void keep_private(const std::filesystem::path& file);

}  // namespace indgang::store
