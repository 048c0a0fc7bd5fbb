// SPDX-License-Identifier: MPL-2.0
//
// A feed of a million applications is three gigabytes of XML. A parser that streams it would have
// to be trusted with all of it, stops for good at the first applicant whose text is broken, and
// gives events of which each application would have to be written anew, byte for byte different
// from what its sender signed or keeps. So a feed is not parsed but cut: only tags are found, and
// of those only the names of the element that a part began with are counted. A part ends where this
// element does. What is wrong inside a part, tags that do not match among it, is found by the
// parser of that part and costs nobody else anything.
//
// Cutting works in every encoding in which ASCII stands for itself: UTF-8, ISO-8859-1, ISO-8859-15
// and windows-1252. In none of them is '<' or '>' part of another character.
//
// Cost: one search for '<' and one for '>' per tag; 64-bit counts, no copies but of the part.
#include "schemas/xml/feed.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "schemas/xml/encoding.h"

namespace indgang::xml {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t piece_bytes = std::size_t{1} << 18;
constexpr std::size_t nowhere = std::string::npos;
constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

/// What is no tag, and hides tags in itself.
struct Island {
    std::string_view begins;
    std::string_view ends;
};
constexpr std::array islands{Island{"<!--", "-->"}, Island{"<![CDATA[", "]]>"}, Island{"<?", "?>"}};

bool is_blank(std::string_view text) {
    return text.find_first_not_of(blanks) == nowhere;
}

struct Attribute {
    std::string_view name;
    std::string_view value;  ///< with its quotes
};

/// Takes: what follows the name of an opening tag. What is no attribute ends the list: the parser
/// of the part says so.
std::vector<Attribute> attributes_of(std::string_view text) {
    std::vector<Attribute> all;
    while (true) {
        const auto begin = text.find_first_not_of(blanks);
        if (begin == nowhere) {
            return all;
        }
        text.remove_prefix(begin);
        const auto name_end = text.find_first_of(" \t\r\n="sv);
        const auto quote = text.find_first_of("\"'"sv);
        if (name_end == nowhere || quote == nowhere || quote < name_end) {
            return all;
        }
        const auto end = text.find(text[quote], quote + 1);
        if (end == nowhere) {
            return all;
        }
        all.push_back({text.substr(0, name_end), text.substr(quote, end + 1 - quote)});
        text.remove_prefix(end + 1);
    }
}

}  // namespace

FeedReader::FeedReader(Source source) : source_(std::move(source)) {}

std::string_view FeedReader::window() const {
    return std::string_view(buffer_).substr(start_);
}

bool FeedReader::read_more() {
    if (is_read_up_) {
        return false;
    }
    buffer_.erase(0, std::exchange(start_, 0));
    const auto have = buffer_.size();
    buffer_.resize(have + piece_bytes);
    const auto got = source_(std::span(buffer_).subspan(have));
    buffer_.resize(have + got);
    is_read_up_ = got == 0;
    return !is_read_up_;
}

/// Nothing that is looked for may be farther away than a document is large, or a sender could have
/// all memory.
std::size_t FeedReader::find(std::string_view what, std::size_t from) {
    const auto first = from;
    while (true) {
        const auto found = window().find(what, from);
        if (found != nowhere) {
            return found;
        }
        if (window().size() > first + limits::xml_bytes) {
            throw Error(Reason::xml_too_large, "xml: a tag or a text of the feed is too large",
                        place());
        }
        // The end of the window may be the beginning of it.
        from = std::max(from, window().size() - std::min(window().size(), what.size() - 1));
        if (!read_more()) {
            return nowhere;
        }
    }
}

bool FeedReader::is_there(std::size_t bytes) {
    while (window().size() < bytes && read_more()) {
    }
    return window().size() >= bytes;
}

std::string FeedReader::place() const {
    return "line " + std::to_string(line_);
}

void FeedReader::refuse_malformed(const char* message) const {
    throw Error(Reason::xml_malformed, std::string("xml: ") + message, place());
}

void FeedReader::drop(std::size_t bytes) {
    line_ += std::ranges::count(window().substr(0, bytes), '\n');
    start_ += bytes;
}

/// A quoted value may hold '>', but never '<': where one stands the tag is broken and ends, so that
/// a quote too much does not eat what follows.
FeedReader::Tag FeedReader::tag_at(std::size_t begin) {
    std::string_view ends = "<>\"'";
    for (std::size_t from = begin + 1;;) {
        const auto found = window().find_first_of(ends, from);
        if (found == nowhere) {
            from = window().size();
            if (from > begin + limits::xml_bytes) {
                throw Error(Reason::xml_too_large, "xml: a tag of the feed is too large", place());
            }
            if (!read_more()) {
                refuse_malformed("the feed ends within a tag");
            }
            continue;
        }
        from = found + 1;
        const char c = window()[found];
        if (c == '<' || c == '>') {
            Tag tag{begin, c == '>' ? from : found, Tag::Kind::opening};
            if (window()[begin + 1] == '/') {
                tag.kind = Tag::Kind::closing;
            } else if (window()[found - 1] == '/') {
                tag.kind = Tag::Kind::alone;
            }
            return tag;
        }
        const bool is_quoted = ends.size() == 2;
        if (is_quoted) {
            ends = "<>\"'";
        } else {
            ends = c == '"' ? "<\"" : "<'";
        }
    }
}

std::optional<std::size_t> FeedReader::end_of_island(std::size_t begin) {
    constexpr std::size_t longest_beginning = 9;
    static_cast<void>(is_there(begin + longest_beginning));
    const auto rest = window().substr(begin);
    const auto* island = std::ranges::find_if(
        islands, [&](const Island& one) { return rest.starts_with(one.begins); });
    if (island == islands.end()) {
        return std::nullopt;
    }
    const auto end = find(island->ends, begin + island->begins.size());
    if (end == nowhere) {
        refuse_malformed("the feed ends within a comment or the like");
    }
    return end + island->ends.size();
}

/// The next tag at `from` or behind it; islands are passed over. Nothing at the end of the feed.
std::optional<FeedReader::Tag> FeedReader::next_tag(std::size_t from) {
    for (auto begin = find("<", from); begin != nowhere; begin = find("<", from)) {
        const auto end = end_of_island(begin);
        if (!end) {
            return tag_at(begin);
        }
        from = *end;
    }
    return std::nullopt;
}

std::string_view FeedReader::name_of(const Tag& tag) const {
    const auto begin = tag.begin + (tag.kind == Tag::Kind::closing ? 2 : 1);
    const auto end = std::min(window().find_first_of(" \t\r\n/<>"sv, begin), tag.end);
    return window().substr(begin, end - begin);
}

/// A tag of the feed itself, with which the window begins then; what stands before it is dropped.
std::optional<FeedReader::Tag> FeedReader::next_of_feed() {
    while (true) {
        const auto begin = find("<", 0);
        if (!is_blank(window().substr(0, begin))) {
            refuse_malformed("text stands between the parts of the feed");
        }
        if (begin == nowhere) {
            return std::nullopt;
        }
        drop(begin);
        if (is_there(2) && window()[1] == '!' && !window().starts_with("<!--")) {
            throw Error(Reason::xml_doctype_refused, "xml: a DOCTYPE is refused", place());
        }
        const auto end = end_of_island(0);
        if (!end) {
            return tag_at(0);
        }
        drop(*end);
    }
}

/// Reads as far as the end of the root's opening tag.
void FeedReader::begin() {
    has_begun_ = true;
    static_cast<void>(is_there(piece_bytes));
    if (window().starts_with("\xFF\xFE"sv) || window().starts_with("\xFE\xFF"sv) ||
        window().starts_with("<\0"sv) || window().starts_with("\0"sv)) {
        throw Error(Reason::xml_encoding_unsupported,
                    "xml: a feed in UTF-16 or UTF-32 is not taken; send UTF-8", place());
    }
    if (window().starts_with(utf8_mark)) {
        drop(utf8_mark.size());
    }
    const auto encoding = declared_encoding(window());
    declaration_ = "<?xml version=\"1.0\" encoding=\"" +
                   (encoding.empty() ? "UTF-8" : std::string(encoding)) + "\"?>";
    const auto root = next_of_feed();
    if (!root || root->kind == Tag::Kind::closing) {
        refuse_malformed("there is no element");
    }
    root_ = name_of(*root);
    for (const auto& [name, value] :
         attributes_of(window().substr(1 + root_.size(), root->end - 1 - root_.size()))) {
        if (name == "xmlns" || name.starts_with("xmlns:")) {
            namespaces_.push_back({std::string(name), std::string(value)});
        }
    }
    drop(root->end);
    if (root->kind == Tag::Kind::alone) {
        check_end();
    }
}

/// Only blanks and comments may follow the root.
void FeedReader::check_end() {
    has_ended_ = true;
    if (next_of_feed()) {
        refuse_malformed("something stands behind the feed");
    }
}

std::string FeedReader::document_of(const Tag& opening, std::size_t end) const {
    const auto name_end = 1 + name_of(opening).size();
    auto document = declaration_;
    document += window().substr(0, name_end);
    if (!namespaces_.empty()) {
        const auto own = attributes_of(window().substr(name_end, opening.end - name_end));
        for (const auto& [name, value] : namespaces_) {
            if (std::ranges::find(own, name, &Attribute::name) == own.end()) {
                document.append(" ").append(name).append("=").append(value);
            }
        }
    }
    return document += window().substr(name_end, end - name_end);
}

/// Takes: the opening tag of a part, with which the window begins.
FeedPart FeedReader::part_from(const Tag& opening) {
    FeedPart part{++number_, line_, {}, false};
    const std::string name(name_of(opening));
    auto end = opening.end;
    for (int depth = opening.kind == Tag::Kind::opening ? 1 : 0; depth > 0;) {
        if (end > limits::xml_bytes) {
            part.is_too_large = true;  // its bytes are of no use any more
            drop(end);
            end = 0;
        }
        const auto tag = next_tag(end);
        if (!tag) {
            refuse_malformed("the feed ends within an application");
        }
        end = tag->end;
        if (name_of(*tag) == name && tag->kind != Tag::Kind::alone) {
            depth += tag->kind == Tag::Kind::opening ? 1 : -1;
        }
    }
    part.is_too_large = part.is_too_large || end > limits::xml_bytes;
    if (!part.is_too_large) {
        part.document = document_of(opening, end);
    }
    drop(end);
    return part;
}

std::optional<FeedPart> FeedReader::next() {
    if (!has_begun_) {
        begin();
    }
    if (has_ended_) {
        return std::nullopt;
    }
    const auto tag = next_of_feed();
    if (!tag) {
        refuse_malformed("the feed ends before its root does");
    }
    if (tag->kind != Tag::Kind::closing) {
        return part_from(*tag);
    }
    if (name_of(*tag) != root_) {
        refuse_malformed("an element ends that did not begin");
    }
    drop(tag->end);
    check_end();
    return std::nullopt;
}

}  // namespace indgang::xml
