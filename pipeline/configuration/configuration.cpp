// SPDX-License-Identifier: MPL-2.0
#include "pipeline/configuration/configuration.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string_view>
#include <thread>
#include <utility>

#include "adapters/registry/registry.h"
#include "pipeline/configuration/configuration_reader.h"
#include "pipeline/configuration/destinations.h"
#include "schemas/error/error.h"

namespace indgang::configuration {
namespace {

constexpr int port_at_most = 65'535;
constexpr int workers_at_most = 256;

void take_paths(TableReader& reader, std::string_view key, const std::filesystem::path& folder,
                std::vector<std::filesystem::path>& target) {
    if (!reader.has(key)) {
        return;
    }
    target.clear();
    for (const std::string& written : reader.texts(key)) {
        target.push_back(std::filesystem::absolute(folder / written).lexically_normal());
    }
}

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

void read_registries(TableReader& reader, const std::filesystem::path& folder,
                     Configuration& configuration) {
    const auto* table = reader.table("registries");
    if (table == nullptr) {
        return;
    }
    for (const auto& [key, value] : *table) {
        const std::string name(key.str());
        const auto kinds = registry::registry_kinds();
        const bool is_known = std::any_of(kinds.begin(), kinds.end(),
                                          [&](const auto& kind) { return kind.name == name; });
        if (!is_known || !value.is_table()) {
            reader.complain(value, is_known ? "'registries." + name + "' must be a table"
                                            : "unknown register '" + name + "'");
            continue;
        }
        TableReader inner(*value.as_table(), "registries." + name, reader.problems());
        configuration.registries[name] = read_server(inner, folder);
        inner.done();
    }
}

void read_tls(TableReader& service, const std::filesystem::path& folder, http::TlsFiles& files) {
    const auto table = service.what() + ".tls";
    section(service, "tls", [&](TableReader& in) {
        take_path(in, "certificate", folder, files.certificate);
        take_path(in, "key", folder, files.key);
        take_path(in, "clients", folder, files.trusted);
        if (files.certificate.empty() || files.key.empty()) {
            in.complain("'" + table + "' needs 'certificate' and 'key'");
        }
    });
}

using Lists = std::map<std::string, std::vector<std::string>>;

/// A table of lists of names. Takes: what its keys and the members of a list are called.
void read_lists(TableReader& reader, std::string_view table_name, const std::string& what,
                const std::string& member, Lists& lists) {
    const auto* table = reader.table(table_name);
    if (table == nullptr) {
        return;
    }
    for (const auto& [key, value] : *table) {
        const std::string name(key.str());
        const auto* list = value.as_array();
        if (list == nullptr) {
            reader.complain(value, what + " '" + name + "' must be a list of " + member + "s");
            continue;
        }
        auto& members = lists[name];
        for (const auto& each : *list) {
            const auto id = each.value<std::string>();
            if (id) {
                members.push_back(*id);
            } else {
                reader.complain(each,
                                what + " '" + name + "' holds something that is no " + member);
            }
        }
    }
}

void read_provider(TableReader& desk, const std::filesystem::path& folder, DeskSettings& settings) {
    section(desk, "provider", [&](TableReader& in) {
        auto& provider = settings.provider.emplace();
        take(in, "issuer", provider.issuer);
        take(in, "client_id", provider.client_id);
        take_path(in, "client_secret_file", folder, provider.client_secret_file);
        take(in, "user_claim", provider.user_claim);
        take(in, "roles_claim", provider.roles_claim);
        take(in, "units_claim", provider.units_claim);
        take(in, "all_units", provider.all_units);
        take(in, "timeout_ms", provider.timeout_ms, 1, 60'000);
        take_path(in, "trusted", folder, provider.tls.trusted);
        take_path(in, "certificate", folder, provider.tls.certificate);
        take_path(in, "key", folder, provider.tls.key);
        if (in.has("scopes")) {
            provider.scopes = in.texts("scopes");
        }
        if (const auto* roles = in.table("roles")) {
            for (const auto& [group, role] : *roles) {
                provider.roles[std::string(group.str())] = role.value<std::string>().value_or("");
            }
        }
        if (const auto trouble = identity::trouble_in(provider)) {
            in.complain("'desk.provider': " + *trouble);
        }
    });
}

void read_desk(TableReader& reader, const std::filesystem::path& folder, Configuration& c) {
    section(reader, "desk", [&](TableReader& in) {
        c.desk.is_on = true;
        take(in, "address", c.desk.address);
        take(in, "port", c.desk.port, 0, port_at_most);
        take_path(in, "pages", folder, c.desk.pages);
        take_path(in, "accounts", folder, c.desk.accounts);
        read_tls(in, folder, c.desk.tls);
        read_lists(in, "units", "unit", "form", c.desk.units);
        read_lists(in, "entered_twice", "form", "field", c.desk.entered_twice);
        take(in, "privacy", c.desk.is_private);
        if (in.has("seeded_share")) {
            constexpr double most_seeded = 0.1;  // beyond this they are no measurement but a burden
            c.desk.seeded_share = in.decimal("seeded_share", 0, most_seeded);
        }
        take(in, "url", c.desk.url);
        read_provider(in, folder, c.desk);
    });
}

void read_root(TableReader& reader, const std::filesystem::path& folder, Configuration& c) {
    section(reader, "store",
            [&](TableReader& in) { take_path(in, "folder", folder, c.store_folder); });
    section(reader, "forms",
            [&](TableReader& in) { take_paths(in, "folders", folder, c.form_folders); });
    section(reader, "models",
            [&](TableReader& in) { take_path(in, "folder", folder, c.models_folder); });
    section(reader, "workers", [&](TableReader& in) {
        take(in, "processes", c.worker_processes, 0, workers_at_most);
        take(in, "memory_mib", c.worker_memory_mib, 256, 1 << 20);
        take(in, "page_seconds", c.page_seconds, 1, 3'600);
    });
    read_registries(reader, folder, c);
    read_destinations(reader, folder, c);
    read_routes(reader, c);
    check_destinations(reader, c);
    section(reader, "copies", [&](TableReader& in) { take(in, "make", c.makes_copies); });
    section(reader, "service", [&](TableReader& in) {
        take(in, "address", c.service_address);
        take(in, "port", c.service_port, 0, port_at_most);
        take(in, "watch_address", c.watch_address);
        take(in, "watch_port", c.watch_port, 0, port_at_most);
        take(in, "sender_arrivals", c.sender_arrivals, 1, 10'000'000);
        take(in, "sender_mib", c.sender_mib, 1, 1 << 24);
        take_path(in, "request_log", folder, c.request_log);
        take_paths(in, "watched_folders", folder, c.watched_folders);
        take(in, "watched_subfolders", c.takes_subfolders);
        read_tls(in, folder, c.service_tls);
    });
    read_desk(reader, folder, c);
    reader.done();
}

/// Errors: configuration_invalid with every problem of the file, so that one look mends all.
void check(const Problems& problems) {
    if (problems.any()) {
        throw Error(Reason::configuration_invalid, problems.text(), problems.first_place());
    }
}

}  // namespace

worker::WorkerSettings Configuration::worker_settings() const {
    worker::WorkerSettings settings;
    settings.program = own_executable();
    settings.forms = form_folders;
    settings.models = models_folder;
    settings.champion = champion_file();
    std::error_code none;  // told by who needs it
    settings.scratch = std::filesystem::temp_directory_path(none);
    settings.memory_bytes = worker_memory_mib << 20;
    settings.page_time = std::chrono::seconds(page_seconds);
    return settings;
}

std::filesystem::path Configuration::champion_file() const {
    return store_folder / "models" / "digits.bin";
}

std::filesystem::path Configuration::accounts_file() const {
    return desk.accounts.empty() ? store_folder / "accounts.toml" : desk.accounts;
}

int Configuration::workers() const {
    if (worker_processes > 0) {
        return worker_processes;
    }
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

Configuration load_configuration(const std::optional<std::filesystem::path>& named) {
    auto configuration = defaults();
    const auto chosen = named ? named : find_file();
    if (!chosen) {
        return configuration;
    }
    if (!std::filesystem::exists(*chosen)) {
        throw Error(Reason::configuration_missing, "configuration: no file " + chosen->string(),
                    chosen->string());
    }
    configuration.file = std::filesystem::absolute(*chosen);
    std::ifstream file(configuration.file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file) {
        throw Error(Reason::configuration_missing, "configuration: cannot read " + chosen->string(),
                    chosen->string());
    }
    Problems problems(configuration.file.string());
    if (const auto root = parse_toml(text, problems)) {
        TableReader reader(*root, "configuration", problems);
        read_root(reader, configuration.file.parent_path(), configuration);
    }
    check(problems);
    auto& desk = configuration.desk;
    if (desk.pages.empty()) {
        const auto built = own_executable().parent_path() / "web";
        desk.pages = std::filesystem::is_directory(built) ? built : data_folder() / "web";
    }
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
memory_mib = 512
# A page that takes longer counts as one that hangs.
page_seconds = 120

# Registers; one that is not named here answers "unknown", which blocks nothing.
# [registries.cpr]
# url = "http://127.0.0.1:8101"
# timeout_ms = 5000
# Of https: whom to trust (else whom the system trusts), and who we are.
# trusted = "ca.pem"
# certificate = "indgang.pem"
# key = "indgang.key"
# [registries.eindkomst]
# url = "http://127.0.0.1:8101"
# [registries.bbr]
# url = "http://127.0.0.1:8101"
# [registries.cvr]
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
# Where `indgang serve` takes HTTP.
address = "127.0.0.1"
port = 8100
# What one address may have sent that waits to be read; who sends more is told to come again later.
sender_arrivals = 100000
sender_mib = 8192
# Where /readyz tells what is wrong, and /metrics is. 0: a free port, told on stdout.
watch_address = "127.0.0.1"
watch_port = 8108
# A line of JSON for each request, without personal data; none is written unless a file is named.
# request_log = "requests.log"
# Folders that scanners write to.
watched_folders = []
# Whether folders inside them are watched, too, each with a done and rejected of its own.
watched_subfolders = false
# TLS 1.2 and 1.3, and nothing else; files in PEM, read again when they change. With `clients`, only
# who shows a certificate of one of these is answered.
# [service.tls]
# certificate = "indgang.pem"
# key = "indgang.key"
# clients = "clients.pem"

# Where people settle what the machine doubts, in a browser; without this table it is not there.
# Port 0: a free one, told on stdout. Who may come in: `indgang account add`. A person with units
# sees the forms of these alone; one without sees all.
# [desk]
# address = "127.0.0.1"
# port = 8120
# accounts = "accounts.toml"
# pages = "/usr/share/indgang/web"
# url = "https://indgang.example.dk"
# Verifiers see single fields alone, and of an application more only when they say why.
# privacy = false
# Of the single fields that people are asked, so many (0.01: one in a hundred) are known ones, which
# tell how often one is wrong. They change nothing.
# seeded_share = 0.0
# [desk.units]
# pension = ["sp501"]
# Fields that two people enter, neither of whom sees what the other said; a third decides.
# [desk.entered_twice]
# boligstoette = ["konto"]
# [desk.tls]
# certificate = "indgang.pem"
# key = "indgang.key"
# People of an organisation sign in at its provider (OpenID Connect); which of its groups has which
# role. With units_claim a person is of the units that it names, and all_units of all.
# [desk.provider]
# issuer = "https://login.example.dk/realms/office"
# client_id = "indgang"
# client_secret_file = "client_secret"
# roles_claim = "groups"
# units_claim = "units"
# all_units = "*"
# [desk.provider.roles]
# "mailroom" = "operator"
# "benefits" = "case_worker"
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

}  // namespace indgang::configuration
