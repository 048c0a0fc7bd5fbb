// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include <jpeglib.h>

#include "schemas/core/bytes.h"

/// JPEGs of every coding, of given samples.
namespace indgang::ocr::drawn {

struct JpegCoding {
    std::string name;
    J_COLOR_SPACE given = JCS_GRAYSCALE, stored = JCS_GRAYSCALE;
    int across = 1, down = 1;  ///< pixels of the first component to one of the others
    bool is_progressive = false;
    bool has_adobe_mark = true;  ///< and with it, of four inks, 255 for no ink
};

inline int samples_of(J_COLOR_SPACE space) {
    return space == JCS_GRAYSCALE ? 1 : space == JCS_CMYK ? 4 : 3;
}

/// In the best quality. Takes: `level_at` of a pixel's sample, 0..255, as it is given to the coder.
inline Bytes jpeg_of(const JpegCoding& coding, int width, int height,
                     const std::function<int(int x, int y, int sample)>& level_at) {
    jpeg_compress_struct coder{};
    jpeg_error_mgr errors{};
    coder.err = jpeg_std_error(&errors);
    jpeg_create_compress(&coder);
    unsigned char* memory = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&coder, &memory, &size);
    const int samples = samples_of(coding.given);
    coder.image_width = static_cast<JDIMENSION>(width);
    coder.image_height = static_cast<JDIMENSION>(height);
    coder.input_components = samples;
    coder.in_color_space = coding.given;
    jpeg_set_defaults(&coder);
    jpeg_set_colorspace(&coder, coding.stored);
    jpeg_set_quality(&coder, 100, TRUE);
    if (coding.is_progressive) {
        jpeg_simple_progression(&coder);
    }
    coder.comp_info[0].h_samp_factor = coding.across;
    coder.comp_info[0].v_samp_factor = coding.down;
    if (!coding.has_adobe_mark) {
        coder.write_Adobe_marker = FALSE;
    }
    jpeg_start_compress(&coder, TRUE);
    std::vector<JSAMPLE> row(static_cast<std::size_t>(width) * static_cast<std::size_t>(samples));
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (int sample = 0; sample < samples; ++sample) {
                row[static_cast<std::size_t>(x * samples + sample)] =
                    static_cast<JSAMPLE>(level_at(x, y, sample));
            }
        }
        JSAMPROW rows = row.data();
        jpeg_write_scanlines(&coder, &rows, 1);
    }
    jpeg_finish_compress(&coder);
    const Bytes bytes(memory, memory + size);
    jpeg_destroy_compress(&coder);
    std::free(memory);
    return bytes;
}

}  // namespace indgang::ocr::drawn
