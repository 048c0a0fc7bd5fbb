// SPDX-License-Identifier: MPL-2.0
#include "schemas/error/error.h"

#include <utility>

#include "schemas/error/verify.h"

namespace indgang {
namespace {

ErrorKind kind_of(Reason reason) {
    const auto kind = row_of(reason).kind;
    VERIFY(kind.has_value());  // a reason of states alone is thrown nowhere
    return *kind;
}

}  // namespace

Error::Error(Reason reason, const std::string& message, std::string place)
    : std::runtime_error(message),
      why_(reason),
      kind_(kind_of(reason)),
      code_(code_of(reason)),
      place_(std::move(place)) {}

Error::Error(Reason family, int number, const std::string& message)
    : std::runtime_error(message),
      why_(family),
      kind_(kind_of(family)),
      code_(code_of(family, number)) {}

Error Error::at(std::string place) const {
    Error told = *this;
    told.place_ = std::move(place);
    return told;
}

}  // namespace indgang
