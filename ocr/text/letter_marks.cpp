// SPDX-License-Identifier: MPL-2.0
// A network that does not have a letter reads the nearest one that it has, and is sure of it:
// "Müller" is "Muller" to the Danish network with a confidence of 99. The ink knows better. What
// stands apart over a letter (dots, rings, accents) and what reaches below the base line (tails,
// cedillas) can be counted without knowing any letter, and a text says how many of each it should
// have. Where the ink has more than the text explains, another network is asked that has the
// letters of all languages.
//
// A mark is a piece of ink above the height of a small "x", with a letter under it. Over one letter
// two pieces side by side are a pair. Four looks are told apart, by size and slant, since most
// mistakes change the look and not the number: "Günther" read as "Ginther" has two dots where one
// is due, "Ásgeir" read as "Åsgeir" an accent in place of a ring. The letters of the text that have
// marks are laid on the marks in their order so that fewest are left over, which the text's own
// columns are too rough for.
//
// Bars and long stems hang together with their letters: "Đam" is read as "Dam", "Þór" as "Por". Of
// the letters of the Danish alphabet only "f" and "t" have a thin bar that sticks out to the left
// (14 typefaces of people's computers, none missed, "ł" in one of 28), and none but "f" and "j" has
// a stem from the height of a capital to below the base line; "å" has what looks like a bar where
// its ring touches it. So both are counted, too. Where a mark touches its letter, as in photos, the
// letter is as high as a capital: "Björk" has three such letters, "Bjork" two.
#include "ocr/text/letter_marks.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <memory>

#include "ocr/text/text_characters.h"
#include "ocr/text/text_limits.h"
#include "schemas/error/error.h"

namespace indgang::ocr {

namespace {

/// A connected piece of ink; right and bottom are its last pixels.
struct Piece {
    int left = 0, top = 0, right = 0, bottom = 0;
    double slant = 0;
    std::vector<int> left_edge;  ///< of each row, from `left`

    [[nodiscard]] int width() const { return right - left + 1; }
    [[nodiscard]] int height() const { return bottom - top + 1; }
};

/// The correlation of a piece's pixels to the right and upward.
double slant_of(PIX* piece) {
    double n = 0, x_sum = 0, y_sum = 0, xx = 0, yy = 0, xy = 0;
    for (int y = 0; y < pixGetHeight(piece); ++y) {
        const l_uint32* row = pixGetData(piece) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(piece);
        for (int x = 0; x < pixGetWidth(piece); ++x) {
            if (GET_DATA_BIT(row, x) != 0) {
                n += 1;
                x_sum += x;
                y_sum += y;
                xx += static_cast<double>(x) * x;
                yy += static_cast<double>(y) * y;
                xy += static_cast<double>(x) * y;
            }
        }
    }
    const double spread = (xx - x_sum * x_sum / n) * (yy - y_sum * y_sum / n);
    return spread <= 0 ? 0 : -(xy - x_sum * y_sum / n) / std::sqrt(spread);
}

std::vector<int> left_edge_of(PIX* piece) {
    std::vector<int> edge;
    for (int y = 0; y < pixGetHeight(piece); ++y) {
        const l_uint32* row = pixGetData(piece) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(piece);
        int x = 0;
        while (x < pixGetWidth(piece) && GET_DATA_BIT(row, x) == 0) {
            ++x;
        }
        edge.push_back(x);
    }
    return edge;
}

std::vector<Piece> pieces_in(const WriterInk& ink, const BoxPx& extent) {
    constexpr int connectivity = 8;
    const PixPtr bits(pixCreate(extent.width, extent.height, 1));
    if (!bits) {
        throw Error(Reason::page_too_large, "read: no memory for a line");
    }
    for (int y = 0; y < extent.height; ++y) {
        l_uint32* row =
            pixGetData(bits.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(bits.get());
        for (int x = 0; x < extent.width; ++x) {
            if (ink.patch.at(extent.x + x, extent.y + y) < limits::dark_grey) {
                SET_DATA_BIT(row, x);
            }
        }
    }
    PIXA* pictures = nullptr;
    BOXA* boxes = pixConnComp(bits.get(), &pictures, connectivity);
    std::vector<Piece> pieces;
    for (int i = 0; boxes != nullptr && i < boxaGetCount(boxes); ++i) {
        int x = 0, y = 0, width = 0, height = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &width, &height);
        const PixPtr picture(pixaGetPix(pictures, i, L_CLONE));
        pieces.push_back({x, y, x + width - 1, y + height - 1, slant_of(picture.get()),
                          left_edge_of(picture.get())});
    }
    boxaDestroy(&boxes);
    pixaDestroy(&pictures);
    std::sort(pieces.begin(), pieces.end(),
              [](const Piece& a, const Piece& b) { return a.left < b.left; });
    return pieces;
}

/// The line that the letters stand on, and how high a capital and a small letter are, which may be
/// the same; 0 without letters.
struct Lines {
    int base = 0;
    int cap = 0;
    int small = 0;
};

Lines lines_of(const std::vector<Piece>& pieces) {
    constexpr int even_px = 2, near_px = 3;  // 0.17 and 0.25 mm
    std::vector<const Piece*> letters;
    for (const Piece& piece : pieces) {
        if (piece.height() >= limits::letter_least_mm * ink_px_per_mm) {
            letters.push_back(&piece);
        }
    }
    Lines lines;
    std::ptrdiff_t most = 0;
    for (const Piece* one : letters) {
        const auto level = std::count_if(letters.begin(), letters.end(), [&](const Piece* other) {
            return std::abs(other->bottom - one->bottom) <= even_px;
        });
        if (level > most || (level == most && one->bottom < lines.base)) {
            most = level;
            lines.base = one->bottom;
        }
    }
    std::vector<int> heights;
    for (const Piece* letter : letters) {
        if (std::abs(letter->bottom - lines.base) <= near_px) {
            heights.push_back(lines.base - letter->top + 1);
        }
    }
    if (!heights.empty()) {
        // The highest may be a capital with its accent, or touch something.
        constexpr double share = 0.9;
        std::sort(heights.begin(), heights.end());
        lines.cap = heights[static_cast<std::size_t>(
            std::lround(share * static_cast<double>(heights.size() - 1)))];
        lines.small = heights[heights.size() / 4];
    }
    return lines;
}

/// The letter that a mark stands over, or null.
const Piece* letter_under(const Piece& mark, const std::vector<Piece>& pieces, const Lines& lines) {
    const double reach = limits::mark_overhang * lines.cap;
    const Piece* nearest = nullptr;
    int nearest_distance = 0;
    for (const Piece& piece : pieces) {
        const double common = std::min<double>(mark.right, piece.right + reach) -
                              std::max<double>(mark.left, piece.left - reach) + 1;
        const bool is_letter = piece.height() >= limits::letter_least * lines.cap;
        if (!is_letter || piece.top <= mark.bottom ||
            common < limits::mark_over_letter * mark.width()) {
            continue;
        }
        const int distance = std::abs(mark.left + mark.right - piece.left - piece.right);
        if (nearest == nullptr || distance < nearest_distance) {
            nearest = &piece;
            nearest_distance = distance;
        }
    }
    return nearest;
}

int places_below(const WriterInk& ink, const BoxPx& extent, const Lines& lines, bool is_dirty) {
    const int first = lines.base + 1 +
                      std::max(2, static_cast<int>(std::lround(limits::below_least * lines.cap)));
    // On a dirty line only what goes on from the base line is a tail, and never what is narrow.
    const auto is_inked_between = [&](int x, int top, int bottom) {
        for (int y = top; y < std::min(bottom, extent.height); ++y) {
            if (ink.patch.at(extent.x + x, extent.y + y) < limits::dark_grey) {
                return true;
            }
        }
        return false;
    };
    int places = 0, width = 0;
    bool hangs = false, is_counted = false;
    for (int x = 0; x < extent.width; ++x) {
        const bool is_inked = is_inked_between(x, first, extent.height);
        width = is_inked ? width + 1 : 0;
        is_counted = is_inked && is_counted;
        hangs = is_inked && (hangs || !is_dirty || is_inked_between(x, lines.base, first));
        if (hangs && !is_counted && width >= limits::tail_least_px) {
            ++places;
            is_counted = true;
        }
    }
    return places;
}

/// As high as a capital in a line with lower letters.
bool is_tall(const Piece& piece, const Lines& lines) {
    const double above = lines.base - piece.top + 1;
    return piece.width() <= limits::letter_width_most * lines.cap &&
           piece.height() >= limits::tall_least * lines.cap &&
           above >= limits::tall_least * lines.cap &&
           above >= limits::taller_than_small * lines.small;
}

bool is_tall_and_below(const Piece& piece, const Lines& lines) {
    const double below = piece.bottom - lines.base;
    return is_tall(piece, lines) &&
           below >= std::max<double>(limits::bar_least_px, limits::deep_least * lines.cap);
}

/// Whether some rows of a capital's or an ascender's left edge, no more than a bar is thick, stick
/// out beyond the rows above and below them.
bool has_bar(const Piece& piece, const Lines& lines) {
    if (piece.height() < limits::barred_height_least * lines.cap ||
        piece.width() > limits::letter_width_most * lines.cap) {
        return false;
    }
    constexpr int rim = 2;  // rows in which a stroke's edge is blurred
    const int end = std::max(2 * rim, static_cast<int>(limits::letter_end * lines.cap));
    const int least = std::max(limits::bar_least_px,
                               static_cast<int>(std::lround(limits::bar_least * lines.cap)));
    const int thickest = static_cast<int>(std::lround(limits::bar_thickness_most * lines.cap));
    const auto edge = [&](int row) { return piece.left_edge[static_cast<std::size_t>(row)]; };
    for (int first = end; first + end < piece.height(); ++first) {
        int innermost = 0;
        for (int last = first; last < first + thickest && last + end < piece.height(); ++last) {
            innermost = std::max(innermost, edge(last));
            const double up = lines.base - piece.top - (first + last) / 2.0;
            if (last > first && up >= limits::bar_lowest * lines.cap &&
                up <= limits::bar_highest * lines.cap &&
                std::min(edge(first - rim), edge(last + rim)) - innermost >= least) {
                return true;
            }
        }
    }
    return false;
}

enum class MarkLook { none, dot, ring, acute, grave, wide, pair };

struct MarkedLetters {
    MarkLook look;
    std::string_view letters;
};
// Letters whose mark always touches them (Ø, Ł, Đ) stand in no row.
constexpr std::array<MarkedLetters, 6> marked = {
    {{MarkLook::dot, "ijżėİċġŻĖĊĠ"},
     {MarkLook::ring, "åÅůŮ"},
     {MarkLook::acute, "éáíóúýćńśźĺŕǿǽÉÁÍÓÚÝĆŃŚŹǾǼ"},
     {MarkLook::grave, "èàìòùÈÀÌÒÙ"},
     {MarkLook::wide, "êâîôûñãõčšžřěňğŭāēīūōŵŷĉŝ'\"’ÊÂÎÔÛÑÃÕČŠŽŘĚŇĞŬĀĒĪŪŌ"},
     {MarkLook::pair, "äöüëïÿőűÄÖÜËÏŸŐŰ"}}};
/// Characters with a bar that sticks out to the left, or with what may look like one.
constexpr std::string_view barred = "ftđðłħŧĐÐŁĦŦåÅß£€0123456789+*#&@%§";
/// Characters that are never as high as a capital, even where a mark touches its letter.
constexpr std::string_view low = " \nacegmnopqrsuvwxyzæçşąęųţșț.,:;-–_~";
/// Letters that are as high as a capital in every typeface.
constexpr std::string_view always_tall = "ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅbdfhklß";
/// Characters that reach from the height of a capital to below the base line, in some typefaces.
constexpr std::string_view tall_and_below = "fjJQþßŞÇŢĄĘĮŲȘȚ()[]{}|/\\@$&%§,;";
/// Characters that reach below the base line, in some typefaces at least.
constexpr std::string_view reach_below = "gjpqyþçşţąęįųģķļņșțÇŞŢĄĘĮŲȘȚQJ,;()[]{}|/_@$&%§f";

bool has(std::string_view letters, std::string_view letter) {
    const auto all = characters_of(letters);
    return std::find(all.begin(), all.end(), letter) != all.end();
}

MarkLook look_of(std::string_view letter) {
    for (const MarkedLetters& each : marked) {
        if (has(each.letters, letter)) {
            return each.look;
        }
    }
    return MarkLook::none;
}

bool is_tiny_dot(const LetterMark& mark) {
    return mark.pieces == 1 && mark.width <= limits::dot_mostly &&
           mark.height <= limits::dot_mostly;
}

bool can_be(const LetterMark& mark, MarkLook look) {
    const bool is_single = mark.pieces == 1;
    const bool is_wide = mark.width > limits::wide_mark_least &&
                         mark.width >= limits::wide_mark_aspect * mark.height;
    const bool is_small = mark.width <= limits::dot_most && mark.height <= limits::dot_most;
    const bool is_tiny = mark.width <= limits::dot_mostly && mark.height <= limits::dot_mostly;
    switch (look) {
        case MarkLook::none:
            return false;
        case MarkLook::dot:
            return is_single && is_small &&
                   (is_tiny || std::abs(mark.slant) < limits::slanted_least);
        case MarkLook::ring:
            return is_single && !is_wide && std::abs(mark.slant) < limits::slanted_least;
        case MarkLook::acute:
            return is_single && !is_wide && mark.slant > -limits::slanted_least;
        case MarkLook::grave:
            return is_single && !is_wide && mark.slant < limits::slanted_least;
        case MarkLook::wide:
            return !(is_single && is_small);
        case MarkLook::pair:
            return !is_single || is_wide;
    }
    return false;
}

struct DueMark {
    std::size_t place = 0;  ///< of the letter in the text
    MarkLook look = MarkLook::none;
};

/// The most marks that the letters can be laid on in order, by dynamic programming. A pair may also
/// be the dots of two letters beside each other ("ii"), whose stems hang together.
int explained(const std::vector<LetterMark>& marks, const std::vector<DueMark>& due) {
    std::vector<std::vector<int>> best(marks.size() + 1, std::vector<int>(due.size() + 1, 0));
    for (std::size_t i = 1; i <= marks.size(); ++i) {
        const LetterMark& mark = marks[i - 1];
        for (std::size_t j = 1; j <= due.size(); ++j) {
            int& here = best[i][j];
            here = std::max(best[i - 1][j], best[i][j - 1]);
            if (can_be(mark, due[j - 1].look)) {
                here = std::max(here, best[i - 1][j - 1] + 1);
            }
            if (mark.pieces == 2 && j >= 2 && due[j - 1].place == due[j - 2].place + 1) {
                here = std::max(here, best[i - 1][j - 2] + 1);
            }
        }
    }
    return best[marks.size()][due.size()];
}

}  // namespace

LineMarks marks_of(const WriterInk& ink, const BoxPx& extent) {
    LineMarks result;
    const std::vector<Piece> pieces = pieces_in(ink, extent);
    const Lines lines = lines_of(pieces);
    if (lines.cap == 0) {
        return result;
    }
    const Piece* last_letter = nullptr;
    Piece last;
    for (const Piece& piece : pieces) {
        const bool is_above = piece.bottom <= lines.base - limits::mark_bottom_least * lines.cap;
        const bool is_low = piece.height() <= limits::mark_height_most * lines.cap &&
                            piece.width() >= limits::mark_width_least * lines.cap;
        const Piece* letter = is_above && is_low ? letter_under(piece, pieces, lines) : nullptr;
        if (letter == nullptr) {
            continue;
        }
        const bool is_beside =
            letter == last_letter && piece.left - last.right <= limits::pair_gap_most * lines.cap;
        if (is_beside) {
            last.right = std::max(last.right, piece.right);
            last.top = std::min(last.top, piece.top);
            last.bottom = std::max(last.bottom, piece.bottom);
            ++result.above.back().pieces;
        } else {
            last = piece;
            last_letter = letter;
            result.above.push_back({1, 0, 0, piece.slant});
        }
        result.above.back().width = static_cast<double>(last.width()) / lines.cap;
        result.above.back().height = static_cast<double>(last.height()) / lines.cap;
    }
    result.is_dirty = ink.dropped_mm2 > 0;
    result.below = places_below(ink, extent, lines, result.is_dirty);
    for (const Piece& piece : pieces) {
        result.tall_and_below += is_tall_and_below(piece, lines) ? 1 : 0;
        result.tall += is_tall(piece, lines) ? 1 : 0;
        result.bars += has_bar(piece, lines) ? 1 : 0;
    }
    result.is_known = true;
    return result;
}

MarkBalance balance_of(const LineMarks& marks, std::string_view text) {
    if (!marks.is_known) {
        return {};
    }
    std::vector<DueMark> due;
    int below = 0, tall_and_below_most = 0, tall_most = 0, tall_least = 0, bars_most = 0;
    int missing_most = 0;  // of dots: that of an "fi" may be a part of the "f"
    const auto letters = characters_of(text);
    for (std::size_t i = 0; i < letters.size(); ++i) {
        const MarkLook look = look_of(letters[i]);
        if (look != MarkLook::none) {
            due.push_back({i, look});
        }
        below += has(reach_below, letters[i]) ? 1 : 0;
        tall_and_below_most += has(tall_and_below, letters[i]) ? 1 : 0;
        tall_most += has(low, letters[i]) ? 0 : 1;
        tall_least += has(always_tall, letters[i]) ? 1 : 0;
        missing_most += look == MarkLook::dot && (i == 0 || letters[i - 1] != "f") ? 1 : 0;
        bars_most += has(barred, letters[i]) ? 1 : 0;
    }
    // On a dirty line a dot that no letter has is dirt, two of them side by side are not.
    std::vector<LetterMark> told = marks.above;
    if (marks.is_dirty) {
        std::erase_if(told, is_tiny_dot);
    }
    const int above = static_cast<int>(marks.above.size());
    const int unexplained = static_cast<int>(told.size()) - explained(told, due);
    const int too_tall =
        std::max({0, marks.tall - tall_most, marks.tall_and_below - tall_and_below_most});
    const int missing = std::max(0, static_cast<int>(due.size()) - above);
    const int touching = std::max(0, marks.tall - tall_least);
    const int dotless = marks.is_dirty ? 0 : std::min(missing, missing_most) - touching;
    return {unexplained + std::max(0, marks.below - below) + too_tall +
                std::max(0, marks.bars - bars_most),
            missing, std::max(0, dotless)};
}

}  // namespace indgang::ocr
