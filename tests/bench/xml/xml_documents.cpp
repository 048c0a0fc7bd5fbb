// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/xml/xml_documents.h"

#include <string>
#include <string_view>
#include <utility>

#include "schemas/error/verify.h"
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
    constexpr std::string_view applicant = "<ansoeger_cpr>";
    constexpr int days = 28, months = 12, years = 60, oldest_year = 38, replacement_days = 60;
    const auto two_digits = [](int value) {
        return std::string(1, static_cast<char>('0' + value / 10)) +
               static_cast<char>('0' + value % 10);
    };
    const int month = number / days, year = month / months, serial = year / years;
    std::string serial_digits = std::to_string(serial);
    serial_digits.insert(0, 4 - serial_digits.size(), '0');
    const std::string cpr = two_digits(replacement_days + 1 + number % days) +
                            two_digits(1 + month % months) +
                            two_digits(oldest_year + year % years) + serial_digits;
    std::string xml = document.xml;
    const auto at = xml.find(applicant);
    VERIFY(at != std::string::npos);
    return xml.replace(at + applicant.size(), cpr.size(), cpr);
}

}  // namespace indgang::bench
