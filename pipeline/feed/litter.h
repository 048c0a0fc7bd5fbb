// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string_view>

namespace indgang::feed {

/// Whether a file of this name is what operating systems and open programs leave behind:
/// Thumbs.db, desktop.ini, .DS_Store, `._*` and the like, in any case of letters.
[[nodiscard]] bool is_litter(std::string_view name);

/// The same of an entry of a zip, whose name may be a path; whatever is below `__MACOSX/` is.
[[nodiscard]] bool is_litter_in_zip(std::string_view path);

}  // namespace indgang::feed
