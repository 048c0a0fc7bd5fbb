// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "pipeline/segment/pile.h"
#include "pipeline/stages/assemble.h"
#include "pipeline/stages/stage.h"

namespace indgang::stages {

/// Pages of which somebody knows that they are one application: a person, or their set.
struct Arrangement {
    ArrivalFacts facts;
    int ordinal = 1;
    int revision = 1;
    std::vector<segment::StoredReading> pages;  ///< at least one; numbered as pages of one arrival
    /// The applications that the pages were in. What a person said there stands.
    std::vector<record::ApplicationRecord> before;
    bool is_by_person = true;  ///< then pages that look unlike are no doubt any more
};

/// Makes one application of pages, in the order of the form. What a person corrected or let pass
/// before is kept, if its page is still there.
class Rearrange {
  public:
    using In = Arrangement;
    using Out = record::ApplicationRecord;
    static constexpr std::string_view name = "rearrange";
    explicit Rearrange(const form::FormCatalogue& catalogue) : catalogue_(&catalogue) {}
    [[nodiscard]] Out run(In in);

  private:
    const form::FormCatalogue* catalogue_;
};

}  // namespace indgang::stages
