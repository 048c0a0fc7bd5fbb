// SPDX-License-Identifier: MPL-2.0
// The folder belongs to others: they write slowly, rename, overwrite, put links and pipes into it,
// and name files as they like. So each file is opened once, without following links and without
// waiting, and everything that is believed of it is asked of that one descriptor; names are only
// used to move it, relative to the folder, and never leave it.
//
// The order of taking is: read, look again whether it stood still, store durably, move. A crash
// before the move takes the file twice; the store knows the bytes again, so that is harmless.
#include "pipeline/service/folder_watch.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include "pipeline/service/completeness.h"
#include "schemas/core/descriptor.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"

namespace indgang::service {
namespace {

constexpr mode_t folder_mode = 0700;
constexpr mode_t note_mode = 0600;
constexpr std::size_t longest_kept_name = 200;  // of 255; room for a number and ".reason"
constexpr int most_namesakes = 10'000;
constexpr const char* done_folder = "done";
constexpr const char* rejected_folder = "rejected";

Error trouble_with(const char* step) {
    return {Reason::folder_trouble,
            std::string("folder: ") + step + ": " + std::generic_category().message(errno)};
}

/// What tells that a file stood still.
struct Mark {
    ino_t inode = 0;
    off_t size = 0;
    std::int64_t changed_s = 0;
    std::int64_t changed_ns = 0;
    bool operator==(const Mark&) const = default;
};
Mark mark_of(const struct stat& status) {
    return {status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

bool is_unfinished_name(const std::string& name) {
    constexpr std::array<std::string_view, 6> endings = {".part",       ".tmp",      ".temp",
                                                         ".crdownload", ".filepart", "~"};
    return name.starts_with('.') ||
           std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view ending) { return name.ends_with(ending); });
}

/// Whether another process has the file open for writing, where the kernel tells: a read lease is
/// refused then. Only the owner may ask; for others the answer is no.
bool is_being_written(int fd) {
    if (::fcntl(fd, F_SETLEASE, F_RDLCK) != 0) {
        return errno == EAGAIN;
    }
    ::fcntl(fd, F_SETLEASE, F_UNLCK);
    return false;
}

/// A full disk meets every file; once is enough.
void note_trouble(FolderWatch::Look& result, const Error& error) {
    auto line = std::string(error.what()) + " [" + error.reason() + "]";
    auto& all = result.troubles;
    if (std::find(all.begin(), all.end(), line) == all.end()) {
        all.push_back(std::move(line));
    }
}

Bytes read_whole(int fd, std::size_t size) {
    Bytes bytes(size);
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const auto got = ::read(fd, bytes.data() + filled, bytes.size() - filled);
        if (got > 0) {
            filled += static_cast<std::size_t>(got);
        } else if (got == 0) {
            break;
        } else if (errno != EINTR) {
            throw trouble_with("read");
        }
    }
    bytes.resize(filled);
    return bytes;
}

}  // namespace

struct FolderWatch::State {
    struct Seen {
        Mark mark;
        UtcTime still_since{};  ///< when this mark was first seen
        UtcTime first_seen{};
        bool is_taken = false;  ///< stored, but could not be moved
    };

    FolderWatchSettings settings;
    Door door;
    Clock clock;
    Descriptor folder;
    std::map<std::string, Seen> seen;

    [[nodiscard]] std::vector<std::string> names() const;
    void look_at(const std::string& name, UtcTime now, Look& result);
    void take_or_wait(const std::string& name, const Descriptor& file, const struct stat& status,
                      UtcTime now, Look& result);
    void reject(const std::string& name, std::string_view reason, Look& result);
    /// Gives the new name; nothing when it could not be moved.
    std::optional<std::string> move_to(const char* target, const std::string& name);
};

std::vector<std::string> FolderWatch::State::names() const {
    const int copy = ::openat(folder.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* stream = copy >= 0 ? ::fdopendir(copy) : nullptr;
    if (stream == nullptr) {
        const auto error = trouble_with("list");
        if (copy >= 0) {
            ::close(copy);
        }
        throw error;
    }
    std::vector<std::string> found;
    while (const dirent* entry = ::readdir(stream)) {
        const std::string name = entry->d_name;
        if (name != done_folder && name != rejected_folder && !is_unfinished_name(name)) {
            found.push_back(name);
        }
    }
    ::closedir(stream);
    std::sort(found.begin(), found.end());
    return found;
}

std::optional<std::string> FolderWatch::State::move_to(const char* target,
                                                       const std::string& name) {
    const Descriptor other(
        ::openat(folder.number(), target, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    const auto kept = name.substr(0, longest_kept_name);
    for (int number = 0; other.is_open() && number < most_namesakes; ++number) {
        const auto chosen = number == 0 ? kept : kept + "." + std::to_string(number);
        if (::renameat2(folder.number(), name.c_str(), other.number(), chosen.c_str(),
                        RENAME_NOREPLACE) == 0) {
            return chosen;
        }
        if (errno != EEXIST) {
            break;
        }
    }
    return std::nullopt;
}

void FolderWatch::State::reject(const std::string& name, std::string_view reason, Look& result) {
    const auto moved = move_to(rejected_folder, name);
    if (!moved) {
        ++result.waiting;  // stays in sight and is tried again
        return;
    }
    seen.erase(name);
    result.rejected.emplace_back(reason);
    const auto note = std::string(rejected_folder) + "/" + *moved + ".reason";
    const Descriptor file(::openat(folder.number(), note.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
                                   note_mode));
    const auto line = std::string(reason) + " " + format_utc(clock()) + "\n";
    if (!file.is_open() ||
        ::write(file.number(), line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
        note_trouble(result, trouble_with("write the reason of a rejected file"));
    }
}

void FolderWatch::State::take_or_wait(const std::string& name, const Descriptor& file,
                                      const struct stat& status, UtcTime now, Look& result) {
    auto& known = seen[name];
    const auto mark = mark_of(status);
    if (known.mark != mark || known.first_seen == UtcTime()) {
        const bool is_other_file = known.mark.inode != mark.inode;
        known = {mark, now, is_other_file ? now : known.first_seen, false};
        ++result.waiting;
        return;
    }
    if (known.is_taken) {
        if (move_to(done_folder, name)) {
            seen.erase(name);
        } else {
            ++result.waiting;
        }
        return;
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    const bool is_still = now - known.still_since >= settings.stable_for;
    if (!is_still || is_being_written(file.number())) {
        ++result.waiting;
        return;
    }
    if (size > limits::arrival_bytes) {
        return reject(name, code_of(Reason::arrival_too_large), result);
    }
    // A second name may be a writer that renames by link and unlink; or somebody else's file.
    std::string_view reason = size == 0             ? code_of(Reason::arrival_empty)
                              : status.st_nlink > 1 ? code_of(Reason::hard_linked)
                                                    : std::string_view();
    Bytes bytes;
    if (reason.empty()) {
        bytes = read_whole(file.number(), size);
        struct stat after {};
        if (::fstat(file.number(), &after) != 0 || mark_of(after) != mark || bytes.size() != size) {
            ++result.waiting;  // overwritten while it was read
            return;
        }
        reason = incompleteness(door.type_of(bytes), bytes);
    }
    if (!reason.empty()) {
        if (now - known.still_since >= settings.grace) {
            return reject(name, reason, result);
        }
        ++result.waiting;
        return;
    }
    result.arrivals.push_back(take_in(door, bytes, "folder", name, "").arrival);
    known.is_taken = true;
    if (move_to(done_folder, name)) {
        seen.erase(name);
    }
}

void FolderWatch::State::look_at(const std::string& name, UtcTime now, Look& result) {
    struct stat status {};
    if (::fstatat(folder.number(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        return;  // gone meanwhile
    }
    if (S_ISDIR(status.st_mode)) {
        return;
    }
    if (!S_ISREG(status.st_mode)) {
        return reject(name, code_of(Reason::not_a_regular_file), result);
    }
    const Descriptor file(::openat(folder.number(), name.c_str(),
                                   O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!file.is_open()) {
        ++result.waiting;  // no right to read it yet, or gone
        return;
    }
    if (::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return;  // changed between the two looks: the next one sees what it is now
    }
    take_or_wait(name, file, status, now, result);
}

FolderWatch::FolderWatch(FolderWatchSettings settings, Door door, Clock clock) {
    Descriptor folder(::open(settings.folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.is_open()) {
        throw Error(Reason::folder_missing, "folder: " + settings.folder.string() + ": " +
                                                std::generic_category().message(errno));
    }
    for (const auto* name : {done_folder, rejected_folder}) {
        if (::mkdirat(folder.number(), name, folder_mode) != 0 && errno != EEXIST) {
            throw trouble_with("make done and rejected");
        }
    }
    state_ = std::make_unique<State>(State{.settings = std::move(settings),
                                           .door = std::move(door),
                                           .clock = std::move(clock),
                                           .folder = std::move(folder),
                                           .seen = {}});
}

FolderWatch::~FolderWatch() = default;
FolderWatch::FolderWatch(FolderWatch&&) noexcept = default;
FolderWatch& FolderWatch::operator=(FolderWatch&&) noexcept = default;

FolderWatch::Look FolderWatch::look() {
    Look result;
    const auto now = state_->clock();
    const auto names = state_->names();
    std::erase_if(state_->seen, [&](const auto& entry) {
        return !std::binary_search(names.begin(), names.end(), entry.first);
    });
    for (const auto& name : names) {
        try {
            state_->look_at(name, now, result);
        } catch (const Error& error) {
            note_trouble(result, error);
            ++result.waiting;
        }
    }
    return result;
}

}  // namespace indgang::service
