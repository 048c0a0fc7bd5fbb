// SPDX-License-Identifier: MPL-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "ocr/place/blank_pages.h"
#include "ocr/place/place_limits.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"
#include "schemas/paper/paper.h"

namespace indgang::ocr {

namespace {

/// The picture of a blank, and no more.
BlankPage draw_picture(const form::FormDefinition& form, int page, form::Language language) {
    const paper::Raster raster = paper::render_page(form, page, limits::blank_dpi, {}, language);
    BlankPage blank;
    blank.image.pix.reset(pixCreate(raster.width, raster.height, 8));
    if (!blank.image.pix) {
        throw Error(Reason::blank_not_drawn, "match: no memory for a blank page");
    }
    l_uint32* data = pixGetData(blank.image.pix.get());
    const auto row_bytes = static_cast<std::ptrdiff_t>(raster.width);
    for (int y = 0; y < raster.height; ++y) {
        const std::uint8_t* from = raster.pixels.data() + y * row_bytes;
        std::memcpy(data + std::ptrdiff_t{y} * pixGetWpl(blank.image.pix.get()), from,
                    static_cast<std::size_t>(row_bytes));
    }
    pixEndianByteSwap(blank.image.pix.get());  // its bytes stand in words, the first one highest
    blank.image.dpi = limits::blank_dpi;
    blank.to_image.a = blank.to_image.e = limits::blank_dpi / mm_per_inch;
    return blank;
}

BlankPage draw(const form::FormDefinition& form, int page, form::Language language) {
    BlankPage blank = draw_picture(form, page, language);
    blank.anchors = anchors_of(blank.image, blank.to_image);
    // Each print has a code of its own.
    const BoxMm code = form.pages[static_cast<std::size_t>(page - 1)].code;
    blank.print = PrintMask(blank.image, blank.to_image, std::span(&code, 1));
    std::erase_if(blank.anchors, [&](const PrintAnchor& anchor) {
        return anchor.centre.x >= code.x && anchor.centre.x <= code.x + code.width &&
               anchor.centre.y >= code.y && anchor.centre.y <= code.y + code.height;
    });
    return blank;
}

PixPtr halved(const Pix& page) {
    PixPtr half(pixScaleAreaMap2(const_cast<Pix*>(&page)));  // Leptonica only reads it
    if (!half) {
        throw Error(Reason::blank_not_drawn, "match: no memory for a blank page");
    }
    return half;
}

Sketch sketch_of(const BlankPage& blank, SketchPart part) {
    const bool is_fine = part == SketchPart::fine_true_size || part == SketchPart::fine_other_sizes;
    const bool is_true_size =
        part == SketchPart::fine_true_size || part == SketchPart::coarse_true_size;
    // The sizes between them are near enough to one of them; a form that is smaller than a third
    // of the picture has no letters left.
    const std::vector<double> sizes =
        is_true_size ? std::vector{1.0} : std::vector{0.76, 0.58, 0.44, 1.32};
    const double scale = px_per_mm(blank.to_image);
    PixPtr half;  // made smaller in two steps, a page costs a quarter for each size after the first
    Sketch sketch;
    for (const double size : sizes) {
        const double px = size * (is_fine ? fine_px_per_mm : coarse_px_per_mm);
        const double factor = px / scale;
        if (factor < limits::small_sketch && !half) {
            half = halved(*blank.image.pix);
        }
        const PixPtr picture = factor < limits::small_sketch
                                   ? scaled_grey(*half, 2 * factor)
                                   : scaled_grey(*blank.image.pix, factor);
        SketchLevel level{size, find_features(*picture, is_fine ? fine_part_px : coarse_part_px)};
        for (PrintFeature& feature : level.features) {
            feature.at = {feature.at.x / px, feature.at.y / px};
        }
        sketch.push_back(std::move(level));
    }
    return sketch;
}

}  // namespace

struct BlankPages::State {
    struct Held {
        BlankPage blank;
        std::uint64_t used = 0;  ///< grows with each use of any
    };

    const form::FormCatalogue& catalogue;
    std::size_t most;
    std::map<std::tuple<form::FormKey, int, form::Language>, Held> drawn;
    std::map<std::tuple<form::FormKey, int, SketchPart>, Sketch> sketched;
    std::uint64_t uses = 0;

    /// Takes: what draws a page of our own.
    [[nodiscard]] BlankPage make(const form::FormKey& form, int page, form::Language language,
                                 BlankPage draw_own(const form::FormDefinition&, int,
                                                    form::Language)) const {
        const form::FormDefinition* definition = catalogue.find(form);
        VERIFY(definition != nullptr);
        VERIFY(page >= 1 && static_cast<std::size_t>(page) <= definition->pages.size());
        const bool is_foreign =
            definition->pages[static_cast<std::size_t>(page - 1)].blank.has_value();
        return is_foreign ? load_blank(*definition, page) : draw_own(*definition, page, language);
    }
};

BlankPages::BlankPages(const form::FormCatalogue& catalogue, std::size_t most)
    : state_(std::make_unique<State>(State{catalogue, most, {}, {}, 0})) {}

BlankPages::~BlankPages() = default;

const BlankPage& BlankPages::blank(const form::FormKey& form, int page, form::Language language) {
    const auto key = std::make_tuple(form, page, language);
    auto known = state_->drawn.find(key);
    if (known == state_->drawn.end()) {
        known = state_->drawn.emplace(key, State::Held{state_->make(form, page, language, draw), 0})
                    .first;
    }
    known->second.used = ++state_->uses;
    return known->second.blank;
}

/// The blank of a sketch is not held for it: to know all pages of all forms takes the sketches.
const Sketch& BlankPages::sketch(const form::FormKey& form, int page, SketchPart part) {
    const auto key = std::make_tuple(form, page, part);
    const auto known = state_->sketched.find(key);
    if (known != state_->sketched.end()) {
        return known->second;
    }
    const auto drawn = state_->drawn.find({form, page, form::Language::danish});
    auto sketch =
        drawn != state_->drawn.end()
            ? sketch_of(drawn->second.blank, part)
            : sketch_of(state_->make(form, page, form::Language::danish, draw_picture), part);
    return state_->sketched.emplace(key, std::move(sketch)).first->second;
}

bool BlankPages::has_blank(const form::FormKey& form, int page) const {
    return state_->drawn.contains({form, page, form::Language::danish});
}

bool BlankPages::has_sketch(const form::FormKey& form, int page, SketchPart part) const {
    return state_->sketched.contains({form, page, part});
}

bool BlankPages::has_room() const {
    return state_->drawn.size() < state_->most;
}

void BlankPages::forget() {
    while (state_->drawn.size() > state_->most) {
        state_->drawn.erase(std::ranges::min_element(
            state_->drawn, {}, [](const auto& each) { return each.second.used; }));
    }
}

}  // namespace indgang::ocr
