// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "ocr/net/character_net.h"

namespace indgang::ocr {

/// A net and, where there is one, a second net of the same classes that was trained apart from it.
/// The second is asked as well about tiles of which the first is not certain; there the mean of
/// both counts. It does not own the nets.
///
/// Source: ocr/models/digits.md has what the second net gains and costs.
class NetPanel {
  public:
    /// Errors: internal (the nets have other classes).
    NetPanel(const CharacterNet& first, const CharacterNet* second = nullptr);

    [[nodiscard]] const std::vector<std::string>& classes() const { return first_->classes(); }
    [[nodiscard]] std::size_t reject_class() const { return first_->reject_class(); }
    [[nodiscard]] std::optional<std::size_t> empty_class() const { return first_->empty_class(); }
    /// The versions of the nets, joined by "+".
    [[nodiscard]] std::string version() const;
    /// As CharacterNet::probabilities.
    [[nodiscard]] std::vector<float> probabilities(std::span<const CharacterTile> tiles) const;

  private:
    const CharacterNet* first_;
    const CharacterNet* second_;
};

}  // namespace indgang::ocr
