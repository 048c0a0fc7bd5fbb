// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "schemas/xml/libxml.h"

namespace indgang::xml {

/// One XML Schema, compiled from memory; what it imports or includes is never loaded.
/// Threads: one per thread.
class SchemaCheck {
  public:
    /// Takes:  the text of the schema and a name for its place.
    /// Errors: bad_input xml_schema_broken (place = "<name>:LINE").
    SchemaCheck(std::string_view xsd, const std::string& name);
    ~SchemaCheck();
    SchemaCheck(SchemaCheck&&) noexcept;
    SchemaCheck& operator=(SchemaCheck&&) noexcept;

    /// Schemas that the document itself names are neither loaded nor used.
    /// Errors: bad_input xml_invalid; the message lists the first 5 elements that are wrong, with
    ///         the rule that they break and without their values; place = the first of them, and
    ///         what is wrong there ("line 4, /a/b: is too short").
    void check(xmlDoc& document);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::xml
