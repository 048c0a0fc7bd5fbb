// SPDX-License-Identifier: MPL-2.0
#include "adapters/http/message/request_reader.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace indgang::http {

RequestReader::Step RequestReader::refuse(Refusal refusal) {
    refusal_ = refusal;
    state_ = State::refused;
    return Step::refused;
}

std::optional<std::size_t> RequestReader::left() const {
    return state_ == State::body ? std::optional(*head_.body_bytes - body_bytes_) : std::nullopt;
}

/// A byte that no head can hold refuses it at once, so that somebody who speaks another protocol
/// is not waited for.
RequestReader::Step RequestReader::take_head(BytesView& bytes) {
    while (!bytes.empty()) {
        const auto c = static_cast<char>(bytes.front());
        bytes = bytes.subspan(1);
        const bool is_after_return = head_text_.ends_with('\r');
        if (is_after_return != (c == '\n') || c == '\0') {
            return refuse({400, "a line does not end as lines do"});
        }
        head_text_ += c;
        if (head_text_ == "\r\n") {
            head_text_.clear();  // RFC 9112, 2.2: an empty line before a request is passed over
        }
        if (head_text_.ends_with("\r\n\r\n")) {
            auto read = parse_request_head(std::exchange(head_text_, {}));
            if (const auto* refusal = std::get_if<Refusal>(&read)) {
                return refuse(*refusal);
            }
            head_ = std::move(std::get<RequestHead>(read));
            if (head_.body_bytes.value_or(0) > limits_.body_bytes) {
                return refuse({413, "the body is too large"});
            }
            state_ = head_.body_bytes ? State::body : State::chunks;
            return Step::head;
        }
        if (head_text_.size() > limits_.head_bytes) {
            return refuse({431, "the head is too large"});
        }
    }
    return Step::more;
}

RequestReader::Step RequestReader::take_piece(BytesView& bytes) {
    const auto missing = *head_.body_bytes - body_bytes_;
    if (missing == 0) {
        state_ = State::whole;
        return Step::whole;
    }
    if (bytes.empty()) {
        return Step::more;
    }
    piece_ = bytes.first(std::min(missing, bytes.size()));
    bytes = bytes.subspan(piece_.size());
    body_bytes_ += piece_.size();
    return Step::piece;
}

RequestReader::Step RequestReader::take_chunk(BytesView& bytes) {
    switch (chunks_.next(bytes)) {
        case ChunkedBody::Step::more:
            return Step::more;
        case ChunkedBody::Step::piece:
            piece_ = chunks_.piece();
            body_bytes_ += piece_.size();
            return body_bytes_ > limits_.body_bytes ? refuse({413, "the body is too large"})
                                                    : Step::piece;
        case ChunkedBody::Step::whole:
            state_ = State::whole;
            return Step::whole;
        case ChunkedBody::Step::refused:
            return refuse(chunks_.refusal());
    }
    return Step::refused;
}

RequestReader::Step RequestReader::next(BytesView& bytes) {
    switch (state_) {
        case State::whole:
            state_ = State::head;
            chunks_ = {};
            body_bytes_ = 0;
            return take_head(bytes);
        case State::head:
            return take_head(bytes);
        case State::body:
            return take_piece(bytes);
        case State::chunks:
            return take_chunk(bytes);
        case State::refused:
            return Step::refused;
    }
    return Step::refused;
}

}  // namespace indgang::http
