// SPDX-License-Identifier: MPL-2.0
#include <algorithm>
#include <system_error>

#include "schemas/error/error.h"
#include "schemas/form/definition.h"
#include "schemas/form/expand.h"
#include "schemas/form/form_source.h"
#include "schemas/form/layout.h"

namespace indgang::form {
namespace {

std::filesystem::path file_of(const FormDefinition& form, const DialectSource& dialect,
                              const std::string& name, Problems& problems) {
    return name.empty()
               ? std::filesystem::path()
               : file_in_folder(form, name, dialect.line, "dialect " + dialect.name, problems);
}

void take_dialects(const FormSource& source, FormDefinition& form, Problems& problems) {
    const XmlDialect own{form.key.form,
                         form.key.form,
                         "urn:indgang:form:" + form.key.form + ":" + form.key.version,
                         {},
                         {}};
    form.dialects.push_back(own);
    for (const auto& from : source.dialects) {
        XmlDialect dialect{from.name, from.root, from.root_namespace,
                           file_of(form, from, from.map, problems),
                           file_of(form, from, from.schema, problems)};
        const bool is_taken =
            std::any_of(form.dialects.begin(), form.dialects.end(), [&](const XmlDialect& other) {
                return other.root == dialect.root && other.root_namespace == dialect.root_namespace;
            });
        if (is_taken) {
            problems.add(from.line, "dialect " + from.name +
                                        ": another one has the same root and namespace (the "
                                        "form's own dialect is there without being written)");
        }
        form.dialects.push_back(std::move(dialect));
    }
}

}  // namespace

std::filesystem::path file_in_folder(const FormDefinition& form, const std::string& name, int line,
                                     const std::string& what, Problems& problems) {
    const std::filesystem::path relative(name);
    const auto is_step_up = [](const auto& part) { return part == ".."; };
    if (relative.is_absolute() || std::any_of(relative.begin(), relative.end(), is_step_up)) {
        problems.add(line, what + ": '" + name + "' must lie in the form's folder");
        return {};
    }
    const auto path = form.folder / relative;
    std::error_code trouble;
    if (!std::filesystem::is_regular_file(path, trouble)) {
        problems.add(line, what + ": no file '" + name + "'");
    }
    return path;
}

void refuse_form(const Problems& problems, const std::filesystem::path& folder) {
    throw Error(Reason::form_invalid,
                "form " + folder.filename().string() + ":\n" + problems.text(),
                problems.first_place());
}

std::string_view name_of(Capture capture) {
    switch (capture) {
        case Capture::comb:
            return "comb";
        case Capture::line:
            return "line";
        case Capture::block:
            return "block";
        case Capture::mark:
            return "mark";
        case Capture::bubble:
            return "bubble";
        case Capture::signature:
            return "signature";
    }
    return "";
}

const Field* FormDefinition::field(std::string_view id) const {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const Field& field) { return field.id == id; });
    return found == fields.end() ? nullptr : &*found;
}

const Table* FormDefinition::table(std::string_view id) const {
    const auto found = std::find_if(tables.begin(), tables.end(),
                                    [&](const Table& table) { return table.id == id; });
    return found == tables.end() ? nullptr : &*found;
}

std::vector<const Zone*> FormDefinition::zones_on(int page) const {
    std::vector<const Zone*> found;
    for (const auto& zone : zones) {
        if (zone.page == page) {
            found.push_back(&zone);
        }
    }
    return found;
}

FormDefinition load_form(const std::filesystem::path& folder) {
    Problems problems("form.toml");
    FormDefinition form;
    form.folder = std::filesystem::absolute(folder).lexically_normal();
    if (!form.folder.has_filename()) {
        form.folder = form.folder.parent_path();
    }
    const auto source = read_form_source(form.folder / "form.toml", problems);
    form.key = source.key;
    form.title = source.title;
    form.kle = source.kle;
    form.authority_cvr = source.authority_cvr;
    form.accept_probability = source.accept_probability;
    form.repeat_days = source.repeat_days;
    if (form.folder.filename() != form.key.version ||
        form.folder.parent_path().filename() != form.key.form) {
        problems.add(1, "the folder must be called " + form.key.form + "/" + form.key.version);
    }
    const auto sections = expand_sections(source, form, problems);
    add_grid_fields(source, form, problems);
    expand_rules(source, form, problems);
    take_dialects(source, form, problems);
    if (problems.any()) {
        refuse_form(problems, form.folder);
    }
    if (source.pages.empty()) {
        lay_out(form, source, sections, problems);
    } else {
        place_foreign(form, source, sections, problems);
    }
    place_grids(form, source, problems);
    check_places(form, source, problems);
    if (problems.any()) {
        refuse_form(problems, form.folder);
    }
    return form;
}

FormCatalogue FormCatalogue::load(const std::vector<std::filesystem::path>& folders) {
    FormCatalogue catalogue;
    const auto take = [&](const std::filesystem::path& folder) {
        if (std::filesystem::exists(folder / "form.toml")) {
            catalogue.forms_.push_back(load_form(folder));
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
        take(folder);
        for (const auto& form : std::filesystem::directory_iterator(folder)) {
            if (!form.is_directory()) {
                continue;
            }
            take(form.path());
            for (const auto& version : std::filesystem::directory_iterator(form.path())) {
                take(version.path());
            }
        }
    }
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
