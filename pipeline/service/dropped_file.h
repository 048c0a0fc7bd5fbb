// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>

#include "schemas/core/bytes.h"

namespace indgang::service {

/// Whether somebody else has a file open for writing.
enum class Writers {
    none,
    some,
    unknown  ///< the system tells it neither of other accounts' files nor of those on a share
};
/// Takes: a file that is open for reading alone.
[[nodiscard]] Writers writers_of(int file);

/// Gives: fewer than `size` bytes when the file is shorter by now. Errors: folder_trouble.
[[nodiscard]] Bytes read_whole(int file, std::size_t size);

/// Gives: fewer than `size` bytes at the end of the file. Errors: folder_trouble.
[[nodiscard]] Bytes read_at(int file, std::size_t size, std::size_t at);

/// Whether bytes of no type that is read begin as an archive does, or as an Office document, which
/// may be one. Neither is opened.
[[nodiscard]] bool is_archive(BytesView bytes);

}  // namespace indgang::service
