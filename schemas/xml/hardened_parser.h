// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>
#include <string_view>

#include "schemas/xml/libxml.h"

namespace indgang::xml {

/// Parses outside text into a tree within the limits of schemas/core/limits.h. Comments and
/// processing instructions are left out, CDATA becomes text, text between elements that is only
/// blanks is left out.
///
/// Threads: one parser per thread; the documents that it gave may outlive it.
class HardenedParser {
  public:
    HardenedParser();
    ~HardenedParser();
    HardenedParser(HardenedParser&&) noexcept;
    HardenedParser& operator=(HardenedParser&&) noexcept;

    /// Takes:   checked UTF-8 (to_utf8), <= limits::xml_bytes as it came; the encoding in its
    ///          declaration is ignored.
    /// Errors:  bad_input xml_malformed, xml_doctype_refused; limit xml_too_deep,
    ///          xml_too_many_elements, xml_too_many_attributes, xml_text_too_long; the place is
    ///          "line N, XPath" of the element that was open.
    [[nodiscard]] XmlDocPtr parse(std::string_view utf8);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::xml
