// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <vector>

#include "ocr/mark/bubble_reader.h"
#include "ocr/read/reader.h"

namespace indgang::ocr {

/// Crosses and ticks in boxes, one box for each choice.
class Marks : public Reader {
  public:
    [[nodiscard]] bool reads(const FieldPlaces& field) const override;
    void see(const PageSight& page, std::span<const FieldPlaces> fields) override;
    [[nodiscard]] record::FieldReading read(const FieldPlaces& field) override;
    [[nodiscard]] std::vector<LeaningZone> leaning() const override { return leaning_; }

  private:
    const PageSight* page_ = nullptr;
    std::vector<LeaningZone> leaning_;
};

/// Bubbles that are painted over.
class Bubbles : public Reader {
  public:
    [[nodiscard]] bool reads(const FieldPlaces& field) const override;
    void see(const PageSight& page, std::span<const FieldPlaces> fields) override;
    [[nodiscard]] record::FieldReading read(const FieldPlaces& field) override;

  private:
    std::vector<Bubble> bubbles_;  ///< of all fields of the page
};

/// Whether somebody signed.
class Signatures : public Reader {
  public:
    [[nodiscard]] bool reads(const FieldPlaces& field) const override;
    void see(const PageSight& page, std::span<const FieldPlaces> fields) override;
    [[nodiscard]] record::FieldReading read(const FieldPlaces& field) override;

  private:
    const PageSight* page_ = nullptr;
};

}  // namespace indgang::ocr
