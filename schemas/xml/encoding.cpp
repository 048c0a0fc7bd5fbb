// SPDX-License-Identifier: MPL-2.0
//
// What the bytes of a document are, whatever it says of itself. Old senders write ISO-8859-1 or
// windows-1252, converted documents keep the declaration of the encoding that they had before, and
// the parser believes them: UTF-8 that is declared ISO-8859-1 parses without a word and gives "Ã¥"
// for "å" in a citizen's name. So the encoding is settled here, before the parser: the declared one
// must be on a short list, and the bytes must agree with it. A text in a one-byte encoding whose
// bytes beyond ASCII all happen to form UTF-8 sequences is UTF-8 with a wrong declaration: the
// chance that Danish text in ISO-8859-1 does so is nil, because a letter such as 0xE5 would need
// two bytes of 0x80..0xBF after it, which are control codes and signs there. The bytes 0x80..0x9F
// are control codes in ISO-8859, which no text holds; they come from windows-1252.
//
// Then everything becomes UTF-8, and libxml2 is told to ignore the declaration: its converters, a
// steady source of trouble, never run. Cost: one pass, 8 bytes a step over ASCII.
#include "schemas/xml/encoding.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "schemas/core/utf8.h"
#include "schemas/error/error.h"

namespace indgang::xml {
namespace {

enum class Encoding { utf_8, utf_16, utf_16le, utf_16be, iso_8859_1, iso_8859_15, windows_1252 };

struct NamedEncoding {
    std::string_view name;
    Encoding encoding;
};
constexpr std::array names{
    NamedEncoding{"utf-8", Encoding::utf_8},
    NamedEncoding{"utf8", Encoding::utf_8},
    NamedEncoding{"utf-16", Encoding::utf_16},
    NamedEncoding{"utf-16le", Encoding::utf_16le},
    NamedEncoding{"utf-16be", Encoding::utf_16be},
    NamedEncoding{"iso-8859-1", Encoding::iso_8859_1},
    NamedEncoding{"iso8859-1", Encoding::iso_8859_1},
    NamedEncoding{"iso_8859-1", Encoding::iso_8859_1},
    NamedEncoding{"latin1", Encoding::iso_8859_1},
    NamedEncoding{"iso-8859-15", Encoding::iso_8859_15},
    NamedEncoding{"iso8859-15", Encoding::iso_8859_15},
    NamedEncoding{"latin-9", Encoding::iso_8859_15},
    NamedEncoding{"windows-1252", Encoding::windows_1252},
    NamedEncoding{"cp1252", Encoding::windows_1252},
};

/// An XML declaration with every blank that a sender could mean is far shorter.
constexpr std::size_t declaration_bytes = 400;
constexpr std::size_t word_bytes = 8;
constexpr char32_t first_two_bytes = 0x80;
constexpr char32_t first_four_bytes = 0x10000;
constexpr char32_t first_surrogate = 0xD800;
constexpr char32_t first_low_surrogate = 0xDC00;
constexpr char32_t after_surrogates = 0xE000;
constexpr unsigned first_one_byte_letter = 0xA0;

/// windows-1252 at 0x80..0x9F (WHATWG Encoding, index windows-1252); 0: no character.
constexpr std::array<char32_t, 32> windows_1252_low{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

struct Replaced {
    std::uint8_t byte;
    char32_t character;
};
/// Where ISO-8859-15 is not ISO-8859-1.
constexpr std::array iso_8859_15_replaced{
    Replaced{0xA4, 0x20AC}, Replaced{0xA6, 0x160}, Replaced{0xA8, 0x161}, Replaced{0xB4, 0x17D},
    Replaced{0xB8, 0x17E},  Replaced{0xBC, 0x152}, Replaced{0xBD, 0x153}, Replaced{0xBE, 0x178}};

std::string place_at(std::string_view text, std::size_t at) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(at, text.size()));
    return "line " + std::to_string(1 + std::count(text.begin(), end, '\n'));
}

[[noreturn]] void refuse(Reason reason, const std::string& message, const std::string& place) {
    throw Error(reason, "xml: " + message, place);
}

struct Utf8Check {
    std::size_t bad_at = std::string_view::npos;  ///< npos: all is UTF-8
    bool is_cut_off = false;
    bool has_sequences = false;
};

Utf8Check check_utf8(std::string_view text) {
    Utf8Check check;
    for (std::size_t at = skip_ascii(text, 0); at < text.size(); at = skip_ascii(text, at)) {
        const Utf8Start start = utf8_start(text.substr(at));
        if (!start.is_well_formed) {
            check.bad_at = at;
            check.is_cut_off = start.is_cut_off;
            return check;
        }
        check.has_sequences = true;
        at += start.length;
    }
    return check;
}

void refuse_bad_utf8(std::string_view text, const Utf8Check& check) {
    if (check.bad_at == std::string_view::npos) {
        return;
    }
    const std::string place = place_at(text, check.bad_at);
    if (check.is_cut_off) {
        refuse(Reason::xml_malformed, "the document ends within a character", place);
    }
    refuse(Reason::xml_encoding_mismatch,
           "the bytes are no UTF-8; they look like ISO-8859-1 or windows-1252", place);
}

std::string_view checked(std::string_view utf8) {
    const std::size_t nul = utf8.find('\0');
    if (nul != std::string_view::npos) {
        refuse(Reason::xml_malformed, "the document holds the character U+0000",
               place_at(utf8, nul));
    }
    return utf8;
}

char32_t one_byte_character(Encoding encoding, std::uint8_t byte) {
    if (byte < first_two_bytes) {
        return byte;
    }
    if (byte < first_one_byte_letter) {
        return encoding == Encoding::windows_1252 ? windows_1252_low[byte - first_two_bytes] : 0;
    }
    if (encoding == Encoding::iso_8859_15) {
        for (const Replaced& replaced : iso_8859_15_replaced) {
            if (replaced.byte == byte) {
                return replaced.character;
            }
        }
    }
    return byte;
}

std::string_view from_one_byte(std::string_view text, Encoding encoding, std::string& storage) {
    const std::size_t first_high = skip_ascii(text, 0);
    if (first_high == text.size()) {
        return checked(text);
    }
    const Utf8Check as_utf8 = check_utf8(text);
    if (as_utf8.bad_at == std::string_view::npos && as_utf8.has_sequences) {
        refuse(Reason::xml_encoding_mismatch,
               "the bytes are UTF-8, declared as a one-byte encoding", place_at(text, first_high));
    }
    storage.assign(text.substr(0, first_high));
    storage.reserve(text.size() + text.size() / word_bytes);
    for (std::size_t at = first_high; at < text.size(); ++at) {
        const auto byte = static_cast<std::uint8_t>(text[at]);
        const char32_t c = one_byte_character(encoding, byte);
        if (c == 0 && byte != 0) {
            refuse(Reason::xml_encoding_mismatch,
                   "a byte has no character in the declared encoding", place_at(text, at));
        }
        append_utf8(storage, c);
    }
    return checked(storage);
}

std::string_view from_utf16(std::string_view text, bool is_little, std::string& storage) {
    storage.clear();
    storage.reserve(text.size());
    const auto unit_at = [&](std::size_t at) -> char32_t {
        const auto first = static_cast<unsigned char>(text[at]);
        const auto second = static_cast<unsigned char>(text[at + 1]);
        constexpr unsigned byte_bits = 8;
        return is_little ? first | char32_t{second} << byte_bits
                         : second | char32_t{first} << byte_bits;
    };
    const auto place = [&] { return place_at(storage, storage.size()); };
    std::size_t at = 0;
    for (; at + 1 < text.size(); at += 2) {
        char32_t c = unit_at(at);
        if (c >= first_surrogate && c < after_surrogates) {
            const bool is_pair = c < first_low_surrogate && at + 3 < text.size();
            const char32_t low = is_pair ? unit_at(at + 2) : 0;
            if (low < first_low_surrogate || low >= after_surrogates) {
                refuse(Reason::xml_malformed, "half a surrogate pair in UTF-16", place());
            }
            constexpr unsigned surrogate_bits = 10;
            c = first_four_bytes + ((c - first_surrogate) << surrogate_bits) +
                (low - first_low_surrogate);
            at += 2;
        }
        append_utf8(storage, c);
    }
    if (at != text.size()) {
        refuse(Reason::xml_malformed, "the document ends within a character", place());
    }
    return checked(storage);
}

std::optional<Encoding> encoding_named(std::string_view name) {
    const auto is_same = [](char a, char lower) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == lower;
    };
    for (const NamedEncoding& named : names) {
        if (std::equal(name.begin(), name.end(), named.name.begin(), named.name.end(), is_same)) {
            return named.encoding;
        }
    }
    return std::nullopt;
}

bool is_utf16(Encoding encoding) {
    return encoding == Encoding::utf_16 || encoding == Encoding::utf_16le ||
           encoding == Encoding::utf_16be;
}

/// The declared encoding, or `otherwise` where nothing is declared.
Encoding encoding_of(std::string_view text, Encoding otherwise) {
    const std::string_view name = declared_encoding(text);
    if (name.empty()) {
        return otherwise;
    }
    const std::optional<Encoding> encoding = encoding_named(name);
    if (!encoding) {
        refuse(Reason::xml_encoding_unsupported, "the declared encoding is not on the list",
               "line 1");
    }
    return *encoding;
}

[[noreturn]] void refuse_mark_and_declaration() {
    refuse(Reason::xml_encoding_mismatch, "the byte order mark and the declaration disagree",
           "line 1");
}

std::string_view utf16_after_mark(std::string_view text, bool is_little, std::string& storage) {
    const std::string_view utf8 = from_utf16(text, is_little, storage);
    const Encoding declared = encoding_of(utf8, Encoding::utf_16);
    const Encoding other = is_little ? Encoding::utf_16be : Encoding::utf_16le;
    if (!is_utf16(declared) || declared == other) {
        refuse_mark_and_declaration();
    }
    return utf8;
}

}  // namespace

std::string_view declared_encoding(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    constexpr std::string_view opening = "<?xml";
    constexpr std::string_view keyword = "encoding";
    if (!text.starts_with(opening) || text.size() == opening.size() ||
        blanks.find(text[opening.size()]) == std::string_view::npos) {
        return {};
    }
    text = text.substr(opening.size(), declaration_bytes);
    text = text.substr(0, text.find("?>"));
    const std::size_t at = text.find(keyword);
    if (at == std::string_view::npos) {
        return {};
    }
    text.remove_prefix(at + keyword.size());
    const std::size_t quote = text.find_first_not_of(" \t\r\n=");
    if (quote == std::string_view::npos || (text[quote] != '"' && text[quote] != '\'')) {
        return {};
    }
    const std::size_t end = text.find(text[quote], quote + 1);
    return end == std::string_view::npos ? std::string_view{}
                                         : text.substr(quote + 1, end - quote - 1);
}

std::string_view to_utf8(BytesView document, std::string& storage) {
    using namespace std::string_view_literals;
    constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
    constexpr std::string_view utf16le_mark = "\xFF\xFE";
    constexpr std::string_view utf16be_mark = "\xFE\xFF";
    std::string_view text = text_of(document);
    if (text.starts_with("\xFF\xFE\0\0"sv) || text.starts_with("\0\0\xFE\xFF"sv)) {
        refuse(Reason::xml_encoding_unsupported, "the document is UTF-32", "line 1");
    }
    if (text.starts_with(utf16le_mark) || text.starts_with(utf16be_mark)) {
        const bool is_little = text.starts_with(utf16le_mark);
        return utf16_after_mark(text.substr(utf16le_mark.size()), is_little, storage);
    }
    if (text.starts_with("<\0"sv) || text.starts_with("\0<"sv) || text.starts_with("\0\0"sv)) {
        refuse(Reason::xml_encoding_unsupported, "UTF-16 or UTF-32 without a byte order mark",
               "line 1");
    }
    const bool has_mark = text.starts_with(utf8_mark);
    if (has_mark) {
        text.remove_prefix(utf8_mark.size());
    }
    const Encoding encoding = encoding_of(text, Encoding::utf_8);
    if (has_mark && encoding != Encoding::utf_8) {
        refuse_mark_and_declaration();
    }
    if (is_utf16(encoding)) {
        refuse(Reason::xml_encoding_mismatch, "declared as UTF-16, but the bytes are not",
               "line 1");
    }
    if (encoding != Encoding::utf_8) {
        return from_one_byte(text, encoding, storage);
    }
    refuse_bad_utf8(text, check_utf8(text));
    return checked(text);
}

}  // namespace indgang::xml
