// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "pipeline/desk/desk.h"
#include "pipeline/desk/permission.h"
#include "pipeline/desk/questions.h"
#include "pipeline/store/desk_book.h"
#include "pipeline/store/store.h"
#include "schemas/core/time.h"
#include "schemas/form/definition.h"

namespace indgang::desk {

/// How long an application is somebody's after the last word of his page.
inline constexpr std::chrono::minutes hold_length{2};
/// How long an application that a person settled rests before it goes on, so that one who pressed a
/// key too many can take it back.
inline constexpr std::chrono::seconds rest_length{20};
/// How long one can go back to what one settled last.
inline constexpr std::chrono::minutes previous_length{10};

/// Over so long answers about known fields are counted: one question in a hundred is of these.
inline constexpr std::chrono::days counted_errors{30};

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
    /// Those that wait and that the actor may take now: nobody else holds them, and they are
    /// assigned to nobody else. The oldest first, not all when there are many.
    [[nodiscard]] std::vector<store::ListedItem> free(const Actor& actor);
    /// Holds it, or goes on holding it. Gives: whether it is the actor's now.
    [[nodiscard]] bool take(const Actor& actor, const std::string& id);
    /// Written down as a look. It is held, if nobody else holds it or it is taken over.
    [[nodiscard]] Task open(const Actor& actor, const std::string& id, bool takes_over = false);
    /// The same without a look and without holding it: of who has it open already.
    [[nodiscard]] Task as_it_is(const Actor& actor, const std::string& id) const;
    /// Gives: when it ends. Errors: bad_input "not_parked" (it has gone on).
    UtcTime keep(const Actor& actor, const std::string& id);
    void let_go(const Actor& actor, const std::string& id);
    /// The page is left. A hold that was made or renewed since, by another page, stays.
    /// Takes: when its hold would end.
    void leave(const Actor& actor, const std::string& id, UtcTime until);
    /// What the actor settled or closed last, to be looked at or changed again.
    /// Gives: whether it is his again. If not, it has gone on, or somebody else has it.
    bool take_back(const Actor& actor, const std::string& id);
    /// The application, of which the actor may say something now.
    /// Errors: conflict "changed_meanwhile" (it has another revision than was seen),
    ///         "held_by_another"; bad_input "not_parked".
    [[nodiscard]] Task answerable(const Actor& actor, const std::string& id,
                                  const Seen& seen) const;
    /// Keeps what is said of a question, or the value of a field about which nobody asks. Gives:
    /// the task as it is then; `seen` is what the actor has seen from now on.
    /// Errors: conflict "changed_meanwhile" (the question has an answer that was not seen, or the
    ///         application changed), "held_by_another"; bad_input (no such question, as
    ///         form::parse_field, no_value: to agree to what must be typed, not_parked: it has gone
    ///         on).
    Task say(const Actor& actor, const std::string& id, const Seen& seen,
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
    /// How often the actor answered known fields in the last days, and how often wrongly: for his
    /// own eyes.
    [[nodiscard]] store::KnownCounts own_errors(const Actor& actor) const;
    /// The same of everybody together; nothing when so few answered that one can be told.
    [[nodiscard]] std::optional<store::KnownCounts> team_errors(const Actor& actor) const;
    /// How many applications of the actor's units wait for a person.
    [[nodiscard]] std::int64_t left(const Actor& actor);

  private:
    /// Whose the application is, after the actor was given it unless it is another's.
    store::Hold held(const Actor& actor, const std::string& id);
    [[nodiscard]] store::Item item_of(const Actor& actor, const std::string& id) const;
    [[nodiscard]] Task unheard(store::Item item) const;
    void hear(Task& task, const Actor& actor) const;
    [[nodiscard]] Task task_of(const Actor& actor, store::Item item) const;
    [[nodiscard]] bool is_for_another(const Actor& actor, const std::string& id) const;
    [[nodiscard]] Task as_seen(const Actor& actor, const std::string& id, const Seen& seen) const;
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
