// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "pipeline/store/sqlite/database/sql.h"

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

/// Counts what the ledger tells, in the transaction of what changes it: arrivals, items and copies
/// by their state, arrivals that hold no application, and those that are lost. The connection tells
/// of each row that comes, changes or goes, so no statement can be forgotten; what was counted is
/// written once for each commit, whatever number of rows it is of.
/// Takes: a connection that outlives it, of a database with the tables of this program.
class Tally {
  public:
    explicit Tally(Connection& connection);
    ~Tally();
    Tally(const Tally&) = delete;
    Tally& operator=(const Tally&) = delete;

    void begin();      ///< of a piece of work
    void take_back();  ///< what was counted since then
    void forget();     ///< what was counted and not written
    void write();      ///< to the database, before the commit

  private:
    /// A table whose rows are counted, and the places of its columns.
    struct Counted {
        std::string_view table;
        int state = 0;
        int reason = -1;  ///< -1: it has none
        int is_lost = -1;
    };
    enum class When { before, after };

    void count(const Counted& counted, const Change& change, When when);

    Connection& connection_;
    std::vector<Counted> all_;
    /// How many more there are, by subject and state.
    std::map<std::pair<std::string_view, std::string>, std::int64_t> counts_, before_;
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

    /// Takes: `tally`, of this connection; nothing: nothing is counted.
    explicit Writer(std::unique_ptr<Connection> connection, Recurring again = {},
                    std::unique_ptr<Tally> tally = nullptr);
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
    std::unique_ptr<Tally> tally_;
    const Recurring again_;
    bool has_failed_ = false;  ///< confined to the writing thread
    std::mutex mutex_;         ///< of the members below
    std::condition_variable came_;
    std::vector<Job*> waiting_;
    bool is_stopping_ = false;
    std::thread thread_;
};

}  // namespace indgang::store::sqlite
