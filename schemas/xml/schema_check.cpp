// SPDX-License-Identifier: MPL-2.0
#include "schemas/xml/schema_check.h"

#include <array>
#include <climits>
#include <string>
#include <vector>

#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::xml {
namespace {

constexpr std::size_t errors_listed = 5;
/// The validating context keeps names of documents; it is renewed before they can pile up.
constexpr int documents_per_context = 5'000;

struct Wording {
    int code;
    std::string_view text;
};
/// libxml2's own messages hold the values, so each kind of error has words of ours.
constexpr std::array wordings{
    Wording{XML_SCHEMAV_CVC_LENGTH_VALID, "has the wrong length"},
    Wording{XML_SCHEMAV_CVC_MINLENGTH_VALID, "is too short"},
    Wording{XML_SCHEMAV_CVC_MAXLENGTH_VALID, "is too long"},
    Wording{XML_SCHEMAV_CVC_MININCLUSIVE_VALID, "is below the least value"},
    Wording{XML_SCHEMAV_CVC_MAXINCLUSIVE_VALID, "is above the greatest value"},
    Wording{XML_SCHEMAV_CVC_MINEXCLUSIVE_VALID, "is not above the lower bound"},
    Wording{XML_SCHEMAV_CVC_MAXEXCLUSIVE_VALID, "is not below the upper bound"},
    Wording{XML_SCHEMAV_CVC_TOTALDIGITS_VALID, "has too many digits"},
    Wording{XML_SCHEMAV_CVC_FRACTIONDIGITS_VALID, "has too many decimals"},
    Wording{XML_SCHEMAV_CVC_PATTERN_VALID, "is not written as its type demands"},
    Wording{XML_SCHEMAV_CVC_ENUMERATION_VALID, "is none of the words that are allowed"},
    Wording{XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1, "is no value of its type"},
    Wording{XML_SCHEMAV_ELEMENT_CONTENT, "is not expected here, or something before it is missing"},
    Wording{XML_SCHEMAV_CVC_ELT_1, "is not declared"},
    Wording{XML_SCHEMAV_CVC_ELT_3_1,
            "says xsi:nil, which its schema does not allow; leave the element out"},
    Wording{XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3, "holds text between its elements"},
    Wording{XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1, "has an attribute that is not allowed"},
    Wording{XML_SCHEMAV_CVC_COMPLEX_TYPE_4, "lacks an attribute"},
};

std::string_view wording_of(int code) {
    for (const Wording& wording : wordings) {
        if (wording.code == code) {
            return wording.text;
        }
    }
    return "breaks the schema";
}

struct SchemaErrors {
    std::size_t count = 0;  ///< of elements with errors
    const void* last_node = nullptr;
    std::string listed;
    std::string first;  ///< its place, and what is wrong there
};

void on_invalid(void* data, XmlErrorArgument error) {
    auto& errors = *static_cast<SchemaErrors*>(data);
    if (error->level < XML_ERR_ERROR ||
        (error->node != nullptr && error->node == errors.last_node)) {
        return;
    }
    errors.last_node = error->node;
    if (++errors.count > errors_listed) {
        return;
    }
    const auto* node = static_cast<const xmlNode*>(error->node);
    const std::string place = place_of(error->line, path_of(node));
    const std::string told = place + ": " + std::string(wording_of(error->code));
    errors.listed += (errors.count == 1 ? "" : "; ") + told;
    if (errors.count == 1) {
        errors.first = told;
    }
}

struct BrokenSchema {
    int line = 0;
    std::string message;  ///< our own files hold no personal data
};

void on_broken(void* data, XmlErrorArgument error) {
    auto& broken = *static_cast<BrokenSchema*>(data);
    if (broken.message.empty()) {
        broken.line = error->line;
        broken.message = error->message == nullptr ? "" : error->message;
    }
}

XmlSchemaPtr compile(std::string_view xsd, const std::string& name) {
    prepare_libxml();
    VERIFY(xsd.size() <= INT_MAX);
    XmlSchemaParserContextPtr parser(
        xmlSchemaNewMemParserCtxt(xsd.data(), static_cast<int>(xsd.size())));
    VERIFY(parser != nullptr);
    BrokenSchema broken;
    xmlSchemaSetParserStructuredErrors(parser.get(), on_broken, &broken);
    XmlSchemaPtr schema(xmlSchemaParse(parser.get()));
    if (schema == nullptr || !broken.message.empty()) {
        throw Error(Reason::xml_schema_broken,
                    "xml: a schema of the catalogue does not compile: " + broken.message,
                    name + ":" + std::to_string(broken.line));
    }
    return schema;
}

}  // namespace

struct SchemaCheck::State {
    XmlSchemaPtr schema;
    SchemaErrors errors;
    XmlSchemaValidContextPtr context;
    int documents = 0;

    void renew() {
        // With nullptr in place of the schema, libxml2 would load what the document names.
        VERIFY(schema != nullptr);
        context.reset(xmlSchemaNewValidCtxt(schema.get()));
        VERIFY(context != nullptr);
        xmlSchemaSetValidStructuredErrors(context.get(), on_invalid, &errors);
        documents = 0;
    }
};

SchemaCheck::SchemaCheck(std::string_view xsd, const std::string& name)
    : state_(std::make_unique<State>()) {
    state_->schema = compile(xsd, name);
    state_->renew();
}
SchemaCheck::~SchemaCheck() = default;
SchemaCheck::SchemaCheck(SchemaCheck&&) noexcept = default;
SchemaCheck& SchemaCheck::operator=(SchemaCheck&&) noexcept = default;

void SchemaCheck::check(xmlDoc& document) {
    State& state = *state_;
    if (++state.documents > documents_per_context) {
        state.renew();
    }
    state.errors = {};
    const int verdict = xmlSchemaValidateDoc(state.context.get(), &document);
    if (verdict == 0 && state.errors.count == 0) {
        return;
    }
    // A negative verdict is an error inside libxml2; what was not checked is not valid.
    std::string message = "xml: the document breaks its schema: " + state.errors.listed;
    if (state.errors.count > errors_listed) {
        message += "; and " + std::to_string(state.errors.count - errors_listed) + " more";
    }
    if (state.errors.count == 0) {
        message = "xml: the document could not be checked against its schema";
        state.errors.first = place_of(1, path_of(xmlDocGetRootElement(&document)));
    }
    throw Error(Reason::xml_invalid, message, state.errors.first);
}

}  // namespace indgang::xml
