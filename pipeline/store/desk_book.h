// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/store/entries.h"
#include "schemas/core/time.h"

namespace indgang::store {

/// That a person works on an application now, so that nobody else is given it.
struct Hold {
    std::string item;
    std::string user;
    UtcTime until{};
};

/// The longest that a person holds an application without a word. A hold that ends later than so
/// far from now was made by a clock that has been set back since, and is over.
inline constexpr std::chrono::minutes longest_hold{10};

enum class EntryKind {
    value,      ///< the field holds this
    agreed,     ///< what stands there is right
    passed,     ///< what was found need not hold it up
    withdrawn,  ///< the person takes back what he said before
};
[[nodiscard]] std::string_view name_of(EntryKind kind);
[[nodiscard]] std::optional<EntryKind> entry_kind_of(std::string_view name);

/// Stands in the question of an entry that is of one character of a field: "ansoeger_cpr#4".
inline constexpr char character_sign = '#';

/// What a person said to one question of an application, before he gives all of it.
struct Entry {
    std::int64_t number = 0;    ///< grows with each entry of the store
    std::int64_t revision = 0;  ///< of the item: what was said of an earlier one is worth nothing
    std::string question;       ///< a field, a reason, or a character of a field
    std::string user;
    EntryKind kind = EntryKind::value;
    std::string value;  ///< of kind value; as typed
    UtcTime at{};
};

/// What a person answered about a known field, which he took for a doubtful one. It changes
/// nothing.
struct KnownAnswer {
    std::string item;
    std::string field;
    std::string user;
    bool is_typed = false;
    bool is_right = false;
};

/// How often known fields were answered, and how often otherwise than they are known to be.
struct KnownCounts {
    std::int64_t answers = 0;
    std::int64_t wrong = 0;
    std::int64_t people = 0;
    bool operator==(const KnownCounts&) const = default;
};

/// How much was said at the desk. An answer about a known field counts as any other, or who counts
/// his answers would know which one it was; what was said of single characters counts with the
/// answer about their field.
struct EntryCounts {
    std::int64_t entries = 0;  ///< withdrawn ones left out
    std::int64_t typed = 0;    ///< of kind value
    std::int64_t minutes = 0;  ///< in which somebody said something, of each person's own
    std::int64_t people = 0;
    bool operator==(const EntryCounts&) const = default;
};

/// What people at the desk are in the middle of: which applications they hold, and what they have
/// said so far. Nothing of it changes an application; nothing is overwritten.
/// Errors of all: not_found (no such item), and those of Store. Threads: as Store.
class DeskBook {
  public:
    virtual ~DeskBook() = default;

    /// Holds an item until then, or goes on holding it. Takes: `takes_over`, from whoever holds it.
    /// Gives: who holds it now, which is another one when it was not taken over.
    virtual Hold hold(const std::string& item, const std::string& user, UtcTime until,
                      bool takes_over) = 0;
    /// Nothing when somebody else holds it by now.
    virtual void let_go(const std::string& item, const std::string& user) = 0;
    /// Those that are not over.
    [[nodiscard]] virtual std::vector<Hold> holds() const = 0;

    /// Takes: the item as it was seen, and the number of the last entry that was seen; of `entry`
    /// what the person says. Gives: its number.
    /// Errors: conflict "changed_meanwhile" (the item has another revision, or the question has a
    ///         newer entry, of whomever).
    virtual std::int64_t enter(const Item& item, std::int64_t seen, const Entry& entry) = 0;
    /// Of the revision that the item has now, oldest first.
    [[nodiscard]] virtual std::vector<Entry> entries(const std::string& item) const = 0;
    /// Of all revisions that the item had, oldest first.
    [[nodiscard]] virtual std::vector<Entry> all_entries(const std::string& item) const = 0;
    virtual void note(const KnownAnswer& answer) = 0;
    /// Of a user, or of all when it is empty.
    [[nodiscard]] virtual KnownCounts known_counts(const std::string& user,
                                                   UtcTime since) const = 0;
    [[nodiscard]] virtual EntryCounts entry_counts(const std::string& user,
                                                   UtcTime since) const = 0;
};

}  // namespace indgang::store
