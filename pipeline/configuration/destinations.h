// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>

#include "pipeline/configuration/configuration.h"
#include "pipeline/configuration/configuration_reader.h"
#include "schemas/form/definition.h"

/// The part of the configuration that says where applications go: docs/configuration.md.
namespace indgang::configuration {

/// [destinations.NAME], and the short form [casequeue]: one of that name, which gets everything.
void read_destinations(TableReader& root, const std::filesystem::path& folder,
                       Configuration& configuration);
void read_routes(TableReader& root, Configuration& configuration);
/// What these must not say together: both forms, a route to nowhere, one that is never reached.
void check_destinations(TableReader& root, const Configuration& configuration);

/// Whether each route can match an application of these forms.
/// Errors: bad_input "configuration_invalid", each mistake as "FILE:LINE: ...".
void check_routes(const Configuration& configuration, const form::FormCatalogue& forms);

/// "form=boligstoette municipality=461 -> odense".
[[nodiscard]] std::string text_of(const stages::Route& route);

}  // namespace indgang::configuration
