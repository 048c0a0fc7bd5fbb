// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/store/entries.h"
#include "schemas/core/bytes.h"

namespace indgang::store {

/// The type of an arrival that holds applications which become arrivals of their own.
inline constexpr std::string_view feed_type = "feed";

/// One application of a feed, to be received.
struct NewPart {
    std::int64_t number = 0;  ///< 1-based, without gaps
    std::int64_t line = 0;    ///< of the feed, on which it begins
    NewArrival arrival;       ///< of a refused part: nothing of it is used
    BytesView document;       ///< as Store::receive takes it
    std::string refusal;      ///< code; empty: it is received
};

/// What became of one application of a feed.
struct FeedPartState {
    std::int64_t number = 0;
    std::int64_t line = 0;
    std::string arrival;       ///< id; empty: it was refused before it was one
    bool came_before = false;  ///< the same bytes had arrived already
    /// By name_of(ArrivalState), once it is read by name_of(ItemState) of its application;
    /// "rejected" of one that was refused.
    std::string state;
    std::string reason;
    std::string place;  ///< within the application
    std::string case_number;
};

/// How many applications of a feed are where.
struct FeedCounts {
    std::int64_t parts = 0;      ///< taken from it so far
    std::int64_t open = 0;       ///< not read yet
    std::int64_t taken = 0;      ///< are applications
    std::int64_t delivered = 0;  ///< of these, are cases
    std::int64_t parked = 0;     ///< of these, wait for a person
    std::int64_t refused = 0;
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
    /// No part is left.
    virtual void finish_feed(const std::string& feed) = 0;
    /// How many documents wait to be read, of all senders; at most `at_most`, for it is asked
    /// often.
    [[nodiscard]] virtual int waiting_documents(int at_most) const = 0;
    /// Parts that follow number `after`, in order.
    [[nodiscard]] virtual std::vector<FeedPartState> parts(const std::string& feed,
                                                           std::int64_t after,
                                                           int at_most) const = 0;
    /// Looks at each part: its time grows with the feed.
    [[nodiscard]] virtual FeedCounts feed_counts(const std::string& feed) const = 0;
};

}  // namespace indgang::store
