// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "pipeline/desk/papers.h"
#include "pipeline/web/view/words.h"

namespace indgang::web {

/// The model of the page of a case. docs/formats/desk.md
[[nodiscard]] nlohmann::json json_of(const desk::CaseFile& file, const Words& words,
                                     const std::string& language);

/// The model of the page that tells what a person did to an application that has gone on: what he
/// changed, what he let pass, and where it is now.
[[nodiscard]] nlohmann::json previous_json(const desk::CaseFile& file, const Words& words,
                                           const std::string& language);

}  // namespace indgang::web
