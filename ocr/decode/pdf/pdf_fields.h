// SPDX-License-Identifier: MPL-2.0
#pragma once

#define POINTERHOLDER_TRANSITION 4
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <vector>

#include "ocr/decode/picture/typed_field.h"

namespace indgang::ocr {

/// The fields of an interactive form (ISO 32000-1, 12.7) with a place on this page that are filled
/// in, each once. Fields without a value, signatures, and names or texts longer than any field of
/// ours are left out.
[[nodiscard]] std::vector<TypedField> typed_fields_on(QPDF& pdf, QPDFPageObjectHelper page);

}  // namespace indgang::ocr
