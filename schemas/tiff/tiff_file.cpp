// SPDX-License-Identifier: MPL-2.0
#include "schemas/tiff/tiff_file.h"

#include <algorithm>

namespace indgang::tiff {

namespace {

constexpr std::uint64_t big_tiff_mark = 43;

/// TIFF 6.0, section 2, and the types that BigTIFF adds.
std::uint64_t bytes_of_type(std::uint64_t type) {
    constexpr std::uint64_t type_byte = 1, type_short = 3, type_long = 4, type_ifd = 13,
                            type_long8 = 16, type_ifd8 = 18;
    switch (type) {
        case type_byte:
            return 1;
        case type_short:
            return 2;
        case type_long:
        case type_ifd:
            return 4;
        case type_long8:
        case type_ifd8:
            return 8;
        default:
            return 0;
    }
}

}  // namespace

TiffFile::TiffFile(BytesView bytes)
    : bytes_(bytes), is_little_(bytes[0] == 'I'), is_big_tiff_(number(2, 2) == big_tiff_mark) {}

std::optional<std::uint64_t> TiffFile::number(std::uint64_t offset, std::uint64_t length) const {
    if (!holds(offset, length)) {
        return std::nullopt;
    }
    std::uint64_t value = 0;
    for (std::uint64_t i = 0; i < length; ++i) {
        value = value << 8U | bytes_[offset + (is_little_ ? length - 1 - i : i)];
    }
    return value;
}

std::optional<std::uint64_t> TiffFile::first_directory() const {
    return is_big_tiff_ ? number(8, 8) : number(4, 4);
}

std::optional<Directory> TiffFile::directory(std::uint64_t offset,
                                             std::uint64_t entries_most) const {
    const std::uint64_t count_bytes = is_big_tiff_ ? 8 : 2;
    const auto count = number(offset, count_bytes);
    if (!count) {
        return std::nullopt;
    }
    Directory directory{std::min(*count, entries_most), offset + count_bytes, std::nullopt};
    // Divided, because a product of such numbers goes around.
    if (directory.count <= bytes_.size() / entry_bytes()) {
        directory.next = number(directory.first + directory.count * entry_bytes(), word_bytes());
    }
    return directory;
}

Entry TiffFile::entry(const Directory& directory, std::uint64_t index) const {
    const std::uint64_t at = directory.first + index * entry_bytes();
    if (!holds(at, entry_bytes())) {
        return {};
    }
    Entry entry;
    entry.tag = number(at, 2).value_or(0);
    entry.value_bytes = bytes_of_type(number(at + 2, 2).value_or(0));
    entry.count = number(at + 4, word_bytes()).value_or(0);
    const std::uint64_t value_at = at + 4 + word_bytes();
    const bool fits =
        entry.count <= word_bytes() && entry.count * entry.value_bytes <= word_bytes();
    entry.data = fits ? value_at : number(value_at, word_bytes()).value_or(0);
    return entry;
}

std::optional<std::uint64_t> TiffFile::value(const Entry& entry, std::uint64_t index) const {
    // What lies beyond the file is not looked for by a number that has gone around.
    return entry.value_bytes == 0 || index >= entry.count || !holds(entry.data, 0) ||
                   index > bytes_.size()
               ? std::nullopt
               : number(entry.data + index * entry.value_bytes, entry.value_bytes);
}

}  // namespace indgang::tiff
