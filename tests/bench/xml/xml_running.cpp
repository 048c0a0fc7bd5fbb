// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/xml/xml_running.h"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

#include "adapters/http/server.h"
#include "pipeline/crew/dependencies.h"
#include "pipeline/runner/delivering_crew.h"
#include "pipeline/runner/runner.h"
#include "pipeline/service/door.h"
#include "pipeline/store/sqlite/database/sql.h"
#include "pipeline/store/sqlite/database/writer.h"
#include "pipeline/store/sqlite/sqlite_store.h"
#include "schemas/core/random.h"
#include "tests/bench/cpu_clock.h"
#include "tests/bench/folder.h"
#include "tests/bench/processes.h"

namespace indgang::bench {
namespace {

constexpr int senders = 16;
constexpr std::chrono::seconds patience{60};

/// Hands in the documents `from` up to `to`, and waits until all are settled.
/// Gives: wall seconds.
double send(const service::Door& door, runner::Runner& runner,
            const std::vector<Document>& documents, int from, int to) {
    const double start = wall_seconds();
    std::atomic<int> next = from;
    std::vector<std::thread> threads;
    for (int sender = 0; sender < senders; ++sender) {
        threads.emplace_back([&] {
            for (int i = next++; i < to; i = next++) {
                const auto& document = documents[static_cast<std::size_t>(i) % documents.size()];
                (void)service::take_in(door, view_of(numbered(document, i)), "http", "", "");
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    if (runner.wait_until_idle(patience, [] { return true; }) != runner::Runner::Idle::done) {
        throw std::runtime_error("the runner did not come to an end");
    }
    return wall_seconds() - start;
}

/// Keeps what it is sent as a case system does, and no more.
class Receiver {
  public:
    explicit Receiver(const std::filesystem::path& file)
        : writer_(open(file)), server_({.port = 0}, [this](const http::ServerRequest& request) {
              return answer(request);
          }) {}

    [[nodiscard]] int port() const { return server_.port(); }
    [[nodiscard]] int cases() const { return cases_; }

  private:
    static std::unique_ptr<store::sqlite::Connection> open(const std::filesystem::path& file) {
        auto connection = std::make_unique<store::sqlite::Connection>(
            file, store::sqlite::Connection::Mode::write);
        connection->run("CREATE TABLE documents (digest TEXT PRIMARY KEY, bytes TEXT NOT NULL)");
        connection->run("CREATE TABLE cases (key TEXT PRIMARY KEY, body TEXT NOT NULL)");
        return connection;
    }

    http::ServerResponse answer(const http::ServerRequest& request) {
        constexpr int created = 201, not_found = 404;
        const std::string text(text_of(request.body));
        if (request.method == "HEAD") {
            return {.status = not_found, .body = {}};
        }
        if (request.method == "PUT") {
            writer_.run([&](store::sqlite::Transaction& transaction) {
                transaction.connection().run("INSERT OR IGNORE INTO documents VALUES (?,?)",
                                             request.path, text);
            });
            return {.status = created, .body = "{}"};
        }
        const std::string& key = request.headers.at("idempotency-key");
        writer_.run([&](store::sqlite::Transaction& transaction) {
            transaction.connection().run("INSERT INTO cases VALUES (?,?)", key, text);
        });
        const int number = ++cases_;
        return {.status = created,
                .body = R"({"case_number":"B-)" + std::to_string(number) + "\"}"};
    }

    store::sqlite::Writer writer_;
    std::atomic<int> cases_{0};
    http::Server server_;  // last: it ends first
};

}  // namespace

runner::RunnerSettings runner_settings(const XmlOptions& options,
                                       const std::filesystem::path& scratch) {
    runner::RunnerSettings settings;
    settings.workers.program = options.program;
    settings.workers.forms = {options.forms};
    settings.workers.models = options.models;
    settings.workers.scratch = scratch;
    settings.worker_processes = static_cast<int>(std::thread::hardware_concurrency());
    return settings;
}

nlohmann::ordered_json measure_intake(const XmlOptions& options,
                                      const form::FormCatalogue& catalogue,
                                      const std::vector<Document>& documents) {
    constexpr int warming = 64;
    const Folder folder;
    const auto database = folder.path() / "indgang.sqlite";
    const int each = options.documents;
    const int all = std::max(options.filled, warming + 2 * each);
    double first = 0, last = 0;
    {
        const Clock clock = system_clock();
        store::sqlite::SqliteStore store(folder.path(), store::Access::write, clock,
                                         ordered_ids(clock));
        store::Blobs blobs(folder.path() / "blobs", &store);
        runner::Runner runner(runner_settings(options, folder.path()), store, blobs, catalogue,
                              clock);
        const service::Door door{store, blobs, [](BytesView) { return std::string("xml"); },
                                 [&] { runner.wake(); }};
        (void)send(door, runner, documents, 0, warming);  // the workers start
        first = send(door, runner, documents, warming, warming + each);
        (void)send(door, runner, documents, warming + each, all - each);
        last = send(door, runner, documents, all - each, all);
    }
    store::sqlite::Connection connection(database, store::sqlite::Connection::Mode::write);
    connection.run("PRAGMA wal_checkpoint(TRUNCATE)");
    const auto there = connection.number("SELECT count(*) FROM items");
    return {{"records_per_second", each / first},
            {"records_per_second_at_100000", each / last},
            {"records_there", there},
            {"bytes_per_record", static_cast<double>(std::filesystem::file_size(database)) /
                                     static_cast<double>(there)}};
}

nlohmann::ordered_json measure_run(const XmlOptions& options,
                                   const std::vector<Document>& documents) {
    const Folder folder;
    const auto inbox = folder.path() / "inbox";
    std::filesystem::create_directory(inbox);
    for (int i = 0; i < options.files; ++i) {
        std::ofstream(inbox / (std::to_string(i) + ".xml"))
            << numbered(documents[static_cast<std::size_t>(i) % documents.size()], i);
    }
    const auto configuration = folder.path() / "indgang.toml";
    std::ofstream(configuration) << "[store]\nfolder = \"var\"\n[forms]\nfolders = [\""
                                 << options.forms.string() << "\"]\n[models]\nfolder = \""
                                 << options.models.string() << "\"\n";
    const CommandRun run = run_command({options.program.string(), "--config",
                                        configuration.string(), "run", "--quiet", inbox.string()});
    return {{"run_files", options.files},
            {"run_files_per_second", options.files / run.wall_seconds}};
}

nlohmann::ordered_json measure_deliveries(store::Store& store, store::Blobs& blobs) {
    constexpr std::chrono::milliseconds look_every{2};
    const Folder folder;
    Receiver receiver(folder.path() / "cases.sqlite");
    const auto ready = store.ledger().items["ready"];
    crew::WakeUp settled, delivered;
    const double start = wall_seconds();
    {
        const runner::RunnerSettings settings;
        crew::Pauses pauses;
        crew::Dependencies dependencies(system_clock(), {});
        casequeue::Destination casequeue;
        casequeue.server.base_url = "http://127.0.0.1:" + std::to_string(receiver.port());
        const runner::DeliveringCrew crew({settings.delivery_threads, store, blobs,
                                           std::string(store::first_destination), casequeue, pauses,
                                           system_clock(), settled, delivered, dependencies});
        while (store.has_open_work()) {
            std::this_thread::sleep_for(look_every);
        }
    }
    const double wall = wall_seconds() - start;
    if (store.ledger().cases != ready || receiver.cases() != ready) {
        throw std::runtime_error("not every application became exactly one case");
    }
    return {{"cases", ready}, {"cases_per_second", static_cast<double>(ready) / wall}};
}

}  // namespace indgang::bench
