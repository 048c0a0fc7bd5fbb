// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/casequeue/protocols.h"
#include "adapters/http/client.h"
#include "adapters/identity/open_id.h"
#include "pipeline/stages/route.h"
#include "pipeline/store/store.h"
#include "pipeline/worker/worker.h"

namespace indgang::configuration {

/// Where people settle what the machine doubts.
struct DeskSettings {
    bool is_on = false;  ///< the file has a table `desk`
    std::string address = "127.0.0.1";
    int port = 8120;
    http::TlsFiles tls;
    std::filesystem::path pages;     ///< as `./run web` built them
    std::filesystem::path accounts;  ///< as configured; see Configuration::accounts_file
    std::string url;                 ///< where browsers find it; empty: its address and port
    std::optional<identity::ProviderSettings> provider;
    /// Which forms each unit of the organisation works on.
    std::map<std::string, std::vector<std::string>> units;
    /// Which fields of a form two people enter.
    std::map<std::string, std::vector<std::string>> entered_twice;
    bool is_private = false;  ///< verifiers see single fields alone, unless they say why
    double seeded_share = 0;  ///< of the single fields, those whose value is known; 0..0.1
};

/// Everything that an installation may set. One TOML file; docs/configuration.md has every key.
struct Configuration {
    std::filesystem::path file;  ///< where it was read from; empty: defaults only
    std::filesystem::path store_folder;
    std::vector<std::filesystem::path> form_folders;
    std::filesystem::path models_folder;
    int worker_processes = 0;  ///< 0: one per core
    std::int64_t worker_memory_mib = 512;
    int page_seconds = 120;
    std::map<std::string, http::ClientSettings> registries;
    std::map<std::string, casequeue::Destination> destinations;  ///< by name
    std::vector<stages::Route> routes = stages::everything_to(store::first_destination);
    std::vector<std::string> route_places;  ///< "FILE:LINE:COLUMN" of each in a file
    bool makes_copies = true;  ///< a searchable PDF/A of each application, added to its case
    std::string service_address = "127.0.0.1";
    int service_port = 8100;
    http::TlsFiles service_tls;
    int sender_arrivals = 100'000;  ///< of one address, that may wait unread
    int sender_mib = 8'192;         ///< the same
    std::string watch_address = "127.0.0.1";
    int watch_port = 8108;
    std::filesystem::path request_log;  ///< empty: none is written
    std::vector<std::filesystem::path> watched_folders;
    bool takes_subfolders = false;  ///< folders inside the watched ones are watched, too
    DeskSettings desk;

    [[nodiscard]] worker::WorkerSettings worker_settings() const;
    [[nodiscard]] int workers() const;  ///< at least one
    /// Accounts of people at the desk: `desk.accounts`, else a file in the store's folder.
    [[nodiscard]] std::filesystem::path accounts_file() const;
    /// Where a net of digits stands that was retrained here; see docs/retraining.md.
    [[nodiscard]] std::filesystem::path champion_file() const;
};

/// Reads `file`; without one, the first that exists of $INDGANG_CONFIG, ./indgang.toml and
/// /etc/indgang/indgang.toml, else the defaults.
/// Errors: bad_input with the place "FILE:LINE" and every problem: not TOML, an unknown key, a
///         wrong type, a number out of range; not_found (a named file is missing).
[[nodiscard]] Configuration load_configuration(const std::optional<std::filesystem::path>& file);

/// Every key with its default and a comment, as TOML: a file to start from.
[[nodiscard]] std::string commented_defaults();

/// The running executable, and the folder with `schemas/forms` and `ocr/models` that belongs to it:
/// $INDGANG_HOME, a folder above the executable, or /usr/share/indgang.
[[nodiscard]] std::filesystem::path own_executable();
[[nodiscard]] std::filesystem::path data_folder();

}  // namespace indgang::configuration
