// SPDX-License-Identifier: MPL-2.0
#include "pipeline/store/sqlite/database/writer.h"

#include <chrono>
#include <latch>
#include <thread>

#include "schemas/error/reason.h"
#include "tests/pipeline/store/sqlite/sqlite_fixture.h"

namespace indgang::store::sqlite {
namespace {

/// A writer over one table of numbers.
class WriterTest : public StoreTest {
  protected:
    WriterTest() {
        auto connection = std::make_unique<Connection>(database(), Connection::Mode::write);
        connection->run("CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT NOT NULL DEFAULT '')");
        writer = std::make_unique<Writer>(std::move(connection));
    }
    [[nodiscard]] std::filesystem::path database() const { return folder.path() / "t.sqlite"; }
    static void insert(Transaction& transaction, std::int64_t n) {
        transaction.connection().run("INSERT INTO t (n) VALUES (?)", n);
    }
    std::int64_t count() {
        return Connection(database(), Connection::Mode::read).number("SELECT count(*) FROM t");
    }
    /// Holds the writing thread until `others` pieces of work wait behind it, so that they share
    /// one transaction.
    void together(const std::vector<Writer::Work>& works, std::vector<std::string>& troubles) {
        std::latch is_held(1);
        std::latch go(1);
        std::thread holder([&] {
            writer->run([&](Transaction&) {
                is_held.count_down();
                go.wait();
            });
        });
        is_held.wait();
        troubles.resize(works.size());
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < works.size(); ++i) {
            threads.emplace_back(
                [&, i] { troubles[i] = trouble_of([&] { writer->run(works[i]); }); });
        }
        while (writer->waiting() < works.size()) {
            std::this_thread::yield();
        }
        go.count_down();
        holder.join();
        for (auto& thread : threads) {
            thread.join();
        }
    }

    std::unique_ptr<Writer> writer;
};

TEST_F(WriterTest, WorkIsDurableWhenItReturns) {
    writer->run([](Transaction& transaction) { insert(transaction, 1); });
    EXPECT_EQ(count(), 1);
}

TEST_F(WriterTest, FailureBeforeTheWriteChangesNothing) {
    EXPECT_EQ(trouble_of([&] {
                  writer->run([](Transaction&) { throw Error(Reason::changed_meanwhile, "test"); });
              }),
              "conflict:changed_meanwhile");
    EXPECT_EQ(count(), 0);
}

TEST_F(WriterTest, FailureAfterTheWriteUndoesIt) {
    EXPECT_EQ(trouble_of([&] {
                  writer->run([](Transaction& transaction) {
                      insert(transaction, 1);
                      throw Error(Reason::changed_meanwhile, "test");
                  });
              }),
              "conflict:changed_meanwhile");
    EXPECT_EQ(count(), 0);
    writer->run([](Transaction& transaction) { insert(transaction, 1); });
    EXPECT_EQ(count(), 1);
}

TEST_F(WriterTest, ConflictOfOneDoesNotSpoilTheOthers) {
    std::vector<Writer::Work> works;
    for (int n = 1; n <= 10; ++n) {
        works.push_back([n](Transaction& transaction) {
            insert(transaction, n);
            if (n % 5 == 0) {
                throw Error(Reason::key_reused, "test");
            }
            if (n % 5 == 1) {
                insert(transaction, n);  // the same again breaks the primary key
            }
        });
    }
    std::vector<std::string> troubles;
    together(works, troubles);
    for (int n = 1; n <= 10; ++n) {
        const auto* expected = n % 5 == 0   ? "conflict:key_reused"
                               : n % 5 == 1 ? "conflict:not_allowed"
                                            : "nothing";
        EXPECT_EQ(troubles[static_cast<std::size_t>(n) - 1], expected) << n;
    }
    EXPECT_EQ(count(), 6);
}

/// A writer that counts, over the tables of the program.
class TallyTest : public WriterTest {
  protected:
    TallyTest() {
        store.reset();
        auto connection =
            std::make_unique<Connection>(database_in(folder), Connection::Mode::write);
        auto tally = std::make_unique<Tally>(*connection);
        writer = std::make_unique<Writer>(std::move(connection), Recurring{}, std::move(tally));
    }
    static void receive(Transaction& transaction, int number) {
        transaction.connection().run(
            "INSERT INTO arrivals (id, digest, size_bytes, channel, name, type, sender_key, state, "
            "not_before, received_at) VALUES (?,?,1,'','','','','received',0,0)",
            std::to_string(number), std::string(2 * Digest::size_bytes, 'a'));
    }
    [[nodiscard]] std::int64_t kept() const {
        return Connection(database_in(folder), Connection::Mode::read)
            .number("SELECT coalesce(sum(number), 0) FROM sums WHERE subject = 'arrivals'");
    }
};

TEST_F(TallyTest, CountsWhatIsKeptOfWorkThatSharesACommit) {
    std::vector<Writer::Work> works;
    for (int number = 1; number <= 4; ++number) {
        works.push_back([number](Transaction& transaction) {
            receive(transaction, number);
            if (number % 2 == 0) {
                throw Error(Reason::changed_meanwhile, "test");
            }
        });
    }
    std::vector<std::string> troubles;
    together(works, troubles);
    EXPECT_EQ(kept(), 2);
}

TEST_F(TallyTest, CountsNothingOfWorkThatFailsAlone) {
    EXPECT_NE("nothing", trouble_of([&] {
                  writer->run([](Transaction& transaction) {
                      receive(transaction, 1);
                      throw Error(Reason::changed_meanwhile, "test");
                  });
              }));
    writer->run([](Transaction& transaction) { receive(transaction, 2); });
    EXPECT_EQ(kept(), 1);
}

TEST_F(TallyTest, CountsNothingOfACommitThatTheDiskRefused) {
    const auto limit = [this](std::int64_t pages) {
        writer->run([&](Transaction& transaction) {
            (void)transaction.connection().number("PRAGMA max_page_count=" + std::to_string(pages));
        });
    };
    const auto receive_much = [](Transaction& transaction) {
        receive(transaction, 2);
        transaction.connection().run("UPDATE arrivals SET name = ? WHERE id = '2'",
                                     std::string(10'000'000, 'x'));
    };
    limit(1);
    std::vector<std::string> troubles;
    together({[](Transaction& transaction) { receive(transaction, 1); }, receive_much}, troubles);
    EXPECT_NE(troubles[1], "nothing");
    const auto was_taken = troubles[0] == "nothing" ? 1 : 0;
    limit(1'000'000);
    writer->run([](Transaction& transaction) { receive(transaction, 3); });
    EXPECT_EQ(kept(), was_taken + 1);
    EXPECT_EQ(Connection(database_in(folder), Connection::Mode::read)
                  .number("SELECT count(*) FROM arrivals"),
              was_taken + 1);
}

TEST_F(TallyTest, CountsNothingTwice) {
    writer->run([](Transaction& transaction) { receive(transaction, 1); });
    writer->run([](Transaction& transaction) {
        receive(transaction, 2);
        transaction.connection().run("UPDATE arrivals SET attempts = attempts + 1");
    });
    EXPECT_EQ(kept(), 2);
}

TEST_F(WriterTest, MemoryFollowsTheDisk) {
    std::string seen;
    writer->run([&](Transaction& transaction) {
        transaction.after_commit([&] { seen += "kept"; });
        transaction.if_undone([&] { seen += "undone"; });
    });
    EXPECT_EQ(seen, "kept");
    seen.clear();
    EXPECT_NE("nothing", trouble_of([&] {
                  writer->run([&](Transaction& transaction) {
                      transaction.after_commit([&] { seen += "kept"; });
                      transaction.if_undone([&] { seen += "undone"; });
                      insert(transaction, 1);
                      insert(transaction, 1);
                  });
              }));
    EXPECT_EQ(seen, "undone");
}

TEST_F(WriterTest, FullDiskIsToldAndHealsWhenThereIsRoom) {
    const auto limit = [this](std::int64_t pages) {
        writer->run([&](Transaction& transaction) {
            (void)transaction.connection().number("PRAGMA max_page_count=" + std::to_string(pages));
        });
    };
    const auto fill = [](Transaction& transaction) {
        insert(transaction, 2);
        transaction.connection().run("UPDATE t SET text = ? WHERE n = 2",
                                     std::string(1'000'000, 'x'));
    };
    writer->run([](Transaction& transaction) { insert(transaction, 1); });
    limit(10);
    EXPECT_EQ(trouble_of([&] { writer->run(fill); }), "internal:disk_full");
    EXPECT_EQ(count(), 1);
    std::vector<std::string> troubles;
    together({fill, [](Transaction& transaction) { insert(transaction, 3); }}, troubles);
    EXPECT_NE(troubles[0], "nothing");
    limit(100'000);
    writer->run(fill);
    EXPECT_GE(count(), 2);
}

TEST_F(WriterTest, EndingFinishesWhatWaits) {
    std::vector<std::thread> threads;
    std::latch all(8);
    for (int n = 1; n <= 8; ++n) {
        threads.emplace_back([&, n] {
            writer->run([n](Transaction& transaction) { insert(transaction, n); });
            all.count_down();
        });
    }
    all.wait();
    for (auto& thread : threads) {
        thread.join();
    }
    writer.reset();
    EXPECT_EQ(count(), 8);
}

TEST_F(WriterTest, GroupCommitOfSixteenThreadsIsFarFromOneCommitEach) {
    constexpr int callers = 16;
    constexpr int each = 250;
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> threads;
    for (int caller = 0; caller < callers; ++caller) {
        threads.emplace_back([this, caller] {
            for (int n = 0; n < each; ++n) {
                (void)store->receive(arrival_of(std::to_string(caller) + ":" + std::to_string(n)));
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    constexpr int rows_each = 2;  // the arrival and its event
    const auto rows_per_second = callers * each * rows_each / took.count();
    RecordProperty("rows_per_second", std::to_string(rows_per_second));
    std::printf("group commit: %.0f rows/s in %d threads\n", rows_per_second, callers);
    EXPECT_EQ(store->ledger().arrivals.at("received"), callers * each);
}

}  // namespace
}  // namespace indgang::store::sqlite
