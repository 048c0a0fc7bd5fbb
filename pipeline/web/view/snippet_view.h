// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "pipeline/desk/groups.h"
#include "pipeline/desk/snippets.h"
#include "pipeline/web/view/words.h"

/// What a browser is told of fields and characters whose applications the person does not see.
/// docs/formats/desk.md
namespace indgang::web {

[[nodiscard]] nlohmann::json json_of(const desk::Snippet& snippet, const std::string& token,
                                     const Words& words, const std::string& language);
[[nodiscard]] nlohmann::json json_of(const desk::Group& group, const std::string& token,
                                     const std::string& language);

}  // namespace indgang::web
