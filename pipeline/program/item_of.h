// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>

#include "pipeline/program/session.h"
#include "pipeline/store/store.h"

namespace indgang::program {

/// The item of an id. Errors: not_found "no_such_application", which says where ids are shown.
[[nodiscard]] store::Item item_of(Session& session, const std::string& id);

}  // namespace indgang::program
