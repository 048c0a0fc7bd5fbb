// SPDX-License-Identifier: MPL-2.0
#include "ocr/net/net_panel.h"

#include <algorithm>
#include <cstddef>

#include "ocr/net/net_limits.h"
#include "schemas/error/error.h"

namespace indgang::ocr {

NetPanel::NetPanel(const CharacterNet& first, const CharacterNet* second)
    : first_(&first), second_(second) {
    if (second_ != nullptr && second_->classes() != first_->classes()) {
        throw Error(Reason::model_foreign, "read: the second net " + second_->version() +
                                               " has other classes than " + first_->version());
    }
}

std::string NetPanel::version() const {
    return second_ == nullptr ? first_->version() : first_->version() + "+" + second_->version();
}

std::vector<float> NetPanel::probabilities(std::span<const CharacterTile> tiles) const {
    std::vector<float> all = first_->probabilities(tiles);
    if (second_ == nullptr) {
        return all;
    }
    const std::size_t count = classes().size();
    std::vector<CharacterTile> doubtful;
    std::vector<float*> places;
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        float* own = all.data() + i * count;
        if (*std::max_element(own, own + count) < limits::certain) {
            doubtful.push_back(tiles[i]);
            places.push_back(own);
        }
    }
    const std::vector<float> said = second_->probabilities(doubtful);
    for (std::size_t i = 0; i < places.size(); ++i) {
        for (std::size_t c = 0; c < count; ++c) {
            places[i][c] = (places[i][c] + said[i * count + c]) / 2;
        }
    }
    return all;
}

}  // namespace indgang::ocr
