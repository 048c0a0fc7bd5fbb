// SPDX-License-Identifier: MPL-2.0
// Blobs are files in 256 folders named by the first two digits of their digest. A blob is written
// under a temporary name, flushed, renamed, and the folder flushed: at no moment does a name stand
// for bytes that are not all on the disk. Temporary files stand in a folder of their own and are
// locked by their writer, which ends with it; what no one locks was left by a dead process and is
// removed when the blobs are opened again. The process id in the name could not tell that: in
// containers every process has the same one.
#include "pipeline/store/blobs.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <memory>
#include <string>
#include <system_error>

#include "pipeline/store/private_folder.h"
#include "pipeline/store/store.h"
#include "schemas/core/digester.h"
#include "schemas/error/error.h"

namespace indgang::store {
namespace {

constexpr mode_t owner_reads_and_writes = 0600;
constexpr std::size_t shard_digits = 2;

[[noreturn]] void fail(const char* step, int code) {
    const bool is_full = code == ENOSPC || code == EDQUOT;
    throw Error(is_full ? Reason::disk_full : Reason::disk_error,
                std::string("blobs: ") + step + ": " + std::generic_category().message(code));
}

class File {
  public:
    File(const std::filesystem::path& path, int flags)
        : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, owner_reads_and_writes)) {}
    ~File() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
    [[nodiscard]] int descriptor() const { return descriptor_; }

  private:
    int descriptor_;
};

void write_all(int file, BytesView bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(file, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            fail("write", errno);
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

Bytes read_all(const File& file) {
    struct stat status {};
    if (::fstat(file.descriptor(), &status) != 0) {
        fail("look", errno);
    }
    Bytes bytes(static_cast<std::size_t>(status.st_size));
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const auto got = ::read(file.descriptor(), bytes.data() + filled, bytes.size() - filled);
        if (got < 0 && errno != EINTR) {
            fail("read", errno);
        }
        if (got == 0) {
            break;
        }
        filled += static_cast<std::size_t>(got > 0 ? got : 0);
    }
    bytes.resize(filled);
    return bytes;
}

Digest digest_of(const File& file) {
    constexpr std::size_t piece_bytes = 64u << 10;
    Digester digester;
    Bytes piece(piece_bytes);
    while (true) {
        const auto got = ::read(file.descriptor(), piece.data(), piece.size());
        if (got == 0) {
            return digester.digest();
        }
        if (got > 0) {
            digester.add(BytesView(piece).first(static_cast<std::size_t>(got)));
        } else if (errno != EINTR) {
            fail("read", errno);
        }
    }
}

Bytes read_file(const std::filesystem::path& path) {
    const File file(path, O_RDONLY | O_NOFOLLOW);
    if (!file.is_open()) {
        if (errno == ENOENT) {
            throw Error(Reason::no_such_blob, "blobs: no blob of this digest");
        }
        fail("open", errno);
    }
    return read_all(file);
}

void flush_folder(const std::filesystem::path& folder) {
    const File file(folder, O_RDONLY | O_DIRECTORY);
    if (!file.is_open() || ::fsync(file.descriptor()) != 0) {
        fail("flush folder", errno);
    }
}

// The folder of temporary files; its name is no two hexadecimal digits.
constexpr std::string_view writing = "writing";

// New to the threads of this process by the count, and mostly to others by the process id.
std::string temporary_name() {
    static std::atomic<unsigned long> count{0};
    return std::to_string(::getpid()) + '-' + std::to_string(++count);
}

bool lock(const File& file) {
    return ::flock(file.descriptor(), LOCK_EX | LOCK_NB) == 0;
}

// A file that is locked is being written. What cannot be removed costs a little room and nothing
// else.
void remove_what_the_dead_left(const std::filesystem::path& folder) {
    std::error_code trouble;
    for (const auto& entry : std::filesystem::directory_iterator(folder, trouble)) {
        const File file(entry.path(), O_RDONLY | O_NOFOLLOW);
        if (file.is_open() && lock(file)) {
            std::filesystem::remove(entry.path(), trouble);
        }
    }
}

struct Temporary {
    std::filesystem::path path;
    std::unique_ptr<File> file;
};

// Names that are taken are passed over: each round tries a new one, so this ends.
Temporary make_temporary(const std::filesystem::path& folder) {
    while (true) {
        Temporary made{folder / temporary_name(), nullptr};
        made.file = std::make_unique<File>(made.path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
        if (!made.file->is_open()) {
            if (errno != EEXIST) {
                fail("create", errno);
            }
            continue;
        }
        // Another process that opens the blobs may have been faster and taken it for the dead's.
        struct stat status {};
        if (lock(*made.file) && ::fstat(made.file->descriptor(), &status) == 0 &&
            status.st_nlink > 0) {
            return made;
        }
    }
}

// The lock keeps `remove_what_the_dead_left` of another process away until the file has its name.
void name_durably(const std::filesystem::path& path, int file) {
    if (::fsync(file) != 0) {
        fail("flush", errno);
    }
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        fail("lock", errno);
    }
    const auto temporary = path.parent_path().parent_path() / writing / temporary_name();
    const auto source = "/proc/self/fd/" + std::to_string(file);
    if (::linkat(AT_FDCWD, source.c_str(), AT_FDCWD, temporary.c_str(), AT_SYMLINK_FOLLOW) != 0) {
        fail("name", errno);
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
        const int code = errno;
        ::unlink(temporary.c_str());
        fail("rename", code);
    }
    flush_folder(path.parent_path());
}

void write_durably(const std::filesystem::path& path, BytesView bytes) {
    const auto made = make_temporary(path.parent_path().parent_path() / writing);
    const auto& temporary = made.path;
    try {
        const auto& file = *made.file;
        write_all(file.descriptor(), bytes);
        if (::fsync(file.descriptor()) != 0) {
            fail("flush", errno);
        }
        if (::rename(temporary.c_str(), path.c_str()) != 0) {
            fail("rename", errno);
        }
    } catch (...) {
        ::unlink(temporary.c_str());
        throw;
    }
    flush_folder(path.parent_path());
}

}  // namespace

Blobs::Blobs(std::filesystem::path folder, const Store* documents)
    : folder_(std::move(folder)), documents_(documents) {
    make_private_folder(folder_ / writing);
    remove_what_the_dead_left(folder_ / writing);
}

std::filesystem::path Blobs::path_of(const Digest& digest) const {
    const auto hex = digest.hex();
    return folder_ / hex.substr(0, shard_digits) / hex;
}

namespace {

// A file that holds anything else was damaged, and the right bytes are here to mend it.
bool is_file_of(const std::filesystem::path& path, BytesView bytes) {
    try {
        return std::ranges::equal(read_file(path), bytes);
    } catch (const Error&) {
        return false;
    }
}

}  // namespace

Digest Blobs::put(BytesView bytes) {
    const auto digest = Digest::of(bytes);
    const auto path = path_of(digest);
    if (has(digest) && is_file_of(path, bytes)) {
        // Another thread may have renamed it a moment ago; its name must be durable for us too.
        flush_folder(path.parent_path());
        return digest;
    }
    if (make_private_folder(path.parent_path())) {
        flush_folder(folder_);
    }
    write_durably(path, bytes);
    return digest;
}

std::filesystem::path Blobs::folder_of_unnamed() const {
    return folder_ / writing;
}

void Blobs::adopt(int file, const Digest& digest) {
    const auto path = path_of(digest);
    if (make_private_folder(path.parent_path())) {
        flush_folder(folder_);
    }
    const File stored(path, O_RDONLY | O_NOFOLLOW);
    if (stored.is_open() && digest_of(stored) == digest) {
        flush_folder(path.parent_path());
    } else {
        name_durably(path, file);
    }
}

Bytes Blobs::get(const Digest& digest) const {
    auto document = std::move(documents({&digest, 1}).front());
    auto bytes = document ? std::move(*document) : read_file(path_of(digest));
    if (Digest::of(bytes) != digest) {
        throw Error(Reason::blob_corrupt, "blobs: the bytes do not match their digest");
    }
    return bytes;
}

std::vector<std::optional<Bytes>> Blobs::documents(std::span<const Digest> digests) const {
    return documents_ == nullptr ? std::vector<std::optional<Bytes>>(digests.size())
                                 : documents_->documents(digests);
}

bool Blobs::has(const Digest& digest) const {
    std::error_code trouble;
    return std::filesystem::is_regular_file(path_of(digest), trouble);
}

BlobWriter::BlobWriter(Blobs& blobs)
    : blobs_(blobs),
      file_(::open(blobs.folder_of_unnamed().c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC,
                   owner_reads_and_writes)) {
    if (!file_.is_open()) {
        fail("create", errno);
    }
}

void BlobWriter::add(BytesView bytes) {
    write_all(file_.number(), bytes);
    digester_.add(bytes);
    size_bytes_ += static_cast<std::int64_t>(bytes.size());
}

Digest BlobWriter::finish() {
    const auto digest = digester_.digest();
    blobs_.adopt(file_.number(), digest);
    return digest;
}

}  // namespace indgang::store
