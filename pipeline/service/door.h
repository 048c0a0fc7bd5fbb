// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "adapters/http/body.h"
#include "pipeline/store/blobs.h"
#include "pipeline/store/store.h"
#include "schemas/core/bytes.h"

namespace indgang::service {

/// What everybody needs who takes something in.
struct Door {
    store::Store& store;
    store::Blobs& blobs;
    std::function<std::string(BytesView)> type_of;  ///< name of the ScanType; by content
    std::function<void()> on_arrival;               ///< wakes the runner; any thread
};

/// Takes bytes in: when it returns they are stored durably and the runner is awake.
///
/// Takes:   `channel` "http" or "folder"; `name` for people, any bytes; `sender_key` or empty.
/// Errors:  bad_input (arrival_empty), limit (arrival_too_large), conflict (key_reused: this key
///          came with other bytes), internal (disk_full, disk_error, ...), unavailable.
/// Threads: any number.
[[nodiscard]] store::ArrivalReceipt take_in(const Door& door, BytesView bytes,
                                            const std::string& channel, const std::string& name,
                                            const std::string& sender_key);

/// The same of a body that stands in a file made in `blobs.folder_of_unnamed()`.
[[nodiscard]] store::ArrivalReceipt take_in(const Door& door, const http::StoredBody& body,
                                            const std::string& channel, const std::string& name,
                                            const std::string& sender_key);
/// A copy of a large file that may be taken in.
struct LargeCopy {
    std::unique_ptr<http::BodyRoom> room;  ///< outlives the body
    std::shared_ptr<const http::StoredBody> body;
};
/// Copies a large file that is open for reading, piece by piece, so that its size costs no memory;
/// then it can be taken in. A feed of XML and a zip may have limits::feed_bytes.
/// Takes:  `size` of the file, > limits::xml_bytes; if it has another by then, what is there is
///         copied.
/// Errors: limit (arrival_too_large), unavailable (body_room_full), internal (disk_full, ...).
[[nodiscard]] LargeCopy copy_of(const Door& door, int file, std::size_t size);
/// Takes in that a file without bytes came, so that it is in the ledger: its reader rejects it.
/// Takes:   `moment`, which tells it from every other such file, by which it is known again.
/// Errors, threads: as above.
store::ArrivalReceipt take_in_empty(const Door& door, const std::string& channel,
                                    const std::string& name, const std::string& moment);

struct NamedBytes {
    Bytes bytes;
    std::string name;
};
/// Several at once and without keys, in order; small documents share one transaction. When one
/// cannot be taken, none is. Errors: as above.
[[nodiscard]] std::vector<store::ArrivalReceipt> take_in(const Door& door,
                                                         std::span<const NamedBytes> files,
                                                         const std::string& channel);

}  // namespace indgang::service
