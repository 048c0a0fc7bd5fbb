// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/ink/cell_cleaner.h"
#include "schemas/core/bytes.h"

namespace indgang::ocr {

/// Which machine code does the forward pass: the same source, compiled twice.
enum class Arithmetic {
    baseline,   ///< any x86-64
    x86_64_v3,  ///< AVX2 and FMA
};

/// The best that this processor can run.
[[nodiscard]] Arithmetic best_arithmetic();

struct NetLayer;  // ocr/net/forward_pass.h

/// A convolutional net that gives calibrated probabilities over the characters of one alphabet,
/// "reject" (struck out, overwritten, no character of the alphabet) and "empty" (dirt).
///
/// Invariant: the layers fit each other, the digest of the weights was right, and all numbers are
/// finite. Immutable after loading; the same tile gives the same bits at each call on one kind of
/// processor, and probabilities that differ by less than 1e-4 on the other kind.
/// Source:  docs/formats/character_net.md; ocr/models/digits.md; ocr/models/train.
class CharacterNet {
  public:
    /// Takes:   a whole file as docs/formats/character_net.md says.
    /// Errors:  internal (damaged, foreign or of a later version).
    [[nodiscard]] static CharacterNet load(BytesView file);

    CharacterNet(CharacterNet&&) noexcept;
    CharacterNet& operator=(CharacterNet&&) noexcept;
    ~CharacterNet();

    /// UTF-8, in the order of the probabilities; at `reject_class` and `empty_class` stand the
    /// names "reject" and "empty" instead of a character.
    [[nodiscard]] const std::vector<std::string>& classes() const;
    [[nodiscard]] std::size_t reject_class() const;
    [[nodiscard]] std::optional<std::size_t> empty_class() const;
    /// The first 12 hexadecimal digits of the digest of the weights: the model's version.
    [[nodiscard]] const std::string& version() const;

    /// Gives:   for each tile one probability per class, tile by tile; each tile's sum to 1.
    /// Threads: any number at once.
    [[nodiscard]] std::vector<float> probabilities(std::span<const CharacterTile> tiles,
                                                   Arithmetic arithmetic = best_arithmetic()) const;
    /// Before calibration; for the tests of the forward pass.
    [[nodiscard]] std::vector<float> logits(std::span<const CharacterTile> tiles,
                                            Arithmetic arithmetic = best_arithmetic()) const;

    /// What the convolutions see: the inputs of the first dense layer, tile by tile.
    [[nodiscard]] std::vector<float> features(std::span<const CharacterTile> tiles,
                                              Arithmetic arithmetic = best_arithmetic()) const;
    /// The layers behind the convolutions, at least one.
    [[nodiscard]] std::span<const NetLayer> dense_layers() const;
    /// The same convolutions, classes and calibration with other dense layers, of the same shapes.
    /// Errors: internal (a weight is not finite).
    [[nodiscard]] CharacterNet with_dense_layers(std::span<const NetLayer> layers) const;
    /// What `load` takes.
    [[nodiscard]] Bytes file() const;

  private:
    struct Weights;
    explicit CharacterNet(std::unique_ptr<Weights> weights);
    std::unique_ptr<const Weights> weights_;
};

}  // namespace indgang::ocr
