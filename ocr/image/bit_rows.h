// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace indgang::ocr {

/// One bit for each pixel of a picture. A row begins with a new word, its leftmost pixel is the
/// lowest bit; bits beyond the last pixel are 0.
class BitRows {
  public:
    using Word = std::uint64_t;
    static constexpr int word_bits = 64;

    BitRows() = default;
    BitRows(int width, int height)
        : width_(width),
          height_(height),
          words_(static_cast<std::size_t>((width + word_bits - 1) / word_bits)),
          bits_(words_ * static_cast<std::size_t>(height), 0) {}

    [[nodiscard]] int width() const { return width_; }
    [[nodiscard]] int height() const { return height_; }
    [[nodiscard]] std::size_t words() const { return words_; }  ///< of a row
    [[nodiscard]] Word* row(int y) { return bits_.data() + words_ * static_cast<std::size_t>(y); }
    [[nodiscard]] const Word* row(int y) const {
        return bits_.data() + words_ * static_cast<std::size_t>(y);
    }

    /// Takes: a pixel of the picture.
    [[nodiscard]] bool at(int x, int y) const {
        return (row(y)[x / word_bits] >> (x % word_bits) & 1U) != 0;
    }
    void set(int x, int y) { row(y)[x / word_bits] |= Word{1} << (x % word_bits); }
    /// Sets the pixels begin..end-1 of a row.
    void set(int y, int begin, int end);
    /// How many of the pixels begin..end-1 of a row are set.
    [[nodiscard]] int count(int y, int begin, int end) const;

    /// Joins and cuts out. Takes: rows of the same size.
    BitRows& operator|=(const BitRows& other);
    BitRows& operator&=(const BitRows& other);
    BitRows& remove(const BitRows& other);

    /// Calls `use(x, y)` for each set pixel, row by row from the left. A pixel that `use` changes
    /// is one that was passed.
    template <class Use>
    void for_each(const Use& use) const {
        for (int y = 0; y < height_; ++y) {
            const Word* words = row(y);
            for (std::size_t i = 0; i < words_; ++i) {
                for (Word rest = words[i]; rest != 0; rest &= rest - 1) {
                    use(static_cast<int>(i) * word_bits + std::countr_zero(rest), y);
                }
            }
        }
    }
    /// Calls `use(begin, end)` for each run of set pixels of a row, from the left.
    template <class Use>
    void for_each_run(int y, const Use& use) const {
        int begin = next(y, 0, true);
        while (begin < width_) {
            const int end = next(y, begin, false);
            use(begin, end);
            begin = next(y, end, true);
        }
    }

  private:
    /// The first pixel of a row from `x` on that is set or not; the width when there is none.
    [[nodiscard]] int next(int y, int x, bool is_set) const;

    int width_ = 0;
    int height_ = 0;
    std::size_t words_ = 0;
    std::vector<Word> bits_;
};

/// The pixels of more than `level`, 0 to 255, of a picture of this size, row by row.
[[nodiscard]] BitRows above(const std::vector<std::uint8_t>& pixels, int width, int height,
                            int level);

/// Each set pixel widened to a square of 2 * reach + 1. Takes: 0 <= reach < 64.
[[nodiscard]] BitRows widened(const BitRows& bits, int reach);

}  // namespace indgang::ocr
