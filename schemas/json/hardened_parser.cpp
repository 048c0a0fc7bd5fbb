// SPDX-License-Identifier: MPL-2.0
//
// nlohmann's parser on bytes from anybody. Its tree is made for trusted documents: of two members
// with one name it keeps the last, it turns numbers into double, and it takes documents of any
// depth. So only its events are used (SAX), which come without recursion, and the limits are
// counted there:
//
// - Each document has at most limits::xml_bytes, xml_depth, xml_elements and xml_text_bytes, for
// what
//   is too large behind one door is too large behind all.
// - Whole numbers come as 64 bits, which give back the text exactly (JSON has no leading zeros);
// all
//   others come with the text that stands there, and only that is kept. No amount is ever a double.
// - A member that stands twice makes two readers see two documents (RFC 8259, 4), so none is taken.
// - What XML cannot hold, U+0000 first of all, is refused here too, though JSON can escape it.
//
// The library's own messages quote the document. None of them is told.
#include "schemas/json/hardened_parser.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "schemas/core/limits.h"
#include "schemas/core/utf8.h"
#include "schemas/error/error.h"

namespace indgang::json {
namespace {

std::string line_at(std::string_view text, std::size_t at) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(at, text.size()));
    return "line " + std::to_string(1 + std::count(text.begin(), end, '\n'));
}

/// Whether XML takes the character too (XML 1.0, 2.2): what one door refuses all do.
bool is_taken(char32_t c) {
    constexpr char32_t first_printable = 0x20, first_non_character = 0xFFFE,
                       last_non_character = 0xFFFF;
    return (c >= first_printable || c == '\t' || c == '\n' || c == '\r') &&
           !(c >= first_non_character && c <= last_non_character);
}

/// Takes: well-formed UTF-8.
bool is_taken(std::string_view text) {
    while (!text.empty()) {
        const Utf8Start start = utf8_start(text);
        if (!is_taken(start.code_point)) {
            return false;
        }
        text.remove_prefix(start.length);
    }
    return true;
}

/// A byte order mark of UTF-8 is no fault: the parser passes over it (RFC 8259, 8.1).
/// Errors: json_encoding_refused.
void check_utf8(std::string_view text) {
    constexpr std::size_t begin = 4;  // bytes in which UTF-16 and UTF-32 show
    const auto refuse = [&](const char* what, std::size_t at) {
        throw Error(Reason::json_encoding_refused, std::string("json: ") + what, line_at(text, at));
    };
    if (text.starts_with("\xFE\xFF") || text.starts_with("\xFF\xFE") ||
        text.substr(0, begin).find('\0') != std::string_view::npos) {
        refuse("the document is written in UTF-16 or UTF-32; UTF-8 is taken", 0);
    }
    for (std::size_t at = skip_ascii(text, 0); at < text.size(); at = skip_ascii(text, at)) {
        const Utf8Start start = utf8_start(text.substr(at));
        if (!start.is_well_formed) {
            refuse("the document is not UTF-8", at);
        }
        at += start.length;
    }
}

/// Gets the events of the parser and builds the tree.
class Builder {
  public:
    Builder(std::string_view text, const Names& known) : text_(text), known_(known) {}

    [[nodiscard]] Node take() { return std::move(root_); }

    // The names and types of these functions are nlohmann's (json_sax).
    bool null() { return add(Kind::null, "null"); }
    bool boolean(bool yes) { return add(Kind::boolean, yes ? "true" : "false"); }
    bool number_integer(std::int64_t number) { return add(Kind::number, std::to_string(number)); }
    bool number_unsigned(std::uint64_t number) { return add(Kind::number, std::to_string(number)); }
    bool number_float(double /*number*/, const std::string& text) {
        return add(Kind::number, text);
    }
    bool string(std::string& text) {
        check_text(text);
        return add(Kind::text, std::move(text));
    }
    bool binary(nlohmann::json::binary_t& /*bytes*/) { return false; }  // no JSON has such
    bool start_object(std::size_t /*size*/) { return open(Kind::object); }
    bool start_array(std::size_t /*size*/) { return open(Kind::list); }
    bool key(std::string& name) {
        name_ = std::move(name);
        check_text(name_);
        return true;
    }
    bool end_object() {
        check_names();
        return close();
    }
    bool end_array() { return close(); }
    bool parse_error(std::size_t position, const std::string& /*token*/,
                     const nlohmann::json::exception& /*error*/) {
        const auto place = place_of_open();
        throw Error(Reason::json_malformed, "json: the document is no JSON",
                    line_at(text_, position) + (place.empty() ? "" : ", ") + place);
    }

  private:
    Node& make(Kind kind, std::string text) {
        if (++values_ > limits::xml_elements) {
            throw Error(Reason::json_too_many_members,
                        "json: more than " + std::to_string(limits::xml_elements) + " values",
                        place_of_open());
        }
        Node node{kind, std::exchange(name_, {}), std::move(text), {}};
        if (open_.empty()) {
            return root_ = std::move(node);
        }
        return open_.back()->inner.emplace_back(std::move(node));
    }
    bool add(Kind kind, std::string text) {
        make(kind, std::move(text));
        return true;
    }
    /// A pointer to an open node stays good: nothing is added beside it until it is closed.
    bool open(Kind kind) {
        if (std::cmp_greater_equal(open_.size(), limits::xml_depth)) {
            throw Error(Reason::json_too_deep, "json: values are nested too deep", place_of_open());
        }
        Node& node = make(kind, {});
        open_.push_back(&node);
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    void check_text(std::string_view text) const {
        if (text.size() > limits::xml_text_bytes) {
            throw Error(Reason::json_text_too_long, "json: one text is too long", place_of_next());
        }
        if (!is_taken(text)) {
            throw Error(Reason::json_invalid,
                        "json: a text holds a control character, which no field can have",
                        place_of_next());
        }
    }

    void check_names() const {
        std::vector<std::string_view> names;
        for (const Node& member : open_.back()->inner) {
            names.push_back(member.name);
        }
        std::sort(names.begin(), names.end());
        const auto twice = std::adjacent_find(names.begin(), names.end());
        if (twice != names.end()) {
            throw Error(Reason::json_malformed, "json: a member stands twice in one object",
                        place_in(place_of_open(), shown(*twice)));
        }
    }

    [[nodiscard]] std::string_view shown(std::string_view name) const {
        return known_.contains(name) ? name : "*";
    }
    [[nodiscard]] std::string place_of_open() const {
        std::string place;
        for (std::size_t i = 1; i < open_.size(); ++i) {
            place = step(place, *open_[i - 1], open_[i]->name, 1);
        }
        return place;
    }
    /// Of the value that comes next, which is not in the tree yet.
    [[nodiscard]] std::string place_of_next() const {
        return open_.empty() ? std::string() : step(place_of_open(), *open_.back(), name_, 0);
    }
    [[nodiscard]] std::string step(const std::string& place, const Node& parent,
                                   std::string_view name, std::size_t is_there) const {
        return parent.kind == Kind::list ? place_in(place, parent.inner.size() - is_there)
                                         : place_in(place, shown(name));
    }

    std::string_view text_;
    const Names& known_;
    Node root_;
    std::vector<Node*> open_;
    std::string name_;  ///< of the member whose value comes next
    int values_ = 0;
};

}  // namespace

Node parse(BytesView document, const Names& known) {
    if (document.size() > limits::xml_bytes) {
        throw Error(Reason::json_too_large, "json: the document has " +
                                                std::to_string(document.size()) + " bytes, " +
                                                std::to_string(limits::xml_bytes) + " are allowed");
    }
    const std::string_view text = text_of(document);
    check_utf8(text);
    Builder builder(text, known);
    nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
    return builder.take();
}

std::string place_in(std::string_view parent, std::string_view name) {
    std::string place(parent);
    return place.append("/").append(name);
}

std::string place_in(std::string_view parent, std::size_t index) {
    return place_in(parent, std::to_string(index));
}

}  // namespace indgang::json
