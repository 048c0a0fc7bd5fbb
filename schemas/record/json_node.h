// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/core/digest.h"
#include "schemas/core/error.h"
#include "schemas/core/time.h"

namespace indgang::record {

using Json = nlohmann::ordered_json;

/// Parses text. Errors: bad_input "json_malformed" with the byte as the place.
[[nodiscard]] Json parse_json(std::string_view text);
/// Compact text; bytes that are no UTF-8 stand as U+FFFD.
[[nodiscard]] std::string dump_json(const Json& json);

/// One value of a document with the way to it, so that an error can name the place as a JSON
/// pointer. Reading takes strings out of the document by moving them. A node borrows its parent.
/// Errors of all reading functions: bad_input "json_wrong_type", "json_wrong_value",
/// "json_missing_member", "json_unknown_member"; no message holds a value.
class JsonNode {
  public:
    explicit JsonNode(Json& root) : json_(root) {}

    /// An object that has no other members than these, so that no misspelt member is lost.
    void expect_members(std::initializer_list<std::string_view> names) const;
    /// Takes an object.
    [[nodiscard]] JsonNode member(std::string_view name) const;
    /// Takes an object; nothing when it has no such member.
    [[nodiscard]] std::optional<JsonNode> find(std::string_view name) const;

    [[nodiscard]] std::string take_string() const;
    /// A string that another function reads further.
    [[nodiscard]] const std::string& string() const;
    [[nodiscard]] int integer(int least = std::numeric_limits<int>::min(),
                              int most = std::numeric_limits<int>::max()) const;
    [[nodiscard]] double number() const;
    [[nodiscard]] bool boolean() const;
    [[nodiscard]] Digest digest() const;
    [[nodiscard]] UtcTime utc() const;

    /// Calls `take(JsonNode)` for each element of an array.
    template <typename Take>
    void each(Take take) const {
        expect(json_.is_array(), "an array");
        std::size_t index = 0;
        for (Json& element : json_) {
            take(JsonNode(element, this, {}, index++));
        }
    }
    /// Calls `take(name, JsonNode)` for each member of an object.
    template <typename Take>
    void each_member(Take take) const {
        expect(json_.is_object(), "an object");
        for (auto& [name, value] : json_.get_ref<Json::object_t&>()) {
            take(name, JsonNode(value, this, name, 0));
        }
    }
    /// The one of `all` that has this name.
    template <typename Enum, std::size_t n>
    [[nodiscard]] Enum word(const std::array<Enum, n>& all) const {
        const std::string& name = string();
        for (const Enum candidate : all) {
            if (name_of(candidate) == name) {
                return candidate;
            }
        }
        fail("json_wrong_value", "a word that is known here");
    }

    /// Throws bad_input with this node's place.
    [[noreturn]] void fail(const char* reason, const char* expected) const;

  private:
    JsonNode(Json& json, const JsonNode* parent, std::string_view name, std::size_t index)
        : json_(json), parent_(parent), name_(name), index_(index) {}
    void expect(bool is_so, const char* expected) const {
        if (!is_so) {
            fail("json_wrong_type", expected);
        }
    }
    [[nodiscard]] Json* lookup(std::string_view name) const;
    void append_place(std::string& place) const;

    Json& json_;
    const JsonNode* parent_ = nullptr;
    std::string_view name_;  ///< in the parent, when that is an object
    std::size_t index_ = 0;  ///< in the parent, when that is an array
};

}  // namespace indgang::record
