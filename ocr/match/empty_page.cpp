// SPDX-License-Identifier: MPL-2.0
// Is anything written on this page?
//
// Ink is counted on a page of a quarter or an eighth of its size, where specks are gone. Nearly
// every page shows plenty of it in the first piece from above, which costs little. A page
// that does not is looked at as a whole, piece of ink by piece of ink, because a note in a corner
// must not be lost and what a scanner and a hole punch leave there must not be taken for one. Ink
// within a millimetre belongs to one piece, so that a word is one and the frayed rim of a black
// edge goes with it. A piece is no writing if it reaches the border of the picture (only what of
// it lies inside the edges counts), is a punched hole, or lies in the edge and is a speck or as
// thin as the shadow of the paper.
//
// Black ink is darker than half. What is pale is only known beside what is black: `normalise`
// stretches an empty page until 32 levels are half, and so finds pencil; on a page with a black
// edge it has nothing to stretch, and the same 32 levels are looked for against the paper around.
#include "ocr/match/empty_page.h"

#include <algorithm>
#include <cmath>

#include "ocr/match/match_limits.h"
#include "schemas/core/geometry.h"
#include "schemas/error/error.h"

namespace indgang::ocr {

namespace {

PixPtr must_have(Pix* pix) {
    if (pix == nullptr) {
        throw Error(Reason::page_too_large, "match: no memory for a page");
    }
    return PixPtr(pix);
}

/// A page made smaller: `halvings` times to half its size, until a millimetre has 2 to 4 pixels.
struct Reduction {
    int halvings = 0;
    double px_per_mm = 0;

    explicit Reduction(double dpi) : px_per_mm(dpi / mm_per_inch) {
        for (; px_per_mm > limits::reduced_px_per_mm_most; px_per_mm /= 2) {
            ++halvings;
        }
    }
    [[nodiscard]] int px(double mm) const { return static_cast<int>(mm * px_per_mm); }
    [[nodiscard]] double mm(int px) const { return px / px_per_mm; }
};

/// The ink of some rows at half the size `halvings` times: each step keeps a pixel if two of its
/// four are ink.
PixPtr ink_of_rows(Pix& page, int top, int rows, int halvings) {
    BOX* box = boxCreate(0, top, pixGetWidth(&page), rows);
    PixPtr ink(pixClipRectangle(&page, box, nullptr));
    boxDestroy(&box);
    ink = must_have(ink.release());
    if (pixGetDepth(ink.get()) == 8) {
        ink = must_have(pixThresholdToBinary(ink.get(), limits::black_ink_below));
    }
    for (int i = 0; i < halvings; ++i) {
        ink = must_have(pixReduceRankBinary2(ink.get(), 2, nullptr));
    }
    return ink;
}

double ink_mm2_in(Pix& ink, const BoxPx& place, const Reduction& reduction) {
    BOX* box = boxCreate(place.x, place.y, place.width, place.height);
    l_int32 count = 0;
    pixCountPixelsInRect(&ink, box, &count, nullptr);
    boxDestroy(&box);
    return count / (reduction.px_per_mm * reduction.px_per_mm);
}

/// Whether there is more ink inside the edges than anything but writing leaves. `inner` is in
/// pixels of the reduced page.
bool is_surely_written(const PageImage& page, const BoxPx& inner, const Reduction& reduction) {
    // Piece by piece, since the first shows ink on nearly every page.
    const int piece_rows = 16 << reduction.halvings;
    const int bottom = (inner.y + inner.height) << reduction.halvings;
    double seen_mm2 = 0;
    for (int top = inner.y << reduction.halvings; top < bottom; top += piece_rows) {
        const int rows = std::min(piece_rows, bottom - top);
        const PixPtr ink = ink_of_rows(*page.pix, top, rows, reduction.halvings);
        seen_mm2 +=
            ink_mm2_in(*ink, {inner.x, 0, inner.width, rows >> reduction.halvings}, reduction);
        if (seen_mm2 > limits::surely_written_mm2) {
            return true;
        }
    }
    return false;
}

/// What is darker than the paper within `limits::paper_around_mm` around it by as much as an empty
/// page is stretched to see. Takes: a grey page. Gives: a reduced page.
PixPtr pale_ink(Pix& page, const Reduction& reduction) {
    constexpr int second_darkest = 2, white = 255;
    PixPtr grey = must_have(pixClone(&page));
    for (int i = 0; i < reduction.halvings; ++i) {
        grey = must_have(pixScaleGrayRank2(grey.get(), second_darkest));
    }
    const int side = reduction.px(limits::paper_around_mm) | 1;
    const PixPtr darker = must_have(pixTophat(grey.get(), side, side, L_TOPHAT_BLACK));
    pixInvert(darker.get(), darker.get());
    return must_have(pixThresholdToBinary(darker.get(), white + 1 - limits::pale_ink_levels_least));
}

/// Whether so much of a grey page is black that `normalise` took it for its ink: the scanner's
/// edge. Takes: the ink of the reduced page.
bool has_black_edge(Pix& ink) {
    l_int32 count = 0;
    pixCountPixels(&ink, &count, nullptr);
    return count >= limits::black_edge_least * pixGetWidth(&ink) * pixGetHeight(&ink);
}

PixPtr all_ink(const PageImage& page, const Reduction& reduction) {
    const int rows = pixGetHeight(page.pix.get());
    PixPtr ink = ink_of_rows(*page.pix, 0, rows, reduction.halvings);
    if (pixGetDepth(page.pix.get()) == 8 && has_black_edge(*ink)) {
        const PixPtr pale = pale_ink(*page.pix, reduction);
        ink = must_have(pixOr(nullptr, ink.get(), pale.get()));
    }
    return ink;
}

/// Ink that lies together, on the reduced page.
struct Piece {
    BoxPx box;
    double ink_mm2 = 0;
    double inner_ink_mm2 = 0;  ///< inside the edges
};

bool is_hole(const Piece& piece, const Reduction& reduction) {
    const double width = reduction.mm(piece.box.width), height = reduction.mm(piece.box.height);
    return std::min(width, height) >= limits::hole_least_mm &&
           std::max(width, height) <= limits::hole_most_mm &&
           piece.ink_mm2 >= limits::hole_filled_least * width * height;
}

/// How much of a piece may be writing.
double written_mm2(const Piece& piece, const Pix& page, const Reduction& reduction) {
    Pix* pix = const_cast<Pix*>(&page);  // Leptonica reads through pointers that may write
    const int border = std::max(1, reduction.px(limits::border_mm));
    const BoxPx& box = piece.box;
    const bool reaches_border = box.x < border || box.y < border ||
                                box.x + box.width > pixGetWidth(pix) - border ||
                                box.y + box.height > pixGetHeight(pix) - border;
    if (reaches_border) {
        return piece.inner_ink_mm2;
    }
    if (is_hole(piece, reduction)) {
        return 0;
    }
    const double shorter = reduction.mm(std::min(box.width, box.height));
    const double longer = reduction.mm(std::max(box.width, box.height));
    const bool is_edge_dirt = longer <= limits::edge_speck_most_mm ||
                              shorter <= limits::edge_thin_most_mm ||
                              piece.ink_mm2 <= limits::edge_specks_most_mm2;
    return piece.inner_ink_mm2 <= 0 && is_edge_dirt ? 0 : piece.ink_mm2;
}

/// Ink within a millimetre of each other is one piece.
template <typename Take>
void each_piece(Pix& ink, const BoxPx& inner, const Reduction& reduction, Take take) {
    const int side = (reduction.px(limits::ink_together_mm) | 1) + 2;
    const PixPtr closed = must_have(pixCloseSafeBrick(nullptr, &ink, side, side));
    PIXA* pixa = nullptr;
    BOXA* boxa = pixConnComp(closed.get(), &pixa, 8);
    const int count = boxa == nullptr ? 0 : boxaGetCount(boxa);
    for (int i = 0; i < count; ++i) {
        Piece piece;
        boxaGetBoxGeometry(boxa, i, &piece.box.x, &piece.box.y, &piece.box.width,
                           &piece.box.height);
        const PixPtr own(pixaGetPix(pixa, i, L_COPY));
        // What closing added is no ink.
        pixRasterop(own.get(), 0, 0, piece.box.width, piece.box.height, PIX_SRC & PIX_DST, &ink,
                    piece.box.x, piece.box.y);
        const BoxPx here{inner.x - piece.box.x, inner.y - piece.box.y, inner.width, inner.height};
        piece.ink_mm2 = ink_mm2_in(*own, {0, 0, piece.box.width, piece.box.height}, reduction);
        const bool lies_inside = here.x < piece.box.width && here.y < piece.box.height &&
                                 here.x + here.width > 0 && here.y + here.height > 0;
        piece.inner_ink_mm2 = lies_inside ? ink_mm2_in(*own, here, reduction) : 0;
        take(piece);
    }
    boxaDestroy(&boxa);
    pixaDestroy(&pixa);
}

}  // namespace

bool is_almost_empty(const PageImage& page) {
    const Reduction reduction(page.dpi);
    const int edge = reduction.px(limits::empty_edge_mm);
    const BoxPx inner{edge, edge, (pixGetWidth(page.pix.get()) >> reduction.halvings) - 2 * edge,
                      (pixGetHeight(page.pix.get()) >> reduction.halvings) - 2 * edge};
    if (inner.width < 1 || inner.height < 1 || is_surely_written(page, inner, reduction)) {
        return false;
    }
    const PixPtr ink = all_ink(page, reduction);
    double seen_mm2 = 0;
    each_piece(*ink, inner, reduction,
               [&](const Piece& piece) { seen_mm2 += written_mm2(piece, *ink, reduction); });
    return seen_mm2 <= limits::blank_ink_most_mm2;
}

}  // namespace indgang::ocr
