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
#include "tests/schemas/refusal.h"

namespace indgang::xml {

using namespace sent;

inline const std::filesystem::path shared_folder = source_folder / ".." / "shared";

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

inline Refusal refusal_of_document(std::string_view document) {
    return refusal_of([&] { read(document); });
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
