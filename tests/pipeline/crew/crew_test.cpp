// SPDX-License-Identifier: MPL-2.0
#include "pipeline/crew/crew.h"
#include "schemas/error/reason.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <string>

namespace indgang::crew {
namespace {

using namespace std::chrono_literals;

/// Numbers to be worked off by several threads, and what became of them.
struct Pile {
    std::mutex mutex;
    std::deque<int> open;
    std::vector<int> done, given_back;
    std::function<void(int)> work = [](int) {};

    void add(int number) {
        const std::lock_guard lock(mutex);
        open.push_back(number);
    }
    [[nodiscard]] std::vector<int> done_so_far() {
        const std::lock_guard lock(mutex);
        auto numbers = done;
        std::sort(numbers.begin(), numbers.end());
        return numbers;
    }
};

class Hand : public Trade<int> {
  public:
    explicit Hand(Pile& pile) : pile_(pile) {}
    std::optional<int> claim() override {
        const std::lock_guard lock(pile_.mutex);
        if (pile_.open.empty()) {
            return std::nullopt;
        }
        const int number = pile_.open.front();
        pile_.open.pop_front();
        return number;
    }
    void work(int& number) override {
        pile_.work(number);
        const std::lock_guard lock(pile_.mutex);
        pile_.done.push_back(number);
    }
    void give_back(const int& number) noexcept override {
        const std::lock_guard lock(pile_.mutex);
        pile_.given_back.push_back(number);
        pile_.open.push_back(number);
    }

  private:
    Pile& pile_;
};

Crew<int>::NewTrade hands_of(Pile& pile) {
    return [&pile](const std::atomic<bool>&) { return std::make_unique<Hand>(pile); };
}

bool wait_for(const std::function<bool()>& is_so) {
    for (int i = 0; i < 10'000; ++i) {
        if (is_so()) {
            return true;
        }
        std::this_thread::sleep_for(1ms);
    }
    return false;
}

TEST(Crew, DoesAllWorkOnce) {
    Pile pile;
    std::vector<int> all;
    for (int i = 0; i < 1'000; ++i) {
        pile.add(i);
        all.push_back(i);
    }
    WakeUp work;
    const Crew<int> crew(4, hands_of(pile), work, 1ms);
    EXPECT_TRUE(wait_for([&] { return pile.done_so_far().size() == all.size(); }));
    EXPECT_EQ(pile.done_so_far(), all);
}

TEST(Crew, IsWokenByNewWork) {
    Pile pile;
    WakeUp work;
    const Crew<int> crew(2, hands_of(pile), work, 1h);
    pile.add(7);
    work.ring();
    EXPECT_TRUE(wait_for([&] { return pile.done_so_far().size() == 1; }));
}

TEST(Crew, GivesBackWhatAnErrorStoppedAndGoesOnAfterMending) {
    Pile pile;
    std::atomic<bool> is_broken{true};
    pile.work = [&](int) {
        if (is_broken) {
            throw Error(Reason::model_missing, "a model is missing");
        }
    };
    pile.add(1);
    WakeUp work;
    const Crew<int> crew(1, hands_of(pile), work, 1ms);
    EXPECT_TRUE(wait_for([&] { return crew.trouble().has_value(); }));
    EXPECT_EQ(crew.trouble()->reason(), "model_missing");
    EXPECT_TRUE(pile.done_so_far().empty());
    is_broken = false;
    EXPECT_TRUE(wait_for([&] { return pile.done_so_far() == std::vector<int>{1}; }));
    EXPECT_TRUE(wait_for([&] { return !crew.trouble(); }));
}

/// A look at an even number shows nothing of what works on odd ones.
class LookingHand final : public Hand {
  public:
    using Hand::Hand;
    bool is_proof(const int& number) const override { return number % 2 == 1; }
};

TEST(Crew, IsInTroubleUntilWorkThatProvesSomethingIsDone) {
    Pile pile;
    std::atomic<bool> is_broken{true};
    pile.work = [&](int number) {
        if (is_broken && number % 2 == 1) {
            throw Error(Reason::model_missing, "a model is missing");
        }
    };
    pile.add(1);
    WakeUp work;
    const Crew<int> crew(
        1, [&pile](const std::atomic<bool>&) { return std::make_unique<LookingHand>(pile); }, work,
        1ms);
    EXPECT_TRUE(wait_for([&] { return crew.trouble().has_value(); }));
    for (int even = 2; even < 20; even += 2) {
        pile.add(even);
        EXPECT_TRUE(wait_for([&] { return pile.done_so_far().size() == std::size_t(even / 2); }));
        EXPECT_TRUE(crew.trouble()) << "after " << even;
    }
    is_broken = false;
    EXPECT_TRUE(wait_for([&] { return !crew.trouble(); }));
}

TEST(Crew, IsOutOfTheTroubleOfALookAfterAnyWork) {
    Pile pile;
    std::atomic<bool> is_broken{true};
    pile.work = [&](int) {
        if (is_broken) {
            throw Error(Reason::disk_full, "the disk is full");
        }
    };
    pile.add(2);
    WakeUp work;
    const Crew<int> crew(
        1, [&pile](const std::atomic<bool>&) { return std::make_unique<LookingHand>(pile); }, work,
        1ms);
    EXPECT_TRUE(wait_for([&] { return crew.trouble().has_value(); }));
    is_broken = false;
    EXPECT_TRUE(wait_for([&] { return !crew.trouble(); }));
}

TEST(Crew, TakesAConflictForNoTrouble) {
    Pile pile;
    std::atomic<int> times{0};
    pile.work = [&](int) {
        ++times;
        throw Error(Reason::changed_meanwhile, "somebody else was first");
    };
    pile.add(1);
    WakeUp work;
    const Crew<int> crew(1, hands_of(pile), work, 1ms);
    EXPECT_TRUE(wait_for([&] { return times >= 3; }));  // each time but the last was noted by now
    EXPECT_FALSE(crew.trouble());
}

TEST(Crew, EndsWhatItDoesBeforeItStops) {
    Pile pile;
    std::atomic<bool> has_begun{false};
    pile.work = [&](int) {
        has_begun = true;
        std::this_thread::sleep_for(20ms);
    };
    pile.add(1);
    pile.add(2);
    WakeUp work;
    {
        const Crew<int> crew(1, hands_of(pile), work, 1ms);
        EXPECT_TRUE(wait_for([&] { return has_begun.load(); }));
    }
    EXPECT_EQ(pile.done_so_far(), std::vector<int>{1});
}

TEST(Crew, StopsInTheMiddleOfAPause) {
    Pile pile;
    pile.work = [](int) { throw Error(Reason::disk_full, "no room"); };
    pile.add(1);
    WakeUp work;
    auto crew = std::make_unique<Crew<int>>(1, hands_of(pile), work, 1h);
    EXPECT_TRUE(wait_for([&] { return crew->trouble().has_value(); }));
    crew.reset();  // hangs for an hour if the pause does not end
    EXPECT_EQ(pile.given_back, std::vector<int>{1});
}

}  // namespace
}  // namespace indgang::crew
