// SPDX-License-Identifier: MPL-2.0
#include "schemas/error/reason.h"
#include "schemas/record/json.h"
#include "schemas/record/json_parts.h"

namespace indgang::record {
namespace {

constexpr std::array all_agreements{Agreement::confirmed, Agreement::differs, Agreement::unknown};
constexpr std::array all_outcomes{Outcome::accepted, Outcome::accepted_with_remarks,
                                  Outcome::parked};

void write(JsonWriter& out, const std::map<std::string, Value>& values) {
    out.begin_object();
    for (const auto& [name, value] : values) {
        out.key(name);
        out.begin_object();
        write_value_members(out, value);
        out.end_object();
    }
    out.end_object();
}

std::map<std::string, Value> parse_values(const JsonNode& node) {
    std::map<std::string, Value> values;
    node.each_member([&](std::string_view name, const JsonNode& value) {
        value.expect_members({"kind", "value"});
        if (!values.emplace(name, parse_value_members(value)).second) {
            value.fail(Reason::json_wrong_value, "there once");
        }
    });
    return values;
}

void write(JsonWriter& out, const Question& question) {
    out.begin_object();
    out.member("registry", question.registry);
    out.key("key");
    write(out, question.key);
    out.member("purpose", question.purpose);
    out.end_object();
}

Question parse_question(const JsonNode& node) {
    node.expect_members({"registry", "key", "purpose"});
    return {node.member("registry").owned_string(), parse_values(node.member("key")),
            node.member("purpose").owned_string()};
}

void write(JsonWriter& out, const Answer& answer) {
    out.begin_object();
    out.key("question");
    write(out, answer.question);
    out.key("rows");
    out.array(answer.rows, [&](const Facts& facts) { write(out, facts); });
    if (answer.unknown) {
        out.member("unknown_reason", name_of(*answer.unknown));
    }
    out.member("source", answer.source);
    out.member("at", format_utc(answer.at));
    out.end_object();
}

Answer parse_answer(const JsonNode& node) {
    node.expect_members({"question", "rows", "unknown_reason", "source", "at"});
    Answer answer;
    answer.question = parse_question(node.member("question"));
    node.member("rows").each(
        [&](const JsonNode& row) { answer.rows.push_back(parse_values(row)); });
    if (const auto reason = node.find("unknown_reason")) {
        answer.unknown = parse_unknown(reason->string());
        if (!answer.unknown) {
            reason->fail(Reason::json_wrong_value, "why a register does not know");
        }
    }
    answer.source = node.member("source").string();
    answer.at = node.member("at").utc();
    return answer;
}

void write(JsonWriter& out, const Verdict& verdict) {
    out.begin_object();
    out.member("field", verdict.field);
    out.member("agreement", name_of(verdict.agreement));
    out.member("registry", verdict.registry);
    if (!verdict.registered.empty()) {
        out.member("registered", verdict.registered);
    }
    out.member("at", format_utc(verdict.at));
    out.end_object();
}

Verdict parse_verdict(const JsonNode& node) {
    node.expect_members({"field", "agreement", "registry", "registered", "at"});
    Verdict verdict;
    verdict.field = node.member("field").string();
    verdict.agreement = node.member("agreement").word(all_agreements);
    verdict.registry = node.member("registry").string();
    if (const auto registered = node.find("registered")) {
        verdict.registered = registered->string();
    }
    verdict.at = node.member("at").utc();
    return verdict;
}

}  // namespace

void write(JsonWriter& out, const std::vector<Answer>& answers) {
    out.array(answers, [&](const Answer& answer) { write(out, answer); });
}

std::vector<Answer> parse_answers(const JsonNode& node) {
    std::vector<Answer> answers;
    node.each([&](const JsonNode& element) { answers.push_back(parse_answer(element)); });
    return answers;
}

std::string to_json(const InquiredRecord& inquired) {
    JsonWriter out;
    out.begin_object();
    out.key("record");
    write(out, inquired.record);
    out.key("answers");
    write(out, inquired.answers);
    out.end_object();
    return out.take();
}

InquiredRecord parse_inquired_record(std::string_view text) {
    const JsonDocument document(text);
    const JsonNode node(document);
    node.expect_members({"record", "answers"});
    return {parse_record(node.member("record")), parse_answers(node.member("answers"))};
}

std::string to_json(const SettledRecord& settled) {
    const ValidatedRecord& validated = settled.validated;
    JsonWriter out;
    constexpr std::size_t bytes_per_field = 300;  // with what the registers say; a guess
    out.reserve(bytes_per_field * validated.inquired.record.fields.size());
    out.begin_object();
    out.member("outcome", name_of(settled.outcome));
    out.key("reasons");
    write(out, settled.reasons);
    out.key("record");
    write(out, validated.inquired.record);
    out.key("answers");
    write(out, validated.inquired.answers);
    out.key("verdicts");
    out.array(validated.verdicts, [&](const Verdict& verdict) { write(out, verdict); });
    out.key("findings");
    write(out, validated.findings);
    out.end_object();
    return out.take();
}

SettledRecord parse_settled_record(std::string_view text) {
    const JsonDocument document(text);
    const JsonNode node(document);
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
