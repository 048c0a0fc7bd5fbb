// SPDX-License-Identifier: MPL-2.0
// The file that accounts stand in: whose it is, what it may say, and who writes it.
#include "adapters/identity/accounts_file.h"

#include <sys/wait.h>
#include <unistd.h>

#include "adapters/identity/password.h"
#include "tests/adapters/identity/accounts_fixture.h"

namespace indgang::identity {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class AccountsFile : public LocalAccountsTest {};

std::string line_of_account(const std::string& user, const std::string& roles = "[\"auditor\"]",
                            const std::string& hash = nobodys_hash()) {
    return "[[account]]\nuser = \"" + user + "\"\nroles = " + roles + "\npassword = \"" + hash +
           "\"\n";
}

TEST_F(AccountsFile, StandInAFileForTheOwnerAlone) {
    auto known = accounts();
    ::umask(0);
    known.add(person("op1"), right);
    EXPECT_EQ(mode(), 0600u);
    known.set_password("op1", other);
    ::umask(022);
    EXPECT_EQ(mode(), 0600u);
}

TEST_F(AccountsFile, AreNotReadFromAFileThatOthersMayReadOrWrite) {
    accounts().add(person("op1"), right);
    for (const mode_t rights : {0640u, 0604u, 0620u, 0602u}) {
        ::chmod(file.c_str(), rights);
        EXPECT_THAT(trouble_of([&] { (void)accounts().check("op1", right, ""); }),
                    HasSubstr("accounts_exposed"));
    }
}

TEST_F(AccountsFile, KeepNothingOfAPasswordButItsHash) {
    accounts().add(person("op1"), right);
    EXPECT_THAT(text(), Not(HasSubstr("hest")));
    EXPECT_THAT(text(), HasSubstr("$argon2id$v=19$m=65536,t=2,p=1$"));
}

TEST_F(AccountsFile, KeepWhatNeedsQuotesInToml) {
    auto known = accounts();
    Identity odd = person("op1");
    odd.name = "Bo \"Prøve\" C:\\ #";
    odd.units = {"a\"b", "\\"};
    known.add(odd, right);
    EXPECT_EQ(known.find("op1")->name, odd.name);
    EXPECT_THAT(known.find("op1")->units, ElementsAre("\\", "a\"b"));
}

TEST_F(AccountsFile, LoseNothingOfTwoWriters) {
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

TEST_F(AccountsFile, LeaveNothingBesideTheFileButItsLock) {
    accounts().add(person("op1"), right);
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        names.push_back(entry.path().filename());
    }
    EXPECT_THAT(names, ::testing::UnorderedElementsAre("accounts.toml", "accounts.toml.lock"));
}

TEST_F(AccountsFile, MakeTheFolderForTheOwnerAlone) {
    file = folder / "var" / "desk" / "accounts.toml";
    accounts().add(person("op1"), right);
    struct stat state {};
    ASSERT_EQ(::stat((folder / "var").c_str(), &state), 0);
    EXPECT_EQ(state.st_mode & 0777u, 0700u);
}

TEST_F(AccountsFile, TellTheLineOfADamagedFile) {
    const std::string good = line_of_account("op1");  // four lines
    EXPECT_THAT(trouble_of_file(good + "[[account]\n"), HasSubstr("accounts.toml:5"));
    EXPECT_THAT(trouble_of_file(good + "[[account]]\nuser = \"OP\"\n"),
                HasSubstr("accounts.toml:6:8: account: 'user' is no user id"));
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

TEST_F(AccountsFile, TakeNoNameAndNoFileThatIsTooLong) {
    EXPECT_THAT(
        trouble_of_file(line_of_account("op1") + "name = \"" + std::string(201, 'a') + "\"\n"),
        HasSubstr("accounts.toml:5"));
    EXPECT_THAT(trouble_of_file(std::string(17u << 20, '#')), HasSubstr("accounts_invalid"));
}

TEST_F(AccountsFile, TakeNoHashOfLessWork) {
    std::string weak = nobodys_hash();
    weak.replace(weak.find("m=65536,t=2"), 11, "m=8,t=1");
    EXPECT_THAT(trouble_of_file(line_of_account("op1", "[\"auditor\"]", weak)),
                HasSubstr("accounts.toml:4"));
    EXPECT_THAT(trouble_of_file(line_of_account("op1", "[\"auditor\"]", "korrekt hest batteri")),
                HasSubstr("accounts.toml:4"));
}

TEST_F(AccountsFile, TellNothingOfWhatStandsInADamagedFile) {
    EXPECT_THAT(trouble_of_file("[[account]]\nuser = \"HEST\"\nroles = [\"HEST\"]\nname = "
                                "\"HEST\\u0001\"\nunits = [\"HEST \"]\npassword = \"HEST\"\n"),
                Not(HasSubstr("HEST")));
}

TEST_F(AccountsFile, LetNobodyInByADamagedFile) {
    auto known = accounts();
    known.add(person("op1"), right);
    std::ofstream(file, std::ios::app) << "[[account]]\nuser = \"op2\"\n";
    EXPECT_THAT(trouble_of([&] { (void)known.check("op1", right, ""); }),
                HasSubstr("accounts_invalid"));
}

TEST_F(AccountsFile, ChangeNothingInADamagedFile) {
    write("[[account]]\nuser = \"op1\"\n");
    EXPECT_THAT(trouble_of([&] { accounts().add(person("op2"), right); }),
                HasSubstr("accounts_invalid"));
    EXPECT_EQ(text(), "[[account]]\nuser = \"op1\"\n");
}

TEST_F(AccountsFile, TellAFolderThatTakesNothing) {
    file = folder / "taken" / "accounts.toml";
    std::ofstream(folder / "taken") << "a file where a folder should be";
    EXPECT_THAT(trouble_of([&] { accounts().add(person("op1"), right); }),
                HasSubstr("accounts_unwritable"));
}

}  // namespace
}  // namespace indgang::identity
