// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/form/definition.h"

namespace indgang::form {

inline std::filesystem::path forms_folder() {
    return std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas" / "forms";
}

/// The forms of the project in each version: "boligstoette/1", in order.
inline std::vector<std::string> project_forms() {
    std::vector<std::string> names;
    for (const auto& form : std::filesystem::directory_iterator(forms_folder())) {
        if (!form.is_directory()) {
            continue;  // the field library
        }
        for (const auto& version : std::filesystem::directory_iterator(form)) {
            names.push_back((form.path().filename() / version.path().filename()).string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// "boligstoette_1": what a test is called that is made for such a form.
inline std::string test_name(std::string form) {
    std::replace_if(
        form.begin(), form.end(), [](char c) { return c == '/' || c == '-'; }, '_');
    return form;
}

/// A folder of its own for one form.toml, gone with the object.
class FormFolder {
  public:
    explicit FormFolder(std::string_view toml, const std::string& form = "proeve",
                        const std::string& version = "1") {
        root_ = std::filesystem::temp_directory_path() /
                ("indgang-form-" + std::to_string(getpid()) + "-" + std::to_string(++made_));
        path_ = root_ / form / version;
        std::filesystem::create_directories(path_);
        write("form.toml", toml);
    }
    ~FormFolder() { std::filesystem::remove_all(root_); }
    FormFolder(const FormFolder&) = delete;
    FormFolder& operator=(const FormFolder&) = delete;

    void write(const std::string& name, std::string_view text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] const std::filesystem::path& root() const { return root_; }

  private:
    static inline int made_ = 0;
    std::filesystem::path root_;
    std::filesystem::path path_;
};

/// Ten lines of head, so that what follows begins on line 11.
constexpr std::string_view head = R"(form = "proeve"
version = "1"
title = { da = "Prøve", en = "Trial" }
kle = "32.18.00"
authority_cvr = "12345674"
accept_probability = 0.98




)";

}  // namespace indgang::form
