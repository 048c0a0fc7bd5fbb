// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace indgang::web {

/// The words of one language, by "table.key".
class Words {
  public:
    /// Takes: texts of TOML files with tables of words. Errors: internal desk_pages_missing (no
    ///        TOML; the message names the file and line).
    void add(std::string_view toml, const std::string& file);
    /// The word; the key itself when nobody has translated it.
    [[nodiscard]] std::string of(const std::string& key) const;
    /// The same, or nothing.
    [[nodiscard]] std::optional<std::string> find(const std::string& key) const;
    /// {"tasks": {"next": "..."}}
    [[nodiscard]] nlohmann::json json() const;

  private:
    std::map<std::string, std::string> words_;
};

}  // namespace indgang::web
