// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <optional>

#include "pipeline/feed/part.h"
#include "schemas/core/bytes.h"
#include "schemas/core/descriptor.h"
#include "schemas/core/digest.h"
#include "schemas/xml/feed.h"

/// What is stored, as a worker is handed it: open files, and bytes that came with the request.
namespace indgang::worker {

/// Gives `bytes` back. Errors: internal "blob_corrupt" (they are not what `digest` names).
[[nodiscard]] Bytes checked(Bytes bytes, const std::optional<Digest>& digest);

/// All of an open file, from its beginning. Errors: as `checked`, internal "blob_missing".
[[nodiscard]] Bytes load_stored(const Descriptor& file, const std::optional<Digest>& digest);

[[nodiscard]] std::size_t size_of(const Descriptor& file);

/// The bytes of an open file from its beginning, piece by piece; `file` outlives it.
/// Errors: internal "blob_missing".
[[nodiscard]] xml::FeedReader::Source bytes_of_file(const Descriptor& file);

/// The same of bytes in memory, which outlive it.
[[nodiscard]] xml::FeedReader::Source bytes_in(BytesView bytes);

/// The bytes of an open file, wherever they stand in it; `file` outlives it. Errors: as above.
[[nodiscard]] feed::File file_to_take_apart(const Descriptor& file);

/// As `checked`, of a file that is too large to be held.
void check_stored(const Descriptor& file, const std::optional<Digest>& digest);

}  // namespace indgang::worker
