// SPDX-License-Identifier: MPL-2.0
// A PDF page that is not simply a scanned image has to be drawn: fonts, forms, vector art. Every
// drawing library in reach is either AGPL or GPL or too large to trust in this process, so the
// page is drawn by poppler's program in a child. Between fork and exec only calls that are safe
// there. The child's picture comes back through a pipe, read until its end, the deadline, or the
// largest size a page may have; then the whole process group is killed and waited for. A page
// costs about 150 ms.
#include "ocr/decode/pdf/pdf_drawing.h"

#include <array>
#include <span>
#include <string>
#include <utility>

#include "ocr/decode/pdf/pdf_limits.h"
#include "ocr/decode/picture/checked.h"
#include "schemas/error/reason.h"

namespace indgang::ocr {

namespace {

/// The header of a PGM: "P5 <width> <height> 255" and one white space.
struct PgmHeader {
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    std::size_t pixels_at = 0;
};

PgmHeader read_pgm_header(const Bytes& picture) {
    std::array<std::uint64_t, 3> numbers{};
    std::size_t at = 2;
    for (std::uint64_t& number : numbers) {
        while (at < picture.size() && (picture[at] == ' ' || picture[at] == '\n')) {
            ++at;
        }
        while (at < picture.size() && picture[at] >= '0' && picture[at] <= '9' &&
               number < limits::pgm_number_most) {
            number = number * 10 + (picture[at] - '0');
            ++at;
        }
    }
    return {numbers[0], numbers[1], at + 1};
}

PixPtr pix_of_pgm(const Bytes& picture, int page) {
    const PgmHeader header = read_pgm_header(picture);
    if (!text_of(picture).starts_with("P5") ||
        header.width * header.height + header.pixels_at != picture.size()) {
        throw broken_image(Reason::pdf_broken, "pdf: the page can not be drawn", page);
    }
    check_page_size(header.width, header.height, page);
    PixPtr pix(pixCreateNoInit(static_cast<l_int32>(header.width),
                               static_cast<l_int32>(header.height), 8));
    if (!pix) {
        throw Error(Reason::page_too_large, "pdf: no memory for the page", place_of(page));
    }
    l_uint32* data = pixGetData(pix.get());
    const int words = pixGetWpl(pix.get());
    const std::uint8_t* from = picture.data() + header.pixels_at;
    for (std::size_t y = 0; y < header.height; ++y) {
        l_uint32* row = data + static_cast<std::ptrdiff_t>(y) * words;
        for (std::size_t x = 0; x < header.width; ++x) {
            SET_DATA_BYTE(row, x, *from++);
        }
    }
    pixSetResolution(pix.get(), pdf_drawing_dpi, pdf_drawing_dpi);
    return pix;
}

}  // namespace

PdfDrawing::PdfDrawing(BytesView pdf, std::filesystem::path scratch_folder)
    : pdf_(pdf), folder_(std::move(scratch_folder)) {}

PixPtr PdfDrawing::draw(int page) {
    if (!file_) {
        file_.emplace(folder_, pdf_, page);
    }
    const std::string file = path_in_child(0), number = std::to_string(page),
                      dpi = std::to_string(pdf_drawing_dpi);
    const std::array<const char*, 11> arguments = {
        "pdftoppm",     "-r", dpi.c_str(),    "-gray",      "-cropbox", "-f",
        number.c_str(), "-l", number.c_str(), file.c_str(), nullptr};
    ChildResult drawn =
        run_child(arguments.data(), std::span(&*file_, 1), {limits::pgm_bytes_most, 0}, page);
    if (drawn.end == ChildEnd::not_started) {
        throw Error(Reason::pdftoppm_missing,
                    "pdf: pdftoppm does not start (package poppler-utils)", place_of(page));
    }
    if (drawn.end == ChildEnd::limit_reached) {
        throw Error(Reason::page_too_large,
                    "pdf: drawing the page takes more time or memory than a page may",
                    place_of(page));
    }
    return pix_of_pgm(drawn.output, page);
}

}  // namespace indgang::ocr
