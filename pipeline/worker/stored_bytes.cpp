// SPDX-License-Identifier: MPL-2.0
#include "pipeline/worker/stored_bytes.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <span>
#include <string>
#include <utility>

#include "schemas/core/digester.h"
#include "schemas/error/error.h"

namespace indgang::worker {
namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 18;

/// Fills as much of `into` as there is at `at`.
std::size_t read_at(const Descriptor& file, std::span<char> into, off_t at) {
    while (true) {
        const auto got = ::pread(file.number(), into.data(), into.size(), at);
        if (got >= 0) {
            return static_cast<std::size_t>(got);
        }
        if (errno != EINTR) {
            throw Error(Reason::blob_missing, "worker: cannot read the stored file");
        }
    }
}

void check(const Digest& found, const std::optional<Digest>& digest) {
    if (digest && found != *digest) {
        throw Error(Reason::blob_corrupt, "worker: what is stored has changed");
    }
}

}  // namespace

Bytes checked(Bytes bytes, const std::optional<Digest>& digest) {
    if (digest) {
        check(Digest::of(bytes), digest);
    }
    return bytes;
}

std::size_t size_of(const Descriptor& file) {
    struct stat status {};
    return ::fstat(file.number(), &status) == 0 ? static_cast<std::size_t>(status.st_size) : 0;
}

Bytes load_stored(const Descriptor& file, const std::optional<Digest>& digest) {
    Bytes bytes;
    bytes.reserve(size_of(file));
    while (true) {
        const auto have = bytes.size();
        bytes.resize(have + piece_bytes);
        const auto got = read_at(file, {reinterpret_cast<char*>(bytes.data()) + have, piece_bytes},
                                 static_cast<off_t>(have));
        bytes.resize(have + got);
        if (got == 0) {
            return checked(std::move(bytes), digest);
        }
    }
}

xml::FeedReader::Source bytes_of_file(const Descriptor& file) {
    return [&file, at = off_t{0}](std::span<char> into) mutable {
        const auto got = read_at(file, into, at);
        at += static_cast<off_t>(got);
        return got;
    };
}

xml::FeedReader::Source bytes_in(BytesView bytes) {
    return [bytes](std::span<char> into) mutable {
        const auto some = text_of(bytes.first(std::min(into.size(), bytes.size())));
        std::copy(some.begin(), some.end(), into.begin());
        bytes = bytes.subspan(some.size());
        return some.size();
    };
}

feed::File file_to_take_apart(const Descriptor& file) {
    return {[&file](std::span<char> into, std::uint64_t at) {
                return read_at(file, into, static_cast<off_t>(at));
            },
            size_of(file)};
}

void check_stored(const Descriptor& file, const std::optional<Digest>& digest) {
    Digester digester;
    std::string piece(piece_bytes, '\0');
    const auto next = bytes_of_file(file);
    while (const auto got = next(piece)) {
        digester.add(view_of(piece).first(got));
    }
    check(digester.digest(), digest);
}

}  // namespace indgang::worker
