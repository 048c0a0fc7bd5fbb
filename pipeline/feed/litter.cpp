// SPDX-License-Identifier: MPL-2.0
#include "pipeline/feed/litter.h"

#include <algorithm>
#include <array>
#include <string>

namespace indgang::feed {
namespace {

std::string in_small_letters(std::string_view name) {
    std::string small(name);
    for (char& letter : small) {
        letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    return small;
}

constexpr std::array<std::string_view, 11> litter = {"thumbs.db",
                                                     "ehthumbs.db",
                                                     "ehthumbs_vista.db",
                                                     "desktop.ini",
                                                     ".ds_store",
                                                     ".directory",
                                                     "icon\r",
                                                     "$recycle.bin",
                                                     "@eadir",
                                                     "lost+found",
                                                     "system volume information"};
/// AppleDouble, locks of Office and LibreOffice, and what Samba, NFS and FUSE make of a file that
/// was deleted while somebody had it open.
constexpr std::array<std::string_view, 6> litter_starts = {"._",         "~$",   ".~lock.",
                                                           ".smbdelete", ".nfs", ".fuse_hidden"};

}  // namespace

bool is_litter(std::string_view name) {
    const auto small = in_small_letters(name);
    return std::ranges::find(litter, small) != litter.end() ||
           std::ranges::any_of(litter_starts,
                               [&](std::string_view start) { return small.starts_with(start); });
}

bool is_litter_in_zip(std::string_view path) {
    return path.starts_with("__MACOSX/") || is_litter(path.substr(path.find_last_of("/\\") + 1));
}

}  // namespace indgang::feed
