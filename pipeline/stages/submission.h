// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string_view>
#include <utility>

#include "pipeline/stages/assemble.h"
#include "pipeline/stages/stage.h"
#include "schemas/core/bytes.h"
#include "schemas/json/submission.h"
#include "schemas/record/record.h"
#include "schemas/xml/submission.h"

/// The way of one document that somebody sent, by the reader of what it is written in:
/// xml::SubmissionReader or json::SubmissionReader. Errors of both stages: as the reader.
namespace indgang::stages {

struct SentDocument {
    BytesView bytes;
    ArrivalFacts facts;
};
/// Well-formed, valid by its schema, of a known form.
template <typename Submission>
struct ParsedSubmission {
    Submission submission;
    ArrivalFacts facts;
};

template <typename Reader>
class Parse {
  public:
    using In = SentDocument;
    using Out = ParsedSubmission<decltype(std::declval<Reader&>().parse(BytesView()))>;
    static constexpr std::string_view name = "parse";
    explicit Parse(Reader& reader) : reader_(&reader) {}
    [[nodiscard]] Out run(In in) { return {reader_->parse(in.bytes), std::move(in.facts)}; }

  private:
    Reader* reader_;
};

template <typename Reader>
class Map {
  public:
    using In = typename Parse<Reader>::Out;
    using Out = record::ApplicationRecord;
    static constexpr std::string_view name = "map";
    explicit Map(Reader& reader) : reader_(&reader) {}
    [[nodiscard]] Out run(In in) {
        auto record = reader_->map(in.submission);
        record.arrival = in.facts.digest;
        record.received_at = in.facts.received_at;
        return record;
    }

  private:
    Reader* reader_;
};

}  // namespace indgang::stages
