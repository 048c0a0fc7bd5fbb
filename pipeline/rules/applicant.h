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

}  // namespace indgang::rules
