// SPDX-License-Identifier: MPL-2.0
// Tiles of characters that were marked by boxes in pictures (COCO annotations, as ORAND-CAR-A has
// them), in the record of cell_forge: for measuring on real paper, never for training.
//
//   box_tiles ANNOTATIONS.json FOLDER-OF-PICTURES OUT.bin
#include <leptonica/allheaders.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "ocr/image/zone.h"
#include "ocr/ink/cell_cleaner.h"

namespace {

using namespace indgang;

constexpr double px_per_mm = 12;
constexpr double character_mm = 5;  // taken as the height of each box

int run(const char* annotations, const std::string& folder, const char* out_path) {
    std::ifstream file(annotations);
    const nlohmann::json json = nlohmann::json::parse(file);
    std::map<int, std::string> names;
    for (const auto& image : json.at("images")) {
        names[image.at("id")] = image.at("file_name");
    }
    std::ofstream out(out_path, std::ios::binary);
    std::map<int, ocr::PageImage> pages;
    for (const auto& note : json.at("annotations")) {
        const int id = note.at("image_id");
        if (pages.count(id) == 0) {
            const ocr::PixPtr read(pixRead((folder + "/" + names.at(id)).c_str()));
            if (!read) {
                std::cerr << "box_tiles: can not read " << names.at(id) << '\n';
                return 1;
            }
            pages[id].pix.reset(pixConvertTo8(read.get(), 0));
        }
        const auto box = note.at("bbox").get<std::vector<double>>();
        const double scale = box[3] / character_mm;
        const MmToPx to_page{scale, 0, box[0], 0, scale, box[1]};
        const ocr::GreyPatch patch = ocr::sample_zone(
            pages[id], to_page, {-0.2, -0.2, box[2] / scale + 0.4, character_mm + 0.4}, px_per_mm);
        const ocr::CleanCell cell = ocr::clean_single(patch, px_per_mm);
        const char head[4] = {static_cast<char>(note.at("category_id").get<int>()), 0,
                              static_cast<char>(cell.has_ink ? 1 : 0), 0};
        out.write(head, sizeof head);
        out.write(reinterpret_cast<const char*>(cell.tile.pixels.data()),
                  static_cast<std::streamsize>(cell.tile.pixels.size()));
    }
    out.flush();
    return out ? 0 : 1;
}

}  // namespace

int main(int count, char** values) {
    if (count != 4) {
        std::cerr << "box_tiles ANNOTATIONS.json FOLDER OUT.bin\n";
        return 2;
    }
    try {
        return run(values[1], values[2], values[3]);
    } catch (const std::exception& trouble) {
        std::cerr << "box_tiles: " << trouble.what() << '\n';
        return 1;
    }
}
