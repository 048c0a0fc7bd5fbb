// SPDX-License-Identifier: MPL-2.0
#include <Poco/MD5Engine.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "ocr/net/character_net.h"
#include "pipeline/configuration/destinations.h"
#include "pipeline/configuration/surroundings.h"
#include "pipeline/program/commands.h"
#include "pipeline/program/session.h"
#include "schemas/core/digest.h"
#include "schemas/core/harmless_text.h"
#include "schemas/error/error.h"
#include "schemas/form/definition.h"

namespace indgang::program {
namespace {

using Check = configuration::Surrounding;

Bytes load(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Of a file in the list that a Debian package brings: "HEX  usr/share/...", a line each. Empty: it
/// is not in the list, or there is none.
std::string listed_md5(const std::filesystem::path& list, const std::filesystem::path& file) {
    std::error_code trouble;
    const auto path = std::filesystem::canonical(file, trouble);
    std::ifstream lines(list);
    std::string hex, name;
    while (lines >> hex && std::getline(lines >> std::ws, name)) {
        if ("/" + name == path.string()) {
            return hex;
        }
    }
    return {};
}

}  // namespace

/// One byte that changed in the middle of a language loads, and reads worse: only the list of the
/// package knows it.
Check check_traineddata(const std::filesystem::path& file,
                        const std::filesystem::path& package_list) {
    Check check{file.filename().string(), std::filesystem::exists(file), file.string(), ""};
    if (!check.is_good) {
        check.seen = "missing";
        return check;
    }
    const auto listed = listed_md5(package_list, file);
    if (listed.empty()) {
        check.seen += ", cannot be vouched for: no list of a package names it";
        return check;
    }
    Poco::MD5Engine md5;
    const auto bytes = load(file);
    md5.update(bytes.data(), bytes.size());
    check.is_good = Poco::DigestEngine::digestToHex(md5.digest()) == listed;
    check.seen += check.is_good ? ", as it was installed" : ", has changed since it was installed";
    return check;
}

namespace {

bool is_on_path(const std::string& program) {
    const char* path = std::getenv("PATH");
    std::string_view rest = path == nullptr ? "" : path;
    while (!rest.empty()) {
        const auto colon = rest.find(':');
        const auto folder = std::string(rest.substr(0, colon));
        if (::access((folder + "/" + program).c_str(), X_OK) == 0) {
            return true;
        }
        rest = colon == std::string_view::npos ? "" : rest.substr(colon + 1);
    }
    return false;
}

/// Starts a real worker, which loads everything that reading needs: forms, blanks and every net,
/// each of which holds its own digest.
Check check_worker(const configuration::Configuration& configuration) {
    Check check{
        "worker process, with all forms and models", false, "",
        "put back what is named here; `indgang run` and `indgang serve` go on by themselves"};
    try {
        worker::WorkerProcess(configuration.worker_settings()).check();
        check.is_good = true;
        check.seen = "starts, is shut in, and has loaded them";
    } catch (const Error& error) {
        check.seen = error.what();
    }
    return check;
}

/// Takes: the name of a traineddata file, and the end of its package's name.
Check check_language(const std::string& language, const std::string& package) {
    const char* prefix = std::getenv("TESSDATA_PREFIX");
    const auto folder = prefix != nullptr
                            ? std::filesystem::path(prefix)
                            : std::filesystem::path("/usr/share/tesseract-ocr/5/tessdata");
    const std::filesystem::path package_lists = "/var/lib/dpkg/info";
    auto check = check_traineddata(folder / (language + ".traineddata"),
                                   package_lists / ("tesseract-ocr-" + package + ".md5sums"));
    check.what = "Tesseract language " + language;
    check.remedy =
        std::string("apt-get install ") +
        (std::filesystem::exists(folder / (language + ".traineddata")) ? "--reinstall " : "") +
        "tesseract-ocr-" + package;
    return check;
}

/// Opens the store as whoever looks at it does, and with the same checks.
Check check_store(const configuration::Configuration& configuration) {
    const auto& folder = configuration.store_folder;
    Check check{"store", true, folder.string(), ""};
    try {
        const store::sqlite::SqliteStore store(folder, store::Access::read, system_clock(),
                                               ordered_ids(system_clock()));
        store.check_files(folder / "blobs");
        static_cast<void>(store.ledger());
        check.seen += ", can be read";
    } catch (const Error& error) {
        check.is_good = error.why() == Reason::store_absent || error.why() == Reason::store_older;
        check.seen = error.why() == Reason::store_absent
                         ? folder.string() + ", none yet: the first start makes it"
                     : check.is_good
                         ? folder.string() + ", of an older version: the next start renews it"
                         : error.what();
        check.remedy = row_of(error.why()).next;
    }
    return check;
}

/// The program's models against the digests that were written down with them, as `sha256sum`
/// writes them: one byte that changed on the disk is seen, wherever it is.
void check_models(const std::filesystem::path& folder, std::vector<Check>& checks) {
    constexpr const char* remedy = "install the program's models again, or set models.folder";
    std::ifstream sums(folder / "SHA256SUMS");
    std::string hex, name;
    bool has_any = false;
    while (sums >> hex >> name) {
        has_any = true;
        const auto file = folder / name;
        const bool exists = std::filesystem::exists(file);
        const bool is_same = exists && Digest::of(load(file)).hex() == hex;
        checks.push_back({"model " + name, is_same,
                          is_same  ? "as it was made"
                          : exists ? "has changed"
                                   : "missing",
                          remedy});
    }
    if (!has_any) {
        checks.push_back({"models", false, "no SHA256SUMS in " + folder.string(), remedy});
    }
}

/// The net that this installation learned itself, which holds its own digest.
void check_champion(const std::filesystem::path& file, std::vector<Check>& checks) {
    if (!std::filesystem::exists(file)) {
        return;
    }
    Check check{"net of digits that was learned here", false, "",
                "remove " + file.string() + ": the program's own reads again"};
    try {
        check.seen = "version " + ocr::CharacterNet::load(load(file)).version();
        check.is_good = true;
    } catch (const Error& error) {
        check.seen = error.what();
    }
    checks.push_back(std::move(check));
}

Check check_forms_of(const configuration::Configuration& configuration) {
    Check check{"forms", false, "", "`indgang form check` names what is wrong"};
    try {
        const auto catalogue = form::FormCatalogue::load(configuration.form_folders);
        check.is_good = !catalogue.all().empty() && catalogue.left_out().empty();
        check.seen = std::to_string(catalogue.all().size()) + " definitions";
        for (const auto& left_out : catalogue.left_out()) {
            check.seen += "; left out: " + left_out.folder.string();
        }
    } catch (const Error& error) {
        check.seen = error.what();
    }
    return check;
}

Check check_disk(const configuration::Configuration& configuration) {
    constexpr std::uint64_t least_free_mib = 512;
    struct statvfs disk {};
    auto folder = configuration.store_folder;
    while (!std::filesystem::exists(folder) && folder.has_parent_path()) {
        folder = folder.parent_path();
    }
    const bool has_disk = ::statvfs(folder.c_str(), &disk) == 0;
    const std::uint64_t free_mib = has_disk ? disk.f_bavail * disk.f_frsize >> 20 : 0;
    return {"room for the store", free_mib >= least_free_mib,
            std::to_string(free_mib) + " MiB free at " + folder.string(),
            "free some disk, or set store.folder"};
}

}  // namespace

console::ExitCode check_configuration(const configuration::Configuration& configuration) {
    if (!configuration.route_places.empty()) {
        configuration::check_routes(configuration, load_forms(configuration));
    }
    std::cout << "file       "
              << (configuration.file.empty() ? "none: defaults" : configuration.file.string())
              << "\nstore      " << configuration.store_folder.string() << "\n";
    for (const auto& folder : configuration.form_folders) {
        std::cout << "forms      " << folder.string() << "\n";
    }
    std::cout << "models     " << configuration.models_folder.string() << "\nworkers    "
              << configuration.workers() << " with " << configuration.worker_memory_mib
              << " MiB each\n";
    for (const auto& [name, settings] : configuration.registries) {
        std::cout << "register   " << name << " at " << settings.base_url << "\n";
    }
    if (configuration.destinations.empty()) {
        std::cout << "casequeue  none: the outbox only fills\n";
    }
    for (const auto& [name, destination] : configuration.destinations) {
        std::cout << "cases      " << name << " at " << destination.server.base_url << " ("
                  << destination.protocol << ")\n";
    }
    for (const auto& route : configuration.routes) {
        std::cout << "route      " << configuration::text_of(route) << "\n";
    }
    std::cout << "service    " << configuration.service_address << ":" << configuration.service_port
              << "\n";
    std::cout << "watched at " << configuration.watch_address << ":" << configuration.watch_port
              << "\n";
    if (!configuration.request_log.empty()) {
        std::cout << "requests   " << configuration.request_log.string() << "\n";
    }
    for (const auto& folder : configuration.watched_folders) {
        std::cout << "watches    " << folder.string() << "\n";
    }
    bool is_good = true;
    for (const auto& found : configuration::look_around(configuration)) {
        if (!found.is_good) {
            is_good = false;
            std::cout << "BAD        " << console::printable(found.what + ": " + found.seen) << "; "
                      << found.remedy << "\n";
        }
    }
    // Who is away now may be there when it counts, so it does not make the configuration wrong.
    for (const auto& found : configuration::ask_others(configuration)) {
        if (!found.is_good) {
            std::cout << "AWAY       " << console::printable(found.what + ": " + found.seen) << "; "
                      << found.remedy << "\n";
        }
    }
    std::cout << (is_good ? "good\n" : "");
    return is_good ? console::ExitCode::done : console::ExitCode::configuration;
}

console::ExitCode diagnose(const configuration::Configuration& configuration, bool is_json) {
    std::vector<Check> checks{
        check_language("dan", "dan"),
        check_language("eng", "eng"),
        check_language("Latin", "script-latn"),
        {"pdftoppm, for drawn PDF pages", is_on_path("pdftoppm"),
         is_on_path("pdftoppm") ? "found" : "missing", "apt-get install poppler-utils"},
        {"heif-convert, for photos of phones (HEIC)", is_on_path("heif-convert"),
         is_on_path("heif-convert") ? "found" : "missing", "apt-get install libheif-examples"},
        check_forms_of(configuration),
        check_store(configuration),
        check_disk(configuration),
        check_worker(configuration)};
    check_models(configuration.models_folder, checks);
    check_champion(configuration.champion_file(), checks);
    std::ranges::move(configuration::look_around(configuration), std::back_inserter(checks));
    std::ranges::move(configuration::ask_others(configuration), std::back_inserter(checks));
    bool is_good = true;
    const bool colours = console::has_colours(1);
    auto list = nlohmann::ordered_json::array();
    for (const auto& check : checks) {
        is_good = is_good && check.is_good;
        list.push_back({{"what", check.what},
                        {"good", check.is_good},
                        {"seen", check.seen},
                        {"remedy", check.is_good ? "" : check.remedy}});
        if (!is_json) {
            std::cout << console::paint(
                             check.is_good ? "good  " : "BAD   ",
                             check.is_good ? console::Colour::good : console::Colour::bad, colours)
                      << console::printable(check.what + ": " + check.seen) << "\n";
            if (!check.is_good) {
                std::cout << "      " << check.remedy << "\n";
            }
        }
    }
    if (is_json) {
        std::cout << harmless_json(list.dump(2)) << "\n";
    }
    return is_good ? console::ExitCode::done : console::ExitCode::missing_part;
}

}  // namespace indgang::program
