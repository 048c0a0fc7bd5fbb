// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "schemas/core/geometry.h"
#include "schemas/form/definition.h"

namespace indgang::ocr {

/// A box with so much added on each side; less for a negative `by`.
[[nodiscard]] BoxMm grown(const BoxMm& box, double by);
/// From a box to a point outside it, along the longer way; 0 inside.
[[nodiscard]] double distance(const BoxMm& box, const PointMm& point);

/// Whether a trace is within the height of a line of the zone's box, or a character's width.
[[nodiscard]] bool is_beside(const BoxMm& trace, const form::Zone& zone);
/// A ring goes past the box on all sides.
[[nodiscard]] bool is_around(const BoxMm& piece, const BoxMm& box);
/// Signatures run on to the right and down, and begin where their place begins: what starts
/// further left was written for another field.
[[nodiscard]] bool is_before(const BoxMm& piece, const form::Zone& zone);

/// The fields that writing outside of all boxes may be meant for, each once.
/// Takes: `is_paper_dotted`, as AddedInk says.
[[nodiscard]] std::vector<std::string> fields_near(const BoxMm& trace,
                                                   std::span<const form::Zone* const> zones,
                                                   bool is_paper_dotted);

}  // namespace indgang::ocr
