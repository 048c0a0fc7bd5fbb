// SPDX-License-Identifier: MPL-2.0
#pragma once

#define POINTERHOLDER_TRANSITION 4
#include <qpdf/QPDF.hh>
#include <vector>

#include "schemas/form/definition.h"

/// Inside schemas/paper only.
namespace indgang::paper {

/// A place to write and what lies over it on the screen.
struct Widget {
    const form::Zone* zone;
    QPDFObjectHandle annotation;  ///< indirect
};

/// Puts each widget into the tree of tags as an element Form (ISO 32000-1, 14.8.4.5), behind the
/// words that stand nearest to it, so that a form is heard in the order in which it is filled in.
/// Takes: a print of the form by render_pdf, once; `widgets` in the form's order.
void tag_widgets(QPDF& pdf, const form::FormDefinition& form, const std::vector<Widget>& widgets);

}  // namespace indgang::paper
