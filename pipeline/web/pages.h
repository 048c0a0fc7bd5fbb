// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "pipeline/web/view/words.h"

namespace indgang::web {

/// A file that a browser loads with a page.
struct Asset {
    std::string bytes;
    std::string content_type;
};

/// The built pages of the desk: templates, words, scripts, styles. Immutable.
class Pages {
  public:
    /// Takes: the folder that `./run web` makes. Errors: internal desk_pages_missing.
    explicit Pages(const std::filesystem::path& folder);
    ~Pages();

    /// `model` fills the layout and the template in it; its "lang" chooses the words.
    /// Errors: internal desk_pages_missing (there is no such template).
    [[nodiscard]] std::string render(const std::string& name, const nlohmann::json& model) const;
    [[nodiscard]] const Words& words(const std::string& language) const;
    /// The words that scripts show, as they stand in a page.
    [[nodiscard]] const std::string& script_words(const std::string& language) const;
    [[nodiscard]] const Asset* asset(const std::string& name) const;
    /// The hashes of styles that scripts write, for the content security policy; mostly empty.
    [[nodiscard]] const std::string& style_hashes() const;
    /// Changes with any asset.
    [[nodiscard]] const std::string& version() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// JSON that stands in a page, where "</script>" would end it.
[[nodiscard]] std::string json_in_page(const nlohmann::json& json);

}  // namespace indgang::web
