// SPDX-License-Identifier: MPL-2.0
// One walk down from the root's declaration, following references to elements, types and groups by
// their local names: a schema of the catalogue has one namespace of its own and imports nothing.
#include "schemas/xml/schema_paths.h"

#include <algorithm>
#include <map>

#include "schemas/core/bytes.h"
#include "schemas/error/error.h"
#include "schemas/xml/encoding.h"
#include "schemas/xml/hardened_parser.h"

namespace indgang::xml {
namespace {

constexpr std::string_view schema_namespace = "http://www.w3.org/2001/XMLSchema";

/// More than people look through; types that use each other twice could be endlessly many.
constexpr std::size_t most_places = 20'000;

std::string attribute(const xmlNode* node, const char* name) {
    for (const xmlAttr* one = node->properties; one != nullptr; one = one->next) {
        if (one->ns == nullptr && chars(one->name) == std::string_view(name)) {
            return text_in(reinterpret_cast<const xmlNode*>(one));
        }
    }
    return {};
}

bool is(const xmlNode* node, std::string_view name) {
    return node->type == XML_ELEMENT_NODE && name == chars(node->name) && node->ns != nullptr &&
           schema_namespace == chars(node->ns->href);
}

std::string local(const std::string& name) {
    return name.substr(name.find(':') + 1);
}

bool may_repeat(const xmlNode* node) {
    const std::string most = attribute(node, "maxOccurs");
    return !most.empty() && most != "0" && most != "1";
}

/// Whether the name is one of XML Schema's own types.
bool is_builtin(const xmlNode* node, const std::string& name) {
    const auto colon = name.find(':');
    const std::string prefix = colon == std::string::npos ? "" : name.substr(0, colon);
    const xmlNs* bound = xmlSearchNs(node->doc, const_cast<xmlNode*>(node),
                                     prefix.empty() ? nullptr : xml_chars(prefix.c_str()));
    return bound != nullptr && schema_namespace == chars(bound->href);
}

}  // namespace

struct SchemaPaths::Builder {
    SchemaPaths& paths;
    const xmlNode* schema;
    /// "element" and so on, then the name.
    std::map<std::pair<std::string, std::string>, const xmlNode*> declared = {};
    std::vector<const xmlNode*> open_types = {};

    const xmlNode* find(const char* kind, const std::string& name) const {
        const auto found = declared.find({kind, local(name)});
        return found == declared.end() ? nullptr : found->second;
    }

    std::size_t add(std::size_t above, std::string name) {
        for (const std::size_t known : paths.places_[above].below) {
            if (paths.places_[known].name == name) {
                return known;  // of two branches of a choice
            }
        }
        paths.places_.push_back({std::move(name), false, {}});
        paths.places_[above].below.push_back(paths.places_.size() - 1);
        return paths.places_.size() - 1;
    }

    void add_text(const std::string& path, bool repeats) {
        const auto known = std::ranges::find(paths.texts_, path, &Text::path);
        if (known == paths.texts_.end()) {
            paths.texts_.push_back({path, repeats});
        } else {
            known->repeats = known->repeats || repeats;
        }
    }

    void read_element(const xmlNode* node, std::size_t above, const std::string& path,
                      bool repeats) {
        repeats = repeats || may_repeat(node);
        if (const auto ref = attribute(node, "ref"); !ref.empty()) {
            node = find("element", ref);
            if (node == nullptr) {
                paths.places_[above].is_open = true;
                return;
            }
        }
        const auto name = attribute(node, "name");
        const auto below = path.empty() ? name : path + "/" + name;
        read_type_of(node, add(above, name), below, repeats);
    }

    void read_type_of(const xmlNode* element, std::size_t place, const std::string& path,
                      bool repeats) {
        const xmlNode* type = nullptr;
        for (const xmlNode* child = element->children; child != nullptr; child = child->next) {
            type = is(child, "complexType") ? child : type;
        }
        const auto named = attribute(element, "type");
        if (!named.empty() && !is_builtin(element, named)) {
            type = find("complexType", named);
        }
        if (type != nullptr) {
            read_complex(type, place, path, repeats);
        } else {
            add_text(path, repeats);
        }
    }

    void read_complex(const xmlNode* type, std::size_t place, const std::string& path,
                      bool repeats) {
        if (std::ranges::find(open_types, type) != open_types.end() ||
            paths.places_.size() > most_places) {
            paths.places_[place].is_open = true;
            return;
        }
        open_types.push_back(type);
        if (attribute(type, "mixed") == "true") {
            add_text(path, repeats);
        }
        read_content(type, place, path, repeats);
        open_types.pop_back();
    }

    /// What stands in a type, a group, a sequence, an extension.
    void read_content(const xmlNode* parent, std::size_t place, const std::string& path,
                      bool repeats) {
        for (const xmlNode* node = parent->children; node != nullptr; node = node->next) {
            if (is(node, "element")) {
                read_element(node, place, path, repeats);
            } else if (is(node, "any") || is(node, "anyAttribute")) {
                // Maps read no elements of other namespaces.
                paths.places_[place].is_open |= attribute(node, "namespace") != "##other";
            } else if (is(node, "attribute")) {
                const auto ref = attribute(node, "ref");
                const auto name = "@" + (ref.empty() ? attribute(node, "name") : local(ref));
                (void)add(place, name);
                add_text(path.empty() ? name : path + "/" + name, repeats);
            } else if (is(node, "group") || is(node, "attributeGroup")) {
                const auto* group = find(chars(node->name), attribute(node, "ref"));
                if (group != nullptr) {
                    read_content(group, place, path, repeats || may_repeat(node));
                }
            } else if (is(node, "extension") || is(node, "restriction")) {
                read_derived(node, place, path, repeats);
            } else if (is(node, "sequence") || is(node, "choice") || is(node, "all") ||
                       is(node, "complexContent") || is(node, "simpleContent")) {
                read_content(node, place, path, repeats || may_repeat(node));
            }
        }
    }

    void read_derived(const xmlNode* node, std::size_t place, const std::string& path,
                      bool repeats) {
        const auto* base = find("complexType", attribute(node, "base"));
        if (is(node->parent, "simpleContent")) {
            add_text(path, repeats);
        }
        // A restriction of elements names all that are left.
        if (base != nullptr && (is(node, "extension") || is(node->parent, "simpleContent"))) {
            read_complex(base, place, path, repeats);
        }
        read_content(node, place, path, repeats);
    }
};

SchemaPaths::SchemaPaths(std::string_view xsd, const std::string& name, const std::string& root) {
    std::string storage;
    const XmlDocPtr document = HardenedParser().parse(to_utf8(view_of(xsd), storage));
    Builder builder{*this, xmlDocGetRootElement(document.get())};
    for (const xmlNode* node = builder.schema->children; node != nullptr; node = node->next) {
        builder.declared[{chars(node->name), attribute(node, "name")}] = node;
    }
    const auto* element = builder.find("element", root);
    if (element == nullptr) {
        throw Error(Reason::xml_schema_broken, "xml: the schema declares no element " + root, name);
    }
    places_.push_back({root, false, {}});
    builder.read_type_of(element, 0, {}, false);
}

std::vector<std::size_t> SchemaPaths::way(const Path& path) const {
    std::vector<std::size_t> places{0};
    for (const auto& name : path) {
        const auto& below = places_[places.back()].below;
        const auto found = std::ranges::find_if(
            below, [&](std::size_t place) { return places_[place].name == name; });
        if (found == below.end()) {
            break;
        }
        places.push_back(*found);
    }
    return places;
}

std::size_t SchemaPaths::known_steps(const Path& path) const {
    return is_open(path) ? path.size() : way(path).size() - 1;
}

std::vector<std::string> SchemaPaths::names_below(const Path& path) const {
    std::vector<std::string> names;
    for (const std::size_t place : places_[way(path).back()].below) {
        names.push_back(places_[place].name);
    }
    return names;
}

bool SchemaPaths::is_open(const Path& path) const {
    return std::ranges::any_of(way(path),
                               [&](std::size_t place) { return places_[place].is_open; });
}

}  // namespace indgang::xml
