// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "ocr/net/net_panel.h"
#include "ocr/read/reader.h"
#include "ocr/text/text_reader.h"

namespace indgang::ocr {

/// Words in lines and blocks.
class WrittenText : public Reader {
  public:
    [[nodiscard]] bool reads(const FieldPlaces& field) const override;
    void see(const PageSight& page, std::span<const FieldPlaces> fields) override;
    [[nodiscard]] record::FieldReading read(const FieldPlaces& field) override;

  private:
    TextReader text_;
    const PageSight* page_ = nullptr;
};

/// Numbers in boxes without cells, on forms that somebody else printed. Borrows the nets.
class FreeNumbers : public Reader {
  public:
    explicit FreeNumbers(const NetPanel& digits) : digits_(digits) {}
    [[nodiscard]] bool reads(const FieldPlaces& field) const override;
    void see(const PageSight& page, std::span<const FieldPlaces> fields) override;
    [[nodiscard]] record::FieldReading read(const FieldPlaces& field) override;

  private:
    const NetPanel& digits_;
    const PageSight* page_ = nullptr;
};

/// The ink in the page's lines and blocks that have any.
[[nodiscard]] PageSight see_lines(const PageOnBlank& at, std::span<const form::Zone* const> zones);

}  // namespace indgang::ocr
