// SPDX-License-Identifier: MPL-2.0
// A watched folder shows files while they are being copied. Waiting until size and time stand still
// is not enough: a copy over a network stops for longer than anybody wants to wait. Each format,
// however, says somewhere how long it is: TIFF by the offsets of its directories and strips, PNG
// and JPEG by their last chunk or marker, PDF by "%%EOF" near its end, XML by the end tag of its
// root, WebP and HEIC by lengths of boxes, JPEG 2000 by either, ZIP by the record behind its
// directory. The walk is linear, allocates nothing that grows with the file (XML aside) and
// believes no length beyond the file. Only a TIFF can name one table of strips from many
// directories, so its walk has a number of steps for the whole file, not for each directory. Cost:
// one pass over a JPEG (1 GB/s), next to nothing for the others; a TIFF made to use up its steps
// takes 0.2 s.
#include "pipeline/service/completeness.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "schemas/core/limits.h"
#include "schemas/error/reason.h"
#include "schemas/tiff/tiff_file.h"

namespace indgang::service {
namespace {

// ---------------------------------------------------------------- TIFF 6.0 and BigTIFF

constexpr std::uint64_t most_entries = 65'535;  // what TIFF 6.0 can count; BigTIFF counts to 2^64

class TiffLook {
  public:
    explicit TiffLook(BytesView bytes) : file_(bytes) {}

    [[nodiscard]] TiffWalk walk() {
        const bool whole = is_whole();
        return {.is_whole = whole, .steps = steps_};
    }

  private:
    [[nodiscard]] bool is_whole() {
        auto at = file_.first_directory();
        std::set<std::uint64_t> seen;
        for (int pages = 0; pages < limits::scan_pages; ++pages) {
            if (!at) {
                return false;  // the link to the directory lies beyond the end
            }
            if (*at == 0 || !seen.insert(*at).second) {
                return true;  // the last one; or a loop, which the reader will refuse
            }
            const auto directory = file_.directory(*at, most_entries);
            if (!directory || !is_whole(*directory)) {
                return false;
            }
            if (is_used_up()) {
                return true;  // no honest file needs more: its reader decides
            }
            at = directory->next;
        }
        return true;
    }

    [[nodiscard]] bool is_used_up() const { return steps_ >= tiff_walk_steps; }

    [[nodiscard]] bool is_whole(const tiff::Directory& directory) {
        if (!directory.next) {
            return false;
        }
        tiff::Entry offsets, sizes;
        for (std::uint64_t i = 0; i < directory.count && !is_used_up(); ++i, ++steps_) {
            const tiff::Entry entry = file_.entry(directory, i);
            if (entry.tells_where_pixels_are()) {
                offsets = entry;
            } else if (entry.tells_how_many_bytes()) {
                sizes = entry;
            }
        }
        // Absurd ones: not half copied but broken.
        const bool is_absurd = offsets.count > file_.size() || sizes.count < offsets.count ||
                               offsets.value_bytes == 0 || sizes.value_bytes == 0;
        return is_absurd || are_strips_whole(offsets, sizes);
    }

    [[nodiscard]] bool are_strips_whole(const tiff::Entry& offsets, const tiff::Entry& sizes) {
        for (std::uint64_t i = 0; i < offsets.count && !is_used_up(); ++i, ++steps_) {
            const auto offset = file_.value(offsets, i), size = file_.value(sizes, i);
            if (!offset || !size || !file_.holds(*offset, *size)) {
                return false;
            }
        }
        return true;
    }

    tiff::TiffFile file_;
    std::uint64_t steps_ = 0;
};

// ---------------------------------------------------------------- PNG, JPEG, PDF

bool is_png_whole(BytesView bytes) {
    constexpr std::size_t signature = 8, frame = 12;  // length, type and checksum of a chunk
    std::size_t at = signature;
    while (at + frame <= bytes.size()) {
        const std::size_t length = std::size_t{bytes[at]} << 24 | std::size_t{bytes[at + 1]} << 16 |
                                   std::size_t{bytes[at + 2]} << 8 | bytes[at + 3];
        if (length > bytes.size() - at - frame) {
            return false;
        }
        if (text_of(bytes.subspan(at + 4, 4)) == "IEND") {
            return true;
        }
        at += frame + length;
    }
    return false;
}

/// Walks the segments, so that the end marker of a thumbnail is not taken for the picture's, and
/// what phones write behind the end does no harm.
bool is_jpeg_whole(BytesView bytes) {
    constexpr std::uint8_t mark = 0xFF, start_of_image = 0xD8, end_of_image = 0xD9;
    constexpr std::uint8_t first_restart = 0xD0, last_restart = 0xD7;
    std::size_t at = 2;
    while (at + 1 < bytes.size()) {
        if (bytes[at] != mark) {
            ++at;  // between the markers of a scan: coded data
            continue;
        }
        const auto marker = bytes[at + 1];
        if (marker == end_of_image) {
            return true;
        }
        const bool is_bare = marker == 0 || marker == mark || marker == start_of_image ||
                             (marker >= first_restart && marker <= last_restart);
        if (is_bare) {
            at += marker == mark ? 1 : 2;
            continue;
        }
        if (at + 3 >= bytes.size()) {
            return false;
        }
        at += 2 + (std::size_t{bytes[at + 2]} << 8 | bytes[at + 3]);
    }
    return false;
}

bool is_pdf_whole(BytesView bytes) {
    constexpr std::size_t end_bytes = 2048;  // Acrobat looks at 1024; some fax servers pad
    const auto tail = text_of(bytes.subspan(bytes.size() - std::min(bytes.size(), end_bytes)));
    return tail.find("%%EOF") != std::string_view::npos;
}

// ---------------------------------------------------------------- WebP, JPEG 2000, HEIF

std::uint64_t big_endian(BytesView bytes, std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
        value = value << 8U | bytes[at + i];
    }
    return value;
}

/// RIFF says at its start how long it is.
bool is_webp_whole(BytesView bytes) {
    constexpr std::size_t head = 8;
    if (bytes.size() < head) {
        return false;
    }
    const std::size_t length = std::size_t{bytes[4]} | std::size_t{bytes[5]} << 8U |
                               std::size_t{bytes[6]} << 16U | std::size_t{bytes[7]} << 24U;
    return length <= bytes.size() - head;
}

/// Boxes one after the other, each with its length (ISO 14496-12, 4.2).
struct Boxes {
    bool is_whole = false;       ///< the last one ends where the file does
    bool is_open_ended = false;  ///< the last one reaches to the end, wherever that is
    bool has_meta = false, has_data = false, has_codes = false;
};

Boxes walk_boxes(BytesView bytes) {
    constexpr std::size_t head = 8, long_head = 16;
    Boxes boxes;
    std::size_t at = 0;
    while (bytes.size() - at >= head) {
        std::uint64_t length = big_endian(bytes, at, 4);
        const std::string_view type = text_of(bytes.subspan(at + 4, 4));
        boxes.has_meta = boxes.has_meta || type == "meta";
        boxes.has_data = boxes.has_data || type == "mdat";
        boxes.has_codes = boxes.has_codes || type == "jp2c";
        if (length == 0) {
            boxes.is_whole = boxes.is_open_ended = true;
            return boxes;
        }
        if (length == 1 && bytes.size() - at >= long_head) {
            length = big_endian(bytes, at + head, 8);
        }
        if (length < head || length > bytes.size() - at) {
            return boxes;
        }
        at += length;
    }
    boxes.is_whole = at == bytes.size();
    return boxes;
}

bool is_heif_whole(BytesView bytes) {
    const Boxes boxes = walk_boxes(bytes);
    return boxes.is_whole && boxes.has_meta && boxes.has_data;
}

/// The code stream ends with a marker of its own, which a bare one and most JP2 files end with.
bool is_jpeg2000_whole(BytesView bytes) {
    constexpr std::uint8_t mark = 0xFF, end_of_codes = 0xD9;
    if (bytes.size() >= 2 && bytes[bytes.size() - 2] == mark && bytes.back() == end_of_codes) {
        return true;
    }
    const Boxes boxes = walk_boxes(bytes);
    return boxes.is_whole && boxes.has_codes && !boxes.is_open_ended;
}

// ---------------------------------------------------------------- XML

/// The document in one byte a character, so that UTF-16 needs no second walk. Only markup matters.
std::string narrowed(BytesView bytes) {
    std::string text;
    text.reserve(bytes.size());
    for (const auto byte : bytes) {
        if (byte != 0) {
            text += static_cast<char>(byte);
        }
    }
    return text;
}

constexpr std::string_view blanks = " \t\r\n";

/// The name of the root element: that of the first tag which is no declaration or comment.
std::string_view root_name(std::string_view text) {
    std::size_t at = 0;
    while ((at = text.find('<', at)) != std::string_view::npos) {
        const auto rest = text.substr(at);
        std::string_view end = ">";
        if (rest.starts_with("<!--")) {
            end = "-->";
        } else if (rest.starts_with("<?")) {
            end = "?>";
        } else if (!rest.starts_with("<!")) {
            const auto name = rest.substr(1);
            return name.substr(0, name.find_first_of(" \t\r\n/>"));
        }
        const auto stop = text.find(end, at);
        if (stop == std::string_view::npos) {
            return {};
        }
        at = stop + end.size();
    }
    return {};
}

bool is_xml_whole(BytesView bytes) {
    const auto document = narrowed(bytes);
    std::string_view text = document;
    const auto root = root_name(text);
    if (root.empty()) {
        return false;
    }
    while (true) {  // comments and instructions may follow the root
        const auto last = text.find_last_not_of(blanks);
        text = text.substr(0, last == std::string_view::npos ? 0 : last + 1);
        const auto open = text.ends_with("-->")  ? text.rfind("<!--")
                          : text.ends_with("?>") ? text.rfind("<?")
                                                 : std::string_view::npos;
        if (open == std::string_view::npos) {
            break;
        }
        text = text.substr(0, open);
    }
    const auto tag = text.substr(std::min(text.rfind('<'), text.size()));
    if (!tag.ends_with('>')) {
        return false;
    }
    if (tag.starts_with("</")) {
        const auto name = tag.substr(2, tag.find_first_of(" \t\r\n>") - 2);
        return name == root;
    }
    const auto name = tag.substr(1, tag.find_first_of(" \t\r\n/>") - 1);
    return tag.ends_with("/>") && name == root &&
           text.find('<' + std::string(root)) + tag.size() == text.size();
}

// ---------------------------------------------------------------- JSON

/// An object or a list ends with the bracket that closes its first one.
bool is_json_whole(BytesView bytes) {
    const auto document = narrowed(bytes);
    std::size_t depth = 0;
    bool is_in_text = false, is_escaped = false;
    for (const char c : document) {
        if (is_in_text) {
            is_in_text = c != '"' || is_escaped;
            is_escaped = c == '\\' && !is_escaped;
        } else if (c == '"') {
            is_in_text = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            return true;  // what follows is for its reader
        }
    }
    return false;
}

// ---------------------------------------------------------------- ZIP

/// A zip ends with a record that says where its directory is, and a comment, whose length stands in
/// the record (APPNOTE 6.3.10, 4.3.16). What follows the comment does no harm.
bool is_zip_whole(BytesView bytes) {
    constexpr std::size_t record_bytes = 22, comment_size_at = 20, end_bytes = 65'536;
    const auto end = text_of(bytes.subspan(bytes.size() - std::min(bytes.size(), end_bytes)));
    const auto record = end.rfind("PK\x05\x06");
    if (record == std::string_view::npos || end.size() - record < record_bytes) {
        return false;
    }
    const auto size_at = record + comment_size_at;
    const std::size_t comment = static_cast<unsigned char>(end[size_at]) |
                                std::size_t{static_cast<unsigned char>(end[size_at + 1])} << 8U;
    return end.size() - record - record_bytes >= comment;
}

}  // namespace

TiffWalk walk_tiff(BytesView bytes) {
    constexpr std::size_t header_bytes = 8;
    return bytes.size() < header_bytes ? TiffWalk{} : TiffLook(bytes).walk();
}

std::string_view incompleteness(std::string_view type, BytesView bytes) {
    if (type == "tiff") {
        return walk_tiff(bytes).is_whole ? "" : code_of(Reason::tiff_incomplete);
    }
    if (type == "png") {
        return is_png_whole(bytes) ? "" : code_of(Reason::png_incomplete);
    }
    if (type == "jpeg") {
        return is_jpeg_whole(bytes) ? "" : code_of(Reason::jpeg_incomplete);
    }
    if (type == "webp") {
        return is_webp_whole(bytes) ? "" : code_of(Reason::webp_incomplete);
    }
    if (type == "jpeg2000") {
        return is_jpeg2000_whole(bytes) ? "" : code_of(Reason::jpeg2000_incomplete);
    }
    if (type == "heif") {
        return is_heif_whole(bytes) ? "" : code_of(Reason::heif_incomplete);
    }
    if (type == "pdf") {
        return is_pdf_whole(bytes) ? "" : code_of(Reason::pdf_incomplete);
    }
    if (type == "xml") {
        return is_xml_whole(bytes) ? "" : code_of(Reason::xml_incomplete);
    }
    if (type == "json") {
        return is_json_whole(bytes) ? "" : code_of(Reason::json_malformed);
    }
    if (type == "zip") {
        return is_zip_whole(bytes) ? "" : code_of(Reason::zip_incomplete);
    }
    return "";
}

}  // namespace indgang::service
