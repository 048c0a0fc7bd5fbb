// SPDX-License-Identifier: MPL-2.0
#include "adapters/http/message/chunked_body.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <variant>

namespace indgang::http {
namespace {

constexpr std::size_t longest_size_line = 1'024;     // of a size with its extensions
constexpr std::size_t longest_trailer = 8u << 10;    // as nginx gives a header line
constexpr std::size_t free_frame_bytes = 64u << 10;  // then only in proportion to the body
constexpr std::size_t frame_bytes_per_byte = 8;      // a body in chunks of one byte has 6
constexpr int hexadecimal = 16;

/// RFC 9112, 7.1.1: *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] ). What the names
/// mean is nobody's concern here, so it is only checked that nothing in them can be a line end or
/// begin another size.
bool is_extension(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    return text.starts_with(';') &&
           std::ranges::all_of(text, [](char c) { return c == '\t' || (c >= ' ' && c <= '~'); });
}

}  // namespace

ChunkedBody::Step ChunkedBody::refuse(int status, const char* title) {
    refusal_ = {status, title};
    return Step::refused;
}

bool ChunkedBody::take_line(BytesView& bytes, std::size_t longest) {
    while (!bytes.empty() && line_.size() <= longest && !line_.ends_with('\n')) {
        line_ += static_cast<char>(bytes.front());
        bytes = bytes.subspan(1);
        ++frame_bytes_;
    }
    return line_.ends_with('\n');
}

std::optional<std::uint64_t> ChunkedBody::size_of(const std::string& line) {
    std::uint64_t size = 0;
    const auto* last = line.data() + line.size();
    // A sign is no digit for an unsigned number, and zeros before it do not count as overflow.
    const auto [end, error] = std::from_chars(line.data(), last, size, hexadecimal);
    const std::string_view rest(end, static_cast<std::size_t>(last - end));
    if (error != std::errc() || (!rest.empty() && !is_extension(rest))) {
        return std::nullopt;
    }
    return size;
}

ChunkedBody::Step ChunkedBody::take_size(BytesView& bytes) {
    if (!take_line(bytes, longest_size_line)) {
        return line_.size() > longest_size_line ? refuse(400, "a chunk's size is too long")
                                                : Step::more;
    }
    if (!line_.ends_with("\r\n")) {
        return refuse(400, "a line feed has no carriage return");
    }
    line_.resize(line_.size() - 2);
    const auto size = size_of(line_);
    line_.clear();
    if (!size) {
        return refuse(400, "a chunk's size is malformed");
    }
    left_ = *size;
    state_ = left_ == 0 ? State::trailer : State::data;
    return next(bytes);
}

ChunkedBody::Step ChunkedBody::take_data(BytesView& bytes) {
    if (bytes.empty()) {
        return Step::more;
    }
    piece_ = bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size())));
    bytes = bytes.subspan(piece_.size());
    left_ -= piece_.size();
    body_bytes_ += piece_.size();
    if (left_ == 0) {
        state_ = State::data_end;
    }
    return Step::piece;
}

ChunkedBody::Step ChunkedBody::take_data_end(BytesView& bytes) {
    if (!take_line(bytes, 1)) {
        return line_.empty() || line_ == "\r" ? Step::more
                                              : refuse(400, "a chunk is longer than its size");
    }
    if (line_ != "\r\n") {
        return refuse(400, "a line feed has no carriage return");
    }
    line_.clear();
    state_ = State::size;
    return next(bytes);
}

ChunkedBody::Step ChunkedBody::take_trailer(BytesView& bytes) {
    while (take_line(bytes, longest_trailer)) {
        if (!line_.ends_with("\r\n")) {
            return refuse(400, "a line feed has no carriage return");
        }
        const bool is_last = line_.size() == 2;
        trailer_ += line_;
        line_.clear();
        if (trailer_.size() > longest_trailer) {
            return refuse(431, "the trailer is too long");
        }
        if (is_last) {
            const auto fields = parse_fields(trailer_);
            if (const auto* refusal = std::get_if<Refusal>(&fields)) {
                return refuse(refusal->status, refusal->title);
            }
            state_ = State::whole;
            return Step::whole;
        }
    }
    return line_.size() > longest_trailer ? refuse(431, "the trailer is too long") : Step::more;
}

ChunkedBody::Step ChunkedBody::next(BytesView& bytes) {
    if (frame_bytes_ > free_frame_bytes + frame_bytes_per_byte * body_bytes_) {
        return refuse(400, "the body is nothing but frames");
    }
    switch (state_) {
        case State::size:
            return take_size(bytes);
        case State::data:
            return take_data(bytes);
        case State::data_end:
            return take_data_end(bytes);
        case State::trailer:
            return take_trailer(bytes);
        case State::whole:
            return Step::whole;
    }
    return refuse(400, "");
}

}  // namespace indgang::http
