// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace indgang::xml {

/// One element directly below the root of a feed, as a document of its own.
struct FeedPart {
    std::int64_t number = 0;  ///< 1-based
    std::int64_t line = 0;    ///< of the feed, on which it begins
    /// With a declaration of the feed's encoding, and with the namespaces that its root declares;
    /// all else byte for byte as it stands in the feed. Empty when it is too large.
    std::string document;
    bool is_too_large = false;  ///< larger than limits::xml_bytes
};

/// Takes a feed apart: one XML document whose root holds applications, however many, in memory that
/// does not grow with it. What stands in a part is not looked at: whoever parses it finds out
/// whether it is well-formed, so a broken part costs only itself.
///
/// Threads: one.
/// Source:  docs/formats/feed.md
class FeedReader {
  public:
    /// Fills as much of what it is given as it can. Gives: how many bytes; 0 at the end.
    using Source = std::function<std::size_t(std::span<char>)>;

    explicit FeedReader(Source source);

    /// The next part, or nothing after the last.
    ///
    /// Errors: bad_input with the place "line N": xml_malformed (it ends before its root does,
    ///         something stands behind it, or text between two parts), xml_doctype_refused,
    ///         xml_encoding_unsupported (UTF-16, UTF-32); limit xml_too_large (a tag, a comment or
    ///         the like is larger than a document may be). The parts before are good.
    [[nodiscard]] std::optional<FeedPart> next();

  private:
    /// What stands between '<' and '>'.
    struct Tag {
        std::size_t begin = 0;  ///< of '<' in the window
        std::size_t end = 0;    ///< just behind '>'
        enum class Kind { opening, closing, alone } kind = Kind::opening;
        [[nodiscard]] std::size_t size() const { return end - begin; }
    };

    /// What is read of the feed and not taken apart yet; all places are counted from its begin.
    [[nodiscard]] std::string_view window() const;
    bool read_more();
    std::size_t find(std::string_view what, std::size_t from);
    [[nodiscard]] bool is_there(std::size_t bytes);
    /// Where an island that begins at `begin` ends; nothing: none begins there.
    std::optional<std::size_t> end_of_island(std::size_t begin);
    std::optional<Tag> next_tag(std::size_t from);
    Tag tag_at(std::size_t begin);
    [[nodiscard]] std::string_view name_of(const Tag& tag) const;
    void drop(std::size_t bytes);
    std::optional<Tag> next_of_feed();
    void begin();
    FeedPart part_from(const Tag& opening);
    [[nodiscard]] std::string document_of(const Tag& opening, std::size_t end) const;
    void check_end();
    [[nodiscard]] std::string place() const;
    [[noreturn]] void refuse_malformed(const char* message) const;

    Source source_;
    std::string buffer_;  ///< the window begins at `start_`
    std::size_t start_ = 0;
    bool is_read_up_ = false;  ///< `source_` has no more
    bool has_begun_ = false;
    bool has_ended_ = false;
    std::int64_t line_ = 1;  ///< on which the window begins
    std::int64_t number_ = 0;
    std::string declaration_;
    std::string root_;  ///< its name, as written
    struct Namespace {
        std::string name;   ///< "xmlns" or "xmlns:kp"
        std::string value;  ///< in its quotes, as written
    };
    std::vector<Namespace> namespaces_;  ///< that the root declares
};

}  // namespace indgang::xml
