// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string_view>

namespace indgang::store {

/// Whether an arrival of this type (NewArrival::type) is a document that somebody sent: it is read
/// in the lane of documents, and stored in the database if it is small.
[[nodiscard]] constexpr bool is_document(std::string_view type) {
    return type == "xml" || type == "json";
}

}  // namespace indgang::store
