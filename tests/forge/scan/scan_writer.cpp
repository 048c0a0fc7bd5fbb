// SPDX-License-Identifier: MPL-2.0
#include "tests/forge/scan/scan_writer.h"

#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>

#include "schemas/core/bytes.h"

namespace indgang::forge {
namespace {

void must(int failed, const std::filesystem::path& file) {
    if (failed != 0) {
        throw std::runtime_error("can not write " + file.string());
    }
}

/// Leptonica's own PDF writer: one image a page, CCITT or DCT streams as they are.
void write_pdf(const std::vector<ocr::PixPtr>& pages, const std::filesystem::path& file,
               int jpeg_quality) {
    l_pdfSetDateAndVersion(0);  // the same pages give the same file
    std::vector<Bytes> parts;
    for (const ocr::PixPtr& page : pages) {
        l_uint8* data = nullptr;
        std::size_t size = 0;
        const int type = pixGetDepth(page.get()) == 1 ? L_G4_ENCODE : L_JPEG_ENCODE;
        must(pixConvertToPdfData(page.get(), type, jpeg_quality, &data, &size, 0, 0,
                                 pixGetXRes(page.get()), nullptr, nullptr, 0),
             file);
        const std::unique_ptr<l_uint8, decltype(&std::free)> owner(data, &std::free);
        parts.emplace_back(data, data + size);
    }
    struct PtraDeleter {
        void operator()(L_PTRA* list) const { ptraDestroy(&list, 0, 0); }
    };
    const std::unique_ptr<L_PTRA, PtraDeleter> list(ptraCreate(static_cast<int>(parts.size())));
    std::vector<L_BYTEA*> arrays;
    for (const Bytes& part : parts) {
        arrays.push_back(l_byteaInitFromMem(part.data(), part.size()));
        ptraAdd(list.get(), arrays.back());
    }
    l_uint8* joined = nullptr;
    std::size_t size = 0;
    must(ptraConcatenatePdfToData(list.get(), nullptr, &joined, &size), file);
    const std::unique_ptr<l_uint8, decltype(&std::free)> owner(joined, &std::free);
    for (L_BYTEA* array : arrays) {
        l_byteaDestroy(&array);
    }
    std::ofstream out(file, std::ios::binary);
    out.write(reinterpret_cast<const char*>(joined), static_cast<std::streamsize>(size));
    must(out.good() ? 0 : 1, file);
}

void write_tiff(const std::vector<ocr::PixPtr>& pages, const std::filesystem::path& file) {
    const char* mode = "w";
    for (const ocr::PixPtr& page : pages) {
        const int type = pixGetDepth(page.get()) == 1 ? IFF_TIFF_G4 : IFF_TIFF_ZIP;
        must(pixWriteTiff(file.c_str(), page.get(), type, mode), file);
        mode = "a";
    }
}

}  // namespace

std::vector<std::filesystem::path> write_scan(const std::vector<ocr::PixPtr>& pages,
                                              const std::filesystem::path& file, int jpeg_quality) {
    const std::string ending = file.extension().string();
    if (ending == ".tif") {
        write_tiff(pages, file);
        return {file};
    }
    if (ending == ".pdf") {
        write_pdf(pages, file, jpeg_quality);
        return {file};
    }
    if (ending != ".jpg" && ending != ".png") {
        throw std::runtime_error("a scan ends in .tif, .pdf, .jpg or .png: " + file.string());
    }
    std::vector<std::filesystem::path> written;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        std::filesystem::path name = file;
        if (pages.size() > 1) {
            name.replace_filename(file.stem().string() + "-" + std::to_string(i + 1) + ending);
        }
        if (ending == ".jpg") {
            const ocr::PixPtr wide(pixGetDepth(pages[i].get()) == 1
                                       ? pixConvertTo8(pages[i].get(), 0)
                                       : pixClone(pages[i].get()));
            must(pixWriteJpeg(name.c_str(), wide.get(), jpeg_quality, 0), name);
        } else {
            must(pixWrite(name.c_str(), pages[i].get(), IFF_PNG), name);
        }
        written.push_back(name);
    }
    return written;
}

}  // namespace indgang::forge
