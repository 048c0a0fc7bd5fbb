// SPDX-License-Identifier: MPL-2.0
#include "schemas/record/changes.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

namespace indgang::record {
namespace {

std::optional<std::string> text_of(const FieldValue* field) {
    return field == nullptr || !field->value ? std::nullopt
                                             : std::optional(field->value->canonical());
}

/// Whether a person vouches for the value now who did not, or not then, before.
bool is_agreed(const FieldValue* before, const FieldValue& now) {
    const auto* person = std::get_if<Corrected>(&now.provenance);
    const auto* earlier = before == nullptr ? nullptr : std::get_if<Corrected>(&before->provenance);
    return person != nullptr &&
           (earlier == nullptr || earlier->by != person->by || earlier->at != person->at);
}

bool is_same(const Finding& one, const Finding& other) {
    return one.rule == other.rule && one.severity == other.severity && one.fields == other.fields &&
           one.evidence == other.evidence;
}

}  // namespace

Changes changes_between(const ApplicationRecord& earlier, const ApplicationRecord& later) {
    Changes changes;
    for (const FieldValue& now : later.fields) {
        const FieldValue* before = earlier.field(now.field);
        FieldChange change{now.field, text_of(before), text_of(&now)};
        if (change.from != change.to || is_agreed(before, now)) {
            changes.fields.push_back(std::move(change));
        }
    }
    std::copy_if(later.findings.begin(), later.findings.end(), std::back_inserter(changes.findings),
                 [&](const Finding& finding) {
                     return std::none_of(
                         earlier.findings.begin(), earlier.findings.end(),
                         [&](const Finding& other) { return is_same(finding, other); });
                 });
    return changes;
}

}  // namespace indgang::record
