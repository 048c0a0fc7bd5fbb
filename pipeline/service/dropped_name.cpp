// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/dropped_name.h"

#include <algorithm>
#include <array>

#include "adapters/http/message/request_head.h"
#include "pipeline/feed/litter.h"
#include "schemas/core/utf8.h"

namespace indgang::service {
namespace {

bool ends_as(const std::string& name, const auto& endings) {
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view ending) { return name.ends_with(ending); });
}

constexpr std::array<std::string_view, 13> unfinished_endings = {
    ".part",     ".partial",    ".tmp",        ".temp",      ".crdownload", ".opdownload", "~",
    ".download", ".inprogress", ".incomplete", ".uploading", ".filepart",   ".swp"};

}  // namespace

NameKind kind_of_name(std::string_view name) {
    const auto small = http::lower_case(name);
    if (feed::is_litter(name)) {
        return NameKind::litter;
    }
    return small.starts_with('.') || ends_as(small, unfinished_endings) ? NameKind::unfinished
                                                                        : NameKind::plain;
}

std::string fitting_name(std::string_view name, std::string_view ending) {
    constexpr std::size_t character_bytes = 4;
    std::size_t length = std::min(name.size(), name_bytes_at_most - ending.size());
    if (length < name.size()) {
        for (std::size_t back = 1;
             back < character_bytes && length > character_bytes && is_utf8_trail(name[length]);
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
