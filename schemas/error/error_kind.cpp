// SPDX-License-Identifier: MPL-2.0
#include "schemas/error/error_kind.h"

#include "schemas/error/verify.h"

namespace indgang {

std::string_view name_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::bad_input:
            return "bad_input";
        case ErrorKind::not_found:
            return "not_found";
        case ErrorKind::refused:
            return "refused";
        case ErrorKind::unavailable:
            return "unavailable";
        case ErrorKind::limit:
            return "limit";
        case ErrorKind::conflict:
            return "conflict";
        case ErrorKind::internal:
            return "internal";
    }
    VERIFY(false);
}

}  // namespace indgang
