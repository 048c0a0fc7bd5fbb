// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

#include "adapters/identity/local_accounts.h"
#include "schemas/error/error.h"

namespace indgang::identity {

inline constexpr auto right = "korrekt hest batteri";
inline constexpr auto other = "et ganske andet ord";

/// A folder for a file of accounts that is not there yet.
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

}  // namespace indgang::identity
