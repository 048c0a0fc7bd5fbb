// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/view/words.h"

#include <nlohmann/json.hpp>

#include "schemas/error/error.h"
#include "schemas/toml/table_reader.h"

namespace indgang::web {

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

}  // namespace indgang::web
