// SPDX-License-Identifier: MPL-2.0
// Group commit. A durable commit waits for the disk (0.15 ms to several ms), during which nothing
// else can be written. So callers hand over closures; while one commit waits, the next closures
// gather, and all of them share the next commit. One caller alone pays one commit, sixteen callers
// pay one sixteenth each. A savepoint around each closure keeps one caller's conflict from undoing
// the others; a closure that comes alone needs none. Measured with `test_pipeline_store
// --gtest_filter=*GroupCommit*` (prints rows per second).
#include "pipeline/store/sqlite/database/writer.h"

#include <algorithm>
#include <utility>

#include "schemas/error/error.h"

namespace indgang::store::sqlite {
namespace {

using Steady = std::chrono::steady_clock;

// Bounds what one commit makes the first of its callers wait for.
constexpr std::size_t jobs_per_commit = 256;

}  // namespace

struct Writer::Job {
    explicit Job(const Work& w, Connection& connection) : work(w), transaction(connection) {}
    const Work& work;
    Transaction transaction;
    std::exception_ptr trouble;
    std::promise<void> ended;
};

Tally::Tally(Connection& connection) : connection_(connection) {
    const auto place = [&](std::string_view table, std::string_view column) {
        return static_cast<int>(connection.number(
            "SELECT cid FROM pragma_table_info(?) WHERE name = ?", table, column));
    };
    all_.push_back({"arrivals", place("arrivals", "state"), place("arrivals", "reason"),
                    place("arrivals", "is_lost")});
    all_.push_back({"items", place("items", "state")});
    all_.push_back({"copies", place("copies", "state")});
    connection.on_change([this](const Change& change) {
        for (const auto& counted : all_) {
            if (counted.table == change.table()) {
                count(counted, change, When::before);
                count(counted, change, When::after);
            }
        }
    });
}

Tally::~Tally() {
    connection_.on_change(nullptr);
}

void Tally::count(const Counted& counted, const Change& change, When when) {
    const auto at = [&](int column) {
        return when == When::before ? change.before(column) : change.after(column);
    };
    const std::int64_t by = when == When::before ? -1 : 1;
    const auto state = at(counted.state);
    if (!state) {
        return;
    }
    counts_[{counted.table, *state}] += by;
    if (counted.reason >= 0 && *state == "read") {
        counts_[{"without_application", *state}] += at(counted.reason) != "" ? by : 0;
        counts_[{"lost", *state}] += at(counted.is_lost) == "1" ? by : 0;
    }
}

void Tally::begin() {
    before_ = counts_;
}

void Tally::take_back() {
    counts_ = before_;
}

void Tally::forget() {
    counts_.clear();
}

void Tally::write() {
    const auto counts = std::exchange(counts_, {});
    for (const auto& [what, more] : counts) {
        if (more != 0) {
            connection_.run(
                "INSERT INTO sums (subject, state, number) VALUES (?,?,?) "
                "ON CONFLICT DO UPDATE SET number = number + excluded.number",
                what.first, what.second, more);
        }
    }
}

Writer::Writer(std::unique_ptr<Connection> connection, Recurring again,
               std::unique_ptr<Tally> tally)
    : connection_(std::move(connection)),
      tally_(std::move(tally)),
      again_(std::move(again)),
      thread_([this] { write_until_stopped(); }) {}

Writer::~Writer() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    came_.notify_one();
    thread_.join();
}

void Writer::run(const Work& work) {
    Job job(work, *connection_);
    auto ended = job.ended.get_future();
    {
        const std::lock_guard lock(mutex_);
        VERIFY(!is_stopping_);
        waiting_.push_back(&job);
    }
    came_.notify_one();
    ended.get();
    if (job.trouble) {
        std::rethrow_exception(job.trouble);
    }
}

std::size_t Writer::waiting() {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
}

bool Writer::take(std::vector<Job*>& jobs, Steady::time_point until) {
    const auto has_work = [this] { return is_stopping_ || !waiting_.empty(); };
    std::unique_lock lock(mutex_);
    if (again_.work) {
        came_.wait_until(lock, until, has_work);
    } else {
        came_.wait(lock, has_work);
    }
    if (is_stopping_ && waiting_.empty()) {
        return false;
    }
    const auto taken = std::min(waiting_.size(), jobs_per_commit);
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(taken);
    jobs.assign(waiting_.begin(), end);
    waiting_.erase(waiting_.begin(), end);
    return true;
}

void Writer::write_until_stopped() {
    std::vector<Job*> jobs;
    auto next = Steady::now() + again_.every;
    while (take(jobs, next)) {
        Job again(again_.work, *connection_);
        if (again_.work && Steady::now() >= next) {
            next = Steady::now() + again_.every;
            jobs.push_back(&again);
        }
        if (!jobs.empty()) {
            write(jobs);
        }
    }
}

void Writer::write(std::vector<Job*>& jobs) {
    try {
        if (has_failed_) {
            throw Error(Reason::store_stopped,
                        "store: the disk failed; nothing is written until the next start");
        }
        connection_->run("BEGIN IMMEDIATE");
        if (tally_) {
            tally_->forget();  // of a transaction that failed
        }
        for (auto* job : jobs) {
            run_one(*job, jobs.size() == 1);
        }
        const bool is_all_undone = jobs.size() == 1 && jobs.front()->trouble;
        if (tally_ && !is_all_undone) {
            tally_->write();
        }
        connection_->run(is_all_undone ? "ROLLBACK" : "COMMIT");
    } catch (const Error& error) {
        has_failed_ = has_failed_ || error.why() == Reason::disk_error;
        undo_all(jobs, std::current_exception());
    }
    for (auto* job : jobs) {
        for (const auto& act :
             job->trouble ? job->transaction.undone_ : job->transaction.committed_) {
            act();
        }
        // The job lives on its caller's stack and is gone as soon as this is set. What was thrown
        // stays in it, so that its caller alone lets go of it.
        job->ended.set_value();
    }
}

void Writer::run_one(Job& job, bool is_alone) {
    if (!is_alone) {
        connection_->run("SAVEPOINT one");
    }
    if (tally_) {
        tally_->begin();
    }
    try {
        job.work(job.transaction);
    } catch (...) {
        job.trouble = std::current_exception();
    }
    if (tally_ && job.trouble) {
        tally_->take_back();
    }
    if (!is_alone) {
        if (job.trouble) {
            connection_->run("ROLLBACK TO one");
        }
        connection_->run("RELEASE one");
    }
}

void Writer::undo_all(std::vector<Job*>& jobs, const std::exception_ptr& trouble) {
    for (auto* job : jobs) {
        if (!job->trouble) {
            job->trouble = trouble;
        }
    }
    try {
        connection_->run("ROLLBACK");
    } catch (const Error&) {
        // SQLite has rolled back by itself (disk full, I/O error), which is what was wanted. Should
        // a transaction still be open, the next BEGIN fails and its callers are told.
        return;
    }
}

}  // namespace indgang::store::sqlite
