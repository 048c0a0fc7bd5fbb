// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <string>

#include "schemas/form/definition.h"
#include "schemas/record/record.h"
#include "schemas/values/value.h"

namespace indgang::record {

/// The record of a document that somebody sent, value by value, whatever the document is written
/// in: what a text becomes does not depend on the door. Fields that nobody puts are empty and
/// accepted. The form must outlive it. Fields are named by their index in the form.
/// Threads: one.
class SubmittedRecord {
  public:
    SubmittedRecord(const form::FormDefinition& form, Source source);

    /// Reads a text as its field's value. A text that is none stands as a doubt with its reason.
    /// The first text of a field counts; one that says otherwise makes it "conflicting_elements".
    /// Takes: a text that is not blank; `place` in the document.
    void put(std::size_t field, std::string text, Notation notation, std::string place);
    /// The same of a value that the document's structure says.
    void put(std::size_t field, Value value, std::string text, std::string place);
    /// A text that is no value, and why.
    void doubt(std::size_t field, std::string raw, std::string why, std::string place);

    /// A document of twenty thousand unknown elements makes no twenty thousand findings.
    [[nodiscard]] bool is_full_of_findings() const;
    /// Takes: a record that is not full of them.
    void add(Finding finding);
    /// Counts a finding for which there is no room.
    void leave_out_finding() { ++findings_left_out_; }

    /// The record, without arrival and time. Called once.
    [[nodiscard]] ApplicationRecord take();

  private:
    const form::FormDefinition& form_;
    ApplicationRecord record_;
    std::size_t findings_left_out_ = 0;
};

}  // namespace indgang::record
