// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>

#include "schemas/core/bytes.h"
#include "schemas/core/digest.h"

namespace indgang {

/// The digest of bytes that come in pieces.
class Digester {
  public:
    Digester();
    ~Digester();
    Digester(Digester&&) noexcept;
    Digester& operator=(Digester&&) noexcept;
    void add(BytesView bytes);
    /// Of everything that was added. Nothing may be added after it.
    [[nodiscard]] Digest digest();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang
