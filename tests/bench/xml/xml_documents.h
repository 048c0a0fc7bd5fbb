// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <vector>

#include "schemas/form/definition.h"
#include "tests/bench/bench.h"

namespace indgang::bench {

struct Document {
    form::FormKey form;
    std::string xml;
};

/// So many applications of invented people, of all forms in turn, each in the form's own XML.
[[nodiscard]] std::vector<Document> make_documents(const form::FormCatalogue& catalogue,
                                                   const XmlOptions& options);

/// The document as another person's: each number has a CPR number of its own. The same values of
/// one person would be asked about as sent twice.
[[nodiscard]] std::string numbered(const Document& document, int number);

}  // namespace indgang::bench
