// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace indgang::record {

/// Writes one compact JSON document straight to text: no tree, members in the order of the calls.
/// Commas come by themselves; that what is begun is ended, and that in an object each value follows
/// a key, is the caller's matter.
class JsonWriter {
  public:
    void begin_object() { open('{'); }
    void end_object() { put('}'); }
    void begin_array() { open('['); }
    void end_array() { put(']'); }

    void key(std::string_view name) {
        text(name);
        put(':');
    }
    /// A literal that needs no escape: it is copied as it stands.
    template <std::size_t size>
    void key(const char (&name)[size]) {
        separate();
        put('"');
        put(std::string_view(name, size - 1));
        put("\":");
    }
    /// Bytes that are no UTF-8 stand as U+FFFD.
    void text(std::string_view value);
    void whole(std::int64_t value);
    /// The shortest writing that reads back as the same number, with ".0" if it is whole. What is
    /// no number stands as null, which no reader of ours takes.
    void number(double value);
    void boolean(bool value);
    /// A whole JSON value that was written before.
    void json(std::string_view value);

    /// Picks the writing by type, so that no `const char*` can end as a bool.
    template <typename T>
    void value(const T& given) {
        if constexpr (std::same_as<T, bool>) {
            boolean(given);
        } else if constexpr (std::integral<T>) {
            whole(given);
        } else if constexpr (std::floating_point<T>) {
            number(given);
        } else {
            text(given);
        }
    }
    template <typename Name, typename T>
    void member(const Name& name, const T& given) {
        key(name);
        value(given);
    }
    /// An array with `write(element)` for each element.
    template <typename List, typename Write>
    void array(const List& list, Write write) {
        begin_array();
        for (const auto& element : list) {
            write(element);
        }
        end_array();
    }

    void reserve(std::size_t bytes) { room(bytes); }
    [[nodiscard]] std::string take() {
        text_.resize(std::exchange(size_, 0));
        return std::exchange(text_, {});
    }

  private:
    void separate() {
        // A value ends with none of these, because a string ends with its quote.
        if (size_ > 0 && text_[size_ - 1] != '{' && text_[size_ - 1] != '[' &&
            text_[size_ - 1] != ':') {
            put(',');
        }
    }
    void open(char bracket) {
        separate();
        put(bracket);
    }
    void escape(std::string_view value);

    /// Where the next `bytes` bytes go.
    char* room(std::size_t bytes) {
        if (text_.size() - size_ < bytes) {
            text_.resize(2 * text_.size() + bytes);
        }
        return text_.data() + size_;
    }
    void put(char c) {
        *room(1) = c;
        ++size_;
    }
    void put(std::string_view some) {
        std::memcpy(room(some.size()), some.data(), some.size());
        size_ += some.size();
    }

    std::string text_;  ///< the first `size_` bytes are written, the others are room
    std::size_t size_ = 0;
};

}  // namespace indgang::record
