// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/dropped_name.h"

#include <algorithm>
#include <array>

namespace indgang::service {
namespace {

std::string in_small_letters(std::string_view name) {
    std::string small(name);
    for (char& letter : small) {
        letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    return small;
}

bool is_one_of(const std::string& name, const auto& all) {
    return std::find(all.begin(), all.end(), name) != all.end();
}
bool starts_as(const std::string& name, const auto& starts) {
    return std::any_of(starts.begin(), starts.end(),
                       [&](std::string_view start) { return name.starts_with(start); });
}
bool ends_as(const std::string& name, const auto& endings) {
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view ending) { return name.ends_with(ending); });
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
constexpr std::array<std::string_view, 13> unfinished_endings = {
    ".part",     ".partial",    ".tmp",        ".temp",      ".crdownload", ".opdownload", "~",
    ".download", ".inprogress", ".incomplete", ".uploading", ".filepart",   ".swp"};

bool continues_a_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

}  // namespace

NameKind kind_of_name(std::string_view name) {
    const auto small = in_small_letters(name);
    if (is_one_of(small, litter) || starts_as(small, litter_starts)) {
        return NameKind::litter;
    }
    return small.starts_with('.') || ends_as(small, unfinished_endings) ? NameKind::unfinished
                                                                        : NameKind::plain;
}

std::string fitting_name(std::string_view name, std::string_view ending) {
    constexpr std::size_t character_bytes = 4;
    std::size_t length = std::min(name.size(), name_bytes_at_most - ending.size());
    if (length < name.size()) {
        for (std::size_t back = 1; back < character_bytes && length > character_bytes &&
                                   continues_a_character(name[length]);
             ++back) {
            --length;
        }
    }
    return std::string(name.substr(0, length)) + std::string(ending);
}

std::string readable_name(std::string_view name) {
    constexpr unsigned char first_printable = 0x20, delete_character = 0x7F;
    std::string readable(name);
    for (char& byte : readable) {
        const auto value = static_cast<unsigned char>(byte);
        byte = value < first_printable || value == delete_character ? '?' : byte;
    }
    return readable;
}

}  // namespace indgang::service
