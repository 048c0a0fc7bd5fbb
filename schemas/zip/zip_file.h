// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "schemas/error/reason.h"

namespace indgang::zip {

/// What the directory of a zip says of one entry.
struct Entry {
    std::string name;              ///< as its maker wrote it, in UTF-8; may hold anything but NUL
    std::uint64_t size_bytes = 0;  ///< unpacked
    bool is_folder = false;
    /// Why it cannot be unpacked: zip_entry_encrypted, zip_entry_method, zip_entry_not_a_file.
    std::optional<Reason> refusal;
};

/// A zip file and the bytes of its entries, one entry at a time, in memory that grows with its
/// directory alone. Nothing is written anywhere, and no name is ever taken for a path.
///
/// What the directory at the end of the file says counts. What stands elsewhere (in front of the
/// bytes of an entry, between entries, behind the end) is not believed: an entry's bytes are those
/// whose size and checksum the directory has, or it is damaged.
///
/// Errors of all: whatever `Source` throws; std::bad_alloc.
/// Threads: one.
class ZipFile {
  public:
    /// Fills as much of what it is given as there is from byte `at` on. Gives: how many bytes; 0
    /// beyond the end.
    using Source = std::function<std::size_t(std::span<char>, std::uint64_t at)>;

    /// Takes:  `size_bytes` of the file.
    /// Errors: bad_input (zip_damaged), limit (zip_too_many_entries: beyond limits::zip_entries, or
    ///         a directory that memory cannot hold).
    ZipFile(Source source, std::uint64_t size_bytes);
    ~ZipFile();
    ZipFile(const ZipFile&) = delete;
    ZipFile& operator=(const ZipFile&) = delete;

    [[nodiscard]] std::int64_t entries() const;
    /// Takes: `index`, from 0 on.
    [[nodiscard]] Entry entry(std::int64_t index) const;

    /// Unpacks this entry from now on. Errors: bad_input (zip_entry_damaged, zip_entry_method,
    /// zip_entry_encrypted).
    void open(std::int64_t index);
    /// The next bytes of the open entry, as many as there is room for; fewer at its end, and none
    /// behind it. Whoever has read to the end knows that size and checksum are right.
    /// Errors: bad_input (zip_entry_damaged), after which no entry is open.
    [[nodiscard]] std::size_t read(std::span<char> into);
    void close();
    [[nodiscard]] bool is_open() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::zip
