// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/http/service.h"

#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include "pipeline/store/sqlite/sqlite_store.h"
#include "schemas/core/random.h"
#include "schemas/core/time.h"
#include "tests/bench/cpu_clock.h"

namespace indgang::bench {
namespace {

constexpr std::chrono::milliseconds look_every{20};

std::string text_of_file(const std::filesystem::path& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::filesystem::path process_folder(const fault::Process& process) {
    return std::filesystem::path("/proc") / std::to_string(process.id());
}

/// From the line that the service prints when it listens; 0: it did not yet.
int port_in(const std::string& log) {
    const std::string sign = "listening on 127.0.0.1:";
    const auto at = log.find(sign);
    const bool is_whole = at != std::string::npos && log.find('\n', at) != std::string::npos;
    return is_whole ? std::stoi(log.substr(at + sign.size())) : 0;
}

}  // namespace

Service::Service(const XmlOptions& options) {
    constexpr double patience_s = 60;
    const auto configuration = folder_.path() / "indgang.toml", log = folder_.path() / "log";
    std::ofstream(configuration) << "[store]\nfolder = \"var\"\n[forms]\nfolders = [\""
                                 << options.forms.string() << "\"]\n[models]\nfolder = \""
                                 << options.models.string() << "\"\n[service]\nport = 0\n";
    process_ = std::make_unique<fault::Process>(fault::Command{
        {options.program.string(), "--config", configuration.string(), "serve"}, log});
    const double begin = wall_seconds();
    while ((port_ = port_in(text_of_file(log))) == 0) {
        if (process_->has_ended() || wall_seconds() - begin > patience_s) {
            throw std::runtime_error("the service did not start: " + text_of_file(log));
        }
        std::this_thread::sleep_for(look_every);
    }
}

double Service::status(const std::string& key) const {
    std::ifstream in(process_folder(*process_) / "status");
    for (std::string word; in >> word;) {
        if (double value = 0; word == key && in >> value) {
            return value;
        }
    }
    throw std::runtime_error("the service is gone: " + text_of_file(folder_.path() / "log"));
}

double Service::status_mib(const std::string& key) const {
    constexpr double kib_per_mib = 1024;
    return status(key) / kib_per_mib;
}

int Service::threads() const {
    return static_cast<int>(status("Threads:"));
}

int Service::open_files() const {
    const std::filesystem::directory_iterator files(process_folder(*process_) / "fd");
    return static_cast<int>(std::distance(begin(files), end(files)));
}

int Service::arrivals() const {
    const store::sqlite::SqliteStore store(folder_.path() / "var", store::Access::read,
                                           system_clock(), random_ids());
    int all = 0;
    for (const auto& [state, count] : store.ledger().arrivals) {
        all += static_cast<int>(count);
    }
    return all;
}

void Service::wait_until_read() const {
    constexpr double patience_s = 300;
    const store::sqlite::SqliteStore store(folder_.path() / "var", store::Access::read,
                                           system_clock(), random_ids());
    const double begin = wall_seconds();
    while (store.ledger().arrivals["received"] > 0) {
        if (wall_seconds() - begin > patience_s) {
            throw std::runtime_error("what was taken in is never read");
        }
        std::this_thread::sleep_for(look_every);
    }
}

}  // namespace indgang::bench
