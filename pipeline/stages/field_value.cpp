// SPDX-License-Identifier: MPL-2.0
// From candidates to one typed value.
//
// A reader gives texts with probabilities; what a field holds is a value. Several texts can mean
// the same value ("6.234,50" and "6234,50"), and a text that is no value of the field's kind (a
// 31 February) is worth nothing. So the probabilities are summed by value, texts without a value
// are passed over, and the best sum wins. What the passed-over texts weighed stays lost on
// purpose: a field whose likeliest text makes no sense is a doubtful field.
#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "pipeline/stages/assemble.h"

namespace indgang::stages {
namespace {

struct Meaning {
    std::optional<Value> value;  ///< nothing: left empty
    std::string raw;
    double probability = 0;
};

std::variant<Value, ValueTrouble> parse_candidate(const form::Field& field,
                                                  const std::string& text) {
    if (field.kind == ValueKind::signature) {
        return Value::of_signature(text == "present");
    }
    return form::parse_field(field, text, Notation::danish);
}

void add(std::vector<Meaning>& meanings, std::optional<Value> value,
         const record::Candidate& candidate) {
    for (auto& meaning : meanings) {
        if (meaning.value == value) {
            meaning.probability += candidate.probability;
            return;
        }
    }
    meanings.push_back({std::move(value), candidate.text, candidate.probability});
}

}  // namespace

record::FieldValue to_field_value(const form::FormDefinition& form, const form::Field& field,
                                  const record::FieldReading& reading,
                                  const PagePlace& arrival_page) {
    record::FieldValue result;
    result.field = field.id;
    result.candidates = reading.candidates;

    std::vector<Meaning> meanings;
    std::string trouble;
    for (const auto& candidate : reading.candidates) {
        if (candidate.text.empty()) {
            add(meanings, std::nullopt, candidate);
            continue;
        }
        auto parsed = parse_candidate(field, candidate.text);
        if (const auto* value = std::get_if<Value>(&parsed)) {
            add(meanings, *value, candidate);
        } else if (trouble.empty()) {
            trouble = std::get<ValueTrouble>(parsed).reason;
        }
    }
    const auto best = std::max_element(
        meanings.begin(), meanings.end(),
        [](const Meaning& a, const Meaning& b) { return a.probability < b.probability; });

    double probability = 0;
    if (best == meanings.end()) {
        result.raw = reading.candidates.empty() ? std::string() : reading.candidates.front().text;
        result.doubt = trouble.empty() ? "not_readable" : trouble;
    } else {
        probability = std::min(best->probability, 1.0);
        result.value = best->value;
        result.raw = best->raw;
        if (!reading.doubt.empty()) {
            result.doubt = reading.doubt;
        } else if (probability < form.accept_probability) {
            result.doubt = "low_probability";
        }
    }
    result.is_accepted = result.doubt.empty();
    result.provenance = record::Scanned{arrival_page, reading.box, probability, reading.reader};
    return result;
}

}  // namespace indgang::stages
