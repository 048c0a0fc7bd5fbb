// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <string_view>

#include "pipeline/stages/assemble.h"
#include "pipeline/stages/stage.h"
#include "schemas/core/bytes.h"
#include "schemas/record/record.h"
#include "schemas/xml/submission.h"

/// The way of one XML document. Errors of both stages: as xml::SubmissionReader.
namespace indgang::stages {

struct XmlDocument {
    BytesView bytes;
    ArrivalFacts facts;
};
/// Well-formed, valid by its schema, of a known dialect.
struct ParsedSubmission {
    xml::Submission submission;
    ArrivalFacts facts;
};

class Parse {
  public:
    using In = XmlDocument;
    using Out = ParsedSubmission;
    static constexpr std::string_view name = "parse";
    explicit Parse(xml::SubmissionReader& reader) : reader_(&reader) {}
    [[nodiscard]] Out run(In in);

  private:
    xml::SubmissionReader* reader_;
};

class Map {
  public:
    using In = ParsedSubmission;
    using Out = record::ApplicationRecord;
    static constexpr std::string_view name = "map";
    explicit Map(xml::SubmissionReader& reader) : reader_(&reader) {}
    [[nodiscard]] Out run(In in);

  private:
    xml::SubmissionReader* reader_;
};

}  // namespace indgang::stages
