// SPDX-License-Identifier: MPL-2.0
#include "schemas/values/value.h"

#include <array>
#include <charconv>

#include "schemas/error/verify.h"
#include "schemas/values/blanks.h"
#include "schemas/values/text_kinds.h"

namespace indgang {
namespace {

constexpr std::array<std::string_view, 20> kind_names{
    "text",         "name",     "street", "house_number", "floor",  "door",
    "postcode",     "city",     "cpr",    "cvr",          "phone",  "email",
    "amount",       "date",     "count",  "yes_no",       "choice", "bank_registration",
    "bank_account", "signature"};
static_assert(kind_names.size() == static_cast<std::size_t>(ValueKind::signature) + 1);

constexpr std::string_view yes = "ja";
constexpr std::string_view no = "nej";

/// "6234.50" as "6.234,50"; a dot between each three digits of the kroner.
std::string danish_amount(const Amount& amount) {
    std::string text = amount.decimal();
    std::size_t end = text.find('.');
    if (end == std::string::npos) {
        end = text.size();
    } else {
        text[end] = ',';
    }
    constexpr std::size_t group_digits = 3;
    const std::size_t first = text.starts_with('-') ? 1 : 0;
    while (end > first + group_digits) {
        end -= group_digits;
        text.insert(end, 1, '.');
    }
    return text;
}

std::string danish_date(const Date& date) {
    const std::string iso = date.iso();
    return iso.substr(8, 2) + "." + iso.substr(5, 2) + "." + iso.substr(0, 4);
}

}  // namespace

std::string_view name_of(ValueKind kind) {
    return kind_names[static_cast<std::size_t>(kind)];
}

std::optional<ValueKind> value_kind_of(std::string_view name) {
    for (std::size_t i = 0; i < kind_names.size(); ++i) {
        if (kind_names[i] == name) {
            return static_cast<ValueKind>(i);
        }
    }
    return std::nullopt;
}

Value Value::of(CprNumber cpr) {
    return Value(ValueKind::cpr, std::move(cpr));
}

Value Value::of(Amount amount) {
    return Value(ValueKind::amount, amount);
}

Value Value::of(Date date) {
    return Value(ValueKind::date, date);
}

Value Value::of_count(std::int64_t count) {
    return Value(ValueKind::count, count);
}

Value Value::of_yes_no(bool yes) {
    return Value(ValueKind::yes_no, yes);
}

Value Value::of_signature(bool present) {
    return Value(ValueKind::signature, present);
}

std::optional<Value> Value::of_text(ValueKind kind, std::string_view text) {
    VERIFY(is_text_kind(kind));
    auto checked = check_text(kind, text);
    if (auto* clean = std::get_if<std::string>(&checked)) {
        return Value(kind, std::move(*clean));
    }
    return std::nullopt;
}

std::string Value::canonical() const {
    if (const auto* number = cpr()) {
        return number->digits();
    }
    if (const auto* money = amount()) {
        return money->decimal();
    }
    if (const auto* day = date()) {
        return day->iso();
    }
    if (const auto* whole = count()) {
        return std::to_string(*whole);
    }
    if (const auto* answer = yes_no()) {
        return std::string(*answer ? yes : no);
    }
    return *text();
}

std::string Value::danish() const {
    if (const auto* number = cpr()) {
        return std::string(number->digits()).insert(6, 1, '-');
    }
    if (const auto* money = amount()) {
        return danish_amount(*money);
    }
    if (const auto* day = date()) {
        return danish_date(*day);
    }
    return canonical();
}

std::optional<Value> parse_canonical(ValueKind kind, std::string_view canonical) {
    if (kind == ValueKind::count) {
        // A register's count may be below 0, which no form can give (BBR has areas of -137 m2).
        std::int64_t count = 0;
        const char* end = canonical.data() + canonical.size();
        const auto [stop, error] = std::from_chars(canonical.data(), end, count);
        const bool is_whole = error == std::errc() && stop == end;
        return is_whole && std::to_string(count) == canonical
                   ? std::optional(Value::of_count(count))
                   : std::nullopt;
    }
    // Only what `canonical` writes is taken: the forgiving parser reads it, and then it must be
    // written the same way again.
    auto parsed = parse_value(kind, canonical, Notation::xml);
    auto* value = std::get_if<Value>(&parsed);
    if (value == nullptr) {
        return std::nullopt;
    }
    const std::string* text = value->text();
    if (text != nullptr ? *text != canonical : value->canonical() != canonical) {
        return std::nullopt;
    }
    return std::move(*value);
}

}  // namespace indgang
