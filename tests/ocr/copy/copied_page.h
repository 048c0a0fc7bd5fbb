// SPDX-License-Identifier: MPL-2.0
#pragma once

#define POINTERHOLDER_TRANSITION 4
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <string>
#include <vector>

#include "ocr/copy/searchable_copy.h"
#include "tests/ocr/decode/drawn_page.h"

namespace indgang::ocr::copied {

constexpr int width = 900, height = 640, dpi = 150;

/// A page with the words "Odense Letter" in its upper half and "Handwriting" in `written_box`.
inline const BoxPx written_box{40, 400, 500, 80};
inline PixPtr lettered_page(int depth) {
    PixPtr pix = drawn::white_page(width, height, 8);
    constexpr int font_points = 14, baseline = 60;
    L_BMF* font = bmfCreate(nullptr, font_points);
    const auto write = [&](const char* words, int y) {
        pixSetTextline(pix.get(), font, words, 0, written_box.x, y + baseline, nullptr, nullptr);
    };
    write("Odense Letter", 100);
    write("Handwriting", written_box.y);
    bmfDestroy(&font);
    if (depth == 1) {
        pix.reset(pixThresholdToBinary(pix.get(), 128));
    } else if (depth == 32) {
        pix.reset(pixConvertTo32(pix.get()));
    }
    return pix;
}

inline CopyPage whole_page(int page = 1) {
    return {.page = page, .width_px = width, .height_px = height, .dpi = dpi, .texts = {}};
}

inline CopyFacts facts() {
    return {"Ansøgning <om> boligstøtte", "1f00ba5e-1", UtcTime(std::chrono::milliseconds(0))};
}

inline Bytes copy_of(BytesView scan, const std::vector<CopyPage>& pages) {
    static CopyMaker maker(testing::TempDir());
    const auto file = open_scan(scan, testing::TempDir());
    return maker.make(*file, {facts(), pages});
}

/// A copy taken apart; keeps its bytes.
class Parsed {
  public:
    explicit Parsed(Bytes bytes) : bytes_(std::move(bytes)) {
        pdf_.processMemoryFile("copy", reinterpret_cast<const char*>(bytes_.data()), bytes_.size());
    }
    QPDF* operator->() { return &pdf_; }
    QPDF& operator*() { return pdf_; }
    const QPDF* operator->() const { return &pdf_; }

  private:
    Bytes bytes_;
    QPDF pdf_;
};

/// The picture of a page of a copy.
inline QPDFObjectHandle image_in(QPDF& pdf, std::size_t page = 0) {
    auto pages = QPDFPageDocumentHelper(pdf).getAllPages();
    return pages.at(page).getAttribute("/Resources", false).getKey("/XObject").getKey("/Im");
}

inline Bytes raw_bytes(QPDFObjectHandle stream) {
    const auto buffer = stream.getRawStreamData();
    return {buffer->getBuffer(), buffer->getBuffer() + buffer->getSize()};
}

/// What a program prints about the copy; `status` gets its exit status.
inline std::string said_by(const std::string& program, const Bytes& pdf, const std::string& after,
                           int& status) {
    std::string folder = testing::TempDir() + "/copy-XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) {
        status = -1;
        return "";
    }
    const std::string file = folder + "/copy.pdf";
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(pdf.data()), static_cast<std::streamsize>(pdf.size()));
    std::FILE* pipe = ::popen((program + " " + file + " " + after + " 2>&1").c_str(), "r");
    std::string said;
    std::array<char, 4096> piece{};
    for (std::size_t got = 0; (got = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;) {
        said.append(piece.data(), got);
    }
    status = ::pclose(pipe);
    std::filesystem::remove_all(folder);
    return said;
}

inline std::string words_in(const Bytes& pdf) {
    int status = 0;
    return said_by("pdftotext", pdf, "-", status);
}

}  // namespace indgang::ocr::copied
