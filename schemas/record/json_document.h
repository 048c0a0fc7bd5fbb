// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace indgang::record {

enum class JsonKind : std::uint8_t { null, boolean, number, string, array, object };

/// A JSON text taken apart once: all its values in one list, each before what it holds.
/// Takes strictly what RFC 8259 says, in UTF-8, nested up to `deepest`. The text must outlive
/// the document.
class JsonDocument {
  public:
    static constexpr int deepest = 32;  ///< objects and arrays in each other; a record has 7

    struct Value {
        JsonKind kind = JsonKind::null;
        std::size_t end = 0;    ///< index after this value and all that it holds
        std::string_view name;  ///< of a member of an object
        std::string_view text;  ///< a string's content; a number or a word as it stands
    };

    /// Errors: bad_input "json_malformed" with the byte as the place; the message quotes nothing.
    explicit JsonDocument(std::string_view text);
    JsonDocument(const JsonDocument&) = delete;
    JsonDocument& operator=(const JsonDocument&) = delete;

    [[nodiscard]] const Value& at(std::size_t index) const { return values_[index]; }

  private:
    class Reader;
    std::vector<Value> values_;
    std::string unescaped_;  ///< strings with escapes; never grows beyond its first capacity
};

}  // namespace indgang::record
