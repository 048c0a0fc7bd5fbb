// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

/// Zips as tests need them, written byte by byte, so that each of them may lie where it likes
/// (APPNOTE 6.3.10).
namespace indgang::made {

struct Entry {
    std::string name;
    std::string bytes;             ///< as they stand in the zip
    std::uint16_t method = 0;      ///< 0: stored; 8: `bytes` are deflated
    std::uint16_t flags = 0;       ///< 1: encrypted; 8: sizes stand behind the bytes; 0x800: UTF-8
    std::uint32_t mode = 0100644;  ///< of a Unix file system
    std::optional<std::uint32_t> crc = {}, size = {}, offset = {};  ///< as the directory says
    std::optional<std::string> local_name = {};
};

inline std::uint32_t crc_of(const std::string& bytes) {
    std::uint32_t crc = ~0U;
    for (const char byte : bytes) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) {
            crc = crc >> 1U ^ (crc % 2 == 1 ? 0xEDB88320U : 0U);
        }
    }
    return ~crc;
}

/// Numbers as a zip has them: each with its size, little end first.
struct Number {
    std::uint64_t value;
    int size;
};
inline std::string numbers(std::initializer_list<Number> all) {
    std::string bytes;
    for (const auto& [value, size] : all) {
        for (int i = 0; i < size; ++i) {
            bytes += static_cast<char>(value >> (8 * i) & 0xFFU);
        }
    }
    return bytes;
}

enum class End { plain, zip64 };

inline std::string zip_of(const std::vector<Entry>& entries, End end = End::plain) {
    std::string zip, directory;
    for (const auto& entry : entries) {
        const auto crc = entry.crc.value_or(crc_of(entry.bytes));
        const auto size = entry.size.value_or(static_cast<std::uint32_t>(entry.bytes.size()));
        const bool is_behind = (entry.flags & 8U) != 0;
        const auto& local = entry.local_name ? *entry.local_name : entry.name;
        const auto offset = entry.offset.value_or(static_cast<std::uint32_t>(zip.size()));
        zip += numbers({{0x04034B50, 4},
                        {20, 2},
                        {entry.flags, 2},
                        {entry.method, 2},
                        {0, 4},
                        {is_behind ? 0 : crc, 4},
                        {is_behind ? 0 : entry.bytes.size(), 4},
                        {is_behind ? 0 : size, 4},
                        {local.size(), 2},
                        {0, 2}});
        zip += local + entry.bytes;
        if (is_behind) {
            zip += numbers({{0x08074B50, 4}, {crc, 4}, {entry.bytes.size(), 4}, {size, 4}});
        }
        directory += numbers({{0x02014B50, 4},
                              {20, 1},
                              {3, 1},
                              {20, 2},
                              {entry.flags, 2},
                              {entry.method, 2},
                              {0, 4},
                              {crc, 4},
                              {entry.bytes.size(), 4},
                              {size, 4},
                              {entry.name.size(), 2},
                              {0, 2},
                              {0, 2},
                              {0, 2},
                              {0, 2},
                              {std::uint64_t{entry.mode} << 16U, 4},
                              {offset, 4}});
        directory += entry.name;
    }
    const auto at = zip.size(), count = entries.size();
    zip += directory;
    if (end == End::zip64) {
        const auto record = zip.size();
        zip += numbers({{0x06064B50, 4},
                        {44, 8},
                        {45, 2},
                        {45, 2},
                        {0, 4},
                        {0, 4},
                        {count, 8},
                        {count, 8},
                        {directory.size(), 8},
                        {at, 8}});
        zip += numbers({{0x07064B50, 4}, {0, 4}, {record, 8}, {1, 4}});
        return zip + numbers({{0x06054B50, 4},
                              {0, 2},
                              {0, 2},
                              {0xFFFF, 2},
                              {0xFFFF, 2},
                              {0xFFFFFFFF, 4},
                              {0xFFFFFFFF, 4},
                              {0, 2}});
    }
    return zip + numbers({{0x06054B50, 4},
                          {0, 2},
                          {0, 2},
                          {count, 2},
                          {count, 2},
                          {directory.size(), 4},
                          {at, 4},
                          {0, 2}});
}

/// Deflated, as one run of a byte: `size` of them in a thousandth of it (RFC 1951, 3.2.3 and
/// 3.2.6: fixed codes, lengths of 258 at distance 1).
inline std::string deflated_run(char byte, std::size_t size) {
    std::string packed;
    unsigned bits = 0, count = 0;
    const auto put = [&](unsigned value, unsigned width) {
        for (unsigned i = 0; i < width; ++i) {
            bits |= (value >> i & 1U) << count;
            if (++count == 8) {
                packed += static_cast<char>(bits);
                bits = count = 0;
            }
        }
    };
    const auto put_code = [&](unsigned value, unsigned width) {  // codes go with the high bit first
        for (unsigned i = width; i-- > 0;) {
            put(value >> i & 1U, 1);
        }
    };
    const auto put_literal = [&] { put_code(0x30U + static_cast<unsigned char>(byte), 8); };
    put(1, 1);  // the last block
    put(1, 2);  // of fixed codes
    put_literal();
    std::size_t left = size - 1;
    for (; left >= 258; left -= 258) {
        put_code(0xC5, 8);  // 258 again
        put_code(0, 5);     // of the byte before
    }
    for (; left > 0; --left) {
        put_literal();
    }
    put_code(0, 7);  // the end
    put(0, 7);
    return packed;
}

}  // namespace indgang::made
