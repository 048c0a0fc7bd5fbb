// SPDX-License-Identifier: MPL-2.0
#include "adapters/http/body.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "schemas/error/error.h"

namespace indgang::http {
namespace {

constexpr std::size_t kept_in_memory_bytes = 64u << 10;  // most XML; every scan is larger
constexpr std::size_t step_in_memory_bytes = 16u << 10;
constexpr std::size_t step_in_file_bytes = 64u << 10;
/// So much of a file goes to the disk as it comes: 100 MB at once would make everybody wait whose
/// few bytes must be on the disk before he is answered.
constexpr std::size_t write_behind_bytes = 4u << 20;
constexpr mode_t owner_reads_and_writes = 0600;

[[noreturn]] void fail(const char* step, int code) {
    throw Error(code == ENOSPC || code == EDQUOT ? Reason::disk_full : Reason::disk_error,
                std::string("http: body: ") + step + ": " + std::generic_category().message(code));
}

[[noreturn]] void refuse_room(std::size_t most) {
    throw Error(Reason::body_room_full,
                "http: bodies under way have " + std::to_string(most) + " bytes of room");
}

void take_room(std::atomic<std::size_t>& used, std::size_t bytes, std::size_t most) {
    if (used.fetch_add(bytes) + bytes > most) {
        used -= bytes;
        refuse_room(most);
    }
}

}  // namespace

BodyRoom::Share::Share(Share&& other) noexcept
    : used_(std::exchange(other.used_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}

BodyRoom::Share& BodyRoom::Share::operator=(Share&& other) noexcept {
    if (this != &other) {
        give_back();
        used_ = std::exchange(other.used_, nullptr);
        bytes_ = std::exchange(other.bytes_, 0);
    }
    return *this;
}

void BodyRoom::Share::give_back() {
    if (used_ != nullptr) {
        *used_ -= bytes_;
    }
    used_ = nullptr;
    bytes_ = 0;
}

void BodyRoom::grow_in_memory(Share& share, std::size_t bytes) {
    take_room(memory_used_, bytes, limits_.memory_bytes);
    share.used_ = &memory_used_;
    share.bytes_ += bytes;
}

void BodyRoom::check_in_file(std::size_t bytes) const {
    struct statvfs disk {};
    if (::statvfs(limits_.folder.c_str(), &disk) != 0) {
        fail("look at the disk", errno);
    }
    if (std::size_t{disk.f_bavail} * disk.f_frsize < limits_.free_bytes + bytes) {
        fail("keep room on the disk", ENOSPC);
    }
    if (file_used_ + bytes > limits_.file_bytes) {
        refuse_room(limits_.file_bytes);
    }
}

void BodyRoom::grow_in_file(Share& share, std::size_t bytes) {
    check_in_file(bytes);
    take_room(file_used_, bytes, limits_.file_bytes);
    share.used_ = &file_used_;
    share.bytes_ += bytes;
}

Body::Body(BodyRoom& room, std::optional<std::size_t> announced) : room_(&room) {
    const auto bytes = announced.value_or(0);
    if (bytes > kept_in_memory_bytes && !room.folder().empty()) {
        room.check_in_file(bytes);
        open_file();
    }
}

void Body::open_file() {
    file_ = Descriptor(
        ::open(room_->folder().c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, owner_reads_and_writes));
    if (!file_.is_open()) {
        fail("make a file", errno);
    }
    digester_.emplace();
}

void Body::write(BytesView bytes) {
    digester_->add(bytes);
    const auto missing = kept_in_memory_bytes - std::min(kept_in_memory_bytes, bytes_.size());
    const auto head = bytes.first(std::min(missing, bytes.size()));
    bytes_.insert(bytes_.end(), head.begin(), head.end());
    while (!bytes.empty()) {
        const auto written = ::write(file_.number(), bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            fail("write", errno);
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
        written_ += static_cast<std::size_t>(written);
    }
    if (written_ - begun_ >= write_behind_bytes) {
        // Begins to write and waits for nothing; what it cannot do, fsync does later.
        static_cast<void>(::sync_file_range(file_.number(), static_cast<off_t>(begun_),
                                            static_cast<off_t>(written_ - begun_),
                                            SYNC_FILE_RANGE_WRITE));
        begun_ = written_;
    }
}

void Body::add(BytesView bytes) {
    const bool outgrows =
        !is_in_file() && size_ + bytes.size() > kept_in_memory_bytes && !room_->folder().empty();
    if (outgrows) {
        BodyRoom::Share on_disk;
        room_->grow_in_file(on_disk, size_ + bytes.size());
        share_ = std::move(on_disk);
        open_file();
        write(std::exchange(bytes_, {}));
    }
    size_ += bytes.size();
    if (size_ > share_.bytes()) {
        const auto missing = size_ - share_.bytes();
        if (is_in_file()) {
            room_->grow_in_file(share_, std::max(missing, step_in_file_bytes));
        } else {
            room_->grow_in_memory(share_, std::max(missing, step_in_memory_bytes));
        }
    }
    if (is_in_file()) {
        write(bytes);
    } else {
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }
}

std::shared_ptr<const StoredBody> Body::take_stored() {
    return std::make_shared<const StoredBody>(StoredBody{
        std::move(file_), size_, digester_->digest(), std::move(bytes_), std::move(share_)});
}

}  // namespace indgang::http
