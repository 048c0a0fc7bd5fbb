// SPDX-License-Identifier: MPL-2.0
// The folder belongs to others: they write slowly, rename, overwrite, put links and pipes into it,
// and name files as they like. So each file is opened once, without following links and without
// waiting, and everything that is believed of it is asked of that one descriptor; names are only
// used to move it, relative to the folder, and never leave it.
//
// The order of taking is: read, look again whether it stood still, store durably, look whether its
// name still means the same file in the same state, move. A crash before the move takes the file
// twice; the store knows the bytes again, so that is harmless. What happens between the last look
// and the move is not lost either: a file that was moved away is compared with what was read of it
// for an hour, and comes back when it differs. After a start the hour before it is made up for: a
// file whose content is as new as its change of name was written on after it was moved, for none is
// moved that was not still.
#include "pipeline/service/watched_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "pipeline/service/completeness.h"
#include "pipeline/service/dropped_file.h"
#include "pipeline/service/dropped_name.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"

namespace indgang::service {
namespace {

constexpr const char* done_folder = "done";
constexpr const char* rejected_folder = "rejected";
constexpr std::string_view note_ending = ".reason";
constexpr int deepest = 8;
constexpr int most_folders = 1'000;
constexpr std::size_t most_watched_after = 10'000;  // a look at each costs 1 µs

Descriptor open_folder(const Descriptor& in, const std::string& name) {
    return Descriptor(
        ::openat(in.number(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

/// Sorted; without what the system left there.
std::vector<std::string> names_in(const Descriptor& folder) {
    const int copy = ::openat(folder.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* stream = copy >= 0 ? ::fdopendir(copy) : nullptr;
    if (stream == nullptr) {
        const auto error = folder_trouble("list");
        if (copy >= 0) {
            ::close(copy);
        }
        throw error;
    }
    std::vector<std::string> found;
    while (const dirent* entry = ::readdir(stream)) {
        const std::string name = entry->d_name;
        if (name != "." && name != ".." && kind_of_name(name) != NameKind::litter) {
            found.push_back(name);
        }
    }
    ::closedir(stream);
    std::sort(found.begin(), found.end());
    return found;
}

bool is_folder(const Descriptor& in, const std::string& name) {
    struct stat status {};
    return ::fstatat(in.number(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISDIR(status.st_mode);
}

/// Nothing when there is no such file any more.
std::optional<FileMark> mark_in(const Descriptor& folder, const std::string& name) {
    struct stat status {};
    if (::fstatat(folder.number(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        return std::nullopt;
    }
    return mark_of(status);
}

}  // namespace

void Findings::add(const std::string& message, std::string_view reason, bool is_of_folder) {
    lines.insert(message + " [" + std::string(reason) + "]");
    auto& trouble = troubles[std::string(reason)];
    trouble.reason = reason;
    trouble.is_of_folder = trouble.is_of_folder || is_of_folder;
    ++trouble.count;
}
void Findings::trouble(const Error& error, bool is_of_folder) {
    add(error.what(), error.reason(), is_of_folder);
}
void Findings::trouble(std::string_view message, Reason reason, bool is_of_folder) {
    add("folder: " + std::string(message), code_of(reason), is_of_folder);
}
void Findings::notice(std::string_view message, Reason reason) {
    look.notices.push_back("folder: " + std::string(message) + " [" + std::string(code_of(reason)) +
                           "]");
    noticed.emplace_back(code_of(reason));
}

// ---------------------------------------------------------------- one file

WatchedFolder::Seen& WatchedFolder::see(const Sight& sight, const struct stat& status) {
    auto& known = seen_[sight.name];
    const auto mark = mark_of(status);
    const bool is_new = known.first_seen == UtcTime();
    if (is_new || known.mark != mark) {
        const bool is_same_file = !is_new && known.mark.inode == mark.inode;
        known = {mark, sight.now, is_same_file ? known.first_seen : sight.now, false, false};
    }
    // A clock that was put back keeps nobody waiting.
    known.still_since = std::min(known.still_since, sight.now);
    known.first_seen = std::min(known.first_seen, sight.now);
    return known;
}

void WatchedFolder::move_to_done(const Sight& sight, const FileMark& mark) {
    const auto done = open_side_folder(sight.folder, done_folder);
    if (mark_in(sight.folder, sight.name) != mark) {
        ++sight.findings.look.waiting;  // what came meanwhile is looked at anew
        return;
    }
    const auto moved = move_file(sight.folder, sight.name, done, sight.name);
    if (!moved) {
        throw folder_trouble("move a file to done");
    }
    moved_.push_back({done_folder, *moved, sight.name, {}, mark, sight.now});
    seen_.erase(sight.name);
}

void WatchedFolder::reject(const Sight& sight, std::string_view reason, const FileMark& mark) {
    const auto rejected = open_side_folder(sight.folder, rejected_folder);
    if (mark_in(sight.folder, sight.name) != mark) {
        ++sight.findings.look.waiting;
        return;
    }
    const auto moved = move_file(sight.folder, sight.name, rejected, sight.name);
    if (!moved) {
        throw folder_trouble("move a file to rejected");
    }
    try {
        auto note = write_note(rejected, *moved, reason, setting_->clock());
        moved_.push_back({rejected_folder, *moved, sight.name, std::move(note), mark, sight.now});
    } catch (const Error&) {
        // Without its reason it is not rejected: it stays in sight and is tried again.
        if (move_file(rejected, *moved, sight.folder, sight.name)) {
            seen_[sight.name].mark = mark_in(sight.folder, sight.name).value_or(mark);
        }
        throw;
    }
    seen_.erase(sight.name);
    sight.findings.look.rejected.emplace_back(reason);
}

void WatchedFolder::take_or_wait(const Sight& sight, const Descriptor& file,
                                 const struct stat& status) {
    const auto& times = setting_->times;
    auto& known = see(sight, status);
    const auto mark = known.mark;
    if (known.is_taken) {
        return move_to_done(sight, mark);
    }
    const auto writers = writers_of(file.number());
    const auto still_for = sight.now - known.still_since;
    const bool is_still =
        still_for >= (writers == Writers::unknown ? times.stable_for_unknown : times.stable_for);
    const bool has_grace = still_for < times.grace;
    if (writers == Writers::some || !is_still || (known.is_unfit && has_grace)) {
        ++sight.findings.look.waiting;
        if (!known.is_unfit && sight.now - known.first_seen >= times.grace) {
            sight.findings.trouble("a file is written or held open for longer than the grace",
                                   Reason::file_in_use);
        }
        return;
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > limits::arrival_bytes) {
        return take_large(sight, file, size, known);
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
            ++sight.findings.look.waiting;  // overwritten while it was read
            return;
        }
        // A file that is made in its full size before it is filled begins with zeros, too.
        const auto type = setting_->door.type_of(bytes);
        if (type == "unknown" && is_archive(bytes)) {
            return reject(sight, code_of(Reason::archive_unread), mark);
        }
        reason =
            type == "unknown" ? code_of(Reason::image_type_unknown) : incompleteness(type, bytes);
    }
    known.is_unfit = !reason.empty();
    if (known.is_unfit && has_grace) {
        ++sight.findings.look.waiting;
        return;
    }
    if (known.is_unfit) {
        if (size == 0) {
            take_in_empty(setting_->door, "folder", sight.name,
                          std::to_string(mark.device) + "/" + std::to_string(mark.inode) + "/" +
                              std::to_string(mark.written_ns));
        }
        return reject(sight, reason, mark);
    }
    sight.findings.look.arrivals.push_back(
        take_in(setting_->door, bytes, "folder", sight.name, "").arrival);
    known.is_taken = true;
    move_to_done(sight, mark);
}

/// Only a feed or a zip may be so large. It is not held in memory: its two ends tell whether it is
/// whole.
void WatchedFolder::take_large(const Sight& sight, const Descriptor& file, std::size_t size,
                               Seen& known) {
    constexpr std::size_t end_bytes = 64u << 10;
    auto ends = read_at(file.number(), end_bytes, 0);
    const auto type = setting_->door.type_of(ends);
    if ((type != "xml" && type != store::zip_type) || size > limits::feed_bytes) {
        return reject(sight, code_of(Reason::arrival_too_large), known.mark);
    }
    const auto last = read_at(file.number(), end_bytes, size - end_bytes);
    ends.insert(ends.end(), last.begin(), last.end());
    const auto reason = incompleteness(type, ends);
    known.is_unfit = !reason.empty();
    if (known.is_unfit) {
        if (sight.now - known.still_since < setting_->times.grace) {
            ++sight.findings.look.waiting;
            return;
        }
        return reject(sight, reason, known.mark);
    }
    const auto copy = copy_of(setting_->door, file.number(), size);
    struct stat after {};
    if (::fstat(file.number(), &after) != 0 || mark_of(after) != known.mark) {
        ++sight.findings.look.waiting;  // overwritten while it was read
        return;
    }
    sight.findings.look.arrivals.push_back(
        take_in(setting_->door, *copy.body, "folder", sight.name, "").arrival);
    known.is_taken = true;
    move_to_done(sight, known.mark);
}

/// A name of an unfinished transfer is believed for as long as the file changes.
void WatchedFolder::look_at_unfinished(const Sight& sight, const struct stat& status) {
    const auto& known = see(sight, status);
    if (status.st_size > 0 && sight.now - known.still_since >= setting_->times.grace) {
        ++sight.findings.look.waiting;
        sight.findings.trouble("a file with the name of an unfinished transfer changes no more",
                               Reason::unfinished_name);
    }
}

void WatchedFolder::look_at(const Sight& sight) {
    struct stat status {};
    if (::fstatat(sight.folder.number(), sight.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0 ||
        S_ISDIR(status.st_mode)) {
        return;  // gone meanwhile; or looked into later
    }
    if (kind_of_name(sight.name) == NameKind::unfinished) {
        return look_at_unfinished(sight, status);
    }
    if (!S_ISREG(status.st_mode)) {
        return reject(sight, code_of(Reason::not_a_regular_file), mark_of(status));
    }
    const Descriptor file(::openat(sight.folder.number(), sight.name.c_str(),
                                   O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!file.is_open()) {
        const int why = errno;
        if (why == ENOENT || why == ELOOP) {
            return;  // changed between the two looks: the next one sees what it is now
        }
        ++sight.findings.look.waiting;
        const bool has_no_right = why == EACCES || why == EPERM;
        const auto& known = see(sight, status);
        if (!has_no_right || sight.now - known.first_seen >= setting_->times.unreadable) {
            sight.findings.trouble("open a file: " + std::generic_category().message(why),
                                   Reason::file_unreadable);
        }
        return;
    }
    if (::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return;
    }
    take_or_wait(sight, file, status);
}

// ---------------------------------------------------------------- what was moved away

void WatchedFolder::find_written_while_away(const Descriptor& folder, UtcTime now) {
    // Less than any file stands still before it is moved, more than clocks of file systems differ.
    constexpr std::int64_t as_new_ns = 1'000'000'000;
    const auto not_before = std::chrono::duration_cast<std::chrono::nanoseconds>(
                                (now - setting_->times.watched_after).time_since_epoch())
                                .count();
    for (const std::string side : {done_folder, rejected_folder}) {
        const auto other = open_folder(folder, side);
        for (const auto& name : other.is_open() ? names_in(other) : std::vector<std::string>()) {
            const auto mark = mark_in(other, name);
            const bool is_note = side == rejected_folder && name.ends_with(note_ending);
            if (!mark || is_note || is_folder(other, name) || mark->written_ns < not_before ||
                mark->written_ns < mark->changed_ns - as_new_ns) {
                continue;
            }
            const auto note =
                side == rejected_folder ? fitting_name(name, note_ending) : std::string();
            moved_.push_back({side, name, name, note, {}, now});
        }
    }
}

void WatchedFolder::bring_back_what_grew(const Descriptor& folder, UtcTime now,
                                         Findings& findings) {
    if (moved_.size() > most_watched_after) {
        moved_.erase(moved_.begin(), moved_.end() - most_watched_after);
    }
    const auto done = open_folder(folder, done_folder),
               rejected = open_folder(folder, rejected_folder);
    std::erase_if(moved_, [&](const Moved& moved) {
        const auto& side = moved.side == done_folder ? done : rejected;
        const auto mark = side.is_open() ? mark_in(side, moved.name) : std::nullopt;
        if (!mark) {
            return true;  // somebody took it away
        }
        if (is_same_content(*mark, moved.mark)) {
            return now - moved.at >= setting_->times.watched_after;
        }
        if (!move_file(side, moved.name, folder, moved.dropped_as)) {
            findings.trouble(folder_trouble("move back a file that was written on"));
            ++findings.look.waiting;
            return false;
        }
        if (!moved.note.empty()) {
            ::unlinkat(side.number(), moved.note.c_str(), 0);
        }
        findings.notice("a file was written on after it was taken or rejected; it is taken anew",
                        Reason::file_grown);
        return true;
    });
}

// ---------------------------------------------------------------- the folder

void WatchedFolder::look_into(const Descriptor& folder, const std::vector<std::string>& names,
                              int depth, UtcTime now, Findings& findings) {
    std::erase_if(inside_, [&](const auto& entry) {
        return !std::binary_search(names.begin(), names.end(), entry.first);
    });
    for (const auto& name : names) {
        if (name == done_folder || name == rejected_folder ||
            kind_of_name(name) != NameKind::plain || !is_folder(folder, name)) {
            continue;
        }
        const auto inner = open_folder(folder, name);
        struct stat status {};
        if (!inner.is_open() || ::fstat(inner.number(), &status) != 0) {
            findings.trouble(folder_trouble("open a folder inside it"), true);
            continue;
        }
        const bool is_watched =
            setting_->times.takes_subfolders && depth < deepest && findings.folders < most_folders;
        if (is_watched) {
            auto& known = inside_[name];
            if (!known || !known->is(status)) {
                known = std::make_unique<WatchedFolder>(*setting_, status.st_dev, status.st_ino);
            }
            known->look(inner, depth + 1, now, findings);
        } else if (!names_in(inner).empty()) {
            findings.trouble("files lie in a folder inside it, which is not watched",
                             Reason::subfolder_unwatched, true);
        }
    }
}

void WatchedFolder::look(const Descriptor& folder, int depth, UtcTime now, Findings& findings) {
    ++findings.folders;
    std::vector<std::string> names;
    try {
        if (::faccessat(folder.number(), ".", R_OK | W_OK | X_OK, AT_EACCESS) != 0) {
            throw folder_trouble("read and write");
        }
        if (depth == 0) {  // that they cannot be made is told before anything has come
            (void)open_side_folder(folder, done_folder);
            (void)open_side_folder(folder, rejected_folder);
        }
        if (std::exchange(is_new_, false)) {
            find_written_while_away(folder, now);
        }
        bring_back_what_grew(folder, now, findings);
        names = names_in(folder);
    } catch (const Error& error) {
        findings.trouble(error, true);
        return;
    }
    std::erase_if(seen_, [&](const auto& entry) {
        return !std::binary_search(names.begin(), names.end(), entry.first);
    });
    for (const auto& name : names) {
        if (setting_->times.is_stopping && setting_->times.is_stopping()) {
            return;
        }
        try {
            look_at({folder, name, now, findings});
        } catch (const Error& error) {
            findings.trouble(error);
            ++findings.look.waiting;
        }
    }
    look_into(folder, names, depth, now, findings);
}

}  // namespace indgang::service
