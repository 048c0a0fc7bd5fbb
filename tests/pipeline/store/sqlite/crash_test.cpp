// SPDX-License-Identifier: MPL-2.0
// A child writes through the store and says what was acknowledged; it is killed at a moment that
// the seed decides; the same store is opened again by the next child. At the end everything that
// was acknowledged must be there, in a database that is whole.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <map>
#include <random>

#include "pipeline/store/sqlite/database/sql.h"
#include "tests/pipeline/store/sqlite/sqlite_fixture.h"

namespace indgang::store::sqlite {
namespace {

constexpr int kills = 50;
constexpr std::size_t line_bytes = 32;

struct Child {
    pid_t process = 0;
    int told = 0;
};

void say(int pipe, std::string line) {
    line.resize(line_bytes, ' ');
    if (::write(pipe, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
        ::_exit(1);
    }
}

/// Does all kinds of writes until it is killed; says "r <id>", "d <id> <case>" after each return.
[[noreturn]] void write_until_killed(const std::filesystem::path& folder, int round, int pipe) {
    int count = 0;
    const auto name = [&] { return "r" + std::to_string(round) + "n" + std::to_string(++count); };
    SqliteStore store(
        folder, Access::write, [] { return UtcTime(std::chrono::milliseconds(1)); }, name);
    while (true) {
        const auto bytes = name();
        const auto id =
            store.receive({Digest::of(view_of(bytes)), 1, "file", "", "xml", {}}).arrival;
        say(pipe, "r " + id);
        for (const auto& arrival : store.claim_arrivals(4)) {
            store.finish_arrivals({{arrival.id, {{1, "f", "1", "{}"}}}});
        }
        std::vector<Store::Settled> settled;
        for (const auto& item : store.claim_items(4)) {
            settled.push_back({item, {"{}", false, "", "k" + item.id, "{}", "[]"}});
        }
        (void)store.settle(settled);
        for (const auto& entry : store.claim_deliveries(4)) {
            store.delivered(entry.item, "case-" + entry.item);
            say(pipe, "d " + entry.item);
        }
    }
}

Child start(const std::filesystem::path& folder, int round) {
    int ends[2];
    if (::pipe(ends) != 0) {
        return {};
    }
    const auto process = ::fork();
    if (process == 0) {
        ::close(ends[0]);
        write_until_killed(folder, round, ends[1]);
    }
    ::close(ends[1]);
    return {process, ends[0]};
}

TEST(Crash, EverythingAcknowledgedIsThereAfterFiftyKills) {
    const Folder folder;
    std::mt19937 random(20261101);
    std::vector<std::string> acknowledged;
    for (int round = 0; round < kills; ++round) {
        const auto child = start(folder.path(), round);
        ASSERT_GT(child.process, 0);
        // The moment is a number of acknowledgements plus some microseconds of the next write.
        const auto lines = std::uniform_int_distribution(1, 30)(random);
        const auto delay_us = std::uniform_int_distribution(0, 2000)(random);
        std::string line(line_bytes, ' ');
        int seen = 0;
        while (::read(child.told, line.data(), line.size()) == static_cast<ssize_t>(line.size())) {
            acknowledged.push_back(line.substr(0, line.find_last_not_of(' ') + 1));
            if (++seen == lines) {
                ::usleep(static_cast<useconds_t>(delay_us));
                ::kill(child.process, SIGKILL);
            }
        }
        ::close(child.told);
        int status = 0;
        ::waitpid(child.process, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself in round " << round;
    }
    ASSERT_GE(acknowledged.size(), static_cast<std::size_t>(kills));

    SqliteStore store(
        folder.path(), Access::write, [] { return UtcTime{}; }, [] { return "x"; });
    for (const auto& line : acknowledged) {
        const auto id = line.substr(2);
        if (line.front() == 'r') {
            EXPECT_TRUE(store.arrival(id)) << id;
        } else {
            const auto item = store.item(id);
            ASSERT_TRUE(item) << id;
            EXPECT_EQ(item->state, ItemState::delivered);
            EXPECT_EQ(item->case_number, "case-" + id);
        }
    }
    const auto ledger = store.ledger();
    EXPECT_EQ(ledger.case_numbers_twice, 0);
    EXPECT_EQ(ledger.items_without_arrival, 0);
    EXPECT_EQ(ledger.read_arrivals_without_item, 0);
    Connection connection(folder.path() / "indgang.sqlite", Connection::Mode::read);
    EXPECT_EQ(std::get<0>(connection.rows<std::string>("PRAGMA integrity_check").front()), "ok");
    EXPECT_TRUE(connection.rows<std::string>("PRAGMA foreign_key_check").empty());
    // The outbox is exactly the ready items: no transaction was half kept.
    EXPECT_EQ(connection.number("SELECT count(*) FROM outbox"),
              connection.number("SELECT count(*) FROM items WHERE state = 'ready'"));
    EXPECT_EQ(connection.number("SELECT count(*) FROM items WHERE number NOT IN "
                                "(SELECT item FROM records)"),
              0);
}

}  // namespace
}  // namespace indgang::store::sqlite
