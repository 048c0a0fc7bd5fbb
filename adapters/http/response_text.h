// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>

#include "adapters/http/server.h"

namespace indgang::http {

struct ResponseForm {
    bool closes = false;   ///< the connection ends after this answer
    bool is_head = false;  ///< the answer to HEAD: its body is counted and not sent
};

/// The bytes of an answer. Line ends in a header's value become blanks.
[[nodiscard]] std::string text_of(const ServerResponse& response, ResponseForm form);

/// RFC 9457. `reason` is the stable code for machines, if there is one.
[[nodiscard]] ServerResponse problem(int status, const std::string& title,
                                     std::string_view reason = {});

}  // namespace indgang::http
