// SPDX-License-Identifier: MPL-2.0
#include "pipeline/worker/document_reader.h"

#include <utility>

#include "pipeline/stages/paths.h"
#include "pipeline/worker/stored_bytes.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "schemas/record/json.h"

namespace indgang::worker {
namespace {

/// One answer to the program: enough that its cost is the parts', little enough to be held twice.
constexpr std::size_t parts_of_a_piece = 64;
constexpr std::size_t bytes_of_a_piece = limits::xml_bytes;

/// The bytes decide, as they did when the document came.
bool is_json(BytesView document) {
    return ocr::sniff(document) == ocr::ScanType::json;
}

}  // namespace

struct DocumentReader::OpenFeed {
    std::filesystem::path path;
    Descriptor file;
    std::unique_ptr<feed::PartSource> parts;
    feed::Place place;  ///< that comes next

    OpenFeed(const StoredFile& stored, Descriptor opened, const feed::Place& from,
             feed::IsFeed is_feed)
        : path(stored.path), file(std::move(opened)), place(from) {
        check_stored(file, stored.digest);
        parts = feed::take_apart(file_to_take_apart(file), std::move(is_feed));
        parts->go_to(from);
    }
};

xml::SubmissionReader& DocumentReader::reader() {
    if (!reader_) {
        reader_ = std::make_unique<xml::SubmissionReader>(catalogue_);
    }
    return *reader_;
}

json::SubmissionReader& DocumentReader::json_reader() {
    if (!json_reader_) {
        json_reader_ = std::make_unique<json::SubmissionReader>(catalogue_);
    }
    return *json_reader_;
}

DocumentResult DocumentReader::read(const DocumentWork& work) {
    try {
        return read(checked(*work.bytes, work.digest), work);
    } catch (const Error& error) {
        return error;
    }
}

DocumentResult DocumentReader::read(const DocumentWork& work, const Descriptor& file) {
    try {
        if (size_of(file) > limits::xml_bytes && is_feed(bytes_of_file(file))) {
            return DocumentFeed{};
        }
        return read(load_stored(file, work.digest), work);
    } catch (const Error& error) {
        return error;
    }
}

DocumentResult DocumentReader::read(const Bytes& bytes, const DocumentWork& work) {
    try {
        const auto record = record_of(bytes, work);
        return DocumentRecord{record.form.form, record.form.version, record::to_json(record)};
    } catch (const Error&) {
        // One broken application makes the whole feed no document, but only itself no application.
        if (!is_json(bytes) && is_feed(bytes_in(bytes))) {
            return DocumentFeed{};
        }
        throw;
    }
}

record::ApplicationRecord DocumentReader::record_of(BytesView bytes, const DocumentWork& work) {
    const stages::ArrivalFacts facts{work.digest, work.received_at};
    if (is_json(bytes)) {
        stages::JsonPath path{stages::Parse(json_reader()), stages::Map(json_reader())};
        return path.run({bytes, facts});
    }
    stages::XmlPath path{stages::Parse(reader()), stages::Map(reader())};
    return path.run({bytes, facts});
}

/// Whether one of the first parts is an application, be it a broken one.
bool DocumentReader::is_feed(xml::FeedReader::Source source) {
    constexpr int looked_at = 8;
    xml::FeedReader feed(std::move(source));
    try {
        for (int i = 0; i < looked_at; ++i) {
            const auto part = feed.next();
            if (!part || is_application(part->document)) {
                return part.has_value();
            }
        }
    } catch (const Error&) {
        // What cannot be taken apart is no feed, and is refused as the document that it is.
    }
    return false;
}

bool DocumentReader::is_application(const std::string& document) {
    try {
        return reader().knows(view_of(document));
    } catch (const Error&) {
        return false;
    }
}

FeedPiece DocumentReader::take_apart(const StoredFile& stored, Descriptor file,
                                     const feed::Place& from) {
    if (!feed_ || feed_->path != stored.path || feed_->place != from) {
        feed_.reset();
        feed_ = std::make_shared<OpenFeed>(stored, std::move(file), from, [this](BytesView bytes) {
            return !is_application(std::string(text_of(bytes))) && is_feed(bytes_in(bytes));
        });
    }
    FeedPiece piece;
    std::size_t bytes = 0;
    try {
        while (piece.parts.size() < parts_of_a_piece && bytes < bytes_of_a_piece) {
            auto part = feed_->parts->next();
            if (!part) {
                piece.is_last = true;
                break;
            }
            feed_->place = feed::behind(*part, feed_->place);
            bytes += part->bytes.size();
            const bool is_whole = part->is_whole;
            piece.parts.push_back(std::move(*part));
            if (!is_whole) {
                break;
            }
        }
    } catch (const Error& error) {
        piece.trouble = error;
    }
    return piece;
}

}  // namespace indgang::worker
