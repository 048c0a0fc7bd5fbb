// SPDX-License-Identifier: MPL-2.0
#include "schemas/toml/table_reader.h"

#include <algorithm>
#include <cmath>

#include "schemas/error/verify.h"
#include "schemas/toml/nearest_word.h"
#include "schemas/values/danish_text.h"

namespace indgang {
namespace {

std::string quoted(std::string_view key) {
    return "'" + std::string(key) + "'";
}

SourcePlace place_in(const toml::source_region& region) {
    return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

/// "3", "0.5": as somebody would write it.
std::string written(double number) {
    auto text = std::to_string(number);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
        text.pop_back();
    }
    return text;
}

std::string range_of(double least, double most) {
    return "from " + written(least) + " to " + written(most);
}

std::vector<std::string> strings_of(const std::vector<std::string_view>& words) {
    return {words.begin(), words.end()};
}

/// What is wrong with the shape of a value, and how it is written right; empty: nothing.
std::string trouble_of(const Key& key, const toml::node& node) {
    const std::string name(key.name);
    switch (key.type) {
        case KeyType::text:
            if (const auto* number = node.as_integer()) {
                return "must be a text: " + name + " = \"" + std::to_string(number->get()) + "\"";
            }
            return node.is_string() ? "" : "must be a text in quotes";
        case KeyType::both:
            return node.is_table() ? "" : "must be written { da = \"...\", en = \"...\" }";
        case KeyType::texts:
            return node.is_array() ? "" : "must be a list of texts: [\"...\", \"...\"]";
        case KeyType::text_or_texts:
            return node.is_string() || node.is_array() ? "" : "must be a text or a list of texts";
        case KeyType::flag:
            return node.is_boolean() ? "" : "must be true or false, without quotes";
        case KeyType::number: {
            const auto* value = node.as_integer();
            const bool is_good = value && static_cast<double>(value->get()) >= key.least &&
                                 static_cast<double>(value->get()) <= key.most;
            return is_good ? "" : "must be a whole number " + range_of(key.least, key.most);
        }
        case KeyType::decimal: {
            const auto value = node.is_number() ? node.value<double>() : std::nullopt;
            const bool is_good = value && *value >= key.least && *value <= key.most;
            return is_good ? "" : "must be a number " + range_of(key.least, key.most);
        }
        case KeyType::numbers:
            return numbers_of(node, key.count).empty()
                       ? "must be a list of " + std::to_string(key.count) + " numbers"
                       : "";
        case KeyType::list:
            return node.is_array() ? "" : "must be a list: [ ... ]";
        case KeyType::table:
            return node.is_table() ? "" : "must be a table: { ... }";
        case KeyType::tables:
            return node.is_array()   ? ""
                   : node.is_table() ? "may stand there several times, so it is written [[" + name +
                                           "]] with two brackets"
                                     : "must be a list of tables";
        case KeyType::any:
            return "";
    }
    return "";
}

/// What toml++ says in its own words, and what to do instead.
std::string explained(const toml::parse_error& error, std::string_view text) {
    const std::string said(error.description());
    std::size_t begin = 0;
    for (toml::source_index line = 1; line < error.source().begin.line; ++line) {
        begin = std::min(text.find('\n', begin), text.size() - 1) + 1;
    }
    const auto line = text.substr(begin, text.find('\n', begin) - begin);
    const auto has = [&](std::string_view words) { return said.find(words) != std::string::npos; };
    const bool has_letter = std::any_of(
        line.begin(),
        line.begin() + static_cast<std::ptrdiff_t>(std::min(line.find('='), line.size())),
        [](char c) { return (c & 0x80) != 0; });
    if (has("cannot redefine existing") && line.starts_with("[") && !line.starts_with("[[")) {
        return said + "; if it may stand there several times, it is written with two brackets: [" +
               std::string(line.substr(0, line.find(']') + 1)) + "]";
    }
    if (has("cannot redefine existing")) {
        return "the key stands there twice (" + said + "); leave one out";
    }
    if (std::count(line.begin(), line.end(), '"') % 2 == 1) {
        return "a quote is missing in this line (" + said + ")";
    }
    if (has("string") && (has("control characters") || has("end-of-file"))) {
        return "a text does not end: a quote is missing (" + said + ")";
    }
    if (has_letter) {
        return "a name without quotes has letters a-z, digits, _ and - only; write æ, ø and å as "
               "ae, oe and aa (" +
               said + ")";
    }
    return said;
}

}  // namespace

std::optional<toml::table> parse_toml(std::string_view text, Problems& problems) {
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& error) {
        problems.add(place_in(error.source()), "not TOML: " + explained(error, text));
        return std::nullopt;
    }
}

SourcePlace place_of(const toml::node& node) {
    return place_in(node.source());
}

SourcePlace place_of(const toml::key& key) {
    return place_in(key.source());
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

TableReader::TableReader(const toml::table& table, std::string what, Problems& problems,
                         const KeyTable& keys, const toml::table* base)
    : table_(table), what_(std::move(what)), problems_(problems), keys_(&keys), base_(base) {
    check();
}

void TableReader::check() {
    for (const auto& [name, node] : table_) {
        const auto* key = keys_->key(name.str());
        if (!key) {
            problems_.add(place_of(name), what_ + ": unknown key " + quoted(name.str()) +
                                              suggestion(name.str(), keys_->names()));
            bad_.emplace_back(name.str());
            continue;
        }
        check(*key, node);
    }
    for (const auto& key : keys_->keys) {
        // A key that was misspelt is one mistake.
        const bool is_misspelt = std::any_of(bad_.begin(), bad_.end(), [&](const auto& each) {
            return !keys_->key(each) && nearest_word(each, keys_->names()) == key.name;
        });
        if (key.is_needed && !has(key.name) && !is_misspelt) {
            complain(quoted(key.name) + " is missing");
            bad_.emplace_back(key.name);
        }
    }
}

void TableReader::bad(const Key& key, const toml::node& at, const std::string& text) {
    complain(at, quoted(key.name) + " " + text);
    if (!is_bad(key.name)) {
        bad_.emplace_back(key.name);
    }
}

void TableReader::check(const Key& key, const toml::node& node) {
    if (const auto trouble = trouble_of(key, node); !trouble.empty()) {
        bad(key, node, trouble);
        return;
    }
    if (key.type == KeyType::both) {
        const auto& both = *node.as_table();
        for (const auto& [language, text] : both) {
            if (language.str() != "da" && language.str() != "en") {
                bad(key, text, "has the languages da and en, and no " + quoted(language.str()));
            } else if (!text.is_string() || !is_clean_utf8(text.as_string()->get())) {
                bad(key, text,
                    "must have a text without control characters for " + quoted(language.str()));
            }
        }
        for (const auto* language : {"da", "en"}) {
            if (!both.contains(language)) {
                bad(key, node, "is missing its " + quoted(language));
            }
        }
    } else if (const auto* text = node.as_string()) {
        if (!is_clean_utf8(text->get())) {
            bad(key, node, "has control characters");
        } else {
            check_words(key, node);
        }
    } else if (key.type == KeyType::texts || key.type == KeyType::text_or_texts) {
        for (const auto& each : *node.as_array()) {
            if (!each.is_string() || !is_clean_utf8(each.as_string()->get())) {
                bad(key, each, "must hold texts without control characters");
            } else {
                check_words(key, each);
            }
        }
    }
}

void TableReader::check_words(const Key& key, const toml::node& node) {
    const auto& text = node.as_string()->get();
    if (!key.words.empty() &&
        std::find(key.words.begin(), key.words.end(), text) == key.words.end()) {
        bad(key, node, "knows no " + quoted(text) + suggestion(text, strings_of(key.words)));
    }
}

bool TableReader::is_bad(std::string_view key) const {
    return std::find(bad_.begin(), bad_.end(), key) != bad_.end();
}

void TableReader::complain(const toml::node& at, const std::string& text) const {
    // What the base says is no text of this file.
    const bool is_of_base =
        base_ && std::any_of(base_->begin(), base_->end(),
                             [&](const auto& each) { return &each.second == &at; });
    problems_.add(is_of_base ? place_of(table_) : place_of(at), what_ + ": " + text);
}

void TableReader::know(std::string_view key) const {
    if (std::ranges::find(known_, key) == known_.end()) {
        known_.emplace_back(key);
    }
}

bool TableReader::has(std::string_view key) const {
    know(key);
    return table_.contains(key) || (base_ && base_->contains(key));
}

const toml::node* TableReader::node(std::string_view key) {
    if (keys_) {
        VERIFY(keys_->key(key));  // what is read stands in the table of keys
        if (is_bad(key)) {
            return nullptr;
        }
    } else {
        know(key);
    }
    const auto* found = table_.get(key);
    return found || !base_ ? found : base_->get(key);
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
    if (keys_) {
        const auto* found = node(key);
        if (const auto* one = found ? found->as_string() : nullptr) {
            return {one->get()};
        }
    }
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
        complain(*found, quoted(key) + " must be a whole number " + range_of(lowest, highest));
        return lowest;
    }
    return static_cast<int>(value->get());
}

int TableReader::number(std::string_view key) {
    VERIFY(keys_ && keys_->key(key));
    const auto& limits = *keys_->key(key);
    return number(key, static_cast<int>(limits.least), static_cast<int>(limits.most));
}

double TableReader::decimal(std::string_view key, double lowest, double highest) {
    const auto* found = node(key);
    if (!found) {
        return 0;
    }
    const auto value = found->is_number() ? found->value<double>() : std::nullopt;
    if (!value || !(*value >= lowest && *value <= highest)) {
        complain(*found, quoted(key) + " must be a number " + range_of(lowest, highest));
        return lowest;
    }
    return *value;
}

double TableReader::decimal(std::string_view key) {
    VERIFY(keys_ && keys_->key(key));
    const auto& limits = *keys_->key(key);
    return decimal(key, limits.least, limits.most);
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
            complain(value, "unknown key " + quoted(key.str()) + suggestion(key.str(), known_));
        }
    }
}

}  // namespace indgang
