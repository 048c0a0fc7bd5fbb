// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "ocr/decode/picture/scan_file.h"
#include "schemas/core/bytes.h"

namespace indgang::ocr {

/// The pages of a PDF. `bytes` must outlive the file; pages that are no single scanned image are
/// drawn in `scratch_folder`. Errors: as ScanFile.
[[nodiscard]] std::unique_ptr<ScanFile> open_pdf(BytesView bytes,
                                                 std::filesystem::path scratch_folder);

}  // namespace indgang::ocr
