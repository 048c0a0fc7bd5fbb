// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/side_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "pipeline/service/dropped_name.h"
#include "schemas/error/reason.h"

namespace indgang::service {
namespace {

constexpr int most_namesakes = 10'000;
constexpr mode_t rights = 07777;
constexpr mode_t private_folder = 0700;

std::int64_t ns_of(const timespec& time) {
    constexpr std::int64_t ns_per_s = 1'000'000'000;
    return time.tv_sec * ns_per_s + time.tv_nsec;
}

std::string numbered(int number, std::string_view ending) {
    return (number == 0 ? std::string() : "." + std::to_string(number)) + std::string(ending);
}

/// Without a network file system's help the look and the step are two; only this program moves
/// files into `done` and `rejected`.
int move_where_nothing_is(int from, const char* name, int to, const char* wished) {
    if (::renameat2(from, name, to, wished, RENAME_NOREPLACE) == 0) {
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return -1;
    }
    struct stat there {};
    if (::fstatat(to, wished, &there, AT_SYMLINK_NOFOLLOW) == 0) {
        errno = EEXIST;
        return -1;
    }
    return errno == ENOENT ? ::renameat(from, name, to, wished) : -1;
}

/// Whoever can enter the folder can read the note.
mode_t note_mode(const struct stat& folder) {
    mode_t mode = S_IRUSR | S_IWUSR;
    if ((folder.st_mode & S_IRWXG) != 0) {
        mode |= S_IRGRP;
    }
    if ((folder.st_mode & S_IRWXO) != 0) {
        mode |= S_IROTH;
    }
    return mode;
}

/// The group first: a change of group takes the set-group bit away. A group that the service is not
/// in cannot be given; where the folder has the set-group bit it is inherited. A share may have no
/// rights of its own to give.
void take_over_rights(int file, gid_t group, mode_t mode, const char* step) {
    const auto is_refused = [](int result) {
        return result != 0 && errno != EPERM && errno != EOPNOTSUPP;
    };
    struct stat now {};
    if (::fstat(file, &now) != 0 ||
        (now.st_gid != group && is_refused(::fchown(file, static_cast<uid_t>(-1), group))) ||
        is_refused(::fchmod(file, mode))) {
        throw folder_trouble(step);
    }
}

}  // namespace

FileMark mark_of(const struct stat& status) {
    return {status.st_dev, status.st_ino, status.st_size, ns_of(status.st_mtim),
            ns_of(status.st_ctim)};
}

bool is_same_content(const FileMark& a, const FileMark& b) {
    return a.device == b.device && a.inode == b.inode && a.size == b.size &&
           a.written_ns == b.written_ns;
}

Error folder_trouble(const char* step) {
    return {Reason::folder_trouble,
            std::string("folder: ") + step + ": " + std::generic_category().message(errno)};
}

Descriptor open_side_folder(const Descriptor& folder, const char* name) {
    constexpr const char* step = "make done and rejected";
    const bool is_made = ::mkdirat(folder.number(), name, private_folder) == 0;
    if (!is_made && errno != EEXIST) {
        throw folder_trouble(step);
    }
    Descriptor side(
        ::openat(folder.number(), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    struct stat own {
    }, outer{};
    if (!side.is_open() || ::fstat(side.number(), &own) != 0 ||
        ::fstat(folder.number(), &outer) != 0) {
        throw folder_trouble("open done and rejected");
    }
    const bool is_private = own.st_uid == ::geteuid() && (own.st_mode & rights) == private_folder &&
                            (outer.st_mode & rights) != private_folder;
    if (is_made || is_private) {
        take_over_rights(side.number(), outer.st_gid,
                         (outer.st_mode & (rights & ~mode_t{S_ISUID})) | S_IRWXU, step);
    }
    return side;
}

std::optional<std::string> move_file(const Descriptor& from, const std::string& name,
                                     const Descriptor& to, const std::string& wished) {
    for (int number = 0; number < most_namesakes; ++number) {
        auto chosen = fitting_name(wished, numbered(number, ""));
        if (move_where_nothing_is(from.number(), name.c_str(), to.number(), chosen.c_str()) == 0) {
            return chosen;
        }
        if (errno != EEXIST) {
            break;
        }
    }
    return std::nullopt;
}

std::string write_note(const Descriptor& rejected, const std::string& name, std::string_view reason,
                       UtcTime now) {
    constexpr const char* step = "write the reason of a rejected file";
    auto text = std::string(reason) + " " + format_utc(now) + "\n";
    if (const auto known = reason_of(reason)) {
        const auto& row = row_of(*known);
        text += std::string(row.means) + "\n" + std::string(row.next) + "\n";
    }
    text += "File: " + readable_name(name) + "\n";
    struct stat folder {};
    if (::fstat(rejected.number(), &folder) != 0) {
        throw folder_trouble(step);
    }
    for (int number = 0; number < most_namesakes; ++number) {
        auto chosen = fitting_name(name, numbered(number, ".reason"));
        const Descriptor note(::openat(rejected.number(), chosen.c_str(),
                                       O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                                       S_IRUSR | S_IWUSR));
        if (!note.is_open() && errno == EEXIST) {
            continue;
        }
        if (!note.is_open()) {
            break;
        }
        if (::write(note.number(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
            const auto error = folder_trouble(step);
            ::unlinkat(rejected.number(), chosen.c_str(), 0);
            throw error;
        }
        take_over_rights(note.number(), folder.st_gid, note_mode(folder), step);
        return chosen;
    }
    throw folder_trouble(step);
}

}  // namespace indgang::service
