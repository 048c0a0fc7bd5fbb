// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/configuration/configuration.h"
#include "pipeline/configuration/surroundings.h"
#include "pipeline/console/console.h"
#include "pipeline/desk/permission.h"
#include "pipeline/store/store.h"
#include "schemas/form/definition.h"

namespace CLI {
class App;
}

/// One function per command. Data goes to stdout, messages to stderr; all may throw Error, which
/// the command line turns into a message and an exit code.
namespace indgang::program {

struct RunOptions {
    std::vector<std::filesystem::path> inputs;
    bool is_json = false;
    bool is_strict = false;
    bool is_quiet = false;
    bool waits_for_copies = false;
    int wait_seconds = 20;
};
console::ExitCode run_batch(const configuration::Configuration& configuration,
                            const RunOptions& options);

console::ExitCode serve(const configuration::Configuration& configuration);

struct ReadOptions {
    std::vector<std::filesystem::path> files;
    bool is_json = false;
};
console::ExitCode read_scans(const configuration::Configuration& configuration,
                             const ReadOptions& options);

enum class RecordWriting { text, json, xml };
struct RecordShowOptions {
    std::string id;
    RecordWriting writing = RecordWriting::text;
    std::string explain;  ///< a field id; empty: the whole record
    desk::Actor actor;
};
console::ExitCode show_record(const configuration::Configuration& configuration,
                              const RecordShowOptions& options);

struct RecordPdfOptions {
    std::string id;
    std::filesystem::path output;
    desk::Actor actor;
};
console::ExitCode write_copy(const configuration::Configuration& configuration,
                             const RecordPdfOptions& options);

struct FeedOptions {
    std::string id;          ///< of the arrival
    std::int64_t after = 0;  ///< the first application that is shown follows this number
    std::int64_t at_most = std::numeric_limits<std::int64_t>::max();
    std::filesystem::path output;
    desk::Actor actor;
    bool is_json = false;
};
console::ExitCode show_feed(const configuration::Configuration& configuration,
                            const FeedOptions& options);
console::ExitCode write_feed_receipt(const configuration::Configuration& configuration,
                                     const FeedOptions& options);

struct QueueListOptions {
    std::string state;  ///< empty: everything
    store::Search search;
    std::int64_t least_age_s = 0;
    std::string received_from;   ///< days: "2026-11-30"; empty: any
    std::string received_until;  ///< that day, too
    desk::Actor actor;
    bool is_json = false;
};
console::ExitCode list_queue(const configuration::Configuration& configuration,
                             const QueueListOptions& options);

console::ExitCode show_ledger(const configuration::Configuration& configuration, bool is_json,
                              bool is_recounted);

/// Acts on whole applications and arrivals, each by its id.
struct QueueActOptions {
    std::vector<std::string> ids;
    std::vector<std::string> pages;  ///< of the batch: "7", of a half "7-left"
    std::string target;              ///< of moving: the application that gets the pages
    int degrees = 90;                ///< of turning: clockwise
    std::string user;                ///< of assigning
    desk::Actor actor;
};
console::ExitCode retry_queue(const configuration::Configuration& configuration,
                              const QueueActOptions& options);
console::ExitCode reread_queue(const configuration::Configuration& configuration,
                               const QueueActOptions& options);
console::ExitCode close_queue(const configuration::Configuration& configuration,
                              const QueueActOptions& options);
console::ExitCode join_queue(const configuration::Configuration& configuration,
                             const QueueActOptions& options);
console::ExitCode split_queue(const configuration::Configuration& configuration,
                              const QueueActOptions& options);
console::ExitCode move_queue(const configuration::Configuration& configuration,
                             const QueueActOptions& options);
console::ExitCode turn_queue(const configuration::Configuration& configuration,
                             const QueueActOptions& options);
console::ExitCode assign_queue(const configuration::Configuration& configuration,
                               const QueueActOptions& options);

struct QueueCorrectOptions {
    std::string id;
    std::vector<std::string> values;      ///< "field=text"
    std::vector<std::string> findings;    ///< rules that the person lets pass
    std::vector<std::string> kept_pages;  ///< of the batch: "7", of a half "7-left"
    std::vector<std::string> dropped_pages;
    std::vector<std::string> agreed;  ///< fields whose doubtful value is right
    bool agrees_to_all = false;
    desk::Actor actor;
};
console::ExitCode correct_item(const configuration::Configuration& configuration,
                               const QueueCorrectOptions& options);

struct RecordHistoryOptions {
    std::string id;
    bool is_json = false;
    desk::Actor actor;
};
/// Errors: not_found.
console::ExitCode show_history(const configuration::Configuration& configuration,
                               const RecordHistoryOptions& options);

console::ExitCode list_forms(const configuration::Configuration& configuration, bool is_json);
/// `what`: ids of forms, folders of a form, or folders of forms; none: all forms there are.
console::ExitCode check_forms(const configuration::Configuration& configuration,
                              const std::vector<std::filesystem::path>& folders);
struct FormOptions {
    std::string form;  ///< "boligstoette" (newest version) or "boligstoette:1"
    std::filesystem::path output;
    bool is_json = false;
    bool is_for_screen = false;
    form::Language language = form::Language::danish;  ///< render and fill: of what is printed
    bool is_for_many = false;  ///< render: no set in the page codes, for a print that many get
    int sets = 1;              ///< render: prints of the form in one file, each with its own set
    bool has_zones = false;  ///< render: one page as a PNG, with the places to write drawn over it
    int page = 1;            ///< render with zones: which page
    std::filesystem::path folder;  ///< new: where the form's folder is made
    unsigned seed = 1;             ///< fill: whose application
    std::string invalid;           ///< fill: what it breaks; empty: nothing
    bool is_xml = false;           ///< fill: as XML (otherwise)
    bool is_pdf = false;           ///< fill: as a filled PDF
    bool is_scan = false;          ///< fill: as a TIFF of the filled pages
    bool is_markdown = false;      ///< keys
    bool is_check = false;         ///< map: what is never read is an error
    std::string other;             ///< diff: the later edition, FORM:VERSION or a folder; import:
                                   ///< the file of the blank
};
/// Makes FOLDER/NAME/1 with a form that checks as it is.
console::ExitCode new_form(const FormOptions& options);
/// Makes FOLDER/NAME/1 with a draft of somebody else's form and a copy of its blank.
console::ExitCode import_form(const FormOptions& options);
/// An application of an invented person, on the output or in a file.
console::ExitCode fill_form(const configuration::Configuration& configuration,
                            const FormOptions& options);
/// What the map of each dialect and its schema say of each other; of all forms when none is named.
console::ExitCode show_maps(const configuration::Configuration& configuration,
                            const FormOptions& options);
/// What an edition means for those who know another: paper, senders, records.
console::ExitCode show_changes(const configuration::Configuration& configuration,
                               const FormOptions& options);
/// Checks the form in `folder` and copies it into a catalogue, which never has its version already.
console::ExitCode publish_form(const configuration::Configuration& configuration,
                               const FormOptions& options);
/// docs/formats/form-keys.md, or the JSON Schema of form.toml.
console::ExitCode show_form_keys(const FormOptions& options);
console::ExitCode render_form(const configuration::Configuration& configuration,
                              const FormOptions& options);
console::ExitCode show_layout(const configuration::Configuration& configuration,
                              const FormOptions& options);
console::ExitCode show_schema(const configuration::Configuration& configuration,
                              const FormOptions& options);

/// How a table of the program is written: for people, for programs, as its page of docs/formats.
enum class ListWriting { text, json, markdown };
console::ExitCode list_rules(ListWriting writing);
/// docs/formats/rules.md.
[[nodiscard]] std::string rules_page();
/// The rules and checks as JSON, with a newline at the end.
[[nodiscard]] std::string rules_json();

console::ExitCode list_reasons(ListWriting writing);
/// docs/formats/reasons.md.
[[nodiscard]] std::string reasons_page();
/// The reasons as JSON, with a newline at the end.
[[nodiscard]] std::string reasons_json();

/// Learns from what operators corrected and registers confirmed; docs/retraining.md.
struct ModelRetrainOptions {
    bool is_trial = false;  ///< keeps a better net without using it
    bool is_json = false;
};
console::ExitCode retrain_model(const configuration::Configuration& configuration,
                                const ModelRetrainOptions& options);
console::ExitCode list_models(const configuration::Configuration& configuration, bool is_json);
struct ModelOptions {
    std::string version;  ///< for use_model also "shipped"
    bool is_json = false;
};
console::ExitCode show_model(const configuration::Configuration& configuration,
                             const ModelOptions& options);
console::ExitCode use_model(const configuration::Configuration& configuration,
                            const ModelOptions& options);

struct SimulateOptions {
    int port = 0;  ///< on 127.0.0.1; 0: a free one
    std::filesystem::path persons;
    std::filesystem::path folder;
    bool has_keys = true;
};
console::ExitCode simulate_registers(const SimulateOptions& options);
console::ExitCode simulate_casequeue(const SimulateOptions& options);
console::ExitCode simulate_identity(const SimulateOptions& options);

console::ExitCode check_configuration(const configuration::Configuration& configuration);
console::ExitCode diagnose(const configuration::Configuration& configuration, bool is_json);
/// A language of Tesseract against the MD5 sum that its Debian package lists for it.
/// Takes: `package_list`, as dpkg keeps it; a file that it does not name cannot be vouched for.
[[nodiscard]] configuration::Surrounding check_traineddata(
    const std::filesystem::path& file, const std::filesystem::path& package_list);

/// The hidden command that the runner starts; speaks on descriptor 3.
console::ExitCode work(const worker::WorkerSettings& settings);

/// Set by SIGINT and SIGTERM; long commands look at it.
[[nodiscard]] bool is_interrupted();
void catch_interrupts();

/// Parses the command line and runs one command.
int run_program(int argument_count, char** arguments);

/// Adds `account` and its subcommands (docs/formats/accounts.md) to the command line. `chosen`
/// becomes what the person chose; it calls `load` when it runs.
void add_accounts(CLI::App& app, const std::function<configuration::Configuration()>& load,
                  std::function<console::ExitCode()>& chosen);

}  // namespace indgang::program
