// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>

/// Everything that grows has a limit here. A limit that an installation may want to set is the
/// default of a configuration key and says so.
namespace indgang::limits {

constexpr std::size_t arrival_bytes = 100u << 20;          ///< one file or one POST of scans
constexpr std::size_t xml_bytes = 1u << 20;                ///< one XML document
constexpr std::size_t feed_bytes = std::size_t{16} << 30;  ///< one file of many documents
constexpr std::int64_t zip_entries = 100'000;              ///< of one zip of scans and documents
constexpr std::size_t zip_ratio = 100;                     ///< bytes unpacked for each of its bytes
constexpr int scan_pages = 2000;                           ///< pages of one scanned file
constexpr std::int64_t page_pixels = 100'000'000;          ///< A3 at 600 dpi has 70 million
constexpr int page_side_px = 20'000;
constexpr int page_side_min_px = 32;
constexpr int xml_depth = 64;
constexpr int xml_elements = 20'000;
constexpr int xml_attributes = 32;                 ///< of one element
constexpr std::size_t xml_text_bytes = 64u << 10;  ///< of one element
constexpr int comb_cells = 32;
constexpr int form_pages = 20;
constexpr int form_fields = 2'000;
constexpr int table_rows = 50;
constexpr int page_traces = 200;            ///< told of one page; the largest
constexpr std::size_t value_bytes = 4'000;  ///< one value of one field
constexpr int application_pages = 100;

}  // namespace indgang::limits
