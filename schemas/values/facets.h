// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <variant>

#include "schemas/values/value.h"

namespace indgang {

/// All that is known of one kind of value: what schemas say of it, in words that XML Schema, JSON
/// Schema and web pages share, how it stands on paper, how a page asks for it, and how it is
/// parsed. No facet is tighter than what a Value can hold: whatever a record has can be written in
/// a document that its schema takes. What no schema can hold (a day that is in no month, modulus
/// 11) is left to `parse_value`, which doubts instead of refusing.
struct Facets {
    enum class Base {
        text,     ///< as it is written, blanks included
        decimal,  ///< digits, perhaps a sign and a decimal point; blanks around it say nothing
        day,      ///< 2026-11-22; blanks before it say nothing
        whole,    ///< digits that say 0 or more; blanks around it say nothing
        yes_no,   ///< one of `yes_no_words`
        choice,   ///< one of the field's own words
    };
    using Parsed = std::variant<Value, ValueTrouble>;
    using Checked = std::variant<std::string, ValueTrouble>;

    ValueKind kind;
    /// How a text becomes a value (parse_kinds.h), or why it does not: `check` of kinds that are
    /// text within, whose canonical text it gives, `parse` of the others; the other one is null.
    Checked (*check)(std::string_view raw) = nullptr;
    Parsed (*parse)(std::string_view raw, Notation notation) = nullptr;
    Base base = Base::text;
    int min_length = 0;            ///< characters; 0: not said
    int max_length = 0;            ///< characters; 0: not said
    std::string_view pattern;      ///< of all of the text; empty: not said
    std::string_view description;  ///< how it is written, for people who send documents
    std::string_view example;      ///< a value of the kind; empty of a choice

    /// How it stands on paper unless the form says otherwise.
    struct Paper {
        enum class Place { line, comb, mark, signature };
        Place place = Place::line;
        std::string_view hint = {};    ///< what to write, for people: "DDMMÅÅSSSS"
        int cells = 0;                 ///< of a comb
        bool may_set_cells = false;    ///< the form may say another number
        bool may_be_capitals = false;  ///< words that may stand in a comb, one letter a cell
        std::string_view format =
            "text";  ///< what a program writes there (docs/formats/layout.md);
                     ///< "N": a digit in each cell, "N{1,}": in some
    } paper = {};
    /// How the field of a page asks for it: "text", "digits", "amount", ...
    std::string_view input = "text";
    bool is_number = false;   ///< of digits alone, as it stands on paper
    bool is_of_home = false;  ///< says where somebody lives, or how to reach him
};

constexpr int decimal_digits = 13;   ///< of a `decimal`, without zeros that say nothing
constexpr int decimal_fraction = 2;  ///< of these behind the decimal point, at most
constexpr int whole_digits = 9;
constexpr std::string_view first_day = "1850-01-01", last_day = "2150-12-31";
constexpr std::string_view yes_no_words[] = {"ja", "nej", "true", "false"};

/// The row of a kind in the one table. A new kind of value is a row there.
[[nodiscard]] const Facets& facets_of(ValueKind kind);

/// What of its facets a text breaks, as the rest of a sentence: "is too long". Empty: nothing.
/// Takes: UTF-8; of a choice nothing is looked at, as its words are the form's.
[[nodiscard]] std::string_view broken_facet(ValueKind kind, std::string_view text);

/// How a number or a day that a text says stands to a limit, also one that no Value can hold.
/// Takes: a text that breaks no facet of the limit's kind; a limit that is an amount, a count or a
///        date.
[[nodiscard]] std::strong_ordering held_against(std::string_view text, const Value& limit);

}  // namespace indgang
