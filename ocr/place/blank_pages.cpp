// SPDX-License-Identifier: MPL-2.0
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "ocr/place/blank_pages.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"
#include "schemas/paper/paper.h"

namespace indgang::ocr {

namespace {

constexpr double blank_dpi = 300;

BlankPage draw(const form::FormDefinition& form, int page) {
    const paper::Raster raster = paper::render_page(form, page, blank_dpi);
    BlankPage blank;
    blank.image.pix.reset(pixCreate(raster.width, raster.height, 8));
    if (!blank.image.pix) {
        throw Error(Reason::blank_not_drawn, "match: no memory for a blank page");
    }
    l_uint32* data = pixGetData(blank.image.pix.get());
    const int words = pixGetWpl(blank.image.pix.get());
    const std::uint8_t* from = raster.pixels.data();
    for (int y = 0; y < raster.height; ++y) {
        l_uint32* row = data + static_cast<std::ptrdiff_t>(y) * words;
        for (int x = 0; x < raster.width; ++x) {
            SET_DATA_BYTE(row, x, *from++);
        }
    }
    blank.image.dpi = blank_dpi;
    blank.to_image.a = blank.to_image.e = blank_dpi / mm_per_inch;
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

std::vector<BlankSketch::Level> levels_of(const BlankPage& blank, double px_per_mm_of_page,
                                          int part_px) {
    // The sizes between them are near enough to one of them; a form that is smaller than a third
    // of the picture has no letters left.
    constexpr std::array sizes = {1.0, 0.76, 0.58, 0.44, 1.32};
    const double scale = px_per_mm(blank.to_image);
    std::vector<BlankSketch::Level> levels;
    for (const double size : sizes) {
        const double px = size * px_per_mm_of_page;
        const PixPtr picture = scaled_grey(*blank.image.pix, px / scale);
        BlankSketch::Level level{size, find_features(*picture, part_px)};
        for (PrintFeature& feature : level.features) {
            feature.at = {feature.at.x / px, feature.at.y / px};
        }
        levels.push_back(std::move(level));
    }
    return levels;
}

BlankSketch sketch_of(const BlankPage& blank) {
    return {levels_of(blank, fine_px_per_mm, fine_part_px),
            levels_of(blank, coarse_px_per_mm, coarse_part_px)};
}

}  // namespace

struct BlankPages::State {
    struct Held {
        BlankPage blank;
        std::uint64_t used = 0;  ///< grows with each use of any
    };

    const form::FormCatalogue& catalogue;
    std::size_t most;
    std::map<std::pair<form::FormKey, int>, Held> drawn;
    std::map<std::pair<form::FormKey, int>, BlankSketch> sketched;
    std::uint64_t uses = 0;

    [[nodiscard]] BlankPage make(const form::FormKey& form, int page) const {
        const form::FormDefinition* definition = catalogue.find(form);
        VERIFY(definition != nullptr);
        VERIFY(page >= 1 && static_cast<std::size_t>(page) <= definition->pages.size());
        const bool is_foreign =
            definition->pages[static_cast<std::size_t>(page - 1)].blank.has_value();
        return is_foreign ? load_blank(*definition, page) : draw(*definition, page);
    }
};

BlankPages::BlankPages(const form::FormCatalogue& catalogue, std::size_t most)
    : state_(std::make_unique<State>(State{catalogue, most, {}, {}, 0})) {}

BlankPages::~BlankPages() = default;

const BlankPage& BlankPages::blank(const form::FormKey& form, int page) {
    const auto key = std::make_pair(form, page);
    auto known = state_->drawn.find(key);
    if (known == state_->drawn.end()) {
        known = state_->drawn.emplace(key, State::Held{state_->make(form, page), 0}).first;
    }
    known->second.used = ++state_->uses;
    return known->second.blank;
}

/// The blank of a sketch is not held for it: to know all pages of all forms takes the sketches.
const BlankSketch& BlankPages::sketch(const form::FormKey& form, int page) {
    const auto key = std::make_pair(form, page);
    const auto known = state_->sketched.find(key);
    if (known != state_->sketched.end()) {
        return known->second;
    }
    const auto drawn = state_->drawn.find(key);
    auto sketch = drawn != state_->drawn.end() ? sketch_of(drawn->second.blank)
                                               : sketch_of(state_->make(form, page));
    return state_->sketched.emplace(key, std::move(sketch)).first->second;
}

bool BlankPages::has_blank(const form::FormKey& form, int page) const {
    return state_->drawn.contains({form, page});
}

bool BlankPages::has_sketch(const form::FormKey& form, int page) const {
    return state_->sketched.contains({form, page});
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
