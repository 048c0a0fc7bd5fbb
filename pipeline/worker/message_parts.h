// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>

#include "pipeline/worker/message.h"
#include "schemas/core/bytes.h"
#include "schemas/error/error.h"

/// What the encodings of requests and of answers share.
namespace indgang::worker {

using Json = nlohmann::json;

[[nodiscard]] inline Error not_an_answer(const char* what) {
    return {Reason::worker_died, std::string("worker: its answer ") + what};
}

/// A message without a body, or whose body is added afterwards.
[[nodiscard]] inline Message message_of(const Json& header) {
    // A message may quote a file's name, which may be no UTF-8.
    return {header.dump(-1, ' ', false, Json::error_handler_t::replace), {}};
}

/// The parts of a body, one after the other. Errors: unavailable "worker_died" (it is too short).
class Parts {
  public:
    explicit Parts(BytesView body) : body_(body) {}
    [[nodiscard]] BytesView next(std::size_t size) {
        if (size > body_.size() - at_) {
            throw not_an_answer("is too short");
        }
        const auto part = body_.subspan(at_, size);
        at_ += size;
        return part;
    }
    /// What the header spoke of is all that there is.
    void end() const {
        if (at_ != body_.size()) {
            throw not_an_answer("is too long");
        }
    }

  private:
    BytesView body_;
    std::size_t at_ = 0;
};

}  // namespace indgang::worker
