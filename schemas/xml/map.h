// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/form/definition.h"
#include "schemas/record/record.h"
#include "schemas/xml/libxml.h"

namespace indgang::xml {

struct FieldTree;
class SchemaPaths;

/// What a map and the schema of its dialect say of each other.
struct MapReport {
    /// Paths that the schema does not allow, or that hold no text: nothing is ever read there.
    /// One message each, "<file>:LINE: what, and the nearest name".
    std::vector<std::string> wrong;
    /// Paths of the schema that documents may fill and that the map neither takes nor ignores.
    std::vector<std::string> never_read;
    /// Fields of the form that stay empty; of a table "<table>.<column>".
    std::vector<std::string> never_filled;
    std::size_t paths = 0;  ///< how many the map names
};

/// Where in a dialect's documents each field of a form stands. One walk over a document fills the
/// record; no XPath is evaluated. Immutable; the form must outlive it.
/// Source: docs/formats/map.md
class FieldMap {
  public:
    /// Takes:  the text of a map file, its name for messages, the root element of the dialect.
    /// Errors: bad_input xml_map_broken (place = "<name>:LINE").
    [[nodiscard]] static FieldMap parse(std::string_view text, const std::string& name,
                                        const form::FormDefinition& form, const std::string& root);
    /// The map of the form's own schema (xml::generate_xsd).
    [[nodiscard]] static FieldMap of_form(const form::FormDefinition& form);

    ~FieldMap();
    FieldMap(FieldMap&&) noexcept;
    FieldMap& operator=(FieldMap&&) noexcept;

    /// Whether all conditions of the map hold for the document.
    [[nodiscard]] bool takes(const xmlNode& root) const;

    /// See SubmissionReader::map. Findings: unknown_element (remark: nobody asked for it;
    /// evidence xpath and text), those that the map notes (remark, same
    /// evidence), too_many_rows (doubt: more rows than the form has). A field that
    /// two elements give different values has the first one and the doubt conflicting_elements.
    [[nodiscard]] record::ApplicationRecord apply(const xmlNode& root) const;

    [[nodiscard]] MapReport held_against(const SchemaPaths& schema) const;

  private:
    explicit FieldMap(std::unique_ptr<const FieldTree> tree);
    std::unique_ptr<const FieldTree> tree_;
};

}  // namespace indgang::xml
