// SPDX-License-Identifier: MPL-2.0
// JSON: decoding, parsing, the check by the form, the record; and what the record's JSON and its
// own document say of it.
#include "schemas/record/json.h"
#include "schemas/json/submission.h"
#include "tests/fuzz/door.h"

using namespace indgang;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto forms = form::FormCatalogue::load({INDGANG_SOURCE_DIR "/schemas/forms"});
    static json::SubmissionReader reader(forms);
    return fuzz::taken_or_refused([&] {
        const auto record = reader.map(reader.parse(BytesView(data, size)));
        const auto stored = record::to_json(record);
        fuzz::must_be_equal(record::to_json(record::parse_application_record(stored)) == stored);
        const auto document = json::to_document(record, *forms.find(record.form));
        fuzz::must_be_equal(reader.map(reader.parse(view_of(document))).form == record.form);
    });
}
