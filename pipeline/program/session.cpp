// SPDX-License-Identifier: MPL-2.0
#include "pipeline/program/session.h"

#include <iostream>

#include "ocr/decode/scan.h"
#include "pipeline/console/console.h"
#include "pipeline/worker/scratch_folder.h"

namespace indgang::program {

form::FormCatalogue load_forms(const configuration::Configuration& configuration) {
    auto catalogue = form::FormCatalogue::load(configuration.form_folders);
    for (const auto& left_out : catalogue.left_out()) {
        std::cerr << console::printable_lines("indgang: the form in " + left_out.folder.string() +
                                              " is broken and LEFT OUT; all others work:\n" +
                                              left_out.trouble)
                  << "\n";
    }
    return catalogue;
}

namespace {

/// Before a folder of files is made: a store that lost it is refused as it was found.
std::filesystem::path checked(const store::Store& store, std::filesystem::path blobs) {
    store.check_files(blobs);
    return blobs;
}

}  // namespace

Session::Session(const configuration::Configuration& configuration, store::Access access)
    : configuration_(&configuration),
      forms_(load_forms(configuration)),
      is_new_(!store::sqlite::SqliteStore::is_in(configuration.store_folder)),
      store_(configuration.store_folder, access, system_clock(), ordered_ids(system_clock())),
      blobs_(checked(store_, configuration.store_folder / "blobs"), &store_) {
    if (access == store::Access::write) {
        worker::remove_what_the_dead_left(configuration.worker_settings().scratch);
    }
    // A wrong folder is seen before a second store is taken for the first.
    std::cerr << "store: " << console::printable(configuration.store_folder.string())
              << (is_new_ ? " (a new one)" : "") << "\n";
}

std::unique_ptr<runner::Runner> Session::start_runner(
    std::function<void(const std::string&)> say,
    std::shared_ptr<worker::WorkerCounts> workers) const {
    runner::RunnerSettings settings;
    settings.workers = configuration_->worker_settings();
    settings.workers.counts = std::move(workers);
    settings.say = std::move(say);
    settings.worker_processes = configuration_->workers();
    settings.registries = configuration_->registries;
    settings.destinations = configuration_->destinations;
    settings.routes = configuration_->routes;
    settings.makes_copies = configuration_->makes_copies;
    return std::make_unique<runner::Runner>(settings, store_, blobs_, forms_, system_clock());
}

desk::Desk Session::desk() const {
    return {store_, forms_, system_clock(), configuration_->desk.is_private};
}

service::Door Session::door(runner::Runner& runner) const {
    return {store_, blobs_,
            [](BytesView bytes) { return std::string(ocr::name_of(ocr::sniff(bytes))); },
            [&runner] { runner.wake(); }};
}

}  // namespace indgang::program
