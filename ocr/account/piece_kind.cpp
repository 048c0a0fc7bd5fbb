// SPDX-License-Identifier: MPL-2.0
#include "ocr/account/piece_kind.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "ocr/account/account_limits.h"

namespace indgang::ocr {
namespace {

/// How far a piece at the edge of the scan, or of the sheet, reaches from there into the page;
/// nothing elsewhere. Round a photographed sheet lies a desk.
std::optional<double> depth_from_edge_mm(const BoxMm& box, const BoxPx& on_page,
                                         const PageImage& page, const form::PageLayout& layout) {
    Pix* pix = page.pix.get();
    std::optional<double> depth;
    if (on_page.x <= limits::edge_px || box.x < limits::rim_mm ||
        on_page.x + on_page.width >= static_cast<int>(pixGetWidth(pix)) - limits::edge_px ||
        box.x + box.width > layout.width_mm - limits::rim_mm) {
        depth = box.width;
    }
    if (on_page.y <= limits::edge_px || box.y < limits::rim_mm ||
        on_page.y + on_page.height >= static_cast<int>(pixGetHeight(pix)) - limits::edge_px ||
        box.y + box.height > layout.height_mm - limits::rim_mm) {
        depth = std::min(depth.value_or(box.height), box.height);
    }
    return depth;
}

/// Borders, desks and shadows lie along the edge or are broad; a stroke goes into the page.
bool is_stroke(const AddedPiece& piece, double depth_mm) {
    return depth_mm >= limits::into_page_mm &&
           piece.area_mm2 <= limits::pen_most_mm * std::hypot(piece.box.width, piece.box.height);
}

/// ISO 838: holes of 6 mm, their middles 12 mm from the edge; rims make shadows smaller.
bool is_hole(const AddedPiece& piece, const form::PageLayout& layout) {
    const double side = std::max(piece.box.width, piece.box.height);
    const double edge = std::min({piece.box.x + piece.box.width, piece.box.y + piece.box.height,
                                  layout.width_mm - piece.box.x, layout.height_mm - piece.box.y});
    const bool is_round =
        std::min(piece.box.width, piece.box.height) >= limits::hole_round_least * side &&
        piece.ink_mm2 >= limits::hole_filled_least * piece.box.width * piece.box.height;
    return is_round && side >= limits::hole_least_mm && side <= limits::hole_most_mm &&
           edge <= limits::hole_within_mm;
}

}  // namespace

bool is_dirt(const AddedPiece& piece) {
    return piece.area_mm2 < limits::dirt_mm2 ||
           std::max(piece.box.width, piece.box.height) < limits::dirt_mm;
}

bool is_pale(const AddedPiece& piece) {
    return piece.ink_mm2 < limits::pale_most * piece.area_mm2;
}

record::TraceKind kind_of(const AddedPiece& piece, const BoxPx& on_page, const PageImage& page,
                          const form::PageLayout& layout) {
    if (const auto depth = depth_from_edge_mm(piece.box, on_page, page, layout)) {
        return is_stroke(piece, *depth) ? record::TraceKind::writing : record::TraceKind::edge;
    }
    return is_hole(piece, layout) ? record::TraceKind::hole : record::TraceKind::writing;
}

}  // namespace indgang::ocr
