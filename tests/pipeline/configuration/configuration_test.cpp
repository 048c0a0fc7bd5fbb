// SPDX-License-Identifier: MPL-2.0
#include "pipeline/configuration/configuration.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "schemas/core/random.h"
#include "schemas/error/error.h"
#include "tests/pipeline/configuration/lines.h"

namespace indgang::configuration {
namespace {

namespace fs = std::filesystem;

class ConfigurationFile : public testing::Test {
  protected:
    ConfigurationFile() { fs::create_directories(folder_); }
    ~ConfigurationFile() override {
        std::error_code gone;
        fs::remove_all(folder_, gone);
    }
    [[nodiscard]] Configuration load(const std::string& toml) const {
        std::ofstream(file_) << toml;
        return load_configuration(file_);
    }
    /// What loading says; empty when the file is taken.
    [[nodiscard]] std::string problems_of(const std::string& toml) const {
        try {
            (void)load(toml);
            return "";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::bad_input);
            EXPECT_EQ(error.reason(), "configuration_invalid");
            return lines_of(error.what());
        }
    }
    [[nodiscard]] std::string at_line(int line) const {
        return file_.string() + ":" + std::to_string(line) + ": ";
    }

    fs::path folder_ = fs::temp_directory_path() / ("indgang-configuration-" + random_ids()());
    fs::path file_ = folder_ / "indgang.toml";
};

TEST_F(ConfigurationFile, ReadsEveryKey) {
    const auto c = load(R"(
[store]
folder = "/srv/store"
[forms]
folders = ["/srv/forms", "/srv/more"]
[models]
folder = "/srv/models"
[workers]
processes = 3
memory_mib = 768
page_seconds = 7
[registries.cpr]
url = "http://registers:8101/cpr/"
timeout_ms = 250
[casequeue]
url = "http://[::1]:8102"
[copies]
make = false
[service]
address = "0.0.0.0"
port = 8200
watch_address = "0.0.0.0"
watch_port = 8208
request_log = "/var/log/indgang/requests.log"
watched_folders = ["/srv/in"]
watched_subfolders = true
[desk]
accounts = "/srv/people.toml"
)");
    EXPECT_EQ(c.store_folder, "/srv/store");
    EXPECT_EQ(c.form_folders, (std::vector<fs::path>{"/srv/forms", "/srv/more"}));
    EXPECT_EQ(c.models_folder, "/srv/models");
    EXPECT_EQ(c.workers(), 3);
    EXPECT_EQ(c.worker_settings().memory_bytes, std::int64_t{768} << 20);
    EXPECT_EQ(c.worker_settings().page_time, std::chrono::seconds(7));
    EXPECT_EQ(c.registries.at("cpr").base_url, "http://registers:8101/cpr/");
    EXPECT_EQ(c.registries.at("cpr").timeout_ms, 250);
    ASSERT_EQ(c.destinations.size(), 1u);
    EXPECT_EQ(c.destinations.at("casequeue").server.base_url, "http://[::1]:8102");
    EXPECT_FALSE(c.makes_copies);
    EXPECT_EQ(c.service_address, "0.0.0.0");
    EXPECT_EQ(c.service_port, 8200);
    EXPECT_EQ(c.watch_address, "0.0.0.0");
    EXPECT_EQ(c.watch_port, 8208);
    EXPECT_EQ(c.request_log, "/var/log/indgang/requests.log");
    EXPECT_EQ(c.watched_folders, std::vector<fs::path>{"/srv/in"});
    EXPECT_TRUE(c.takes_subfolders);
    EXPECT_EQ(c.accounts_file(), "/srv/people.toml");
}

TEST_F(ConfigurationFile, HasItsAccountsWhereItsStoreIs) {
    auto c = load("[store]\nfolder = \"b\"\n");
    EXPECT_EQ(c.accounts_file(), folder_ / "b" / "accounts.toml");
    c.store_folder = "/srv/other";
    EXPECT_EQ(c.accounts_file(), "/srv/other/accounts.toml");
}

TEST_F(ConfigurationFile, TakesPathsFromTheFolderOfTheFile) {
    const auto c = load("[store]\nfolder = \"a/../b\"\n[service]\nwatched_folders = [\"in\"]\n");
    EXPECT_EQ(c.store_folder, folder_ / "b");
    EXPECT_EQ(c.watched_folders, std::vector<fs::path>{folder_ / "in"});
}

TEST_F(ConfigurationFile, TakesItsOwnDefaultsForWhatAnEmptyFileMeans) {
    const auto written = load(commented_defaults());
    const auto meant = load("");
    EXPECT_EQ(written.store_folder, folder_ / "var");
    EXPECT_EQ(written.form_folders, meant.form_folders);
    EXPECT_EQ(written.models_folder, meant.models_folder);
    EXPECT_EQ(written.worker_processes, meant.worker_processes);
    EXPECT_EQ(written.worker_memory_mib, meant.worker_memory_mib);
    EXPECT_EQ(written.page_seconds, meant.page_seconds);
    EXPECT_TRUE(written.registries.empty());
    EXPECT_TRUE(written.destinations.empty());
    EXPECT_EQ(written.service_address, meant.service_address);
    EXPECT_EQ(written.service_port, meant.service_port);
    EXPECT_EQ(written.watch_address, meant.watch_address);
    EXPECT_EQ(written.watch_port, meant.watch_port);
    EXPECT_EQ(written.request_log, meant.request_log);
    EXPECT_TRUE(written.watched_folders.empty());
    EXPECT_EQ(written.takes_subfolders, meant.takes_subfolders);
}

TEST_F(ConfigurationFile, RefusesAnUnknownKeyWithItsLine) {
    EXPECT_EQ(problems_of("[store]\nfoldr = \"x\"\n"),
              at_line(2) + "store: unknown key 'foldr'; did you mean 'folder'?");
    EXPECT_EQ(problems_of("\n\n[storage]\n"),
              at_line(3) + "configuration: unknown key 'storage'; did you mean 'store'?");
    EXPECT_EQ(problems_of("[registries.skat]\nurl = \"http://h\"\n"),
              at_line(1) + "configuration: unknown register 'skat'");
}

TEST_F(ConfigurationFile, PlacesEachProblemByLineAndColumn) {
    try {
        (void)load("[store]\nfoldr = \"x\"\n");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.place(), file_.string() + ":2:9");
    }
}

TEST_F(ConfigurationFile, RefusesAWrongType) {
    EXPECT_EQ(problems_of("[store]\nfolder = 7\n"), at_line(2) + "store: 'folder' must be a text");
    EXPECT_EQ(problems_of("store = 7\n"), at_line(1) + "configuration: 'store' must be a table");
    EXPECT_EQ(problems_of("[forms]\nfolders = \"x\"\n"),
              at_line(2) + "forms: 'folders' must be a list");
    EXPECT_EQ(problems_of("casequeue = \"http://h\"\n"),
              at_line(1) + "configuration: 'casequeue' must be a table");
}

TEST_F(ConfigurationFile, RefusesANumberOutOfItsRange) {
    EXPECT_EQ(problems_of("[service]\nport = 65536\n"),
              at_line(2) + "service: 'port' must be a whole number from 0 to 65535");
    EXPECT_NE(problems_of("[service]\nport = \"8100\"\n"), "");
    EXPECT_NE(problems_of("[workers]\nmemory_mib = 255\n"), "");
    EXPECT_NE(problems_of("[workers]\npage_seconds = 0.5\n"), "");
}

TEST_F(ConfigurationFile, TellsEveryProblemAtOnceAndPlacesTheFirst) {
    try {
        (void)load(
            "[casequeue]\nurl = \"http://h/?x\"\nretry = 1\n[service]\nport = -1\nname = \"x\"\n");
        FAIL();
    } catch (const Error& error) {
        const std::string problems = lines_of(error.what());
        for (const int line : {2, 3, 5, 6}) {
            EXPECT_NE(problems.find(at_line(line)), std::string::npos) << line;
        }
        EXPECT_EQ(std::string(error.what()).find(error.place()), 0u);
    }
}

TEST_F(ConfigurationFile, RefusesEveryUrlThatTheClientWouldRefuse) {
    for (const char* url : {"", "h:8101", "ftp://h", "https://", "http://", "http://:8101",
                            "http://:99999", "http://h:99999", "http://h:x", "http://h/?x"}) {
        const auto line = "url = \"" + std::string(url) + "\"\n";
        EXPECT_EQ(problems_of("[casequeue]\n" + line).find(at_line(2) + "casequeue: 'url': "), 0u)
            << url;
        EXPECT_EQ(problems_of("[registries.bbr]\n" + line).find(at_line(2)), 0u) << url;
    }
}

TEST_F(ConfigurationFile, RefusesAServerWithoutUrl) {
    EXPECT_EQ(problems_of("\n[casequeue]\ntimeout_ms = 5\n"),
              at_line(2) + "casequeue: 'url' must be given: http://host:port or https://host:port");
}

TEST_F(ConfigurationFile, PlacesWhatIsNoToml) {
    EXPECT_EQ(problems_of("[store]\nfolder = \n").find(at_line(2)), 0u);
}

TEST_F(ConfigurationFile, SaysThatANamedFileIsMissing) {
    try {
        (void)load_configuration(folder_ / "absent.toml");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::not_found);
    }
}

TEST_F(ConfigurationFile, HasADeskWhenItSaysSo) {
    EXPECT_FALSE(load("[service]\nport = 0\n").desk.is_on);
    const auto c = load(R"(
[desk]
address = "::1"
port = 0
pages = "pages"
privacy = true
seeded_share = 0.01
[desk.units]
pension = ["sp501", "other"]
none = []
[desk.entered_twice]
sp501 = ["konto"]
[desk.tls]
certificate = "a.pem"
key = "a.key"
)");
    EXPECT_TRUE(c.desk.is_on);
    EXPECT_EQ(c.desk.address, "::1");
    EXPECT_EQ(c.desk.port, 0);
    EXPECT_EQ(c.desk.pages, folder_ / "pages");
    EXPECT_EQ(c.desk.tls.key, folder_ / "a.key");
    EXPECT_EQ(c.desk.units.at("pension"), (std::vector<std::string>{"sp501", "other"}));
    EXPECT_TRUE(c.desk.units.at("none").empty());
    EXPECT_TRUE(c.desk.is_private);
    EXPECT_EQ(c.desk.seeded_share, 0.01);
    EXPECT_FALSE(load("[desk]\nport = 0\n").desk.is_private);
    EXPECT_EQ(load("[desk]\nport = 0\n").desk.seeded_share, 0);
    EXPECT_NE(problems_of("[desk]\nseeded_share = 0.2\n").find("seeded_share"), std::string::npos);
    EXPECT_EQ(c.desk.entered_twice.at("sp501"), std::vector<std::string>{"konto"});
    EXPECT_NE(problems_of("[desk.units]\npension = \"sp501\"\n").find("list of forms"),
              std::string::npos);
    EXPECT_NE(problems_of("[desk.units]\npension = [7]\n").find("no form"), std::string::npos);
    EXPECT_NE(problems_of("[desk.tls]\nkey = \"k\"\n").find("'desk.tls' needs"), std::string::npos);
}

}  // namespace
}  // namespace indgang::configuration
