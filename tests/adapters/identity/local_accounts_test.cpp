// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/local_accounts.h"

#include <time.h>

#include <thread>

#include "adapters/identity/password.h"
#include "tests/adapters/identity/accounts_fixture.h"

namespace indgang::identity {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST_F(LocalAccountsTest, KnowWhoHasTheRightPassword) {
    auto known = accounts();
    known.add(person("op1"), right);
    const auto login = known.check("op1", right, "192.0.2.1");
    ASSERT_TRUE(std::holds_alternative<Identity>(login));
    const auto& identity = std::get<Identity>(login);
    EXPECT_EQ(identity.user, "op1");
    EXPECT_EQ(identity.name, "Opdigtet Person");
    EXPECT_THAT(identity.roles, ElementsAre("operator", "verifier"));
    EXPECT_THAT(identity.units, ElementsAre("nord"));
}

TEST_F(LocalAccountsTest, RefuseAnotherPassword) {
    auto known = accounts();
    known.add(person("op1"), right);
    EXPECT_TRUE(is_wrong(known.check("op1", other, "")));
    EXPECT_TRUE(is_wrong(known.check("op1", "", "")));
    EXPECT_EQ(known.wrong_tries(), 2u);
}

TEST_F(LocalAccountsTest, RefuseWhoIsUnknown) {
    auto known = accounts();
    EXPECT_TRUE(is_wrong(known.check("op1", right, "")));
    known.add(person("op1"), right);
    EXPECT_TRUE(is_wrong(known.check("op2", right, "")));
}

TEST_F(LocalAccountsTest, RefuseEveryPasswordThatNobodyCanHave) {
    auto known = accounts();
    known.add(person("op1"), right);
    EXPECT_TRUE(is_wrong(known.check("op1", "\xFF\xFE", "")));
    EXPECT_TRUE(is_wrong(known.check("op1", std::string(right) + '\0', "")));
    EXPECT_TRUE(is_wrong(known.check("op1", std::string(1 << 20, 'x'), "")));
}

double cpu_seconds(const std::function<void()>& act) {
    const auto now = [] {
        timespec time{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
    };
    const double begin = now();
    act();
    return now() - begin;
}

TEST_F(LocalAccountsTest, AreAsSlowForAnUnknownUserAsForAWrongPassword) {
    auto known = accounts();
    known.add(person("op1"), right);
    const double wrong = cpu_seconds([&] { (void)known.check("op1", other, ""); });
    EXPECT_GT(cpu_seconds([&] { (void)known.check("op2", other, ""); }), wrong / 2);
    EXPECT_GT(cpu_seconds([&] { (void)known.check("NO SUCH ID", other, ""); }), wrong / 2);
    EXPECT_GT(cpu_seconds([&] { (void)known.check("op1", "\xFF", ""); }), wrong / 2);
}

TEST_F(LocalAccountsTest, TakeTheSamePasswordFromAKeyboardThatComposesOtherwise) {
    auto known = accounts();
    known.add(person("op1"),
              "bl\xC3\xA5 kl\xC3\xA6"
              "der p\xC3\xA5");
    EXPECT_FALSE(is_wrong(known.check("op1",
                                      "bla\xCC\x8A kl\xC3\xA6"
                                      "der pa\xCC\x8A",
                                      "")));
}

TEST_F(LocalAccountsTest, CountCharactersOfAPasswordAndNotBytes) {
    auto known = accounts();
    const auto twelve = [](const std::string& character) {
        std::string text;
        for (int at = 0; at < 12; ++at) {
            text += character;
        }
        return text;
    };
    EXPECT_THAT(trouble_of([&] { known.add(person("op1"), "elleve tegn"); }),
                HasSubstr("password_too_short"));
    EXPECT_THAT(trouble_of([&] { known.add(person("op1"), std::string(11, 'a') + "\xCC\x8A"); }),
                HasSubstr("password_too_short"));
    EXPECT_EQ(trouble_of([&] { known.add(person("op1"), twelve("\xC3\xA5")); }), "nothing");
    EXPECT_EQ(trouble_of([&] { known.add(person("op2"), twelve("a")); }), "nothing");
}

TEST_F(LocalAccountsTest, TakeAPasswordOf1024BytesAndNoLongerOne) {
    auto known = accounts();
    known.add(person("op1"), std::string(1024, 'x'));
    EXPECT_FALSE(is_wrong(known.check("op1", std::string(1024, 'x'), "")));
    EXPECT_THAT(trouble_of([&] { known.set_password("op1", std::string(1025, 'x')); }),
                HasSubstr("password_too_long"));
}

TEST_F(LocalAccountsTest, TakeNoPasswordThatIsNoText) {
    EXPECT_THAT(trouble_of([&] { accounts().add(person("op1"), std::string(20, '\xFF')); }),
                HasSubstr("not_utf8"));
    EXPECT_THAT(trouble_of([&] { accounts().add(person("op1"), std::string(20, '\t')); }),
                HasSubstr("not_utf8"));
}

TEST_F(LocalAccountsTest, TellTheSixthTryToWaitWithoutAHash) {
    auto known = accounts();
    known.add(person("op1"), right);
    for (int time = 0; time < 5; ++time) {
        EXPECT_TRUE(is_wrong(known.check("op1", other, "")));
    }
    Login login;
    EXPECT_LT(cpu_seconds([&] { login = known.check("op1", right, ""); }), 0.02);
    ASSERT_TRUE(std::holds_alternative<TooManyTries>(login));
    EXPECT_EQ(std::get<TooManyTries>(login).wait, std::chrono::seconds(1));
    now += std::chrono::seconds(1);
    EXPECT_TRUE(std::holds_alternative<Identity>(known.check("op1", right, "")));
}

TEST_F(LocalAccountsTest, TellWhoGuessesManyUsersFromOneAddressToWait) {
    auto known = accounts();
    for (const char* user : {"a", "b", "c", "d", "NO ID"}) {
        EXPECT_TRUE(is_wrong(known.check(user, other, "192.0.2.1")));
    }
    EXPECT_TRUE(std::holds_alternative<TooManyTries>(known.check("f", other, "192.0.2.1")));
    EXPECT_TRUE(is_wrong(known.check("f", other, "192.0.2.2")));
}

TEST_F(LocalAccountsTest, HashTwoPasswordsAtOnceAndLetSixteenWait) {
    auto known = accounts();
    std::atomic<int> turned_away = 0;
    std::vector<std::thread> people;
    for (int person = 0; person < 25; ++person) {
        people.emplace_back([&, person] {
            const auto login = known.check("op" + std::to_string(person), other, "");
            turned_away += std::holds_alternative<TooManyTries>(login) ? 1 : 0;
        });
    }
    for (auto& one : people) {
        one.join();
    }
    EXPECT_EQ(known.wrong_tries() + static_cast<unsigned>(turned_away), 25u);
    EXPECT_GE(known.wrong_tries(), 18u);
}

TEST(HashRoom, TurnsAwayWhoWouldWaitBehindTooMany) {
    HashRoom room(1, 0);
    {
        const auto first = room.enter();
        ASSERT_TRUE(first);
        EXPECT_FALSE(room.enter());
    }
    EXPECT_TRUE(room.enter());
}

TEST(HashRoom, LetsWaitWhoIsNotTooMany) {
    HashRoom room(1, 1);
    auto first = room.enter();
    bool has_come = false;
    std::thread second([&] { has_come = room.enter().has_value(); });
    first.reset();
    second.join();
    EXPECT_TRUE(has_come);
}

TEST_F(LocalAccountsTest, HashTheSamePasswordDifferentlyForEach) {
    auto known = accounts();
    EXPECT_NE(hash_of(right), hash_of(right));
}

TEST_F(LocalAccountsTest, AreSortedByUser) {
    auto known = accounts();
    known.add(person("op2"), right);
    known.add(person("op1"), right);
    std::vector<std::string> users;
    for (const auto& identity : known.list()) {
        users.push_back(identity.user);
    }
    EXPECT_THAT(users, ElementsAre("op1", "op2"));
}

TEST_F(LocalAccountsTest, HoldEachRoleAndUnitOnce) {
    auto known = accounts();
    known.add({"op1", "", {"verifier", "operator", "verifier"}, {"b", "a", "b"}}, right);
    EXPECT_THAT(known.find("op1")->roles, ElementsAre("operator", "verifier"));
    EXPECT_THAT(known.find("op1")->units, ElementsAre("a", "b"));
}

TEST_F(LocalAccountsTest, TakeNobodyTwice) {
    auto known = accounts();
    known.add(person("op1"), right);
    EXPECT_THAT(trouble_of([&] { known.add(person("op1"), other); }), HasSubstr("account_exists"));
    EXPECT_FALSE(is_wrong(known.check("op1", right, "")));
}

TEST_F(LocalAccountsTest, TakeNobodyWithoutAUserId) {
    for (const std::string user : {"", "Op1", "op 1", "b\xC3\xB8", "a/b", "a\nb"}) {
        EXPECT_THAT(trouble_of([&] { accounts().add(person(user), right); }),
                    HasSubstr("not_a_user_id"));
    }
    EXPECT_THAT(trouble_of([&] { accounts().add(person(std::string(65, 'a')), right); }),
                HasSubstr("not_a_user_id"));
    EXPECT_EQ(trouble_of([&] { accounts().add(person(std::string(64, 'a')), right); }), "nothing");
    EXPECT_EQ(trouble_of([&] { accounts().add(person("a.b_c-d@e9"), right); }), "nothing");
}

TEST_F(LocalAccountsTest, TakeNobodyWithoutARoleOfTheTable) {
    EXPECT_THAT(trouble_of([&] {
                    accounts().add({"op1", "", {}, {}}, right);
                }),
                HasSubstr("no_such_role"));
    EXPECT_THAT(trouble_of([&] {
                    accounts().add({"op1", "", {"operator", "boss"}, {}}, right);
                }),
                HasSubstr("no_such_role"));
}

TEST_F(LocalAccountsTest, TakeNoUnitOrNameThatIsNoLine) {
    const auto with = [&](const std::string& name, const std::string& unit) {
        return trouble_of([&] { accounts().add({"op1", name, {"operator"}, {unit}}, right); });
    };
    EXPECT_THAT(with("", "a\nb"), HasSubstr("not_a_unit"));
    EXPECT_THAT(with("", ""), HasSubstr("not_a_unit"));
    EXPECT_THAT(with("", " a"), HasSubstr("not_a_unit"));
    EXPECT_THAT(with("", "a "), HasSubstr("not_a_unit"));
    EXPECT_THAT(with("", std::string(65, 'a')), HasSubstr("not_a_unit"));
    EXPECT_THAT(with("a\x1B[2J", "a"), HasSubstr("not_utf8"));
    EXPECT_THAT(with(std::string(201, 'a'), "a"), HasSubstr("not_utf8"));
    EXPECT_EQ(with(std::string(200, 'a'), std::string(64, 'a')), "nothing");
}

TEST_F(LocalAccountsTest, ForgetWhoIsRemoved) {
    auto known = accounts();
    known.add(person("op1"), right);
    known.add(person("op2"), right);
    known.remove("op1");
    EXPECT_TRUE(is_wrong(known.check("op1", right, "")));
    EXPECT_FALSE(known.find("op1"));
    EXPECT_TRUE(known.find("op2"));
}

TEST_F(LocalAccountsTest, ChangeAPassword) {
    auto known = accounts();
    known.add(person("op1"), right);
    known.set_password("op1", other);
    EXPECT_TRUE(is_wrong(known.check("op1", right, "")));
    EXPECT_FALSE(is_wrong(known.check("op1", other, "")));
}

TEST_F(LocalAccountsTest, SayThatTheyDoNotKnowWhomToChange) {
    EXPECT_THAT(trouble_of([&] { accounts().remove("op1"); }), HasSubstr("no_such_account"));
    EXPECT_THAT(trouble_of([&] { accounts().set_password("op1", right); }),
                HasSubstr("no_such_account"));
}

TEST_F(LocalAccountsTest, SeeAtOnceWhatAnotherProcessChanged) {
    auto service = accounts(), command = accounts();
    EXPECT_TRUE(is_wrong(service.check("op1", right, "")));
    command.add(person("op1"), right);
    EXPECT_FALSE(is_wrong(service.check("op1", right, "")));
}

}  // namespace
}  // namespace indgang::identity
