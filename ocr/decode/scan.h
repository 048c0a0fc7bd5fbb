// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/decode/picture/scan_file.h"
#include "ocr/image/page_image.h"
#include "schemas/core/bytes.h"
#include "schemas/core/page_place.h"

namespace indgang::ocr {

/// What some bytes are, by their content and never by their name.
enum class ScanType { tiff, pdf, png, jpeg, webp, jpeg2000, heif, xml, json, zip, unknown };
[[nodiscard]] std::string_view name_of(ScanType type);
[[nodiscard]] ScanType sniff(BytesView bytes);
/// Of bytes that `sniff` does not know: what they are, to follow "is " in a message ("a GIF
/// picture"). Empty when that is not known either.
[[nodiscard]] std::string_view unread_kind(BytesView bytes);

/// The scans in `bytes`, which must outlive the file. PDF pages that are not a single scanned
/// image are drawn by `pdftoppm` as a child process with limits on time and memory, in
/// `scratch_folder`; HEIC is decoded by `heif-convert` in the same way.
[[nodiscard]] std::unique_ptr<ScanFile> open_scan(BytesView bytes,
                                                  std::filesystem::path scratch_folder);

/// The upright, contrast-stretched page. A scan without a plausible dpi is taken for A4 (or A3) by
/// its proportions. Which way is up is not known yet: `match` turns the page.
[[nodiscard]] PageImage normalise(ScanPage&& scan);
/// One half of a picture as it lies, or all of it. A guessed dpi is guessed anew, for A4.
///
/// Takes:  what `normalise` gives, not turned; left and right, or top and bottom, make up the
/// whole. Errors: internal (no memory).
[[nodiscard]] PageImage part_of(const PageImage& picture, Half half);
/// The same of any pixels.
[[nodiscard]] PixPtr part_of(const Pix& picture, Half half);

}  // namespace indgang::ocr
