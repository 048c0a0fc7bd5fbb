// SPDX-License-Identifier: MPL-2.0
#include <algorithm>
#include <filesystem>
#include <future>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "pipeline/console/overview.h"
#include "pipeline/program/commands.h"
#include "pipeline/program/inputs.h"
#include "pipeline/program/session.h"
#include "pipeline/service/door.h"
#include "schemas/core/harmless_text.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"

namespace indgang::program {
namespace {

/// Small files that share one commit of the store: then its wait for the disk costs each of them
/// little, and the workers have something to read after the first.
constexpr std::size_t files_at_a_time = 64;

/// One file of the batch and what the store calls it.
struct Taken {
    std::filesystem::path file;
    std::string arrival;
    bool was_known = false;
    std::string trouble;  ///< why the file could not be taken; then there is no arrival
};

/// Tells one empty file from another, and is the same when the batch is run again.
std::string moment_of(const std::filesystem::path& file) {
    std::error_code unknown;
    const auto written = std::filesystem::last_write_time(file, unknown);
    return std::to_string(written.time_since_epoch().count()) + " " +
           std::filesystem::absolute(file, unknown).string();
}

store::ArrivalReceipt receive(const service::Door& door, const std::filesystem::path& file) {
    std::error_code unknown;
    const auto size = std::filesystem::file_size(file, unknown);
    if (!unknown && size > limits::xml_bytes) {
        const auto copy = service::copy_of(door, open_file(file).number(), size);
        return service::take_in(door, *copy.body, "file", file.string(), {});
    }
    const auto bytes = load_file(file);
    return bytes.empty() ? service::take_in_empty(door, "file", file.string(), moment_of(file))
                         : service::take_in(door, bytes, "file", file.string(), {});
}

Taken take(const service::Door& door, const std::filesystem::path& file) {
    Taken taken{file, {}, false, {}};
    try {
        const auto receipt = receive(door, file);
        taken.arrival = receipt.arrival;
        taken.was_known = receipt.was_known;
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::not_found && error.kind() != ErrorKind::limit &&
            error.kind() != ErrorKind::bad_input) {
            throw;
        }
        taken.trouble = error.reason();
    }
    return taken;
}

/// Nothing for a file that is large or cannot be read.
std::optional<Bytes> load_small(const std::filesystem::path& file) {
    std::error_code trouble;
    const auto size = std::filesystem::file_size(file, trouble);
    if (trouble || size > store::document_bytes) {
        return std::nullopt;
    }
    try {
        return load_file(file);
    } catch (const Error&) {
        return std::nullopt;  // it is tried once more alone, which says what is wrong
    }
}

/// Takes several files whose bytes are loaded; small ones share one commit.
void take_together(const service::Door& door, std::vector<service::NamedBytes>& handful,
                   std::vector<Taken>& taken) {
    try {
        const auto receipts = service::take_in(door, handful, "file");
        for (std::size_t i = 0; i < handful.size(); ++i) {
            taken.push_back({handful[i].name, receipts[i].arrival, receipts[i].was_known, {}});
        }
    } catch (const Error&) {
        // One of them is at fault, or what is wrong is wrong for each.
        for (const auto& file : handful) {
            taken.push_back(take(door, file.name));
        }
    }
    handful.clear();
}

/// Gives: those that were taken, in the order of the files; after an interruption not all.
std::vector<Taken> take_all(const service::Door& door,
                            const std::vector<std::filesystem::path>& files) {
    std::vector<Taken> taken;
    std::vector<service::NamedBytes> handful;
    for (const auto& file : files) {
        if (is_interrupted()) {
            break;
        }
        auto bytes = load_small(file);
        if (!bytes || bytes->empty()) {
            take_together(door, handful, taken);
            taken.push_back(take(door, file));
            continue;
        }
        handful.push_back({std::move(*bytes), file.string()});
        if (handful.size() == files_at_a_time) {
            take_together(door, handful, taken);
        }
    }
    take_together(door, handful, taken);
    return taken;
}

/// What became of one file.
struct FileResult {
    Taken taken;
    std::optional<store::Arrival> arrival;
    std::vector<console::ItemOverview> items;
    std::optional<store::FeedCounts> feed;  ///< of a file that holds many applications
};

FileResult result_of(const store::Store& store, const Taken& file) {
    FileResult result{file, std::nullopt, {}, std::nullopt};
    if (!file.arrival.empty()) {
        result.arrival = store.arrival(file.arrival);
        if (store::has_parts(result.arrival->content.type)) {
            result.feed = store.feed_counts(file.arrival);
            return result;
        }
        for (const auto& item :
             store.search({.arrival = file.arrival, .per_page = limits::scan_pages}).items) {
            result.items.push_back(console::overview_of(item));
        }
    }
    return result;
}

/// In the order of the files. Reading all records once more takes a processor as long as settling
/// them did, so every one takes its part.
std::vector<FileResult> results_of(const store::Store& store, const std::vector<Taken>& taken) {
    std::vector<FileResult> results(taken.size());
    const std::size_t parts = std::max(std::thread::hardware_concurrency(), 1U);
    std::vector<std::future<void>> done;
    for (std::size_t part = 0; part < parts; ++part) {
        done.push_back(std::async(std::launch::async, [&, part] {
            for (std::size_t i = part; i < taken.size(); i += parts) {
                results[i] = result_of(store, taken[i]);
            }
        }));
    }
    for (auto& one : done) {
        one.get();  // a store that cannot be read throws here
    }
    return results;
}

std::string rejection_of(const FileResult& result) {
    if (!result.taken.trouble.empty()) {
        return "not taken: " + result.taken.trouble;
    }
    const auto& arrival = *result.arrival;
    std::string text = std::string(store::name_of(arrival.state)) + ": " + arrival.reason;
    return arrival.place.empty() ? text : text + " (" + console::printable(arrival.place) + ")";
}

bool is_rejected(const FileResult& result) {
    return !result.arrival || result.arrival->state == store::ArrivalState::rejected ||
           result.arrival->state == store::ArrivalState::quarantined;
}

void print_feed(const FileResult& result, console::Table& table, const std::string& name,
                bool colours) {
    const bool is_whole = result.feed->refused == 0 && !is_rejected(result);
    auto text = console::text_of(*result.feed);
    if (is_rejected(result)) {
        text += "; then " + rejection_of(result);
    }
    table.row({name, result.arrival->content.type, "", "", "",
               console::paint(text, is_whole ? console::Colour::good : console::Colour::warning,
                              colours)});
}

void print_table(const std::vector<FileResult>& results) {
    const bool colours = console::has_colours(1);
    console::Table table({"file", "pages", "form", "read", "registers", "outcome"});
    for (const auto& result : results) {
        const auto name = console::printable(result.taken.file.filename().string()) +
                          (result.taken.was_known ? " (seen before)" : "");
        if (result.feed) {
            print_feed(result, table, name, colours);
            continue;
        }
        if (is_rejected(result)) {
            table.row({name, "", "", "", "",
                       console::paint(rejection_of(result), console::Colour::bad, colours)});
            continue;
        }
        if (result.items.empty()) {
            const bool is_read = result.arrival->state == store::ArrivalState::read;
            table.row(
                {name, "", "", "", "",
                 is_read ? console::paint("no application found", console::Colour::warning, colours)
                         : std::string(store::name_of(result.arrival->state))});
        }
        for (const auto& item : result.items) {
            std::string read = std::to_string(item.fields_filled) + " values";
            if (item.fields_doubtful > 0) {
                read += ", " + std::to_string(item.fields_doubtful) + " doubtful";
            }
            std::string registers = std::to_string(item.confirmed) + " confirmed";
            if (item.differing > 0) {
                registers += ", " + std::to_string(item.differing) + " differ";
            }
            if (item.unknown > 0) {
                registers += ", " + std::to_string(item.unknown) + " unknown";
            }
            table.row(
                {name, item.pages.empty() ? item.source : item.pages, item.form, read, registers,
                 console::paint(console::outcome_of(item), console::colour_of(item), colours)});
        }
    }
    std::cout << table.text();
}

void print_json(const std::vector<FileResult>& results, const store::Ledger& ledger) {
    const auto now = system_clock()();
    auto files = nlohmann::ordered_json::array();
    for (const auto& result : results) {
        nlohmann::ordered_json file{{"file", result.taken.file.string()},
                                    {"seen_before", result.taken.was_known}};
        if (result.arrival) {
            file["arrival"] = result.arrival->id;
            file["state"] = std::string(store::name_of(result.arrival->state));
            file["reason"] = result.arrival->reason;
            file["place"] = result.arrival->place;
            file["message"] = result.arrival->message;
        } else {
            file["state"] = "not_taken";
            file["reason"] = result.taken.trouble;
        }
        if (result.feed) {
            file["feed"] = console::json_of(*result.feed);
        }
        file["applications"] = nlohmann::ordered_json::array();
        for (const auto& item : result.items) {
            file["applications"].push_back(console::json_of(item, now));
        }
        files.push_back(std::move(file));
    }
    nlohmann::ordered_json all{{"files", std::move(files)}, {"ledger", console::json_of(ledger)}};
    std::cout << harmless_json(all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace))
              << "\n";
}

/// The most urgent thing that a script must know.
console::ExitCode exit_code(const std::vector<FileResult>& results, const RunOptions& options,
                            const configuration::Configuration& configuration) {
    bool is_damaged = false, waits = false, is_undelivered = false, needs_person = false,
         has_rejected = false;
    for (const auto& result : results) {
        has_rejected =
            has_rejected || is_rejected(result) || (result.feed && result.feed->refused > 0);
        needs_person =
            needs_person || (result.feed && (result.feed->parked > 0 || result.feed->empty > 0));
        is_undelivered =
            is_undelivered || (result.feed && !configuration.destinations.empty() &&
                               result.feed->taken > result.feed->delivered + result.feed->parked);
        is_damaged = is_damaged || (result.arrival && !result.arrival->reason.empty() &&
                                    result.arrival->state == store::ArrivalState::received);
        waits = waits || (result.arrival && result.arrival->state == store::ArrivalState::received);
        needs_person =
            needs_person || (result.arrival && result.arrival->state == store::ArrivalState::read &&
                             result.arrival->reason == code_of(Reason::no_application_found));
        for (const auto& item : result.items) {
            waits = waits || item.state == "waiting" || item.state == "recorded";
            is_undelivered = is_undelivered || item.state == "dead" ||
                             (item.state == "ready" && !configuration.destinations.empty());
            needs_person = needs_person || item.state == "parked";
        }
    }
    if (is_damaged) {
        return console::ExitCode::storage;
    }
    if (waits) {
        return console::ExitCode::registry;
    }
    if (is_undelivered) {
        return console::ExitCode::casequeue;
    }
    if (has_rejected) {
        return console::ExitCode::bad_input;
    }
    return needs_person && options.is_strict ? console::ExitCode::person_needed
                                             : console::ExitCode::done;
}

}  // namespace

console::ExitCode run_batch(const configuration::Configuration& configuration,
                            const RunOptions& options) {
    const auto inputs = find_inputs(options.inputs);
    for (const auto& file : inputs.passed_over) {
        std::cerr << "passed over (no scan, XML, JSON or zip): "
                  << console::printable(file.string()) << "\n";
    }
    Session session(configuration, store::Access::write);
    const auto runner = session.start_runner();
    const auto door = session.door(*runner);
    const auto taken = take_all(door, inputs.files);
    {
        console::ProgressLine line("files", options.is_quiet);
        const auto idle = runner->wait_until_idle(std::chrono::seconds(options.wait_seconds), [&] {
            const auto progress = runner->progress();
            line.show(progress.documents, static_cast<std::int64_t>(taken.size()),
                      std::to_string(progress.pages) + " pages");
            return !is_interrupted();
        });
        if (const auto trouble = runner->trouble();
            idle == runner::Runner::Idle::broken && trouble) {
            throw *trouble;
        }
    }
    if (options.waits_for_copies) {
        (void)runner->wait_for_copies(std::chrono::seconds(options.wait_seconds),
                                      [] { return !is_interrupted(); });
    }
    const auto results = results_of(session.store(), taken);
    if (options.is_json) {
        print_json(results, session.store().ledger());
    } else {
        if (!results.empty()) {
            print_table(results);
            std::cout << "\n";
        }
        std::cout << console::text_of(session.store().ledger());
        if (configuration.destinations.empty()) {
            std::cerr << "no case system is configured: accepted applications stay in the outbox\n";
        }
    }
    const auto ledger = session.store().ledger();
    const auto parked = ledger.items.find(std::string(store::name_of(store::ItemState::parked)));
    if (parked != ledger.items.end() && parked->second > 0) {
        std::cerr << parked->second
                  << (parked->second == 1 ? " application waits" : " applications wait")
                  << " for a person: `indgang queue list --state parked`\n";
    }
    if (is_interrupted()) {
        std::cerr << "interrupted; run the same command again to go on\n";
        return console::ExitCode::interrupted;
    }
    return exit_code(results, options, configuration);
}

}  // namespace indgang::program
