// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>

#include "schemas/form/definition.h"
#include "schemas/record/record.h"

namespace indgang::rules {

/// Who applies, as the form says it.
struct Applicant {
    std::string cpr;   ///< ten digits; empty: not known
    std::string name;  ///< first, middle and last; empty: not known
};

/// The person of the form's first rule `person_known`. Values that nobody stands for yet count,
/// too: a person who looks for an application looks for what stands there.
[[nodiscard]] Applicant applicant_of(const form::FormDefinition& form,
                                     const record::ApplicationRecord& record);

/// Where the applicant lives, as CPR answered: three digits; empty: not known. Takes: answers from
/// which nothing was left out yet.
[[nodiscard]] std::string municipality_of(const form::FormDefinition& form,
                                          const record::InquiredRecord& inquired);

}  // namespace indgang::rules
