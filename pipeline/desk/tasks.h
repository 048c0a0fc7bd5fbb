// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/desk/desk.h"
#include "pipeline/desk/permission.h"
#include "pipeline/store/desk_book.h"
#include "pipeline/store/store.h"
#include "schemas/core/time.h"
#include "schemas/form/definition.h"
#include "schemas/record/record.h"

namespace indgang::desk {

/// How long an application is somebody's after the last word of his page.
inline constexpr std::chrono::minutes hold_length{2};

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

/// People who settle what the machine doubts, one application after the other. What is said is kept
/// at once and changes nothing until all of it is given; then the desk says it.
/// Errors of all: as Desk; conflict "held_by_another". Threads: as the store.
class Tasks {
  public:
    Tasks(store::Store& store, store::DeskBook& book, const form::FormCatalogue& catalogue,
          Clock clock, EnteredTwice entered_twice = {})
        : desk_(store, catalogue, clock),
          store_(&store),
          book_(&book),
          catalogue_(&catalogue),
          clock_(std::move(clock)),
          entered_twice_(std::move(entered_twice)),
          asks_twice_(asks_twice(entered_twice_, catalogue)) {}

    /// The application whose answer settles most: the one with the fewest questions, where each day
    /// that it has waited counts as one question less. It is held from now on. Nothing: none waits
    /// that nobody holds. Takes: those that the actor has left for others.
    [[nodiscard]] std::optional<std::string> next(const Actor& actor,
                                                  const std::set<std::string>& left = {});
    /// Written down as a look. It is held, if nobody else holds it or it is taken over.
    [[nodiscard]] Task open(const Actor& actor, const std::string& id, bool takes_over = false);
    /// The same without a look and without holding it: of who has it open already.
    [[nodiscard]] Task as_it_is(const Actor& actor, const std::string& id) const;
    /// Errors: bad_input "not_parked" (it has gone on).
    void keep(const Actor& actor, const std::string& id);
    void let_go(const Actor& actor, const std::string& id);
    /// Keeps what is said of a question, or the value of a field about which nobody asks. Gives:
    /// what is seen from now on.
    /// Errors: conflict "changed_meanwhile" (the question has an answer that was not seen, or the
    ///         application changed), "held_by_another"; bad_input (no such question, as
    ///         form::parse_field, no_value: to agree to what must be typed, not_parked: it has gone
    ///         on).
    Seen say(const Actor& actor, const std::string& id, const Seen& seen,
             const std::string& question, store::EntryKind kind, const std::string& value);
    /// Gives all that was said, and lets the application go on. Gives: its new revision; nothing
    /// when a field waits for somebody else to enter it, too.
    /// Errors: bad_input "not_answered" (the place is the question).
    std::optional<int> give(const Actor& actor, const std::string& id);
    /// Who holds which application now, by its id.
    [[nodiscard]] std::map<std::string, std::string> holders(const Actor& actor) const;
    /// How much the actor has said in the last day: for his own eyes.
    [[nodiscard]] store::EntryCounts own_figures(const Actor& actor) const;
    /// The same of everybody together; nothing when so few were at work that one can be told.
    [[nodiscard]] std::optional<store::EntryCounts> team_figures(const Actor& actor) const;
    /// How many applications of the actor's units wait for a person.
    [[nodiscard]] std::int64_t left(const Actor& actor);

  private:
    [[nodiscard]] store::Item item_of(const Actor& actor, const std::string& id) const;
    [[nodiscard]] Task task_of(const Actor& actor, store::Item item) const;
    [[nodiscard]] bool is_for_another(const Actor& actor, const std::string& id) const;
    void check_holds(const Actor& actor, const std::string& id) const;

    Desk desk_;
    store::Store* store_;
    store::DeskBook* book_;
    const form::FormCatalogue* catalogue_;
    Clock clock_;
    EnteredTwice entered_twice_;
    bool asks_twice_ = false;
};

}  // namespace indgang::desk
