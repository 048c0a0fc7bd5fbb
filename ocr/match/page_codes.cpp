// SPDX-License-Identifier: MPL-2.0
#define ZX_USE_UTF8 1
#include "ocr/match/page_codes.h"

#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

#include "ocr/match/ink_view.h"

namespace indgang::ocr {

namespace {

/// The part as grey bytes, each `step` x `step` pixels averaged.
GreyPatch grey_part(const PageImage& page, const BoxPx& part, int step) {
    const InkView ink(page);
    GreyPatch patch;
    patch.width = part.width / step;
    patch.height = part.height / step;
    patch.pixels.reserve(static_cast<std::size_t>(patch.width) *
                         static_cast<std::size_t>(patch.height));
    for (int y = 0; y < patch.height; ++y) {
        for (int x = 0; x < patch.width; ++x) {
            int sum = 0;
            for (int i = 0; i < step * step; ++i) {
                sum += ink.at(part.x + x * step + i % step, part.y + y * step + i / step);
            }
            patch.pixels.push_back(static_cast<std::uint8_t>(InkView::full - sum / (step * step)));
        }
    }
    return patch;
}

FoundCode found(const ZXing::Result& result, const BoxPx& part, int step) {
    FoundCode code;
    code.text = result.text();
    code.is_qr = result.format() == ZXing::BarcodeFormat::QRCode;
    for (std::size_t i = 0; i < code.corners.size(); ++i) {
        code.corners[i] = {part.x + (result.position()[i].x + 0.5) * step,
                           part.y + (result.position()[i].y + 0.5) * step};
    }
    return code;
}

std::optional<FoundCode> read(const PageImage& page, const BoxPx& part, int step,
                              const ZXing::DecodeHints& hints) {
    const GreyPatch patch = grey_part(page, part, step);
    if (patch.width < 1 || patch.height < 1) {
        return std::nullopt;
    }
    const ZXing::ImageView view(patch.pixels.data(), patch.width, patch.height,
                                ZXing::ImageFormat::Lum);
    const ZXing::Result result = ZXing::ReadBarcode(view, hints);
    return result.isValid() ? std::optional(found(result, part, step)) : std::nullopt;
}

}  // namespace

int FoundCode::quarters_to_upright() const {
    // Both the top and the bottom edge, so that one misplaced corner does not decide.
    const double x = corners[1].x + corners[2].x - corners[0].x - corners[3].x;
    const double y = corners[1].y + corners[2].y - corners[0].y - corners[3].y;
    const double quarters = std::atan2(y, x) / (std::numbers::pi / 2);
    return ((-static_cast<int>(std::lround(quarters))) % 4 + 4) % 4;
}

std::optional<FoundCode> find_qr_in(const PageImage& page, const BoxPx& part) {
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::QRCode).setTryHarder(false).setTryRotate(false);
    hints.setTryDownscale(false).setBinarizer(ZXing::Binarizer::GlobalHistogram);
    return read(page, part, 1, hints);
}

std::optional<FoundCode> find_code(const PageImage& page) {
    const BoxPx whole{0, 0, pixGetWidth(page.pix.get()), pixGetHeight(page.pix.get())};
    // At 150 dpi the modules of a page code are 4 pixels wide: enough, at a quarter of the cost.
    constexpr double dpi_enough = 140;
    const int step = std::max(1, static_cast<int>(page.dpi / dpi_enough));
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::QRCode).setTryHarder(true).setTryRotate(true);
    if (auto code = read(page, whole, step, hints)) {
        return code;
    }
    if (step > 1) {
        if (auto code = read(page, whole, 1, hints)) {
            return code;
        }
    }
    hints.setFormats(ZXing::BarcodeFormat::Code128 | ZXing::BarcodeFormat::Code39);
    return read(page, whole, step, hints);
}

}  // namespace indgang::ocr
