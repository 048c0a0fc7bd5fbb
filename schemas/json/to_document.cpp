// SPDX-License-Identifier: MPL-2.0
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "schemas/json/submission.h"
#include "schemas/values/facets.h"

namespace indgang::json {
namespace {

std::string json_text(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Numbers stand as the text that their value has, so that no øre is lost on the way.
std::string written(const Value& value) {
    if (const bool* yes = value.yes_no()) {
        return *yes ? "true" : "false";
    }
    const auto base = facets_of(value.kind()).base;
    const bool is_number = base == Facets::Base::decimal || base == Facets::Base::whole;
    return is_number ? value.canonical() : json_text(value.canonical());
}

/// Members of an object, or elements of a list, a line each.
class Lines {
  public:
    explicit Lines(std::string indent) : indent_(std::move(indent)) {}
    void add(std::string_view line) {
        text_ += (text_.empty() ? "\n" : ",\n") + indent_;
        text_ += line;
    }
    /// Between its brackets.
    [[nodiscard]] std::string in(std::string_view brackets, std::string_view indent) const {
        std::string whole(brackets.substr(0, 1));
        if (!text_.empty()) {
            whole += text_ + "\n";
            whole += indent;
        }
        return whole.append(brackets.substr(1));
    }
    [[nodiscard]] bool is_empty() const { return text_.empty(); }

  private:
    std::string indent_;
    std::string text_;
};

std::string member(std::string_view name, std::string_view value) {
    return json_text(name).append(": ").append(value);
}

std::string row_of(const record::ApplicationRecord& record, const form::FormDefinition& form,
                   const form::Table& table, int row) {
    Lines lines("        ");
    for (const form::Field& field : form.fields) {
        const Value* value =
            field.table == table.id && field.row == row ? record.value(field.id) : nullptr;
        if (value != nullptr) {
            lines.add(member(field.id.substr(field.id.rfind('.') + 1), written(*value)));
        }
    }
    return lines.is_empty() ? std::string() : lines.in("{}", "      ");
}

std::string rows_of(const record::ApplicationRecord& record, const form::FormDefinition& form,
                    const form::Table& table) {
    Lines lines("      ");
    for (int row = 1; row <= table.rows; ++row) {
        if (const auto text = row_of(record, form, table, row); !text.empty()) {
            lines.add(text);
        }
    }
    return lines.is_empty() ? std::string() : lines.in("[]", "    ");
}

}  // namespace

std::string to_document(const record::ApplicationRecord& record, const form::FormDefinition& form) {
    Lines fields("    ");
    std::string_view last_table;
    for (const form::Field& field : form.fields) {
        if (field.row == 0) {
            if (const Value* value = record.value(field.id)) {
                fields.add(member(field.id, written(*value)));
            }
        } else if (field.table != last_table) {
            last_table = field.table;
            const auto rows = rows_of(record, form, *form.table(field.table));
            if (!rows.empty()) {
                fields.add(member(field.table, rows));
            }
        }
    }
    Lines document("  ");
    document.add(member("form", json_text(form.key.form)));
    document.add(member("version", json_text(form.key.version)));
    document.add(member("fields", fields.in("{}", "  ")));
    return document.in("{}", "") + "\n";
}

}  // namespace indgang::json
