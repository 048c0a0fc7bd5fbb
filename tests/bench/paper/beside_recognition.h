// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>

#include "ocr/match/matcher.h"
#include "ocr/read/page_reader.h"
#include "schemas/form/definition.h"

namespace indgang::bench {

/// CPU seconds of one page for all but what the networks and Tesseract do.
struct BesideRecognition {
    double decode = 0;
    double normalise = 0;
    double match = 0;
    double cut = 0;      ///< zones looked at, sampled and cleaned; marks and signatures told
    double account = 0;  ///< ocr/account: what no reading explains, when all fields are read

    [[nodiscard]] double all() const { return decode + normalise + match + cut + account; }
    BesideRecognition& operator+=(const BesideRecognition& other);
};

/// Takes a page as far as the recognisers: what they would get is made and thrown away. The account
/// of ink is held against what they read of the page, once, outside of the clock.
///
/// Takes:  a scan of one page, of a form of `catalogue`; `reader` of the same catalogue.
/// Gives:  the costs of that page; the cheapest of `rounds` runs of each step.
/// Errors: std::runtime_error (the page was not found to be one of the forms), as ocr::ScanFile.
[[nodiscard]] BesideRecognition beside_recognition(const form::FormCatalogue& catalogue,
                                                   ocr::BlankPages& blanks, ocr::Matcher& matcher,
                                                   ocr::PageReader& reader,
                                                   const std::filesystem::path& page, int rounds);

/// The CPU seconds until the first page of a scan is found to be of no form: decoded, normalised,
/// matched; the cheapest of `rounds` runs.
/// Errors: std::runtime_error (it was taken for a page of a form), as ocr::ScanFile.
[[nodiscard]] double until_unknown(ocr::Matcher& matcher, const std::filesystem::path& scan,
                                   int rounds);

}  // namespace indgang::bench
