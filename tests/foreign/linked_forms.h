// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <unistd.h>

#include <filesystem>
#include <map>
#include <string>
#include <utility>

namespace indgang::foreign {

/// Material of others that is not part of the project; tests skip where it is absent.
[[nodiscard]] inline std::filesystem::path shared_data() {
    return std::filesystem::path(INDGANG_SOURCE_DIR) / ".." / "shared" / "data";
}

/// A folder of form definitions: those below tests/foreign/<set>, copied, with the blanks that they
/// name linked beside them. Gone with the object.
class LinkedForms {
  public:
    /// Takes: for each file that a definition names ("form/version/name") where it is.
    LinkedForms(const std::string& set,
                const std::map<std::string, std::filesystem::path>& pictures) {
        namespace fs = std::filesystem;
        folder_ = fs::temp_directory_path() /
                  ("indgang-foreign-" + std::to_string(getpid()) + "-" + std::to_string(++made_));
        fs::create_directories(folder_);
        fs::copy(fs::path(INDGANG_SOURCE_DIR) / "tests" / "foreign" / set, folder_,
                 fs::copy_options::recursive);
        for (const auto& [name, picture] : pictures) {
            fs::create_symlink(fs::canonical(picture), folder_ / name);
        }
    }
    ~LinkedForms() { std::filesystem::remove_all(folder_); }
    LinkedForms(const LinkedForms&) = delete;
    LinkedForms& operator=(const LinkedForms&) = delete;

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  private:
    static inline int made_ = 0;
    std::filesystem::path folder_;
};

}  // namespace indgang::foreign
