// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/metrics.h"

#include <algorithm>
#include <optional>

namespace indgang::service {
namespace {

using store::ArrivalState;
using store::ItemState;

constexpr int looked_at_arrivals = 1'000;

void head(std::string& text, const char* name, const char* type, const char* help) {
    text += std::string("# HELP ") + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
}

/// A state without any is a line with 0: a curve that ends looks like a machine that is gone.
template <typename States>
void by_state(std::string& text, const char* name, const States& states,
              const std::map<std::string, std::int64_t>& counts) {
    for (const auto state : states) {
        const std::string label(store::name_of(state));
        const auto found = counts.find(label);
        text += std::string(name) + "{state=\"" + label + "\"} " +
                std::to_string(found == counts.end() ? 0 : found->second) + "\n";
    }
}

void keep_older(std::optional<UtcTime>& oldest, UtcTime time) {
    oldest = oldest ? std::min(*oldest, time) : time;
}

std::optional<UtcTime> oldest_open(const store::Store& store) {
    std::optional<UtcTime> oldest;
    for (const auto state : {ItemState::recorded, ItemState::waiting, ItemState::ready}) {
        for (const auto& item : store.items({state, "", 1})) {
            const auto arrival = store.arrival(item.arrival);
            keep_older(oldest, arrival ? arrival->received_at : item.changed_at);
        }
    }
    for (const auto& arrival : store.arrivals(looked_at_arrivals)) {
        if (arrival.state == ArrivalState::received) {
            keep_older(oldest, arrival.received_at);
        }
    }
    return oldest;
}

}  // namespace

std::string metrics_text(const store::Store& store, UtcTime now) {
    const auto sums = store.sums();
    std::string text;
    head(text, "indgang_arrivals", "gauge", "Files and posts by state.");
    by_state(text, "indgang_arrivals", store::arrival_states, sums.arrivals);
    head(text, "indgang_arrivals_without_application", "gauge",
         "Files and posts that were read and hold no application.");
    text += "indgang_arrivals_without_application " +
            std::to_string(sums.arrivals_without_application) + "\n";
    head(text, "indgang_applications", "gauge", "Applications by state.");
    by_state(text, "indgang_applications", store::item_states, sums.items);
    head(text, "indgang_cases", "gauge", "Applications with a case number.");
    const auto delivered = sums.items.find("delivered");  // these and no others have a number
    text += "indgang_cases " +
            std::to_string(delivered == sums.items.end() ? 0 : delivered->second) + "\n";
    head(text, "indgang_oldest_open_seconds", "gauge",
         "Age of the oldest arrival or application that goes on by itself; 0: there is none.");
    const auto oldest = oldest_open(store);
    const auto age = oldest && *oldest < now
                         ? std::chrono::duration_cast<std::chrono::seconds>(now - *oldest).count()
                         : 0;
    text += "indgang_oldest_open_seconds " + std::to_string(age) + "\n";
    return text;
}

}  // namespace indgang::service
