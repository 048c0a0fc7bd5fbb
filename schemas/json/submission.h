// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "schemas/core/bytes.h"
#include "schemas/form/definition.h"
#include "schemas/record/record.h"

namespace indgang::json {

/// A document that is JSON, within limits, of a known form and valid by its schema.
/// Must not outlive the catalogue of the reader that parsed it.
struct Submission {
    /// What a document says of one field.
    struct Entry {
        std::size_t field = 0;  ///< index in the form
        std::string text;
        std::string place;  ///< JSON pointer
    };
    const form::FormDefinition* form = nullptr;
    std::vector<Entry> entries;  ///< in the order of the document; no field twice
};

/// Reads JSON applications: hardened parsing, the check by the form's schema, and the record.
///
/// Threads: one reader per thread.
/// Source:  docs/formats/json.md
class SubmissionReader {
  public:
    /// The catalogue must outlive the reader.
    explicit SubmissionReader(const form::FormCatalogue& catalogue);
    ~SubmissionReader();
    SubmissionReader(SubmissionReader&&) noexcept;
    SubmissionReader& operator=(SubmissionReader&&) noexcept;

    /// Parses one document, finds its form and checks it as json::generate_schema says.
    ///
    /// Takes:  the bytes as they came.
    /// Errors: as json::parse; bad_input json_unknown_form (it names no form of the catalogue),
    ///         json_invalid (the message lists the first 5 places that are wrong, with the rule
    ///         that they break and without their values; place = the JSON pointer of the first).
    [[nodiscard]] Submission parse(BytesView document);

    /// The record, without `arrival` and `received_at`, `ordinal` 1: as xml::SubmissionReader::map
    /// makes it of the form's own XML, with JSON pointers as places.
    [[nodiscard]] record::ApplicationRecord map(const Submission& submission);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The JSON Schema (draft 2020-12) of the form's documents. What it takes the reader takes, but for
/// what no schema can say; the reader also takes blanks around numbers and days.
[[nodiscard]] std::string generate_schema(const form::FormDefinition& form);

/// The record as a document of its form, which the reader takes. UTF-8, a member a line.
[[nodiscard]] std::string to_document(const record::ApplicationRecord& record,
                                      const form::FormDefinition& form);

}  // namespace indgang::json
