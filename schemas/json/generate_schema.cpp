// SPDX-License-Identifier: MPL-2.0
//
// The JSON Schema of a form's documents, from the same table as its XSD. A member that may be left
// out may also be null; an empty text, which the reader takes for one that is left out, is told
// nowhere, because a schema that allowed it would say nothing of how a value is written.
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "schemas/json/submission.h"
#include "schemas/values/facets.h"

namespace indgang::json {
namespace {

using Schema = nlohmann::ordered_json;

bool is_needed(const form::Field& field) {
    return field.is_always_required() && field.kind != ValueKind::signature;
}

/// "whole text": patterns of JSON Schema may match anywhere in it.
std::string anchored(std::string_view pattern) {
    return "^(?:" + std::string(pattern) + ")$";
}

void add_types(Schema& schema, const form::Field& field, std::initializer_list<const char*> types) {
    schema["type"] = Schema::array();
    for (const char* type : types) {
        schema["type"].push_back(type);
    }
    if (!is_needed(field)) {
        schema["type"].push_back("null");
    }
    if (schema["type"].size() == 1) {
        schema["type"] = schema["type"].front();
    }
}

/// A number may stand as a text: JSON says that of what is too exact for a double.
void add_number(Schema& schema, const form::Field& field, const char* type,
                const std::string& pattern) {
    add_types(schema, field, {type, "string"});
    schema["pattern"] = pattern;
    const auto& terms = field.terms;
    if (terms.least || facets_of(field.kind).base == Facets::Base::whole) {
        schema["minimum"] = Schema::parse(terms.least ? terms.least->canonical() : "0");
    }
    if (terms.most) {
        schema["maximum"] = Schema::parse(terms.most->canonical());
    }
}

void add_text(Schema& schema, const form::Field& field) {
    const Facets& facets = facets_of(field.kind);
    add_types(schema, field, {"string"});
    if (facets.min_length > 0) {
        schema["minLength"] = facets.min_length;
    }
    const int most = field.terms.max_length;
    if (most > 0 && (facets.max_length == 0 || most < facets.max_length)) {
        schema["maxLength"] = most;
    } else if (facets.max_length > 0) {
        schema["maxLength"] = facets.max_length;
    }
    if (!facets.pattern.empty()) {
        schema["pattern"] = anchored(facets.pattern);
    }
    if (field.terms.pattern) {
        const Schema own{{"pattern", anchored(field.terms.pattern->source())}};
        if (schema.contains("pattern")) {
            schema["allOf"] = Schema::array({own});
        } else {
            schema["pattern"] = own["pattern"];
        }
    }
}

void add_words(Schema& schema, const form::Field& field, Schema words) {
    if (!is_needed(field)) {
        words.push_back(nullptr);
    }
    schema["enum"] = std::move(words);
}

std::string limits_of(const form::Field& field) {
    const auto& terms = field.terms;
    return (terms.least ? " From " + terms.least->canonical() + "." : "") +
           (terms.most ? " To " + terms.most->canonical() + "." : "");
}

Schema schema_of(const form::Field& field, const std::string& title) {
    const Facets& facets = facets_of(field.kind);
    Schema schema{{"title", title}};
    schema["description"] = std::string(facets.description) + limits_of(field);
    switch (facets.base) {
        case Facets::Base::text:
            add_text(schema, field);
            break;
        case Facets::Base::decimal:
            add_number(schema, field, "number", "^-?[0-9]{1,11}(\\.[0-9]{1,2})?$");
            break;
        case Facets::Base::whole:
            add_number(schema, field, "integer", "^[0-9]{1,9}$");
            break;
        case Facets::Base::day:
            add_types(schema, field, {"string"});
            schema["format"] = "date";
            schema["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
            break;
        case Facets::Base::yes_no: {
            auto words = Schema::array({true, false});
            for (const auto word : yes_no_words) {
                words.push_back(word);
            }
            add_words(schema, field, std::move(words));
            break;
        }
        case Facets::Base::choice: {
            auto words = Schema::array();
            for (const auto& choice : field.choices) {
                words.push_back(choice.key);
            }
            add_words(schema, field, std::move(words));
            break;
        }
    }
    return schema;
}

/// An object of these fields and no others.
struct Members {
    Schema properties = Schema::object();
    Schema required = Schema::array();

    void add(const std::string& name, const form::Field& field, const std::string& title) {
        properties[name] = schema_of(field, title);
        if (is_needed(field)) {
            required.push_back(name);
        }
    }
    [[nodiscard]] Schema schema() const {
        Schema whole{{"type", "object"}, {"properties", properties}};
        if (!required.empty()) {
            whole["required"] = required;
        }
        whole["additionalProperties"] = false;
        return whole;
    }
};

/// The rows of a table. What a field is called does not tell which row it was taken from.
Schema table_schema(const form::FormDefinition& form, const form::Table& table) {
    Members row;
    for (const auto& field : form.fields) {
        if (field.table == table.id && field.row == 1) {
            row.add(field.id.substr(field.id.rfind('.') + 1), field,
                    field.label.da.substr(0, field.label.da.rfind(" (")));
        }
    }
    return {{"type", {"array", "null"}}, {"maxItems", table.rows}, {"items", row.schema()}};
}

}  // namespace

std::string generate_schema(const form::FormDefinition& form) {
    Members fields;
    for (const auto& field : form.fields) {
        if (field.row == 0) {
            fields.add(field.id, field, field.label.da);
        } else if (!fields.properties.contains(field.table)) {
            fields.properties[field.table] = table_schema(form, *form.table(field.table));
        }
    }
    auto needed = Schema::array({"form", "version"});
    if (!fields.required.empty()) {
        needed.push_back("fields");
    }
    const Schema schema{
        {"$schema", "https://json-schema.org/draft/2020-12/schema"},
        {"$id", "urn:indgang:form:" + form.key.form + ":" + form.key.version + ":json"},
        {"title", form.title.da},
        {"description", form.title.en},
        {"type", "object"},
        {"properties",
         {{"form", {{"const", form.key.form}}},
          {"version", {{"const", form.key.version}}},
          {"fields", fields.schema()}}},
        {"required", needed},
        {"additionalProperties", false}};
    return schema.dump(2) + "\n";
}

}  // namespace indgang::json
