// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ocr/net/tune_net.h"

namespace indgang::ocr {

/// How a net does on tiles of which is known what they hold.
struct NetScore {
    int tiles = 0;
    int wrong = 0;           ///< the likeliest class is not the right one
    int wrong_and_sure = 0;  ///< of these: said with 0.99 and more
    double log_loss = 0;     ///< mean of -ln(probability of the right class)
};
[[nodiscard]] NetScore score(const CharacterNet& net, std::span<const VerifiedTile> tiles);

/// Why a challenger was refused, or that it was not.
enum class Verdict {
    better,
    too_few,          ///< not enough verified tiles or groups to learn and to judge
    not_better,       ///< on the groups held out, by more than chance
    worse_elsewhere,  ///< on the general tiles
};
[[nodiscard]] std::string_view name_of(Verdict verdict);

struct Duel {
    Verdict verdict = Verdict::too_few;
    int learned = 0;  ///< verified tiles learned from
    int groups = 0;   ///< of all verified tiles
    NetScore held_out_champion, held_out_challenger;
    NetScore general_champion, general_challenger;
    std::optional<CharacterNet> challenger;  ///< whatever the verdict, unless too_few
};

constexpr std::size_t least_verified = 200;
constexpr std::size_t least_groups = 12;

/// Makes a challenger and lets it prove itself.
///
/// Every fourth group (by the order of names) is held out; every other general tile is. The
/// challenger is better when its log loss over the groups held out is lower by more than one
/// standard error of that mean, it makes no more mistakes there, and on the general tiles held out
/// it makes no more mistakes, no more sure ones, and loses no more by more than one standard error.
/// Takes:   verified tiles in any order. Threads: any.
[[nodiscard]] Duel challenge(const CharacterNet& champion, std::vector<VerifiedTile> verified,
                             std::span<const VerifiedTile> general);

}  // namespace indgang::ocr
