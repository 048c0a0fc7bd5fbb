// SPDX-License-Identifier: MPL-2.0
#include "schemas/record/json_node.h"

#include <algorithm>

namespace indgang::record {

Json parse_json(std::string_view text) {
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        // The library's message quotes the text around the error, which may be personal data.
        throw Error(ErrorKind::bad_input, "json_malformed", "record: the text is not JSON",
                    "byte " + std::to_string(error.byte));
    } catch (const Json::exception&) {
        throw Error(ErrorKind::bad_input, "json_malformed", "record: a number is out of range");
    }
}

std::string dump_json(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void JsonNode::expect_members(std::initializer_list<std::string_view> names) const {
    each_member([&](const std::string& name, const JsonNode& node) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            node.fail("json_unknown_member", "no such member");
        }
    });
}

Json* JsonNode::lookup(std::string_view name) const {
    expect(json_.is_object(), "an object");
    for (auto& [key, value] : json_.get_ref<Json::object_t&>()) {
        if (key == name) {
            return &value;
        }
    }
    return nullptr;
}

JsonNode JsonNode::member(std::string_view name) const {
    Json* found = lookup(name);
    if (found == nullptr) {
        fail("json_missing_member", ("the member " + std::string(name)).c_str());
    }
    return {*found, this, name, 0};
}

std::optional<JsonNode> JsonNode::find(std::string_view name) const {
    Json* found = lookup(name);
    return found == nullptr ? std::nullopt : std::optional(JsonNode(*found, this, name, 0));
}

const std::string& JsonNode::string() const {
    expect(json_.is_string(), "a string");
    return json_.get_ref<const std::string&>();
}

std::string JsonNode::take_string() const {
    expect(json_.is_string(), "a string");
    return std::move(json_.get_ref<std::string&>());
}

int JsonNode::integer(int least, int most) const {
    expect(json_.is_number_integer(), "a whole number");
    const bool is_huge = json_.is_number_unsigned() &&
                         json_.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max();
    const std::int64_t value =
        is_huge ? std::numeric_limits<std::int64_t>::max() : json_.get<std::int64_t>();
    if (value < least || value > most) {
        fail("json_wrong_value", "a number in its range");
    }
    return static_cast<int>(value);
}

double JsonNode::number() const {
    expect(json_.is_number(), "a number");
    return json_.get<double>();
}

bool JsonNode::boolean() const {
    expect(json_.is_boolean(), "true or false");
    return json_.get<bool>();
}

Digest JsonNode::digest() const {
    const auto digest = Digest::parse(string());
    if (!digest) {
        fail("json_wrong_value", "64 hexadecimal digits");
    }
    return *digest;
}

UtcTime JsonNode::utc() const {
    const auto time = parse_utc(string());
    if (!time) {
        fail("json_wrong_value", "a time such as 2026-11-22T00:37:19.250Z");
    }
    return *time;
}

void JsonNode::append_place(std::string& place) const {
    if (parent_ == nullptr) {
        return;
    }
    parent_->append_place(place);
    place += '/';
    place += name_.empty() ? std::to_string(index_) : std::string(name_);
}

void JsonNode::fail(const char* reason, const char* expected) const {
    std::string place;
    append_place(place);
    throw Error(ErrorKind::bad_input, reason,
                "record: JSON at \"" + place + "\" should be " + expected, place);
}

}  // namespace indgang::record
