// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/core/digest.h"
#include "schemas/core/time.h"
#include "schemas/error/error.h"
#include "schemas/record/json_document.h"

namespace indgang::record {

/// One value of a document with the way to it, so that an error can name the place as a JSON
/// pointer. A node borrows its document and its parent; the views that it gives live as long as the
/// document and its text.
/// Errors of all reading functions: bad_input "json_wrong_type", "json_wrong_value",
/// "json_missing_member", "json_unknown_member"; no message holds a value.
class JsonNode {
  public:
    explicit JsonNode(const JsonDocument& document) : document_(document) {}

    [[nodiscard]] JsonKind kind() const { return here().kind; }
    /// An object that has no other members than these and none of them twice, so that no misspelt
    /// member is lost.
    void expect_members(std::initializer_list<std::string_view> names) const;
    /// Takes an object.
    [[nodiscard]] JsonNode member(std::string_view name) const;
    /// Takes an object; nothing when it has no such member.
    [[nodiscard]] std::optional<JsonNode> find(std::string_view name) const;

    /// As expect_members, and all of them in one pass, in the order of the names.
    template <std::size_t n>
    [[nodiscard]] std::array<std::optional<JsonNode>, n> members(
        const std::array<std::string_view, n>& names) const {
        std::array<std::optional<JsonNode>, n> found;
        std::size_t guess = 0;  // members mostly stand in the order of the names
        for (std::size_t at = first_member(); at < here().end; at = document_.at(at).end) {
            const std::string_view name = document_.at(at).name;
            std::size_t tried = 0;
            while (tried < n && names[guess % n] != name) {
                ++guess;
                ++tried;
            }
            const JsonNode node(*this, at, name, 0);
            if (tried == n) {
                node.fail(Reason::json_unknown_member, "no such member");
            }
            if (found[guess % n]) {
                node.fail(Reason::json_unknown_member, "there once");
            }
            found[guess++ % n].emplace(node);
        }
        return found;
    }
    /// What `members` found under this name. Errors: json_missing_member.
    [[nodiscard]] const JsonNode& needed(const std::optional<JsonNode>& member,
                                         std::string_view name) const;

    [[nodiscard]] std::string_view string() const;
    [[nodiscard]] std::string owned_string() const { return std::string(string()); }
    [[nodiscard]] int integer(int least = std::numeric_limits<int>::min(),
                              int most = std::numeric_limits<int>::max()) const;
    [[nodiscard]] double number() const;
    [[nodiscard]] bool boolean() const;
    [[nodiscard]] Digest digest() const;
    [[nodiscard]] UtcTime utc() const;

    /// How many elements an array has.
    [[nodiscard]] std::size_t size() const {
        std::size_t count = 0;
        each([&](const JsonNode&) { ++count; });
        return count;
    }
    /// Calls `take(JsonNode)` for each element of an array.
    template <typename Take>
    void each(Take take) const {
        expect(kind() == JsonKind::array, "an array");
        std::size_t count = 0;
        for (std::size_t at = index_ + 1; at < here().end; at = document_.at(at).end) {
            take(JsonNode(*this, at, {}, count++));
        }
    }
    /// Calls `take(name, JsonNode)` for each member of an object.
    template <typename Take>
    void each_member(Take take) const {
        expect(kind() == JsonKind::object, "an object");
        for (std::size_t at = index_ + 1; at < here().end; at = document_.at(at).end) {
            const std::string_view name = document_.at(at).name;
            take(name, JsonNode(*this, at, name, 0));
        }
    }
    /// The one of `all` that has this name.
    template <typename Enum, std::size_t n>
    [[nodiscard]] Enum word(const std::array<Enum, n>& all) const {
        const std::string_view name = string();
        for (const Enum candidate : all) {
            if (name_of(candidate) == name) {
                return candidate;
            }
        }
        fail(Reason::json_wrong_value, "a word that is known here");
    }

    /// Throws bad_input with this node's place.
    [[noreturn]] void fail(Reason reason, const char* expected) const;

  private:
    JsonNode(const JsonNode& parent, std::size_t index, std::string_view name,
             std::size_t index_in_parent)
        : document_(parent.document_),
          index_(index),
          parent_(&parent),
          name_(name),
          index_in_parent_(index_in_parent) {}
    [[nodiscard]] const JsonDocument::Value& here() const { return document_.at(index_); }
    void expect(bool is_so, const char* expected) const {
        if (!is_so) {
            fail(Reason::json_wrong_type, expected);
        }
    }
    [[nodiscard]] std::size_t first_member() const {
        expect(kind() == JsonKind::object, "an object");
        return index_ + 1;
    }
    void append_place(std::string& place) const;

    const JsonDocument& document_;
    std::size_t index_ = 0;  ///< in the document
    const JsonNode* parent_ = nullptr;
    std::string_view name_;            ///< in the parent, when that is an object
    std::size_t index_in_parent_ = 0;  ///< when that is an array
};

}  // namespace indgang::record
