// SPDX-License-Identifier: MPL-2.0
#include "schemas/xml/libxml.h"

#include <libxml/catalog.h>
#include <libxml/xmlerror.h>

#include <algorithm>
#include <mutex>
#include <string_view>
#include <vector>

#include "schemas/core/utf8.h"

namespace indgang::xml {
namespace {

/// Element names come from outside; a path stays readable and bounded.
constexpr std::size_t name_bytes = 60;

xmlParserInputPtr refuse_to_load(const char* /*url*/, const char* /*id*/,
                                 xmlParserCtxtPtr /*context*/) {
    return nullptr;
}

bool is_same_name(const xmlNode* a, const xmlNode* b) {
    return b->type == XML_ELEMENT_NODE && xmlStrEqual(a->name, b->name) != 0;
}

/// 0 when no sibling has the name of `node`, else its number among them, 1-based.
int number_among_siblings(const xmlNode* node) {
    int before = 0;
    for (const xmlNode* other = node->prev; other != nullptr; other = other->prev) {
        before += is_same_name(node, other) ? 1 : 0;
    }
    if (before > 0) {
        return before + 1;
    }
    for (const xmlNode* other = node->next; other != nullptr; other = other->next) {
        if (is_same_name(node, other)) {
            return 1;
        }
    }
    return 0;
}

std::string step_of(const xmlNode* node) {
    std::string name = chars(node->name);
    if (name.size() > name_bytes) {
        name.resize(cut_utf8(name, name_bytes).size());
        name += "...";
    }
    if (node->type == XML_ATTRIBUTE_NODE) {
        return "/@" + name;
    }
    const int number = number_among_siblings(node);
    return "/" + name + (number == 0 ? "" : "[" + std::to_string(number) + "]");
}

}  // namespace

void prepare_libxml() {
    static std::once_flag once;
    std::call_once(once, [] {
        xmlInitParser();
        xmlSetExternalEntityLoader(refuse_to_load);
        xmlCatalogSetDefaults(XML_CATA_ALLOW_NONE);
    });
}

std::string path_of(const xmlNode* node) {
    std::vector<std::string> steps;
    for (; node != nullptr; node = node->parent) {
        if (node->type == XML_ELEMENT_NODE || node->type == XML_ATTRIBUTE_NODE) {
            steps.push_back(step_of(node));
        }
    }
    std::string path;
    std::for_each(steps.rbegin(), steps.rend(), [&](const std::string& step) { path += step; });
    return path;
}

std::string place_of(int line, const std::string& path) {
    std::string place = "line " + std::to_string(line);
    return path.empty() ? place : place + ", " + path;
}

std::string text_in(const xmlNode* node) {
    const xmlNode* only = node->children;
    if (only != nullptr && only->next == nullptr && only->type == XML_TEXT_NODE) {
        return chars(only->content);
    }
    std::string text;
    for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            text += chars(child->content);
        }
    }
    return text;
}

}  // namespace indgang::xml
