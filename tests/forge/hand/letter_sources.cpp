// SPDX-License-Identifier: MPL-2.0
#include "tests/forge/hand/letter_sources.h"

#include <map>

namespace indgang::forge {
namespace {

constexpr int bendings = 3;          // copies of each typeface
constexpr int hands = 60;            // made up
constexpr double bent_share = 0.75;  // of the rows by typefaces

std::vector<GlyphChoice> by_writer(const GlyphSet& set) {
    std::map<int, GlyphChoice> writers;
    for (std::size_t i = 0; i < set.pictures.size(); ++i) {
        GlyphChoice& choice = writers[set.pictures[i].writer];
        choice.set = &set;
        choice.pictures.push_back(i);
    }
    std::vector<GlyphChoice> choices;
    for (auto& [writer, choice] : writers) {
        choices.push_back(std::move(choice));
    }
    return choices;
}

}  // namespace

LetterSources::LetterSources(const std::string& fonts, const std::string& strokes,
                             const std::string& writers, double drawn_share, std::uint64_t seed)
    : drawn_share_(drawn_share) {
    Dice dice(seed + 2'000'000);
    if (!strokes.empty()) {
        Dice own(1);  // Æ, Ø and Å are the same whatever the seed
        people_ = load_stroke_letters(strokes, own);
        std::erase_if(people_.pictures, [&](const GlyphSet::Picture& picture) {
            return (picture.writer % 2 == 0) != (writers == "even");
        });
        people_choices_ = by_writer(people_);
        return;
    }
    faces_ = draw_face_files(fonts);
    bent_faces_ = bent_copies(faces_, bendings, dice);
    hands_ = draw_letter_hands(hands, dice);
    face_choices_ = by_writer(faces_);
    bent_choices_ = by_writer(bent_faces_);
    hand_choices_ = by_writer(hands_);
}

const std::vector<GlyphChoice>& LetterSources::pick(Dice& dice) const {
    if (!people_choices_.empty()) {
        return people_choices_;
    }
    if (dice.chance(drawn_share_)) {
        return hand_choices_;
    }
    return dice.chance(bent_share) ? bent_choices_ : face_choices_;
}

}  // namespace indgang::forge
