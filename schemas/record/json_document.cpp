// SPDX-License-Identifier: MPL-2.0
// One pass over the text fills one list. A value knows where the next one begins (`end`), so that
// walking over an array or looking for a member skips what lies between; strings and numbers are
// views of the text. Only a string with an escape is written anew, into one store that is as large
// as the text and therefore never moves: an escape is never shorter than what it stands for.
// Against a tree with a node of its own for each value this spares the thousand allocations of a
// record. Measured with `indgang_bench xml`.
#include "schemas/record/json_document.h"

#include <charconv>

#include "schemas/core/utf8.h"
#include "schemas/error/error.h"
#include "schemas/record/json_plain.h"

namespace indgang::record {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

class JsonDocument::Reader {
  public:
    Reader(std::string_view text, std::vector<Value>& values, std::string& unescaped)
        : text_(text), values_(values), unescaped_(unescaped) {}

    void read() {
        value({}, 0);
        skip_blanks();
        if (at_ != text_.size()) {
            fail();
        }
    }

  private:
    [[noreturn]] void fail() const {
        throw Error(Reason::json_malformed, "record: the text is not JSON",
                    "byte " + std::to_string(at_ + 1));
    }
    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    void expect(char c) {
        if (at_ == text_.size() || text_[at_] != c) {
            fail();
        }
        ++at_;
    }
    bool skip(char c) {
        const bool is_there = at_ < text_.size() && text_[at_] == c;
        at_ += is_there ? 1 : 0;
        return is_there;
    }
    void skip_blanks() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
            ++at_;
        }
    }

    void value(std::string_view name, int depth) {
        skip_blanks();
        const std::size_t index = values_.size();
        values_.push_back({JsonKind::null, 0, name, {}});
        const char first = peek();
        if (first == '"') {
            values_[index].kind = JsonKind::string;
            values_[index].text = string();
        } else if (first == '{') {
            values_[index].kind = JsonKind::object;
            object(depth + 1);
        } else if (first == '[') {
            values_[index].kind = JsonKind::array;
            array(depth + 1);
        } else if (first == '-' || is_digit(first)) {
            values_[index].kind = JsonKind::number;
            values_[index].text = number();
        } else {
            values_[index].kind = first == 'n' ? JsonKind::null : JsonKind::boolean;
            values_[index].text = word(first == 'n' ? "null" : first == 't' ? "true" : "false");
        }
        values_[index].end = values_.size();
    }

    void object(int depth) {
        open('{', depth);
        if (skip('}')) {
            return;
        }
        do {
            skip_blanks();
            const std::string_view name = string();
            skip_blanks();
            expect(':');
            value(name, depth);
            skip_blanks();
        } while (skip(','));
        expect('}');
    }

    void array(int depth) {
        open('[', depth);
        if (skip(']')) {
            return;
        }
        do {
            value({}, depth);
            skip_blanks();
        } while (skip(','));
        expect(']');
    }

    void open(char bracket, int depth) {
        if (depth > deepest) {
            fail();
        }
        expect(bracket);
        skip_blanks();
    }

    std::string_view word(std::string_view expected) {
        if (text_.substr(at_, expected.size()) != expected) {
            fail();
        }
        at_ += expected.size();
        return expected;
    }

    void digits() {
        if (!is_digit(peek())) {
            fail();
        }
        while (is_digit(peek())) {
            ++at_;
        }
    }

    std::string_view number() {
        const std::size_t start = at_;
        skip('-');
        if (!skip('0')) {
            digits();
        }
        if (skip('.')) {
            digits();
        }
        if (skip('e') || skip('E')) {
            if (!skip('+')) {
                skip('-');
            }
            digits();
        }
        return text_.substr(start, at_ - start);
    }

    std::string_view string() {
        expect('"');
        const std::size_t start = at_;
        skip_plain();
        if (skip('"')) {
            return text_.substr(start, at_ - start - 1);
        }
        return string_with_escapes(start);
    }

    /// Goes to the next quote or backslash.
    void skip_plain() {
        for (at_ += plain_bytes(text_.substr(at_)); at_ < text_.size();
             at_ += plain_bytes(text_.substr(at_))) {
            const auto byte = static_cast<unsigned char>(text_[at_]);
            if (byte == '"' || byte == '\\') {
                return;
            }
            if (byte < 0x20) {
                fail();
            }
            const Utf8Start start = utf8_start(text_.substr(at_));
            if (!start.is_well_formed) {
                fail();
            }
            at_ += start.length;
        }
        fail();
    }

    std::string_view string_with_escapes(std::size_t start) {
        unescaped_.reserve(text_.size());  // once: a second time asks for no more
        const std::size_t begin = unescaped_.size();
        while (true) {
            unescaped_ += text_.substr(start, at_ - start);
            if (skip('"')) {
                return std::string_view(unescaped_).substr(begin);
            }
            expect('\\');
            escape();
            start = at_;
            skip_plain();
        }
    }

    void escape() {
        constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
        const char letter = peek();
        if (letter == 'u') {
            ++at_;
            append_utf8(unescaped_, code_point());
            return;
        }
        const std::size_t known = letters.find(letter);
        if (at_ == text_.size() || known == std::string_view::npos) {
            fail();
        }
        ++at_;
        unescaped_ += meanings[known];
    }

    /// One code point of one or, for a surrogate pair, two `\u` escapes.
    std::uint32_t code_point() {
        constexpr std::uint32_t high = 0xD800, low = 0xDC00, end = 0xE000, beyond = 0x10000;
        const std::uint32_t unit = four_hex_digits();
        if (unit < high || unit >= end) {
            return unit;
        }
        if (unit >= low) {
            fail();
        }
        expect('\\');
        expect('u');
        const std::uint32_t second = four_hex_digits();
        if (second < low || second >= end) {
            fail();
        }
        return beyond + ((unit - high) << 10) + (second - low);
    }

    std::uint32_t four_hex_digits() {
        constexpr std::size_t count = 4;
        constexpr int hex = 16;
        std::uint32_t unit = 0;
        const std::string_view written = text_.substr(at_, count);
        const auto [stop, error] =
            std::from_chars(written.data(), written.data() + written.size(), unit, hex);
        if (error != std::errc() || stop != written.data() + count) {
            fail();
        }
        at_ += count;
        return unit;
    }

    std::string_view text_;
    std::vector<Value>& values_;
    std::string& unescaped_;
    std::size_t at_ = 0;
};

JsonDocument::JsonDocument(std::string_view text) {
    constexpr std::size_t bytes_per_value = 16;  // of a record; a wrong guess costs a copy
    values_.reserve(text.size() / bytes_per_value + 1);
    Reader(text, values_, unescaped_).read();
}

}  // namespace indgang::record
