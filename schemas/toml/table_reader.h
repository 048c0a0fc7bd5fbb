// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <toml++/toml.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/toml/key_table.h"
#include "schemas/toml/problems.h"

/// The only header that knows the TOML library. Forms and the configuration read by it.
namespace indgang {

/// Nothing, and a problem with its place, when the text is no TOML.
[[nodiscard]] std::optional<toml::table> parse_toml(std::string_view text, Problems& problems);

[[nodiscard]] SourcePlace place_of(const toml::node& node);
[[nodiscard]] SourcePlace place_of(const toml::key& key);

/// The numbers of a list of exactly `count`; empty when it is something else.
[[nodiscard]] std::vector<double> numbers_of(const toml::node& node, std::size_t count);

/// One table being read. Without a key table each getter checks its type and complains with the
/// place, then gives what an absent key gives; `done` complains of the keys that nobody asked for.
/// With a key table all of that is checked when the reader is made, once, and a getter gives for a
/// key that is wrong what it gives for an absent one.
class TableReader {
  public:
    /// `what` begins each complaint: "field fornavn". Table and problems must outlive the reader.
    TableReader(const toml::table& table, std::string what, Problems& problems)
        : table_(table), what_(std::move(what)), problems_(problems) {}
    /// `base`, if any, gives the keys that `table` has not; it was checked before. `keys` and
    /// `base` must outlive the reader.
    TableReader(const toml::table& table, std::string what, Problems& problems,
                const KeyTable& keys, const toml::table* base = nullptr);

    [[nodiscard]] SourcePlace place() const { return place_of(table_); }
    [[nodiscard]] const std::string& what() const { return what_; }
    [[nodiscard]] Problems& problems() const { return problems_; }
    void complain(const toml::node& at, const std::string& text) const;
    void complain(const std::string& text) const { complain(table_, text); }
    /// Whether the key table was not kept.
    [[nodiscard]] bool is_bad() const { return !bad_.empty(); }
    /// Whether the key is there and not as the key table wants it.
    [[nodiscard]] bool is_bad(std::string_view key) const;

    /// Whether the key is there; it does not count as asked for.
    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] const toml::node* node(std::string_view key);
    [[nodiscard]] std::string text(std::string_view key, bool must = false);
    /// Empty when the key is not there. With a key table also one text as a list of itself.
    [[nodiscard]] std::vector<std::string> texts(std::string_view key);
    [[nodiscard]] bool flag(std::string_view key);
    /// 0 when the key is not there, `lowest` when it is no number from lowest to highest.
    [[nodiscard]] int number(std::string_view key, int lowest, int highest);
    /// The same with the limits of the key table.
    [[nodiscard]] int number(std::string_view key);
    /// The same for any number.
    [[nodiscard]] double decimal(std::string_view key, double lowest, double highest);
    [[nodiscard]] double decimal(std::string_view key);
    /// A list of exactly `count` numbers; empty when the key is not there or is something else.
    [[nodiscard]] std::vector<double> numbers(std::string_view key, std::size_t count,
                                              bool must = false);
    [[nodiscard]] const toml::array* list(std::string_view key, bool must = false);
    [[nodiscard]] const toml::table* table(std::string_view key);
    void done() const;

  private:
    void check();
    void check(const Key& key, const toml::node& node);
    void check_words(const Key& key, const toml::node& node);
    void bad(const Key& key, const toml::node& at, const std::string& text);

    const toml::table& table_;
    std::string what_;
    Problems& problems_;
    const KeyTable* keys_ = nullptr;
    const toml::table* base_ = nullptr;
    void know(std::string_view key) const;

    mutable std::vector<std::string> known_;  ///< keys that were asked for, each once
    std::vector<std::string> bad_;
};

/// Calls `take(TableReader&)` for each table of the list `key`; with `keys`, by that key table.
template <typename Take>
void each_table(TableReader& reader, std::string_view key, const std::string& what, Take take,
                const KeyTable* keys = nullptr) {
    const auto* list = reader.list(key);
    if (!list) {
        return;
    }
    for (const auto& node : *list) {
        const auto* table = node.as_table();
        if (!table) {
            reader.complain(node, "'" + std::string(key) + "' holds something that is no table");
        } else if (keys) {
            TableReader inner(*table, what, reader.problems(), *keys);
            take(inner);
        } else {
            TableReader inner(*table, what, reader.problems());
            take(inner);
            inner.done();
        }
    }
}

}  // namespace indgang
