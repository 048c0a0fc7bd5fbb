// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/store/entries.h"
#include "pipeline/store/states.h"
#include "schemas/core/bytes.h"

namespace indgang::store {

/// The types of arrivals whose parts become arrivals of their own: XML with many applications, and
/// a zip of scans and documents. What is said of feeds here holds for both.
inline constexpr std::string_view feed_type = "feed";
inline constexpr std::string_view zip_type = "zip";
[[nodiscard]] constexpr bool has_parts(std::string_view type) {
    return type == feed_type || type == zip_type;
}

/// One application of a feed, or one entry of a zip, to be received.
struct NewPart {
    std::int64_t number = 0;  ///< 1-based, without gaps
    std::int64_t line = 0;    ///< of a feed, on which it begins
    std::string name;         ///< of an entry; may hold anything
    NewArrival arrival;       ///< of a refused part: nothing of it is used
    BytesView document;       ///< as Store::receive takes it
    std::string refusal;      ///< code; empty: it is received
};

/// What became of one application of a feed, or of one entry of a zip.
struct FeedPartState {
    std::int64_t number = 0;
    std::int64_t line = 0;
    std::string name;
    std::string arrival;       ///< id; empty: it was refused before it was one
    bool came_before = false;  ///< the same bytes had arrived already
    /// By name_of(ArrivalState), once it is read by name_of(ItemState) of its first application;
    /// "rejected" of one that was refused, "passed_over" of one that holds nothing.
    std::string state;
    std::string reason;
    std::string place;              ///< within the application
    std::string case_number;        ///< of its first application
    std::int64_t applications = 0;  ///< in it: of a scan any number
};

/// How many parts and applications of a feed are where.
struct FeedCounts {
    std::int64_t parts = 0;        ///< taken from it so far, without those that were passed over
    std::int64_t open = 0;         ///< parts that are not read yet
    std::int64_t taken = 0;        ///< applications
    std::int64_t delivered = 0;    ///< of these, are cases
    std::int64_t parked = 0;       ///< of these, wait for a person
    std::int64_t refused = 0;      ///< parts
    std::int64_t passed_over = 0;  ///< entries that hold nothing
    std::int64_t empty = 0;        ///< scans that were read and hold no application
    bool operator==(const FeedCounts&) const = default;
};

/// Feeds: arrivals whose parts are arrivals of their own, which go their way alone. A part is
/// received once, however often the feed is taken apart; its bytes tell it from others.
/// A part of Store. Errors of all: not_found (no such arrival), and those of Store.
class Feeds {
  public:
    virtual ~Feeds() = default;

    /// What was claimed as a document is a feed: gives the claim back, and it is claimed as a feed
    /// from now on. Errors: conflict (another process has it).
    virtual void take_for_feed(const std::string& arrival) = 0;
    /// The number of the last part that was received; 0: none.
    [[nodiscard]] virtual std::int64_t last_part(const std::string& feed) const = 0;
    /// Receives parts that follow the last one, in one transaction. A feed that gets on is no
    /// poison. Errors: conflict (another process has the feed).
    virtual void take_parts(const std::string& feed, std::span<const NewPart> parts) = 0;
    /// No part is left. A zip in which nothing could be an application is read with the reason
    /// no_application_found, and a person sees it.
    virtual void finish_feed(const std::string& feed) = 0;
    /// How many arrivals of one lane wait to be read, of all senders; at most `at_most`, for it is
    /// asked often. Takes: documents or scans.
    [[nodiscard]] virtual int waiting(Lane lane, int at_most) const = 0;
    /// Parts that follow number `after`, in order.
    [[nodiscard]] virtual std::vector<FeedPartState> parts(const std::string& feed,
                                                           std::int64_t after,
                                                           int at_most) const = 0;
    /// Looks at each part: its time grows with the feed.
    [[nodiscard]] virtual FeedCounts feed_counts(const std::string& feed) const = 0;
};

}  // namespace indgang::store
