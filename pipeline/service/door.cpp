// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/door.h"

#include <utility>

#include "pipeline/service/dropped_file.h"
#include "pipeline/store/document_type.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::service {

namespace {

void check_size(std::size_t bytes, std::size_t at_most = limits::arrival_bytes) {
    if (bytes == 0) {
        throw Error(Reason::arrival_empty, "intake: there are no bytes");
    }
    if (bytes > at_most) {
        throw Error(Reason::arrival_too_large, "intake: " + std::to_string(bytes) +
                                                   " bytes, at most " + std::to_string(at_most) +
                                                   " are taken");
    }
}

/// A document that is small goes into the database with its arrival; what is not stored there is by
/// now in a file.
store::Store::Arriving arriving(const Door& door, BytesView bytes, const std::string& channel,
                                const std::string& name, const std::string& sender_key) {
    check_size(bytes.size());
    auto type = door.type_of(bytes);
    const bool is_document = store::is_document(type) && bytes.size() <= store::document_bytes;
    // Bytes that a used key comes with would be kept under no name.
    if (!sender_key.empty() && !is_document) {
        door.store.check_key(sender_key, Digest::of(bytes));
    }
    return {{.digest = is_document ? Digest::of(bytes) : door.blobs.put(bytes),
             .size_bytes = static_cast<std::int64_t>(bytes.size()),
             .channel = channel,
             .name = name,
             .type = std::move(type),
             .sender_key = sender_key},
            is_document ? bytes : BytesView{}};
}

std::size_t most_of(std::string_view type) {
    return type == "xml" || type == store::zip_type ? limits::feed_bytes : limits::arrival_bytes;
}

store::ArrivalReceipt receive(const Door& door, const store::Store::Arriving& arriving) {
    auto receipt = door.store.receive(arriving.arrival, arriving.document);
    if (!receipt.was_known && door.on_arrival) {
        door.on_arrival();
    }
    return receipt;
}

}  // namespace

store::ArrivalReceipt take_in(const Door& door, BytesView bytes, const std::string& channel,
                              const std::string& name, const std::string& sender_key) {
    return receive(door, arriving(door, bytes, channel, name, sender_key));
}

store::ArrivalReceipt take_in(const Door& door, const http::StoredBody& body,
                              const std::string& channel, const std::string& name,
                              const std::string& sender_key) {
    auto type = door.type_of(body.head);
    check_size(body.size_bytes, most_of(type));
    if (!sender_key.empty()) {
        door.store.check_key(sender_key, body.digest);
    }
    door.blobs.adopt(body.file.number(), body.digest);
    return receive(door, {{.digest = body.digest,
                           .size_bytes = static_cast<std::int64_t>(body.size_bytes),
                           .channel = channel,
                           .name = name,
                           .type = std::move(type),
                           .sender_key = sender_key},
                          {}});
}

LargeCopy copy_of(const Door& door, int file, std::size_t size) {
    constexpr std::size_t piece_bytes = std::size_t{1} << 18;
    VERIFY(size > limits::xml_bytes);
    auto piece = read_at(file, piece_bytes, 0);
    // What is too large is told before it is copied.
    const auto at_most = most_of(door.type_of(piece));
    check_size(size, at_most);
    auto room = std::make_unique<http::BodyRoom>(
        http::BodyRoom::Limits{.folder = door.blobs.folder_of_unnamed()});
    http::Body body(*room, size);
    for (std::size_t at = 0; !piece.empty(); piece = read_at(file, piece_bytes, at)) {
        at += piece.size();
        check_size(at, at_most);  // it may be growing
        body.add(piece);
    }
    return {std::move(room), body.take_stored()};
}

store::ArrivalReceipt take_in_empty(const Door& door, const std::string& channel,
                                    const std::string& name, const std::string& moment) {
    // No sender can have this key: theirs hold no blanks. Without one, all empty files are the
    // same.
    return receive(door, {{.digest = door.blobs.put({}),
                           .size_bytes = 0,
                           .channel = channel,
                           .name = name,
                           .type = door.type_of({}),
                           .sender_key = "empty file " + moment},
                          {}});
}

std::vector<store::ArrivalReceipt> take_in(const Door& door, std::span<const NamedBytes> files,
                                           const std::string& channel) {
    std::vector<store::Store::Arriving> all;
    for (const auto& [bytes, name] : files) {
        all.push_back(arriving(door, bytes, channel, name, {}));
    }
    auto receipts = door.store.receive(all);
    if (door.on_arrival) {
        door.on_arrival();
    }
    return receipts;
}

}  // namespace indgang::service
