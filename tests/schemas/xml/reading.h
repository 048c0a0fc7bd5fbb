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
#include "schemas/record/record.h"
#include "schemas/xml/submission.h"

namespace indgang::xml {

inline const std::filesystem::path source_folder = INDGANG_SOURCE_DIR;
inline const std::filesystem::path shared_folder = source_folder / ".." / "shared";

/// The forms of the project, loaded once a test program.
inline const form::FormCatalogue& project_forms() {
    static const form::FormCatalogue forms =
        form::FormCatalogue::load({source_folder / "schemas" / "forms"});
    return forms;
}

inline const form::FormDefinition& project_form(const std::string& name) {
    return *project_forms().find({name, "1"});
}

inline std::string file_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline std::string sample(const std::string& name) {
    return file_text(source_folder / "samples" / "xml" / name);
}

inline record::ApplicationRecord read(std::string_view document) {
    SubmissionReader reader(project_forms());
    return reader.map(reader.parse(view_of(document)));
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
    return refusal_of([&] { read(document); });
}

inline std::string canonical(const record::ApplicationRecord& record, std::string_view field) {
    const Value* value = record.value(field);
    return value == nullptr ? "" : value->canonical();
}

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

inline const record::Finding* finding(const record::ApplicationRecord& record,
                                      std::string_view rule) {
    for (const record::Finding& one : record.findings) {
        if (one.rule == rule) {
            return &one;
        }
    }
    return nullptr;
}

}  // namespace indgang::xml
