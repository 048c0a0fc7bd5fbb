// SPDX-License-Identifier: MPL-2.0
// The code's four corners give a first guess of scale, turn and place, exact enough to find the
// black square that stands beside it in a window of a few millimetres. Each square that is found
// makes the guess better for the next, so that windows stay small and a wrong dpi in the file does
// not matter.
//
// Through the squares and the code's centre goes an affine transform of least squares. The centre
// is what makes three squares enough: with three points an affine transform always fits and its
// residual says nothing. For a page off a scanner that is all. A page that was photographed fits
// badly; then the projective transform through the four squares is a second proposal, and what
// remains when each point in turn is left out (a coffee stain is a square, too). What the printed
// form says decides between the proposals, since no number of points that define a transform can
// judge it; and the print bends the best of them to paper that is not flat. A step that does not
// bring the print nearer to its place is not taken.
//
// Cost: 4 ms for a flat page at 300 dpi, most of it the look at the print; 10 ms for a photo.
#include "ocr/place/registration.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "ocr/place/mark_search.h"
#include "ocr/place/place_limits.h"
#include "ocr/place/print_compare.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

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

struct FlatFit {
    MmToPx to_page;
    double residual_mm = 0;
};

std::optional<FlatFit> fit(const std::vector<Sighting>& sightings) {
    const std::optional<MmToPx> to_page = fit_affine(sightings);
    if (!to_page) {
        return std::nullopt;
    }
    const double across = std::hypot(to_page->a, to_page->d);
    const double down = std::hypot(to_page->b, to_page->e);
    if (!(across < down * limits::stretch_most && down < across * limits::stretch_most)) {
        return std::nullopt;
    }
    return FlatFit{*to_page, residual_mm(*to_page, sightings)};
}

/// All sightings, else all but one: the one whose absence helps most. Four have to remain.
std::optional<FlatFit> fit_without_worst(const std::vector<Sighting>& sightings) {
    if (sightings.size() < limits::fitted_least) {
        return std::nullopt;
    }
    std::optional<FlatFit> best = fit(sightings);
    if (sightings.size() == limits::fitted_least) {
        return best;
    }
    for (std::size_t left_out = 0; left_out < sightings.size(); ++left_out) {
        std::vector<Sighting> rest = sightings;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(left_out));
        const std::optional<FlatFit> without = fit(rest);
        if (without && (!best || without->residual_mm < best->residual_mm)) {
            best = without;
        }
    }
    return best;
}

/// The page as one proposal sees it.
struct Look {
    PageShape shape;
    std::vector<SeenAnchor> seen;
    double misfit_mm = 0;
};

class Print {
  public:
    Print(const PageImage& page, const BlankPage& blank, double px_per_mm)
        : page_(page), blank_(blank), px_per_mm_(px_per_mm) {}

    [[nodiscard]] Look look(const PageShape& shape) const {
        std::vector<SeenAnchor> seen = survey(shape, limits::print_near_mm);
        const double misfit = misfit_mm(seen);
        return {shape, std::move(seen), misfit};
    }
    [[nodiscard]] Look bend(Look best) const;
    [[nodiscard]] double agreement(const PageShape& shape) const {
        return print_seen(page_, shape, blank_).agreement;
    }
    [[nodiscard]] double scale() const { return px_per_mm_; }

  private:
    [[nodiscard]] std::vector<SeenAnchor> survey(const PageShape& shape, double reach_mm) const {
        return see_anchors(page_, shape, blank_.anchors, px_per_mm_, reach_mm);
    }

    const PageImage& page_;
    const BlankPage& blank_;
    double px_per_mm_;
};

/// Steps from coarse to fine; each is taken only if the print lies better afterwards.
Look Print::bend(Look best) const {
    constexpr std::size_t affine_terms = 3, square_terms = 6;
    struct Step {
        double reach_mm;
        std::size_t terms;
    };
    constexpr std::array<Step, 5> steps = {{{limits::print_wide_mm, affine_terms},
                                            {limits::print_wide_mm, square_terms},
                                            {limits::print_wide_mm, PageShape::bend_terms},
                                            {limits::print_near_mm, PageShape::bend_terms},
                                            {limits::print_near_mm, PageShape::bend_terms}}};
    for (const Step& step : steps) {
        if (best.misfit_mm <= limits::fine_mm) {
            break;
        }
        const std::optional<PageShape> bent =
            bend_towards(best.shape, survey(best.shape, step.reach_mm), px_per_mm_, step.terms);
        if (!bent) {
            continue;
        }
        Look next = look(*bent);
        if (next.misfit_mm < best.misfit_mm) {
            best = std::move(next);
        }
    }
    return best;
}

/// Mean of the squares of the nearest nine tenths: a stamp or a signature hides some anchors.
/// Takes: at least two distances.
double root_mean_square(std::vector<double> distances) {
    std::sort(distances.begin(), distances.end());
    const auto count =
        static_cast<std::size_t>(limits::trusted_share * static_cast<double>(distances.size()));
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
        sum += distances[i] * distances[i];
    }
    return std::sqrt(sum / static_cast<double>(count));
}

Registration registration_of(Look&& look, const std::vector<Sighting>& sightings, double scale) {
    std::vector<double> distances;
    for (const Sighting& each : sightings) {
        distances.push_back(residual_mm(look.shape, {each}, scale));
    }
    for (const SeenAnchor& each : look.seen) {
        if (each.is_found) {
            distances.push_back(each.distance_mm());
        }
    }
    return {look.shape, root_mean_square(std::move(distances)), std::move(look.seen)};
}

/// Whether enough of the print was seen to say anything.
bool is_seen(const std::vector<SeenAnchor>& seen) {
    return found_share(seen) >= limits::seen_share_least &&
           std::count_if(seen.begin(), seen.end(), [](const SeenAnchor& each) {
               return each.is_found;
           }) >= limits::seen_least;
}

/// The best of some proposals, bent to the print. Takes: at least one proposal.
std::optional<Registration> settle(const Print& print, const std::vector<PageShape>& proposals,
                                   const std::vector<Sighting>& sightings) {
    std::optional<Look> best;
    for (const PageShape& proposal : proposals) {
        Look look = print.look(proposal);
        if (!best || look.misfit_mm < best->misfit_mm) {
            best = std::move(look);
        }
    }
    VERIFY(best);
    Look bent = print.bend(std::move(*best));
    if (!is_seen(bent.seen)) {
        return std::nullopt;
    }
    Registration registration = registration_of(std::move(bent), sightings, print.scale());
    const bool is_good = registration.residual_mm <= residual_most_mm;
    return is_good ? std::optional(std::move(registration)) : std::nullopt;
}

std::optional<Registration> settle_by_print(const PageImage& page, const MmToPx& coarse,
                                            const BlankPage& blank) {
    const std::optional<Refined> refined = refine_by_print(page, coarse, blank);
    if (!refined) {
        return std::nullopt;
    }
    const Print print(page, blank, px_per_mm(refined->to_page));
    std::optional<Registration> found = settle(print, {PageShape(refined->to_page)}, {});
    if (found) {
        found->agreement = print.agreement(found->shape);
    }
    return found && found->agreement >= limits::agreement_least ? found : std::nullopt;
}

/// The projective transform through the four squares.
std::optional<PageShape> seen_at_an_angle(const std::vector<Sighting>& squares) {
    constexpr std::size_t corners = 4;
    if (squares.size() != corners) {
        return std::nullopt;
    }
    return PageShape::through(squares);
}

/// What the squares and the code's centre propose, in no order.
std::vector<PageShape> proposals_of(const std::vector<Sighting>& squares,
                                    const std::optional<FlatFit>& flat) {
    std::vector<PageShape> proposals;
    if (flat && flat->residual_mm <= limits::hopeless_mm) {
        proposals.emplace_back(flat->to_page);
    }
    if (const auto angled = seen_at_an_angle(squares)) {
        proposals.push_back(*angled);
    }
    return proposals;
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
    std::vector<Sighting> squares;
    for (const BoxMm& mark : by_distance(layout.marks, code_centre.on_form)) {
        const double scale = px_per_mm(*coarse);
        const double away_mm = distance(centre_of(mark), code_centre.on_form);
        const auto find_within = [&](double share) {
            return find_square(page, (*coarse)(centre_of(mark)), mark.width * scale,
                               (limits::reach_near_mm + share * away_mm) * scale);
        };
        std::optional<PointPx> seen = find_within(limits::reach_share);
        if (!seen) {
            seen = find_within(limits::angled_reach_share);
        }
        if (!seen) {
            continue;
        }
        squares.push_back({centre_of(mark), *seen});
        guess.push_back(squares.back());
        coarse = fit_similarity(guess);
        VERIFY(coarse);
    }
    std::vector<Sighting> sightings = squares;
    sightings.push_back(code_centre);
    const Print print(page, blank, px_per_mm(*coarse));
    if (const std::optional<FlatFit> all = fit(sightings);
        all && sightings.size() >= limits::trusted_least &&
        all->residual_mm <= limits::trusted_mm) {
        // The marks need no witness, but the print may still show that the paper is not flat.
        const PageShape shape(all->to_page);
        auto registration = settle(print, {shape}, sightings);
        return registration ? registration
                            : Registration{shape, all->residual_mm, print.look(shape).seen};
    }
    const std::optional<FlatFit> flat = fit_without_worst(sightings);
    const std::vector<PageShape> proposals = proposals_of(squares, flat);
    if (!proposals.empty()) {
        if (auto registration = settle(print, proposals, sightings)) {
            return registration;
        }
    }
    return settle_by_print(page, *coarse, blank);
}

std::vector<Sighting> find_squares(const PageImage& page, const std::vector<BoxMm>& marks) {
    const double scale = page.dpi / mm_per_inch;
    std::vector<Sighting> squares;
    for (const BoxMm& mark : marks) {
        const PointMm centre = centre_of(mark);
        const std::optional<PointPx> seen =
            find_square(page, {centre.x * scale, centre.y * scale}, mark.width * scale,
                        limits::unknown_reach_mm * scale);
        if (seen) {
            squares.push_back({centre, *seen});
        }
    }
    return squares;
}

std::optional<Registration> register_by_print(const PageImage& page,
                                              const std::vector<Sighting>& squares,
                                              const BlankPage& blank) {
    if (squares.size() < squares_least) {
        return std::nullopt;
    }
    const std::vector<PageShape> proposals = proposals_of(squares, fit(squares));
    if (proposals.empty()) {
        return std::nullopt;
    }
    const Print print(page, blank, px_per_mm(*fit_similarity(squares)));
    const bool is_promising =
        std::any_of(proposals.begin(), proposals.end(), [&](const PageShape& each) {
            return print.agreement(each) >= limits::agreement_promising;
        });
    if (!is_promising) {
        return std::nullopt;
    }
    std::optional<Registration> found = settle(print, proposals, squares);
    if (found) {
        found->agreement = print.agreement(found->shape);
        if (found->agreement >= limits::agreement_least) {
            return found;
        }
    }
    return std::nullopt;
}

std::optional<Registration> register_by_features(const PageImage& page,
                                                 const std::vector<Sighting>& sightings,
                                                 const BlankPage& blank) {
    const std::optional<MmToPx> flat = fit_affine(sightings);
    if (!flat) {
        return std::nullopt;
    }
    const double scale = px_per_mm(*flat);
    const double enlarged =
        scale < limits::readable_px_per_mm ? limits::enlarged_px_per_mm / scale : 1;
    std::vector<PageShape> proposals = {PageShape(*flat).scaled(enlarged)};
    if (const auto angled = PageShape::through(sightings)) {
        proposals.push_back(angled->scaled(enlarged));
    }
    const PageImage seen{
        enlarged > 1 ? scaled_grey(*page.pix, enlarged) : PixPtr(pixClone(page.pix.get())),
        page.dpi * enlarged, page.turned_quarters};
    const Print print(seen, blank, scale * enlarged);
    std::optional<Registration> found = settle(print, proposals, {});
    if (!found) {
        return std::nullopt;
    }
    found->agreement = print.agreement(found->shape);
    if (found->agreement < limits::agreement_least) {
        return std::nullopt;
    }
    found->shape = found->shape.scaled(1 / enlarged);
    found->enlarged = enlarged;
    return found;
}

}  // namespace indgang::ocr
