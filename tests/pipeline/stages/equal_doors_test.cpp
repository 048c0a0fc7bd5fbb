// SPDX-License-Identifier: MPL-2.0
// What a form takes does not depend on the way by which it comes: for every field of every form the
// same values are taken, and the same are not, whether they stand on paper or in XML or JSON of the
// form's own schema. XML and JSON also refuse the same, and doubt the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "pipeline/rules/rule.h"
#include "pipeline/stages/assemble.h"
#include "schemas/core/bytes.h"
#include "schemas/core/xml_escape.h"
#include "schemas/error/error.h"
#include "schemas/filling/filling.h"
#include "schemas/json/submission.h"
#include "schemas/values/value.h"
#include "schemas/xml/submission.h"

namespace indgang::stages {
namespace {

/// The shipped forms, and one that has every limit that a field can have.
const form::FormCatalogue& catalogue() {
    const std::filesystem::path source(INDGANG_SOURCE_DIR);
    static const auto all = form::FormCatalogue::load(
        {source / "schemas" / "forms", source / "tests" / "forms" / "graenser"});
    return all;
}

xml::SubmissionReader& reader() {
    static xml::SubmissionReader one(catalogue());
    return one;
}

json::SubmissionReader& json_reader() {
    static json::SubmissionReader one(catalogue());
    return one;
}

/// The same answer as people write it and as a schema does.
struct Answer {
    std::string danish;
    std::string xml;
};

std::string many(std::size_t count) {
    return std::string(count, 'x');
}

/// At the edges of what a kind of value takes, on both sides.
std::vector<Answer> edges_of(ValueKind kind) {
    switch (kind) {
        case ValueKind::amount:
            return {{"0", "0.00"},
                    {"0,01", "0.01"},
                    {"-1", "-1.00"},
                    {"1,005", "1.005"},
                    {"99999999999,99", "99999999999.99"},
                    {"100000000000", "100000000000.00"}};
        case ValueKind::date:
            return {{"31-12-1849", "1849-12-31"}, {"01-01-1850", "1850-01-01"},
                    {"31-12-2150", "2150-12-31"}, {"01-01-2151", "2151-01-01"},
                    {"29-02-2024", "2024-02-29"}, {"29-02-2023", "2023-02-29"},
                    {"31-04-2026", "2026-04-31"}};
        case ValueKind::count:
            return {{"0", "0"},
                    {"-1", "-1"},
                    {"1,5", "1.5"},
                    {"999999999", "999999999"},
                    {"1000000000", "1000000000"}};
        case ValueKind::cpr:
            return {{"6101551234", "6101551234"}, {"610155-1234", "610155-1234"},
                    {"610155123", "610155123"},   {"61015512345", "61015512345"},
                    {"0013551234", "0013551234"}, {"9902551234", "9902551234"}};
        case ValueKind::cvr:
            return {{"12345674", "12345674"},
                    {"1234567", "1234567"},
                    {"123456789", "123456789"},
                    {"00000000", "00000000"},
                    {"12345678", "12345678"}};
        case ValueKind::postcode:
            return {{"0000", "0000"}, {"0999", "0999"}, {"9999", "9999"}, {"999", "999"}};
        case ValueKind::phone:
            return {{"62210412", "62210412"},
                    {"+45 62 21 04 12", "+45 62 21 04 12"},
                    {"6221041", "6221041"},
                    {"622104123", "622104123"}};
        case ValueKind::email:
            return {{"a@b.dk", "a@b.dk"}, {"ab.dk", "ab.dk"}, {"a b@c.dk", "a b@c.dk"}};
        case ValueKind::text:
            return {{many(4000), many(4000)}, {many(4001), many(4001)}};
        case ValueKind::name:
        case ValueKind::street:
        case ValueKind::city:
            return {{"Søndre", "Søndre"}, {many(200), many(200)}, {many(201), many(201)}};
        case ValueKind::house_number:
            return {{"1", "1"}, {"999Z", "999Z"}, {"0", "0"}, {"1000", "1000"}, {"12 AB", "12 AB"}};
        case ValueKind::floor:
            return {{"st", "st"}, {"kl", "kl"},   {"1", "1"},
                    {"99", "99"}, {"100", "100"}, {"x", "x"}};
        case ValueKind::door:
            return {{"tv", "tv"}, {"9999", "9999"}, {"10000", "10000"}, {"a/b", "a/b"}};
        case ValueKind::bank_registration:
            return {{"0001", "0001"}, {"123", "123"}, {"12345", "12345"}};
        case ValueKind::bank_account:
            return {{"1", "1"}, {"1234567890", "1234567890"}, {"12345678901", "12345678901"}};
        case ValueKind::yes_no:
        case ValueKind::signature:
        case ValueKind::choice:
            return {};  // marks: on paper there is nothing but the form's own choices
    }
    return {};
}

/// A number or a day beside another, as both doors write it.
std::optional<Answer> beside(const Value& limit, int step) {
    if (const auto* amount = limit.amount()) {
        const auto value = Amount::of_oere(amount->oere() + step);
        return value ? std::optional<Answer>(
                           {Value::of(*value).danish(), Value::of(*value).canonical()})
                     : std::nullopt;
    }
    if (const auto* date = limit.date()) {
        const std::chrono::year_month_day day{std::chrono::sys_days(date->day()) +
                                              std::chrono::days(step)};
        const auto value =
            Date::of(static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
        return value ? std::optional<Answer>(
                           {Value::of(*value).danish(), Value::of(*value).canonical()})
                     : std::nullopt;
    }
    const auto number = *limit.count() + step;
    return Answer{std::to_string(number), std::to_string(number)};
}

/// Those of the kind, and those at the limits that the form sets.
std::vector<Answer> edges_of(const form::Field& field) {
    auto all = edges_of(field.kind);
    for (const auto& limit : {field.terms.least, field.terms.most}) {
        for (const int step : limit ? std::vector{-1, 0, 1} : std::vector<int>{}) {
            if (auto answer = beside(*limit, step)) {
                all.push_back(std::move(*answer));
            }
        }
    }
    if (const auto most = static_cast<std::size_t>(field.terms.max_length); most > 0) {
        all.push_back({many(most), many(most)});
        all.push_back({many(most + 1), many(most + 1)});
    }
    if (field.terms.pattern) {
        const auto example = field.terms.pattern->example();
        all.push_back({example, example});
        all.push_back({example + "1", example + "1"});
        all.push_back({example.substr(1), example.substr(1)});
    }
    return all;
}

bool is_taken_on_paper(const form::FormDefinition& form, const form::Field& field,
                       const std::string& text) {
    record::FieldReading reading;
    reading.field = field.id;
    reading.candidates = {{text, 1.0}};
    return to_field_value(form, field, reading, PagePlace(1)).is_accepted;
}

/// What becomes of one field of a document.
enum class Verdict { refused, doubted, taken };
std::ostream& operator<<(std::ostream& out, Verdict verdict) {
    return out << (verdict == Verdict::refused   ? "refused"
                   : verdict == Verdict::doubted ? "doubted"
                                                 : "taken");
}

template <typename Reader>
Verdict verdict_of(Reader& reader, const std::string& document, const form::Field& field,
                   Reason refusal) {
    try {
        const auto record = reader.map(reader.parse(view_of(document)));
        return record.field(field.id)->is_accepted ? Verdict::taken : Verdict::doubted;
    } catch (const Error& error) {
        EXPECT_EQ(error.why(), refusal) << error.what();
        return Verdict::refused;
    }
}

/// The name of a field within its row.
std::string column_of(const form::Field& field) {
    return field.row > 0 ? field.id.substr(field.id.rfind('.') + 1) : field.id;
}

/// Whole applications, in which one field has another text.
class DocumentDoors {
  public:
    explicit DocumentDoors(const form::FormDefinition& form) : form_(form) {
        filling::Dice dice(7);
        filling_ = filling::valid_filling(form, dice);
        for (const auto& table : form.tables) {
            filling::fill_rows(form, table.id, {1}, filling_, dice);
        }
    }
    /// Gives: nothing when the application has no such field.
    std::optional<Verdict> by_xml(const form::Field& field, const std::string& text) {
        const auto document = xml_with(field, text);
        return document.empty()
                   ? std::nullopt
                   : std::optional(verdict_of(reader(), document, field, Reason::xml_invalid));
    }
    /// Takes: the field's value as JSON has it.
    Verdict by_json(const form::Field& field, const std::string& literal) {
        constexpr std::string_view hole = "\"@@\"";
        auto document = nlohmann::ordered_json::parse(json::to_document(record_with(field), form_));
        auto& fields = document["fields"];
        (field.row > 0 ? fields[field.table][0] : fields)[column_of(field)] = "@@";
        auto text = document.dump();
        text.replace(text.find(hole), hole.size(), literal);
        return verdict_of(json_reader(), text, field, Reason::json_invalid);
    }

  private:
    record::ApplicationRecord record_with(const form::Field& field) const {
        auto filled = filling_;
        filled.try_emplace(field.id, example_of(field));
        return filling::record_of(form_, filled);
    }
    std::string xml_with(const form::Field& field, const std::string& text) {
        auto document = xml::to_xml(record_with(field), form_);
        const auto name = column_of(field);
        // A column may be called as its table.
        const auto table = field.row > 0 ? document.find("<" + field.table + ">") + 1 : 0;
        auto from = document.find("<" + name + ">", table);
        if (from == std::string::npos) {
            return {};
        }
        from += name.size() + 2;
        document.replace(from, document.find("</", from) - from, escape_xml(text));
        return document;
    }
    /// Something that stands there, to be replaced.
    static std::string example_of(const form::Field& field) {
        if (!field.choices.empty()) {
            return field.choices.front().key;
        }
        if (field.kind == ValueKind::yes_no || field.kind == ValueKind::signature) {
            return "ja";
        }
        for (const auto& answer : edges_of(field)) {
            const auto parsed = form::parse_field(field, answer.xml, Notation::xml);
            if (const auto* value = std::get_if<Value>(&parsed)) {
                return value->canonical();
            }
        }
        return {};
    }

    const form::FormDefinition& form_;
    filling::Filling filling_;
};

class EqualDoors : public testing::TestWithParam<std::string> {};

const form::FormDefinition& form_named(const std::string& name) {
    return *std::ranges::find_if(catalogue().all(), [&](const auto& form) {
        return form.key.form + "_" + form.key.version == name;
    });
}

TEST_P(EqualDoors, TakeTheSameValues) {
    const auto& form = form_named(GetParam());
    DocumentDoors doors(form);
    int tried = 0, taken = 0;
    for (const auto& field : form.fields) {
        if (field.row > 1) {
            continue;
        }
        for (const auto& answer : edges_of(field)) {
            const auto by_xml = doors.by_xml(field, answer.xml);
            if (!by_xml) {
                continue;
            }
            const bool on_paper = is_taken_on_paper(form, field, answer.danish);
            EXPECT_EQ(on_paper, *by_xml == Verdict::taken)
                << field.id << " (" << name_of(field.kind) << "): paper \""
                << answer.danish.substr(0, 40) << "\", XML \"" << answer.xml.substr(0, 40) << "\"";
            ++tried;
            taken += on_paper ? 1 : 0;
        }
    }
    EXPECT_GT(tried, 20);
    EXPECT_GT(taken, 5);
    EXPECT_LT(taken, tried);
}

/// What documents may hold that stands nowhere on paper.
std::vector<std::string> texts_of_documents(const form::Field& field) {
    std::vector<std::string> texts = {"", "  ", "ja", "nej", "true", "false", "1", "Ja", "x"};
    for (const auto& choice : field.choices) {
        texts.push_back(choice.key);
        texts.push_back(" " + choice.key);
        texts.insert(texts.end(), choice.xml.begin(), choice.xml.end());
    }
    for (const auto& answer : edges_of(field)) {
        texts.push_back(answer.xml);
        texts.push_back(answer.xml + " ");
    }
    return texts;
}

/// What a sender may write without quotes.
bool is_number(const form::Field& field, const std::string& text) {
    return (field.kind == ValueKind::amount || field.kind == ValueKind::count) &&
           nlohmann::json::accept(text);
}

TEST_P(EqualDoors, RefuseDoubtAndTakeTheSameDocuments) {
    const auto& form = form_named(GetParam());
    DocumentDoors doors(form);
    std::map<Verdict, int> verdicts;
    for (const auto& field : form.fields) {
        if (field.row > 1) {
            continue;
        }
        for (const auto& text : texts_of_documents(field)) {
            const auto by_xml = doors.by_xml(field, text);
            if (!by_xml) {
                continue;
            }
            const auto told = field.id + " (" + std::string(name_of(field.kind)) + ") \"" +
                              text.substr(0, 40) + "\"";
            EXPECT_EQ(doors.by_json(field, nlohmann::json(text).dump()), *by_xml) << told;
            if (is_number(field, text)) {
                EXPECT_EQ(doors.by_json(field, text), *by_xml) << told << " as a number";
            }
            if ((field.kind == ValueKind::yes_no) && (text == "true" || text == "false")) {
                EXPECT_EQ(doors.by_json(field, text), *by_xml) << told << " as true or false";
            }
            ++verdicts[*by_xml];
        }
    }
    EXPECT_GT(verdicts[Verdict::refused], 20);
    EXPECT_GT(verdicts[Verdict::doubted], 1);
    EXPECT_GT(verdicts[Verdict::taken], 20);
}

/// Ink that is missing, and a digit that a reader may have taken for another.
constexpr std::string_view of_paper_alone[] = {"signature_missing", "signature_date_missing",
                                               "cpr_check_digit"};

/// What a record breaks: fields that hold no value of theirs, and findings of the rules.
std::vector<std::string> broken_by(const form::FormDefinition& form,
                                   record::ApplicationRecord record) {
    std::vector<std::string> broken;
    for (const auto& field : record.fields) {
        if (!field.is_accepted) {
            broken.push_back(field.field);
        }
    }
    record::InquiredRecord inquired;
    inquired.record = std::move(record);
    inquired.record.received_at = *parse_utc("2026-11-22T12:00:00.000Z");
    for (const auto& finding : rules::validate(form, std::move(inquired)).findings) {
        if (std::ranges::find(of_paper_alone, finding.rule) != std::end(of_paper_alone)) {
            continue;
        }
        auto text = finding.rule;
        for (const auto& field : finding.fields) {
            text += " " + field;
        }
        broken.push_back(text);
    }
    std::ranges::sort(broken);
    return broken;
}

record::ApplicationRecord on_paper(const form::FormDefinition& form,
                                   const filling::Filling& filling) {
    auto record = filling::record_of(form, filling);
    record.source = record::Source::paper;
    for (auto& value : record.fields) {
        const auto& field = *form.field(value.field);
        record::FieldReading reading;
        reading.field = field.id;
        const auto filled = filling.find(field.id);
        std::string text;
        if (field.kind == ValueKind::signature) {
            text = filled != filling.end() && filled->second == "ja" ? "present" : "absent";
        } else if (filled != filling.end()) {
            text = field.choices.empty() ? filling::written(field, filled->second) : filled->second;
        }
        reading.candidates = {{text, 1.0}};
        value = to_field_value(form, field, reading, PagePlace(1));
    }
    return record;
}

TEST_P(EqualDoors, FindTheSameWrong) {
    const auto& form = form_named(GetParam());
    auto rules = filling::breakable(form);
    rules.emplace_back();
    for (const auto& rule : rules) {
        for (unsigned seed = 1; seed <= 3; ++seed) {
            filling::Dice dice(seed);
            const auto filled = rule.empty() ? std::optional(filling::valid_filling(form, dice))
                                             : filling::broken_filling(form, rule, dice);
            if (!filled) {
                continue;
            }
            const auto paper = broken_by(form, on_paper(form, *filled));
            try {
                const auto document = xml::to_xml(filling::record_of(form, *filled), form);
                const auto record = reader().map(reader().parse(view_of(document)));
                EXPECT_EQ(paper, broken_by(form, record)) << rule << ", seed " << seed;
                const auto same = json::to_document(filling::record_of(form, *filled), form);
                const auto sent = json_reader().map(json_reader().parse(view_of(same)));
                EXPECT_EQ(paper, broken_by(form, sent)) << rule << ", seed " << seed;
            } catch (const Error& error) {
                EXPECT_EQ(error.why(), Reason::xml_invalid);
                const auto same = json::to_document(filling::record_of(form, *filled), form);
                EXPECT_THROW((void)json_reader().parse(view_of(same)), Error) << rule;
                EXPECT_TRUE(!paper.empty() || rule == "signed")
                    << rule << ", seed " << seed << ": only the schema "
                    << "refuses it: " << error.what();
            }
        }
    }
}

std::vector<std::string> forms() {
    std::vector<std::string> names;
    for (const auto& form : catalogue().all()) {
        names.push_back(form.key.form + "_" + form.key.version);
    }
    return names;
}

INSTANTIATE_TEST_SUITE_P(Each, EqualDoors, testing::ValuesIn(forms()),
                         [](const auto& form) { return form.param; });

}  // namespace
}  // namespace indgang::stages
