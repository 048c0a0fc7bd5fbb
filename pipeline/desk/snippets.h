// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/desk/desk.h"
#include "pipeline/desk/handed_out.h"
#include "pipeline/desk/tasks.h"
#include "pipeline/store/desk_book.h"
#include "pipeline/store/store.h"
#include "schemas/core/random.h"

namespace indgang::desk {

/// One doubtful field, as a person sees it who sees nothing else.
struct Snippet {
    Task task;  ///< the application that it is of: for whoever draws the field, not for the person
    Question question;
    bool is_opened = false;  ///< the person has said why he must see the whole form
};

/// People who settle single fields of whatever applications, one field at a time, the next one as a
/// rule of another application, and who see of each nothing but the field. What is handed out is
/// written down as seen. Answers go the way of Tasks: whose last question is answered goes on.
///
/// Now and then, by chance, a known field (known_fields.h) is handed out as if it were doubted. Its
/// answer is counted for who gave it and changes nothing.
///
/// Errors of all: as Tasks; not_found "no_such_path" (a token that the person was not given).
/// Threads: as the store.
class Snippets {
  public:
    /// Takes: parts that outlive it; `known_share` of the questions are of known fields, 0..1.
    Snippets(store::Store& store, store::DeskBook& book, const form::FormCatalogue& catalogue,
             Clock clock, Tasks& tasks, IdSource tokens, Chance chance, double known_share)
        : desk_(store, catalogue, std::move(clock)),
          store_(&store),
          book_(&book),
          catalogue_(&catalogue),
          tasks_(&tasks),
          chance_(std::move(chance)),
          known_share_(known_share),
          handed_(std::move(tokens)) {}

    /// Gives: the token of the next one, whose application is held; nothing: there is none that
    /// nobody else works on. What the person left comes again when there is nothing else.
    [[nodiscard]] std::optional<std::string> next(const Actor& actor);
    /// Errors: conflict "changed_meanwhile" (the question was answered, or is asked no more).
    [[nodiscard]] Snippet open(const Actor& actor, const std::string& token) const;
    /// Takes: `kind` value or agreed. Errors: as Tasks::say.
    void say(const Actor& actor, const std::string& token, store::EntryKind kind,
             const std::string& value);
    /// For others.
    void leave(const Actor& actor, const std::string& token);
    void keep(const Actor& actor, const std::string& token);
    /// The whole form may be shown from now on, which is written down as a look. Takes: an actor
    /// who says why. Errors: refused "purpose_missing".
    void open_form(const Actor& actor, const std::string& token);
    /// The pages of the form. Errors: refused "purpose_missing" (it was not opened).
    [[nodiscard]] std::vector<record::PageRef> pages(const Actor& actor,
                                                     const std::string& token) const;

  private:
    struct Given {
        std::string item;
        std::string key;        ///< of the question
        Seen seen = {};         ///< of a doubtful field
        bool is_known = false;  ///< a known field
        bool is_left = false;   ///< for others
        bool is_answered = false;
        bool is_opened = false;
    };
    [[nodiscard]] std::optional<Given> next_doubtful(const Actor& actor);
    [[nodiscard]] std::optional<Given> next_known(const Actor& actor);
    [[nodiscard]] Given unanswered(const Actor& actor, const std::string& token) const;
    [[nodiscard]] Task known_task(const Actor& actor, const Given& given, std::string& truth) const;
    [[nodiscard]] std::size_t draw(std::size_t below) const;

    Desk desk_;
    store::Store* store_;
    store::DeskBook* book_;
    const form::FormCatalogue* catalogue_;
    Tasks* tasks_;
    Chance chance_;
    double known_share_;
    HandedOut<Given> handed_;
};

}  // namespace indgang::desk
