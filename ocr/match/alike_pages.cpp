// SPDX-License-Identifier: MPL-2.0
#include "ocr/match/alike_pages.h"

#include <algorithm>
#include <cstddef>
#include <tuple>

#include "ocr/match/match_limits.h"
#include "ocr/place/print_compare.h"
#include "schemas/form/definition.h"

namespace indgang::ocr {

namespace {

OtherPrint print_of(const Claim& claim, const BlankPage& blank) {
    const form::PageLayout& layout = claim.form->pages[static_cast<std::size_t>(claim.page - 1)];
    return {blank.print, flat_fit(claim.registration.shape, layout.width_mm, layout.height_mm)};
}

/// Whether the claim's page is seen rather than the other's.
bool is_rather(const Claim& claim, const Claim& other, const PageImage& page, BlankPages& blanks) {
    if (claim.quarters != other.quarters) {
        return false;
    }
    const BlankPage& own_blank = blanks.blank(claim.form->key, claim.page);
    const BlankPage& other_blank = blanks.blank(other.form->key, other.page);
    // Editions may have the same rows at other heights: each is laid where most of it fits.
    const OtherPrint own_print = print_of(claim, own_blank);
    const OtherPrint other_print = print_of(other, other_blank);
    const PrintShare own = print_seen(page, claim.registration.shape, own_blank, &other_print);
    const PrintShare others = print_seen(page, other.registration.shape, other_blank, &own_print);
    const int points = own.points + others.points;
    // As much of its own print is seen as of what both have, or nothing: this lies between.
    const double between = claim.registration.agreement / 2;
    const double balance =
        own.points * (own.agreement - between) + others.points * (between - others.agreement);
    return points >= limits::apart_points_least &&
           balance >= limits::apart_least * points * between;
}

bool is_same_place(const form::Zone& a, const form::Zone& b) {
    return std::tie(a.field, a.choice, a.capture, a.cells, a.gap_mm, a.cell) ==
               std::tie(b.field, b.choice, b.capture, b.cells, b.gap_mm, b.cell) &&
           a.box == b.box;
}

bool is_read_as(const form::Field& a, const form::Field& b) {
    return a.kind == b.kind && a.cells == b.cells && a.table == b.table && a.row == b.row &&
           std::ranges::equal(a.choices, b.choices, {}, &form::Choice::key, &form::Choice::key);
}

/// Whether both are the page of two versions of a form, and read the same.
bool is_in_common(const Claim& claim, const Claim& other) {
    if (claim.form->key.form != other.form->key.form || claim.page != other.page ||
        claim.quarters != other.quarters) {
        return false;
    }
    const auto zones = claim.form->zones_on(claim.page);
    return std::ranges::equal(
        zones, other.form->zones_on(other.page), [&](const form::Zone* a, const form::Zone* b) {
            return is_same_place(*a, *b) &&
                   is_read_as(*claim.form->field(a->field), *other.form->field(b->field));
        });
}

}  // namespace

std::optional<Winner> told_apart(const std::vector<Claim>& alike, const PageImage& page,
                                 BlankPages& blanks) {
    for (const Claim& claim : alike) {
        Winner winner{&claim, {}};
        const bool has_won = std::ranges::all_of(alike, [&](const Claim& other) {
            if (&other == &claim || is_rather(claim, other, page, blanks)) {
                return true;
            }
            winner.other_versions.push_back(other.form->key.version);
            return is_in_common(claim, other) && !is_rather(other, claim, page, blanks);
        });
        if (has_won) {
            return winner;
        }
    }
    return std::nullopt;
}

}  // namespace indgang::ocr
