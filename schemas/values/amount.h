// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace indgang {

/// Danish kroner, exact to the øre, between -10 and 10 billion kroner.
class Amount {
  public:
    [[nodiscard]] static std::optional<Amount> of_oere(std::int64_t oere);
    /// xs:decimal with at most two decimals: "6234.50", "-5", "4500".
    [[nodiscard]] static std::optional<Amount> parse_decimal(std::string_view text);
    /// Danish notation: "6.234,50", "6234,50", "kr. 6.234,-", "6 234,50", "4500". A dot parts
    /// thousands and must stand before three digits: "1.234" is 1234 kroner, "1.23" is nothing.
    [[nodiscard]] static std::optional<Amount> parse_danish(std::string_view text);

    [[nodiscard]] std::int64_t oere() const { return oere_; }
    /// "4500" for whole kroner, else two decimals: "6234.50".
    [[nodiscard]] std::string decimal() const;
    /// Always two decimals, as xs:decimal in the legacy schemas wants it: "4500.00".
    [[nodiscard]] std::string decimal_with_oere() const;
    auto operator<=>(const Amount&) const = default;

  private:
    explicit Amount(std::int64_t oere) : oere_(oere) {}
    std::int64_t oere_;
};

}  // namespace indgang
