// SPDX-License-Identifier: MPL-2.0
// A feed as a sender writes it at the end of a month: one file, all forms, each application of
// another person. The program takes it apart, reads, settles and stores. Once it runs through, for
// its rate and memory; once it is killed on the way, for what it loses or doubles.
//
// Nothing is delivered: an application is lost when the outbox has none of its number, and doubled
// when there are two of one.
#include <algorithm>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "pipeline/store/sqlite/sqlite_store.h"
#include "schemas/core/random.h"
#include "tests/bench/bench.h"
#include "tests/bench/folder.h"
#include "tests/bench/processes.h"
#include "tests/bench/xml/xml_documents.h"
#include "tests/bench/xml/xml_running.h"
#include "tests/fault/process.h"

namespace indgang::bench {
namespace {

/// Different applications; after them only the person is another.
constexpr int drawn_at_most = 2'000;

std::string without_declaration(const std::string& xml) {
    const auto end = xml.find("?>");
    return end == std::string::npos ? xml : xml.substr(end + 2);
}

void write_feed(const std::filesystem::path& file, const std::vector<Document>& documents,
                int number) {
    std::ofstream out(file, std::ios::binary);
    out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ansoegninger>\n";
    for (int i = 0; i < number; ++i) {
        const auto& document = documents[static_cast<std::size_t>(i) % documents.size()];
        out << without_declaration(numbered(document, i)) << "\n";
    }
    out << "</ansoegninger>\n";
    out.close();
    if (!out) {
        throw std::runtime_error("cannot write the feed");
    }
}

/// A configuration, a store and a feed.
class Office {
  public:
    Office(const XmlOptions& options, const std::vector<Document>& documents)
        : options_(&options),
          feed_(folder_.path() / "feed.xml"),
          configuration_(folder_.path() / "indgang.toml") {
        write_feed(feed_, documents, options.documents);
        std::ofstream(configuration_)
            << "[store]\nfolder = \"var\"\n[forms]\nfolders = [\"" << options.forms.string()
            << "\"]\n[models]\nfolder = \"" << options.models.string() << "\"\n";
    }

    [[nodiscard]] std::vector<std::string> command() const {
        return {options_->program.string(),
                "--config",
                configuration_.string(),
                "run",
                "--quiet",
                feed_.string()};
    }

    /// Kills a run after each of the times. Gives: how many runs had not ended by then.
    int kill_after(std::initializer_list<double> seconds) const {
        int killed = 0;
        for (const double wait : seconds) {
            fault::Process run({command(), folder_.path() / "log"});
            std::this_thread::sleep_for(std::chrono::duration<double>(wait));
            killed += run.has_ended() ? 0 : 1;
            run.kill();
        }
        return killed;
    }

    struct Faults {
        std::int64_t lost = 0, doubled = 0;
    };
    [[nodiscard]] Faults faults() const {
        const Clock clock = system_clock();
        const store::sqlite::SqliteStore store(folder_.path() / "var", store::Access::read, clock,
                                               ordered_ids(clock));
        const auto sums = store.recount();
        std::int64_t items = 0, arrivals = -1;  // the feed itself is none of its parts
        for (const auto& [state, number] : sums.items) {
            items += number;
        }
        for (const auto& [state, number] : sums.arrivals) {
            arrivals += number;
        }
        const std::int64_t sent = options_->documents;
        return {std::max<std::int64_t>(sent - std::min(items, arrivals), 0),
                std::max<std::int64_t>(std::max(items, arrivals) - sent, 0)};
    }

  private:
    const XmlOptions* options_;
    Folder folder_;
    std::filesystem::path feed_;
    std::filesystem::path configuration_;
};

}  // namespace

nlohmann::ordered_json feed_bench(const XmlOptions& options) {
    constexpr int single_at_most = 5'000;
    const auto catalogue = form::FormCatalogue::load({options.forms});
    auto drawn = options;
    drawn.documents = std::min(options.documents, drawn_at_most);
    const auto documents = make_documents(catalogue, drawn);
    nlohmann::ordered_json figures{{"documents", options.documents}};
    {
        auto single = options;
        single.files = std::min(options.documents, single_at_most);
        figures["single_records_per_second"] =
            measure_run(single, documents).at("run_files_per_second");
    }
    Office::Faults faults;
    double wall = 0;
    {
        const Office office(options, documents);
        const CommandRun run = run_command(office.command());
        wall = run.wall_seconds;
        faults = office.faults();
        figures["records_per_second"] = options.documents / wall;
        figures["rss_mib"] = run.rss_mib;
    }
    const Office office(options, documents);
    const int kills = office.kill_after({wall / 4, wall / 4});  // NOLINT: twice, on its way
    (void)run_command(office.command());
    const auto after = office.faults();
    figures["kills"] = kills;
    figures["lost"] = faults.lost + after.lost;
    figures["doubled"] = faults.doubled + after.doubled;
    return figures;
}

}  // namespace indgang::bench
