// SPDX-License-Identifier: MPL-2.0
#include "pipeline/program/configuration.h"

#include <toml++/toml.h>
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <thread>
#include <utility>

#include "adapters/registry/registry.h"
#include "pipeline/program/configuration_reader.h"
#include "pipeline/program/destinations.h"
#include "schemas/core/error.h"

namespace indgang::program {
namespace {

constexpr int port_at_most = 65'535;
constexpr int workers_at_most = 256;

std::optional<std::filesystem::path> find_file() {
    if (const char* named = std::getenv("INDGANG_CONFIG"); named != nullptr && *named != '\0') {
        return named;
    }
    for (const char* usual : {"indgang.toml", "/etc/indgang/indgang.toml"}) {
        if (std::filesystem::exists(usual)) {
            return usual;
        }
    }
    return std::nullopt;
}

Configuration defaults() {
    Configuration configuration;
    configuration.store_folder = std::filesystem::absolute("var");
    configuration.form_folders = {data_folder() / "schemas/forms"};
    configuration.models_folder = data_folder() / "ocr/models";
    return configuration;
}

void read_registries(ConfigurationReader& reader, const toml::node& node,
                     Configuration& configuration) {
    const auto* table = node.as_table();
    if (table == nullptr) {
        reader.problem(node, "registries must be a table of tables");
        return;
    }
    for (const auto& [key, value] : *table) {
        const std::string name(key.str());
        const auto kinds = registry::registry_kinds();
        const bool is_known = std::any_of(kinds.begin(), kinds.end(),
                                          [&](const auto& kind) { return kind.name == name; });
        if (!is_known) {
            reader.problem(value, "unknown register " + name);
            continue;
        }
        configuration.registries[name] = read_server(reader, value, "registries." + name);
    }
}

}  // namespace

runner::WorkerSettings Configuration::worker_settings() const {
    runner::WorkerSettings settings;
    settings.program = own_executable();
    settings.forms = form_folders;
    settings.models = models_folder;
    settings.champion = champion_file();
    settings.scratch = std::filesystem::temp_directory_path();
    settings.memory_bytes = worker_memory_mib << 20;
    settings.page_time = std::chrono::seconds(page_seconds);
    return settings;
}

std::filesystem::path Configuration::champion_file() const {
    return store_folder / "models" / "digits.bin";
}

int Configuration::workers() const {
    if (worker_processes > 0) {
        return worker_processes;
    }
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

Configuration load_configuration(const std::optional<std::filesystem::path>& file) {
    auto configuration = defaults();
    const auto chosen = file ? file : find_file();
    if (!chosen) {
        return configuration;
    }
    if (!std::filesystem::exists(*chosen)) {
        throw Error(ErrorKind::not_found, "configuration_missing",
                    "configuration: no file " + chosen->string(), chosen->string());
    }
    configuration.file = std::filesystem::absolute(*chosen);
    toml::table root;
    try {
        root = toml::parse_file(configuration.file.string());
    } catch (const toml::parse_error& error) {
        const auto place = chosen->string() + ":" + std::to_string(error.source().begin.line);
        throw Error(ErrorKind::bad_input, "configuration_invalid",
                    place + ": " + std::string(error.description()), place);
    }
    ConfigurationReader reader(configuration.file);
    const auto section = [&](const std::string& name, ConfigurationReader::KeyReaders readers) {
        return [&reader, name, readers = std::move(readers)](const toml::node& node) {
            reader.table(node, name, readers);
        };
    };
    auto& c = configuration;
    reader.table(
        root, "",
        {{"store", section("store", {{"folder", reader.path(c.store_folder)}})},
         {"forms", section("forms", {{"folders", reader.paths(c.form_folders)}})},
         {"models", section("models", {{"folder", reader.path(c.models_folder)}})},
         {"workers",
          section("workers", {{"processes", reader.number(c.worker_processes, 0, workers_at_most)},
                              {"memory_mib", reader.number(c.worker_memory_mib, 256, 1 << 20)},
                              {"page_seconds", reader.number(c.page_seconds, 1, 3'600)}})},
         {"registries", [&](const toml::node& node) { read_registries(reader, node, c); }},
         {"casequeue", [&](const toml::node& node) { read_casequeue(reader, node, c); }},
         {"destinations", [&](const toml::node& node) { read_destinations(reader, node, c); }},
         {"routes", [&](const toml::node& node) { read_routes(reader, node, c); }},
         {"copies", section("copies", {{"make", reader.flag(c.makes_copies)}})},
         {"service", section("service", {{"address", reader.text(c.service_address)},
                                         {"port", reader.number(c.service_port, 0, port_at_most)},
                                         {"watched_folders", reader.paths(c.watched_folders)}})}});
    check_destinations(reader, root, configuration);
    reader.finish();
    return configuration;
}

std::string commented_defaults() {
    return R"(# Indgang. Every key with its default; paths are relative to this file.

[store]
# The database and the stored files.
folder = "var"

[forms]
# Folders with form definitions: <folder>/<form>/<version>/form.toml
# folders = ["/usr/share/indgang/schemas/forms"]

[models]
# The project's own reading models.
# folder = "/usr/share/indgang/ocr/models"

[workers]
# Processes that read pages and parse XML; 0: one per core.
processes = 0
# Memory that one worker may use before it is refused more.
memory_mib = 2048
# A page that takes longer counts as one that hangs.
page_seconds = 120

# Registers; one that is not named here answers "unknown", which blocks nothing.
# [registries.cpr]
# url = "http://127.0.0.1:8101"
# timeout_ms = 5000
# [registries.eindkomst]
# url = "http://127.0.0.1:8101"
# [registries.bbr]
# url = "http://127.0.0.1:8101"

# The case system; without one, accepted applications stay in the outbox.
# [casequeue]
# url = "http://127.0.0.1:8102"
# timeout_ms = 5000

# Several case systems, instead of [casequeue], and which applications go to each: the first route
# whose conditions all hold. A name stands in the store for ever; what was delivered before there
# were several went to one that is named "casequeue".
# [destinations.casequeue]
# protocol = "indgang-cases/1"
# url = "http://127.0.0.1:8102"
# timeout_ms = 5000
# [destinations.odense]
# url = "http://127.0.0.1:8103"
# [[routes]]
# form = "boligstoette"
# municipality = "461"
# authority = "12345674"
# from = 2027-01-01
# until = 2027-12-31
# to = "odense"
# [[routes]]
# to = "casequeue"

[copies]
# A searchable PDF/A of each application of paper, added to its case when there is time.
make = true

[service]
# Where `indgang serve` takes HTTP. Put a reverse proxy with TLS before it.
address = "127.0.0.1"
port = 8100
# Folders that scanners write to.
watched_folders = []
)";
}

std::filesystem::path own_executable() {
    return std::filesystem::read_symlink("/proc/self/exe");
}

std::filesystem::path data_folder() {
    if (const char* home = std::getenv("INDGANG_HOME"); home != nullptr && *home != '\0') {
        return home;
    }
    for (auto folder = own_executable().parent_path(); folder != folder.root_path();
         folder = folder.parent_path()) {
        if (std::filesystem::is_directory(folder / "schemas/forms")) {
            return folder;
        }
    }
    return "/usr/share/indgang";
}

}  // namespace indgang::program
