// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "pipeline/worker/worker.h"
#include "schemas/core/bytes.h"
#include "schemas/core/descriptor.h"
#include "schemas/form/definition.h"
#include "schemas/json/submission.h"
#include "schemas/xml/feed.h"
#include "schemas/xml/submission.h"

namespace indgang::worker {

/// Reads XML and JSON in a worker: documents that are an application, and feeds and zips, which
/// hold many.
/// Threads: one.
class DocumentReader {
  public:
    explicit DocumentReader(const form::FormCatalogue& catalogue) : catalogue_(catalogue) {}

    /// Compiles schemas and maps now rather than with the first document.
    /// Errors: as xml::SubmissionReader.
    void prepare() {
        static_cast<void>(reader());
        static_cast<void>(json_reader());
    }

    /// A document that came with its bytes. Trouble of the document is its result.
    [[nodiscard]] DocumentResult read(const DocumentWork& work);
    /// One that stands in a file, which may be larger than all memory if it is a feed.
    [[nodiscard]] DocumentResult read(const DocumentWork& work, const Descriptor& file);

    /// As Worker::take_apart. Parts that follow those of the last call are not looked for anew.
    [[nodiscard]] FeedPiece take_apart(const StoredFile& stored, Descriptor file,
                                       const feed::Place& from);

  private:
    struct OpenFeed;

    xml::SubmissionReader& reader();
    json::SubmissionReader& json_reader();
    DocumentResult read(const Bytes& bytes, const DocumentWork& work);
    record::ApplicationRecord record_of(BytesView bytes, const DocumentWork& work);
    bool is_feed(xml::FeedReader::Source source);
    bool is_application(const std::string& document);

    const form::FormCatalogue& catalogue_;
    std::unique_ptr<xml::SubmissionReader> reader_;
    std::unique_ptr<json::SubmissionReader> json_reader_;
    std::shared_ptr<OpenFeed> feed_;  ///< that is being taken apart
};

}  // namespace indgang::worker
