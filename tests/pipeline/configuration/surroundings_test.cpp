// SPDX-License-Identifier: MPL-2.0
#include "pipeline/configuration/surroundings.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <latch>

#include "adapters/http/listener.h"
#include "adapters/http/server.h"
#include "schemas/core/random.h"

namespace indgang::configuration {
namespace {

namespace fs = std::filesystem;

class Surroundings : public testing::Test {
  protected:
    Surroundings() {
        fs::create_directories(folder_ / "in");
        c_.store_folder = folder_ / "store";
        c_.service_port = 0;
        c_.watch_port = 0;
    }
    ~Surroundings() override { fs::remove_all(folder_); }
    Surroundings(const Surroundings&) = delete;
    Surroundings& operator=(const Surroundings&) = delete;

    /// What is wrong, as "what: seen"; empty: nothing.
    [[nodiscard]] std::string wrong() const {
        std::string text;
        for (const auto& found : look_around(c_)) {
            EXPECT_FALSE(found.remedy.empty());
            text += found.is_good ? "" : found.what + ": " + found.seen + "\n";
        }
        return text;
    }
    static http::Server answering(const std::string& body, int status = 200) {
        return {{}, [body, status](const http::ServerRequest&) {
                    http::ServerResponse response;
                    response.status = status;
                    response.body = body;
                    return response;
                }};
    }

    fs::path folder_ = fs::temp_directory_path() / ("indgang-around-" + random_ids()());
    Configuration c_;
};

TEST_F(Surroundings, AreGoodWhereAllIsThere) {
    c_.watched_folders = {folder_ / "in"};
    c_.request_log = folder_ / "requests.log";
    EXPECT_EQ(wrong(), "");
    EXPECT_EQ(look_around(c_).size(), 4u);
    EXPECT_FALSE(fs::exists(c_.request_log));
}

TEST_F(Surroundings, NameAPortThatAnotherProgramHas) {
    const auto other = answering("hello");
    c_.service_port = other.port();
    EXPECT_EQ(wrong(), "port of the intake: http: listening on 127.0.0.1:" +
                           std::to_string(other.port()) + ": Address already in use\n");
    c_.service_port = 0;
    c_.watch_port = other.port();
    EXPECT_NE(wrong().find("port for watching: "), std::string::npos);
}

TEST_F(Surroundings, AreGoodWhenTheServiceRunsAlready) {
    const auto running = answering(R"({"status":"alive"})");
    c_.service_port = running.port();
    EXPECT_EQ(wrong(), "");
}

TEST_F(Surroundings, NameAnAddressThatIsNone) {
    c_.service_address = "no-such-host.invalid";
    EXPECT_NE(wrong().find("there is no such address"), std::string::npos);
}

TEST_F(Surroundings, NameOnePortForBoth) {
    c_.service_port = c_.watch_port = http::port_of(http::listen_at("127.0.0.1", 0).number());
    EXPECT_EQ(wrong(), "port for watching: the same as that of the intake\n");
}

TEST_F(Surroundings, NameWatchedFoldersThatCannotBeWatched) {
    std::ofstream(folder_ / "file") << "x";
    fs::create_directories(folder_ / "store/in");
    fs::create_directories(folder_ / "in/deeper");
    fs::create_directory_symlink(folder_ / "store/in", folder_ / "link");
    const std::pair<std::vector<fs::path>, std::string> cases[] = {
        {{folder_ / "absent"}, "is not there"},
        {{folder_ / "file"}, "is no folder"},
        {{folder_ / "store/in"}, "must neither lie in the store"},
        {{folder_ / "link"}, "must neither lie in the store"},
        {{folder_}, "nor hold it"},
        {{folder_ / "in", folder_ / "in"}, "is watched twice"},
        {{folder_ / "in", folder_ / "in/deeper"}, "is watched twice"},
    };
    for (const auto& [folders, seen] : cases) {
        c_.watched_folders = folders;
        EXPECT_NE(wrong().find(seen), std::string::npos) << seen << "\n" << wrong();
    }
    fs::create_directory(folder_ / "in-other");
    c_.watched_folders = {folder_ / "in", folder_ / "in-other"};
    EXPECT_EQ(wrong(), "");
}

TEST_F(Surroundings, NameAFolderWithoutRights) {
    if (::geteuid() == 0) {
        GTEST_SKIP() << "root has every right";
    }
    fs::permissions(folder_ / "in", fs::perms::owner_read);
    c_.watched_folders = {folder_ / "in"};
    EXPECT_NE(wrong().find("cannot be read or written"), std::string::npos);
    fs::permissions(folder_ / "in", fs::perms::owner_all);
}

TEST_F(Surroundings, NameARequestLogThatCannotBeWritten) {
    c_.request_log = folder_ / "absent/requests.log";
    EXPECT_NE(wrong().find("request log "), std::string::npos);
    c_.request_log = folder_ / "in";
    EXPECT_NE(wrong().find("request log "), std::string::npos);
}

TEST_F(Surroundings, NameTlsFilesThatCannotBeUsed) {
    std::ofstream(folder_ / "no.pem") << "no certificate";
    c_.service_tls = {folder_ / "no.pem", folder_ / "no.pem", {}};
    c_.registries["cpr"].tls.trusted = folder_ / "absent.pem";
    c_.destinations["odense"].server.tls.trusted = folder_ / "absent.pem";
    const auto found = wrong();
    EXPECT_NE(found.find("TLS files of the intake: "), std::string::npos) << found;
    EXPECT_NE(found.find("TLS files of register cpr: "), std::string::npos) << found;
    EXPECT_NE(found.find("TLS files of case system odense: "), std::string::npos) << found;
    EXPECT_NE(found.find("absent.pem"), std::string::npos) << found;
}

TEST_F(Surroundings, TellWhoAnswersAndWhoDoesNot) {
    const auto other = answering("hello");
    c_.registries["cpr"].base_url = "http://127.0.0.1:" + std::to_string(other.port());
    const auto closed = http::port_of(http::listen_at("127.0.0.1", 0).number());
    c_.destinations["odense"].server.base_url = "http://127.0.0.1:" + std::to_string(closed);
    const auto found = ask_others(c_);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_TRUE(found[0].is_good);
    EXPECT_EQ(found[0].seen, "answers (HTTP 200)");
    EXPECT_FALSE(found[1].is_good);
    EXPECT_TRUE(found[1].what.starts_with("case system odense at ")) << found[1].what;
}

TEST_F(Surroundings, AskAllAtOnce) {
    // Each answers when the other one was asked, too.
    std::latch both_asked(2);
    const auto patient = [&] {
        return http::Server({}, [&](const http::ServerRequest&) {
            both_asked.arrive_and_wait();
            return http::ServerResponse{};
        });
    };
    const auto cpr = patient(), odense = patient();
    c_.registries["cpr"].base_url = "http://127.0.0.1:" + std::to_string(cpr.port());
    c_.destinations["odense"].server.base_url = "http://127.0.0.1:" + std::to_string(odense.port());
    const auto found = ask_others(c_);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_TRUE(found[0].what.starts_with("register cpr at ")) << found[0].what;
    EXPECT_TRUE(found[0].is_good) << found[0].seen;
    EXPECT_TRUE(found[1].is_good) << found[1].seen;
}

TEST_F(Surroundings, TellWhoDoesNotLetUsIn) {
    for (const int status : {401, 403}) {
        const auto other = answering("", status);
        c_.registries["cpr"].base_url = "http://127.0.0.1:" + std::to_string(other.port());
        const auto found = ask_others(c_);
        ASSERT_EQ(found.size(), 1u);
        EXPECT_FALSE(found[0].is_good);
        EXPECT_EQ(found[0].seen, "does not let us in (HTTP " + std::to_string(status) + ")");
    }
    const auto lost = answering("", 404);
    c_.registries["cpr"].base_url = "http://127.0.0.1:" + std::to_string(lost.port());
    EXPECT_TRUE(ask_others(c_)[0].is_good) << "it has no such page, and answers";
}

}  // namespace
}  // namespace indgang::configuration
