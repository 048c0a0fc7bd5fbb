// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace indgang {

/// What a key of a TOML table holds.
enum class KeyType {
    text,           ///< "..."
    both,           ///< { da = "...", en = "..." }
    texts,          ///< ["...", "..."]
    text_or_texts,  ///< "..." or ["...", "..."]
    flag,           ///< true or false
    number,         ///< a whole number from `least` to `most`
    decimal,        ///< a number from `least` to `most`
    numbers,        ///< a list of `count` numbers
    list,           ///< a list of something that its reader looks at
    table,          ///< { ... } or [name]
    tables,         ///< [[name]], or a list of { ... }
    any,            ///< something that its reader looks at
};

/// One key that a table may have: the reader, the nearest known word, the page of the format and
/// the JSON Schema all come from it.
struct Key {
    std::string_view name;
    KeyType type = KeyType::text;
    std::string_view what;  ///< a sentence of Markdown for the page of the format
    bool is_needed = false;
    double least = 0;  ///< of number and decimal
    double most = 0;
    std::size_t count = 0;        ///< of numbers
    std::string_view holds = {};  ///< of table and tables: the name of their key table
    bool has_names = false;       ///< of table: its keys are names that the author gives, and
                                  ///< each of them holds a table of `holds`
    std::vector<std::string_view> words = {};  ///< of text and texts: those allowed; empty: any
};

/// The keys of one sort of table.
struct KeyTable {
    std::string_view name;  ///< "field"
    std::string_view what;  ///< a sentence
    std::vector<Key> keys;
    std::string_view base = {};  ///< the key that names another table which gives needed keys

    [[nodiscard]] const Key* key(std::string_view wanted) const;
    [[nodiscard]] std::vector<std::string> names() const;
};

/// A page of Markdown with one table for each of `tables`.
[[nodiscard]] std::string markdown_of(std::span<const KeyTable> tables);

/// A JSON Schema (draft 2020-12) of a document whose root is the first of `tables`, as editors of
/// TOML take it.
[[nodiscard]] std::string json_schema_of(std::span<const KeyTable> tables,
                                         const std::string& title);

}  // namespace indgang
