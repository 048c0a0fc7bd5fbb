// SPDX-License-Identifier: MPL-2.0
// form.toml, from its text to the layout, the schema and the map of the form's own XML.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "schemas/xml/generate_xsd.h"
#include "schemas/xml/map.h"
#include "tests/fuzz/door.h"

using namespace indgang;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace fs = std::filesystem;
    static const fs::path folder =
        fs::temp_directory_path() / ("fuzz-form-" + std::to_string(::getpid())) / "tiny" / "1";
    fs::create_directories(folder);
    std::ofstream(folder / "form.toml", std::ios::binary) << text_of(BytesView(data, size));
    return fuzz::taken_or_refused([&] {
        const auto form = form::load_form(folder);
        static_cast<void>(xml::generate_xsd(form));
        static_cast<void>(xml::FieldMap::of_form(form));
    });
}
