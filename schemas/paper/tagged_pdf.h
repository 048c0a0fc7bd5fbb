// SPDX-License-Identifier: MPL-2.0
#pragma once

#define POINTERHOLDER_TRANSITION 4
#include <qpdf/QPDF.hh>
#include <string>

#include "schemas/core/bytes.h"
#include "schemas/form/definition.h"

/// Inside schemas/paper only.
namespace indgang::paper {

/// The same file as PDF/UA-1 (ISO 14289-1) wants it: it says that its content is tagged (ISO
/// 32000-1, 14.8), in which language it is and what its title is, and whatever is drawn and is no
/// text is an artifact. Cairo writes the tree of tags and nothing else of it, and without the rest
/// no screen reader looks at the tree.
/// Takes: a PDF of cairo with a tree of tags that has every text. Errors: internal
/// (drawing_failed).
[[nodiscard]] Bytes tagged_pdf(const Bytes& pdf, const std::string& title, form::Language language);

/// Whether the file says of itself that it is PDF/UA-1.
enum class Universal { no, yes };
/// Writes the file's metadata (XMP, ISO 16684-1) anew.
void say_metadata(QPDF& pdf, const std::string& title, Universal universal);

/// The file; the same bytes for the same content.
[[nodiscard]] Bytes written(QPDF& pdf);

}  // namespace indgang::paper
