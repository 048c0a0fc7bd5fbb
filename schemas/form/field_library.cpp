// SPDX-License-Identifier: MPL-2.0
//
// The library is data, and it is part of the program like the kinds of values: a form that uses a
// name finds it wherever the form lies, in a jail, on another machine, in a test. So the build puts
// schemas/forms/fields.toml into the program (cmake/field_library.cmake). An installation that
// wants names of its own has a fields.toml beside its forms.
#include <algorithm>
#include <system_error>
#include <utility>

#include "schemas/error/verify.h"
#include "schemas/form/keys.h"
#include "schemas/form/source_reading.h"

namespace indgang::form {
namespace {

/// Keys whose values are texts or tables are looked at where they are used; here only the names.
void check_root(const toml::table& root, Problems& problems) {
    const TableReader reader(root, "fields.toml", problems, keys_of("library"));
}

}  // namespace

std::filesystem::path FieldLibrary::file_beside(const std::filesystem::path& form_folder) {
    return form_folder.parent_path().parent_path() / "fields.toml";
}

FieldLibrary::FieldLibrary(const std::filesystem::path& form_folder, Problems& problems) {
    const auto file = file_beside(form_folder);
    std::error_code trouble;
    if (std::filesystem::is_regular_file(file, trouble)) {
        Problems own("fields.toml");
        auto root = parse_toml(read_toml_file(file), own);
        if (root) {
            check_root(*root, own);
        }
        if (own.any()) {
            problems.add({}, "the library of the form's catalogue is broken: " + own.text());
        } else {
            roots_.push_back(std::move(*root));
        }
    }
    Problems none("fields.toml");
    auto root = parse_toml(program_library(), none);
    VERIFY(root && !none.any());
    roots_.push_back(std::move(*root));
}

const toml::node* FieldLibrary::find(std::string_view kind, std::string_view name) const {
    for (const auto& root : roots_) {
        const auto* tables = root[kind].as_table();
        if (const auto* found = tables ? tables->get(name) : nullptr) {
            return found;
        }
    }
    return nullptr;
}

std::vector<std::string> FieldLibrary::names(std::string_view kind) const {
    std::vector<std::string> names;
    for (const auto& root : roots_) {
        if (const auto* tables = root[kind].as_table()) {
            for (const auto& [name, node] : *tables) {
                names.emplace_back(name.str());
            }
        }
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

}  // namespace indgang::form
