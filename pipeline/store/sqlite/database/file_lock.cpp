// SPDX-License-Identifier: MPL-2.0
// Locks of the open file, not of the process: those of POSIX are lost when any other part of the
// process closes the file, and two stores in one process would not see each other's.
#include "pipeline/store/sqlite/database/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "schemas/error/error.h"

namespace indgang::store::sqlite {
namespace {

constexpr int owner_only = 0600;

bool lock(int descriptor, int how) {
    if (::flock(descriptor, how | LOCK_NB) == 0) {
        return true;
    }
    if (errno != EWOULDBLOCK) {
        throw Error(Reason::store_failed, "store: cannot be locked");
    }
    return false;
}

struct flock byte_at(std::int64_t at) {
    struct flock byte {};
    byte.l_type = F_WRLCK;
    byte.l_whence = SEEK_SET;
    byte.l_start = at;
    byte.l_len = 1;
    return byte;
}

}  // namespace

FileLock::FileLock(const std::filesystem::path& file)
    : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, owner_only)) {
    if (descriptor_ < 0) {
        throw Error(Reason::store_failed, "store: the lock file cannot be opened");
    }
}

FileLock::~FileLock() {
    ::close(descriptor_);
}

bool FileLock::share() {
    return lock(descriptor_, LOCK_SH);
}

bool FileLock::take() {
    return lock(descriptor_, LOCK_EX);
}

bool FileLock::lock_byte(std::int64_t at) {
    auto byte = byte_at(at);
    return ::fcntl(descriptor_, F_OFD_SETLK, &byte) == 0;
}

bool FileLock::is_byte_locked(std::int64_t at) const {
    auto byte = byte_at(at);
    if (::fcntl(descriptor_, F_OFD_GETLK, &byte) != 0) {
        throw Error(Reason::store_failed, "store: a lease cannot be looked at");
    }
    return byte.l_type != F_UNLCK;
}

}  // namespace indgang::store::sqlite
