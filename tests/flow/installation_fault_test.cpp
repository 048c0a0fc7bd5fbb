// SPDX-License-Identifier: MPL-2.0
// What is broken here is no citizen's fault: nothing is rejected for it, one message says what it
// is, and after mending the work goes on by itself.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "tests/flow/installation.h"

namespace indgang::flow {
namespace {

namespace fs = std::filesystem;

std::string load(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void save(const fs::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
}

/// The models of the program in a folder of the installation's own, for one of them to be damaged.
class Damage : public testing::TestWithParam<const char*> {
  protected:
    Damage() : models_(installation_.folder() / "models"), file_(models_ / GetParam()) {
        fs::copy(std::string(INDGANG_SOURCE_DIR) + "/ocr/models", models_);
        installation_.configure("[models]\nfolder = \"" + models_.string() + "\"\n");
    }
    /// Changes one byte in the middle.
    void damage() const {
        auto bytes = load(file_);
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        save(file_, bytes);
    }
    void mend() const { fs::copy(original(), file_, fs::copy_options::overwrite_existing); }
    [[nodiscard]] static fs::path original() {
        return fs::path(INDGANG_SOURCE_DIR) / "ocr/models" / GetParam();
    }

    Installation installation_;
    fs::path models_, file_;
};

TEST_P(Damage, OfAModelIsSeenByTheDoctor) {
    EXPECT_EQ(installation_.indgang({"doctor"}).exit_code, 0);
    damage();
    const auto seen = installation_.indgang({"doctor"});
    EXPECT_NE(seen.exit_code, 0);
    EXPECT_NE(seen.out.find(GetParam()), std::string::npos) << seen.out;
}

INSTANTIATE_TEST_SUITE_P(Models, Damage,
                         testing::Values("digits.bin", "digits.second.bin", "digits.general.bin",
                                         "letters.bin"));

class DamageOfAReader : public Damage {};

TEST_P(DamageOfAReader, RejectsNothingAndTheWorkGoesOnAfterMending) {
    const auto one = installation_.folder() / "one.png", many = installation_.folder() / "many.pdf";
    save(one, sample("paper/page-sp501-2.png"));
    save(many, sample("paper/scan-fax.pdf"));
    damage();
    const auto broken =
        installation_.indgang({"run", "--json", "--wait", "1", one.string(), many.string()});
    EXPECT_NE(broken.exit_code, 0);
    EXPECT_NE(broken.err.find("character net"), std::string::npos) << broken.err;
    const auto left = installation_.indgang({"queue", "list", "--json"}).json();
    ASSERT_EQ(left.at("arrivals").size(), 2U);
    for (const auto& arrival : left.at("arrivals")) {
        EXPECT_EQ(arrival.at("state"), "received") << arrival;
    }
    mend();
    const auto mended = installation_.indgang({"run", "--json", one.string(), many.string()});
    const auto said = mended.json();
    for (const auto& file : said.at("files")) {
        EXPECT_EQ(file.at("state"), "read") << file;
        EXPECT_NE(file.at("applications").at(0).at("form"), "unknown");
    }
}

TEST_P(DamageOfAReader, IsToldOnceByTheServiceAndSoIsItsEnd) {
    damage();
    const auto url = installation_.serve();
    int status = 0;
    (void)exchange(url, "POST", "/v1/applications", sample("paper/scan-fax.pdf"), status);
    EXPECT_EQ(status, 201);
    const auto log = [&] { return load(installation_.folder() / "service.log"); };
    const auto times = [&](const std::string& words) {
        int found = 0;
        const auto text = log();
        for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) {
            ++found;
        }
        return found;
    };
    EXPECT_TRUE(wait_until([&] { return times("work stands still: ") == 1; })) << log();
    mend();
    EXPECT_TRUE(wait_until([&] { return times("work goes on") == 1; })) << log();
    EXPECT_EQ(times("work stands still: "), 1) << log();
}

INSTANTIATE_TEST_SUITE_P(Models, DamageOfAReader,
                         testing::Values("digits.second.bin", "letters.bin"));

/// As on a machine onto which the program was copied without its languages.
TEST(InstallationFault, AMissingLanguageRejectsNothingAndTheWorkGoesOnAfterMending) {
    const Installation installation;
    const auto page = installation.folder() / "one.png";
    std::ofstream(page, std::ios::binary) << sample("paper/page-sp501-2.png");
    const auto nothing = installation.folder() / "no-languages";
    fs::create_directory(nothing);
    ::setenv("TESSDATA_PREFIX", nothing.c_str(), 1);
    const auto broken = installation.indgang({"run", "--json", "--wait", "1", page.string()});
    ::unsetenv("TESSDATA_PREFIX");
    EXPECT_EQ(broken.exit_code, 5) << broken.err;  // a part is missing
    EXPECT_NE(broken.err.find("tesseract_language_missing"), std::string::npos) << broken.err;
    const auto left = installation.indgang({"queue", "list", "--json"}).json().at("arrivals");
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].at("state"), "received") << left;
    const auto mended = installation.indgang({"run", "--json", page.string()}).json();
    EXPECT_EQ(mended.at("files").at(0).at("state"), "read") << mended;
    EXPECT_EQ(mended["files"][0].at("applications").at(0).at("form"), "sp501");
}

/// Its head says how much to load: what is nonsense there asks for any amount of memory.
TEST(InstallationFault, ALanguageWhoseFirstByteChangedIsDamagedAndNotTooLarge) {
    const Installation installation;
    const auto languages = installation.folder() / "languages";
    fs::copy("/usr/share/tesseract-ocr/5/tessdata", languages, fs::copy_options::recursive);
    auto bytes = load(languages / "dan.traineddata");
    bytes[0] = static_cast<char>(bytes[0] ^ 1);
    save(languages / "dan.traineddata", bytes);
    ::setenv("TESSDATA_PREFIX", languages.c_str(), 1);
    const auto seen = installation.indgang({"doctor"});
    ::unsetenv("TESSDATA_PREFIX");
    EXPECT_EQ(seen.exit_code, 5) << seen.out;
    EXPECT_EQ(seen.out.find("needs more memory"), std::string::npos) << seen.out;
    EXPECT_NE(seen.out.find("cannot be vouched for"), std::string::npos) << seen.out;
}

TEST(InstallationFault, AStoreThatIsLostIsSeenByTheDoctorAndByWhoLooks) {
    const Installation installation;
    // Larger than what is stored in the database.
    const auto file = installation.write("a.xml", sample("xml/boligstoette-family.xml") + "<!-- " +
                                                      std::string(70'000, 'x') + " -->");
    EXPECT_NE(installation.indgang({"doctor"}).out.find("none yet"), std::string::npos);
    (void)installation.indgang({"run", "--json", "--wait", "1", file.string()});
    EXPECT_NE(installation.indgang({"doctor"}).out.find("can be read"), std::string::npos);
    const auto store = installation.folder() / "store";
    fs::rename(store / "blobs", store / "elsewhere");
    for (const auto& command : {std::vector<std::string>{"doctor"}, {"queue", "list"}, {"run"}}) {
        const auto seen = installation.indgang(command);
        EXPECT_EQ(seen.exit_code, command[0] == "doctor" ? 5 : 8) << seen.out << seen.err;
        EXPECT_NE((seen.out + seen.err).find("back from the backup"), std::string::npos)
            << seen.out << seen.err;
        EXPECT_FALSE(fs::exists(store / "blobs")) << "a refused start leaves nothing behind";
    }
}

/// As when a certificate has run out: every application would be parked, and retried by hand.
TEST(InstallationFault, ARegisterThatRefusesUsParksNothingAndWorkGoesOnByItself) {
    const Installation installation;
    installation.set_fault("cpr", "forbidden");
    const auto file = installation.write("a.xml", sample("xml/boligstoette-family.xml"));
    const auto refused = installation.indgang({"run", "--json", "--wait", "1", file.string()});
    EXPECT_EQ(refused.exit_code, 6) << refused.err;
    const auto waiting = refused.json().at("files").at(0).at("applications").at(0);
    EXPECT_EQ(waiting.at("state"), "waiting");
    EXPECT_EQ(waiting.at("reasons").at(0), "registry_refused");
    installation.set_fault("cpr", "none");
    const auto mended = installation.indgang({"run", "--json", file.string()});
    EXPECT_EQ(mended.json().at("files").at(0).at("applications").at(0).at("state"), "delivered");
}

class DamageOfWhatIsStored : public Damage {
  protected:
    /// Changes one byte of each stored file.
    void rot() const {
        for (const auto& entry :
             fs::recursive_directory_iterator(installation_.folder() / "store")) {
            const bool is_blob = entry.path().parent_path().parent_path().filename() == "blobs";
            if (entry.is_regular_file() && is_blob) {
                auto bytes = load(entry.path());
                bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
                save(entry.path(), bytes);
            }
        }
    }
    [[nodiscard]] nlohmann::json received() const {
        auto arrivals = nlohmann::json::array();
        const auto listed = installation_.indgang({"queue", "list", "--json"}).json();
        for (const auto& arrival : listed.at("arrivals")) {
            if (arrival.at("state") == "received") {
                arrivals.push_back(arrival);
            }
        }
        return arrivals;
    }
};

TEST_P(DamageOfWhatIsStored, HoldsUpNothingElseAndIsMendedByTheSameBytes) {
    const auto scan = installation_.folder() / "one.png";
    const auto other = installation_.folder() / "other.jpg";
    save(scan, sample("paper/page-sp501-2.png"));
    damage();
    EXPECT_NE(installation_.indgang({"run", "--wait", "1", scan.string()}).exit_code, 0);
    mend();
    ASSERT_EQ(received().size(), 1U) << "it is stored, and nobody could read it";
    rot();
    save(other, sample("paper/photo-sp501-page-1.jpg"));
    const auto beside = installation_.indgang({"run", "--wait", "1", other.string()});
    EXPECT_EQ(beside.exit_code, 0) << beside.err;
    ASSERT_EQ(received().size(), 1U) << "the other is read";
    EXPECT_EQ(received().at(0).at("reason"), "blob_corrupt");
    EXPECT_EQ(installation_.indgang({"run", "--wait", "1", scan.string()}).exit_code, 0);
    EXPECT_TRUE(received().empty()) << "the same bytes have mended it";
}

INSTANTIATE_TEST_SUITE_P(Models, DamageOfWhatIsStored, testing::Values("digits.bin"));

}  // namespace
}  // namespace indgang::flow
