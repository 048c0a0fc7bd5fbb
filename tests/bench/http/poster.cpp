// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/http/poster.h"

#include <algorithm>
#include <utility>

#include "tests/bench/cpu_clock.h"

namespace indgang::bench {
namespace {

constexpr int ok = 200, created = 201;
constexpr double ms_per_s = 1000;

}  // namespace

Poster::Poster(Loop& loop, PosterSettings settings, NextRequest next)
    : loop_(loop), settings_(settings), next_(std::move(next)) {}

Poster::~Poster() {
    *alive_ = false;
}

void Poster::start(double seconds) {
    begin_ = last_answer_ = wall_seconds();
    end_ = begin_ + seconds;
    ticks_ = 0;
    tally_ = {};
    if (settings_.rate > 0) {
        tick();
    } else {
        assign();
    }
}

void Poster::stop() {
    end_ = wall_seconds();
}

bool Poster::has_more() const {
    const double next =
        settings_.rate > 0 ? begin_ + static_cast<double>(ticks_) / settings_.rate : wall_seconds();
    return next < end_;
}

bool Poster::is_done() const {
    return !has_more() && waiting_.empty() && free_.size() == lines_.size();
}

double Poster::answered_per_second() const {
    return static_cast<double>(static_cast<int>(tally_.ms.size()) - tally_.failures()) /
           (last_answer_ - begin_);
}

/// Begins the request whose time it is; those that are late by this thread's own fault, too, and
/// each from the time that was its own.
void Poster::tick() {
    const auto due = [&] { return begin_ + static_cast<double>(ticks_) / settings_.rate; };
    for (; due() <= wall_seconds() && due() < end_; ++ticks_) {
        waiting_.push_back({due(), next_(), false});
    }
    assign();
    if (due() < end_) {
        loop_.at(due(), [this, alive = alive_] {
            if (*alive) {
                tick();
            }
        });
    }
}

/// Gives free connections, and new ones up to the limit, what is to be sent.
void Poster::assign() {
    const auto most = static_cast<std::size_t>(settings_.connections);
    while (!free_.empty() || lines_.size() < most) {
        if (waiting_.empty()) {
            if (settings_.rate > 0 || !has_more()) {
                return;
            }
            waiting_.push_back({wall_seconds(), next_(), false});
        }
        Job job = std::move(waiting_.front());
        waiting_.pop_front();
        if (free_.empty()) {
            open(std::move(job));
        } else {
            const auto line = free_.back();
            free_.pop_back();
            give(line, std::move(job));
        }
    }
}

void Poster::open(Job job) {
    const auto line = ++last_number_;
    lines_[line].wire =
        std::make_unique<Wire>(loop_, WireSettings{.port = settings_.port},
                               Wire::Events{[this, line](int status) { answered(line, status); },
                                            [this, line] { ended(line); }});
    give(line, std::move(job));
}

void Poster::give(std::uint64_t line, Job job) {
    auto& to = lines_.at(line);
    to.job = std::move(job);
    const auto number = to.job_number = ++last_number_;
    to.wire->send(to.job.request);
    loop_.at(to.job.start + settings_.patience_s, [this, line, number, alive = alive_] {
        if (!*alive) {
            return;
        }
        const auto found = lines_.find(line);
        if (found != lines_.end() && found->second.job_number == number) {
            const Job late = std::move(found->second.job);
            lines_.erase(found);
            finish(late, "late");
        }
    });
}

void Poster::answered(std::uint64_t line, int status) {
    auto& from = lines_.at(line);
    if (from.job_number == 0) {
        return;  // an answer that nobody asked for; the connection says more soon
    }
    const Job job = std::move(from.job);
    from.job_number = 0;
    from.was_used = true;
    if (settings_.keeps) {
        free_.push_back(line);
    } else {
        lines_.erase(line);
    }
    // What was sent twice may be known already; anything else must be new, or nothing was stored.
    const bool is_good = status == created || (status == ok && job.is_repeated);
    finish(job, is_good ? "" : std::to_string(status));
}

void Poster::ended(std::uint64_t line) {
    auto& from = lines_.at(line);
    const bool was_busy = from.job_number != 0;
    const bool may_repeat =
        was_busy && from.was_used && !from.job.is_repeated && !from.wire->has_begun_to_answer();
    Job job = std::move(from.job);
    std::erase(free_, line);
    lines_.erase(line);
    if (may_repeat) {
        ++tally_.repeated;
        job.is_repeated = true;
        open(std::move(job));
    } else if (was_busy) {
        finish(job, "closed");
    }
}

void Poster::finish(const Job& job, const std::string& trouble) {
    const double now = wall_seconds();
    double took_s = now - job.start;
    if (trouble.empty()) {
        last_answer_ = now;
    } else {
        ++tally_.failed[trouble];
        took_s = std::max(took_s, settings_.patience_s);
    }
    tally_.ms.push_back(took_s * ms_per_s);
    assign();
}

}  // namespace indgang::bench
