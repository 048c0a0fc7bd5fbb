// SPDX-License-Identifier: MPL-2.0
// Most of what is done with the pixels of a zone asks of each only yes or no: is it dark, is it
// printed form, is it near to it. As bits 64 are answered at once, and paper, which is most of a
// zone, is passed over by words.
#include "ocr/image/bit_rows.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

using Word = BitRows::Word;
constexpr int word_bits = BitRows::word_bits;

/// The bits from `begin` to before `end`, 0 to 64, of a word.
Word between(int begin, int end) {
    const Word upto = end >= word_bits ? ~Word{0} : (Word{1} << end) - 1;
    return begin >= word_bits ? 0 : upto & (~Word{0} << begin);
}

/// Calls `use(word, mask)` for each word of a row that holds pixels of begin..end-1.
template <class Use>
void for_words(int begin, int end, const Use& use) {
    for (int i = begin / word_bits; i * word_bits < end; ++i) {
        use(i, between(std::max(begin - i * word_bits, 0), end - i * word_bits));
    }
}

/// One bit for each of eight bytes of 0 or 1.
Word gathered(std::uint64_t bytes) {
    constexpr std::uint64_t spread = 0x0102040810204080U;
    constexpr int top_byte = 56;
    return bytes * spread >> top_byte;
}

/// A row and its pixels up to `reach` to each side, joined. The rows hold `words` words.
void widen_row(const Word* from, Word* out, std::size_t words, int reach) {
    for (std::size_t i = 0; i < words; ++i) {
        const Word before = i > 0 ? from[i - 1] : 0, after = i + 1 < words ? from[i + 1] : 0;
        Word joined = from[i];
        for (int by = 1; by <= reach; ++by) {
            joined |= from[i] << by | before >> (word_bits - by) | from[i] >> by |
                      after << (word_bits - by);
        }
        out[i] = joined;
    }
}

}  // namespace

void BitRows::set(int y, int begin, int end) {
    Word* words = row(y);
    for_words(begin, end, [&](int i, Word mask) { words[i] |= mask; });
}

int BitRows::count(int y, int begin, int end) const {
    const Word* words = row(y);
    int sum = 0;
    for_words(begin, end, [&](int i, Word mask) { sum += std::popcount(words[i] & mask); });
    return sum;
}

BitRows& BitRows::operator|=(const BitRows& other) {
    VERIFY(other.width_ == width_ && other.height_ == height_);
    for (std::size_t i = 0; i < bits_.size(); ++i) {
        bits_[i] |= other.bits_[i];
    }
    return *this;
}

BitRows& BitRows::operator&=(const BitRows& other) {
    VERIFY(other.width_ == width_ && other.height_ == height_);
    for (std::size_t i = 0; i < bits_.size(); ++i) {
        bits_[i] &= other.bits_[i];
    }
    return *this;
}

BitRows& BitRows::remove(const BitRows& other) {
    VERIFY(other.width_ == width_ && other.height_ == height_);
    for (std::size_t i = 0; i < bits_.size(); ++i) {
        bits_[i] &= ~other.bits_[i];
    }
    return *this;
}

int BitRows::next(int y, int x, bool is_set) const {
    const Word* words = row(y);
    const Word turned = is_set ? 0 : ~Word{0};
    for (auto i = static_cast<std::size_t>(x / word_bits); i < words_; ++i) {
        const int begin = std::max(x - static_cast<int>(i) * word_bits, 0);
        const Word found = (words[i] ^ turned) & between(begin, word_bits);
        if (found != 0) {
            return std::min(static_cast<int>(i) * word_bits + std::countr_zero(found), width_);
        }
    }
    return width_;
}

BitRows above(const std::vector<std::uint8_t>& pixels, int width, int height, int level) {
    constexpr int lanes = 16, byte_bits = 8;
    BitRows bits(width, height);
    VERIFY(pixels.size() == static_cast<std::size_t>(width) * static_cast<std::size_t>(height) &&
           level >= 0 && level <= 255);
    const auto limit = static_cast<std::uint8_t>(level);
    for (int y = 0; y < height; ++y) {
        const std::uint8_t* from = pixels.data() + static_cast<std::ptrdiff_t>(y) * width;
        Word* words = bits.row(y);
        int x = 0;
        for (; x + lanes <= width; x += lanes) {
            std::array<std::uint8_t, lanes> is_above;
            for (std::size_t i = 0; i < lanes; ++i) {
                is_above[i] = from[x + static_cast<int>(i)] > limit ? 1 : 0;
            }
            std::array<std::uint64_t, 2> halves;
            std::memcpy(halves.data(), is_above.data(), lanes);
            if ((halves[0] | halves[1]) != 0) {
                words[x / word_bits] |= (gathered(halves[0]) | gathered(halves[1]) << byte_bits)
                                        << (x % word_bits);
            }
        }
        for (; x < width; ++x) {
            words[x / word_bits] |= Word{from[x] > limit ? 1U : 0U} << (x % word_bits);
        }
    }
    return bits;
}

BitRows widened(const BitRows& bits, int reach) {
    VERIFY(reach >= 0 && reach < word_bits);
    BitRows across(bits.width(), bits.height()), all(bits.width(), bits.height());
    const std::size_t words = bits.words();
    if (words == 0 || bits.height() == 0) {
        return all;
    }
    const Word last = between(0, bits.width() - static_cast<int>(words - 1) * word_bits);
    for (int y = 0; y < bits.height(); ++y) {
        widen_row(bits.row(y), across.row(y), words, reach);
        across.row(y)[words - 1] &= last;
    }
    for (int y = 0; y < bits.height(); ++y) {
        Word* out = all.row(y);
        for (int from = std::max(y - reach, 0); from <= std::min(y + reach, bits.height() - 1);
             ++from) {
            const Word* in = across.row(from);
            for (std::size_t i = 0; i < words; ++i) {
                out[i] |= in[i];
            }
        }
    }
    return all;
}

}  // namespace indgang::ocr
