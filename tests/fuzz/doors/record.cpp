// SPDX-License-Identifier: MPL-2.0
// The JSON of readings and records: what is taken is written again as it was.
#include "schemas/record/json.h"

#include "tests/fuzz/door.h"

using namespace indgang;

namespace {

template <typename Parse>
void take(std::string_view json, const Parse& parse) {
    fuzz::taken_or_refused([&] {
        const auto written = record::to_json(parse(json));
        fuzz::must_be_equal(record::to_json(parse(written)) == written);
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view json = text_of(BytesView(data, size));
    take(json, record::parse_application_record);
    take(json, record::parse_inquired_record);
    take(json, record::parse_settled_record);
    take(json, record::parse_page_reading);
    return 0;
}
