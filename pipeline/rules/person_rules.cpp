// SPDX-License-Identifier: MPL-2.0
// Whether the person exists whom the application names.
//
// A CPR number and a name vouch for each other: a digit that was misread almost never gives a
// number whose owner has nearly the same name. So a doubtful number stands when two independent
// things agree: the register knows the number, and the name that was read is close to the name of
// its owner. The same comparison lifts the doubt from the letters of the name.
#include <algorithm>

#include "pipeline/rules/bound.h"
#include "pipeline/rules/families.h"
#include "schemas/values/blanks.h"
#include "schemas/values/danish_text.h"

namespace indgang::rules {
namespace {

using record::Agreement;
using record::Severity;
using registers::PersonName;

/// Of the letters of the longer name. A third of the letters wrong is what handwriting readers do
/// to a name; two unrelated Danish names of the same length differ in about two thirds.
constexpr double close_name_distance = 0.34;

std::string joined(const std::string& first, const std::string& middle, const std::string& last) {
    return single_blanks(first + " " + middle + " " + last);
}

/// The words of a name in alphabetical order, so that "Hansen Anne" is "Anne Hansen".
std::string sorted_words(const std::string& name) {
    const std::string words = folded(name);
    std::vector<std::string> list;
    for (std::size_t start = 0; start < words.size();) {
        const std::size_t end = std::min(words.find(' ', start), words.size());
        list.push_back(words.substr(start, end - start));
        start = end + 1;
    }
    std::sort(list.begin(), list.end());
    std::string result;
    for (const std::string& word : list) {
        result += word + " ";
    }
    return result;
}

/// People leave out middle names; the closer way to see it counts.
double distance_as_written(const PersonName& declared, const PersonName& registered) {
    return std::min(folded_distance(joined(declared.first, declared.middle, declared.last),
                                    joined(registered.first, registered.middle, registered.last)),
                    folded_distance(joined(declared.first, "", declared.last),
                                    joined(registered.first, "", registered.last)));
}

double distance_in_any_order(const PersonName& declared, const PersonName& registered) {
    return folded_distance(
        sorted_words(joined(declared.first, declared.middle, declared.last)),
        sorted_words(joined(registered.first, registered.middle, registered.last)));
}

struct BoundName {
    std::string_view role;
    std::string registered;
};

/// The parts of the registered name as the fields of the binding hold them: without a field for it
/// the middle name stands behind the first.
std::vector<BoundName> bound_names(const RuleBinding& binding, const PersonName& registered) {
    const bool has_middle = !id_of(binding, "middle_name").empty();
    std::vector<BoundName> names{
        {"first_name",
         has_middle ? registered.first : single_blanks(registered.first + " " + registered.middle)},
        {"last_name", registered.last}};
    if (has_middle) {
        names.insert(names.begin() + 1, {"middle_name", registered.middle});
    }
    return names;
}

/// The same words as CPR has, in each other's fields: CPR decides which belongs where.
bool put_right(Judgement& judgement, const RuleBinding& binding, const ApplicationRecord& record,
               const record::Answer& answer, const PersonName& declared,
               const PersonName& registered) {
    if (distance_in_any_order(declared, registered) > 0) {
        return false;
    }
    std::vector<std::string> fields;
    for (const BoundName& name : bound_names(binding, registered)) {
        const std::string& id = id_of(binding, name.role);
        if (record.field(id) == nullptr) {
            return false;
        }
        judgement.corrections.push_back(
            {id, name.registered.empty() ? std::nullopt
                                         : parse_canonical(ValueKind::name, name.registered)});
        judgement.verdicts.push_back(verdict(id, Agreement::confirmed, answer, name.registered));
        fields.push_back(id);
    }
    judgement.findings.push_back(finding("names_put_right", Severity::remark, std::move(fields),
                                         {{"written_first", declared.first},
                                          {"written_middle", declared.middle},
                                          {"written_last", declared.last}}));
    return true;
}

void judge_name(Judgement& judgement, const RuleBinding& binding, const ApplicationRecord& record,
                const record::Answer& answer, const PersonName& registered) {
    const PersonName declared{text_of(binding, record, "first_name"),
                              text_of(binding, record, "middle_name"),
                              text_of(binding, record, "last_name")};
    const std::string& cpr_field = id_of(binding, "cpr");
    if (declared.first.empty() && declared.last.empty()) {
        judgement.verdicts.push_back(verdict(cpr_field, Agreement::unknown, answer));
        return;
    }
    // A name whose words stand in each other's fields vouches for the number. When they are CPR's
    // own words each goes where it belongs; when a letter differs CPR confirms none of the fields,
    // and says what belongs in each.
    const bool is_in_order = distance_as_written(declared, registered) <= close_name_distance;
    const bool is_close =
        is_in_order || distance_in_any_order(declared, registered) <= close_name_distance;
    const Agreement agreement = is_in_order ? Agreement::confirmed : Agreement::differs;
    judgement.verdicts.push_back(is_close ? verdict(cpr_field, Agreement::confirmed, answer,
                                                    record.value(cpr_field)->canonical())
                                          : verdict(cpr_field, Agreement::unknown, answer));
    if (!is_in_order && is_close &&
        put_right(judgement, binding, record, answer, declared, registered)) {
        return;
    }
    std::vector<std::string> fields;
    for (const BoundName& name :
         {BoundName{"first_name", registered.first}, BoundName{"middle_name", registered.middle},
          BoundName{"last_name", registered.last}}) {
        const std::string& field = id_of(binding, name.role);
        const record::FieldValue* written = record.field(field);
        if (written == nullptr) {
            continue;
        }
        // That there is no middle name can be confirmed as well.
        const bool is_empty_on_both =
            !written->value && written->raw.empty() && name.registered.empty();
        if (written->value || is_empty_on_both) {
            judgement.verdicts.push_back(verdict(field, agreement, answer, name.registered));
        }
        if (written->value) {
            fields.push_back(field);
        }
    }
    if (!is_close) {
        fields.push_back(cpr_field);
        judgement.findings.push_back(finding(
            "name_differs", Severity::doubt, std::move(fields),
            {{"registered", joined(registered.first, registered.middle, registered.last)}}));
    } else if (!is_in_order) {
        judgement.findings.push_back(finding(
            "names_exchanged", Severity::remark, std::move(fields),
            {{"registered_first", single_blanks(registered.first + " " + registered.middle)},
             {"registered_last", registered.last}}));
    }
}

Judgement judge_person_known(const FormDefinition& form, const RuleBinding& binding,
                             const InquiredRecord& inquired) {
    Judgement judgement;
    const Value* cpr = value_of(binding, inquired.record, "cpr");
    if (cpr == nullptr) {
        return judgement;
    }
    const record::Answer* answer =
        find_answer(inquired, person_question(form, inquired.record, *cpr));
    const auto person = person_in(answer);
    if (!person) {
        std::vector<std::string> fields{id_of(binding, "cpr")};
        for (const auto* role : {"first_name", "middle_name", "last_name"}) {
            if (value_of(binding, inquired.record, role) != nullptr) {
                fields.push_back(id_of(binding, role));
            }
        }
        add_unknown(judgement, answer, fields, Severity::doubt);
        return judgement;
    }
    judge_name(judgement, binding, inquired.record, *answer, person->name);
    add_status(judgement, *person, id_of(binding, "cpr"), *cpr);
    return judgement;
}

Judgement judge_not_twice(const FormDefinition&, const RuleBinding& binding,
                          const InquiredRecord& inquired) {
    Judgement judgement;
    const auto& ids = ids_of(binding, "persons");
    for (auto later = ids.begin(); later != ids.end(); ++later) {
        const Value* person = inquired.record.value(*later);
        if (person == nullptr) {
            continue;
        }
        const auto first = std::find_if(ids.begin(), later, [&](const std::string& earlier) {
            const Value* other = inquired.record.value(earlier);
            return other != nullptr && *other == *person;
        });
        if (first != later) {
            judgement.findings.push_back(
                finding("person_twice", Severity::error, {*first, *later}));
        }
    }
    return judgement;
}

}  // namespace

std::vector<Rule> person_rules() {
    return {
        {.name = "person_known",
         .what = "CPR knows the person, and the number and the name are of the same person.",
         .roles = {{.name = "cpr", .kinds = {ValueKind::cpr}},
                   {.name = "first_name", .kinds = {ValueKind::name}},
                   {.name = "last_name", .kinds = {ValueKind::name}},
                   {.name = "middle_name", .kinds = {ValueKind::name}, .is_optional = true}},
         .findings = with_status(with_unknown({{"name_differs", Effect::parks},
                                               {"names_exchanged", Effect::remarks},
                                               {"names_put_right", Effect::remarks}},
                                              Effect::parks)),
         .questions = person_questions,
         .judge = judge_person_known},
        {.name = "not_twice",
         .what = "No person is named twice.",
         .roles = {{.name = "persons", .kinds = {ValueKind::cpr}, .is_of_many = true}},
         .findings = {{"person_twice", Effect::parks}},
         .questions = no_questions,
         .judge = judge_not_twice},
    };
}

}  // namespace indgang::rules
