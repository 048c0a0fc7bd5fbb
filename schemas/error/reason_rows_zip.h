// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>

#include "schemas/error/reason.h"

namespace indgang {

/// Zip files of scans and XML: of the file as a whole, then of one entry.
inline constexpr auto reasons_of_zip = std::to_array<ReasonRow>({
    {Reason::zip_damaged, "zip_damaged", ErrorKind::bad_input,
     "The zip is cut off, in several pieces, or its directory is damaged.",
     "Ask the sender to make it again, as one file."},
    {Reason::zip_incomplete, "zip_incomplete", std::nullopt,
     "A zip in the watched folder is not whole after the time of grace.",
     "Have it written again; raise the grace if its writer is slow."},
    {Reason::zip_too_many_entries, "zip_too_many_entries", ErrorKind::limit,
     "The zip holds more entries than are taken from one.", "Ask the sender to split it."},
    {Reason::zip_unpacks_too_large, "zip_unpacks_too_large", ErrorKind::limit,
     "The zip unpacks to more bytes than are taken from one of its size.",
     "Ask the sender to split it, or to send scans that are packed themselves: PDF, TIFF G4, PNG."},
    {Reason::zip_entry_damaged, "zip_entry_damaged", ErrorKind::bad_input,
     "The bytes of an entry are not there, or not those of its size and checksum.",
     "Ask the sender for this file again; the other entries are taken."},
    {Reason::zip_entry_encrypted, "zip_entry_encrypted", ErrorKind::bad_input,
     "An entry of the zip is locked by a password.",
     "Ask the sender for it without a password, by a way that is protected itself."},
    {Reason::zip_entry_method, "zip_entry_method", ErrorKind::bad_input,
     "An entry is packed in a way that is not read: any but none and deflate.",
     "Ask the sender to make the zip with the ordinary settings of his program."},
    {Reason::zip_entry_not_a_file, "zip_entry_not_a_file", ErrorKind::bad_input,
     "An entry of the zip is a link or a device.", "Ask the sender for the file itself."},
    {Reason::zip_entry_passed_over, "zip_entry_passed_over", ErrorKind::bad_input,
     "An entry holds nothing: a folder, an empty file, or what a system leaves behind.",
     "Nothing; it is no fault."},
    {Reason::feed_in_zip, "feed_in_zip", ErrorKind::bad_input,
     "An entry of the zip is itself a file of many applications.",
     "Ask the sender to send it as a file of its own."},
});

}  // namespace indgang
