// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>

#include "ocr/text/line_engine.h"

namespace indgang::ocr {

/// Tesseract's networks for Danish, English and all Latin letters, with the probabilities fitted on
/// them (ocr/models/text.md).
///
/// Needs OMP_THREAD_LIMIT=1 in the environment at process start.
/// Errors: internal (a network is missing; the message says which package).
[[nodiscard]] LineEngines tesseract_engines();

/// "5.3.0": part of the name of a reader.
[[nodiscard]] std::string tesseract_version();

}  // namespace indgang::ocr
