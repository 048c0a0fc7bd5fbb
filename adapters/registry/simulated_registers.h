// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace indgang::registry {

/// What the simulated registers know, and how they would put it on the wire. Immutable.
class SimulatedRegisters {
  public:
    /// Errors: bad_input (file missing or broken).
    explicit SimulatedRegisters(const std::filesystem::path& persons_file);

    struct Reply {
        int status = 200;
        nlohmann::json body;
    };
    /// Each takes the question's JSON; `is_about_other` answers about somebody else.
    [[nodiscard]] Reply person(const nlohmann::json& question, bool is_about_other) const;
    [[nodiscard]] Reply income(const nlohmann::json& question, bool is_about_other) const;
    [[nodiscard]] Reply dwelling(const nlohmann::json& question, bool is_about_other) const;
    [[nodiscard]] Reply company(const nlohmann::json& question, bool is_about_other) const;

  private:
    [[nodiscard]] const nlohmann::json* find_person(const nlohmann::json& question,
                                                    bool is_about_other) const;

    std::map<std::string, nlohmann::json> persons_;           ///< by CPR number
    std::map<std::string, nlohmann::json> dwellings_;         ///< by id
    std::map<std::string, std::vector<std::string>> houses_;  ///< ids of dwellings by house
    std::map<std::string, nlohmann::json> companies_;         ///< by CVR number
};

}  // namespace indgang::registry
