// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>

#include "schemas/core/bytes.h"
#include "schemas/core/digest.h"

namespace indgang::store {

/// Files named by the SHA-256 of what they hold. A stored blob never changes.
/// Threads: any number.
class Blobs {
  public:
    /// Makes the folder if it does not exist.
    explicit Blobs(std::filesystem::path folder);

    /// Durable when it returns: written to a temporary file, fsync, rename, fsync of the folder.
    /// The same bytes again cost one look at the folder. Errors: internal (disk full, I/O error).
    Digest put(BytesView bytes);
    /// Errors: not_found; internal with the reason "blob_corrupt" when the bytes do not match.
    [[nodiscard]] Bytes get(const Digest& digest) const;
    [[nodiscard]] bool has(const Digest& digest) const;
    [[nodiscard]] std::filesystem::path path_of(const Digest& digest) const;

  private:
    std::filesystem::path folder_;
};

}  // namespace indgang::store
