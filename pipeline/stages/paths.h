// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "pipeline/stages/assemble.h"
#include "pipeline/stages/correction.h"
#include "pipeline/stages/paper.h"
#include "pipeline/stages/stage.h"
#include "pipeline/stages/submission.h"
#include "pipeline/stages/tail.h"

/// The whole way of an application. There is no way back: the only loop goes through a person,
/// whose correction enters as a new revision and takes the tail again.
///
///   paper   PageOfScan -decode-> DecodedPage -normalise-> NormalPage -match-> MatchedSheet
///           -read-> ReadSheet;  all pages of a batch -assemble-> ApplicationRecords
///   xml     SentDocument -parse-> ParsedSubmission -map-> ApplicationRecord
///   json    the same, by a reader of JSON
///   person  Correction -apply-> ApplicationRecord (revision n+1)
///   tail    ApplicationRecord -ask-> InquiredRecord -validate-> ValidatedRecord
///           -compare-> ValidatedRecord -recall-> ValidatedRecord -settle-> SettledRecord
///           -choose-> RoutedRecord -deliver-> Delivery
namespace indgang::stages {

using PagePath = Path<Decode, Normalise, Match, Read>;
using BatchPath = Path<Assemble>;
using XmlPath = Path<Parse<xml::SubmissionReader>, Map<xml::SubmissionReader>>;
using JsonPath = Path<Parse<json::SubmissionReader>, Map<json::SubmissionReader>>;
using PersonPath = Path<Apply>;
using TailPath = Path<Ask, Validate, Compare, Recall, Settle, Choose, Deliver>;

}  // namespace indgang::stages
