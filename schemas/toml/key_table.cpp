// SPDX-License-Identifier: MPL-2.0
#include "schemas/toml/key_table.h"

#include <algorithm>

#include "schemas/error/verify.h"

namespace indgang {
namespace {

std::string_view words_of(KeyType type) {
    switch (type) {
        case KeyType::text:
            return "text";
        case KeyType::both:
            return "{ da, en }";
        case KeyType::texts:
            return "texts";
        case KeyType::text_or_texts:
            return "text or texts";
        case KeyType::flag:
            return "true or false";
        case KeyType::number:
            return "whole number";
        case KeyType::decimal:
            return "number";
        case KeyType::numbers:
            return "numbers";
        case KeyType::list:
            return "list";
        case KeyType::table:
            return "table";
        case KeyType::tables:
            return "tables";
        case KeyType::any:
            return "see there";
    }
    return "";
}

/// 3, 0.5
std::string number(double value) {
    auto text = std::to_string(value);
    text.erase(text.find_last_not_of('0') + 1);
    return text.back() == '.' ? text.substr(0, text.size() - 1) : text;
}

std::string string_of(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
        }
        out += c;
    }
    return out + "\"";
}

std::string reference_to(const Key& key) {
    return R"({"$ref": "#/$defs/)" + std::string(key.holds) + "\"}";
}

std::string text_schema(const Key& key) {
    if (key.words.empty()) {
        return R"("type": "string")";
    }
    std::string words;
    for (const auto& word : key.words) {
        words += (words.empty() ? "" : ", ") + string_of(word);
    }
    return R"("enum": [)" + words + "]";
}

/// The members of the schema of one key.
std::string schema_of(const Key& key) {
    const auto limits =
        R"(, "minimum": )" + number(key.least) + R"(, "maximum": )" + number(key.most);
    switch (key.type) {
        case KeyType::text:
            return text_schema(key);
        case KeyType::both:
            return R"("$ref": "#/$defs/both")";
        case KeyType::texts:
            return R"("type": "array", "items": {)" + text_schema(key) + "}";
        case KeyType::text_or_texts:
            return R"("anyOf": [{)" + text_schema(key) + R"(}, {"type": "array", "items": {)" +
                   text_schema(key) + "}}]";
        case KeyType::flag:
            return R"("type": "boolean")";
        case KeyType::number:
            return R"("type": "integer")" + limits;
        case KeyType::decimal:
            return R"("type": "number")" + limits;
        case KeyType::numbers:
            return R"("type": "array", "items": {"type": "number"}, "minItems": )" +
                   std::to_string(key.count) + R"(, "maxItems": )" + std::to_string(key.count);
        case KeyType::list:
            return R"("type": "array")";
        case KeyType::table:
            if (key.has_names) {
                return R"("type": "object", "additionalProperties": )" +
                       (key.holds.empty() ? "true" : reference_to(key));
            }
            return key.holds.empty() ? R"("type": "object")"
                                     : R"("$ref": "#/$defs/)" + std::string(key.holds) + "\"";
        case KeyType::tables:
            return R"("type": "array", "items": )" + reference_to(key);
        case KeyType::any:
            return "";
    }
    return "";
}

std::string schema_of(const KeyTable& table) {
    std::string out = R"("type": "object", "additionalProperties": false, "description": )" +
                      string_of(table.what) + ",\n   \"properties\": {\n";
    std::string needed;
    for (const auto& key : table.keys) {
        const auto members = schema_of(key);
        out += "    " + string_of(key.name) + ": {" + members + (members.empty() ? "" : ", ") +
               R"("description": )" + string_of(key.what) + "}" +
               (&key == &table.keys.back() ? "\n" : ",\n");
        if (key.is_needed) {
            needed += (needed.empty() ? "" : ", ") + string_of(key.name);
        }
    }
    const auto required = R"("required": [)" + needed + "]";
    return out + "   }, " +
           (table.base.empty() ? required
                               : R"("anyOf": [{"required": [)" + string_of(table.base) + "]}, {" +
                                     required + "}]");
}

}  // namespace

const Key* KeyTable::key(std::string_view wanted) const {
    const auto found = std::find_if(keys.begin(), keys.end(),
                                    [&](const Key& each) { return each.name == wanted; });
    return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string> KeyTable::names() const {
    std::vector<std::string> names;
    for (const auto& each : keys) {
        names.emplace_back(each.name);
    }
    return names;
}

std::string markdown_of(std::span<const KeyTable> tables) {
    std::string out;
    for (const auto& table : tables) {
        out += "\n## " + std::string(table.name) + "\n\n" + std::string(table.what) +
               "\n\n| key | holds | meaning |\n|---|---|---|\n";
        for (const auto& key : table.keys) {
            std::string holds(words_of(key.type));
            if (key.type == KeyType::number || key.type == KeyType::decimal) {
                holds += ", " + number(key.least) + " to " + number(key.most);
            } else if (key.type == KeyType::numbers) {
                holds = std::to_string(key.count) + " " + holds;
            }
            if (!key.holds.empty()) {
                holds += (key.has_names ? " of [" : " [") + std::string(key.holds) + "](#" +
                         std::string(key.holds) + ")";
            }
            for (const auto& word : key.words) {
                holds += (&word == &key.words.front() ? ": `" : ", `") + std::string(word) + "`";
            }
            out += "| `" + std::string(key.name) + "`" + (key.is_needed ? " (needed)" : "") +
                   " | " + holds + " | " + std::string(key.what) + " |\n";
        }
    }
    return out;
}

std::string json_schema_of(std::span<const KeyTable> tables, const std::string& title) {
    VERIFY(!tables.empty());
    std::string out =
        "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
        "  \"title\": " +
        string_of(title) + ",\n  " + schema_of(tables.front()) +
        ",\n  \"$defs\": {\n   \"both\": {\"type\": \"object\", "
        "\"additionalProperties\": false, \"properties\": {\"da\": {\"type\": "
        "\"string\"}, \"en\": {\"type\": \"string\"}}, \"required\": [\"da\", "
        "\"en\"]}";
    for (const auto& table : tables.subspan(1)) {
        out += ",\n   " + string_of(table.name) + ": {" + schema_of(table) + "}";
    }
    return out + "\n  }\n}\n";
}

}  // namespace indgang
