// SPDX-License-Identifier: MPL-2.0
#include "pipeline/runner/stored_record.h"

#include <utility>

#include "pipeline/runner/listing.h"
#include "schemas/error/reason.h"
#include "schemas/record/json.h"

namespace indgang::runner {

record::SettledRecord settled_of(bool is_settled, const std::string& json) {
    if (is_settled) {
        return record::parse_settled_record(json);
    }
    record::SettledRecord settled;
    settled.validated.inquired.record = record::parse_application_record(json);
    settled.validated.findings = settled.validated.inquired.record.findings;
    return settled;
}

record::SettledRecord settled_of(const store::Item& item) {
    return settled_of(item.is_settled, item.record);
}

record::ApplicationRecord record_of(const store::Item& item) {
    return std::move(settled_of(item).validated.inquired.record);
}

store::Settlement settlement_of(const std::string& item, stages::Delivery delivery,
                                const form::FormCatalogue& catalogue) {
    store::Settlement settlement;
    settlement.listing = listing_of(catalogue, delivery.settled);
    settlement.record = std::move(delivery.record);
    settlement.is_parked = delivery.settled.outcome == record::Outcome::parked;
    if (settlement.is_parked) {
        settlement.reason = delivery.settled.reasons.empty() ? std::string(code_of(Reason::parked))
                                                             : delivery.settled.reasons.front();
    } else {
        // The item's id is random and never changes: one key for ever, without personal data.
        settlement.idempotency_key = "indgang-" + item;
        settlement.body = std::move(delivery.body);
        settlement.documents = stages::to_json(delivery.documents);
        settlement.destination = std::move(delivery.destination);
    }
    return settlement;
}

}  // namespace indgang::runner
