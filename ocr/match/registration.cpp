// SPDX-License-Identifier: MPL-2.0
// The code's four corners give a first guess of scale, turn and place, exact enough to find the
// black square that stands beside it in a window of a few millimetres. Each square that is found
// makes the guess better for the next, so that windows stay small and a wrong dpi in the file does
// not matter. The last word has the affine transform of least squares through the squares and the
// code's centre: the centre is what makes three squares enough, because with three points an affine
// transform always fits and its residual says nothing. What fits badly is tried once more without
// each of the squares in turn (a coffee stain is a square, too). If that fails as well the print
// decides.
#include "ocr/match/registration.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "ocr/match/mark_search.h"
#include "ocr/match/print_compare.h"
#include "schemas/core/verify.h"

namespace indgang::ocr {

namespace {

/// A page whose print is seen at this share is that page: filled in pages have 0.75 and more,
/// other pages of the same form 0.25 and less.
constexpr double agreement_least = 0.5;

PointMm centre_of(const BoxMm& box) {
    return {box.x + box.width / 2, box.y + box.height / 2};
}

std::array<PointMm, 4> corners_of(const BoxMm& box) {
    return {PointMm{box.x, box.y},
            {box.x + box.width, box.y},
            {box.x + box.width, box.y + box.height},
            {box.x, box.y + box.height}};
}

double distance(PointMm a, PointMm b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

/// The squares, nearest to `from` first.
std::vector<BoxMm> by_distance(std::vector<BoxMm> marks, PointMm from) {
    std::sort(marks.begin(), marks.end(), [&](const BoxMm& a, const BoxMm& b) {
        return distance(centre_of(a), from) < distance(centre_of(b), from);
    });
    return marks;
}

std::optional<Registration> fit(const std::vector<Sighting>& sightings) {
    const std::optional<MmToPx> to_page = fit_affine(sightings);
    if (!to_page) {
        return std::nullopt;
    }
    // Paper is not rubber: what stretches one way by more than this was found wrongly.
    constexpr double stretch_most = 1.05;
    const double across = std::hypot(to_page->a, to_page->d);
    const double down = std::hypot(to_page->b, to_page->e);
    if (!(across < down * stretch_most && down < across * stretch_most)) {
        return std::nullopt;
    }
    const double residual = residual_mm(*to_page, sightings);
    return residual <= residual_most_mm ? std::optional(Registration{*to_page, residual})
                                        : std::nullopt;
}

/// All sightings, else all but one: the one whose absence helps most. Four have to remain.
std::optional<Registration> fit_without_worst(const std::vector<Sighting>& sightings) {
    constexpr std::size_t least = 4;
    if (sightings.size() < least) {
        return std::nullopt;
    }
    std::optional<Registration> best = fit(sightings);
    if (best || sightings.size() == least) {
        return best;
    }
    for (std::size_t left_out = 0; left_out < sightings.size(); ++left_out) {
        std::vector<Sighting> rest = sightings;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(left_out));
        const std::optional<Registration> without = fit(rest);
        if (without && (!best || without->residual_mm < best->residual_mm)) {
            best = without;
        }
    }
    return best;
}

std::optional<Registration> fit_by_print(const PageImage& page, const MmToPx& coarse,
                                         const BlankPage& blank) {
    const std::optional<Refined> refined = refine_by_print(page, coarse, blank);
    if (!refined || refined->residual_mm > residual_most_mm ||
        print_agreement(page, refined->to_page, blank) < agreement_least) {
        return std::nullopt;
    }
    return Registration{refined->to_page, refined->residual_mm};
}

}  // namespace

std::optional<Registration> register_by_code(const PageImage& page, const form::PageLayout& layout,
                                             const std::array<PointPx, 4>& corners,
                                             const BlankPage& blank) {
    const std::array<PointMm, 4> on_form = corners_of(layout.code);
    std::vector<Sighting> guess;
    Sighting code_centre{centre_of(layout.code), {}};
    for (std::size_t i = 0; i < corners.size(); ++i) {
        guess.push_back({on_form[i], corners[i]});
        code_centre.on_page.x += corners[i].x / static_cast<double>(corners.size());
        code_centre.on_page.y += corners[i].y / static_cast<double>(corners.size());
    }
    std::optional<MmToPx> coarse = fit_similarity(guess);
    if (!coarse) {
        return std::nullopt;
    }
    std::vector<Sighting> sightings = {code_centre};
    for (const BoxMm& mark : by_distance(layout.marks, code_centre.on_form)) {
        // The corners of the code are seen to about a third of a module (0.25 mm), so the guess
        // is off by a share of the distance from it, until a far square is found.
        constexpr double reach_near_mm = 2, reach_share = 0.035;
        const double scale = px_per_mm(*coarse);
        const double reach =
            reach_near_mm + reach_share * distance(centre_of(mark), code_centre.on_form);
        const std::optional<PointPx> seen =
            find_square(page, (*coarse)(centre_of(mark)), mark.width * scale, reach * scale);
        if (!seen) {
            continue;
        }
        sightings.push_back({centre_of(mark), *seen});
        guess.push_back(sightings.back());
        coarse = fit_similarity(guess);
        VERIFY(coarse);
    }
    if (auto registration = fit_without_worst(sightings)) {
        return registration;
    }
    return fit_by_print(page, *coarse, blank);
}

std::optional<Registration> register_by_print(const PageImage& page, const form::PageLayout& layout,
                                              const BlankPage& blank) {
    const double scale = page.dpi / mm_per_inch;
    std::vector<Sighting> sightings;
    for (const BoxMm& mark : layout.marks) {
        constexpr double reach_mm = 12;
        const PointMm centre = centre_of(mark);
        const std::optional<PointPx> seen = find_square(page, {centre.x * scale, centre.y * scale},
                                                        mark.width * scale, reach_mm * scale);
        if (seen) {
            sightings.push_back({centre, *seen});
        }
    }
    // A page of ours shows at least three squares at about their places; with fewer the search
    // below would cost every letter and every attachment its time.
    if (sightings.size() < 3) {
        return std::nullopt;
    }
    const std::optional<MmToPx> coarse = fit_similarity(sightings);
    if (!coarse || residual_mm(*coarse, sightings) > 3 * residual_most_mm) {
        return std::nullopt;
    }
    const std::optional<MmToPx> exact = fit_affine(sightings);
    constexpr double agreement_promising = 0.3;
    if (print_agreement(page, exact ? *exact : *coarse, blank) < agreement_promising) {
        return std::nullopt;
    }
    return fit_by_print(page, exact ? *exact : *coarse, blank);
}

}  // namespace indgang::ocr
