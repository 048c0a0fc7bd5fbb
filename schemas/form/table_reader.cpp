// SPDX-License-Identifier: MPL-2.0
#include "schemas/form/table_reader.h"

#include <algorithm>
#include <cmath>

#include "schemas/values/danish_text.h"

namespace indgang::form {
namespace {

std::string quoted(std::string_view key) {
    return "'" + std::string(key) + "'";
}

}  // namespace

int line_of(const toml::node& node) {
    return static_cast<int>(node.source().begin.line);
}

bool is_word(std::string_view text, std::size_t longest, std::string_view extra) {
    return !text.empty() && text.size() <= longest &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      extra.find(c) != std::string_view::npos;
           });
}

bool is_id(std::string_view text) {
    constexpr std::size_t id_chars = 80;
    return is_word(text, id_chars, "_") && text.front() >= 'a' && text.front() <= 'z';
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

Text TableReader::both(std::string_view key, bool must) {
    const auto* found = table(key);
    if (!found) {
        if (must) {
            complain(quoted(key) + " is missing");
        }
        return {};
    }
    TableReader inner(*found, what_ + ", " + std::string(key), problems_);
    Text text{inner.text("da", true), inner.text("en", true)};
    inner.done();
    return text;
}

void TableReader::done() const {
    for (const auto& [key, value] : table_) {
        if (std::find(known_.begin(), known_.end(), key.str()) == known_.end()) {
            complain(value, "unknown key " + quoted(key.str()));
        }
    }
}

}  // namespace indgang::form
