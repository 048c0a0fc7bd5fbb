// SPDX-License-Identifier: MPL-2.0
// Permissions are given at the making, so that at no moment anybody else can open what is made; the
// umask of the process belongs to all threads and is left alone.
#include "pipeline/store/private_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "schemas/error/error.h"

namespace indgang::store {
namespace {

constexpr mode_t owner_only_folder = 0700;
constexpr mode_t owner_only_file = 0600;

[[noreturn]] void fail(const char* step, int code) {
    const bool is_full = code == ENOSPC || code == EDQUOT;
    throw Error(is_full ? Reason::disk_full : Reason::disk_error,
                std::string("store: ") + step + ": " + std::generic_category().message(code));
}

}  // namespace

bool make_private_folder(const std::filesystem::path& folder) {
    // "a/b/" names the same folder as "a/b".
    const auto path = folder.has_filename() ? folder : folder.parent_path();
    if (::mkdir(path.c_str(), owner_only_folder) == 0) {
        return true;
    }
    if (errno == ENOENT && path.has_parent_path()) {
        make_private_folder(path.parent_path());
        if (::mkdir(path.c_str(), owner_only_folder) == 0) {
            return true;
        }
    }
    const int code = errno;
    std::error_code trouble;
    if (code != EEXIST || !std::filesystem::is_directory(path, trouble)) {
        fail("make folder", code);
    }
    return false;
}

void make_private_file(const std::filesystem::path& file) {
    const auto descriptor =
        ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, owner_only_file);
    if (descriptor >= 0) {
        ::close(descriptor);
    } else if (errno == EEXIST) {
        // Not opened: closing it would end the locks that SQLite holds on it in this process.
        keep_private(file);
    } else {
        fail("make file", errno);
    }
}

void keep_private(const std::filesystem::path& file) {
    if (::chmod(file.c_str(), owner_only_file) != 0 && errno != ENOENT) {
        fail("permissions", errno);
    }
}

}  // namespace indgang::store
