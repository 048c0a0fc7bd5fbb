// SPDX-License-Identifier: MPL-2.0
#include "pipeline/stages/submission.h"

#include <utility>

namespace indgang::stages {

ParsedSubmission Parse::run(XmlDocument in) {
    return {reader_->parse(in.bytes), std::move(in.facts)};
}

record::ApplicationRecord Map::run(ParsedSubmission in) {
    auto record = reader_->map(in.submission);
    record.arrival = in.facts.digest;
    record.received_at = in.facts.received_at;
    return record;
}

}  // namespace indgang::stages
