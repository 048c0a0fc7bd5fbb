// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>

#include "schemas/form/definition.h"

namespace indgang::xml {

/// The XSD of this form's own XML (namespace "urn:indgang:form:<form>:<version>").
[[nodiscard]] std::string generate_xsd(const form::FormDefinition& form);

}  // namespace indgang::xml
