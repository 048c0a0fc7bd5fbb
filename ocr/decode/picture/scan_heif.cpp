// SPDX-License-Identifier: MPL-2.0
// HEIC is what phones of one maker take their photos in. libheif reads it, but Debian builds it
// with x265, which is GPL, and the decoder behind it has a long list of holes. So the program of
// libheif, `heif-convert`, turns the file into JPEG in a child with limits, as pdftoppm draws PDF
// pages; it puts tiles together and turns and mirrors as the file says. The size stands in the
// file's boxes (ISO 23008-12, 6.5.3: ispe) and is checked before the child starts. Cost: 0.7 s of
// processor time for 8.7 million pixels.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/decode/picture/checked.h"
#include "ocr/decode/picture/child_program.h"
#include "ocr/decode/picture/decoders.h"
#include "ocr/decode/picture/picture_limits.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

namespace fs = std::filesystem;

struct Box {
    std::string_view type;
    BytesView body;
};

/// ISO 14496-12, 4.2: a length of 4 bytes, a type, and with length 1 another of 8 bytes. Nothing
/// for a box that reaches beyond `bytes`.
std::optional<Box> box_at(BytesView bytes, std::size_t& at) {
    constexpr std::size_t head_bytes = 8, long_head_bytes = 16;
    if (at > bytes.size() || bytes.size() - at < head_bytes) {
        return std::nullopt;
    }
    std::uint64_t length = big_endian(bytes, at, 4);
    std::size_t head = head_bytes;
    if (length == 1 && bytes.size() - at >= long_head_bytes) {
        length = big_endian(bytes, at + head_bytes, 8);
        head = long_head_bytes;
    } else if (length == 0) {
        length = bytes.size() - at;  // to the end
    }
    if (length < head || length > bytes.size() - at) {
        return std::nullopt;
    }
    const Box box{text_of(bytes).substr(at + 4, 4), bytes.subspan(at + head, length - head)};
    at += length;
    return box;
}

/// What `look` makes of each box of a type.
template <class Look>
void for_each_box(BytesView bytes, std::string_view type, const Look& look) {
    std::size_t at = 0;
    while (const auto box = box_at(bytes, at)) {
        if (box->type == type) {
            look(box->body);
        }
    }
}

/// Checks every size that the boxes name: of pictures, and of the tiles that they are made of.
void check_heif_sizes(BytesView bytes) {
    bool is_found = false;
    std::uint64_t largest = 0, width = 0, height = 0;
    for_each_box(bytes, "meta", [&](BytesView meta) {
        constexpr std::size_t version_bytes = 4, size_bytes = 12;
        const BytesView inside = meta.subspan(std::min(version_bytes, meta.size()));
        for_each_box(inside, "iprp", [&](BytesView properties) {
            for_each_box(properties, "ipco", [&](BytesView container) {
                for_each_box(container, "ispe", [&](BytesView size) {
                    if (size.size() < size_bytes) {
                        return;
                    }
                    const std::uint64_t across = big_endian(size, 4, 4);
                    const std::uint64_t down = big_endian(size, 8, 4);
                    is_found = true;
                    if (across * down >= largest) {
                        largest = across * down;
                        width = across;
                        height = down;
                    }
                });
            });
        });
    });
    if (!is_found) {
        throw broken_image(Reason::image_truncated, "heif: no picture, or its size is cut off", 1);
    }
    check_page_size(width, height, 1);
}

/// Names for files without one, in a folder of their own: `heif-convert` chooses the coding by a
/// name's end. They are gone when the child has ended, and say nothing of the picture.
class Names {
  public:
    explicit Names(const fs::path& scratch_folder) {
        std::string path = (scratch_folder / "pictures-XXXXXX").string();
        if (mkdtemp(path.data()) == nullptr) {
            throw Error(Reason::scratch_unwritable, "scan: the scratch folder takes no folder");
        }
        folder_ = path;
    }
    ~Names() {
        std::error_code gone_already;
        fs::remove_all(folder_, gone_already);
    }
    Names(const Names&) = delete;
    Names& operator=(const Names&) = delete;

    void put(const std::string& name, std::size_t file) const {
        std::error_code trouble;
        fs::create_symlink(path_in_child(file), folder_ / name, trouble);
        if (trouble) {
            throw Error(Reason::scratch_unwritable, "scan: the scratch folder takes no name");
        }
    }
    [[nodiscard]] std::string path_of(const std::string& name) const {
        return (folder_ / name).string();
    }

  private:
    fs::path folder_;
};

/// The pictures of the file as JPEG, in order. `heif-convert` writes page.jpg, or page-1.jpg,
/// page-2.jpg and so on of several pictures.
std::vector<Bytes> convert(BytesView bytes, const fs::path& scratch_folder) {
    std::vector<NamelessFile> files;
    files.emplace_back(scratch_folder, bytes, 1);
    const Names names(scratch_folder);
    for (std::size_t i = 0; i <= limits::heif_pictures_most + 1; ++i) {
        files.emplace_back(scratch_folder, 1);
        names.put(i == 0 ? "page.jpg" : "page-" + std::to_string(i) + ".jpg", files.size() - 1);
    }
    const std::string input = path_in_child(0), output = names.path_of("page.jpg");
    // The JPEG is read once and thrown away: it is written so that nothing is lost on the way.
    const std::array<const char*, 7> arguments = {"heif-convert", "--quiet",      "-q",   "100",
                                                  input.c_str(),  output.c_str(), nullptr};
    const ChildResult result = run_child(
        arguments.data(), files, {limits::heif_words_most, indgang::limits::arrival_bytes}, 1);
    switch (result.end) {
        case ChildEnd::done:
            break;
        case ChildEnd::not_started:
            throw Error(Reason::heif_convert_missing,
                        "heif: heif-convert does not start (package libheif-examples)",
                        place_of(1));
        case ChildEnd::limit_reached:
            throw Error(Reason::page_too_large,
                        "heif: decoding takes more time or memory than a page may", place_of(1));
        case ChildEnd::failed:
            throw broken_image(Reason::image_broken, "heif: the pixels do not decode", 1);
    }
    std::vector<Bytes> pictures;
    for (std::size_t i = 1; i < files.size(); ++i) {
        if (auto picture = files[i].bytes(); !picture.empty()) {
            pictures.push_back(std::move(picture));
        }
    }
    if (pictures.size() > limits::heif_pictures_most) {
        throw Error(Reason::too_many_pages,
                    "heif: more than " + std::to_string(limits::heif_pictures_most) + " pictures");
    }
    return pictures;
}

class HeifFile : public ScanFile {
  public:
    HeifFile(BytesView bytes, const fs::path& scratch_folder) {
        check_heif_sizes(bytes);
        pictures_ = convert(bytes, scratch_folder);
        if (pictures_.empty()) {
            throw broken_image(Reason::image_broken, "heif: the pixels do not decode", 1);
        }
    }

    int pages() const override { return static_cast<int>(pictures_.size()); }

    ScanPage page(int number) override {
        VERIFY(number >= 1 && number <= pages());
        ScanPage page;
        page.pix = decode_jpeg(pictures_[static_cast<std::size_t>(number) - 1], number);
        return page;
    }

    std::optional<PageStream> stream(int) override { return std::nullopt; }

  private:
    std::vector<Bytes> pictures_;  ///< JPEG
};

}  // namespace

std::unique_ptr<ScanFile> open_heif(BytesView bytes, fs::path scratch_folder) {
    return std::make_unique<HeifFile>(bytes, scratch_folder);
}

}  // namespace indgang::ocr
