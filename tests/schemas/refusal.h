// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "schemas/error/error.h"
#include "schemas/form/definition.h"
#include "schemas/record/record.h"

/// What tests of sent documents have in common, whatever these are written in.
namespace indgang::sent {

inline const std::filesystem::path source_folder = INDGANG_SOURCE_DIR;

/// The forms of the project, loaded once a test program.
inline const form::FormCatalogue& project_forms() {
    static const form::FormCatalogue forms =
        form::FormCatalogue::load({source_folder / "schemas" / "forms"});
    return forms;
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

inline std::string canonical(const record::ApplicationRecord& record, std::string_view field) {
    const Value* value = record.value(field);
    return value == nullptr ? "" : value->canonical();
}

}  // namespace indgang::sent
