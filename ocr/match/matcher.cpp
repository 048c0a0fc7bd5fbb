// SPDX-License-Identifier: MPL-2.0
// What is this page? The cheap answers come first: almost no ink is an empty back; a page code
// where our forms have it, in any of the four ways a page can lie, is a page of a form. Only what
// is left is searched as a whole, for separators, codes that moved, and, when the code itself is
// torn off, for our black squares and our print; the page whose print agrees best is taken if it is
// the best by far. With the code where it is expected all of it costs about 4 ms for a flat 1-bit
// A4 page at 300 dpi and 9 ms for a photo of 4 million pixels, which is straightened; a page that
// is none of ours costs 135 ms for codes and the search for our print, a photo of one 245 ms.
#include "ocr/match/matcher.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "ocr/match/alike_pages.h"
#include "ocr/match/code_place.h"
#include "ocr/match/contest.h"
#include "ocr/match/empty_page.h"
#include "ocr/match/feature_search.h"
#include "ocr/match/match_limits.h"
#include "ocr/match/page_turns.h"
#include "ocr/place/page_codes.h"
#include "ocr/place/registration.h"
#include "ocr/place/straighten.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"
#include "schemas/paper/page_code.h"

namespace indgang::ocr {

namespace {

PixPtr checked(Pix* pix) {
    if (pix == nullptr) {
        throw Error(Reason::page_too_large, "match: no memory for a page");
    }
    return PixPtr(pix);
}

/// The page turned clockwise; shares its pixels with `page` where nothing is turned.
PageImage turned(const PageImage& page, int quarters) {
    return {
        checked(quarters == 0 ? pixClone(page.pix.get()) : pixRotateOrth(page.pix.get(), quarters)),
        page.dpi, (page.turned_quarters + quarters) % 4, page.is_dpi_said};
}

/// Turns page and code so that the code stands upright.
void turn_upright(PageImage& page, FoundCode& code) {
    const int quarters = code.quarters_to_upright();
    const int width = pixGetWidth(page.pix.get()), height = pixGetHeight(page.pix.get());
    for (PointPx& corner : code.corners) {
        corner = turned_point(corner, quarters, width, height);
    }
    page = turned(page, quarters);
}

std::optional<std::string> separator_of(const FoundCode& code) {
    const std::string_view text = code.text;
    return text == "PATCHT" || text == "PATCH T" || text.starts_with("IGSEP")
               ? std::optional(code.text)
               : std::nullopt;
}

}  // namespace

struct Matcher::State {
    const form::FormCatalogue& catalogue;
    BlankPages& blanks;
    std::vector<BoxMm> code_places;  ///< of all pages of all forms, each once

    [[nodiscard]] std::optional<FoundCode> find_expected_code(const PageImage& page) const;
    void take_code(MatchedPage& page, FoundCode code) const;
    void take_by_marks(MatchedPage& page) const;
    void take_by_features(MatchedPage& page, FeatureSearch::Detail detail) const;
    /// False when nobody entered, or pages that are alike cannot be told apart: the page's trouble.
    [[nodiscard]] bool take_best(MatchedPage& page, const Contest& contest) const;
    void place(MatchedPage& page, const Registration& found, const form::FormDefinition& form,
               int number, std::string by) const;
};

Matcher::Matcher(const form::FormCatalogue& catalogue, BlankPages& blanks)
    : state_(std::make_unique<State>(State{catalogue, blanks, {}})) {
    std::vector<BoxMm>& places = state_->code_places;
    for (const form::FormDefinition& form : catalogue.all()) {
        for (const form::PageLayout& layout : form.pages) {
            if (!layout.blank &&
                std::find(places.begin(), places.end(), layout.code) == places.end()) {
                places.push_back(layout.code);
            }
        }
    }
}

Matcher::~Matcher() = default;

const form::FormCatalogue& Matcher::catalogue() const {
    return state_->catalogue;
}

std::optional<FoundCode> Matcher::State::find_expected_code(const PageImage& page) const {
    const int width = pixGetWidth(page.pix.get()), height = pixGetHeight(page.pix.get());
    for (const Light light : {Light::even, Light::uneven}) {
        const double room_mm =
            light == Light::even ? limits::scanned_room_mm : limits::photo_room_mm;
        if (light == Light::uneven && pixGetDepth(page.pix.get()) == 1) {
            break;
        }
        for (const BoxMm& place : code_places) {
            for (const int quarters : turns_standing_first(width, height)) {
                const BoxPx expected = expected_code_place(width, height, page.dpi / mm_per_inch,
                                                           place, quarters, room_mm);
                std::optional<FoundCode> code = find_qr_in(page, expected, light);
                if (code && paper::parse_page_code(code->text)) {
                    return code;
                }
            }
        }
    }
    return std::nullopt;
}

void Matcher::State::place(MatchedPage& page, const Registration& found,
                           const form::FormDefinition& form, int number, std::string by) const {
    const BlankPage& blank = blanks.blank(form.key, number, page.language);
    const double scale = px_per_mm(blank.to_image);
    const double width_mm = pixGetWidth(blank.image.pix.get()) / scale;
    const double height_mm = pixGetHeight(blank.image.pix.get()) / scale;
    page.kind = record::PageKind::form;
    page.print = found.seen;
    // What was registered enlarged is read enlarged.
    const PageShape shape = found.shape.scaled(found.enlarged);
    const MmToPx flat = flat_fit(shape, width_mm, height_mm);
    if (found.enlarged > 1 ||
        distance_mm(shape, flat, width_mm, height_mm) > limits::flat_enough_mm) {
        const auto enlarged = [&](l_int32 side) {
            return static_cast<int>(std::lround(side * found.enlarged));
        };
        PixPtr straight = straighten(*page.image.pix, found.shape, flat,
                                     enlarged(pixGetWidth(page.image.pix.get())),
                                     enlarged(pixGetHeight(page.image.pix.get())));
        page.bent = BentPage{std::move(page.image.pix), found.shape};
        page.image.pix = std::move(straight);
        page.image.dpi *= found.enlarged;
        by += "+straightened";
    }
    page.match = record::FormMatch{
        form.key,          number,       static_cast<int>(form.pages.size()), flat,
        found.residual_mm, std::move(by)};
}

void Matcher::State::take_code(MatchedPage& page, FoundCode code) const {
    const std::optional<paper::PageCode> said = paper::parse_page_code(code.text);
    VERIFY(said);
    turn_upright(page.image, code);
    const form::FormDefinition* form = catalogue.find(said->form);
    const auto is_foreign = [](const form::PageLayout& each) { return each.blank.has_value(); };
    if (form == nullptr || std::any_of(form->pages.begin(), form->pages.end(), is_foreign)) {
        page.trouble = code_of(Reason::unknown_form);
        return;
    }
    if (static_cast<std::size_t>(said->page) > form->pages.size()) {
        page.trouble = code_of(Reason::page_code_beyond_form);
        return;
    }
    const form::PageLayout& layout = form->pages[static_cast<std::size_t>(said->page - 1)];
    page.language = said->language;
    const std::optional<Registration> registration = register_by_code(
        page.image, layout, code.corners, blanks.blank(said->form, said->page, page.language));
    if (!registration) {
        page.trouble = code_of(Reason::no_registration);
        return;
    }
    place(page, *registration, *form, said->page, "page_code");
    page.match->set = said->set;
}

namespace {

/// The sizes at which a page is looked at, one after the other.
std::vector<FeatureSearch::Sizes> sizes_of(const FeatureSearch& search) {
    using enum FeatureSearch::Sizes;
    return search.is_any_size() ? std::vector{true_size, all} : std::vector{true_size};
}

/// Pages of our own forms, compared with a page on which squares are seen.
class MarkComparison {
  public:
    MarkComparison(BlankPages& blanks, const PageImage& page) : blanks_(blanks) {
        for (const int quarters :
             turns_to_stand(pixGetWidth(page.pix.get()), pixGetHeight(page.pix.get()))) {
            ways_.push_back({quarters, turned(page, quarters), {}, {}});
        }
    }
    [[nodiscard]] std::vector<int> quarters() const {
        std::vector<int> all;
        for (const Way& way : ways_) {
            all.push_back(way.quarters);
        }
        return all;
    }
    /// Whether there are squares where a page of the form has its marks, whichever way up.
    bool has_squares(const form::PageLayout& layout) {
        for (Way& way : ways_) {
            // Forms have their marks at the same places, so that they are looked for once.
            if (layout.marks != way.marks) {
                way.marks = layout.marks;
                way.squares = find_squares(way.image, way.marks);
            }
        }
        return std::any_of(ways_.begin(), ways_.end(),
                           [](const Way& way) { return way.squares.size() >= squares_least; });
    }
    /// The blank is drawn once for both ways up, and only the last of them are held.
    void compare(const form::FormDefinition& form, int number) {
        if (!has_squares(form.pages[static_cast<std::size_t>(number - 1)])) {
            return;  // no blank is drawn for nothing
        }
        for (const Way& way : ways_) {
            if (way.squares.size() < squares_least) {
                continue;
            }
            if (auto found =
                    register_by_print(way.image, way.squares, blanks_.blank(form.key, number))) {
                contest_.enter({&form, number, way.quarters, std::move(*found)});
            }
        }
        blanks_.forget();
    }
    [[nodiscard]] const Contest& contest() const { return contest_; }

  private:
    struct Way {
        int quarters;
        PageImage image;
        std::vector<BoxMm> marks;  ///< for which the squares were looked for
        std::vector<Sighting> squares;
    };
    BlankPages& blanks_;
    std::vector<Way> ways_;
    Contest contest_;
};

}  // namespace

void Matcher::State::take_by_marks(MatchedPage& page) const {
    MarkComparison comparison(blanks, page.image);
    std::vector<std::pair<const form::FormDefinition*, int>> own;
    bool has_squares = false;
    for (const form::FormDefinition& form : catalogue.all()) {
        for (int number = 1; number <= static_cast<int>(form.pages.size()); ++number) {
            const auto& layout = form.pages[static_cast<std::size_t>(number - 1)];
            if (!layout.blank) {
                own.emplace_back(&form, number);
                has_squares = has_squares || comparison.has_squares(layout);
            }
        }
    }
    if (!has_squares) {
        return;
    }
    // First the pages of which most is seen, by sketches, which are held: a catalogue of forty
    // pages is not drawn anew for each page without a code.
    FeatureSearch search(catalogue, blanks, page.image, FeatureSearch::Detail::fine);
    std::vector<std::pair<const form::FormDefinition*, int>> likely;
    bool is_sure = false;
    for (const auto sizes : sizes_of(search)) {
        for (const int quarters : comparison.quarters()) {
            const Look look = search.look(quarters, sizes);
            is_sure = is_sure || look.is_sure;
            for (const FoundPrint& found : look.found) {
                const std::pair each(found.form, found.page);
                if (std::find(own.begin(), own.end(), each) != own.end() &&
                    std::find(likely.begin(), likely.end(), each) == likely.end()) {
                    likely.push_back(each);
                }
            }
        }
        if (is_sure) {
            break;
        }
    }
    for (const auto& [form, number] : likely) {
        comparison.compare(*form, number);
    }
    if (take_best(page, comparison.contest())) {
        return;
    }
    for (const auto& each : own) {
        if (std::find(likely.begin(), likely.end(), each) == likely.end()) {
            comparison.compare(*each.first, each.second);
        }
    }
    (void)take_best(page, comparison.contest());
}

bool Matcher::State::take_best(MatchedPage& page, const Contest& contest) const {
    if (contest.best().empty()) {
        return false;
    }
    PageImage image = turned(page.image, contest.best().front().quarters);
    auto winner = told_apart(contest.best(), image, blanks);
    page.trouble = winner ? "" : code_of(Reason::several_forms);
    if (winner) {
        const Claim& claim = *winner->claim;
        page.image = std::move(image);
        place(page, claim.registration, *claim.form, claim.page, "blank");
        page.match->other_versions = std::move(winner->other_versions);
    }
    return winner.has_value();
}

void Matcher::State::take_by_features(MatchedPage& page, FeatureSearch::Detail detail) const {
    FeatureSearch search(catalogue, blanks, page.image, detail);
    Pix* pix = page.image.pix.get();
    const std::vector<int> turns = turns_for_print(pixGetWidth(pix), pixGetHeight(pix),
                                                   !search.is_any_size(), catalogue.all());
    for (const auto sizes : sizes_of(search)) {
        for (const int quarters : turns) {
            const Look look = search.look(quarters, sizes);
            const bool is_to_be_seen_better =
                sizes == FeatureSearch::Sizes::true_size && search.is_any_size() && !look.is_sure;
            if (look.found.empty() || is_to_be_seen_better) {
                continue;
            }
            const PageImage image = turned(page.image, quarters);
            Contest contest;
            for (const FoundPrint& each : look.found) {
                const BlankPage& blank = blanks.blank(each.form->key, each.page);
                if (auto found = register_by_features(image, each.sightings, blank)) {
                    contest.enter({each.form, each.page, quarters, std::move(*found)});
                }
            }
            if (take_best(page, contest) || !contest.best().empty()) {
                return;
            }
        }
    }
}

MatchedPage Matcher::match(PageImage&& image) {
    VERIFY(image.pix);
    MatchedPage page;
    page.image = std::move(image);
    if (is_almost_empty(page.image)) {
        page.kind = record::PageKind::blank;
        return page;
    }
    if (auto code = state_->find_expected_code(page.image)) {
        state_->take_code(page, std::move(*code));
        return page;
    }
    std::optional<FoundCode> code = find_code(page.image);
    if (code && paper::parse_page_code(code->text)) {
        state_->take_code(page, std::move(*code));
        return page;
    }
    if (code) {
        if (auto separator = separator_of(*code)) {
            page.kind = record::PageKind::separator;
            page.separator = std::move(*separator);
            return page;
        }
    }
    state_->take_by_marks(page);
    for (const auto detail : {FeatureSearch::Detail::fine, FeatureSearch::Detail::coarse}) {
        if (page.kind != record::PageKind::form && page.trouble.empty()) {
            state_->take_by_features(page, detail);
        }
    }
    return page;
}

}  // namespace indgang::ocr
