// SPDX-License-Identifier: MPL-2.0
#include <sys/resource.h>

#include <iostream>
#include <thread>

#include "pipeline/program/commands.h"
#include "pipeline/program/session.h"
#include "pipeline/service/folder_watch.h"
#include "pipeline/service/intake_server.h"
#include "schemas/error/error.h"

namespace indgang::program {
namespace {

constexpr std::chrono::milliseconds look_every{1'000};
constexpr std::chrono::milliseconds interrupt_check{100};

service::FolderWatchSettings watch_settings(const configuration::Configuration& configuration,
                                            const std::filesystem::path& folder) {
    service::FolderWatchSettings settings;
    settings.folder = folder;
    settings.takes_subfolders = configuration.takes_subfolders;
    return settings;
}

void look_at(service::FolderWatch& watch, const std::filesystem::path& folder) {
    const auto look = watch.look();
    for (const auto& arrival : look.arrivals) {
        std::cerr << "taken from " << folder.string() << ": arrival " << arrival << "\n";
    }
    for (const auto& reason : look.rejected) {
        std::cerr << "rejected in " << folder.string() << ": " << reason << "\n";
    }
    for (const auto& notice : look.notices) {
        std::cerr << folder.string() << ": " << notice << "\n";
    }
    for (const auto& trouble : look.troubles) {
        std::cerr << folder.string() << ": " << trouble << "\n";
    }
    for (const auto& trouble : look.ended) {
        std::cerr << folder.string() << ": over: " << trouble << "\n";
    }
}

/// A connection is an open file, and a shell's limit of 1,024 would be that of the service.
void open_as_many_files_as_allowed() {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
}

}  // namespace

console::ExitCode serve(const configuration::Configuration& configuration) {
    open_as_many_files_as_allowed();
    Session session(configuration, store::Access::write);
    const auto runner = session.start_runner();
    const auto door = session.door(*runner);
    service::IntakeServerSettings settings;
    settings.address = configuration.service_address;
    settings.port = configuration.service_port;
    settings.tls = configuration.service_tls;
    settings.on_trouble = [](const std::string& message) { std::cerr << message << "\n"; };
    settings.probe_folder = configuration.store_folder;
    settings.trouble = [&] {
        const auto trouble = runner->trouble();
        return trouble ? trouble->reason() : std::string();
    };
    const service::IntakeServer server(settings, door, system_clock());
    std::vector<service::FolderWatch> watches;
    for (const auto& folder : configuration.watched_folders) {
        watches.emplace_back(watch_settings(configuration, folder), door, system_clock());
    }
    std::cout << "listening on " << configuration.service_address << ":" << server.port()
              << std::endl;
    auto next_look = std::chrono::steady_clock::now();
    while (!is_interrupted()) {
        if (std::chrono::steady_clock::now() >= next_look) {
            for (std::size_t i = 0; i < watches.size(); ++i) {
                look_at(watches[i], configuration.watched_folders[i]);
            }
            next_look = std::chrono::steady_clock::now() + look_every;
        }
        std::this_thread::sleep_for(interrupt_check);
    }
    std::cerr << "stopping: what was taken in goes on at the next start\n";
    return console::ExitCode::done;
}

}  // namespace indgang::program
