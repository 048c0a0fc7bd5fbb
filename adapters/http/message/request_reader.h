// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "adapters/http/message/chunked_body.h"
#include "adapters/http/message/request_head.h"
#include "schemas/core/bytes.h"

namespace indgang::http {

/// Takes the bytes of one connection, in pieces as they arrive, and says what requests they are.
///
/// The bytes decide alone: where pieces end changes nothing. After a refusal nothing that follows
/// is taken for a request.
class RequestReader {
  public:
    struct Limits {
        std::size_t head_bytes = 16u << 10;
        std::size_t body_bytes = 100u << 20;
    };
    enum class Step {
        more,     ///< all bytes were taken, more are needed
        head,     ///< `head()` is complete; the body follows
        piece,    ///< `piece()` is the next part of the body
        whole,    ///< the request is complete; `next` goes on with the following one
        refused,  ///< `refusal()` says why
    };

    explicit RequestReader(Limits limits) : limits_(limits) {}

    /// Takes bytes off the front of `bytes`. Call it again after every step but more and refused.
    Step next(BytesView& bytes);
    /// From the step head until the step after whole.
    [[nodiscard]] const RequestHead& head() const { return head_; }
    /// A part of what `next` was given: it lives as long as that.
    [[nodiscard]] BytesView piece() const { return piece_; }
    [[nodiscard]] const Refusal& refusal() const { return refusal_; }
    /// Nothing of the next request has come yet.
    [[nodiscard]] bool is_between() const {
        return state_ == State::whole || (state_ == State::head && head_text_.empty());
    }
    [[nodiscard]] bool is_in_body() const {
        return state_ == State::body || state_ == State::chunks;
    }
    /// How many bytes of the body may still come, if that is known.
    [[nodiscard]] std::optional<std::size_t> left() const;

  private:
    enum class State { head, body, chunks, whole, refused };

    Step take_head(BytesView& bytes);
    Step take_piece(BytesView& bytes);
    Step take_chunk(BytesView& bytes);
    Step refuse(Refusal refusal);

    Limits limits_;
    State state_ = State::head;
    std::string head_text_;
    RequestHead head_;
    ChunkedBody chunks_;
    std::size_t body_bytes_ = 0;  ///< that came so far
    BytesView piece_;
    Refusal refusal_;
};

}  // namespace indgang::http
