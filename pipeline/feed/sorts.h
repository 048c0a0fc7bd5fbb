// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>

#include "pipeline/feed/part.h"

/// The sorts of files that are taken apart.
namespace indgang::feed {

[[nodiscard]] std::unique_ptr<PartSource> parts_of_xml(File file);
[[nodiscard]] std::unique_ptr<PartSource> parts_of_zip(File file, IsFeed is_feed);

}  // namespace indgang::feed
