// SPDX-License-Identifier: MPL-2.0
#pragma once

#define POINTERHOLDER_TRANSITION 4
#include <cstddef>
#include <functional>
#include <optional>
#include <qpdf/QPDFObjectHandle.hh>
#include <string>

#include "schemas/core/bytes.h"

/// Inside of ocr/image: what an image of a PDF says of itself.
namespace indgang::ocr {

struct ImageShape {
    int width = 0;
    int height = 0;
    int bits = 0;
    int samples = 0;  ///< 1 grey, 3 RGB
    bool is_inverted = false;
};

/// Nothing for colours that are not read here, for masks and transparency, and for a /Decode that
/// does anything else than turn black into white. Errors: as ScanFile::page.
[[nodiscard]] std::optional<ImageShape> shape_of(QPDFObjectHandle dictionary, int page);

/// Hands on what comes out of the filters down to `level`, piece by piece, at most `most` bytes.
/// Errors: as ScanFile::page.
void take_stream(QPDFObjectHandle& image, qpdf_stream_decode_level_e level, std::size_t most,
                 int page, const std::function<void(BytesView)>& take);
/// All of it together.
[[nodiscard]] Bytes stream_bytes(QPDFObjectHandle& image, qpdf_stream_decode_level_e level,
                                 std::size_t most, int page);

/// The only filter's name, or empty for none or several.
[[nodiscard]] std::string single_filter(QPDFObjectHandle dictionary);
/// Of the only filter; may be null.
[[nodiscard]] QPDFObjectHandle decode_parameters(QPDFObjectHandle dictionary);
[[nodiscard]] int number_in(QPDFObjectHandle dictionary, const std::string& key, int otherwise);
[[nodiscard]] bool is_true_in(QPDFObjectHandle dictionary, const std::string& key);

}  // namespace indgang::ocr
