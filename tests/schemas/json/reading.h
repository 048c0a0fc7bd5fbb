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

namespace indgang::json {

inline const std::filesystem::path source_folder = INDGANG_SOURCE_DIR;

/// The forms of the project, loaded once a test program.
inline const form::FormCatalogue& project_forms() {
    static const form::FormCatalogue forms =
        form::FormCatalogue::load({source_folder / "schemas" / "forms"});
    return forms;
}

inline std::string sample(const std::string& name) {
    std::ifstream file(source_folder / "samples" / "json" / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline record::ApplicationRecord read(std::string_view document) {
    static SubmissionReader reader(project_forms());
    return reader.map(reader.parse(view_of(document)));
}

/// The canonical value of a field; empty: it has none.
inline std::string canonical(const record::ApplicationRecord& record, std::string_view field) {
    const Value* value = record.value(field);
    return value == nullptr ? std::string() : value->canonical();
}

inline std::string place_of(const record::ApplicationRecord& record, std::string_view field) {
    return std::get<record::Submitted>(record.field(field)->provenance).place;
}

struct Refusal {
    std::string reason;  ///< empty: not refused
    std::string place;
    std::string message;
    ErrorKind kind = ErrorKind::internal;
};

/// What `action` throws, as data.
template <typename Action>
Refusal refusal_of(const Action& action) {
    try {
        action();
    } catch (const Error& error) {
        return {error.reason(), error.place(), error.what(), error.kind()};
    }
    return {};
}

inline Refusal refusal_of_document(std::string_view document) {
    return refusal_of([&] { static_cast<void>(read(document)); });
}

/// The first `from` as `to`.
inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
    return text.replace(text.find(from), from.size(), to);
}

}  // namespace indgang::json
