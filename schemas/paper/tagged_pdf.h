// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "schemas/core/bytes.h"
#include "schemas/form/definition.h"

/// Inside schemas/paper only.
namespace indgang::paper {

/// The same file, which says that its content is tagged (ISO 32000-1, 14.8), in which
/// language it is, and that a reader shows its title. Cairo writes the tree of tags and none of the
/// three, and without them no screen reader looks at the tree. Takes:  a PDF of cairo with a tree
/// of tags. Errors: internal (drawing_failed).
[[nodiscard]] Bytes tagged_pdf(const Bytes& pdf, form::Language language);

}  // namespace indgang::paper
