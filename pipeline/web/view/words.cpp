// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/view/words.h"

#include <array>
#include <nlohmann/json.hpp>

#include "schemas/error/error.h"
#include "schemas/toml/table_reader.h"

namespace indgang::web {
namespace {

constexpr std::array<std::string_view, 5> all_purposes = {"case_work", "call", "late_page", "audit",
                                                          "access_request"};

}  // namespace

void Words::add(std::string_view toml, const std::string& file) {
    Problems problems(file);
    const auto table = parse_toml(toml, problems);
    if (!table) {
        throw Error(Reason::desk_pages_missing,
                    "the words of the desk are no TOML: " + problems.text());
    }
    for (const auto& [name, node] : *table) {
        const auto* words = node.as_table();
        if (words == nullptr) {
            throw Error(Reason::desk_pages_missing, file + ": a word stands in no table");
        }
        for (const auto& [key, word] : *words) {
            if (const auto text = word.value<std::string>()) {
                words_[std::string(name.str()) + "." + std::string(key.str())] = *text;
            }
        }
    }
}

std::optional<std::string> Words::find(const std::string& key) const {
    const auto found = words_.find(key);
    return found == words_.end() ? std::nullopt : std::optional(found->second);
}

std::string Words::of(const std::string& key) const {
    return find(key).value_or(key);
}

nlohmann::json Words::json() const {
    auto all = nlohmann::json::object();
    for (const auto& [key, word] : words_) {
        const auto dot = key.find('.');
        all[key.substr(0, dot)][key.substr(dot + 1)] = word;
    }
    return all;
}

nlohmann::json options(const Words& words, std::string_view table,
                       std::span<const std::string_view> keys, const std::string& chosen) {
    auto all = nlohmann::json::array();
    for (const auto key : keys) {
        all.push_back({{"value", key},
                       {"label", words.of(std::string(table) + "." + std::string(key))},
                       {"is_chosen", key == chosen}});
    }
    return all;
}

nlohmann::json purposes(const Words& words, const std::string& chosen) {
    return options(words, "purpose", all_purposes, chosen);
}

}  // namespace indgang::web
