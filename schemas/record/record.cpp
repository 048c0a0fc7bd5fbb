// SPDX-License-Identifier: MPL-2.0
#include "schemas/record/record.h"

#include <algorithm>
#include <array>
#include <utility>

#include "schemas/error/verify.h"

namespace indgang::record {

const FieldValue* ApplicationRecord::field(std::string_view id) const {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const FieldValue& value) { return value.field == id; });
    return found == fields.end() ? nullptr : &*found;
}

const Value* ApplicationRecord::value(std::string_view id) const {
    const FieldValue* found = field(id);
    return found != nullptr && found->value ? &*found->value : nullptr;
}

std::vector<TableRows> rows_in(const form::FormDefinition& form,
                               const std::vector<FieldValue>& fields) {
    std::vector<TableRows> tables;
    for (const form::Table& table : form.tables) {
        tables.push_back({table.id, {}});
    }
    for (std::size_t i = 0; i < std::min(fields.size(), form.fields.size()); ++i) {
        const form::Field& field = form.fields[i];
        const FieldValue& value = fields[i];
        const bool is_there =
            value.value || (!value.doubt.empty() && value.doubt != "page_missing");
        if (field.row == 0 || !is_there) {
            continue;
        }
        const auto at = std::find_if(tables.begin(), tables.end(), [&](const TableRows& rows) {
            return rows.table == field.table;
        });
        if (at->rows.empty() || at->rows.back() != field.row) {
            at->rows.push_back(field.row);
        }
    }
    return tables;
}

std::string_view name_of(Basis basis) {
    switch (basis) {
        case Basis::fitted:
            return "fitted";
        case Basis::set_by_hand:
            return "set_by_hand";
        case Basis::given:
            return "given";
    }
    VERIFY(!"a basis without a name");
}

std::string_view name_of(PageKind kind) {
    switch (kind) {
        case PageKind::form:
            return "form";
        case PageKind::blank:
            return "blank";
        case PageKind::separator:
            return "separator";
        case PageKind::attachment:
            return "attachment";
        case PageKind::unreadable:
            return "unreadable";
    }
    VERIFY(!"a page kind without a name");
}

std::string_view name_of(TraceKind kind) {
    switch (kind) {
        case TraceKind::writing:
            return "writing";
        case TraceKind::line:
            return "line";
        case TraceKind::hole:
            return "hole";
        case TraceKind::edge:
            return "edge";
        case TraceKind::show_through:
            return "show_through";
        case TraceKind::hidden:
            return "hidden";
    }
    VERIFY(!"a trace kind without a name");
}

std::string_view name_of(Severity severity) {
    switch (severity) {
        case Severity::remark:
            return "remark";
        case Severity::doubt:
            return "doubt";
        case Severity::error:
            return "error";
    }
    VERIFY(!"a severity without a name");
}

std::string_view name_of(Source source) {
    switch (source) {
        case Source::paper:
            return "paper";
        case Source::xml:
            return "xml";
        case Source::json:
            return "json";
    }
    VERIFY(!"a source without a name");
}

namespace {
constexpr std::array<std::pair<Unknown, std::string_view>, 4> names_of_unknown{{
    {Unknown::no_such_person, "no_such_person"},
    {Unknown::no_such_address, "no_such_address"},
    {Unknown::ambiguous_address, "ambiguous_address"},
    {Unknown::register_not_configured, "register_not_configured"},
}};
}  // namespace

std::string_view name_of(Unknown unknown) {
    const auto* named = std::ranges::find(names_of_unknown, unknown,
                                          &decltype(names_of_unknown)::value_type::first);
    VERIFY(named != names_of_unknown.end());
    return named->second;
}

std::optional<Unknown> parse_unknown(std::string_view name) {
    const auto* named =
        std::ranges::find(names_of_unknown, name, &decltype(names_of_unknown)::value_type::second);
    return named == names_of_unknown.end() ? std::nullopt : std::optional(named->first);
}

std::string_view name_of(Agreement agreement) {
    switch (agreement) {
        case Agreement::confirmed:
            return "confirmed";
        case Agreement::differs:
            return "differs";
        case Agreement::unknown:
            return "unknown";
    }
    VERIFY(!"an agreement without a name");
}

std::string_view name_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::accepted:
            return "accepted";
        case Outcome::accepted_with_remarks:
            return "accepted_with_remarks";
        case Outcome::parked:
            return "parked";
    }
    VERIFY(!"an outcome without a name");
}

}  // namespace indgang::record
