// SPDX-License-Identifier: MPL-2.0
//
// The schema of a form's own XML: one element per field in the order of the form. Types are named
// after the kinds of values and carry the facets that a schema can hold; that a day exists in a CPR
// number or that a CVR number passes modulus 11 is checked after parsing, where a doubt can be
// shown to a person, and not by the schema, which can only refuse.
#include "schemas/xml/generate_xsd.h"

#include <set>
#include <string>
#include <string_view>

#include "schemas/core/xml_escape.h"
#include "schemas/values/facets.h"

namespace indgang::xml {
namespace {

std::string facet(std::string_view name, std::string_view value) {
    return "<xs:" + std::string(name) + " value=\"" + escape_xml(value) + "\"/>";
}

std::string_view base_of(Facets::Base base) {
    switch (base) {
        case Facets::Base::decimal:
            return "xs:decimal";
        case Facets::Base::day:
            return "xs:date";
        case Facets::Base::whole:
            return "xs:nonNegativeInteger";
        case Facets::Base::text:
        case Facets::Base::yes_no:
        case Facets::Base::choice:
            break;
    }
    return "xs:string";
}

/// What stands below `<xs:restriction base="BASE">` for a kind of values.
std::string facets_below(const Facets& facets) {
    std::string below;
    if (facets.min_length > 0) {
        below += facet("minLength", std::to_string(facets.min_length));
    }
    if (facets.max_length > 0) {
        below += facet("maxLength", std::to_string(facets.max_length));
    }
    if (!facets.pattern.empty()) {
        below += facet("pattern", facets.pattern);
    }
    if (facets.base == Facets::Base::decimal) {
        below += facet("totalDigits", std::to_string(decimal_digits)) +
                 facet("fractionDigits", std::to_string(decimal_fraction));
    } else if (facets.base == Facets::Base::day) {
        below += facet("minInclusive", first_day) + facet("maxInclusive", last_day);
    } else if (facets.base == Facets::Base::whole) {
        below += facet("totalDigits", std::to_string(whole_digits));
    } else if (facets.base == Facets::Base::yes_no) {
        for (const auto word : yes_no_words) {
            below += facet("enumeration", word);
        }
    }
    return below;
}

/// What the form says of the field beyond its kind; empty: nothing.
std::string facets_of_terms(const form::Field& field) {
    const auto& terms = field.terms;
    std::string facets;
    const auto add = [&](std::string_view name, const std::string& value) {
        facets += facet(name, value);
    };
    // What a form allows above its kind narrows nothing.
    const int most = facets_of(field.kind).max_length;
    if (terms.max_length > 0 && (most == 0 || terms.max_length < most)) {
        add("maxLength", std::to_string(terms.max_length));
    }
    if (terms.pattern) {
        add("pattern", terms.pattern->source());
    }
    if (terms.least) {
        add("minInclusive", terms.least->canonical());
    }
    if (terms.most) {
        add("maxInclusive", terms.most->canonical());
    }
    return facets;
}

/// The name of a field's element: "cpr" of "husstand.2.cpr".
std::string_view element_name(const form::Field& field) {
    const std::string_view id = field.id;
    return field.row > 0 ? id.substr(id.rfind('.') + 1) : id;
}

std::string element(const form::Field& field, std::string_view indent) {
    // A signature is ink; XML that comes by a login has none, and may still say that one was given.
    // What is asked only sometimes may be absent; whether it should be there is checked after
    // parsing, where the condition's own field is known.
    const bool must = field.is_always_required() && field.kind != ValueKind::signature;
    std::string out(indent);
    out += "<xs:element name=\"" + std::string(element_name(field)) + "\"";
    const auto narrower = facets_of_terms(field);
    if (field.kind != ValueKind::choice && narrower.empty()) {
        out += " type=\"" + std::string(name_of(field.kind)) + "\"";
    }
    out += must ? ">" : " minOccurs=\"0\">";
    out += "<xs:annotation><xs:documentation xml:lang=\"da\">" + escape_xml(field.label.da) +
           "</xs:documentation><xs:documentation xml:lang=\"en\">" + escape_xml(field.label.en) +
           "</xs:documentation></xs:annotation>";
    if (field.kind == ValueKind::choice) {
        out += "<xs:simpleType><xs:restriction base=\"xs:string\">";
        for (const auto& choice : field.choices) {
            out += "<xs:enumeration value=\"" + escape_xml(choice.key) + "\"/>";
        }
        out += "</xs:restriction></xs:simpleType>";
    } else if (!narrower.empty()) {
        out += "<xs:simpleType><xs:restriction base=\"" + std::string(name_of(field.kind)) + "\">" +
               narrower + "</xs:restriction></xs:simpleType>";
    }
    return out + "</xs:element>\n";
}

/// The element of a table's row.
std::string table_element(const form::FormDefinition& form, const form::Table& table) {
    std::string inner;
    for (const auto& field : form.fields) {
        if (field.table == table.id && field.row == 1) {
            auto named = field;
            // Tell what the field is, not which row it was taken from.
            for (auto* label : {&named.label.da, &named.label.en}) {
                label->resize(label->rfind(" ("));
            }
            inner += element(named, "          ");
        }
    }
    return "      <xs:element name=\"" + table.id + "\" minOccurs=\"0\" maxOccurs=\"" +
           std::to_string(table.rows) + "\"><xs:complexType><xs:sequence>\n" + inner +
           "      </xs:sequence></xs:complexType></xs:element>\n";
}

}  // namespace

std::string generate_xsd(const form::FormDefinition& form) {
    const auto space = "urn:indgang:form:" + form.key.form + ":" + form.key.version;
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns=\"" +
        space + "\" targetNamespace=\"" + space +
        "\" elementFormDefault=\"qualified\">\n  <xs:element name=\"" + form.key.form +
        "\">\n    <xs:annotation><xs:documentation xml:lang=\"da\">" + escape_xml(form.title.da) +
        "</xs:documentation><xs:documentation "
        "xml:lang=\"en\">" +
        escape_xml(form.title.en) +
        "</xs:documentation></xs:annotation>\n    <xs:complexType><xs:sequence>\n";
    std::set<std::string_view> tables;
    std::set<ValueKind> kinds;
    for (const auto& field : form.fields) {
        kinds.insert(field.kind);
        if (field.row == 0) {
            out += element(field, "      ");
        } else if (tables.insert(field.table).second) {
            out += table_element(form, *form.table(field.table));
        }
    }
    out += "    </xs:sequence></xs:complexType>\n  </xs:element>\n";
    kinds.erase(ValueKind::choice);
    for (const auto kind : kinds) {
        const Facets& facets = facets_of(kind);
        out += "  <xs:simpleType name=\"" + std::string(name_of(kind)) +
               "\"><xs:restriction base=\"" + std::string(base_of(facets.base)) + "\">" +
               facets_below(facets) + "</xs:restriction></xs:simpleType>\n";
    }
    return out + "</xs:schema>\n";
}

}  // namespace indgang::xml
