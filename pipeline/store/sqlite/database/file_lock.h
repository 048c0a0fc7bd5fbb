// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <filesystem>

namespace indgang::store::sqlite {

/// Locks on a file that end with the process, however it ends, and with this object. Two objects
/// of one process stand to each other as two processes do.
class FileLock {
  public:
    /// Makes the file when there is none. Errors: internal "store_failed".
    explicit FileLock(const std::filesystem::path& file);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

    /// The whole file, together with others that share it. Gives false when one has it for itself.
    /// A lock that this object has is let go of first, also when it gets none.
    [[nodiscard]] bool share();
    /// The whole file, for this object alone. Gives false when others have it.
    [[nodiscard]] bool take();

    /// One byte of it, whatever holds the file. Gives false when another has it.
    [[nodiscard]] bool lock_byte(std::int64_t at);
    /// Whether another object has locked the byte.
    [[nodiscard]] bool is_byte_locked(std::int64_t at) const;

  private:
    int descriptor_;
};

}  // namespace indgang::store::sqlite
