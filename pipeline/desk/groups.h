// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/desk/characters.h"
#include "pipeline/desk/desk.h"
#include "pipeline/desk/handed_out.h"
#include "pipeline/desk/tasks.h"
#include "pipeline/store/desk_book.h"
#include "pipeline/store/store.h"
#include "schemas/core/random.h"

namespace indgang::desk {

/// A batch in which characters are doubted.
struct DoubtfulBatch {
    std::string arrival;
    UtcTime received_at{};
    int applications = 0;  ///< that wait with a doubted field, and nobody else works on
};

/// Cells of a batch that were read as the same character, the least sure first.
struct Group {
    /// Of an application that is not named to the person.
    struct Cell {
        std::string item;
        std::string field;
        const form::FormDefinition* form = nullptr;  ///< in the catalogue
        DoubtfulCharacter character;
        Digest image;   ///< of the page on which it stands
        BoxPx context;  ///< of the field there
        Seen seen;
    };
    static constexpr std::size_t most = 60;  ///< cells, of one screen

    std::string arrival;
    std::string text;  ///< as which they were read; `tick` of ticks
    std::vector<Cell> cells;
    std::size_t left = 0;  ///< of the same batch, these too
};

/// What a person says of one cell of a group.
struct CharacterAnswer {
    enum class What {
        right,  ///< it is what it was read as
        other,  ///< it is `text`
        later,  ///< it is asked with its whole field
    };
    std::size_t cell = 0;
    What what = What::right;
    std::string text = {};
};

/// People who check the characters of a batch in a grid of those that were read as the same one,
/// where one that differs is seen at once. What is said of a character is kept as an entry
/// (character_key); when it is said of all doubtful ones of a field, the field is answered by it,
/// by the way of Tasks, and an application whose last question that was goes on. A field with
/// another doubt is in no group and keeps its question. Fields that two people enter are in none.
/// Errors of all: as Tasks; not_found "no_such_path" (a token that the person was not given).
/// Threads: as the store.
class Groups {
  public:
    /// Takes: parts that outlive it.
    Groups(store::Store& store, store::DeskBook& book, const form::FormCatalogue& catalogue,
           Clock clock, Tasks& tasks, IdSource tokens)
        : desk_(store, catalogue, std::move(clock)),
          book_(&book),
          tasks_(&tasks),
          handed_(std::move(tokens)) {}

    /// Those that came first, first.
    [[nodiscard]] std::vector<DoubtfulBatch> batches(const Actor& actor);
    /// Gives: the token of the group with the most cells, whose applications are held; nothing:
    /// none is left. The applications are written down as seen.
    [[nodiscard]] std::optional<std::string> next(const Actor& actor, const std::string& arrival);
    [[nodiscard]] Group open(const Actor& actor, const std::string& token) const;
    /// The cell with its field, which is written down as a look.
    /// Errors: bad_input "no_such_page" (there is no such cell).
    [[nodiscard]] Group::Cell look(const Actor& actor, const std::string& token, std::size_t cell);
    void keep(const Actor& actor, const std::string& token);
    /// Lets go of the applications. Gives: the cells of which the answer was not kept, since
    /// somebody else has the application or answered meanwhile, or since what it makes of the field
    /// is no value of it; these are asked again.
    [[nodiscard]] std::vector<std::size_t> say(const Actor& actor, const std::string& token,
                                               const std::vector<CharacterAnswer>& answers);

  private:
    void say_one(const Actor& actor, const Group::Cell& cell, const CharacterAnswer& answer);
    [[nodiscard]] std::vector<Group::Cell> cells_of(const Task& task) const;

    Desk desk_;
    store::DeskBook* book_;
    Tasks* tasks_;
    HandedOut<Group> handed_;
};

}  // namespace indgang::desk
