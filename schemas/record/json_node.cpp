// SPDX-License-Identifier: MPL-2.0
#include "schemas/record/json_node.h"

#include <algorithm>
#include <charconv>

#include "schemas/error/reason.h"
#include "schemas/error/verify.h"

namespace indgang::record {

void JsonNode::expect_members(std::initializer_list<std::string_view> names) const {
    constexpr std::size_t most_names = 64;  // the bits of `seen`
    VERIFY(names.size() <= most_names);
    std::uint64_t seen = 0;
    auto guess = names.begin();  // members mostly stand in the order of the names
    each_member([&](std::string_view name, const JsonNode& node) {
        auto found = std::find(guess, names.end(), name);
        if (found == names.end()) {
            found = std::find(names.begin(), guess, name);
            if (found == guess) {
                node.fail(Reason::json_unknown_member, "no such member");
            }
        }
        const std::uint64_t bit = std::uint64_t{1} << (found - names.begin());
        if ((seen & bit) != 0) {
            node.fail(Reason::json_unknown_member, "there once");
        }
        seen |= bit;
        guess = found + 1;
    });
}

std::optional<JsonNode> JsonNode::find(std::string_view name) const {
    expect(kind() == JsonKind::object, "an object");
    for (std::size_t at = index_ + 1; at < here().end; at = document_.at(at).end) {
        if (document_.at(at).name == name) {
            return JsonNode(*this, at, name, 0);
        }
    }
    return std::nullopt;
}

JsonNode JsonNode::member(std::string_view name) const {
    if (const auto found = find(name)) {
        return *found;
    }
    fail(Reason::json_missing_member, ("the member " + std::string(name)).c_str());
}

const JsonNode& JsonNode::needed(const std::optional<JsonNode>& member,
                                 std::string_view name) const {
    if (!member) {
        fail(Reason::json_missing_member, ("the member " + std::string(name)).c_str());
    }
    return *member;
}

std::string_view JsonNode::string() const {
    expect(kind() == JsonKind::string, "a string");
    return here().text;
}

int JsonNode::integer(int least, int most) const {
    const std::string_view digits = here().text;
    expect(kind() == JsonKind::number && digits.find_first_of(".eE") == std::string_view::npos,
           "a whole number");
    int value = 0;
    const auto error = std::from_chars(digits.data(), digits.data() + digits.size(), value).ec;
    if (error != std::errc() || value < least || value > most) {
        fail(Reason::json_wrong_value, "a number in its range");
    }
    return value;
}

double JsonNode::number() const {
    expect(kind() == JsonKind::number, "a number");
    const std::string_view digits = here().text;
    double value = 0;
    const auto error = std::from_chars(digits.data(), digits.data() + digits.size(), value).ec;
    if (error != std::errc()) {
        fail(Reason::json_wrong_value, "a number in the range of a double");
    }
    return value;
}

bool JsonNode::boolean() const {
    expect(kind() == JsonKind::boolean, "true or false");
    return here().text == "true";
}

Digest JsonNode::digest() const {
    const auto digest = Digest::parse(string());
    if (!digest) {
        fail(Reason::json_wrong_value, "64 hexadecimal digits");
    }
    return *digest;
}

UtcTime JsonNode::utc() const {
    const auto time = parse_utc(string());
    if (!time) {
        fail(Reason::json_wrong_value, "a time such as 2026-11-22T00:37:19.250Z");
    }
    return *time;
}

void JsonNode::append_place(std::string& place) const {
    if (parent_ == nullptr) {
        return;
    }
    parent_->append_place(place);
    place += '/';
    place +=
        parent_->kind() == JsonKind::array ? std::to_string(index_in_parent_) : std::string(name_);
}

void JsonNode::fail(Reason reason, const char* expected) const {
    std::string place;
    append_place(place);
    throw Error(reason, "record: JSON at \"" + place + "\" should be " + expected, place);
}

}  // namespace indgang::record
