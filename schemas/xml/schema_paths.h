// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace indgang::xml {

/// Where the documents of a schema may have elements and attributes. Immutable.
///
/// libxml2 checks documents against a schema and does not tell what a schema allows; this reads
/// the schema itself, as far as names go. A type that contains itself, and a wildcard, allow
/// everything below.
class SchemaPaths {
  public:
    /// A place that may hold text: an element or an attribute.
    struct Text {
        std::string path;      ///< as in maps: names from below the root, the last perhaps "@name"
        bool repeats = false;  ///< it, or an element above it, may stand several times
    };

    /// Takes:  the text of a schema that SchemaCheck compiles, its name for messages, the root
    ///         element of the documents.
    /// Errors: bad_input (xml_schema_broken: it declares no such root; what HardenedParser says).
    SchemaPaths(std::string_view xsd, const std::string& name, const std::string& root);

    using Path = std::vector<std::string>;  ///< names from below the root

    /// How many steps of a path documents may have; all of them: there may be such a place.
    [[nodiscard]] std::size_t known_steps(const Path& path) const;
    /// What may stand at a place, its attributes too. Takes: a path that is known.
    [[nodiscard]] std::vector<std::string> names_below(const Path& path) const;
    /// Whether the schema does not say what stands at a place or above it.
    [[nodiscard]] bool is_open(const Path& path) const;

    /// In the order of the schema. What a wildcard allows is not among them.
    [[nodiscard]] const std::vector<Text>& texts() const { return texts_; }

  private:
    struct Place {
        std::string name;
        bool is_open = false;  ///< anything may stand below
        std::vector<std::size_t> below;
    };
    struct Builder;
    /// The places on the way, the root first.
    [[nodiscard]] std::vector<std::size_t> way(const Path& path) const;

    std::vector<Place> places_;  ///< the first is the root
    std::vector<Text> texts_;
};

}  // namespace indgang::xml
