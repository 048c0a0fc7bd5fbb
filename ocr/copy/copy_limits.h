// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>

/// The limits of the room, each with its unit. All are set by hand. What PDF/A and ICC ask for
/// stands where the clause is named.
namespace indgang::ocr::limits {

// Where the letters of a known text lie (archive_pdf.cpp), of the height of its line: what a reader
// marks when it finds a word covers the writing.
constexpr double letter_size = 0.75, letter_descent = 0.2;
constexpr double letter_width = 0.5;  ///< of its size, in Tesseract's font

// The text layer is read in pieces (text_layer.cpp): only the cost hangs on it.
constexpr std::size_t read_piece_bytes = std::size_t{1} << 16;

}  // namespace indgang::ocr::limits
