// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>

#include "schemas/core/bytes.h"

namespace indgang::xml {

/// The document as checked UTF-8 without a byte order mark, so that the parser never converts.
///
/// Takes:   the bytes as they came; `storage` receives the text where it must be converted.
/// Gives:   a view of `document` or of `storage`; well-formed UTF-8 without U+0000. The encoding in
///          its XML declaration still stands and must be ignored from here on.
/// Errors:  bad_input xml_encoding_unsupported (an encoding outside the list of SubmissionReader,
///          UTF-16 without byte order mark, UTF-32); xml_encoding_mismatch (the bytes are not what
///          the declaration or the byte order mark says; place = line); xml_malformed (U+0000, or
///          a character cut off by the end of the document).
[[nodiscard]] std::string_view to_utf8(BytesView document, std::string& storage);

/// The encoding that an XML declaration at the start of `text` names, as written; else empty.
[[nodiscard]] std::string_view declared_encoding(std::string_view text);

}  // namespace indgang::xml
