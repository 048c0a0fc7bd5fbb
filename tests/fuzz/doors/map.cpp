// SPDX-License-Identifier: MPL-2.0
// A map file of legacy XML, and a document read by it.
#include "schemas/xml/map.h"

#include "schemas/xml/hardened_parser.h"
#include "tests/fuzz/door.h"

using namespace indgang;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto form = form::load_form(INDGANG_SOURCE_DIR "/tests/forms/tabeller/1");
    static xml::HardenedParser parser;
    static const auto document = parser.parse(
        "<a><b>6101901234</b><e>3 &amp;lt;</e><r><p n='I'><c>6101901235</c></p><p/></r><x><z/></x>"
        "<y>w</y><w q='1'/></a>");
    return fuzz::taken_or_refused([&] {
        const auto map = xml::FieldMap::parse(text_of(BytesView(data, size)), "map", form, "a");
        const auto& root = *xmlDocGetRootElement(document.get());
        if (map.takes(root)) {
            static_cast<void>(map.apply(root));
        }
    });
}
