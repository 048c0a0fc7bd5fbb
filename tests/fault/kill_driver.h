// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/fault/ledgers.h"
#include "tests/fault/process.h"

namespace indgang::fault {

struct Server {
    Command command;
    std::string url;
};

/// Programs that are killed again and again while applications pass through them.
struct KillPlan {
    /// POST /v1/applications, GET /v1/arrivals/<id>, GET /livez; all work with one store.
    std::vector<Server> services;
    Server casequeue;                 ///< GET /cases, GET /ledger
    std::vector<std::string> bodies;  ///< one application each, all different
    std::string content_type = "application/xml";
    /// Paper: each case gets a copy. Reading and copying take longer than a life, so each kill
    /// waits for one case or copy more before its own life begins.
    bool has_copies = false;
    /// Share of what the case system takes without its answer arriving, from 0 to 1. Kills alone
    /// rarely meet the moment in which a case or a copy is there and the service does not know it.
    double lost_answers = 0;
    int kills = 200;
    std::uint64_t seed = 1;
    int casequeue_kills_of_three = 1;            ///< so many of three kills meet the case system
    std::chrono::milliseconds longest_life{60};  ///< a program is killed within this after ready
    std::chrono::seconds at_most{600};           ///< for the whole run
};

struct KillResult {
    int service_kills = 0;
    int casequeue_kills = 0;
    int acknowledged = 0;
    int posts = 0;  ///< more than acknowledged: sent again after no answer
    int cases = 0;
    Joined joined;
    Copied copied;  ///< of a plan with copies: of the cases that applications own
    bool is_out_of_time = false;
    double seconds = 0;
    std::vector<std::string> unfinished;  ///< state of arrivals without a case, for the reader
};

/// Sends each body until it is acknowledged, under one key; kills at moments that the seed decides;
/// waits until everything has come through; joins the ledgers of both sides.
/// Errors: internal (a program ends by itself).
[[nodiscard]] KillResult run_kills(const KillPlan& plan);

}  // namespace indgang::fault
