// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <string>
#include <vector>

#include "schemas/xml/hardened_parser.h"
#include "schemas/xml/libxml.h"
#include "schemas/xml/schema_check.h"
#include "tests/schemas/xml/reading.h"

/// Documents that differ from a valid one in one place, for tests of schemas.
namespace indgang::xml {

inline bool is_valid(SchemaCheck& schema, xmlDoc& document) {
    return refusal_of([&] { schema.check(document); }).reason.empty();
}

inline void collect(xmlNode* node, std::vector<xmlNode*>& nodes) {
    nodes.push_back(node);
    for (xmlNode* child = node->children; child != nullptr; child = child->next) {
        if (child->type == XML_ELEMENT_NODE) {
            collect(child, nodes);
        }
    }
}

/// All elements, the root first, each before those within it.
inline std::vector<xmlNode*> elements_of(xmlDoc& document) {
    std::vector<xmlNode*> nodes;
    collect(xmlDocGetRootElement(&document), nodes);
    return nodes;
}

inline bool is_leaf(const xmlNode* node) {
    return node->children == nullptr || node->children->type == XML_TEXT_NODE;
}

/// One way to change an element that is not the root.
struct Change {
    const char* name;
    void (*make)(xmlNode*);
};
inline constexpr std::array<Change, 6> changes = {{
    {"left out", [](xmlNode* n) { xmlUnlinkNode(n), xmlFreeNode(n); }},
    {"twice", [](xmlNode* n) { xmlAddNextSibling(n, xmlCopyNode(n, 1)); }},
    {"renamed", [](xmlNode* n) { xmlNodeSetName(n, xml_chars("Other")); }},
    {"attribute", [](xmlNode* n) { xmlNewProp(n, xml_chars("k"), xml_chars("v")); }},
    {"child", [](xmlNode* n) { xmlNewChild(n, nullptr, xml_chars("x"), nullptr); }},
    {"moved",
     [](xmlNode* n) {
         if (n->next != nullptr) {
             xmlAddNextSibling(n->next, n);
         }
     }},
}};

}  // namespace indgang::xml
