// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "pipeline/stages/stage.h"
#include "schemas/core/time.h"
#include "schemas/form/definition.h"
#include "schemas/record/record.h"

namespace indgang::stages {

/// What a person decided about a parked application: the values as typed, by field. An empty text
/// says that the field is empty. `passed_findings` names the findings that the person has looked at
/// and lets pass, as the reasons of parking do ("doubled_page", "required_missing:fornavn");
/// rules::validate makes remarks of them.
struct Correction {
    record::ApplicationRecord record;
    std::map<std::string, std::string> values;
    std::vector<std::string> passed_findings;
    std::string by;  ///< user id, never a name
    UtcTime at{};
    /// Foreign pages (of the arrival) that belong to the application after all: they are delivered.
    std::vector<PagePlace> kept_pages;
    /// Pages (of the arrival) that are no part of the application: they stay with the arrival. What
    /// was read on them is gone from the record; of a page that was scanned twice, drop the second.
    std::vector<PagePlace> dropped_pages;
    /// Fields whose doubted value is right as it stands, without anybody typing it again; an empty
    /// one is empty.
    std::vector<std::string> agreed_fields;
    bool agrees_to_all = false;  ///< to each doubted value
};

/// Makes the next revision of the record; the earlier one stays as it was.
/// Errors: bad_input (no such field; a text that is no value of its field; the place is the field;
///         a page to keep that is no foreign page of the application; a page to drop that is not
///         in it, or is its last; a field to agree to that nobody doubts, or of which nothing can
///         be agreed to because its text is no value; nothing to do at all).
class Apply {
  public:
    using In = Correction;
    using Out = record::ApplicationRecord;
    static constexpr std::string_view name = "apply";
    explicit Apply(const form::FormCatalogue& catalogue) : catalogue_(&catalogue) {}
    [[nodiscard]] Out run(In in);

  private:
    const form::FormCatalogue* catalogue_;
};

}  // namespace indgang::stages
