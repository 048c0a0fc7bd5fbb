// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "pipeline/program/commands.h"
#include "schemas/core/random.h"

namespace indgang::program {
namespace {

namespace fs = std::filesystem;

/// A language of one line, and the list of a package that brought it.
class Traineddata : public testing::Test {
  protected:
    Traineddata() {
        fs::create_directories(folder_);
        folder_ = fs::canonical(folder_);
        std::ofstream(file()) << "hello\n";
        // As `md5sum` writes it, without the first "/".
        std::ofstream(list()) << "d41d8cd98f00b204e9800998ecf8427e  usr/share/doc/copyright\n"
                              << "b1946ac92492d2347c6235b4d2611184  " << file().string().substr(1)
                              << "\n";
    }
    ~Traineddata() override { fs::remove_all(folder_); }
    Traineddata(const Traineddata&) = delete;
    Traineddata& operator=(const Traineddata&) = delete;

    [[nodiscard]] fs::path file() const { return folder_ / "dan.traineddata"; }
    [[nodiscard]] fs::path list() const { return folder_ / "tesseract-ocr-dan.md5sums"; }
    [[nodiscard]] configuration::Surrounding seen() const {
        return check_traineddata(file(), list());
    }

    fs::path folder_ = fs::temp_directory_path() / ("indgang-doctor-" + random_ids()());
};

TEST_F(Traineddata, IsGoodAsItWasInstalled) {
    EXPECT_TRUE(seen().is_good);
    EXPECT_NE(seen().seen.find("as it was installed"), std::string::npos) << seen().seen;
}

TEST_F(Traineddata, ThatChangedInItsMiddleIsBad) {
    std::ofstream(file()) << "heLlo\n";
    EXPECT_FALSE(seen().is_good);
    EXPECT_NE(seen().seen.find("changed since it was installed"), std::string::npos);
}

TEST_F(Traineddata, ThatNoPackageNamesCannotBeVouchedFor) {
    fs::remove(list());
    EXPECT_TRUE(seen().is_good);
    EXPECT_NE(seen().seen.find("cannot be vouched for"), std::string::npos) << seen().seen;
}

TEST_F(Traineddata, ThatIsNotThereIsMissing) {
    fs::remove(file());
    EXPECT_FALSE(seen().is_good);
    EXPECT_EQ(seen().seen, "missing");
}

}  // namespace
}  // namespace indgang::program
