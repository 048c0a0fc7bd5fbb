// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/xml_documents.h"

#include <utility>

#include "schemas/record/record.h"
#include "schemas/xml/submission.h"
#include "tests/forge/sheet/filling.h"

namespace indgang::bench {

std::vector<Document> make_documents(const form::FormCatalogue& catalogue,
                                     const XmlOptions& options) {
    forge::Dice dice(options.seed);
    std::vector<Document> documents;
    for (int i = 0; i < options.documents; ++i) {
        const auto forms = catalogue.all().size();
        const form::FormDefinition& form = catalogue.all()[static_cast<std::size_t>(i) % forms];
        const forge::Filling filling = forge::random_filling(form, dice);
        record::ApplicationRecord record;
        record.form = form.key;
        record.source = record::Source::xml;
        for (const form::Field& field : form.fields) {
            record::FieldValue value;
            value.field = field.id;
            value.provenance = record::Submitted{};
            if (const auto found = filling.find(field.id); found != filling.end()) {
                value.raw = found->second;
                value.value = parse_canonical(field.kind, found->second);
            }
            record.fields.push_back(std::move(value));
        }
        documents.push_back({form.key, xml::to_xml(record, form)});
    }
    return documents;
}

std::string numbered(const Document& document, int number) {
    return document.xml + "<!-- " + std::to_string(number) + " -->\n";
}

}  // namespace indgang::bench
