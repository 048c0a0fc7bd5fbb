// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
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

/// [{value, label, is_chosen}]: keys of a table, for a person to choose from.
[[nodiscard]] nlohmann::json options(const Words& words, std::string_view table,
                                     std::span<const std::string_view> keys,
                                     const std::string& chosen);
/// The same: why a person looks at what is another's.
[[nodiscard]] nlohmann::json purposes(const Words& words, const std::string& chosen);

}  // namespace indgang::web
