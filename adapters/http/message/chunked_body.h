// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "adapters/http/message/request_head.h"
#include "schemas/core/bytes.h"

namespace indgang::http {

/// Takes the chunks off a body, in pieces as they arrive.
///
/// Sizes may have leading zeros, and names with values may follow them; neither is kept. What
/// stands after the last chunk is checked as fields of a head and dropped. What frames the chunks
/// is limited, so that a body of nothing but frames ends.
/// Source: RFC 9112, section 7.1.
class ChunkedBody {
  public:
    enum class Step {
        more,   ///< all bytes were taken, more are needed
        piece,  ///< `piece()` is the next part of the body
        whole,  ///< the body is complete; the rest of the bytes belongs to the next request
        refused,
    };
    /// Takes bytes off the front of `bytes`. Call it again after a piece.
    Step next(BytesView& bytes);
    /// A part of what `next` was given: it lives as long as that.
    [[nodiscard]] BytesView piece() const { return piece_; }
    [[nodiscard]] const Refusal& refusal() const { return refusal_; }

  private:
    enum class State { size, data, data_end, trailer, whole };

    Step take_size(BytesView& bytes);
    Step take_data(BytesView& bytes);
    Step take_data_end(BytesView& bytes);
    Step take_trailer(BytesView& bytes);
    Step refuse(int status, const char* title);
    /// Moves bytes into `line_` until a line ends there; false: it does not, or it was refused.
    bool take_line(BytesView& bytes, std::size_t longest);
    [[nodiscard]] static std::optional<std::uint64_t> size_of(const std::string& line);

    State state_ = State::size;
    std::string line_;     ///< of a size, or the line end after a chunk
    std::string trailer_;  ///< every line after the last chunk
    std::uint64_t left_ = 0;
    std::size_t frame_bytes_ = 0;
    std::size_t body_bytes_ = 0;
    BytesView piece_;
    Refusal refusal_;
};

}  // namespace indgang::http
