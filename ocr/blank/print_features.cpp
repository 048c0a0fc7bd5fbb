// SPDX-License-Identifier: MPL-2.0
// Where on a picture is this form, when nothing marks its place? The way of Rublee et al. (ORB,
// 2011) and Calonder et al. (BRIEF, 2010), cut down to what paper needs. Corners of letters and
// lines are found by how fast the brightness changes in both directions (Harris), as many in each
// part of the page. Each is described by 256 comparisons of pairs of points around it, 4 mm each
// way: two or three letters. That is compared by counting bits. No orientation is estimated for
// a corner: paper lies in one of four ways up to a few degrees, which the caller tries.
//
// Most matches between pages are wrong (an e is an e). Pairs of them are drawn at random, each
// pair says where the whole form would lie, and the proposal that most others agree with wins
// (RANSAC, Fischler and Bolles 1981); on a page that is another form no twelve agree. The draws
// come from a fixed seed: the same page gives the same answer.
#include "ocr/blank/print_features.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstddef>

#include "ocr/blank/blank_limits.h"
#include "ocr/blank/page_shape.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

const int patch_px = limits::feature_reach_px;

PixPtr checked(Pix* pix) {
    if (pix == nullptr) {
        throw Error(Reason::page_too_large, "match: no memory for a page");
    }
    return PixPtr(pix);
}

/// A plain generator: what is drawn must be the same everywhere and for ever.
class Draws {
  public:
    explicit Draws(std::uint64_t seed) : state_(seed) {}
    std::uint32_t next(std::uint32_t below) {
        // The multiplier and increment of Knuth's MMIX; the high bits are the good ones.
        constexpr std::uint64_t factor = 6364136223846793005U, step = 1442695040888963407U;
        state_ = state_ * factor + step;
        return static_cast<std::uint32_t>((state_ >> 33) % below);
    }

  private:
    std::uint64_t state_;
};

struct Pair {
    int ax, ay, bx, by;
};
constexpr std::size_t pair_count = 256;

/// Points nearer to the corner are compared more often: the sum of three draws.
std::array<Pair, pair_count> draw_pairs() {
    Draws draws(1);
    const auto offset = [&] {
        constexpr std::uint32_t third = 2 * patch_px / 3 + 1;
        return static_cast<int>(draws.next(third) + draws.next(third) + draws.next(third)) -
               static_cast<int>(3 * (third - 1) / 2);
    };
    std::array<Pair, pair_count> pairs{};
    for (Pair& pair : pairs) {
        do {
            pair = {offset(), offset(), offset(), offset()};
        } while (pair.ax == pair.bx && pair.ay == pair.by);
    }
    return pairs;
}

/// The grey of a picture, as one row after the other.
struct Grey {
    int width = 0;
    int height = 0;
    std::vector<float> value;

    [[nodiscard]] std::size_t at(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
               static_cast<std::size_t>(x);
    }
};

/// The mean of a row over 2 * reach + 1 pixels, at the ends over what there is of them.
template <int reach>
void mean_along(const float* from, float* to, int width) {
    constexpr float share = 1.0F / (2 * reach + 1);
    const auto at_end = [&](int x) {
        const int first = std::max(x - reach, 0), last = std::min(x + reach, width - 1);
        float sum = 0;
        for (int other = first; other <= last; ++other) {
            sum += from[other];
        }
        to[x] = sum / static_cast<float>(last - first + 1);
    };
    for (int x = 0; x < std::min(reach, width); ++x) {
        at_end(x);
    }
    for (int x = reach; x < width - reach; ++x) {
        float sum = 0;
        for (int step = -reach; step <= reach; ++step) {
            sum += from[x + step];
        }
        to[x] = sum * share;
    }
    for (int x = std::max(width - reach, reach); x < width; ++x) {
        at_end(x);
    }
}

/// Makes each pixel the mean over a square of 2 * reach + 1 pixels, at the edges over what there
/// is of it. Each sum is made anew: sums that go along from pixel to pixel wait for each other.
/// `across` is room for a picture as large.
template <int reach>
void blur(Grey& grey, std::vector<float>& across) {
    across.resize(grey.value.size());
    for (int y = 0; y < grey.height; ++y) {
        mean_along<reach>(&grey.value[grey.at(0, y)], &across[grey.at(0, y)], grey.width);
    }
    for (int y = 0; y < grey.height; ++y) {
        const int first = std::max(y - reach, 0), last = std::min(y + reach, grey.height - 1);
        const float share = 1.0F / static_cast<float>(last - first + 1);
        float* to = &grey.value[grey.at(0, y)];
        std::copy_n(&across[grey.at(0, first)], grey.width, to);
        for (int row = first + 1; row <= last; ++row) {
            const float* from = &across[grey.at(0, row)];
            for (int x = 0; x < grey.width; ++x) {
                to[x] += from[x];
            }
        }
        for (int x = 0; x < grey.width; ++x) {
            to[x] *= share;
        }
    }
}

Grey grey_of(Pix& picture) {
    Grey grey{
        static_cast<int>(pixGetWidth(&picture)), static_cast<int>(pixGetHeight(&picture)), {}};
    grey.value.resize(static_cast<std::size_t>(grey.width) * static_cast<std::size_t>(grey.height));
    const l_uint32* data = pixGetData(&picture);
    const std::ptrdiff_t words = pixGetWpl(&picture);
    for (int y = 0; y < grey.height; ++y) {
        float* row = &grey.value[grey.at(0, y)];
        for (int x = 0; x < grey.width; ++x) {
            row[x] = static_cast<float>(GET_DATA_BYTE(data + y * words, x));
        }
    }
    return grey;
}

/// How much of a corner each pixel is.
Grey corner_strength(const Grey& grey, std::vector<float>& room) {
    Grey xx{grey.width, grey.height, std::vector<float>(grey.value.size())};
    Grey yy = xx, xy = xx;
    for (int y = 1; y + 1 < grey.height; ++y) {
        const float* row = &grey.value[grey.at(0, y)];
        const float* above = row - grey.width;
        const float* below = row + grey.width;
        float* rights = &xx.value[grey.at(0, y)];
        float* downs = &yy.value[grey.at(0, y)];
        float* both = &xy.value[grey.at(0, y)];
        for (int x = 1; x + 1 < grey.width; ++x) {
            const float right = row[x + 1] - row[x - 1];
            const float down = below[x] - above[x];
            rights[x] = right * right;
            downs[x] = down * down;
            both[x] = right * down;
        }
    }
    for (Grey* each : {&xx, &yy, &xy}) {
        blur<limits::corner_window_px>(*each, room);
    }
    for (std::size_t i = 0; i < xx.value.size(); ++i) {
        const float sum = xx.value[i] + yy.value[i];
        xx.value[i] =
            xx.value[i] * yy.value[i] - xy.value[i] * xy.value[i] - limits::edge_cost * sum * sum;
    }
    return xx;
}

struct Corner {
    float strength = 0;
    int x = 0;
    int y = 0;
};

bool is_peak(const Grey& strength, int x, int y) {
    const float here = strength.value[strength.at(x, y)];
    const int reach = limits::corner_apart_px;
    for (int v = y - reach; v <= y + reach; ++v) {
        for (int u = x - reach; u <= x + reach; ++u) {
            const float other = strength.value[strength.at(u, v)];
            if (other > here || (other == here && (v < y || (v == y && u < x)))) {
                return false;
            }
        }
    }
    return true;
}

/// The strongest corners of each part of the picture.
std::vector<Corner> find_corners(const Grey& strength, int part_px) {
    std::vector<Corner> corners;
    for (int top = patch_px; top < strength.height - patch_px; top += part_px) {
        for (int left = patch_px; left < strength.width - patch_px; left += part_px) {
            std::vector<Corner> here;
            for (int y = top; y < std::min(top + part_px, strength.height - patch_px); ++y) {
                for (int x = left; x < std::min(left + part_px, strength.width - patch_px); ++x) {
                    const float value = strength.value[strength.at(x, y)];
                    if (value > limits::corner_strength_least && is_peak(strength, x, y)) {
                        here.push_back({value, x, y});
                    }
                }
            }
            std::sort(here.begin(), here.end(), [](const Corner& a, const Corner& b) {
                return a.strength != b.strength ? a.strength > b.strength
                       : a.y != b.y             ? a.y < b.y
                                                : a.x < b.x;
            });
            here.resize(std::min(here.size(), limits::corners_of_part_most));
            corners.insert(corners.end(), here.begin(), here.end());
        }
    }
    return corners;
}

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
// Without the processor's own instruction counting bits takes five times as long.
__attribute__((target_clones("popcnt", "default")))
#endif
int
nearest(const PrintFeature& to, const PrintFeature* features, std::size_t count, int& distance) {
    int best = -1;
    distance = static_cast<int>(pair_count) + 1;
    for (std::size_t i = 0; i < count; ++i) {
        int here = 0;
        for (std::size_t word = 0; word < to.bits.size(); ++word) {
            here += __builtin_popcountll(to.bits[word] ^ features[i].bits[word]);
        }
        if (here < distance) {
            distance = here;
            best = static_cast<int>(i);
        }
    }
    return best;
}

struct Match {
    int distance = 0;
    Sighting sighting;
};

/// The likeliest pairs of features, best first.
std::vector<Match> likely_matches(const std::vector<PrintFeature>& blank,
                                  const std::vector<PrintFeature>& page) {
    std::vector<Match> matches;
    for (const PrintFeature& each : blank) {
        int distance = 0;
        const int found = nearest(each, page.data(), page.size(), distance);
        if (found >= 0 && distance <= limits::unlike_bits_most) {
            matches.push_back(
                {distance, {{each.at.x, each.at.y}, page[static_cast<std::size_t>(found)].at}});
        }
    }
    std::stable_sort(matches.begin(), matches.end(),
                     [](const Match& a, const Match& b) { return a.distance < b.distance; });
    matches.resize(std::min(matches.size(), limits::matches_most));
    return matches;
}

using Complex = std::complex<double>;

/// Scale, turn and place in two numbers: page = factor * form + shift.
struct Similarity {
    Complex factor;
    Complex shift;
};

Complex form_of(const Match& match) {
    return {match.sighting.on_form.x, match.sighting.on_form.y};
}
Complex page_of(const Match& match) {
    return {match.sighting.on_page.x, match.sighting.on_page.y};
}

std::optional<Similarity> through(const Match& a, const Match& b, double px_per_mm) {
    const Complex form = form_of(b) - form_of(a), page = page_of(b) - page_of(a);
    if (std::abs(form) < limits::pair_apart_least_mm) {
        return std::nullopt;
    }
    const Complex factor = page / form;
    const double scale = std::abs(factor) / px_per_mm;
    const bool is_likely = std::abs(std::arg(factor)) <= limits::turn_most &&
                           scale >= 1 - limits::scale_off_most &&
                           scale <= 1 + limits::scale_off_most;
    return is_likely ? std::optional(Similarity{factor, page_of(a) - factor * form_of(a)})
                     : std::nullopt;
}

template <typename Where>
std::vector<Sighting> agreeing(const std::vector<Match>& matches, double within_px, Where where) {
    std::vector<Sighting> sightings;
    for (const Match& each : matches) {
        const PointPx expected = where(each.sighting.on_form);
        const double x = expected.x - each.sighting.on_page.x;
        const double y = expected.y - each.sighting.on_page.y;
        if (x * x + y * y <= within_px * within_px) {
            sightings.push_back(each.sighting);
        }
    }
    return sightings;
}

std::vector<Sighting> best_agreement(const std::vector<Match>& matches, double px_per_mm) {
    const double within_px = limits::proposal_within_mm * px_per_mm;
    Draws draws(matches.size());
    std::vector<Sighting> best;
    for (int round = 0; round < limits::pairs_drawn; ++round) {
        const auto count = static_cast<std::uint32_t>(matches.size());
        const Match& a = matches[draws.next(count)];
        const Match& b = matches[draws.next(count)];
        const auto proposal = through(a, b, px_per_mm);
        if (!proposal) {
            continue;
        }
        auto sightings = agreeing(matches, within_px, [&](PointMm point) {
            const Complex seen = proposal->factor * Complex{point.x, point.y} + proposal->shift;
            return PointPx{seen.real(), seen.imag()};
        });
        if (sightings.size() > best.size()) {
            best = std::move(sightings);
        }
    }
    return best;
}

}  // namespace

PixPtr scaled_grey(const Pix& page, double factor) {
    Pix* from = const_cast<Pix*>(&page);  // Leptonica reads through pointers that may write
    const auto scale = static_cast<float>(factor);
    if (pixGetDepth(from) == 1) {
        return factor < 1 ? checked(pixScaleToGray(from, scale))
                          : checked(pixScale(checked(pixConvert1To8(nullptr, from, 255, 0)).get(),
                                             scale, scale));
    }
    return checked(pixScale(from, scale, scale));
}

std::vector<PrintFeature> find_features(Pix& picture, int part_px) {
    static const std::array<Pair, pair_count> pairs = draw_pairs();
    VERIFY(pixGetDepth(&picture) == 8);
    std::vector<float> room;
    Grey smooth = grey_of(picture);
    blur<limits::smooth_px>(smooth, room);
    const std::vector<Corner> corners = find_corners(corner_strength(smooth, room), part_px);
    blur<limits::feature_blur_px>(smooth, room);
    std::vector<PrintFeature> features;
    for (const Corner& corner : corners) {
        PrintFeature feature{{corner.x + 0.5, corner.y + 0.5}, {}};
        for (std::size_t i = 0; i < pair_count; ++i) {
            const Pair& pair = pairs[i];
            const float a = smooth.value[smooth.at(corner.x + pair.ax, corner.y + pair.ay)];
            const float b = smooth.value[smooth.at(corner.x + pair.bx, corner.y + pair.by)];
            feature.bits[i / 64] |= static_cast<std::uint64_t>(a + limits::grain_grey < b)
                                    << (i % 64);
        }
        features.push_back(feature);
    }
    return features;
}

std::optional<SeenPrint> match_features(const std::vector<PrintFeature>& blank,
                                        const std::vector<PrintFeature>& page, double px_per_mm) {
    const std::size_t least = limits::agreeing_least;
    const std::vector<Match> matches = likely_matches(blank, page);
    if (matches.size() < least) {
        return std::nullopt;
    }
    std::vector<Sighting> agreed = best_agreement(matches, px_per_mm);
    for (const double within : limits::projection_within_mm) {
        const auto flat = fit_affine(agreed);
        if (agreed.size() < least || !flat) {
            return std::nullopt;
        }
        const auto angled = PageShape::through(agreed);
        agreed = agreeing(matches, within * px_per_mm, [&](PointMm point) {
            return angled ? (*angled)(point) : (*flat)(point);
        });
    }
    return agreed.size() >= least ? std::optional(SeenPrint{std::move(agreed)}) : std::nullopt;
}

}  // namespace indgang::ocr
