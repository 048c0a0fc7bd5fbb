// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/door.h"

#include "schemas/core/error.h"
#include "schemas/core/limits.h"

namespace indgang::service {

store::ArrivalReceipt take_in(const Door& door, BytesView bytes, const std::string& channel,
                              const std::string& name, const std::string& sender_key) {
    if (bytes.empty()) {
        throw Error(ErrorKind::bad_input, "arrival_empty", "intake: there are no bytes");
    }
    if (bytes.size() > limits::arrival_bytes) {
        throw Error(ErrorKind::limit, "arrival_too_large",
                    "intake: " + std::to_string(bytes.size()) + " bytes, at most " +
                        std::to_string(limits::arrival_bytes) + " are taken");
    }
    store::NewArrival arrival{.digest = door.blobs.put(bytes),
                              .size_bytes = static_cast<std::int64_t>(bytes.size()),
                              .channel = channel,
                              .name = name,
                              .type = door.type_of(bytes),
                              .sender_key = sender_key};
    auto receipt = door.store.receive(arrival);
    if (!receipt.was_known && door.on_arrival) {
        door.on_arrival();
    }
    return receipt;
}

}  // namespace indgang::service
