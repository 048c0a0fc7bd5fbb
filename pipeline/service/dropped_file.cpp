// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/dropped_file.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

#include "pipeline/service/side_folder.h"

namespace indgang::service {
namespace {

/// Their kernel modules refuse leases for reasons of their own, which look like a writer.
bool is_on_a_share(int file) {
    struct statfs system {};
    if (::fstatfs(file, &system) != 0) {
        return true;
    }
    constexpr std::array<unsigned long, 5> shares = {
        NFS_SUPER_MAGIC, CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC, FUSE_SUPER_MAGIC, V9FS_MAGIC};
    const auto magic = static_cast<unsigned long>(system.f_type);
    return std::find(shares.begin(), shares.end(), magic) != shares.end();
}

}  // namespace

// A read lease is refused while somebody has the file open for writing. Only its owner may ask.
Writers writers_of(int file) {
    if (is_on_a_share(file)) {
        return Writers::unknown;
    }
    if (::fcntl(file, F_SETLEASE, F_RDLCK) != 0) {
        return errno == EAGAIN ? Writers::some : Writers::unknown;
    }
    ::fcntl(file, F_SETLEASE, F_UNLCK);
    return Writers::none;
}

Bytes read_whole(int file, std::size_t size) {
    return read_at(file, size, 0);
}

Bytes read_at(int file, std::size_t size, std::size_t at) {
    Bytes bytes(size);
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const auto got = ::pread(file, bytes.data() + filled, bytes.size() - filled,
                                 static_cast<off_t>(at + filled));
        if (got > 0) {
            filled += static_cast<std::size_t>(got);
        } else if (got == 0) {
            break;
        } else if (errno != EINTR) {
            throw folder_trouble("read");
        }
    }
    bytes.resize(filled);
    return bytes;
}

bool is_archive(BytesView bytes) {
    using namespace std::string_view_literals;
    constexpr std::array starts = {"PK\x03\x04"sv,
                                   "PK\x05\x06"sv,
                                   "PK\x07\x08"sv,
                                   "\x1F\x8B\x08"sv,
                                   "7z\xBC\xAF\x27\x1C"sv,
                                   "Rar!\x1A\x07"sv,
                                   "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv};
    const auto text = text_of(bytes);
    return std::any_of(starts.begin(), starts.end(),
                       [&](std::string_view start) { return text.starts_with(start); });
}

}  // namespace indgang::service
