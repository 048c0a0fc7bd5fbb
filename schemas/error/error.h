// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <stdexcept>
#include <string>

#include "schemas/error/error_kind.h"
#include "schemas/error/reason.h"

namespace indgang {

/// Failure of the world. Its kind is that of its reason's row in the table. The message says what
/// was attempted, on what, and what was seen. It holds no personal data: no names, no CPR numbers,
/// no values of fields. `place` names file, page, line or XPath, if known.
class Error : public std::runtime_error {
  public:
    /// Takes: a reason that has a kind.
    Error(Reason reason, const std::string& message, std::string place = {});
    /// Of a family of reasons: `number` takes the place of the N in its code.
    Error(Reason family, int number, const std::string& message);

    [[nodiscard]] ErrorKind kind() const { return kind_; }
    /// What code compares with.
    [[nodiscard]] Reason why() const { return why_; }
    /// The code, for machines, databases and the operator's list.
    [[nodiscard]] const std::string& reason() const { return code_; }
    [[nodiscard]] const std::string& place() const { return place_; }

    /// The same, told of a place that is known only here.
    [[nodiscard]] Error at(std::string place) const;

  private:
    Reason why_;
    ErrorKind kind_;
    std::string code_;
    std::string place_;
};

}  // namespace indgang
