// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "pipeline/desk/papers.h"
#include "pipeline/desk/permission.h"
#include "pipeline/web/view/words.h"

namespace indgang::web {

/// The model of the page of a case. Takes: `role`, which decides what of a protected person is
/// shown. docs/formats/desk.md
[[nodiscard]] nlohmann::json json_of(const desk::CaseFile& file, desk::Role role,
                                     const Words& words, const std::string& language);

/// Whether a role is shown the home of a person whose address is protected.
[[nodiscard]] bool sees_protected(desk::Role role);

}  // namespace indgang::web
