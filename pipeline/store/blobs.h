// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "schemas/core/bytes.h"
#include "schemas/core/descriptor.h"
#include "schemas/core/digest.h"
#include "schemas/core/digester.h"

namespace indgang::store {

class Store;

/// The one place that gives stored bytes by their SHA-256: files that are named by it, and the
/// documents that a store keeps in its database. Stored bytes never change.
/// Threads: any number.
class Blobs {
  public:
    /// Makes the folder if it does not exist.
    /// `documents` outlives the blobs; nothing: there are files alone.
    explicit Blobs(std::filesystem::path folder, const Store* documents = nullptr);

    /// Durable when it returns: written to a temporary file, fsync, rename, fsync of the folder.
    /// The same bytes again cost one look at the file, which they mend if it was damaged. Errors:
    /// internal (disk full, I/O error).
    Digest put(BytesView bytes);
    /// Where a file without a name (O_TMPFILE) is made that may be adopted.
    [[nodiscard]] std::filesystem::path folder_of_unnamed() const;
    /// Takes a file without a name as the blob of `digest`, which its bytes have. Durable when it
    /// returns; nothing is copied. `file` stays the caller's. Errors: as `put`.
    void adopt(int file, const Digest& digest);
    /// Of a file or a document. Errors: not_found; internal with the reason "blob_corrupt" when the
    /// bytes do not match.
    [[nodiscard]] Bytes get(const Digest& digest) const;
    /// Of each digest the document in the database, not checked against it, or nothing: then it is
    /// a file, if anything.
    [[nodiscard]] std::vector<std::optional<Bytes>> documents(
        std::span<const Digest> digests) const;
    [[nodiscard]] bool has(const Digest& digest) const;  ///< as a file
    /// Where the file of this digest is, or would be.
    [[nodiscard]] std::filesystem::path path_of(const Digest& digest) const;

  private:
    std::filesystem::path folder_;
    const Store* documents_;
};

/// Bytes that come in pieces and become one blob. Until then they have no name, and go with this
/// object. Threads: one.
class BlobWriter {
  public:
    /// Takes: `blobs`, which outlive it. Errors of all: as Blobs::put.
    explicit BlobWriter(Blobs& blobs);
    void add(BytesView bytes);
    [[nodiscard]] std::int64_t size_bytes() const { return size_bytes_; }
    /// Durable when it returns. Nothing may be added after it.
    [[nodiscard]] Digest finish();

  private:
    Blobs& blobs_;
    Descriptor file_;
    Digester digester_;
    std::int64_t size_bytes_ = 0;
};

}  // namespace indgang::store
