// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "schemas/core/bytes.h"
#include "schemas/error/error.h"
#include "schemas/form/definition.h"
#include "schemas/json/submission.h"
#include "schemas/record/record.h"
#include "tests/schemas/refusal.h"

namespace indgang::json {

using namespace sent;

inline std::string sample(const std::string& name) {
    std::ifstream file(source_folder / "samples" / "json" / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline record::ApplicationRecord read(std::string_view document) {
    static SubmissionReader reader(project_forms());
    return reader.map(reader.parse(view_of(document)));
}

/// The canonical value of a field; empty: it has none.
inline std::string place_of(const record::ApplicationRecord& record, std::string_view field) {
    return std::get<record::Submitted>(record.field(field)->provenance).place;
}

inline Refusal refusal_of_document(std::string_view document) {
    return refusal_of([&] { static_cast<void>(read(document)); });
}

/// The first `from` as `to`.
inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
    return text.replace(text.find(from), from.size(), to);
}

}  // namespace indgang::json
