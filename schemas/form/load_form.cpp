// SPDX-License-Identifier: MPL-2.0
#include <algorithm>
#include <string>
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
               : file_in_folder(form, name, dialect.at, "dialect " + dialect.name, problems);
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
            problems.add(from.at, "dialect " + from.name +
                                      ": another one has the same root and namespace (the "
                                      "form's own dialect is there without being written)");
        }
        form.dialects.push_back(std::move(dialect));
    }
}

}  // namespace

std::filesystem::path file_in_folder(const FormDefinition& form, const std::string& name,
                                     const SourcePlace& at, const std::string& what,
                                     Problems& problems) {
    const std::filesystem::path relative(name);
    const auto is_step_up = [](const auto& part) { return part == ".."; };
    if (relative.is_absolute() || std::any_of(relative.begin(), relative.end(), is_step_up)) {
        problems.add(at, what + ": '" + name + "' must lie in the form's folder");
        return {};
    }
    const auto path = form.folder / relative;
    std::error_code trouble;
    if (!std::filesystem::is_regular_file(path, trouble)) {
        problems.add(at, what + ": no file '" + name + "'");
    }
    return path;
}

void refuse_form(const Problems& problems) {
    throw Error(Reason::form_invalid, problems.text(), problems.first_place());
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

const std::string& DatedWord::on(const Date& day) const {
    static const std::string none;
    const std::string* found = words_.empty() ? &none : &words_.front().second;
    for (const auto& [first, word] : words_) {
        if (!first || *first <= day) {
            found = &word;
        }
    }
    return *found;
}

const std::string& DatedWord::newest() const {
    static const std::string none;
    return words_.empty() ? none : words_.back().second;
}

bool DatedWord::has(std::string_view word) const {
    return std::any_of(words_.begin(), words_.end(),
                       [&](const auto& each) { return each.second == word; });
}

FormDefinition load_form(const std::filesystem::path& folder) {
    FormDefinition form;
    form.folder = std::filesystem::absolute(folder).lexically_normal();
    if (!form.folder.has_filename()) {
        form.folder = form.folder.parent_path();
    }
    // As somebody who stands in the folder of the catalogue names it.
    const auto version_folder = form.folder.filename();
    const auto form_folder = form.folder.parent_path().filename();
    Problems problems((form_folder / version_folder / "form.toml").string());
    const auto source = read_form_source(form.folder / "form.toml", problems);
    form.key = source.key;
    form.title = source.title;
    form.kle = source.kle;
    form.authority_cvr = source.authority_cvr;
    form.accept_probability = source.accept_probability;
    form.repeat_days = source.repeat_days;
    form.benefit = source.benefit;
    form.deadline = source.deadline;
    form.retention_days = source.retention_days;
    if (source.has_good_name &&
        (version_folder != form.key.version || form_folder != form.key.form)) {
        problems.add({}, "the form calls itself " + form.key.form + "/" + form.key.version +
                             ", and its folder " + (form_folder / version_folder).string() +
                             "; rename one of them");
    }
    const auto sections = expand_sections(source, form, problems);
    add_grid_fields(source, form, problems);
    expand_conditions(source, sections, form, problems);
    expand_rules(source, form, problems);
    take_dialects(source, form, problems);
    if (problems.any()) {
        refuse_form(problems);
    }
    if (source.pages.empty()) {
        lay_out(form, source, sections, problems);
    } else {
        place_foreign(form, source, sections, problems);
    }
    place_grids(form, source, problems);
    // What found no room lies anywhere.
    if (!problems.any()) {
        check_places(form, source, problems);
    }
    if (problems.any()) {
        refuse_form(problems);
    }
    return form;
}

}  // namespace indgang::form
