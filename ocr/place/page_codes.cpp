// SPDX-License-Identifier: MPL-2.0
#define ZX_USE_UTF8 1
#include "ocr/place/page_codes.h"

#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

#include "ocr/image/ink_view.h"
#include "ocr/place/page_patch.h"
#include "ocr/place/place_limits.h"

namespace indgang::ocr {

namespace {

BoxPx on_page(const PageImage& page, const BoxPx& part) {
    const int left = std::max(part.x, 0), top = std::max(part.y, 0);
    const int right = std::min(part.x + part.width, pixGetWidth(page.pix.get()));
    const int bottom = std::min(part.y + part.height, pixGetHeight(page.pix.get()));
    return {left, top, right - left, bottom - top};
}

FoundCode found(const ZXing::Result& result, const BoxPx& part, int step) {
    FoundCode code;
    code.text = result.text();
    code.is_qr = result.format() == ZXing::BarcodeFormat::QRCode;
    for (std::size_t i = 0; i < code.corners.size(); ++i) {
        // Not of the pixels' middles: in the mean over many places these are the symbol's corners.
        code.corners[i] = {static_cast<double>(part.x + result.position()[i].x * step),
                           static_cast<double>(part.y + result.position()[i].y * step)};
    }
    return code;
}

std::optional<FoundCode> read(const PageImage& page, const BoxPx& wanted, int step,
                              const ZXing::DecodeHints& hints) {
    const BoxPx part = on_page(page, wanted);
    const GreyPatch patch = averaged_part(page, part, step);
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
    const auto back = static_cast<int>(4 - std::lround(quarters));  // 2 to 6
    return back % 4;
}

std::optional<FoundCode> find_qr_in(const PageImage& page, const BoxPx& part, Light light) {
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::QRCode)
        .setTryHarder(light == Light::uneven)
        .setTryRotate(false);
    hints.setTryDownscale(false).setBinarizer(
        light == Light::even ? ZXing::Binarizer::GlobalHistogram : ZXing::Binarizer::LocalAverage);
    return read(page, part, 1, hints);
}

std::optional<FoundCode> find_code(const PageImage& page) {
    const BoxPx whole{0, 0, pixGetWidth(page.pix.get()), pixGetHeight(page.pix.get())};
    const int step = std::max(1, static_cast<int>(page.dpi / limits::code_dpi_enough));
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::QRCode).setTryHarder(true).setTryRotate(true);
    if (step > 1) {
        if (auto code = read(page, whole, step, hints)) {
            return code;
        }
    }
    // The bars of a small Code 128 are 2 pixels wide at 300 dpi: only the scan itself holds them.
    // With this setting the library looks for QR codes first.
    hints.setFormats(ZXing::BarcodeFormat::QRCode | ZXing::BarcodeFormat::Code128 |
                     ZXing::BarcodeFormat::Code39);
    return read(page, whole, 1, hints);
}

}  // namespace indgang::ocr
