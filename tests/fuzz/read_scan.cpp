// SPDX-License-Identifier: MPL-2.0
#include "tests/fuzz/read_scan.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "ocr/decode/scan.h"
#include "tests/fuzz/door.h"

namespace indgang::fuzz {

int read_scan(const std::uint8_t* data, std::size_t size) {
    [[maybe_unused]] static const int no_programs = setenv("PATH", "/nonexistent", 1);
    return taken_or_refused([&] {
        const auto file =
            ocr::open_scan(BytesView(data, size), std::filesystem::temp_directory_path());
        constexpr int pages_most = 3;  // what is wrong with a page is wrong with the first, too
        for (int page = 1; page <= std::min(file->pages(), pages_most); ++page) {
            static_cast<void>(ocr::normalise(file->page(page)));
            static_cast<void>(file->stream(page));
        }
    });
}

}  // namespace indgang::fuzz
