// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>

#include "schemas/error/reason.h"

namespace indgang {

/// Scans and other files that came in.
inline constexpr auto reasons_of_scans = std::to_array<ReasonRow>({
    {Reason::image_broken, "image_broken", ErrorKind::bad_input,
     "The picture is damaged: its bytes do not decode.",
     "Ask the sender to scan or export the file again."},
    {Reason::image_depth, "image_depth", ErrorKind::bad_input,
     "The picture has neither one nor eight bits a pixel where only those are read.",
     "Report it with the file's type; the program converts pictures before this."},
    {Reason::image_empty, "image_empty", ErrorKind::bad_input,
     "The file has no bytes, or a page has no pixels.", "Ask the sender for the file again."},
    {Reason::image_too_large, "image_too_large", ErrorKind::limit,
     "The picture claims more bytes, pixels or pieces than a scan may have.",
     "Ask the sender to scan at 300 dpi in one file of at most 100 MB."},
    {Reason::image_truncated, "image_truncated", ErrorKind::bad_input,
     "The file ends before its picture does.",
     "Ask the sender for the file again; the transfer was cut off."},
    {Reason::image_type_unknown, "image_type_unknown", ErrorKind::bad_input,
     "The file is none of the types that are read.",
     "Ask the sender for TIFF, PDF, PNG, JPEG, HEIC, WebP or JPEG 2000."},
    {Reason::pdf_broken, "pdf_broken", ErrorKind::bad_input, "The PDF is damaged or has no pages.",
     "Ask the sender to save or scan it again."},
    {Reason::pdf_encrypted, "pdf_encrypted", ErrorKind::bad_input, "The PDF needs a password.",
     "Ask the sender for a PDF without one."},
    {Reason::too_many_pages, "too_many_pages", ErrorKind::limit,
     "The file has more pages than a scan may have.",
     "Ask the sender to split it into several files."},
    {Reason::page_too_large, "page_too_large", ErrorKind::limit,
     "A page takes more memory or time than a page may.", "Ask the sender to scan it at 300 dpi."},
    {Reason::poison_page, "poison_page", std::nullopt,
     "The page ended or hung its worker twice and is kept as unreadable.",
     "Look at it with `indgang record show ID`, and type its fields with `indgang queue correct "
     "ID`."},
    {Reason::arrival_over_time, "arrival_over_time", std::nullopt,
     "The pages of its file that were read took all the time that a file may take, so that this "
     "page was not read.",
     "Look at it with `indgang record show ID`, and type its fields with `indgang queue correct "
     "ID`; or send the page in a file of its own."},
    {Reason::no_such_page, "no_such_page", ErrorKind::bad_input,
     "The named page is not where it was looked for.",
     "Look at the pages with `indgang record show ID`; 7 is a page, and 7-left."},
    {Reason::form_has_no_page, "form_has_no_page", ErrorKind::not_found,
     "The form has fewer pages than that.", "Name a page that `indgang form check` lists."},
    {Reason::not_a_scan, "not_a_scan", ErrorKind::bad_input,
     "What is stored is no picture of a page.", "Name one of the application's pages."},
    {Reason::zone_pixels, "zone_pixels", ErrorKind::limit,
     "A zone or its piece of the page has more pixels than are read.",
     "Check the zones of the form with `indgang form check FOLDER`."},
    {Reason::transform_singular, "transform_singular", ErrorKind::bad_input,
     "The place of a zone on the page cannot be computed.",
     "Check the zones of the form with `indgang form check FOLDER`."},
    {Reason::comb_cells, "comb_cells", ErrorKind::limit, "A comb has more cells than can be read.",
     "Give the field of the form fewer cells, or make it a line."},
    {Reason::memory_exceeded, "memory_exceeded", ErrorKind::limit,
     "A page or document took a worker beyond its memory limit.",
     "Ask the sender for a smaller file, or raise the worker's limit in the configuration."},
    {Reason::several_forms, "several_forms", std::nullopt,
     "The page fits several forms, and nothing tells which it is.",
     "Look at the page; correct the application by hand."},
    {Reason::no_registration, "no_registration", std::nullopt,
     "The form is known, but not where it lies on the page.",
     "Ask for a straighter scan, or type the fields with `indgang queue correct ID`."},
    {Reason::page_code_beyond_form, "page_code_beyond_form", std::nullopt,
     "The page code names a page that its form does not have.",
     "Check that the form's version in the catalogue is the printed one."},
    {Reason::unknown_form, "unknown_form", std::nullopt,
     "No form of the catalogue fits the page, or the record's form is not in the catalogue.",
     "Install the form and read again, or close it with `indgang queue close ID`."},
});

}  // namespace indgang
