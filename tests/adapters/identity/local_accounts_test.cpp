// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/local_accounts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <thread>

#include "adapters/identity/password.h"
#include "schemas/error/error.h"

namespace indgang::identity {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto right = "korrekt hest batteri";
constexpr auto other = "et ganske andet ord";

class LocalAccountsTest : public ::testing::Test {
  protected:
    LocalAccountsTest() {
        std::string name = (std::filesystem::temp_directory_path() / "indgang-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw Error(Reason::folder_trouble, "test: no temporary folder");
        }
        folder = name;
        file = folder / "accounts.toml";
    }
    ~LocalAccountsTest() override {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
    LocalAccounts accounts() const {
        return {file, [this] { return now; }};
    }
    static Identity person(const std::string& user) {
        return {user, "Opdigtet Person", {"operator", "verifier"}, {"nord"}};
    }
    static std::string trouble_of(const std::function<void()>& act) {
        try {
            act();
        } catch (const Error& error) {
            return error.reason() + ": " + error.what();
        }
        return "nothing";
    }
    std::string text() const {
        std::ifstream in(file);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void write(const std::string& bytes) const {
        std::ofstream(file) << bytes;
        ::chmod(file.c_str(), 0600);
    }
    std::string trouble_of_file(const std::string& bytes) const {
        write(bytes);
        return trouble_of([&] { (void)accounts().list(); });
    }
    mode_t mode() const {
        struct stat state {};
        return ::stat(file.c_str(), &state) == 0 ? state.st_mode & 0777u : 0;
    }
    static bool is_wrong(const Login& login) {
        return std::holds_alternative<WrongPassword>(login);
    }

    UtcTime now{std::chrono::hours(1)};
    std::filesystem::path folder;
    std::filesystem::path file;
};

std::string line_of_account(const std::string& user, const std::string& roles = "[\"auditor\"]",
                            const std::string& hash = nobodys_hash()) {
    return "[[account]]\nuser = \"" + user + "\"\nroles = " + roles + "\npassword = \"" + hash +
           "\"\n";
}

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

TEST_F(LocalAccountsTest, StandInAFileForTheOwnerAlone) {
    auto known = accounts();
    ::umask(0);
    known.add(person("op1"), right);
    EXPECT_EQ(mode(), 0600u);
    known.set_password("op1", other);
    ::umask(022);
    EXPECT_EQ(mode(), 0600u);
}

TEST_F(LocalAccountsTest, AreNotReadFromAFileThatOthersMayReadOrWrite) {
    accounts().add(person("op1"), right);
    for (const mode_t rights : {0640u, 0604u, 0620u, 0602u}) {
        ::chmod(file.c_str(), rights);
        EXPECT_THAT(trouble_of([&] { (void)accounts().check("op1", right, ""); }),
                    HasSubstr("accounts_exposed"));
    }
}

TEST_F(LocalAccountsTest, KeepNothingOfAPasswordButItsHash) {
    accounts().add(person("op1"), right);
    EXPECT_THAT(text(), Not(HasSubstr("hest")));
    EXPECT_THAT(text(), HasSubstr("$argon2id$v=19$m=65536,t=2,p=1$"));
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

TEST_F(LocalAccountsTest, KeepWhatNeedsQuotesInToml) {
    auto known = accounts();
    Identity odd = person("op1");
    odd.name = "Bo \"Prøve\" C:\\ #";
    odd.units = {"a\"b", "\\"};
    known.add(odd, right);
    EXPECT_EQ(known.find("op1")->name, odd.name);
    EXPECT_THAT(known.find("op1")->units, ElementsAre("\\", "a\"b"));
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

TEST_F(LocalAccountsTest, LoseNothingOfTwoWriters) {
    constexpr int writers = 4, each = 3;
    std::vector<pid_t> children;
    for (int writer = 0; writer < writers; ++writer) {
        const pid_t child = ::fork();
        if (child == 0) {
            auto own = accounts();
            for (int one = 0; one < each; ++one) {
                own.add(person("op" + std::to_string(writer) + "." + std::to_string(one)), right);
            }
            ::_exit(0);
        }
        children.push_back(child);
    }
    for (const pid_t child : children) {
        int status = -1;
        ::waitpid(child, &status, 0);
        EXPECT_EQ(status, 0);
    }
    EXPECT_EQ(accounts().list().size(), static_cast<std::size_t>(writers * each));
}

TEST_F(LocalAccountsTest, LeaveNothingBesideTheFileButItsLock) {
    accounts().add(person("op1"), right);
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        names.push_back(entry.path().filename());
    }
    EXPECT_THAT(names, ::testing::UnorderedElementsAre("accounts.toml", "accounts.toml.lock"));
}

TEST_F(LocalAccountsTest, MakeTheFolderForTheOwnerAlone) {
    file = folder / "var" / "desk" / "accounts.toml";
    accounts().add(person("op1"), right);
    struct stat state {};
    ASSERT_EQ(::stat((folder / "var").c_str(), &state), 0);
    EXPECT_EQ(state.st_mode & 0777u, 0700u);
}

TEST_F(LocalAccountsTest, TellTheLineOfADamagedFile) {
    const std::string good = line_of_account("op1");  // four lines
    EXPECT_THAT(trouble_of_file(good + "[[account]\n"), HasSubstr("accounts.toml:5"));
    EXPECT_THAT(trouble_of_file(good + "[[account]]\nuser = \"OP\"\n"),
                HasSubstr("accounts.toml:6: account: 'user' is no user id"));
    EXPECT_THAT(trouble_of_file(good + line_of_account("op1")), HasSubstr("accounts.toml:5"));
    EXPECT_THAT(trouble_of_file(good + line_of_account("op2", "[\"boss\"]")),
                HasSubstr("accounts.toml:7"));
    EXPECT_THAT(trouble_of_file(good + line_of_account("op2", "[]")), HasSubstr("role"));
    EXPECT_THAT(trouble_of_file(good + line_of_account("op2", "[\"auditor\", \"auditor\"]")),
                HasSubstr("twice"));
    EXPECT_THAT(trouble_of_file(good + line_of_account("op2") + "units = [\"\"]\n"),
                HasSubstr("accounts.toml:9"));
    EXPECT_THAT(trouble_of_file(good + line_of_account("op2") + "name = \"a\\u0007\"\n"),
                HasSubstr("accounts.toml:9"));
    EXPECT_THAT(trouble_of_file(good + line_of_account("op2") + "admin = true\n"),
                HasSubstr("accounts.toml:"));
    EXPECT_THAT(trouble_of_file(good + "accounts = 1\n"), HasSubstr("accounts_invalid"));
}

TEST_F(LocalAccountsTest, TakeNoHashOfLessWork) {
    std::string weak = nobodys_hash();
    weak.replace(weak.find("m=65536,t=2"), 11, "m=8,t=1");
    EXPECT_THAT(trouble_of_file(line_of_account("op1", "[\"auditor\"]", weak)),
                HasSubstr("accounts.toml:4"));
    EXPECT_THAT(trouble_of_file(line_of_account("op1", "[\"auditor\"]", "korrekt hest batteri")),
                HasSubstr("accounts.toml:4"));
}

TEST_F(LocalAccountsTest, TellNothingOfWhatStandsInADamagedFile) {
    EXPECT_THAT(trouble_of_file("[[account]]\nuser = \"HEST\"\nroles = [\"HEST\"]\nname = "
                                "\"HEST\\u0001\"\nunits = [\"HEST \"]\npassword = \"HEST\"\n"),
                Not(HasSubstr("HEST")));
}

TEST_F(LocalAccountsTest, LetNobodyInByADamagedFile) {
    auto known = accounts();
    known.add(person("op1"), right);
    std::ofstream(file, std::ios::app) << "[[account]]\nuser = \"op2\"\n";
    EXPECT_THAT(trouble_of([&] { (void)known.check("op1", right, ""); }),
                HasSubstr("accounts_invalid"));
}

TEST_F(LocalAccountsTest, ChangeNothingInADamagedFile) {
    write("[[account]]\nuser = \"op1\"\n");
    EXPECT_THAT(trouble_of([&] { accounts().add(person("op2"), right); }),
                HasSubstr("accounts_invalid"));
    EXPECT_EQ(text(), "[[account]]\nuser = \"op1\"\n");
}

TEST_F(LocalAccountsTest, TellAFolderThatTakesNothing) {
    file = folder / "taken" / "accounts.toml";
    std::ofstream(folder / "taken") << "a file where a folder should be";
    EXPECT_THAT(trouble_of([&] { accounts().add(person("op1"), right); }),
                HasSubstr("accounts_unwritable"));
}

}  // namespace
}  // namespace indgang::identity
