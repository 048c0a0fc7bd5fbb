// SPDX-License-Identifier: MPL-2.0
#include "schemas/xml/submission.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "schemas/core/bytes.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "schemas/xml/encoding.h"
#include "schemas/xml/generate_xsd.h"
#include "schemas/xml/hardened_parser.h"
#include "schemas/xml/libxml.h"
#include "schemas/xml/map.h"
#include "schemas/xml/schema_check.h"
#include "schemas/xml/schema_paths.h"

namespace indgang::xml {
namespace {

std::string read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file) {
        throw Error(Reason::xml_file_unreadable, "xml: a file that a form names cannot be read",
                    path.string());
    }
    return text;
}

/// One way to write a form in XML: which documents, their schema, and where the fields stand.
struct Dialect {
    std::string root;
    std::string root_namespace;
    SchemaCheck schema;
    FieldMap map;
    bool is_own = false;  ///< its schema is the form's own, and not a sender's
};

struct SchemaText {
    std::string text;
    std::string name;  ///< for messages
};

SchemaText schema_of(const form::FormDefinition& form, const form::XmlDialect& dialect) {
    if (dialect.schema_file.empty()) {
        return {generate_xsd(form), form.key.form + "/" + form.key.version + " (generated)"};
    }
    return {read_text(dialect.schema_file), dialect.schema_file.string()};
}

Dialect compile(const form::FormDefinition& form, const form::XmlDialect& dialect,
                const SchemaText& xsd) {
    SchemaCheck schema(xsd.text, xsd.name);
    FieldMap map = dialect.map_file.empty()
                       ? FieldMap::of_form(form)
                       : FieldMap::parse(read_text(dialect.map_file), dialect.map_file.string(),
                                         form, dialect.root);
    return {dialect.root, dialect.root_namespace, std::move(schema), std::move(map),
            dialect.schema_file.empty()};
}

form::XmlDialect own_dialect(const form::FormDefinition& form) {
    form::XmlDialect own;
    own.name = form.key.form;
    own.root = form.key.form;
    own.root_namespace = "urn:indgang:form:" + form.key.form + ":" + form.key.version;
    return own;
}

bool has_root(const Dialect& dialect, const xmlNode& root) {
    return dialect.root == chars(root.name) &&
           dialect.root_namespace == (root.ns == nullptr ? "" : chars(root.ns->href));
}

/// In words, of a namespace that the document may have chosen.
std::string namespace_of(std::string_view uri) {
    constexpr std::size_t shown_most = 100;
    return uri.empty() ? "no namespace" : "the namespace " + std::string(uri.substr(0, shown_most));
}

/// A declaration must stand first (XML 1.0, 2.8), and some programs write a line break before it.
/// Lines of messages are counted from the declaration.
BytesView from_declaration(BytesView document) {
    const std::string_view text = text_of(document);
    const std::size_t first = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    return text.substr(first).starts_with("<?xml") ? document.subspan(first) : document;
}

using Names = std::set<std::string, std::less<>>;

/// Adds what a schema calls its elements and attributes, and its types, which does no harm.
void add_names(std::string_view xsd, Names& names) {
    for (const char quote : {'"', '\''}) {
        const std::string begin = std::string("name=") + quote;
        for (auto at = xsd.find(begin); at != std::string_view::npos; at = xsd.find(begin, at)) {
            at += begin.size();
            names.emplace(xsd.substr(at, xsd.find(quote, at) - at));
        }
    }
}

/// A place without what only the document knows: a sender may call an element after a person, and
/// places are told to whoever asks what became of a document. What is wrong there stays.
std::string without_words_of_others(const std::string& told, const Names& known) {
    const std::string_view whole = told;
    const std::string_view place = whole.substr(0, whole.find(": "));
    std::string shown(place.substr(0, place.find('/')));
    for (auto at = place.find('/'); at != std::string_view::npos;) {
        const auto next = place.find('/', at + 1);
        const std::string_view step = place.substr(at + 1, next - at - 1);
        std::string_view name = step.substr(0, step.find('['));
        name.remove_prefix(name.starts_with('@') ? 1 : 0);
        shown += "/" + (known.contains(name) ? std::string(step) : "*");
        at = next;
    }
    return shown.append(whole.substr(place.size()));
}

/// Whether there is nothing in an element but blanks.
bool is_empty(const xmlNode& element) {
    if (element.properties != nullptr) {
        return false;
    }
    for (const xmlNode* child = element.children; child != nullptr; child = child->next) {
        if (child->type != XML_COMMENT_NODE && xmlIsBlankNode(child) == 0) {
            return false;
        }
    }
    return true;
}

/// Web forms send an empty element for each field that nobody filled in. It says that there is
/// nothing, as the element that is left out does; one that must be there lacks then.
void drop_empty(xmlNode& parent) {
    for (xmlNode* child = parent.children; child != nullptr;) {
        xmlNode* next = child->next;
        if (child->type == XML_ELEMENT_NODE) {
            drop_empty(*child);
            if (is_empty(*child)) {
                xmlUnlinkNode(child);
                xmlFreeNode(child);
            }
        }
        child = next;
    }
}

}  // namespace

struct Submission::State {
    XmlDocPtr tree;
    const FieldMap* map = nullptr;  ///< of the reader
};

Submission::Submission(std::unique_ptr<State> state) : state_(std::move(state)) {}
Submission::~Submission() = default;
Submission::Submission(Submission&&) noexcept = default;
Submission& Submission::operator=(Submission&&) noexcept = default;

struct SubmissionReader::State {
    HardenedParser parser;
    std::vector<Dialect> dialects;
    Names names;          ///< that the schemas of all dialects know
    std::string storage;  ///< of converted documents, kept for its capacity

    /// Does something with a document. What it is refused for is told to all without the words of
    /// others; to those who read the message, with them.
    template <typename Do>
    auto guarded(const Do& act) {
        try {
            return act();
        } catch (const Error& error) {
            const std::string place = without_words_of_others(error.place(), names);
            std::string message = error.what();
            if (place != error.place() && message.find(error.place()) == std::string::npos) {
                message += ": " + error.place();
            }
            throw Error(error.why(), message, place);
        }
    }

    void add(const form::FormDefinition& form, const form::XmlDialect& dialect) {
        const SchemaText xsd = schema_of(form, dialect);
        add_names(xsd.text, names);
        dialects.push_back(compile(form, dialect, xsd));
    }

    [[nodiscard]] std::string unknown_form(const xmlNode& root) const {
        const std::string message = "xml: no form of the catalogue has this root element";
        const auto namesake =
            std::find_if(dialects.begin(), dialects.end(), [&](const Dialect& dialect) {
                return dialect.root == chars(root.name) && !has_root(dialect, root);
            });
        if (namesake == dialects.end()) {
            return message;
        }
        return message + " in " + namespace_of(root.ns == nullptr ? "" : chars(root.ns->href)) +
               "; a form has it in " + namespace_of(namesake->root_namespace);
    }

    XmlDocPtr tree_of(BytesView document) {
        if (document.size() > limits::xml_bytes) {
            throw Error(Reason::xml_too_large,
                        "xml: the document has " + std::to_string(document.size()) + " bytes, " +
                            std::to_string(limits::xml_bytes) + " are allowed");
        }
        return parser.parse(to_utf8(from_declaration(document), storage));
    }

    /// Newer versions of a form stand behind older ones and win where both take a document.
    auto find_dialect(const xmlNode& root) {
        return std::find_if(dialects.rbegin(), dialects.rend(), [&](const Dialect& dialect) {
            return has_root(dialect, root) && dialect.map.takes(root);
        });
    }

    Dialect& dialect_of(const xmlNode& root) {
        const auto found = find_dialect(root);
        if (found == dialects.rend()) {
            throw Error(Reason::xml_unknown_form, unknown_form(root),
                        place_of(static_cast<int>(xmlGetLineNo(&root)), path_of(&root)));
        }
        return *found;
    }
};

SubmissionReader::SubmissionReader(const form::FormCatalogue& catalogue)
    : state_(std::make_unique<State>()) {
    for (const form::FormDefinition& form : catalogue.all()) {
        const form::XmlDialect own = own_dialect(form);
        const auto is_own = [&](const form::XmlDialect& dialect) {
            return dialect.root == own.root && dialect.root_namespace == own.root_namespace;
        };
        if (std::none_of(form.dialects.begin(), form.dialects.end(), is_own)) {
            state_->add(form, own);
        }
        for (const form::XmlDialect& dialect : form.dialects) {
            state_->add(form, dialect);
        }
    }
}
SubmissionReader::~SubmissionReader() = default;
SubmissionReader::SubmissionReader(SubmissionReader&&) noexcept = default;
SubmissionReader& SubmissionReader::operator=(SubmissionReader&&) noexcept = default;

bool SubmissionReader::knows(BytesView document) {
    const XmlDocPtr tree = state_->guarded([&] { return state_->tree_of(document); });
    return state_->find_dialect(*xmlDocGetRootElement(tree.get())) != state_->dialects.rend();
}

Submission SubmissionReader::parse(BytesView document) {
    return state_->guarded([&] {
        XmlDocPtr tree = state_->tree_of(document);
        xmlNode* root = xmlDocGetRootElement(tree.get());
        Dialect& dialect = state_->dialect_of(*root);
        if (dialect.is_own) {
            drop_empty(*root);
        }
        dialect.schema.check(*tree);
        return Submission(
            std::make_unique<Submission::State>(Submission::State{std::move(tree), &dialect.map}));
    });
}

record::ApplicationRecord SubmissionReader::map(const Submission& submission) {
    const Submission::State& parsed = submission.state();
    return parsed.map->apply(*xmlDocGetRootElement(parsed.tree.get()));
}

std::vector<DialectReport> check_dialects(const form::FormDefinition& form) {
    std::vector<DialectReport> reports;
    for (const auto& dialect : form.dialects) {
        const auto compiled = compile(form, dialect, schema_of(form, dialect));
        if (dialect.map_file.empty() && dialect.schema_file.empty()) {
            continue;
        }
        const auto xsd = schema_of(form, dialect);
        const SchemaPaths schema(xsd.text, xsd.name, dialect.root);
        reports.push_back({dialect.name, dialect.map_file, compiled.map.held_against(schema)});
    }
    return reports;
}

}  // namespace indgang::xml
