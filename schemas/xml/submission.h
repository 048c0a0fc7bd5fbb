// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "schemas/core/bytes.h"
#include "schemas/form/definition.h"
#include "schemas/record/record.h"
#include "schemas/xml/map.h"

namespace indgang::xml {

/// A document that is well-formed, within limits, valid by its schema and of a known dialect.
/// Movable; must not outlive the reader that parsed it.
class Submission {
  public:
    struct State;
    explicit Submission(std::unique_ptr<State> state);
    ~Submission();
    Submission(Submission&&) noexcept;
    Submission& operator=(Submission&&) noexcept;
    [[nodiscard]] const State& state() const { return *state_; }

  private:
    std::unique_ptr<State> state_;
};

/// Reads XML applications: hardened parsing, schema check, and mapping to the record.
///
/// One reader holds the compiled schemas and maps of all forms of a catalogue, which must outlive
/// it. Nothing is read from disk or network after the constructor.
/// Threads: one reader per thread.
/// Source:  docs/formats/xml.md, docs/formats/map.md
class SubmissionReader {
  public:
    /// Errors: bad_input (a schema or map of the catalogue is broken; place = its file and line).
    explicit SubmissionReader(const form::FormCatalogue& catalogue);
    ~SubmissionReader();
    SubmissionReader(SubmissionReader&&) noexcept;
    SubmissionReader& operator=(SubmissionReader&&) noexcept;

    /// Parses one document, checks limits, encoding and schema, and finds its dialect.
    ///
    /// Takes:   the bytes as they came, <= limits::xml_bytes; UTF-8 with or without BOM, UTF-16
    ///          LE/BE with BOM, ISO-8859-1, ISO-8859-15, windows-1252.
    /// Errors:  bad_input with a reason and the place "line N, XPath": xml_malformed,
    ///          xml_doctype_refused, xml_encoding_unsupported, xml_encoding_mismatch (also UTF-8
    ///          bytes that are declared as a one-byte encoding), xml_unknown_form, xml_invalid (the
    ///          message lists up to 5 schema errors, none with values); limit: xml_too_large,
    ///          xml_too_deep, xml_too_many_elements, xml_too_many_attributes, xml_text_too_long.
    [[nodiscard]] Submission parse(BytesView document);

    /// Whether a form of the catalogue takes a document with this root element; what it holds is
    /// not checked. Takes, errors: as `parse`, but for xml_unknown_form and xml_invalid.
    [[nodiscard]] bool knows(BytesView document);

    /// Maps a parsed document to the record of its form, without `arrival`, `received_at` and
    /// pages, `ordinal` 1. Every field of the form stands once; values that do not parse as their
    /// kind stand as doubts with the raw text; content that the map does not know is the finding
    /// "unknown_element" (remark) with its XPath.
    [[nodiscard]] record::ApplicationRecord map(const Submission& submission);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

struct DialectReport {
    std::string name;
    std::filesystem::path map_file;
    MapReport report;
};

/// Loads the maps and compiles the schemas of a form, which its definition only names, and holds
/// them against each other. The form's own dialect is not among them: it comes from the form.
/// Errors: bad_input (xml_map_broken, xml_schema_broken), installation (xml_file_unreadable).
[[nodiscard]] std::vector<DialectReport> check_dialects(const form::FormDefinition& form);

/// The record as XML of the form's own schema (xml::generate_xsd), UTF-8.
[[nodiscard]] std::string to_xml(const record::ApplicationRecord& record,
                                 const form::FormDefinition& form);

}  // namespace indgang::xml
