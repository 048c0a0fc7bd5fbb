// SPDX-License-Identifier: MPL-2.0
// What became of the applications of a feed, for people, programs and the one who sent it.
#include <fstream>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>

#include "pipeline/console/overview.h"
#include "pipeline/desk/desk.h"
#include "pipeline/program/commands.h"
#include "pipeline/program/session.h"
#include "schemas/core/harmless_text.h"
#include "schemas/core/xml_escape.h"
#include "schemas/error/error.h"

namespace indgang::program {
namespace {

constexpr int parts_at_a_time = 1'000;

/// Of a million parts, a thousand at a time are in memory.
void for_each_part(const desk::Desk& desk, const FeedOptions& options,
                   const std::function<void(const store::FeedPartState&)>& take) {
    std::int64_t after = options.after;
    for (std::int64_t left = options.at_most; left > 0;) {
        const auto parts =
            desk.feed_parts(options.actor, options.id, after,
                            static_cast<int>(std::min<std::int64_t>(left, parts_at_a_time)));
        for (const auto& part : parts) {
            take(part);
        }
        if (parts.empty()) {
            return;
        }
        after = parts.back().number;
        left -= static_cast<std::int64_t>(parts.size());
    }
}

nlohmann::ordered_json json_of(const store::FeedPartState& part) {
    return {{"number", part.number},
            {"line", part.line},
            {"name", part.name},
            {"arrival", part.arrival},
            {"came_before", part.came_before},
            {"state", part.state},
            {"reason", part.reason},
            {"place", part.place},
            {"case_number", part.case_number},
            {"applications", part.applications}};
}

}  // namespace

console::ExitCode show_feed(const configuration::Configuration& configuration,
                            const FeedOptions& options) {
    Session session(configuration, store::Access::read);
    const desk::Desk desk = session.desk();
    const auto [arrival, counts] = desk.feed(options.actor, options.id);
    if (options.is_json) {
        auto parts = nlohmann::ordered_json::array();
        for_each_part(desk, options, [&](const auto& part) { parts.push_back(json_of(part)); });
        const nlohmann::ordered_json all{{"arrival", arrival.id},
                                         {"file", arrival.content.name},
                                         {"received_at", format_utc(arrival.received_at)},
                                         {"state", store::name_of(arrival.state)},
                                         {"reason", arrival.reason},
                                         {"place", arrival.place},
                                         {"counts", console::json_of(counts)},
                                         {"applications", std::move(parts)}};
        std::cout << harmless_json(
                         all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace))
                  << "\n";
        return console::ExitCode::done;
    }
    std::cout << console::printable(arrival.content.name) << ": " << console::text_of(counts)
              << "\n";
    if (!arrival.reason.empty()) {
        std::cout << store::name_of(arrival.state) << ": " << arrival.reason << " ("
                  << console::printable(arrival.place) << ")\n";
    }
    const bool is_zip = arrival.content.type == store::zip_type;
    console::Table table({"number", is_zip ? "name" : "line", "state", "reason", "place", "case"});
    for_each_part(desk, options, [&](const store::FeedPartState& part) {
        table.row({std::to_string(part.number),
                   is_zip ? console::printable(part.name) : std::to_string(part.line), part.state,
                   part.reason, console::printable(part.place),
                   console::printable(part.case_number)});
    });
    std::cout << table.text();
    return console::ExitCode::done;
}

console::ExitCode write_feed_receipt(const configuration::Configuration& configuration,
                                     const FeedOptions& options) {
    Session session(configuration, store::Access::read);
    const desk::Desk desk = session.desk();
    const auto [arrival, counts] = desk.feed(options.actor, options.id);
    std::ofstream file(options.output, std::ios::binary);
    file << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<feedReceipt xmlns=\"urn:indgang:feed-receipt:1\" file=\""
         << escape_xml(harmless(arrival.content.name)) << "\" arrival=\"" << arrival.id
         << "\" digest=\"" << arrival.content.digest.hex() << "\" receivedAt=\""
         << format_utc(arrival.received_at) << "\" applications=\"" << counts.parts << "\" taken=\""
         << counts.taken << "\" refused=\"" << counts.refused << "\" unread=\"" << counts.open
         << "\"";
    if (counts.passed_over > 0) {
        file << " passedOver=\"" << counts.passed_over << "\"";
    }
    if (arrival.state == store::ArrivalState::rejected) {
        file << " brokenOff=\"" << arrival.reason << "\" place=\"" << escape_xml(arrival.place)
             << "\"";
    }
    file << ">\n";
    for_each_part(desk, options, [&](const store::FeedPartState& part) {
        file << "  <application number=\"" << part.number << "\"";
        if (part.line > 0) {
            file << " line=\"" << part.line << "\"";
        }
        file << " state=\"" << part.state << "\"";
        for (const auto& [name, value] :
             {std::pair("name", &part.name), std::pair("reason", &part.reason),
              std::pair("place", &part.place), std::pair("case", &part.case_number)}) {
            if (!value->empty()) {
                file << " " << name << "=\"" << escape_xml(harmless(*value)) << "\"";
            }
        }
        file << (part.came_before ? " cameBefore=\"true\"/>\n" : "/>\n");
    });
    file << "</feedReceipt>\n";
    file.close();
    if (!file) {
        throw Error(Reason::store_unwritable, "cannot write " + options.output.string());
    }
    std::cerr << options.output.string() << ": " << console::text_of(counts) << "\n";
    return console::ExitCode::done;
}

}  // namespace indgang::program
