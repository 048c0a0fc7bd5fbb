// SPDX-License-Identifier: MPL-2.0
// Whether a file in a watched folder is whole: looked at by the service itself, outside of the
// jail.
#include "pipeline/service/completeness.h"

#include <array>

#include "tests/fuzz/door.h"

using namespace indgang;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::array types = {"tiff", "png",      "jpeg", "pdf", "xml",
                                  "webp", "jpeg2000", "heif", "json"};
    for (const char* type : types) {
        static_cast<void>(service::incompleteness(type, BytesView(data, size)));
    }
    return 0;
}
