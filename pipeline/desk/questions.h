// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/store/desk_book.h"
#include "pipeline/store/store.h"
#include "schemas/form/definition.h"
#include "schemas/record/record.h"

/// What a person is asked.
namespace indgang::desk {

/// Whose turn it is to say something of a field that two people enter, neither of whom sees what
/// the other said; when they differ, a third decides.
enum class Turn { only, first, second, third };
[[nodiscard]] std::string_view name_of(Turn turn);

/// Fields that two people enter, by form, besides those of which the form says so itself.
using EnteredTwice = std::map<std::string, std::vector<std::string>>;
/// Whether any field of any form is entered by two people.
[[nodiscard]] bool asks_twice(const EnteredTwice& configured, const form::FormCatalogue& catalogue);

/// What a person is asked of an application: a field, with all for which it is doubted, or
/// something that was found and is of no field.
struct Question {
    std::string key;                   ///< the field, or the reason
    std::string field;                 ///< empty: of none
    std::vector<std::string> reasons;  ///< of SettledRecord, gravest first
    bool must_be_typed = false;        ///< what stands there is no value of the field
    /// The last word of whoever said one, never `withdrawn`; of what two people enter, that of the
    /// one who asks.
    std::optional<store::Entry> said;
    Turn turn = Turn::only;               ///< of the one who asks
    std::optional<store::Entry> decided;  ///< what the field gets, as far as it is known
};

/// What a person has seen of an application when he says something of it.
struct Seen {
    std::int64_t revision = 0;
    std::int64_t entry = 0;  ///< the last
};

/// An application that waits for a person, as he works on it.
struct Task {
    store::Item item;
    record::SettledRecord settled;
    const form::FormDefinition* form = nullptr;  ///< nullptr: it is not in the catalogue
    std::vector<Question> questions;             ///< in the order of the form, matters first
    /// Values that were said of fields about which nobody asked.
    std::vector<store::Entry> changes;
    std::vector<record::PageReading> readings;  ///< of its pages, in their order
    Seen seen;
    store::Hold hold;  ///< whose it is now

    /// Those to which the one who asks has said nothing.
    [[nodiscard]] int open_questions() const;
    /// Whether all of it can be given.
    [[nodiscard]] bool is_decided() const;
};

/// Of a record that waits; nothing is said to them yet.
[[nodiscard]] std::vector<Question> questions_of(const record::SettledRecord& settled);
/// Whether the reason is the doubt of the value itself, to which one agrees; anything else was
/// found of it and is let pass.
[[nodiscard]] bool is_doubt_of_value(const std::string& reason, const record::FieldValue& field);
/// Whether some field of it may be asked so: it came on paper, and something of it is doubted.
[[nodiscard]] bool has_doubtful_reading(const store::ListedItem& item);
/// Whether who sees nothing but the field can answer: it was read from a stored page and is doubted
/// for its reading alone, and no other ink may change it.
[[nodiscard]] bool is_seen_in_snippet(const Task& task, const Question& question);

/// The same however it was said: agreed to, or typed, in whatever notation.
[[nodiscard]] std::string meant(const Task& task, const store::Entry& entry);
/// Errors: bad_input (no_such_field: a value for what is of no field; as form::parse_field;
/// no_value: to agree to what must be typed).
void check_answer(const Task& task, const Question& question, store::EntryKind kind,
                  const std::string& value);

/// The key of what is said of one character of a field.
[[nodiscard]] std::string character_key(const std::string& field, int place);
[[nodiscard]] bool is_character_key(std::string_view key);

}  // namespace indgang::desk
