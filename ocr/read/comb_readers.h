// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "ocr/comb/comb_reader.h"
#include "ocr/ink/cell_cleaner.h"
#include "ocr/net/net_panel.h"
#include "ocr/read/reader.h"

namespace indgang::ocr {

/// Numbers in combs, cell by cell. Borrows the nets.
class DigitCombs : public Reader {
  public:
    explicit DigitCombs(const NetPanel& digits) : digits_(digits) {}
    [[nodiscard]] bool reads(const FieldPlaces& field) const override;
    void see(const PageSight& page, std::span<const FieldPlaces> fields) override;
    [[nodiscard]] record::FieldReading read(const FieldPlaces& field) override;
    [[nodiscard]] std::vector<LeaningZone> leaning() const override { return leaning_; }

  private:
    /// The cells of a comb with ink, as cleaned and as read.
    struct SeenComb {
        std::vector<CleanCell> clean;
        CombReading comb;
    };

    const NetPanel& digits_;
    std::map<const form::Zone*, SeenComb> combs_;  ///< empty ones are not in it
    std::optional<double> unevenness_mm_;          ///< of all combs together
    std::vector<LeaningZone> leaning_;
};

/// Block capitals in combs. Borrows the net.
class LetterCombs : public Reader {
  public:
    explicit LetterCombs(const CharacterNet& letters) : letters_(letters) {}
    [[nodiscard]] bool reads(const FieldPlaces& field) const override;
    void see(const PageSight& page, std::span<const FieldPlaces> fields) override;
    [[nodiscard]] record::FieldReading read(const FieldPlaces& field) override;

  private:
    const CharacterNet& letters_;
    const PageSight* page_ = nullptr;
};

}  // namespace indgang::ocr
