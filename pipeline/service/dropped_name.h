// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>

namespace indgang::service {

constexpr std::size_t name_bytes_at_most = 255;  ///< NAME_MAX of Linux

/// What the name of a file or folder tells that somebody dropped; ASCII letters in any case.
enum class NameKind {
    plain,
    unfinished,  ///< a transfer is still at work, or was given up: ".x", "x.part", "x.TMP", ...
    litter       ///< left by an operating system or an open program: "Thumbs.db", "._x", "~$x", ...
};
[[nodiscard]] NameKind kind_of_name(std::string_view name);

/// `name` and `ending` in at most `name_bytes_at_most`: what does not fit is cut from the end of
/// `name`, at the start of a character where it is UTF-8.
[[nodiscard]] std::string fitting_name(std::string_view name, std::string_view ending);

/// The name for people to read: control characters are shown as '?'.
[[nodiscard]] std::string readable_name(std::string_view name);

}  // namespace indgang::service
