// SPDX-License-Identifier: MPL-2.0
//
// Slips of the keyboard are single letters: one too many, one too few, a wrong one, two exchanged.
// So the distance is that of optimal string alignment (Damerau 1964 without overlapping edits),
// counted in bytes, since all words of our files are ASCII. It costs the product of the lengths,
// and words are short.
#include "schemas/toml/nearest_word.h"

#include <algorithm>

namespace indgang {
namespace {

constexpr std::size_t word_bytes = 100;  ///< longer is no slip of a word
constexpr std::size_t alike_start = 4;   ///< letters: "show_if" and "shown_when"
constexpr std::size_t most_listed = 12;  ///< words that a person reads through

std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> cost(a.size() + 1,
                                               std::vector<std::size_t>(b.size() + 1, 0));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        cost[i][0] = i;
    }
    for (std::size_t j = 0; j <= b.size(); ++j) {
        cost[0][j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = a[i - 1] == b[j - 1] ? 0 : 1;
            cost[i][j] =
                std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + changed});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
            }
        }
    }
    return cost[a.size()][b.size()];
}

}  // namespace

std::string nearest_word(std::string_view word, const std::vector<std::string>& known) {
    if (word.empty() || word.size() > word_bytes) {
        return {};
    }
    std::string best;
    std::size_t least = word.size();
    for (const auto& each : known) {
        if (each.size() > word_bytes) {
            continue;
        }
        const std::size_t apart = distance(word, each);
        constexpr std::size_t right_share = 3;  // one in three may be wrong
        if (apart < least && apart * right_share <= std::max(word.size(), each.size())) {
            least = apart;
            best = each;
        }
    }
    for (auto each = known.begin(); best.empty() && each != known.end(); ++each) {
        if (each->size() >= alike_start && word.size() >= alike_start &&
            word.substr(0, alike_start) == std::string_view(*each).substr(0, alike_start)) {
            best = *each;
        }
    }
    return best;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
    if (const auto near = nearest_word(word, known); !near.empty()) {
        return "; did you mean '" + near + "'?";
    }
    if (known.empty() || known.size() > most_listed) {
        return {};
    }
    std::string all;
    for (const auto& each : known) {
        all += (all.empty() ? "; there are: " : ", ") + each;
    }
    return all;
}

}  // namespace indgang
