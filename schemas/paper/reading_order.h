// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <vector>

#include "schemas/form/definition.h"

/// Inside schemas/paper only.
namespace indgang::paper {

/// What is printed on a page in the order in which it is read: the title, what stands above the
/// first section, each section from its heading on, and the foot, which is read with the last one.
/// The texts among them are drawn in this order, so that the n-th is the n-th piece of the page's
/// content, counted from 0. Gives: places in page.prints, which outlives them.
[[nodiscard]] std::vector<const form::Print*> reading_order(const form::PageLayout& page);

}  // namespace indgang::paper
