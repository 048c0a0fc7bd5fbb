// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlversion.h>

#include <memory>
#include <string>

/// The owners of what libxml2 allocates, and the few words about nodes that the folder shares.
namespace indgang::xml {

struct XmlDocFree {
    void operator()(xmlDoc* doc) const { xmlFreeDoc(doc); }
};
using XmlDocPtr = std::unique_ptr<xmlDoc, XmlDocFree>;

struct XmlParserContextFree {
    void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};
using XmlParserContextPtr = std::unique_ptr<xmlParserCtxt, XmlParserContextFree>;

struct XmlSchemaFree {
    void operator()(xmlSchema* schema) const { xmlSchemaFree(schema); }
};
using XmlSchemaPtr = std::unique_ptr<xmlSchema, XmlSchemaFree>;

struct XmlSchemaParserContextFree {
    void operator()(xmlSchemaParserCtxt* context) const { xmlSchemaFreeParserCtxt(context); }
};
using XmlSchemaParserContextPtr = std::unique_ptr<xmlSchemaParserCtxt, XmlSchemaParserContextFree>;

struct XmlSchemaValidContextFree {
    void operator()(xmlSchemaValidCtxt* context) const { xmlSchemaFreeValidCtxt(context); }
};
using XmlSchemaValidContextPtr = std::unique_ptr<xmlSchemaValidCtxt, XmlSchemaValidContextFree>;

/// What a structured error handler is given; libxml2 2.12 made it const.
#if LIBXML_VERSION >= 21200
using XmlErrorArgument = const xmlError*;
#else
using XmlErrorArgument = xmlError*;
#endif

/// Prepares libxml2 for outside bytes, once a process: no entity, schema or catalogue is ever
/// loaded from a file or the network, whoever asks. Must run before any other call of this folder.
void prepare_libxml();

[[nodiscard]] inline const char* chars(const xmlChar* text) {
    return text == nullptr ? "" : reinterpret_cast<const char*>(text);
}
[[nodiscard]] inline const xmlChar* xml_chars(const char* text) {
    return reinterpret_cast<const xmlChar*>(text);
}

/// "/boligstoette/husstand[2]/cpr": element names without prefixes, a number where siblings have
/// the same name; long names are cut. Empty for nullptr.
[[nodiscard]] std::string path_of(const xmlNode* node);

/// "line 12, /boligstoette/cpr".
[[nodiscard]] std::string place_of(int line, const std::string& path);

/// The text directly in a node, of elements and attributes; text of child elements is left out.
[[nodiscard]] std::string text_in(const xmlNode* node);

}  // namespace indgang::xml
