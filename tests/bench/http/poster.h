// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "tests/bench/http/loop.h"
#include "tests/bench/http/tally.h"

namespace indgang::bench {

/// The next request to send, whole.
using NextRequest = std::function<std::string()>;

struct PosterSettings {
    int port = 0;
    /// Requests a second, at fixed points in time whatever the answers do, each timed from when it
    /// was to be sent; 0: the next one as soon as there is an answer.
    double rate = 0;
    int connections = 16;  ///< at most; what finds none free waits for one
    bool keeps = true;     ///< connections are used again; else each request has its own
    double patience_s = 10;
};

/// Sends good requests, and counts what becomes of them. A request on a connection that was used
/// before and is closed before the first byte of an answer is sent once more, as every client does
/// it: the server may close an idle connection at any time.
class Poster {
  public:
    Poster(Loop& loop, PosterSettings settings, NextRequest next);
    ~Poster();
    Poster(const Poster&) = delete;
    Poster& operator=(const Poster&) = delete;

    /// Begins now, and begins no request after so many seconds.
    void start(double seconds);
    /// Begins no more from now on.
    void stop();
    /// Whether every request that was begun has come to its end.
    [[nodiscard]] bool is_done() const;
    [[nodiscard]] const Tally& tally() const { return tally_; }
    /// Requests answered well, a second, from the start to the last answer.
    [[nodiscard]] double answered_per_second() const;

  private:
    struct Job {
        double start = 0;
        std::string request;
        bool is_repeated = false;
    };
    struct Line {
        std::unique_ptr<Wire> wire;
        Job job;
        std::uint64_t job_number = 0;  ///< 0: free
        bool was_used = false;
    };
    void tick();
    void assign();
    void open(Job job);
    void give(std::uint64_t line, Job job);
    void answered(std::uint64_t line, int status);
    void ended(std::uint64_t line);
    void finish(const Job& job, const std::string& trouble);
    [[nodiscard]] bool has_more() const;

    Loop& loop_;
    PosterSettings settings_;
    NextRequest next_;
    Tally tally_;
    std::unordered_map<std::uint64_t, Line> lines_;
    std::deque<std::uint64_t> free_;
    std::deque<Job> waiting_;
    double begin_ = 0, end_ = 0, last_answer_ = 0;
    std::uint64_t ticks_ = 0, last_number_ = 0;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace indgang::bench
