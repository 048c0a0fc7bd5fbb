// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "schemas/core/bytes.h"
#include "schemas/error/reason.h"

/// Files of many applications, taken apart: XML feeds, whose parts are elements, and zips, whose
/// parts are entries.
namespace indgang::feed {

/// How far such a file has been taken apart.
struct Place {
    std::int64_t after = 0;   ///< the number of the last part that is known to its end
    std::uint64_t bytes = 0;  ///< so many of the part that follows are known
    bool operator==(const Place&) const = default;
};

/// One part, or a portion of a large one.
struct Part {
    std::int64_t number = 0;        ///< 1-based, without gaps
    std::int64_t line = 0;          ///< of an XML feed, on which it begins; of a zip: 0
    std::string name;               ///< of an entry; may hold anything but NUL
    std::string type;               ///< name of the ScanType; empty when it is refused
    std::string bytes;              ///< those that follow Place::bytes
    bool is_whole = true;           ///< none follow these
    std::optional<Reason> refusal;  ///< then it has no bytes, and those that came are of no use
};

/// The place behind `part`, which followed `before`.
[[nodiscard]] Place behind(const Part& part, const Place& before);

/// Threads: one.
class PartSource {
  public:
    virtual ~PartSource() = default;
    /// The next part or portion, or nothing after the last.
    /// Errors: as xml::FeedReader::next; of a zip none, for each entry is refused by itself.
    [[nodiscard]] virtual std::optional<Part> next() = 0;
    /// What follows there comes next. Called once, before `next`. Errors: as `next`.
    virtual void go_to(const Place& place) = 0;
};

struct File {
    /// As zip::ZipFile::Source.
    std::function<std::size_t(std::span<char>, std::uint64_t at)> read_at;
    std::uint64_t size_bytes = 0;
};

/// Whether an XML document holds other applications.
using IsFeed = std::function<bool(BytesView)>;

/// A zip, or an XML feed, by its bytes; what `file` reads outlives it.
/// Errors: of a zip bad_input (zip_damaged, archive_unread: it is an Office document), limit
/// (zip_too_many_entries, zip_unpacks_too_large).
[[nodiscard]] std::unique_ptr<PartSource> take_apart(File file, IsFeed is_feed);

}  // namespace indgang::feed
