// SPDX-License-Identifier: MPL-2.0
#include <algorithm>
#include <filesystem>
#include <system_error>

#include "schemas/error/error.h"
#include "schemas/form/definition.h"
#include "schemas/form/source_reading.h"

namespace indgang::form {

std::vector<std::filesystem::path> FormCatalogue::folders_in(
    const std::vector<std::filesystem::path>& folders) {
    std::vector<std::filesystem::path> found;
    const auto take = [&](const std::filesystem::path& folder) {
        if (std::filesystem::exists(folder / "form.toml")) {
            found.push_back(folder);
        }
    };
    for (const auto& folder : folders) {
        std::error_code trouble;
        if (!std::filesystem::is_directory(folder, trouble)) {
            throw Error(Reason::forms_missing,
                        "forms: the folder of forms does not exist; forms.folders, --forms or "
                        "INDGANG_HOME says where it is",
                        folder.string());
        }
        const auto first = static_cast<std::ptrdiff_t>(found.size());
        take(folder);
        try {
            for (const auto& form : std::filesystem::directory_iterator(folder)) {
                if (!form.is_directory()) {
                    continue;
                }
                take(form.path());
                for (const auto& version : std::filesystem::directory_iterator(form.path())) {
                    take(version.path());
                }
            }
        } catch (const std::filesystem::filesystem_error& error) {
            throw Error(Reason::forms_missing,
                        "forms: a folder of forms cannot be read: " + error.code().message(),
                        error.path1().string());
        }
        std::sort(found.begin() + first, found.end());
    }
    return found;
}

std::vector<std::filesystem::path> FormCatalogue::files_read(
    const std::vector<std::filesystem::path>& folders) {
    std::vector<std::filesystem::path> read = folders;
    const auto add = [&](const std::filesystem::path& path) {
        if (std::ranges::find(read, path) == read.end()) {
            read.push_back(path);
        }
    };
    for (const auto& folder : folders_in(folders)) {
        add(FieldLibrary::file_beside(folder));
        // A link may lead out of the folder of forms.
        for (const auto& linked : {folder.parent_path(), folder}) {
            std::error_code trouble;
            const auto target = std::filesystem::canonical(linked, trouble);
            if (!trouble && std::filesystem::is_symlink(linked, trouble)) {
                add(target);
            }
        }
    }
    return read;
}

FormCatalogue FormCatalogue::load(const std::vector<std::filesystem::path>& folders) {
    FormCatalogue catalogue;
    for (const auto& folder : folders_in(folders)) {
        try {
            catalogue.forms_.push_back(load_form(folder));
        } catch (const Error& error) {
            // A form that somebody is writing must not stop the others.
            if (error.kind() == ErrorKind::not_found) {
                // Nobody's input is at fault when a file of ours cannot be read.
                throw Error(Reason::forms_missing, error.what(), error.place());
            }
            if (error.kind() != ErrorKind::bad_input && error.kind() != ErrorKind::limit) {
                throw;
            }
            catalogue.left_out_.push_back({folder, error.what()});
        }
    }
    std::sort(catalogue.left_out_.begin(), catalogue.left_out_.end(),
              [](const auto& a, const auto& b) { return a.folder < b.folder; });
    auto& forms = catalogue.forms_;
    std::sort(forms.begin(), forms.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
    const auto twice = std::adjacent_find(
        forms.begin(), forms.end(), [](const auto& a, const auto& b) { return a.key == b.key; });
    if (twice != forms.end()) {
        throw Error(
            Reason::form_twice,
            "forms: " + twice->key.form + " " + twice->key.version + " stands in two folders",
            twice->folder.string());
    }
    return catalogue;
}

const FormDefinition* FormCatalogue::find(const FormKey& key) const {
    const auto found = std::lower_bound(
        forms_.begin(), forms_.end(), key,
        [](const FormDefinition& form, const FormKey& wanted) { return form.key < wanted; });
    return found != forms_.end() && found->key == key ? &*found : nullptr;
}

}  // namespace indgang::form
