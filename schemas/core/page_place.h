// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace indgang {

/// Which part of a picture a page is, as the picture lies in its file. Where two pages were scanned
/// side by side, each half is a page of its own.
enum class Half { whole, left, right, top, bottom };
/// "whole", "left", "right", "top", "bottom".
[[nodiscard]] std::string_view name_of(Half half);
[[nodiscard]] std::optional<Half> parse_half(std::string_view name);

/// Where a page stands in its arrival, so that a person finds the sheet of paper.
struct PagePlace {
    int number = 1;  ///< of the picture in the arrival, 1-based
    Half half = Half::whole;

    PagePlace() = default;
    /// Not explicit: almost every page is a whole picture, and its number says where it stands.
    PagePlace(int picture, Half part = Half::whole) : number(picture), half(part) {}
    auto operator<=>(const PagePlace&) const = default;
};

/// "7" for a whole picture, "7-left" for a half, and back.
[[nodiscard]] std::string format_page_place(const PagePlace& place);
/// Gives: nothing for other writings, and for numbers beyond limits::scan_pages.
[[nodiscard]] std::optional<PagePlace> parse_page_place(std::string_view text);

}  // namespace indgang
