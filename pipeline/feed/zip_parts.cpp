// SPDX-License-Identifier: MPL-2.0
// The parts of a zip: its entries, in the order of its directory. What the directory says is looked
// at before anything is unpacked: how many entries there are, and to how many bytes they unpack.
// So of a zip that was made to fill a disk nothing is taken. No entry gives more bytes than its
// directory says, so what was added up there holds. A name is text for people and never a path.
//
// Entries may share bytes, and what stands in front of an entry's bytes may say otherwise than the
// directory: both are harmless, for the directory alone counts, and its sizes are what is added up.
#include <algorithm>
#include <utility>

#include "ocr/decode/scan.h"
#include "pipeline/feed/litter.h"
#include "pipeline/feed/sorts.h"
#include "schemas/core/limits.h"
#include "schemas/core/utf8.h"
#include "schemas/error/error.h"
#include "schemas/zip/zip_file.h"

namespace indgang::feed {
namespace {

/// So much is given at a time; a document always whole.
constexpr std::size_t portion_bytes = limits::xml_bytes;
constexpr std::size_t name_bytes = 255;  // as file systems have it

/// Why an entry is no part, by the directory alone.
std::optional<Reason> refusal_of(const zip::Entry& entry) {
    if (entry.is_folder || is_litter_in_zip(entry.name)) {
        return Reason::zip_entry_passed_over;
    }
    if (entry.refusal) {
        return entry.refusal;
    }
    if (entry.size_bytes == 0) {
        return Reason::zip_entry_passed_over;
    }
    return entry.size_bytes > limits::arrival_bytes ? std::optional(Reason::arrival_too_large)
                                                    : std::nullopt;
}

class ZipParts : public PartSource {
  public:
    ZipParts(File file, IsFeed is_feed)
        : size_bytes_(file.size_bytes),
          zip_(std::move(file.read_at), file.size_bytes),
          is_feed_(std::move(is_feed)) {
        check_directory();
    }

    std::optional<Part> next() override {
        if (given_ == zip_.entries()) {
            return std::nullopt;
        }
        const auto entry = zip_.entry(given_);
        Part part;
        part.number = given_ + 1;
        part.name = std::string(cut_utf8(entry.name, name_bytes));
        part.refusal = refusal_of(entry);
        if (!part.refusal) {
            unpack(entry, part);
        }
        if (part.refusal) {
            part.type.clear();
            part.bytes.clear();
            part.is_whole = true;
        }
        if (part.is_whole) {
            zip_.close();
            ++given_;
        }
        return part;
    }

    void go_to(const Place& place) override {
        given_ = std::min(place.after, zip_.entries());
        if (place.bytes == 0 || given_ == zip_.entries()) {
            return;
        }
        open();
        while (read_ < place.bytes) {
            const auto bytes = read(std::min<std::uint64_t>(place.bytes - read_, portion_bytes));
            if (bytes.empty()) {
                return;
            }
            if (read_ == bytes.size()) {
                type_ = ocr::name_of(ocr::sniff(view_of(bytes)));
            }
        }
    }

  private:
    void check_directory() const {
        const std::uint64_t most = std::min<std::uint64_t>(
            limits::feed_bytes, limits::zip_ratio * size_bytes_ + limits::arrival_bytes);
        std::uint64_t unpacked = 0;
        for (std::int64_t at = 0; at < zip_.entries(); ++at) {
            const auto entry = zip_.entry(at);
            // Most begin with it and are no zip for `sniff`; some programs write it last.
            if (entry.name == "[Content_Types].xml") {
                throw Error(Reason::archive_unread, "zip: is an Office document; save it as PDF");
            }
            unpacked += refusal_of(entry) ? 0 : entry.size_bytes;
            if (unpacked > most) {
                throw Error(Reason::zip_unpacks_too_large,
                            "zip: unpacks to more than " + std::to_string(most) + " bytes",
                            "entry " + std::to_string(at + 1));
            }
        }
    }

    void open() {
        zip_.open(given_);
        read_ = 0;
    }

    std::string read(std::size_t at_most) {
        std::string bytes(at_most, '\0');
        bytes.resize(zip_.read(bytes));
        read_ += bytes.size();
        return bytes;
    }

    /// Whatever is wrong with the bytes of one entry costs this entry alone.
    void unpack(const zip::Entry& entry, Part& part) {
        try {
            const bool is_first = !zip_.is_open();
            if (is_first) {
                open();
            }
            part.bytes = read(portion_bytes);
            part.is_whole = read_ == entry.size_bytes;
            if (part.is_whole) {
                static_cast<void>(read(1));  // the checksum is looked at behind the last byte
            }
            if (is_first) {
                sniff(entry, part);
            } else {
                part.type = type_;
            }
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::bad_input) {
                throw;
            }
            part.refusal = error.why();
        }
    }

    void sniff(const zip::Entry& entry, Part& part) {
        const auto bytes = view_of(part.bytes);
        const auto type = ocr::sniff(bytes);
        type_ = ocr::name_of(type);
        part.type = type_;
        if (type == ocr::ScanType::zip) {
            part.refusal = Reason::archive_unread;
        } else if (type == ocr::ScanType::unknown) {
            part.refusal = Reason::image_type_unknown;
        } else if (type == ocr::ScanType::xml && entry.size_bytes > limits::xml_bytes) {
            part.refusal = Reason::xml_too_large;
        } else if (type == ocr::ScanType::json && entry.size_bytes > limits::xml_bytes) {
            part.refusal = Reason::json_too_large;
        } else if (type == ocr::ScanType::xml && is_feed_(bytes)) {
            part.refusal = Reason::feed_in_zip;
        }
    }

    std::uint64_t size_bytes_;
    zip::ZipFile zip_;
    IsFeed is_feed_;
    std::int64_t given_ = 0;  ///< parts to their end
    std::uint64_t read_ = 0;  ///< bytes of the open one
    std::string type_;        ///< of the open one
};

}  // namespace

std::unique_ptr<PartSource> parts_of_zip(File file, IsFeed is_feed) {
    return std::make_unique<ZipParts>(std::move(file), std::move(is_feed));
}

}  // namespace indgang::feed
