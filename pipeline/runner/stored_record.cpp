// SPDX-License-Identifier: MPL-2.0
#include "pipeline/runner/stored_record.h"

#include <utility>

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

}  // namespace indgang::runner
