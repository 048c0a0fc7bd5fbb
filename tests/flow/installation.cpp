// SPDX-License-Identifier: MPL-2.0
#include "tests/flow/installation.h"

#include <signal.h>

#include <leptonica/allheaders.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

#include <gtest/gtest.h>

#include "adapters/http/client.h"
#include "schemas/error/error.h"

namespace indgang::flow {
namespace {

constexpr std::chrono::seconds patience{30};
constexpr std::chrono::milliseconds between_looks{50};

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char c : text) {
        result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return result + "'";
}

bool answers(const std::string& url, const std::string& path) {
    try {
        http::Client client({url, 2'000});
        http::Request request;
        request.method = "GET";
        request.path = path;
        return client.send(request).status < 500;
    } catch (const Error&) {
        return false;
    }
}

}  // namespace

Installation::Installation() : program_(std::string(INDGANG_BUILD_DIR) + "/indgang") {
    std::string name = (std::filesystem::temp_directory_path() / "indgang-flow-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw Error(Reason::folder_trouble, "flow: no temporary folder");
    }
    folder_ = name;
    std::filesystem::create_directory(inbox());
    const auto registers = std::to_string(fault::free_port());
    const auto casequeue = std::to_string(fault::free_port());
    const auto service = std::to_string(fault::free_port());
    registers_url_ = "http://127.0.0.1:" + registers;
    casequeue_url_ = "http://127.0.0.1:" + casequeue;
    service_url_ = "http://127.0.0.1:" + service;
    std::string& configuration = configuration_;
    configuration = "[store]\nfolder = \"store\"\n[workers]\nprocesses = 1\n";
    for (const char* registry : {"cpr", "eindkomst", "bbr", "cvr"}) {
        configuration += std::string("[registries.") + registry + "]\nurl = \"" + registers_url_ +
                         "\"\ntimeout_ms = 3000\n";
    }
    const auto watch = std::to_string(fault::free_port());
    watch_url_ = "http://127.0.0.1:" + watch;
    configuration += "[service]\nport = " + service + "\nwatch_port = " + watch +
                     "\nrequest_log = \"requests.log\"\nwatched_folders = [\"inbox\"]\n";
    configure_destinations("[casequeue]\nurl = \"" + casequeue_url_ + "\"\n");
    registers_ = std::make_unique<fault::Process>(
        fault::Command{{program_, "simulate", "registers", "--port", registers, "--persons",
                        std::string(INDGANG_SOURCE_DIR) + "/samples/registers/persons.json"},
                       folder_ / "registers.log"});
    casequeue_ = std::make_unique<fault::Process>(
        fault::Command{{program_, "simulate", "casequeue", "--port", casequeue, "--folder",
                        (folder_ / "cases").string()},
                       folder_ / "casequeue.log"});
    if (!wait_until([&] { return answers(registers_url_, "/simulator/counts"); }) ||
        !wait_until([&] { return answers(casequeue_url_, "/ledger"); })) {
        throw Error(Reason::worker_not_started, "flow: the simulators did not start");
    }
}

Installation::~Installation() {
    service_.reset();
    registers_.reset();
    casequeue_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

Outcome Installation::indgang(const std::vector<std::string>& arguments) const {
    const auto out = folder_ / "command.out";
    const auto err = folder_ / "command.err";
    std::string command = quoted(program_) + " --config " + quoted(folder_ / "indgang.toml");
    for (const auto& argument : arguments) {
        command += " " + quoted(argument);
    }
    command += " >" + quoted(out) + " 2>" + quoted(err) + " </dev/null";
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(out), read_file(err)};
}

void Installation::configure(const std::string& lines) const {
    std::ofstream(folder_ / "indgang.toml", std::ios::app) << lines;
}

void Installation::configure_destinations(const std::string& lines) const {
    write("indgang.toml", configuration_ + lines);
}

std::string Installation::serve() {
    service_ = std::make_unique<fault::Process>(
        fault::Command{{program_, "serve", "--config", (folder_ / "indgang.toml").string()},
                       folder_ / "service.log"});
    if (!wait_until([&] { return answers(service_url_, "/livez"); }) ||
        !wait_until([&] { return answers(watch_url_, "/livez"); })) {
        throw Error(Reason::worker_not_started, "flow: the service did not start");
    }
    return service_url_;
}

void Installation::stop_serving() {
    service_.reset();
}

bool Installation::stops_when_asked() {
    ::kill(service_->id(), SIGTERM);
    return wait_until([&] { return service_->has_ended(); });
}

void Installation::set_fault(const std::string& registry, const std::string& fault) const {
    int status = 0;
    (void)exchange(registers_url_, "POST", "/simulator/faults",
                   nlohmann::json{{registry, fault}}.dump(), status);
    if (status != 200) {
        throw Error(Reason::worker_request, "flow: the registers take no fault");
    }
}

nlohmann::json Installation::case_ledger() const {
    int status = 0;
    return exchange(casequeue_url_, "GET", "/ledger", "", status);
}

std::filesystem::path Installation::write(const std::string& name, const std::string& bytes) const {
    const auto path = folder_ / name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
}

nlohmann::json exchange(const std::string& url, const std::string& method, const std::string& path,
                        const std::string& body, int& status, const std::string& key) {
    http::Client client({url, 10'000});
    http::Request request;
    request.method = method;
    request.path = path;
    request.body = bytes_of(body);
    if (!key.empty()) {
        request.headers["Idempotency-Key"] = key;
    }
    const auto response = client.send(request);
    status = response.status;
    return nlohmann::json::parse(response.body, nullptr, false);
}

bool wait_until(const std::function<bool()>& is_done) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < until) {
        if (is_done()) {
            return true;
        }
        std::this_thread::sleep_for(between_looks);
    }
    return false;
}

std::string sample(const std::string& path) {
    return read_file(std::string(INDGANG_SOURCE_DIR) + "/samples/" + path);
}

void write_pages(const std::filesystem::path& file, const std::vector<int>& pages) {
    const std::string batch = std::string(INDGANG_SOURCE_DIR) + "/samples/paper/batch-2026-11.tif";
    const char* mode = "w";
    for (const int page : pages) {
        Pix* pix = pixReadTiff(batch.c_str(), page - 1);
        ASSERT_NE(pix, nullptr) << page;
        ASSERT_EQ(pixWriteTiff(file.c_str(), pix, IFF_TIFF_G4, mode), 0);
        pixDestroy(&pix);
        mode = "a";
    }
}

}  // namespace indgang::flow
