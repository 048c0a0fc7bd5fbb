// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "pipeline/store/sqlite/sql.h"

/// Inside of pipeline/store/sqlite: the one thread that writes.
namespace indgang::store::sqlite {

/// What a piece of work sees while it writes.
class Transaction {
  public:
    explicit Transaction(Connection& connection) : connection_(connection) {}
    Connection& connection() { return connection_; }
    /// For what stands in memory: runs in the writing thread once the commit is durable.
    void after_commit(std::function<void()> act) { committed_.push_back(std::move(act)); }
    /// Takes back what was done in memory at once; runs when nothing of this work is kept.
    void if_undone(std::function<void()> act) { undone_.push_back(std::move(act)); }

  private:
    friend class Writer;
    Connection& connection_;
    std::vector<std::function<void()>> committed_;
    std::vector<std::function<void()>> undone_;
};

/// Work that is done each time that `every` has passed, whether there is other work or not. What it
/// throws is nobody's, and it is done again the next time.
struct Recurring {
    std::function<void(Transaction&)> work;  ///< empty: there is none
    std::chrono::milliseconds every{0};
};

/// Runs pieces of work in one thread, those that come together in one transaction.
class Writer {
  public:
    using Work = std::function<void(Transaction&)>;

    explicit Writer(std::unique_ptr<Connection> connection, Recurring again = {});
    ~Writer();  ///< finishes what waits
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Returns when the work is durable. What the work throws is thrown here, after its own changes
    /// (and nobody else's) are undone. Errors: as Connection; internal "store_stopped" after the
    /// disk failed once: what a failed fsync left behind is known only to the next start.
    void run(const Work& work);
    /// How many pieces of work wait for the next transaction.
    [[nodiscard]] std::size_t waiting();

  private:
    struct Job;
    void write_until_stopped();
    /// Takes what waits, at most so much as one commit holds; waits for it until `until`.
    /// Gives false when the writer stops and nothing waits.
    bool take(std::vector<Job*>& jobs, std::chrono::steady_clock::time_point until);
    void write(std::vector<Job*>& jobs);
    void run_one(Job& job, bool is_alone);
    void undo_all(std::vector<Job*>& jobs, const std::exception_ptr& trouble);

    std::unique_ptr<Connection> connection_;
    const Recurring again_;
    bool has_failed_ = false;  ///< confined to the writing thread
    std::mutex mutex_;         ///< of the members below
    std::condition_variable came_;
    std::vector<Job*> waiting_;
    bool is_stopping_ = false;
    std::thread thread_;
};

}  // namespace indgang::store::sqlite
