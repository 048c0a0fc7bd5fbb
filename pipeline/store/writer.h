// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "pipeline/store/sql.h"

/// Inside of pipeline/store: the one thread that writes.
namespace indgang::store {

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

/// Runs pieces of work in one thread, those that come together in one transaction.
class Writer {
  public:
    using Work = std::function<void(Transaction&)>;

    explicit Writer(std::unique_ptr<Connection> connection);
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
    void write(std::vector<Job*>& jobs);
    void run_one(Job& job, bool is_alone);
    void undo_all(std::vector<Job*>& jobs, const std::exception_ptr& trouble);

    std::unique_ptr<Connection> connection_;
    bool has_failed_ = false;  ///< confined to the writing thread
    std::mutex mutex_;         ///< of the members below
    std::condition_variable came_;
    std::vector<Job*> waiting_;
    bool is_stopping_ = false;
    std::thread thread_;
};

}  // namespace indgang::store
