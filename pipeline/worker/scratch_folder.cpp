// SPDX-License-Identifier: MPL-2.0
#include "pipeline/worker/scratch_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cstdlib>
#include <string>
#include <system_error>

#include "schemas/error/error.h"

namespace indgang::worker {
namespace {

constexpr std::string_view name_begins = "indgang-worker-";

/// Holds the folder, or nothing: somebody else does.
Descriptor lock(const std::filesystem::path& folder) {
    Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (opened.is_open() && ::flock(opened.number(), LOCK_EX | LOCK_NB) != 0) {
        opened.reset();
    }
    return opened;
}

bool is_still_there(const Descriptor& folder) {
    struct stat status {};
    return ::fstat(folder.number(), &status) == 0 && status.st_nlink > 0;
}

}  // namespace

void remove_what_the_dead_left(const std::filesystem::path& parent) {
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(parent, none)) {
        if (entry.path().filename().string().starts_with(name_begins)) {
            const auto held = lock(entry.path());
            if (held.is_open()) {
                std::filesystem::remove_all(entry.path(), none);
            }
        }
    }
}

ScratchFolder::ScratchFolder(const std::filesystem::path& parent) {
    if (!parent.empty()) {
        remove_what_the_dead_left(parent);
    }
    // Another program may take it for a dead one's before it is locked: then there is a next one.
    while (!lock_.is_open() || !is_still_there(lock_)) {
        std::string path = (parent / name_begins).string() + "XXXXXX";
        if (parent.empty() || ::mkdtemp(path.data()) == nullptr) {
            throw Error(
                Reason::scratch_unwritable,
                "worker: there is no folder for temporary files, or it takes none (TMPDIR)");
        }
        path_ = path;
        lock_ = lock(path_);
    }
}

ScratchFolder::~ScratchFolder() {
    std::error_code gone_already;
    std::filesystem::remove_all(path_, gone_already);
}

}  // namespace indgang::worker
