// SPDX-License-Identifier: MPL-2.0
#include "schemas/record/json.h"
#include "schemas/record/json_parts.h"

namespace indgang::record {
namespace {

constexpr std::array all_agreements{Agreement::confirmed, Agreement::differs, Agreement::unknown};
constexpr std::array all_outcomes{Outcome::accepted, Outcome::accepted_with_remarks,
                                  Outcome::parked};

Json json_of_values(const std::map<std::string, Value>& values) {
    Json object = Json::object();
    for (const auto& [name, value] : values) {
        Json typed = Json::object();
        put_value(typed, value);
        object[name] = std::move(typed);
    }
    return object;
}

std::map<std::string, Value> parse_values(const JsonNode& node) {
    std::map<std::string, Value> values;
    node.each_member([&](const std::string& name, const JsonNode& value) {
        value.expect_members({"kind", "value"});
        values.emplace(name, parse_value_members(value));
    });
    return values;
}

Json json_of(const Question& question) {
    Json object = Json::object();
    object["registry"] = question.registry;
    object["key"] = json_of_values(question.key);
    object["purpose"] = question.purpose;
    return object;
}

Question parse_question(const JsonNode& node) {
    node.expect_members({"registry", "key", "purpose"});
    return {node.member("registry").take_string(), parse_values(node.member("key")),
            node.member("purpose").take_string()};
}

Json json_of(const Answer& answer) {
    Json object = Json::object();
    object["question"] = json_of(answer.question);
    Json rows = Json::array();
    for (const Facts& facts : answer.rows) {
        rows.push_back(json_of_values(facts));
    }
    object["rows"] = std::move(rows);
    if (!answer.unknown_reason.empty()) {
        object["unknown_reason"] = answer.unknown_reason;
    }
    object["source"] = answer.source;
    object["at"] = format_utc(answer.at);
    return object;
}

Answer parse_answer(const JsonNode& node) {
    node.expect_members({"question", "rows", "unknown_reason", "source", "at"});
    Answer answer;
    answer.question = parse_question(node.member("question"));
    node.member("rows").each(
        [&](const JsonNode& row) { answer.rows.push_back(parse_values(row)); });
    if (const auto reason = node.find("unknown_reason")) {
        answer.unknown_reason = reason->take_string();
    }
    answer.source = node.member("source").take_string();
    answer.at = node.member("at").utc();
    return answer;
}

Json json_of(const Verdict& verdict) {
    Json object = Json::object();
    object["field"] = verdict.field;
    object["agreement"] = std::string(name_of(verdict.agreement));
    object["registry"] = verdict.registry;
    if (!verdict.registered.empty()) {
        object["registered"] = verdict.registered;
    }
    object["at"] = format_utc(verdict.at);
    return object;
}

Verdict parse_verdict(const JsonNode& node) {
    node.expect_members({"field", "agreement", "registry", "registered", "at"});
    Verdict verdict;
    verdict.field = node.member("field").take_string();
    verdict.agreement = node.member("agreement").word(all_agreements);
    verdict.registry = node.member("registry").take_string();
    if (const auto registered = node.find("registered")) {
        verdict.registered = registered->take_string();
    }
    verdict.at = node.member("at").utc();
    return verdict;
}

}  // namespace

Json json_of(const std::vector<Answer>& answers) {
    Json array = Json::array();
    for (const Answer& answer : answers) {
        array.push_back(json_of(answer));
    }
    return array;
}

std::vector<Answer> parse_answers(const JsonNode& node) {
    std::vector<Answer> answers;
    node.each([&](const JsonNode& element) { answers.push_back(parse_answer(element)); });
    return answers;
}

std::string to_json(const InquiredRecord& record) {
    Json object = Json::object();
    object["record"] = json_of(record.record);
    object["answers"] = json_of(record.answers);
    return dump_json(object);
}

InquiredRecord parse_inquired_record(std::string_view text) {
    Json root = parse_json(text);
    const JsonNode node(root);
    node.expect_members({"record", "answers"});
    return {parse_record(node.member("record")), parse_answers(node.member("answers"))};
}

Json json_of(const SettledRecord& settled) {
    const ValidatedRecord& validated = settled.validated;
    Json object = Json::object();
    object["outcome"] = std::string(name_of(settled.outcome));
    object["reasons"] = array_of_strings(settled.reasons);
    object["record"] = json_of(validated.inquired.record);
    object["answers"] = json_of(validated.inquired.answers);
    Json verdicts = Json::array();
    for (const Verdict& verdict : validated.verdicts) {
        verdicts.push_back(json_of(verdict));
    }
    object["verdicts"] = std::move(verdicts);
    object["findings"] = json_of(validated.findings);
    return object;
}

std::string to_json(const SettledRecord& settled) {
    return dump_json(json_of(settled));
}

SettledRecord parse_settled_record(std::string_view text) {
    Json root = parse_json(text);
    const JsonNode node(root);
    node.expect_members({"outcome", "reasons", "record", "answers", "verdicts", "findings"});
    SettledRecord settled;
    settled.outcome = node.member("outcome").word(all_outcomes);
    settled.reasons = parse_strings(node.member("reasons"));
    ValidatedRecord& validated = settled.validated;
    validated.inquired.record = parse_record(node.member("record"));
    validated.inquired.answers = parse_answers(node.member("answers"));
    node.member("verdicts").each([&](const JsonNode& element) {
        validated.verdicts.push_back(parse_verdict(element));
    });
    validated.findings = parse_findings(node.member("findings"));
    return settled;
}

}  // namespace indgang::record
