// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "adapters/http/client.h"
#include "schemas/core/error.h"

namespace indgang::program {

/// Reads a configuration file and collects every problem of it, so that one look mends all.
class ConfigurationReader {
  public:
    explicit ConfigurationReader(std::filesystem::path file) : file_(std::move(file)) {}

    void problem(const toml::node& node, const std::string& what) {
        if (place_.empty()) {
            place_ = place_of(node);
        }
        problems_ += (problems_.empty() ? "" : "\n") + place_of(node) + ": " + what;
    }

    /// "FILE:LINE".
    [[nodiscard]] std::string place_of(const toml::node& node) const {
        return file_.string() + ":" + std::to_string(node.source().begin.line);
    }

    void finish() const {
        if (!problems_.empty()) {
            throw Error(ErrorKind::bad_input, "configuration_invalid", problems_, place_);
        }
    }

    using KeyReaders = std::map<std::string, std::function<void(const toml::node&)>>;

    void table(const toml::node& node, const std::string& name, const KeyReaders& readers) {
        const auto* table = node.as_table();
        if (table == nullptr) {
            problem(node, name + " must be a table");
            return;
        }
        for (const auto& [key, value] : *table) {
            const auto reader = readers.find(std::string(key.str()));
            if (reader == readers.end()) {
                problem(value,
                        "unknown key " + (name.empty() ? "" : name + ".") + std::string(key.str()));
            } else {
                reader->second(value);
            }
        }
    }

    auto text(std::string& target) {
        return [this, &target](const toml::node& node) {
            if (const auto value = node.value_exact<std::string>()) {
                target = *value;
            } else {
                problem(node, "must be a text in quotes");
            }
        };
    }

    template <typename Integer>
    auto number(Integer& target, std::int64_t least, std::int64_t most) {
        return [this, &target, least, most](const toml::node& node) {
            const auto value = node.value_exact<std::int64_t>();
            if (value && *value >= least && *value <= most) {
                target = static_cast<Integer>(*value);
            } else {
                problem(node, "must be a whole number from " + std::to_string(least) + " to " +
                                  std::to_string(most));
            }
        };
    }

    auto flag(bool& target) {
        return [this, &target](const toml::node& node) {
            if (const auto value = node.value_exact<bool>()) {
                target = *value;
            } else {
                problem(node, "must be true or false");
            }
        };
    }

    /// Relative paths are meant from the folder of the configuration file.
    auto path(std::filesystem::path& target) {
        return [this, &target](const toml::node& node) {
            std::string value;
            text(value)(node);
            target = absolute(value);
        };
    }

    auto paths(std::vector<std::filesystem::path>& target) {
        return [this, &target](const toml::node& node) {
            const auto* array = node.as_array();
            if (array == nullptr) {
                problem(node, "must be a list of paths");
                return;
            }
            target.clear();
            for (const auto& entry : *array) {
                path(target.emplace_back())(entry);
            }
        };
    }

  private:
    [[nodiscard]] std::filesystem::path absolute(const std::string& value) const {
        return std::filesystem::absolute(file_.parent_path() / value).lexically_normal();
    }

    std::filesystem::path file_;
    std::string problems_;
    std::string place_;
};

/// `keys`: what the table may hold besides `url` and `timeout_ms`.
[[nodiscard]] http::ClientSettings read_server(ConfigurationReader& reader, const toml::node& node,
                                               const std::string& name,
                                               ConfigurationReader::KeyReaders keys = {});

}  // namespace indgang::program
