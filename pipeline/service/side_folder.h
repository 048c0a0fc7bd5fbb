// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/core/descriptor.h"
#include "schemas/core/time.h"
#include "schemas/error/error.h"

struct stat;

namespace indgang::service {

/// What tells one state of a file from another.
struct FileMark {
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    std::int64_t written_ns = 0;  ///< mtime; writers can set it
    std::int64_t changed_ns = 0;  ///< ctime; they cannot, and a new name changes it, too
    bool operator==(const FileMark&) const = default;
};
[[nodiscard]] FileMark mark_of(const struct stat& status);
/// Whether the bytes are the same, as far as that can be told without reading them.
[[nodiscard]] bool is_same_content(const FileMark& a, const FileMark& b);

/// Error folder_trouble: "folder: STEP: what errno says".
[[nodiscard]] Error folder_trouble(const char* step);

/// Opens `done` or `rejected` inside a watched folder. When it is not there it is made with the
/// rights and group of the watched folder: who may drop a file there can see what became of it.
/// Earlier versions made it for the service alone; such a one is given the same rights.
/// Errors: folder_trouble (not writable; a file or link of that name lies there).
[[nodiscard]] Descriptor open_side_folder(const Descriptor& folder, const char* name);

/// Moves a file from one folder to another and never over another file: the wished name, or that
/// with ".1", ".2", ..., cut so that it fits. Gives: the name it has now; nothing when it cannot be
/// moved, with errno.
[[nodiscard]] std::optional<std::string> move_file(const Descriptor& from, const std::string& name,
                                                   const Descriptor& to, const std::string& wished);

/// Writes why a file lies in `rejected`, for the one who dropped it: the code and the time, what it
/// means, what to do, and the file's name. It can be read by whoever can use the folder.
/// Gives: the name of the note: NAME.reason, cut so that it fits, with a number if that is taken.
/// Errors: folder_trouble.
[[nodiscard]] std::string write_note(const Descriptor& rejected, const std::string& name,
                                     std::string_view reason, UtcTime now);

}  // namespace indgang::service
