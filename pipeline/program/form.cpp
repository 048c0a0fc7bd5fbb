// SPDX-License-Identifier: MPL-2.0
#include <algorithm>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "ocr/match/matcher.h"
#include "pipeline/program/commands.h"
#include "pipeline/program/zone_overlay.h"
#include "pipeline/rules/rule.h"
#include "schemas/core/random.h"
#include "schemas/error/error.h"
#include "schemas/form/page_code.h"
#include "schemas/form/paper.h"

namespace indgang::program {
namespace {

std::string key_of(const form::FormDefinition& form) {
    return form.key.form + ":" + form.key.version;
}

/// "form" means its newest version; keys are ordered, so the last one.
const form::FormDefinition& find_form(const form::FormCatalogue& catalogue,
                                      const std::string& typed) {
    const form::FormDefinition* found = nullptr;
    std::string all;
    for (const auto& form : catalogue.all()) {
        if (form.key.form == typed || key_of(form) == typed) {
            found = &form;
        }
        all += (all.empty() ? "" : ", ") + key_of(form);
    }
    if (found == nullptr) {
        throw Error(Reason::no_such_form, "no form " + typed + "; there are: " + all);
    }
    return *found;
}

void save(const std::filesystem::path& path, const Bytes& bytes) {
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) {
        throw Error(Reason::store_unwritable, "cannot write " + path.string());
    }
}

/// One for each print.
std::vector<std::string> new_sets(int prints, const IdSource& ids) {
    std::vector<std::string> sets;
    for (int i = 0; i < prints; ++i) {
        sets.push_back(ids().substr(0, form::set_chars));
    }
    return sets;
}

/// Loads the pictures of a foreign form, which a definition only names.
/// Gives: what is wrong with them; empty: nothing.
std::string check_pictures(const form::FormDefinition& form) {
    for (std::size_t page = 1; page <= form.pages.size(); ++page) {
        try {
            if (form.pages[page - 1].blank) {
                (void)ocr::load_blank(form, static_cast<int>(page));
            }
        } catch (const Error& error) {
            return error.what();
        }
    }
    return "";
}

}  // namespace

console::ExitCode list_forms(const configuration::Configuration& configuration, bool is_json) {
    const auto catalogue = form::FormCatalogue::load(configuration.form_folders);
    auto list = nlohmann::ordered_json::array();
    console::Table table({"form", "version", "pages", "fields", "title"});
    for (const auto& form : catalogue.all()) {
        list.push_back({{"form", form.key.form},
                        {"version", form.key.version},
                        {"pages", form.pages.size()},
                        {"fields", form.fields.size()},
                        {"title", {{"da", form.title.da}, {"en", form.title.en}}},
                        {"kle", form.kle}});
        table.row({form.key.form, form.key.version, std::to_string(form.pages.size()),
                   std::to_string(form.fields.size()), form.title.da});
    }
    std::cout << (is_json ? list.dump(2) + "\n" : table.text());
    return console::ExitCode::done;
}

console::ExitCode check_forms(const configuration::Configuration& configuration,
                              const std::vector<std::filesystem::path>& folders) {
    bool is_good = true;
    const auto report = [&](const form::FormDefinition& form) {
        auto problems = rules::check_bindings(form);
        if (auto trouble = check_pictures(form); !trouble.empty()) {
            problems.push_back(std::move(trouble));
        }
        for (const auto& problem : problems) {
            std::cerr << console::printable(form.folder.string() + "/form.toml: " + problem)
                      << "\n";
            is_good = false;
        }
        if (problems.empty()) {
            std::cout << key_of(form) << ": good, " << form.fields.size() << " fields on "
                      << form.pages.size() << " pages, " << form.rules.size() << " rules\n";
        }
    };
    if (folders.empty()) {
        const auto catalogue = form::FormCatalogue::load(configuration.form_folders);
        for (const auto& form : catalogue.all()) {
            report(form);
        }
    }
    for (const auto& folder : folders) {
        try {
            report(form::load_form(folder));
        } catch (const Error& error) {
            std::cerr << console::printable_lines(error.what()) << "\n";
            is_good = false;
        }
    }
    return is_good ? console::ExitCode::done : console::ExitCode::bad_input;
}

console::ExitCode render_form(const configuration::Configuration& configuration,
                              const FormOptions& options) {
    const auto catalogue = form::FormCatalogue::load(configuration.form_folders);
    const auto& form = find_form(catalogue, options.form);
    if (options.has_zones) {
        if (options.page < 1 || static_cast<std::size_t>(options.page) > form.pages.size()) {
            throw Error(Reason::form_has_no_page, "form " + key_of(form) + " has " +
                                                      std::to_string(form.pages.size()) + " pages");
        }
        ocr::BlankPages blanks(catalogue);
        save(options.output, draw_zones(form, options.page, blanks.blank(form.key, options.page)));
        return console::ExitCode::done;
    }
    const auto sets =
        options.is_for_many ? std::vector<std::string>{} : new_sets(options.sets, random_ids());
    save(options.output,
         options.is_for_screen ? form::render_screen_pdf(form) : form::render_pdf(form, sets));
    const auto prints = options.is_for_screen ? 1 : std::max<std::size_t>(sets.size(), 1);
    std::cerr << options.output.string() << ": " << form.pages.size() * prints << " pages\n";
    return console::ExitCode::done;
}

console::ExitCode show_layout(const configuration::Configuration& configuration,
                              const FormOptions& options) {
    const auto catalogue = form::FormCatalogue::load(configuration.form_folders);
    const auto& form = find_form(catalogue, options.form);
    if (options.is_json) {
        std::cout << form::layout_json(form) << "\n";
        return console::ExitCode::done;
    }
    console::Table table(
        {"page", "field", "choice", "kind", "x mm", "y mm", "width", "height", "cells"});
    const auto mm = [](double value) {
        return std::to_string(static_cast<int>(value * 10 + 0.5) / 10.0).substr(0, 5);
    };
    for (const auto& zone : form.zones) {
        table.row({std::to_string(zone.page), zone.field, zone.choice,
                   std::string(form::name_of(zone.capture)), mm(zone.box.x), mm(zone.box.y),
                   mm(zone.box.width), mm(zone.box.height), std::to_string(zone.cells)});
    }
    std::cout << table.text();
    return console::ExitCode::done;
}

console::ExitCode show_schema(const configuration::Configuration& configuration,
                              const FormOptions& options) {
    const auto catalogue = form::FormCatalogue::load(configuration.form_folders);
    std::cout << form::generate_xsd(find_form(catalogue, options.form));
    return console::ExitCode::done;
}

}  // namespace indgang::program
