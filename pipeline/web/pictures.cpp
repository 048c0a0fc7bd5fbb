// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/pictures.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "schemas/error/error.h"

namespace indgang::web {
namespace {

constexpr double margin = 0.15;  // of the box's height; snippets of verification stations have it
constexpr int least_margin_px = 12;  // 1 mm at 300 dpi: what is written across the line is seen
constexpr int most_page_px = 1'800;  // of a page on a screen: twice what its half of one shows

std::string key_of(const Digest& image, const ocr::PictureOrder& order) {
    auto key = image.hex() + ":" + std::to_string(order.most_width_px);
    if (const auto& box = order.box) {
        for (const int number : {box->x, box->y, box->width, box->height}) {
            key += ":" + std::to_string(number);
        }
    }
    return key;
}

}  // namespace

BoxPx with_margin(const BoxPx& box) {
    const int around =
        std::max(least_margin_px, static_cast<int>(margin * static_cast<double>(box.height)));
    return {box.x - around, box.y - around, box.width + 2 * around, box.height + 2 * around};
}

Pictures::Pictures(store::Blobs& blobs, const worker::WorkerSettings& settings)
    : blobs_(&blobs), worker_(settings) {}

std::optional<Bytes> Pictures::find(const std::string& key) {
    const std::lock_guard lock(kept_mutex_);
    const auto found = places_.find(key);
    if (found == places_.end()) {
        return std::nullopt;
    }
    kept_.splice(kept_.begin(), kept_, found->second);
    return found->second->png;
}

void Pictures::keep(const std::string& key, const Bytes& png) {
    const std::lock_guard lock(kept_mutex_);
    if (places_.contains(key)) {
        return;
    }
    kept_.push_front({key, png});
    places_[key] = kept_.begin();
    bytes_ += png.size();
    while (bytes_ > kept_bytes && kept_.size() > 1) {
        bytes_ -= kept_.back().png.size();
        places_.erase(kept_.back().key);
        kept_.pop_back();
    }
}

Bytes Pictures::draw(const Digest& image, const ocr::PictureOrder& order) {
    const auto key = key_of(image, order);
    if (auto kept = find(key)) {
        return std::move(*kept);
    }
    Bytes png;
    {
        const std::lock_guard lock(worker_mutex_);
        png = worker_.draw_picture({blobs_->path_of(image), image}, order);
    }
    keep(key, png);
    return png;
}

Bytes Pictures::of_page(const std::vector<record::PageRef>& pages, const std::string& number) {
    std::size_t at = pages.size();
    std::from_chars(number.data(), number.data() + number.size(), at);
    if (at >= pages.size() || !pages[at].image) {
        throw Error(Reason::no_such_page, "desk: the application has no picture of that page");
    }
    return draw(*pages[at].image, {std::nullopt, most_page_px});
}

}  // namespace indgang::web
