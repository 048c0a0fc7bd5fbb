// SPDX-License-Identifier: MPL-2.0
// Learning from what operators corrected, see docs/retraining.md. The tiles are made of the stored
// scans when they are needed and are gone when the command ends: nothing personal is kept a second
// time, and what is deleted from the store teaches nothing any more.
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "ocr/net/duel.h"
#include "pipeline/program/commands.h"
#include "pipeline/program/model_shelf.h"
#include "pipeline/program/session.h"
#include "pipeline/runner/stored_record.h"
#include "pipeline/stages/verified_cells.h"
#include "schemas/core/harmless_text.h"
#include "schemas/error/error.h"

namespace indgang::program {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int items_at_most = 1'000'000;

Bytes load(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        throw Error(Reason::model_missing,
                    "model: " + file.filename().string() + " can not be opened");
    }
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The net that reads now.
ocr::CharacterNet champion_of(const configuration::Configuration& configuration) {
    const fs::path own = configuration.champion_file();
    return ocr::CharacterNet::load(
        load(fs::exists(own) ? own : configuration.models_folder / "digits.bin"));
}

/// Collects the verified cells of all applications; a scan's page is read once for each of them.
class Collector {
  public:
    Collector(const configuration::Configuration& configuration, Session& session,
              const ocr::CharacterNet& net)
        : session_(session), net_(net), worker_(configuration.worker_settings()) {}

    void add(const store::Item& item) {
        const auto settled = runner::settled_of(item);
        const auto& record = settled.validated.inquired.record;
        const form::FormDefinition* form = session_.forms().find(record.form);
        if (form == nullptr || !record.arrival) {
            return;
        }
        const auto combs = stages::verified_combs(*form, record, settled.validated.verdicts);
        for (const record::PageRef& page : record.pages) {
            const auto is_here = [&](const form::Zone& zone) {
                return zone.page == page.form_page && combs.contains(zone.field);
            };
            if (std::any_of(form->zones.begin(), form->zones.end(), is_here)) {
                add_page(item.id, *record.arrival, page.page, combs);
            }
        }
    }

    [[nodiscard]] const std::vector<ocr::VerifiedTile>& tiles() const { return tiles_; }
    [[nodiscard]] int unreadable() const { return unreadable_; }

  private:
    void add_page(const std::string& item, const Digest& arrival, const PagePlace& page,
                  const std::map<std::string, std::string>& combs) {
        try {
            for (const auto& comb :
                 worker_.read_cells(session_.blobs().path_of(arrival), arrival, page)) {
                const auto digits = combs.find(comb.field);
                if (digits == combs.end() || tiles_.size() >= ocr::tuned_tiles_most) {
                    continue;
                }
                auto tiles = stages::verified_tiles(comb.cells, digits->second, net_, item);
                tiles_.insert(tiles_.end(), tiles.begin(), tiles.end());
            }
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::internal && error.why() != Reason::blob_missing) {
                throw;
            }
            ++unreadable_;  // deleted, or not to be read again: it teaches nothing
        }
    }

    Session& session_;
    const ocr::CharacterNet& net_;
    worker::WorkerProcess worker_;
    std::vector<ocr::VerifiedTile> tiles_;
    int unreadable_ = 0;
};

Json json_of(const ocr::NetScore& score) {
    return {{"cells", score.tiles},
            {"wrong", score.wrong},
            {"wrong_and_sure", score.wrong_and_sure},
            {"log_loss", score.log_loss}};
}

Json report_of(const ocr::Duel& duel, const ocr::CharacterNet& champion, std::size_t cells,
               int unreadable) {
    Json report{{"champion", champion.version()},
                {"made_at", format_utc(system_clock()())},
                {"verdict", std::string(ocr::name_of(duel.verdict))},
                {"verified_cells", cells},
                {"applications", duel.groups},
                {"unreadable_pages", unreadable}};
    if (duel.challenger) {
        report["version"] = duel.challenger->version();
        report["learned_cells"] = duel.learned;
        report["held_out"] = {{"champion", json_of(duel.held_out_champion)},
                              {"challenger", json_of(duel.held_out_challenger)}};
        report["general"] = {{"champion", json_of(duel.general_champion)},
                             {"challenger", json_of(duel.general_challenger)}};
    }
    return report;
}

std::string counts(const Json& one) {
    return std::to_string(one.at("wrong").get<int>()) + " of " +
           std::to_string(one.at("cells").get<int>()) + " wrong";
}

void print_report(const Json& report) {
    std::cout << "champion    " << report.at("champion").get<std::string>() << "\nverified    "
              << report.at("verified_cells").get<int>() << " cells of "
              << report.at("applications").get<int>() << " applications\n";
    if (report.contains("version")) {
        std::cout << "challenger  " << report.at("version").get<std::string>() << ", learned from "
                  << report.at("learned_cells").get<int>() << " cells\n";
        for (const char* set : {"held_out", "general"}) {
            const Json& both = report.at(set);
            std::cout << (std::string(set) == "general" ? "general     " : "held out    ")
                      << "champion " << counts(both.at("champion")) << ", challenger "
                      << counts(both.at("challenger")) << "\n";
        }
    }
    std::cout << "verdict     " << report.at("verdict").get<std::string>() << "\n";
}

}  // namespace

console::ExitCode retrain_model(const configuration::Configuration& configuration,
                                const ModelRetrainOptions& options) {
    Session session(configuration, store::Access::read);
    const ocr::CharacterNet champion = champion_of(configuration);
    const auto general = ocr::parse_tiles(load(configuration.models_folder / "digits.general.bin"),
                                          champion.classes().size());
    Collector collector(configuration, session, champion);
    for (const auto& item : session.store().items({{}, {}, items_at_most})) {
        if (is_interrupted()) {
            throw Error(Reason::interrupted, "model: stopped; nothing changed");
        }
        collector.add(item);
    }
    const ocr::Duel duel = ocr::challenge(champion, collector.tiles(), general);
    const Json report = report_of(duel, champion, collector.tiles().size(), collector.unreadable());
    if (duel.verdict == ocr::Verdict::better) {
        ModelShelf shelf(configuration.champion_file());
        shelf.put(*duel.challenger, report.dump());
        if (!options.is_trial) {
            shelf.use(duel.challenger->version());
        }
    }
    if (options.is_json) {
        std::cout << harmless_json(report.dump(2)) << "\n";
    } else {
        print_report(report);
    }
    if (duel.verdict == ocr::Verdict::better) {
        std::cerr << (options.is_trial ? "kept, not used: `indgang model use "
                                       : "used from the next start on; back with `indgang model "
                                         "use ")
                  << (options.is_trial ? duel.challenger->version() : "shipped") << "`\n";
    }
    return console::ExitCode::done;
}

console::ExitCode list_models(const configuration::Configuration& configuration, bool is_json) {
    const ModelShelf shelf(configuration.champion_file());
    const std::string used = champion_of(configuration).version();
    const std::string shipped =
        ocr::CharacterNet::load(load(configuration.models_folder / "digits.bin")).version();
    Json list =
        Json::array({{{"version", shipped}, {"origin", "shipped"}, {"used", used == shipped}}});
    console::Table table({"model", "made", "of", "cells", "used"});
    table.row({shipped, "shipped", "", "", used == shipped ? "yes" : ""});
    for (const ShelvedModel& model : shelf.all()) {
        const Json report = Json::parse(model.report);
        const bool is_used = used == model.version;
        list.push_back({{"version", model.version}, {"origin", "retrained"}, {"used", is_used}});
        table.row({model.version, report.at("made_at").get<std::string>(),
                   report.at("champion").get<std::string>(),
                   std::to_string(report.at("learned_cells").get<int>()), is_used ? "yes" : ""});
    }
    std::cout << (is_json ? list.dump(2) + "\n" : table.text());
    return console::ExitCode::done;
}

console::ExitCode show_model(const configuration::Configuration& configuration,
                             const ModelOptions& options) {
    const ShelvedModel model = ModelShelf(configuration.champion_file()).get(options.version);
    if (options.is_json) {
        std::cout << model.report;
    } else {
        print_report(Json::parse(model.report));
    }
    return console::ExitCode::done;
}

console::ExitCode use_model(const configuration::Configuration& configuration,
                            const ModelOptions& options) {
    ModelShelf shelf(configuration.champion_file());
    if (options.version == "shipped") {
        shelf.use_shipped();
    } else {
        shelf.use(options.version);
    }
    std::cerr << options.version << " is used from the next start on\n";
    return console::ExitCode::done;
}

}  // namespace indgang::program
