// SPDX-License-Identifier: MPL-2.0
// The JSON of a record is 13 to 18 KB, and nine tenths of it are the same in each: the names of
// members and the marks between them. It must stay as it is, since it is delivered and a delivery
// never changes its bytes; but the database need not hold it so. JSON that is written without
// blanks has no byte below 0x20, so each of these can stand for a phrase. Two of them stand for
// something that was said before: the raw text that is the value again, and the time that is the
// last time again. What is left is about a third, and writing and reading it back cost less than
// what SQLite saves by it. A general compressor makes it half as large again, at several times the
// cost.
//
// A shortened text begins with the number of its table of phrases. The table never changes; another
// one gets another number.
#include "pipeline/store/sqlite/database/phrases.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace indgang::store::sqlite {
namespace {

constexpr char table_number = 1;
constexpr char raw_is_value = 2;
constexpr char time_again = 3;
constexpr char first_phrase = 4;
constexpr unsigned char first_plain = 0x20;
constexpr std::size_t time_bytes = 24;  // "2026-11-29T15:01:25.702Z"

constexpr std::string_view raw_begins = R"(","raw":")";
constexpr std::string_view time_begins = R"(","at":")";

/// Each begins with a quote. The first that fits is taken, so longer ones stand before those that
/// they begin with.
constexpr std::array<std::string_view, 28> phrases = {
    R"(","raw":"","provenance":{"way":"submitted","xpath":""},"accepted":true},{"field":")",
    R"("},"accepted":true},{"field":")",
    R"(","provenance":{"way":"submitted","xpath":"/)",
    R"(","provenance":{"way":"scanned","page":)",
    R"(","agreement":"unknown","registry":")",
    R"(","agreement":"confirmed","registry":")",
    R"("}},{"rule":"register_unknown","severity":"remark","fields":[")",
    R"("},"rows":[],"unknown_reason":")",
    R"("},{"question":{"registry":")",
    R"("],"evidence":{"reason":")",
    R"(","registered":")",
    R"(","registry":")",
    R"(","severity":")",
    R"(","fields":[")",
    R"("}},"purpose":")",
    R"("}},{"rule":")",
    R"("},{"field":")",
    R"("],"evidence":{)",
    R"(","source":")",
    R"(","value":")",
    R"(","kind":")",
    raw_begins,
    R"(","key":{")",
    time_begins,
    R"(":{"kind":")",
    R"("},")",
    R"(",")",
    R"(":")",
};
static_assert(first_phrase + phrases.size() == first_plain);

constexpr std::size_t key_bytes = 4;

constexpr std::uint32_t key_of(std::string_view text) {
    std::uint32_t key = 0;
    for (std::size_t i = 0; i < key_bytes; ++i) {
        key = key << 8U | static_cast<unsigned char>(text[i]);
    }
    return key;
}

/// The first bytes of the phrases that have so many; those that have less stand behind them.
constexpr std::size_t long_phrases = phrases.size() - 2;
constexpr auto keys = [] {
    std::array<std::uint32_t, long_phrases> all{};
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i] = key_of(phrases[i]);
    }
    return all;
}();

/// The phrases by the first bytes, as chains in the order of the table: which is the first of a
/// chain, and which follows each.
constexpr unsigned bucket_bits = 6;
constexpr std::size_t bucket_of(std::uint32_t key) {
    constexpr std::uint32_t golden = 2654435769U;
    return key * golden >> (32U - bucket_bits);
}
struct Chains {
    std::array<std::uint8_t, 1U << bucket_bits> first{};
    std::array<std::uint8_t, long_phrases> next{};
};
constexpr Chains chains = [] {
    Chains all;
    all.first.fill(long_phrases);
    for (std::size_t i = long_phrases; i > 0; --i) {
        auto& first = all.first[bucket_of(keys[i - 1])];
        all.next[i - 1] = first;
        first = static_cast<std::uint8_t>(i - 1);
    }
    return all;
}();

/// The phrase at the beginning of `text`, or as many as there are.
std::size_t phrase_at(std::string_view text) {
    constexpr std::string_view second = ",}]:";
    if (text.size() < 2 || second.find(text[1]) == std::string_view::npos) {
        return phrases.size();
    }
    if (text.size() >= key_bytes) {
        const auto key = key_of(text);
        for (std::size_t i = chains.first[bucket_of(key)]; i < long_phrases; i = chains.next[i]) {
            if (keys[i] == key && text.starts_with(phrases[i])) {
                return i;
            }
        }
    }
    std::size_t i = long_phrases;
    while (i < phrases.size() && !text.starts_with(phrases[i])) {
        ++i;
    }
    return i;
}

/// Eight bytes at a time: this looks at every byte of every record.
bool has_control(std::string_view text) {
    constexpr std::uint64_t each = 0x0101010101010101, top = each * 0x80;
    std::size_t at = 0;
    for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data() + at, sizeof eight);
        // Borrows only above a byte that is below 0x20 itself, so that there is none without one.
        if (((eight - each * first_plain) & ~eight & top) != 0) {
            return true;
        }
    }
    return std::any_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < first_plain; });
}

}  // namespace

std::string shortened(std::string_view json) {
    if (has_control(json)) {
        return std::string(json);
    }
    std::string out(1, table_number);
    out.reserve(json.size() / 2);
    std::string_view last_time;
    std::size_t string_at = std::string_view::npos;  // where the last quote was, and one more
    for (std::size_t at = 0; at < json.size();) {
        const auto quote = std::min(json.find('"', at), json.size());
        out += json.substr(at, quote - at);
        at = quote;
        const auto rest = json.substr(at);
        const auto i = phrase_at(rest);
        if (i == phrases.size()) {
            out += rest.substr(0, 1);
            string_at = ++at;
            continue;
        }
        const auto phrase = phrases[i];
        const auto after = rest.substr(phrase.size());
        if (phrase == raw_begins && string_at <= at) {
            const auto value = json.substr(string_at, at - string_at);
            if (after.starts_with(value) && after.substr(value.size()).starts_with('"')) {
                out += raw_is_value;
                at += phrase.size() + value.size();
                string_at = at - value.size();
                continue;
            }
        }
        if (phrase == time_begins) {
            const auto time = after.substr(0, after.find('"')).substr(0, time_bytes);
            if (time.size() == time_bytes && time == last_time) {
                out += time_again;
                at += phrase.size() + time_bytes;
                string_at = at - time_bytes;
                continue;
            }
            last_time = time;  // what is shorter is no time, and nothing is like it
        }
        out += static_cast<char>(first_phrase + static_cast<char>(i));
        string_at = at + phrase.rfind('"') + 1;
        at += phrase.size();
    }
    return out;
}

std::string whole(std::string stored) {
    if (!stored.starts_with(table_number)) {
        return stored;
    }
    std::string out;
    constexpr std::size_t grows_about = 4;
    out.reserve(grows_about * stored.size());
    std::size_t last_time = std::string::npos;
    for (std::size_t at = 1; at < stored.size();) {
        const auto code =
            std::find_if(stored.begin() + static_cast<std::ptrdiff_t>(at), stored.end(),
                         [](char c) { return static_cast<unsigned char>(c) < first_plain; });
        const auto end = static_cast<std::size_t>(code - stored.begin());
        out.append(stored, at, end - at);
        if (code == stored.end()) {
            break;
        }
        at = end + 1;
        if (*code == raw_is_value) {
            const auto value = out.rfind('"') + 1;  // 0 when there is no quote
            const auto text = out.substr(value);
            out += raw_begins;
            out += text;
        } else if (*code == time_again) {
            if (last_time + time_bytes > out.size() || last_time == std::string::npos) {
                return stored;
            }
            const auto time = out.substr(last_time, time_bytes);
            out += time_begins;
            out += time;
        } else if (*code < first_phrase) {
            return stored;
        } else {
            const auto phrase = phrases[static_cast<std::size_t>(*code - first_phrase)];
            out += phrase;
            if (phrase == time_begins) {
                last_time = out.size();
            }
        }
    }
    return out;
}

}  // namespace indgang::store::sqlite
