// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "schemas/core/digest.h"
#include "schemas/core/geometry.h"
#include "schemas/core/page_place.h"
#include "schemas/core/time.h"
#include "schemas/form/definition.h"
#include "schemas/record/reading.h"
#include "schemas/values/value.h"

namespace indgang::record {

/// Where a value comes from. Paper and XML records differ in nothing else.
struct Scanned {
    PagePlace page;  ///< in the arrival
    BoxPx box;       ///< on the upright page image
    double probability = 0;
    std::string reader;
};
struct Submitted {
    std::string place;  ///< an XPath, of JSON a pointer (RFC 6901); empty: it was not sent
};
struct Corrected {
    std::string by;  ///< user id, never a name
    UtcTime at;
};
using Provenance = std::variant<Scanned, Submitted, Corrected>;

struct FieldValue {
    std::string field;
    std::optional<Value> value;  ///< nothing: left empty, or not readable as its kind
    std::string raw;             ///< as written or submitted
    Provenance provenance;
    std::vector<Candidate> candidates;  ///< of paper: all hypotheses; else empty
    bool is_accepted = false;           ///< stands without a person and without a register
    std::string doubt;                  ///< why it is not accepted, a code; empty when accepted
};

enum class Severity {
    remark,  ///< worth knowing for the case worker; blocks nothing
    doubt,   ///< a person must look before the case is made
    error,   ///< the application is not complete or breaks a rule; a person decides what to do
};
[[nodiscard]] std::string_view name_of(Severity severity);

/// What a rule or a reading found. `evidence` are facts for a person (register value, limit, page);
/// it may hold personal data and goes only where the record goes.
struct Finding {
    std::string rule;  ///< "missing_page", "name_differs", "sum_exceeds_total", ...
    Severity severity = Severity::remark;
    std::vector<std::string> fields;
    std::map<std::string, std::string> evidence;
};

/// The rule of a finding by which a person lets another pass; its evidence has that finding's
/// reason ("<rule>[:<field>]") under "finding" and the user id under "by".
inline constexpr std::string_view passed_by_person = "passed_by_person";

/// The rows of a table of the form in which something stands. They keep their printed places, so
/// that a person finds them: a table in which the second line was left empty has the rows 1 and 3.
struct TableRows {
    std::string table;
    std::vector<int> rows;  ///< from 1, ascending
    bool operator==(const TableRows&) const = default;
};

/// One page that belongs to the application.
struct PageRef {
    PagePlace page;               ///< in the arrival
    int form_page = 0;            ///< of the form, 1-based; 0: an attachment
    std::optional<Digest> image;  ///< of the page image as stored; nothing: not stored
    std::string media_type;       ///< of the page image
    std::string set = {};         ///< of the print, as its page code says; empty: it says none
};

enum class Source { paper, xml, json };
[[nodiscard]] std::string_view name_of(Source source);

/// The normalized application record: one application in one form, whatever way it came.
/// Every field of the form stands in `fields` exactly once, in the form's order.
struct ApplicationRecord {
    form::FormKey form;
    Source source = Source::paper;
    int revision = 1;
    std::optional<Digest> arrival;  ///< of the original bytes
    int ordinal = 1;                ///< which application of the arrival, 1-based
    UtcTime received_at{};
    std::vector<FieldValue> fields;
    std::vector<TableRows> tables;  ///< every table of the form, see `rows_in`
    std::vector<PageRef> pages;     ///< of paper, in the order of the arrival
    std::vector<Finding> findings;  ///< of assembling or mapping: missing page, unknown element

    [[nodiscard]] const FieldValue* field(std::string_view id) const;
    /// The typed value of a field, or nullptr when it is empty or not known.
    [[nodiscard]] const Value* value(std::string_view id) const;
};

/// Which rows of the form's tables are there: those with a field that holds a value, or something
/// that is not known yet (a doubt). A field of a page that is missing says nothing.
/// Takes: one value for each field of the form, in its order.
/// Gives: one entry for each table of the form, in its order.
[[nodiscard]] std::vector<TableRows> rows_in(const form::FormDefinition& form,
                                             const std::vector<FieldValue>& fields);

/// A question to a register, by typed keys: {registry "cpr", key {"cpr": ...}}.
struct Question {
    std::string registry;  ///< "cpr", "eindkomst", "bbr"
    std::map<std::string, Value> key;
    std::string purpose;  ///< why the law allows the look-up: the form's KLE number
    bool operator==(const Question&) const = default;
};

/// One row of facts: a person, a dwelling unit, a month of income.
using Facts = std::map<std::string, Value>;

/// Why a register does not know.
enum class Unknown { no_such_person, no_such_address, ambiguous_address, register_not_configured };
[[nodiscard]] std::string_view name_of(Unknown unknown);
/// The one of that name; nothing: there is none.
[[nodiscard]] std::optional<Unknown> parse_unknown(std::string_view name);

/// What a register said. No rows, and it knows: the register knows that there is nothing.
struct Answer {
    Question question;
    std::vector<Facts> rows;
    std::optional<Unknown> unknown;  ///< nothing: it knows
    std::string source;              ///< which register and version answered
    UtcTime at{};
};

struct InquiredRecord {
    ApplicationRecord record;
    std::vector<Answer> answers;
};

/// What the registers say of one field.
enum class Agreement { confirmed, differs, unknown };
[[nodiscard]] std::string_view name_of(Agreement agreement);

struct Verdict {
    std::string field;
    Agreement agreement = Agreement::unknown;
    std::string registry;
    std::string registered;  ///< canonical value in the register; empty for unknown
    UtcTime at{};
};

struct ValidatedRecord {
    InquiredRecord inquired;
    std::vector<Verdict> verdicts;
    std::vector<Finding> findings;  ///< the record's own and those of the rules
    /// In which municipality the applicant lives, as CPR says: three digits; empty: not known. It
    /// chooses the destination and is written nowhere, since a protected home is known to nobody.
    std::string municipality = {};
};

enum class Outcome {
    accepted,
    accepted_with_remarks,
    parked,  ///< waits for a person
};
[[nodiscard]] std::string_view name_of(Outcome outcome);

struct SettledRecord {
    ValidatedRecord validated;
    Outcome outcome = Outcome::parked;
    std::vector<std::string> reasons;  ///< of parking: "<rule or doubt>[:<field>]", gravest first
};

}  // namespace indgang::record
