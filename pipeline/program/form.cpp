// SPDX-License-Identifier: MPL-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "ocr/match/matcher.h"
#include "ocr/outline/draft_form.h"
#include "pipeline/program/commands.h"
#include "pipeline/program/inputs.h"
#include "pipeline/program/page_pictures.h"
#include "pipeline/program/session.h"
#include "pipeline/rules/rule.h"
#include "schemas/core/random.h"
#include "schemas/editions/form_changes.h"
#include "schemas/error/error.h"
#include "schemas/filling/filling.h"
#include "schemas/form/keys.h"
#include "schemas/json/submission.h"
#include "schemas/paper/page_code.h"
#include "schemas/paper/paper.h"
#include "schemas/toml/nearest_word.h"
#include "schemas/xml/generate_xsd.h"
#include "schemas/xml/submission.h"

namespace indgang::program {
namespace {

std::string key_of(const form::FormDefinition& form) {
    return form.key.form + ":" + form.key.version;
}

/// "form" means its newest version; keys are ordered, so the last one.
const form::FormDefinition& find_form(const form::FormCatalogue& catalogue,
                                      const std::string& typed) {
    const form::FormDefinition* found = nullptr;
    std::vector<std::string> names;
    for (const auto& form : catalogue.all()) {
        if (form.key.form == typed || key_of(form) == typed) {
            found = &form;
        }
        names.push_back(form.key.form);
        names.push_back(key_of(form));
    }
    if (found == nullptr) {
        throw Error(Reason::no_such_form, "no form " + typed + suggestion(typed, names));
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
        sets.push_back(ids().substr(0, paper::set_chars));
    }
    return sets;
}

/// What a definition only names is loaded: pictures of foreign pages, maps and schemas of XML.
/// Gives: what is wrong with them, each with its place.
std::vector<std::string> check_files(const form::FormDefinition& form) {
    std::vector<std::string> problems;
    const auto attempt = [&](auto load) {
        try {
            load();
        } catch (const Error& error) {
            problems.push_back(error.place().empty() ? error.what()
                                                     : error.place() + ": " + error.what());
        }
    };
    for (std::size_t page = 1; page <= form.pages.size(); ++page) {
        if (form.pages[page - 1].blank) {
            attempt([&] { (void)ocr::load_blank(form, static_cast<int>(page)); });
        }
    }
    attempt([&] {
        for (const auto& dialect : xml::check_dialects(form)) {
            problems.insert(problems.end(), dialect.report.wrong.begin(),
                            dialect.report.wrong.end());
        }
    });
    return problems;
}

/// Checks forms one after the other and says what is wrong with each.
class FormChecks {
  public:
    void check(const std::filesystem::path& folder) {
        auto problems = rules::check_form(folder);
        if (problems.empty()) {
            const auto form = form::load_form(folder);
            problems = check_files(form);
            if (problems.empty()) {
                std::cout << key_of(form) << ": good, " << form.fields.size() << " fields on "
                          << form.pages.size() << " pages, " << form.rules.size() << " rules\n";
            }
        }
        for (const auto& problem : problems) {
            std::cerr << console::printable(problem) << "\n";
        }
        is_good_ = is_good_ && problems.empty();
    }
    [[nodiscard]] bool is_good() const { return is_good_; }

  private:
    bool is_good_ = true;
};

/// Where a new form goes. Errors: bad_input (form_invalid: no name for a form; form_twice).
std::filesystem::path new_folder(const FormOptions& options) {
    constexpr std::size_t form_chars = 40;
    if (!form::is_id(options.form) || options.form.size() > form_chars) {
        throw Error(Reason::form_invalid,
                    "a form's name begins with a letter and has at most 40 of a-z, 0-9 and _ "
                    "(ae, oe, aa for æ, ø, å)");
    }
    auto folder = options.folder / options.form / "1";
    if (std::filesystem::exists(folder / "form.toml")) {
        throw Error(Reason::form_twice, "there is a form in " + folder.string() + " already",
                    folder.string());
    }
    return folder;
}

void print_maps(const nlohmann::ordered_json& maps) {
    for (const auto& map : maps) {
        std::cout << map["form"].get<std::string>() << ":" << map["version"].get<std::string>()
                  << " " << map["dialect"].get<std::string>() << ", " << map["paths"] << " paths\n";
        for (const auto& [key, words] : {std::pair{"wrong", "  wrong: "},
                                         {"never_read", "  never read: "},
                                         {"never_filled", "  never filled: "}}) {
            for (const auto& each : map[key]) {
                std::cout << words << console::printable(each.get<std::string>()) << "\n";
            }
        }
    }
}

/// "boligstoette" is every version of it.
bool is_named(const std::filesystem::path& folder, const std::string& typed) {
    const auto form = folder.parent_path().filename().string();
    return typed == form || typed == form + ":" + folder.filename().string();
}

}  // namespace

console::ExitCode list_forms(const configuration::Configuration& configuration, bool is_json) {
    const auto catalogue = load_forms(configuration);
    auto list = nlohmann::ordered_json::array();
    console::Table table({"form", "version", "pages", "fields", "title"});
    for (const auto& form : catalogue.all()) {
        list.push_back({{"form", form.key.form},
                        {"version", form.key.version},
                        {"pages", form.pages.size()},
                        {"fields", form.fields.size()},
                        {"title", {{"da", form.title.da}, {"en", form.title.en}}},
                        {"kle", form.kle.newest()},
                        {"authority_cvr", form.authority_cvr.newest()},
                        {"benefit", form.benefit},
                        {"retention_days", form.retention_days},
                        {"folder", form.folder.string()}});
        table.row({form.key.form, form.key.version, std::to_string(form.pages.size()),
                   std::to_string(form.fields.size()), form.title.da});
    }
    std::cout << (is_json ? list.dump(2) + "\n" : table.text());
    return console::ExitCode::done;
}

console::ExitCode check_forms(const configuration::Configuration& configuration,
                              const std::vector<std::filesystem::path>& what) {
    FormChecks checks;
    const auto all = form::FormCatalogue::folders_in(configuration.form_folders);
    for (const auto& folder : what.empty() ? all : std::vector<std::filesystem::path>{}) {
        checks.check(folder);
    }
    for (const auto& each : what) {
        std::vector<std::filesystem::path> folders;
        std::vector<std::string> names;
        if (std::filesystem::is_directory(each)) {
            folders = form::FormCatalogue::folders_in({each});
        } else {
            for (const auto& folder : all) {
                names.push_back(folder.parent_path().filename().string());
                if (is_named(folder, each.string())) {
                    folders.push_back(folder);
                }
            }
        }
        if (folders.empty()) {
            throw Error(Reason::no_such_form, "no form " + each.string() +
                                                  suggestion(each.string(), names) +
                                                  " (a form's id, its folder, or a folder of "
                                                  "forms)");
        }
        for (const auto& folder : folders) {
            checks.check(folder);
        }
    }
    return checks.is_good() ? console::ExitCode::done : console::ExitCode::bad_input;
}

console::ExitCode render_form(const configuration::Configuration& configuration,
                              const FormOptions& options) {
    const auto catalogue = load_forms(configuration);
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
    save(options.output, options.is_for_screen
                             ? paper::render_screen_pdf(form, {}, options.language)
                             : paper::render_pdf(form, sets, options.language));
    const auto prints = options.is_for_screen ? 1 : std::max<std::size_t>(sets.size(), 1);
    std::cerr << options.output.string() << ": " << form.pages.size() * prints << " pages\n";
    return console::ExitCode::done;
}

console::ExitCode show_layout(const configuration::Configuration& configuration,
                              const FormOptions& options) {
    const auto catalogue = load_forms(configuration);
    const auto& form = find_form(catalogue, options.form);
    if (options.is_json) {
        std::cout << paper::layout_json(form) << "\n";
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
    const auto catalogue = load_forms(configuration);
    const auto& form = find_form(catalogue, options.form);
    std::cout << (options.is_json ? json::generate_schema(form) : xml::generate_xsd(form));
    return console::ExitCode::done;
}

console::ExitCode show_form_keys(const FormOptions& options) {
    std::cout << (options.is_markdown ? form::form_keys_markdown() : form::form_json_schema());
    return console::ExitCode::done;
}

console::ExitCode show_maps(const configuration::Configuration& configuration,
                            const FormOptions& options) {
    const auto catalogue = load_forms(configuration);
    const auto* only = options.form.empty() ? nullptr : &find_form(catalogue, options.form);
    auto list = nlohmann::ordered_json::array();
    bool is_good = true;
    for (const auto& form : catalogue.all()) {
        if (only != nullptr && only != &form) {
            continue;
        }
        for (const auto& dialect : xml::check_dialects(form)) {
            const auto& report = dialect.report;
            list.push_back({{"form", form.key.form},
                            {"version", form.key.version},
                            {"dialect", dialect.name},
                            {"map", dialect.map_file.string()},
                            {"paths", report.paths},
                            {"wrong", report.wrong},
                            {"never_read", report.never_read},
                            {"never_filled", report.never_filled}});
            is_good =
                is_good && report.wrong.empty() && (report.never_read.empty() || !options.is_check);
        }
    }
    if (options.is_json) {
        std::cout << list.dump(2) << "\n";
    } else {
        print_maps(list);
    }
    return is_good ? console::ExitCode::done : console::ExitCode::bad_input;
}

console::ExitCode show_changes(const configuration::Configuration& configuration,
                               const FormOptions& options) {
    const auto catalogue = load_forms(configuration);
    const auto edition = [&](const std::string& typed) {
        const std::filesystem::path folder(typed);
        return std::filesystem::exists(folder / "form.toml") ? form::load_form(folder)
                                                             : find_form(catalogue, typed);
    };
    const auto changes = editions::changes(edition(options.form), edition(options.other));
    if (options.is_json) {
        auto list = nlohmann::ordered_json::array();
        for (const auto& change : changes) {
            list.push_back({{"concern", editions::name_of(change.concern)},
                            {"breaking", change.is_breaking},
                            {"field", change.field},
                            {"text", change.text}});
        }
        std::cout << list.dump(2) << "\n";
        return console::ExitCode::done;
    }
    for (const auto& change : changes) {
        std::cout << editions::name_of(change.concern) << (change.is_breaking ? "! " : "  ")
                  << (change.field.empty() ? "" : change.field + " ") << change.text << "\n";
    }
    std::cout << changes.size() << " changes, "
              << std::ranges::count(changes, true, &editions::FormChange::is_breaking)
              << " of them (!) break what was right before\n";
    return console::ExitCode::done;
}

console::ExitCode publish_form(const configuration::Configuration& configuration,
                               const FormOptions& options) {
    FormChecks checks;
    checks.check(options.folder);
    if (!checks.is_good()) {
        return console::ExitCode::bad_input;
    }
    const auto form = form::load_form(options.folder);
    const auto into = options.output.empty() ? configuration.form_folders.front() : options.output;
    const auto place = into / form.key.form / form.key.version;
    if (std::filesystem::exists(place)) {
        throw Error(Reason::form_twice,
                    "form " + key_of(form) +
                        " is published already, and paper of it is about; "
                        "give this one another version",
                    place.string());
    }
    // Whoever reads the catalogue meanwhile finds all of it or nothing: no form lies so deep.
    const auto beside = into / form.key.form / ".new" / form.key.version;
    std::filesystem::create_directories(beside.parent_path());
    std::filesystem::remove_all(beside);
    std::filesystem::copy(options.folder, beside, std::filesystem::copy_options::recursive);
    std::filesystem::rename(beside, place);
    std::filesystem::remove(beside.parent_path());
    std::cout << place.string() << "\n";
    return console::ExitCode::done;
}

console::ExitCode new_form(const FormOptions& options) {
    const auto folder = new_folder(options);
    std::string text(form::form_template());
    constexpr std::string_view hole = "{{form}}";
    text.replace(text.find(hole), hole.size(), options.form);
    std::filesystem::create_directories(folder);
    save(folder / "form.toml", {text.begin(), text.end()});
    std::cout << (folder / "form.toml").string() << "\n";
    return console::ExitCode::done;
}

console::ExitCode import_form(const FormOptions& options) {
    const auto folder = new_folder(options);
    const auto pages = outline(load_file(options.other));
    std::filesystem::create_directories(folder);
    std::vector<ocr::OutlinedPage> outlined;
    std::size_t places = 0;
    for (const auto& page : pages) {
        save(folder / page.outlined.picture, page.picture);
        outlined.push_back(page.outlined);
        places += page.outlined.places.size();
    }
    const auto text = ocr::draft_form(options.form, outlined);
    save(folder / "form.toml", {text.begin(), text.end()});
    std::cout << (folder / "form.toml").string() << "\n";
    std::cerr << places << " places on " << pages.size() << " pages; `indgang form render "
              << options.form << " --zones --forms " << options.folder.string()
              << " -o places.png` shows them\n";
    return console::ExitCode::done;
}

console::ExitCode fill_form(const configuration::Configuration& configuration,
                            const FormOptions& options) {
    const auto catalogue = load_forms(configuration);
    const auto& form = find_form(catalogue, options.form);
    filling::Dice dice(options.seed);
    const auto filled = options.invalid.empty()
                            ? std::optional(filling::valid_filling(form, dice))
                            : filling::broken_filling(form, options.invalid, dice);
    if (!filled) {
        throw Error(Reason::no_such_form,
                    "form " + key_of(form) + " has no " + options.invalid +
                        " that could be broken" +
                        suggestion(options.invalid, filling::breakable(form)));
    }
    Bytes bytes;
    if (options.is_pdf || options.is_scan) {
        auto typed = *filled;
        for (auto& [id, value] : typed) {
            const auto& field = *form.field(id);
            value = field.choices.empty() ? filling::written(field, value) : value;
        }
        bytes = paper::render_screen_pdf(form, typed, options.language);
        if (options.is_scan) {
            save_scan(bytes, options.output);
            return console::ExitCode::done;
        }
    } else {
        const auto record = filling::record_of(form, *filled);
        const auto text =
            options.is_json ? json::to_document(record, form) : xml::to_xml(record, form);
        bytes.assign(text.begin(), text.end());
    }
    if (!options.output.empty()) {
        save(options.output, bytes);
    } else {
        std::cout.write(reinterpret_cast<const char*>(bytes.data()),
                        static_cast<std::streamsize>(bytes.size()));
    }
    return console::ExitCode::done;
}

}  // namespace indgang::program
