// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "pipeline/console/console.h"
#include "pipeline/store/store.h"
#include "schemas/form/definition.h"

namespace indgang::console {

/// What a person wants to know of one application, in one line.
struct ItemOverview {
    std::string id;
    std::string file;    ///< name of its arrival
    std::string person;  ///< the applicant's name, as it stands there
    std::string assignee;
    UtcTime received_at{};
    std::string form;
    std::string source;  ///< "paper", "xml", "json"
    std::string pages;   ///< "1-3" of the arrival; empty for documents
    int fields_filled = 0;
    int fields_doubtful = 0;
    int confirmed = 0;  ///< fields that a register confirmed
    int differing = 0;
    int unknown = 0;
    std::string state;
    std::string case_number;
    std::string destination;           ///< where it is delivered; empty: not accepted yet
    std::vector<std::string> reasons;  ///< why it waits or is parked
};
[[nodiscard]] ItemOverview overview_of(const store::ListedItem& item);

/// A reason in words: what is doubted of a field is said with its Danish label. A form that is
/// absent has no labels.
[[nodiscard]] std::string worded(const std::string& reason, const form::FormDefinition* form);

/// "case 2026-000012", "waits for a person: missing_page", ...
[[nodiscard]] std::string outcome_of(const ItemOverview& item);
[[nodiscard]] Colour colour_of(const ItemOverview& item);
[[nodiscard]] std::int64_t age_s(UtcTime since, UtcTime now);
/// `now` tells the age.
[[nodiscard]] nlohmann::ordered_json json_of(const ItemOverview& item, UtcTime now);
[[nodiscard]] nlohmann::ordered_json json_of(const store::Ledger& ledger);
[[nodiscard]] nlohmann::ordered_json json_of(const store::FeedCounts& feed);
/// "1000 applications: 990 cases, 7 parked, 3 refused".
[[nodiscard]] std::string text_of(const store::FeedCounts& feed);

/// received, cases, parked, rejected, waiting, lost, duplicated: the sums that must fit.
[[nodiscard]] std::string text_of(const store::Ledger& ledger);
/// What is in no state that somebody looks at, and what became more than one case. Both must be 0.
[[nodiscard]] std::int64_t lost_in(const store::Ledger& ledger);
[[nodiscard]] std::int64_t duplicated_in(const store::Ledger& ledger);

}  // namespace indgang::console
