// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "ocr/copy/picture.h"
#include "ocr/copy/searchable_copy.h"
#include "pipeline/worker/message.h"
#include "pipeline/worker/worker.h"
#include "schemas/core/digest.h"
#include "schemas/core/page_place.h"

/// What the program asks of a worker and what that answers, as messages, both ends in one place.
/// The two ends are the same program; what a worker answers is still not trusted, as it has parsed
/// bytes from outside.
namespace indgang::worker {

/// Loads everything that any request needs, so that what is missing or damaged is seen now.
struct CheckRequest {};
struct LookRequest {
    StoredFile file;
};
struct PageRequest {
    StoredFile file;
    int page = 1;
    int quarters = 0;  ///< how a person turned it, clockwise: 0..3
};
struct CellsRequest {
    StoredFile file;
    PagePlace page;
};
struct CopyRequest {
    std::vector<StoredFile> files;  ///< as CopyPage::file counts them
    ocr::CopyOrder order;
};
/// Of the stored image of a page.
struct PictureRequest {
    StoredFile file;
    ocr::PictureOrder order;
};
struct DocumentsRequest {
    std::vector<DocumentWork> work;
};
/// The parts of a feed that follow `from`.
struct FeedRequest {
    StoredFile file;
    feed::Place from;
};
/// The first is what a worker is asked when it starts.
struct HelloRequest {};
using WorkerRequest =
    std::variant<HelloRequest, CheckRequest, LookRequest, PageRequest, CellsRequest, CopyRequest,
                 PictureRequest, DocumentsRequest, FeedRequest>;

[[nodiscard]] Message encode(const WorkerRequest& request);
/// The stored files that a request names, in the order in which they go open with its message. A
/// worker cannot open them: a path is but a name there.
[[nodiscard]] std::vector<std::filesystem::path> files_of(const WorkerRequest& request);
/// Takes: what encode gives. Errors: internal "worker_request" (any other message).
[[nodiscard]] WorkerRequest decode_request(const Message& message);

// Answers. The encoding of each and its decoding; a request that failed is answered by an Error.
struct Done {};
[[nodiscard]] Message encode(const Done& done);
[[nodiscard]] Message encode(const Error& error);
[[nodiscard]] Message encode(const ScanFacts& facts);
[[nodiscard]] Message encode(std::span<const PageResult> pages);
[[nodiscard]] Message encode(std::span<const CombCells> combs);
[[nodiscard]] Message encode(std::span<const DocumentResult> results);
[[nodiscard]] Message encode(const FeedPiece& piece);
[[nodiscard]] Message encode_file(Bytes file);  ///< a copy, or a picture

/// Errors of all: the Error that the answer holds; unavailable "worker_died" for a message that is
/// not the answer to such a request, whatever else it holds.
void decode_done(const Message& answer);
[[nodiscard]] ScanFacts decode_facts(const Message& answer);
/// Takes: the page that was asked for.
[[nodiscard]] std::vector<PageResult> decode_pages(const Message& answer, int page);
[[nodiscard]] std::vector<CombCells> decode_combs(const Message& answer);
/// Takes: how many documents the request had.
[[nodiscard]] std::vector<DocumentResult> decode_results(const Message& answer,
                                                         std::size_t documents);
/// Takes: where the request began. Parts that do not follow it are no answer.
[[nodiscard]] FeedPiece decode_piece(const Message& answer, feed::Place from);
[[nodiscard]] Bytes decode_copy(const Message& answer);
/// What begins otherwise than a PNG is no answer.
[[nodiscard]] Bytes decode_picture(const Message& answer);

}  // namespace indgang::worker
