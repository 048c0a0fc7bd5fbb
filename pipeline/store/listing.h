// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/store/states.h"
#include "schemas/core/time.h"

namespace indgang::store {

/// What lists show of an application and what it is searched by, so that no list loads a record.
/// Made with each settlement and each correction.
struct Listing {
    std::string cpr;                   ///< of the applicant, ten digits; empty: not known
    std::string person;                ///< the applicant's name; empty: not known
    std::string source;                ///< "paper", "xml", "json"
    std::string pages;                 ///< "1-3" of the arrival; empty for documents
    std::string print_set;             ///< of all its pages; empty: none, or more than one
    std::string content;               ///< tells whether two say the same: form, person, values
    std::vector<std::string> reasons;  ///< why it waits for a person
    int filled = 0;                    ///< fields with a value
    int doubtful = 0;                  ///< fields that no machine and no person stands for
    int confirmed = 0;                 ///< fields that a register confirmed
    int differing = 0;
    int unknown = 0;
};

/// What is looked for. Empty, 0 or nothing: whatever it is.
struct Search {
    std::optional<ItemState> state;
    std::string form;
    /// One of these; nothing: whatever it is. No form at all: none is found.
    std::optional<std::vector<std::string>> forms;
    std::string person;  ///< a CPR number, or a part of the name in any case of ASCII letters
    std::string file;    ///< a part of the file's name
    std::string arrival;
    std::string item;
    std::string case_number;
    std::string reason;  ///< how a reason begins: "low_probability"
    std::string print_set;
    std::string content;  ///< as Listing
    std::string source;   ///< as Listing
    std::string assignee;
    std::optional<UtcTime> received_from;   ///< at this time or later
    std::optional<UtcTime> received_until;  ///< before this time
    int page = 1;
    int per_page = 100;
    bool is_newest_first = false;  ///< else in the order in which they were recorded
};

struct ListedItem {
    std::string id;
    std::string arrival;
    std::string file;  ///< name of the arrival
    std::string form;
    std::string version;
    ItemState state = ItemState::recorded;
    std::string reason;  ///< code, also of what has no listing
    std::string case_number;
    std::string destination;  ///< as Item
    std::string assignee;
    UtcTime received_at{};
    UtcTime changed_at{};
    std::int64_t number = 0;  ///< of the row: those that were recorded later have higher ones
    Listing listing;          ///< nothing in it: never settled
};

/// One page of what was found.
struct FoundItems {
    std::int64_t total = 0;  ///< of all pages
    std::vector<ListedItem> items;
};

}  // namespace indgang::store
