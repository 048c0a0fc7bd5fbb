// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <toml++/toml.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/toml/problems.h"

/// The only header that knows the TOML library. Forms and the configuration read by it.
namespace indgang {

/// Nothing, and a problem with its line, when the text is no TOML.
[[nodiscard]] std::optional<toml::table> parse_toml(std::string_view text, Problems& problems);

[[nodiscard]] int line_of(const toml::node& node);

/// The numbers of a list of exactly `count`; empty when it is something else.
[[nodiscard]] std::vector<double> numbers_of(const toml::node& node, std::size_t count);

/// One table being read. Each getter checks its type and complains with the line, then gives what
/// an absent key gives; `done` complains of the keys that nobody asked for.
class TableReader {
  public:
    /// `what` begins each complaint: "field fornavn". Table and problems must outlive the reader.
    TableReader(const toml::table& table, std::string what, Problems& problems)
        : table_(table), what_(std::move(what)), problems_(problems) {}

    [[nodiscard]] int line() const { return line_of(table_); }
    [[nodiscard]] const std::string& what() const { return what_; }
    [[nodiscard]] Problems& problems() const { return problems_; }
    void complain(const toml::node& at, const std::string& text) const;
    void complain(const std::string& text) const { complain(table_, text); }

    /// Whether the key is there; it does not count as asked for.
    [[nodiscard]] bool has(std::string_view key) const { return table_.contains(key); }
    [[nodiscard]] const toml::node* node(std::string_view key);
    [[nodiscard]] std::string text(std::string_view key, bool must = false);
    /// Empty when the key is not there.
    [[nodiscard]] std::vector<std::string> texts(std::string_view key);
    [[nodiscard]] bool flag(std::string_view key);
    /// 0 when the key is not there, `lowest` when it is no number from lowest to highest.
    [[nodiscard]] int number(std::string_view key, int lowest, int highest);
    /// The same for any number.
    [[nodiscard]] double decimal(std::string_view key, double lowest, double highest);
    /// A list of exactly `count` numbers; empty when the key is not there or is something else.
    [[nodiscard]] std::vector<double> numbers(std::string_view key, std::size_t count,
                                              bool must = false);
    [[nodiscard]] const toml::array* list(std::string_view key, bool must = false);
    [[nodiscard]] const toml::table* table(std::string_view key);
    void done() const;

  private:
    const toml::table& table_;
    std::string what_;
    Problems& problems_;
    std::vector<std::string> known_;
};

/// Calls `take(TableReader&)` for each table of the list `key`.
template <typename Take>
void each_table(TableReader& reader, std::string_view key, const std::string& what, Take take) {
    const auto* list = reader.list(key);
    if (!list) {
        return;
    }
    for (const auto& node : *list) {
        if (const auto* table = node.as_table()) {
            TableReader inner(*table, what, reader.problems());
            take(inner);
            inner.done();
        } else {
            reader.complain(node, "'" + std::string(key) + "' holds something that is no table");
        }
    }
}

}  // namespace indgang
