// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "schemas/values/amount.h"
#include "schemas/values/cpr_number.h"
#include "schemas/values/date.h"

namespace indgang {

/// What a field holds. The name (`name_of`) is the word in form definitions, JSON and database.
enum class ValueKind {
    text,               ///< free text, one or more lines
    name,               ///< a person's or company's name
    street,             ///< a road name
    house_number,       ///< "12", "12B"
    floor,              ///< "st", "kl", "1".."99"
    door,               ///< "tv", "th", "mf", or up to 4 letters and digits
    postcode,           ///< four digits
    city,               ///<
    cpr,                ///< CprNumber
    cvr,                ///< eight digits, modulus 11
    phone,              ///< eight digits
    email,              ///<
    amount,             ///< Amount
    date,               ///< Date
    count,              ///< a whole number >= 0
    yes_no,             ///< bool
    choice,             ///< the key of one of the field's choices
    bank_registration,  ///< four digits
    bank_account,       ///< up to ten digits
    signature,          ///< bool: present
};
[[nodiscard]] std::string_view name_of(ValueKind kind);
[[nodiscard]] std::optional<ValueKind> value_kind_of(std::string_view name);

/// How a raw text is written.
enum class Notation {
    danish,  ///< as people write: "22-11-2026", "6.234,50", "ja"
    xml,     ///< as schemas say: "2026-11-22", "6234.50", "true" or "Ja"
};

/// One typed value. Two values are equal when their kind and meaning are.
class Value {
  public:
    [[nodiscard]] static Value of(CprNumber cpr);
    [[nodiscard]] static Value of(Amount amount);
    [[nodiscard]] static Value of(Date date);
    [[nodiscard]] static Value of_count(std::int64_t count);
    [[nodiscard]] static Value of_yes_no(bool yes);
    [[nodiscard]] static Value of_signature(bool present);
    /// For the kinds that are text within; `text` is checked as `parse_value` does.
    /// Takes: a kind other than cpr, amount, date, count, yes_no and signature.
    [[nodiscard]] static std::optional<Value> of_text(ValueKind kind, std::string_view text);

    [[nodiscard]] ValueKind kind() const { return kind_; }
    /// The one way to write this value: ISO date, decimal amount ("4500", "6234.50"), ten CPR
    /// digits, "ja"/"nej", trimmed text with single blanks. `parse_canonical` reads it back.
    [[nodiscard]] std::string canonical() const;
    /// As a Danish reader expects it: "22.11.2026", "6.234,50", "010190-1234", "ja".
    [[nodiscard]] std::string danish() const;

    [[nodiscard]] const CprNumber* cpr() const { return std::get_if<CprNumber>(&content_); }
    [[nodiscard]] const Amount* amount() const { return std::get_if<Amount>(&content_); }
    [[nodiscard]] const Date* date() const { return std::get_if<Date>(&content_); }
    [[nodiscard]] const std::int64_t* count() const { return std::get_if<std::int64_t>(&content_); }
    [[nodiscard]] const bool* yes_no() const { return std::get_if<bool>(&content_); }
    [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&content_); }

    bool operator==(const Value&) const = default;

  private:
    using Content = std::variant<std::string, CprNumber, Amount, Date, std::int64_t, bool>;
    Value(ValueKind kind, Content content) : kind_(kind), content_(std::move(content)) {}
    ValueKind kind_;
    Content content_;
};

/// Why a text is no value of its kind: a code of the table of reasons, such as "not_a_date",
/// "amount_ambiguous", "cpr_wrong_length", "text_too_long", "not_utf8".
struct ValueTrouble {
    std::string reason;
};

/// Parses once, at the edge. Forgiving about blanks, hyphens and "kr."; never guesses.
/// A `choice` is taken as any text: whether it is one of the field's choices is the form's matter
/// (form::parse_field).
[[nodiscard]] std::variant<Value, ValueTrouble> parse_value(ValueKind kind, std::string_view raw,
                                                            Notation notation);
/// Reads back what `canonical` wrote.
[[nodiscard]] std::optional<Value> parse_canonical(ValueKind kind, std::string_view canonical);

}  // namespace indgang
