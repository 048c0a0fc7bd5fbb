// SPDX-License-Identifier: MPL-2.0
#include "ocr/net/duel.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "ocr/net/net_limits.h"

namespace indgang::ocr {
namespace {

std::vector<double> losses_of(const CharacterNet& net, std::span<const VerifiedTile> tiles,
                              NetScore& score) {
    std::vector<CharacterTile> pictures;
    for (const VerifiedTile& each : tiles) {
        pictures.push_back(each.tile);
    }
    const std::vector<float> all = net.probabilities(pictures);
    const std::size_t classes = net.classes().size();
    std::vector<double> losses;
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        const std::span<const float> own = std::span(all).subspan(i * classes, classes);
        const auto best = std::max_element(own.begin(), own.end());
        const bool is_right = static_cast<std::size_t>(best - own.begin()) == tiles[i].label;
        score.tiles += 1;
        score.wrong += is_right ? 0 : 1;
        score.wrong_and_sure += !is_right && *best >= limits::duel_sure ? 1 : 0;
        losses.push_back(-std::log(std::max(own[tiles[i].label], limits::duel_probability_least)));
        score.log_loss += losses.back();
    }
    score.log_loss /= std::max(1, score.tiles);
    return losses;
}

/// Whether the groups lost less the second time, by more than one standard error.
bool gains(std::span<const VerifiedTile> tiles, const std::vector<double>& first,
           const std::vector<double>& second) {
    std::map<std::string, double> gain_of_group;
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        gain_of_group[tiles[i].group] += first[i] - second[i];
    }
    const auto count = static_cast<double>(gain_of_group.size());
    double sum = 0, squares = 0;
    for (const auto& [group, gain] : gain_of_group) {
        sum += gain;
        squares += gain * gain;
    }
    const double mean = sum / count;
    const double variance = std::max(0.0, squares / count - mean * mean) / std::max(1.0, count - 1);
    return mean > std::sqrt(variance);
}

}  // namespace

NetScore score(const CharacterNet& net, std::span<const VerifiedTile> tiles) {
    NetScore result;
    (void)losses_of(net, tiles, result);
    return result;
}

std::string_view name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::better:
            return "better";
        case Verdict::too_few:
            return "too_few";
        case Verdict::not_better:
            return "not_better";
        case Verdict::worse_elsewhere:
            return "worse_elsewhere";
    }
    return "";
}

Duel challenge(const CharacterNet& champion, std::vector<VerifiedTile> verified,
               std::span<const VerifiedTile> general) {
    std::stable_sort(verified.begin(), verified.end(),
                     [](const auto& a, const auto& b) { return a.group < b.group; });
    std::map<std::string, std::size_t> groups;
    for (const VerifiedTile& each : verified) {
        groups.emplace(each.group, groups.size());
    }
    Duel duel;
    duel.groups = static_cast<int>(groups.size());
    if (verified.size() < least_verified || groups.size() < least_groups) {
        return duel;
    }
    std::vector<VerifiedTile> learned, held_out, kept, judged;
    for (VerifiedTile& each : verified) {
        (groups.at(each.group) % limits::held_out_every == 0 ? held_out : learned)
            .push_back(std::move(each));
    }
    for (std::size_t i = 0; i < general.size(); ++i) {
        (i % limits::general_parts == 0 ? kept : judged).push_back(general[i]);
    }
    duel.learned = static_cast<int>(learned.size());
    duel.challenger = tune(champion, learned, kept);
    const auto before = losses_of(champion, held_out, duel.held_out_champion);
    const auto after = losses_of(*duel.challenger, held_out, duel.held_out_challenger);
    const auto known = losses_of(champion, judged, duel.general_champion);
    const auto remembered = losses_of(*duel.challenger, judged, duel.general_challenger);
    const NetScore &was = duel.general_champion, &is = duel.general_challenger;
    if (!gains(held_out, before, after) ||
        duel.held_out_challenger.wrong > duel.held_out_champion.wrong) {
        duel.verdict = Verdict::not_better;
    } else if (is.wrong > was.wrong || is.wrong_and_sure > was.wrong_and_sure ||
               gains(judged, remembered, known)) {
        duel.verdict = Verdict::worse_elsewhere;
    } else {
        duel.verdict = Verdict::better;
    }
    return duel;
}

}  // namespace indgang::ocr
