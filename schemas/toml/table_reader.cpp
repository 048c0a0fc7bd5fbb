// SPDX-License-Identifier: MPL-2.0
#include "schemas/toml/table_reader.h"

#include <algorithm>
#include <cmath>

#include "schemas/values/danish_text.h"

namespace indgang {
namespace {

std::string quoted(std::string_view key) {
    return "'" + std::string(key) + "'";
}

}  // namespace

std::optional<toml::table> parse_toml(std::string_view text, Problems& problems) {
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& error) {
        problems.add(static_cast<int>(error.source().begin.line),
                     "not TOML: " + std::string(error.description()) + " (column " +
                         std::to_string(error.source().begin.column) + ")");
        return std::nullopt;
    }
}

int line_of(const toml::node& node) {
    return static_cast<int>(node.source().begin.line);
}

std::vector<double> numbers_of(const toml::node& node, std::size_t count) {
    const auto* list = node.as_array();
    std::vector<double> numbers;
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        const auto number = (*list)[i].value<double>();
        if (number && (*list)[i].is_number() && std::isfinite(*number)) {
            numbers.push_back(*number);
        }
    }
    return list && list->size() == count && numbers.size() == count ? numbers
                                                                    : std::vector<double>{};
}

void TableReader::complain(const toml::node& at, const std::string& text) const {
    problems_.add(line_of(at), what_ + ": " + text);
}

const toml::node* TableReader::node(std::string_view key) {
    known_.emplace_back(key);
    return table_.get(key);
}

std::string TableReader::text(std::string_view key, bool must) {
    const auto* found = node(key);
    if (!found) {
        if (must) {
            complain(quoted(key) + " is missing");
        }
        return {};
    }
    const auto* value = found->as_string();
    if (!value) {
        complain(*found, quoted(key) + " must be a text");
        return {};
    }
    if (!is_clean_utf8(value->get())) {
        complain(*found, quoted(key) + " has control characters");
    }
    return value->get();
}

std::vector<std::string> TableReader::texts(std::string_view key) {
    std::vector<std::string> texts;
    const auto* found = list(key);
    for (std::size_t i = 0; found && i < found->size(); ++i) {
        const auto* value = (*found)[i].as_string();
        if (value && is_clean_utf8(value->get())) {
            texts.push_back(value->get());
        } else {
            complain((*found)[i], quoted(key) + " must hold texts without control characters");
        }
    }
    return texts;
}

bool TableReader::flag(std::string_view key) {
    const auto* found = node(key);
    if (found && !found->is_boolean()) {
        complain(*found, quoted(key) + " must be true or false");
    }
    return found && found->value_or(false);
}

int TableReader::number(std::string_view key, int lowest, int highest) {
    const auto* found = node(key);
    if (!found) {
        return 0;
    }
    const auto* value = found->as_integer();
    if (!value || value->get() < lowest || value->get() > highest) {
        complain(*found, quoted(key) + " must be a whole number from " + std::to_string(lowest) +
                             " to " + std::to_string(highest));
        return lowest;
    }
    return static_cast<int>(value->get());
}

double TableReader::decimal(std::string_view key, double lowest, double highest) {
    const auto* found = node(key);
    if (!found) {
        return 0;
    }
    const auto value = found->is_number() ? found->value<double>() : std::nullopt;
    if (!value || !(*value >= lowest && *value <= highest)) {
        complain(*found, quoted(key) + " must be a number from " + std::to_string(lowest) + " to " +
                             std::to_string(highest));
        return lowest;
    }
    return *value;
}

std::vector<double> TableReader::numbers(std::string_view key, std::size_t count, bool must) {
    const auto* found = node(key);
    if (!found) {
        if (must) {
            complain(quoted(key) + " is missing");
        }
        return {};
    }
    auto numbers = numbers_of(*found, count);
    if (numbers.empty()) {
        complain(*found, quoted(key) + " must be a list of " + std::to_string(count) + " numbers");
    }
    return numbers;
}

const toml::array* TableReader::list(std::string_view key, bool must) {
    const auto* found = node(key);
    if (!found) {
        if (must) {
            complain(quoted(key) + " is missing");
        }
        return nullptr;
    }
    if (!found->is_array()) {
        complain(*found, quoted(key) + " must be a list");
    }
    return found->as_array();
}

const toml::table* TableReader::table(std::string_view key) {
    const auto* found = node(key);
    if (found && !found->is_table()) {
        complain(*found, quoted(key) + " must be a table");
    }
    return found ? found->as_table() : nullptr;
}

void TableReader::done() const {
    for (const auto& [key, value] : table_) {
        if (std::find(known_.begin(), known_.end(), key.str()) == known_.end()) {
            complain(value, "unknown key " + quoted(key.str()));
        }
    }
}

}  // namespace indgang
