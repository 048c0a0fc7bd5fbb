// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "pipeline/desk/permission.h"
#include "pipeline/store/store.h"
#include "schemas/core/page_place.h"
#include "schemas/core/time.h"
#include "schemas/form/definition.h"
#include "schemas/record/record.h"

/// Everything that a person may do to an application, whatever face it is done through: the command
/// line now, pages later. Each act is checked against the one table of permissions and written to
/// the store's acts in the same transaction as what it changes.
namespace indgang::desk {

/// What a person knows of a parked application.
struct Said {
    std::map<std::string, std::string> values;  ///< by field, as a person writes it
    std::vector<std::string> agreed;            ///< doubtful fields that are right as they are
    bool agrees_to_all = false;                 ///< every doubtful field is right
    std::vector<std::string> passed;            ///< reasons that need not hold it up
    std::vector<PagePlace> kept_pages;          ///< foreign pages that belong to it
    std::vector<PagePlace> dropped_pages;       ///< pages that do not
};

/// Whom the store names as the one who did something.
[[nodiscard]] store::Author author_of(const Actor& actor);

/// The first few of the reasons for which an application waits, and how many more there are.
[[nodiscard]] std::string shortened(const std::vector<std::string>& reasons);

/// Errors of all: refused "not_permitted", "of_another_unit"; not_found "no_such_application";
/// conflict (it changed meanwhile); bad_input (what the act says of the application does not fit;
/// the message says what would). Threads: as the store.
class Desk {
  public:
    /// Takes: a store that was opened to amend or to write; of an office with privacy `is_private`:
    /// a verifier looks at a whole application only with a purpose (refused "purpose_missing"), and
    /// lists name nobody to him.
    Desk(store::Store& store, const form::FormCatalogue& catalogue, Clock clock,
         bool is_private = false)
        : store_(&store),
          catalogue_(&catalogue),
          clock_(std::move(clock)),
          is_private_(is_private) {}

    /// Of the actor's units. A list names people to those who may look at their applications, and
    /// to no others. Whom it named is written down, once a user, application and day; who searched
    /// for a person is written down each time, and so that is an act of its own.
    [[nodiscard]] store::FoundItems list(const Actor& actor, const store::Search& search);
    /// The same without the people, of which nothing is written down: for what works through many.
    [[nodiscard]] store::FoundItems find(const Actor& actor, const store::Search& search) const;
    /// What came in, whoever it is of.
    [[nodiscard]] store::FoundArrivals arrivals(const Actor& actor,
                                                const store::ArrivalSearch& search) const;
    [[nodiscard]] std::vector<store::Copy> failed_copies(const Actor& actor, int at_most) const;
    /// A feed, and how many of its applications are where. Errors: also not_found "no_such_arrival"
    /// (of an arrival that is no feed, too).
    struct Feed {
        store::Arrival arrival;
        store::FeedCounts counts;
    };
    [[nodiscard]] Feed feed(const Actor& actor, const std::string& arrival) const;
    /// As Store::parts.
    [[nodiscard]] std::vector<store::FeedPartState> feed_parts(const Actor& actor,
                                                               const std::string& arrival,
                                                               std::int64_t after,
                                                               int at_most) const;
    [[nodiscard]] store::Item look(const Actor& actor, const std::string& id);
    /// That the actor sees single fields or characters of these, never a whole page, is written
    /// down.
    void glimpse(const Actor& actor, std::span<const std::string> ids);
    /// Takes: `rest`, so long it can be taken back. Gives: the new revision.
    int say(const Actor& actor, const std::string& id, const Said& said,
            std::chrono::milliseconds rest = {});
    /// What the actor himself settled or closed last waits for a person again, unless it is decided
    /// by now, or somebody else did something to it since. Gives: whether it does.
    bool take_back(const Actor& actor, const std::string& id);
    /// Of an application or an arrival: what is stuck goes on.
    void retry(const Actor& actor, const std::string& id);
    /// Of an application or an arrival: its pages are read anew, with today's forms and models.
    void reread(const Actor& actor, const std::string& id);
    /// Of an application, or of an arrival that holds none: it is no case. Takes: an actor who says
    /// why. Errors: bad_input "reason_missing", "holds_applications", "not_read", "not_open".
    void close(const Actor& actor, const std::string& id);
    void join(const Actor& actor, const std::string& target,
              const std::vector<std::string>& others);
    /// Gives: the id of the new application.
    std::string split(const Actor& actor, const std::string& id,
                      const std::vector<PagePlace>& pages);
    void move(const Actor& actor, const std::string& from, const std::vector<PagePlace>& pages,
              const std::string& target);
    /// Pages of an application, or of an arrival where they are of none, that lie the wrong way
    /// round: they are read again as they lie when they are turned, and so is all of the
    /// application. Takes: clockwise quarters.
    /// Errors: bad_input (no_such_page, nothing_to_change, not_on_paper, not_open, not_read,
    ///         pages_of_others: a page is of another application, or came in another arrival).
    void turn(const Actor& actor, const std::string& id, const std::vector<PagePlace>& pages,
              int quarters);
    void assign(const Actor& actor, const std::string& id, const std::string& user);

  private:
    [[nodiscard]] bool sees_fields_alone(const Actor& actor) const {
        return is_private_ && actor.role == Role::verifier;
    }
    [[nodiscard]] store::Item item_of(const Actor& actor, const std::string& id) const;
    [[nodiscard]] store::FoundItems of_own_forms(const Actor& actor,
                                                 const store::Search& search) const;
    [[nodiscard]] std::vector<PagePlace> stray_pages(
        const std::string& arrival, const std::vector<store::StoredPage>& pages) const;

    store::Store* store_;
    const form::FormCatalogue* catalogue_;
    Clock clock_;
    bool is_private_;
};

}  // namespace indgang::desk
