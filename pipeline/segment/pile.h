// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schemas/core/digest.h"
#include "schemas/core/page_place.h"
#include "schemas/form/definition.h"
#include "schemas/record/reading.h"
#include "schemas/record/record.h"

namespace indgang::segment {

/// A page reading and the page image that was stored for it.
struct StoredReading {
    record::PageReading reading;
    std::optional<Digest> image;
    std::string media_type;
};

/// Pages that stand together: an application in the making. Everything about it but what was found
/// on the way is in its pages.
struct Pile {
    std::vector<StoredReading> pages;  ///< in the order in which they were taken
    std::vector<record::Finding> findings;
    bool is_gathered = false;  ///< only their set brought its pages together: others lay between

    /// Of the first page of a form; nullptr: there are only foreign pages.
    [[nodiscard]] const record::FormMatch* form_page() const;
    /// The set of the print; empty: no page says one.
    [[nodiscard]] std::string set() const;
    /// Whether page `number` of the form is there.
    [[nodiscard]] bool has(int number) const;
    /// Numbers of the pages of the form that are not there.
    [[nodiscard]] std::vector<int> missing() const;
    /// Number of the page of the form that was taken last; 0: none was.
    [[nodiscard]] int last_number() const;
    /// Whether both are of the same print of the same form.
    [[nodiscard]] bool is_of_print(const record::FormMatch& match) const;
    /// Whether only its set says that its pages belong together, or a page has none.
    [[nodiscard]] bool rests_on_its_set() const;
    /// Whether each page of the form says the same set.
    [[nodiscard]] bool is_one_print() const;
};

/// A finding about a page of the arrival.
[[nodiscard]] record::Finding page_finding(std::string rule, record::Severity severity,
                                           const PagePlace& arrival_page);

/// The most probable reading of a field; empty: nothing.
[[nodiscard]] const std::string& best_text(const record::FieldReading& reading);

/// Whether two sets say that pages do not belong together.
[[nodiscard]] bool are_two(const std::string& a, const std::string& b);

}  // namespace indgang::segment
