// SPDX-License-Identifier: MPL-2.0
#include <string>
#include <string_view>

#include "schemas/core/xml_escape.h"
#include "schemas/xml/submission.h"

namespace indgang::xml {
namespace {

std::string written(const Value& value) {
    if (const bool* yes = value.yes_no()) {
        return *yes ? "true" : "false";
    }
    return value.canonical();
}

void append_element(std::string& out, std::string_view indent, std::string_view name,
                    const Value& value) {
    out.append(indent).append("<").append(name).append(">");
    out.append(escape_xml(written(value))).append("</").append(name).append(">\n");
}

struct RowField {
    std::string_view row;   ///< "husstand.2"
    std::string_view name;  ///< "cpr"
};

RowField row_field_of(std::string_view id) {
    const std::size_t last_dot = id.rfind('.');
    return last_dot == std::string_view::npos
               ? RowField{{}, id}
               : RowField{id.substr(0, last_dot), id.substr(last_dot + 1)};
}

std::string_view group_of(std::string_view row) {
    return row.substr(0, row.find('.'));
}

}  // namespace

std::string to_xml(const record::ApplicationRecord& record, const form::FormDefinition& form) {
    const std::string& root = form.key.form;
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + root +
                      " xmlns=\"urn:indgang:form:" + form.key.form + ":" + form.key.version +
                      "\">\n";
    std::string_view open_row;
    const auto close_row = [&] {
        if (!open_row.empty()) {
            out.append("  </").append(group_of(open_row)).append(">\n");
            open_row = {};
        }
    };
    for (const form::Field& field : form.fields) {
        const Value* value = record.value(field.id);
        const RowField place = row_field_of(field.id);
        if (!open_row.empty() && place.row != open_row) {
            close_row();
        }
        if (value == nullptr) {
            continue;
        }
        if (!place.row.empty() && open_row.empty()) {
            open_row = place.row;
            out.append("  <").append(group_of(open_row)).append(">\n");
        }
        append_element(out, place.row.empty() ? "  " : "    ", place.name, *value);
    }
    close_row();
    return out + "</" + root + ">\n";
}

}  // namespace indgang::xml
