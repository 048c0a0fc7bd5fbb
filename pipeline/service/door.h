// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <functional>
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
