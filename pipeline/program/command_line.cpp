// SPDX-License-Identifier: MPL-2.0
#include <pwd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <initializer_list>
#include <iostream>
#include <map>
#include <string_view>

#include "pipeline/program/command_line.h"
#include "schemas/error/error.h"

namespace indgang::program {
CLI::App* command(CLI::App& parent, const std::string& name, const std::string& description,
                  Command& chosen, Command run) {
    auto* app = parent.add_subcommand(name, description);
    app->callback([&chosen, run = std::move(run)] { chosen = run; });
    return app;
}

namespace {

/// Who runs the program, as the operating system names him; of one without a name the number.
std::string system_user() {
    constexpr std::size_t most_bytes = 16'384;
    std::vector<char> buffer(most_bytes);
    passwd entry{};
    passwd* found = nullptr;
    const auto id = ::geteuid();
    return ::getpwuid_r(id, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr
               ? std::string(found->pw_name)
               : "uid-" + std::to_string(id);
}

}  // namespace

void add_actor(CLI::App& app, desk::Actor& actor) {
    actor.role = desk::Role::mailroom_operator;
    app.add_option("--by", actor.user, "Your user id; default: as you are logged in")
        ->default_val(system_user());
    std::map<std::string, desk::Role> roles;
    for (const auto role : desk::roles()) {
        roles[std::string(desk::name_of(role))] = role;
    }
    app.add_option("--role", actor.role, "In what role you do it; default: operator")
        ->transform(CLI::CheckedTransformer(roles).description(""));
    app.add_option("--why", actor.purpose, "Why, in your words; it is kept with what you do");
}

console::ExitCode exit_code_of(Reason why, ErrorKind kind) {
    const auto is_any_of = [&](std::initializer_list<Reason> reasons) {
        return std::find(reasons.begin(), reasons.end(), why) != reasons.end();
    };
    // What the file says, and what it names: `config check` tells the same.
    if (is_any_of({Reason::configuration_invalid, Reason::configuration_missing,
                   Reason::http_listen_failed, Reason::tls_files_unusable, Reason::folder_missing,
                   Reason::folder_trouble, Reason::accounts_invalid, Reason::accounts_exposed})) {
        return console::ExitCode::configuration;
    }
    if (is_any_of({Reason::blob_corrupt,       Reason::blob_missing,   Reason::blobs_lost,
                   Reason::database_lost,      Reason::disk_error,     Reason::disk_full,
                   Reason::disk_not_writable,  Reason::outbox_corrupt, Reason::case_book_failed,
                   Reason::scratch_unwritable, Reason::store_absent,   Reason::store_busy,
                   Reason::store_corrupt,      Reason::store_failed,   Reason::store_foreign,
                   Reason::store_in_use,       Reason::store_newer,    Reason::store_older,
                   Reason::store_read_only,    Reason::store_stopped,  Reason::store_unwritable,
                   Reason::accounts_unwritable})) {
        return console::ExitCode::storage;
    }
    switch (kind) {
        case ErrorKind::bad_input:
        case ErrorKind::not_found:
        case ErrorKind::limit:
            return console::ExitCode::bad_input;
        case ErrorKind::refused:
        case ErrorKind::conflict:
        case ErrorKind::unavailable:
            return console::ExitCode::not_now;
        case ErrorKind::internal:
            return console::ExitCode::missing_part;
    }
    return console::ExitCode::missing_part;
}

namespace {

volatile std::sig_atomic_t interrupted = 0;

/// What happened, and on a line of its own what to do where the installation is at fault: the
/// message of an input says that itself.
void print(const Error& error) {
    const bool colours = console::has_colours(2);
    std::cerr << console::paint("indgang: ", console::Colour::bad, colours)
              << console::printable_lines(error.what());
    if (!error.place().empty() &&
        std::string_view(error.what()).find(error.place()) == std::string_view::npos) {
        std::cerr << " (" << console::printable(error.place()) << ")";
    }
    std::cerr << " [" << error.reason() << "]\n";
    if (error.kind() == ErrorKind::internal) {
        std::cerr << "         " << row_of(error.why()).next << "\n";
    }
}

void add_run(CLI::App& app, Options& o, Command& chosen) {
    auto* run = command(app, "run", "Read files and folders and deliver every application", chosen,
                        [&] { return run_batch(o.shared.load(), o.run); });
    run->add_option(
        "inputs", o.run.inputs,
        "Scans, PDF, XML, JSON, zips, or folders; none: go on with what is in the store");
    run->add_option("--wait", o.run.wait_seconds,
                    "Seconds to wait for a register or case system that does not answer");
    run->add_option("-j,--jobs", o.shared.jobs, "Worker processes; default: one per core");
    run->add_flag("--json", o.run.is_json, "The result as JSON");
    run->add_flag("--strict", o.run.is_strict,
                  "Exit 1 when an application waits for a person, or a file holds none");
    run->add_flag("--copies", o.run.waits_for_copies,
                  "Wait until the searchable copies stand in their cases too");
    run->add_flag("-q,--quiet", o.run.is_quiet, "No progress line");

    command(app, "serve", "Take applications over HTTP and from watched folders", chosen,
            [&] { return serve(o.shared.load()); });

    auto* read =
        command(app, "read", "Show what becomes of scans, XML and JSON, without storing anything",
                chosen, [&] { return read_scans(o.shared.load(), o.read); });
    read->add_option("files", o.read.files, "Scans of one batch, in page order or not; XML; JSON")
        ->required();
    read->add_flag("--json", o.read.is_json, "As JSON");
    read->add_option("-j,--jobs", o.shared.jobs, "Worker processes; default: one per core");
}

void add_records(CLI::App& app, Options& o, Command& chosen) {
    auto* record = app.add_subcommand("record", "Look at applications")->require_subcommand(1);
    auto* show = command(*record, "show", "Show one application", chosen, [&] {
        o.record.writing = o.record_xml    ? RecordWriting::xml
                           : o.record_json ? RecordWriting::json
                                           : RecordWriting::text;
        return show_record(o.shared.load(), o.record);
    });
    show->add_option("id", o.record.id, "The application's id")->required();
    show->add_flag("--json", o.record_json, "As JSON");
    show->add_flag("--xml", o.record_xml, "As XML of the form's own schema");
    show->add_option("--explain", o.record.explain, "Why this field has its value");
    add_actor(*show, o.record.actor);

    auto* history = command(*record, "history", "Who changed what of an application, and when",
                            chosen, [&] { return show_history(o.shared.load(), o.history); });
    history->add_option("id", o.history.id, "The application's id")->required();
    history->add_flag("--json", o.history.is_json, "As JSON");
    add_actor(*history, o.history.actor);

    auto* pdf = command(*record, "pdf", "Write the searchable copy of an application of paper",
                        chosen, [&] { return write_copy(o.shared.load(), o.record_pdf); });
    pdf->add_option("id", o.record_pdf.id, "The application's id")->required();
    pdf->add_option("-o,--output", o.record_pdf.output, "The PDF/A to write")->required();
    add_actor(*pdf, o.record_pdf.actor);
}

void add_language(CLI::App& command, FormOptions& options) {
    static const std::map<std::string, form::Language> languages{{"da", form::Language::danish},
                                                                 {"en", form::Language::english}};
    command.add_option("--language", options.language, "Of what is printed: da (default) or en")
        ->transform(CLI::CheckedTransformer(languages));
}

void add_filling_options(CLI::App& fill, FormOptions& options) {
    fill.add_option("form", options.form, "FORM or FORM:VERSION")->required();
    fill.add_option("--seed", options.seed, "Whose: the same number, the same application")
        ->default_val(1);
    fill.add_option("--invalid", options.invalid, "What it breaks: a rule, required, min, ...");
    auto* xml = fill.add_flag("--xml", options.is_xml, "As XML of the form's own schema (default)");
    auto* json = fill.add_flag("--json", options.is_json, "As a JSON document of the form");
    auto* pdf = fill.add_flag("--pdf", options.is_pdf, "The filled form");
    auto* scan = fill.add_flag("--scan", options.is_scan, "The filled form, printed and scanned");
    json->excludes(xml);
    pdf->excludes(xml)->excludes(json);
    scan->excludes(xml)->excludes(json)->excludes(pdf);
    add_language(fill, options);
    auto* output = fill.add_option("-o,--output", options.output,
                                   "The file to write, of a scan a TIFF; default: the output");
    scan->needs(output);
}

void add_forms(CLI::App& app, Options& o, Command& chosen) {
    auto* form = app.add_subcommand("form", "Form definitions")->require_subcommand(1);
    auto* list = command(*form, "list", "List the forms", chosen,
                         [&] { return list_forms(o.shared.load(), o.is_json); });
    list->add_flag("--json", o.is_json, "As JSON");
    auto* check = command(*form, "check", "Check form folders", chosen,
                          [&] { return check_forms(o.shared.load(), o.form_folders); });
    check->add_option("what", o.form_folders,
                      "Ids of forms, folders with a form.toml, folders of forms; default: all");
    auto* made = command(*form, "new", "Make the folder of a new form", chosen,
                         [&] { return new_form(o.form); });
    made->add_option("name", o.form.form, "a-z, 0-9 and _")->required();
    made->add_option("--in", o.form.folder, "The folder of forms")->default_val(".");
    auto* import = command(*form, "import", "Draft a form from a blank that somebody else printed",
                           chosen, [&] { return import_form(o.form); });
    import->add_option("blank", o.form.other, "A PDF or scan of the blank form")->required();
    import->add_option("name", o.form.form, "a-z, 0-9 and _")->required();
    import->add_option("--in", o.form.folder, "The folder of forms")->default_val(".");
    add_filling_options(*command(*form, "fill", "An application of an invented person", chosen,
                                 [&] { return fill_form(o.shared.load(), o.form); }),
                        o.form);
    auto* map = command(*form, "map", "Hold the maps of senders' XML against their schemas", chosen,
                        [&] { return show_maps(o.shared.load(), o.form); });
    map->add_option("form", o.form.form, "FORM or FORM:VERSION; default: all");
    map->add_flag("--check", o.form.is_check,
                  "Fail when something that senders may write is neither taken nor ignored");
    map->add_flag("--json", o.form.is_json, "As JSON");
    auto* diff = command(*form, "diff", "What an edition changes for paper, senders and records",
                         chosen, [&] { return show_changes(o.shared.load(), o.form); });
    diff->add_option("before", o.form.form, "FORM:VERSION, or the folder of a form")->required();
    diff->add_option("after", o.form.other, "FORM:VERSION, or the folder of a form")->required();
    diff->add_flag("--json", o.form.is_json, "As JSON");
    auto* publish = command(*form, "publish", "Check a form and put it into the catalogue", chosen,
                            [&] { return publish_form(o.shared.load(), o.form); });
    publish->add_option("folder", o.form.folder, "The folder with its form.toml")->required();
    publish->add_option("--into", o.form.output, "The catalogue; default: the configuration's");
    auto* keys = command(*form, "keys", "Every key of form.toml, as a JSON Schema for editors",
                         chosen, [&] { return show_form_keys(o.form); });
    keys->add_flag("--markdown", o.form.is_markdown, "As the page docs/formats/form-keys.md");
    auto* render = command(*form, "render", "Print the blank paper form", chosen,
                           [&] { return render_form(o.shared.load(), o.form); });
    render->add_option("form", o.form.form, "FORM or FORM:VERSION")->required();
    render->add_option("-o,--output", o.form.output, "The PDF (or PNG) to write")->required();
    render->add_flag("--zones", o.form.has_zones,
                     "A page as PNG, with the places to write drawn over it");
    render->add_option("--page", o.form.page, "Which page --zones draws")->default_val(1);
    auto* screen = render->add_flag("--screen", o.form.is_for_screen,
                                    "With fields to fill in on a screen; for many people");
    add_language(*render, o.form);
    constexpr int sets_most = 1000;
    auto* sets = render->add_option("--sets", o.form.sets,
                                    "Print it so often, for one person each; pages know their set");
    sets->default_val(1)->check(CLI::Range(1, sets_most))->excludes(screen);
    render->add_flag("--many", o.form.is_for_many, "A print that many people get: without a set")
        ->excludes(sets);
    auto* layout = command(*form, "layout", "Where each field stands on paper", chosen,
                           [&] { return show_layout(o.shared.load(), o.form); });
    layout->add_option("form", o.form.form, "FORM or FORM:VERSION")->required();
    layout->add_flag("--json", o.form.is_json, "As JSON");
    auto* schema = command(*form, "schema", "What XML or JSON of the form must be like", chosen,
                           [&] { return show_schema(o.shared.load(), o.form); });
    schema->add_option("form", o.form.form, "FORM or FORM:VERSION")->required();
    auto* xsd = schema->add_flag("--xml", o.form.is_xml, "The XSD of its own XML (default)");
    schema->add_flag("--json", o.form.is_json, "The JSON Schema of its JSON")->excludes(xsd);
}

void add_tables(CLI::App& app, Options& o, Command& chosen) {
    const auto writing = [&o] {
        return o.is_markdown ? ListWriting::markdown
               : o.is_json   ? ListWriting::json
                             : ListWriting::text;
    };
    const auto add_writings = [&o](CLI::App& list, const std::string& page) {
        auto* json = list.add_flag("--json", o.is_json, "As JSON");
        list.add_flag("--markdown", o.is_markdown, "As the page " + page)->excludes(json);
    };
    auto* rule = app.add_subcommand("rule", "What forms can have checked")->require_subcommand(1);
    add_writings(*command(*rule, "list", "List the rules with their fields and findings", chosen,
                          [writing] { return list_rules(writing()); }),
                 "docs/formats/rules.md");
    auto* reason =
        app.add_subcommand("reason", "Why something did not go as wished")->require_subcommand(1);
    add_writings(*command(*reason, "list", "List the reasons, what they mean and what to do",
                          chosen, [writing] { return list_reasons(writing()); }),
                 "docs/formats/reasons.md");
}

void add_models(CLI::App& app, Options& o, Command& chosen) {
    auto* model = app.add_subcommand("model", "The net that reads digits")->require_subcommand(1);
    auto* retrain = command(*model, "retrain", "Learn from corrected and confirmed fields", chosen,
                            [&] { return retrain_model(o.shared.load(), o.retrain); });
    retrain->add_flag("--trial", o.retrain.is_trial, "Keep a better net, but do not use it");
    retrain->add_flag("--json", o.retrain.is_json, "The report as JSON");
    auto* list = command(*model, "list", "List the nets and which one reads", chosen,
                         [&] { return list_models(o.shared.load(), o.is_json); });
    list->add_flag("--json", o.is_json, "As JSON");
    auto* show = command(*model, "show", "Why a net was taken", chosen,
                         [&] { return show_model(o.shared.load(), o.model); });
    show->add_option("version", o.model.version, "Of `model list`")->required();
    show->add_flag("--json", o.model.is_json, "As JSON");
    auto* use = command(*model, "use", "Read with this net from the next start on", chosen,
                        [&] { return use_model(o.shared.load(), o.model); });
    use->add_option("version", o.model.version, "Of `model list`, or \"shipped\"")->required();
}

void add_machine(CLI::App& app, Options& o, Command& chosen) {
    auto* simulate = app.add_subcommand("simulate", "Play a part that others have in production")
                         ->require_subcommand(1);
    auto* registers = command(*simulate, "registers", "CPR, eIndkomst and BBR over HTTP", chosen,
                              [&] { return simulate_registers(o.simulate); });
    registers->add_option("--persons", o.simulate.persons, "JSON file with invented persons")
        ->required();
    auto* casequeue = command(*simulate, "casequeue", "A case system over HTTP", chosen, [&] {
        o.simulate.has_keys = !o.without_keys;
        return simulate_casequeue(o.simulate);
    });
    casequeue->add_option("--folder", o.simulate.folder, "Where it keeps its cases")->required();
    casequeue->add_flag("--without-keys", o.without_keys,
                        "Ignore idempotency keys: shows why they are needed");
    auto* identity = command(*simulate, "identity", "An identity provider with invented people",
                             chosen, [&] { return simulate_identity(o.simulate); });
    for (auto* each : {registers, casequeue, identity}) {
        each->add_option("--port", o.simulate.port, "0: a free one; it is printed on stdout");
    }
    auto* config = app.add_subcommand("config", "The configuration")->require_subcommand(1);
    command(*config, "check", "Check the configuration and say what it means", chosen,
            [&] { return check_configuration(o.shared.load()); });
    command(*config, "defaults", "Every key with its default and a comment", chosen, [] {
        std::cout << configuration::commented_defaults();
        return console::ExitCode::done;
    });
    auto* doctor = command(app, "doctor", "Tell what is missing on this machine", chosen,
                           [&] { return diagnose(o.shared.load(), o.is_json); });
    doctor->add_flag("--json", o.is_json, "As JSON");

    auto* worker = command(app, "worker", "", chosen, [&] { return work(o.worker); });
    worker->group("");  // hidden: only the program starts it
    worker->add_option("--forms", o.worker.forms);
    worker->add_option("--models", o.worker.models);
    worker->add_option("--champion", o.worker.champion);
    worker->add_option("--scratch", o.worker.scratch);
    worker->add_option("--memory", o.worker.memory_bytes);
    worker->add_flag("--background", o.worker.is_background);
}

}  // namespace

bool is_interrupted() {
    return interrupted != 0;
}

void catch_interrupts() {
    const auto note = [](int) { interrupted = 1; };
    std::signal(SIGINT, note);
    std::signal(SIGTERM, note);
    std::signal(SIGPIPE, SIG_IGN);
}

void add_commands(CLI::App& app, Options& options, Command& chosen) {
    app.require_subcommand(1);
    app.add_option("--config", options.shared.configuration, "Configuration file (TOML)");
    app.add_option("--forms", options.shared.forms, "One more folder with form definitions");
    app.add_option("--store", options.shared.store, "Folder of the database and stored files");
    app.fallthrough();
    add_run(app, options, chosen);
    add_records(app, options, chosen);
    add_queue(app, options, chosen);
    add_feed(app, options, chosen);
    add_tables(app, options, chosen);
    add_forms(app, options, chosen);
    add_models(app, options, chosen);
    add_accounts(
        app, [&options] { return options.shared.load(); }, chosen);
    add_machine(app, options, chosen);
}

int run_program(int argument_count, char** arguments) {
    const console::GuardedOutput messages(std::cerr), data(std::cout);
    CLI::App app{
        "Indgang reads applications from paper, XML and JSON and delivers each as exactly one "
        "case.\n\n"
        "  indgang run scans/              read a folder of scans and documents, deliver the "
        "cases\n"
        "  indgang read page.tif --json    what stands on one page, nothing is stored\n"
        "  indgang queue list              what waits, and for what\n",
        "indgang"};
    app.set_version_flag("--version", "indgang " INDGANG_VERSION);
    app.get_formatter()->column_width(34);
    Options options;
    Command chosen;
    add_commands(app, options, chosen);
    try {
        app.parse(argument_count, arguments);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? 0 : static_cast<int>(console::ExitCode::usage);
    }
    try {
        catch_interrupts();
        return static_cast<int>(chosen());
    } catch (const Error& error) {
        print(error);
        return static_cast<int>(exit_code_of(error.why(), error.kind()));
    } catch (const std::exception& error) {
        std::cerr << "indgang: defect: " << console::printable(error.what()) << "\n";
        return static_cast<int>(console::ExitCode::internal);
    }
}

}  // namespace indgang::program
