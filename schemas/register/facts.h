// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schemas/error/verify.h"
#include "schemas/record/record.h"

/// How the types of this folder write and read facts.
namespace indgang::registers {

inline const Value* find_fact(const record::Facts& facts, const char* word) {
    const auto found = facts.find(word);
    return found == facts.end() ? nullptr : &found->second;
}

/// The canonical text of a fact, or "".
inline std::string text_fact(const record::Facts& facts, const char* word) {
    const Value* value = find_fact(facts, word);
    return value == nullptr ? std::string() : value->canonical();
}

template <typename Content>
std::optional<Content> copied(const Content* content) {
    return content == nullptr ? std::nullopt : std::optional(*content);
}

/// Leaves an empty text out. Takes: a text that is a value of its kind.
inline void put_text(record::Facts& facts, const char* word, ValueKind kind,
                     std::string_view text) {
    if (!text.empty()) {
        auto value = Value::of_text(kind, text);
        VERIFY(value.has_value());
        facts.insert_or_assign(word, std::move(*value));
    }
}

template <typename Content>
void put_value(record::Facts& facts, const char* word, const std::optional<Content>& content) {
    if (content) {
        facts.insert_or_assign(word, Value::of(*content));
    }
}

}  // namespace indgang::registers
