// SPDX-License-Identifier: MPL-2.0
// XML in any encoding: decoding, parsing, schema, map; and what the record's JSON says of it.
#include "schemas/record/json.h"
#include "schemas/xml/submission.h"
#include "tests/fuzz/door.h"

using namespace indgang;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto forms = form::FormCatalogue::load({INDGANG_SOURCE_DIR "/schemas/forms"});
    static xml::SubmissionReader reader(forms);
    return fuzz::taken_or_refused([&] {
        const auto record = reader.map(reader.parse(BytesView(data, size)));
        const auto json = record::to_json(record);
        fuzz::must_be_equal(record::to_json(record::parse_application_record(json)) == json);
    });
}
