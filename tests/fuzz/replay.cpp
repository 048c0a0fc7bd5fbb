// SPDX-License-Identifier: MPL-2.0
// A door's corpus and crashers once more, without libFuzzer: part of every test run.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/fuzz/door.h"

int main(int count, char** arguments) {
    namespace fs = std::filesystem;
    int files = 0;
    for (int i = 1; i < count; ++i) {
        if (!fs::is_directory(arguments[i])) {
            continue;
        }
        for (const auto& entry : fs::directory_iterator(arguments[i])) {
            std::ifstream in(entry.path(), std::ios::binary);
            const indgang::Bytes bytes((std::istreambuf_iterator<char>(in)), {});
            // Said before: what ends the process is then known by its name.
            std::printf("%s, %zu bytes\n", entry.path().c_str(), bytes.size());
            std::fflush(stdout);
            LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
            ++files;
        }
    }
    if (files == 0) {
        std::fprintf(stderr, "no files: what is asked to hold was not tried\n");
        return 1;
    }
    return 0;
}
