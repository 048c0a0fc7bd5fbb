// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>

#include "schemas/error/reason.h"

namespace indgang {

/// XML documents and JSON.
inline constexpr auto reasons_of_xml = std::to_array<ReasonRow>({
    {Reason::xml_doctype_refused, "xml_doctype_refused", ErrorKind::bad_input,
     "The document has a DOCTYPE, which is refused.", "Ask the sender to leave it out."},
    {Reason::xml_encoding_mismatch, "xml_encoding_mismatch", ErrorKind::bad_input,
     "The bytes are not in the encoding that the document declares.",
     "Ask the sender to declare the encoding that is written."},
    {Reason::xml_encoding_unsupported, "xml_encoding_unsupported", ErrorKind::bad_input,
     "The declared encoding is not one of those that are taken.", "Ask the sender for UTF-8."},
    {Reason::xml_file_unreadable, "xml_file_unreadable", ErrorKind::bad_input,
     "A map or schema that a form names cannot be read.",
     "Put the file into the form's folder; `indgang form check FOLDER` tells which."},
    {Reason::xml_invalid, "xml_invalid", ErrorKind::bad_input,
     "The document does not obey the schema of its form.",
     "Give the sender the place and the message; the schema is `indgang form schema FORM`."},
    {Reason::xml_malformed, "xml_malformed", ErrorKind::bad_input,
     "The document is not well-formed XML.", "Give the sender the place."},
    {Reason::xml_map_broken, "xml_map_broken", ErrorKind::bad_input,
     "A map of the catalogue says what a map cannot say.",
     "Mend the map at the line that is named."},
    {Reason::xml_schema_broken, "xml_schema_broken", ErrorKind::bad_input,
     "A schema of the catalogue does not compile.", "Mend the schema at the line that is named."},
    {Reason::xml_text_too_long, "xml_text_too_long", ErrorKind::limit,
     "The text of one element is longer than any field.", "Ask the sender what the element holds."},
    {Reason::xml_too_deep, "xml_too_deep", ErrorKind::limit,
     "Elements are nested deeper than any form needs.",
     "Ask the sender for a document of the form's schema."},
    {Reason::xml_too_large, "xml_too_large", ErrorKind::limit,
     "The document has more bytes than XML may have.", "Ask the sender to split it."},
    {Reason::xml_too_many_attributes, "xml_too_many_attributes", ErrorKind::limit,
     "One element has more attributes than any form needs.",
     "Ask the sender for a document of the form's schema."},
    {Reason::xml_too_many_elements, "xml_too_many_elements", ErrorKind::limit,
     "The document has more elements than are taken.", "Ask the sender to split it."},
    {Reason::xml_unknown_form, "xml_unknown_form", ErrorKind::bad_input,
     "The root element is that of no form in the catalogue.",
     "Install the form, or give the sender the names that are known."},
    {Reason::json_malformed, "json_malformed", ErrorKind::bad_input, "The text is not JSON.",
     "Report it; the program writes this JSON itself."},
    {Reason::json_missing_member, "json_missing_member", ErrorKind::bad_input,
     "A record's JSON lacks a member.",
     "Report it with the place; docs/formats/record.md says what stands there."},
    {Reason::json_unknown_member, "json_unknown_member", ErrorKind::bad_input,
     "A record's JSON has a member that is unknown, or one twice.",
     "Report it with the place; docs/formats/record.md says what stands there."},
    {Reason::json_wrong_type, "json_wrong_type", ErrorKind::bad_input,
     "A member of a record's JSON has another type.",
     "Report it with the place; docs/formats/record.md says what stands there."},
    {Reason::json_wrong_value, "json_wrong_value", ErrorKind::bad_input,
     "A member of a record's JSON has a value that it cannot have.",
     "Report it with the place; docs/formats/record.md says what stands there."},
});

}  // namespace indgang
