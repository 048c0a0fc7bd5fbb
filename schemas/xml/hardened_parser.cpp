// SPDX-License-Identifier: MPL-2.0
//
// libxml2 on bytes from anybody. Its maintainers called it unfit for untrusted data, and its
// defaults are made for trusted ones: a document of 160 KB with one internal entity parses at once
// and fills 3.9 GB when its text is asked for. So:
//
// - No DOCTYPE, hence no entities of the sender's at all: refused in the parser's event, before it
//   reads a declaration, and again on the finished tree. Only the five predefined entities and
//   character references are left.
// - The options are NONET, NOBLANKS, COMPACT and IGNORE_ENC (the text is UTF-8 already, see
//   encoding.cpp). Never NOENT, DTDLOAD, DTDATTR, DTDVALID, XINCLUDE, HUGE or RECOVER.
// - Limits are counted in the events of the parser, which stops at the first that is exceeded.
// - One limit comes too late there: libxml2 compares every attribute of an element with every
//   other before it reports the element. One element with 105,000 attributes, 1 MB, takes 15 s
//   (2.9.14, measured). So the attributes of each tag are counted beforehand, in texts that have
//   enough quotes at all. As far as a text is well-formed, that pass sees the same tags as the
//   parser; where it is not, the parser stops.
//
// The context is used again for every document, which saves a fifth of the time. Its table of names
// grows with each new name that a sender thinks of, so the context is renewed at a limit.
#include "schemas/xml/hardened_parser.h"

#include <libxml/SAX2.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <array>
#include <climits>
#include <string>

#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::xml {
namespace {

constexpr int options =
    XML_PARSE_NONET | XML_PARSE_NOBLANKS | XML_PARSE_COMPACT | XML_PARSE_IGNORE_ENC;
/// The names of all forms and of libxml2 itself are a few hundred.
constexpr int names_kept = 20'000;

struct Stop {
    std::optional<Reason> reason;  ///< nothing: not stopped
    const char* message = "";
};

constexpr Stop doctype{Reason::xml_doctype_refused, "a DOCTYPE is refused"};
constexpr Stop too_deep{Reason::xml_too_deep, "elements are nested too deep"};
constexpr Stop too_many_elements{Reason::xml_too_many_elements, "too many elements"};
constexpr Stop too_many_attributes{Reason::xml_too_many_attributes,
                                   "too many attributes on one element"};
constexpr Stop text_too_long{Reason::xml_text_too_long, "the text of one element is too long"};

/// What one parse has counted so far.
struct Counts {
    int elements = 0;
    int depth = 0;
    std::array<std::size_t, limits::xml_depth + 1> text_bytes{};  ///< by depth
    Stop stop;
    std::string place;
    bool has_error = false;
};

Counts& counts_of(void* context) {
    return *static_cast<Counts*>(static_cast<xmlParserCtxtPtr>(context)->_private);
}

void stop(void* context, const Stop& why) {
    auto* parser = static_cast<xmlParserCtxtPtr>(context);
    Counts& counts = counts_of(context);
    if (!counts.stop.reason) {
        counts.stop = why;
        counts.place = place_of(xmlSAX2GetLineNumber(parser), path_of(parser->node));
    }
    xmlStopParser(parser);
}

bool is_long_attribute(int count, const xmlChar** attributes) {
    constexpr int stride = 5;  // name, prefix, namespace, begin and end of the value
    for (int i = 0; i < count; ++i) {
        const xmlChar** attribute = attributes + i * stride;
        if (static_cast<std::size_t>(attribute[stride - 1] - attribute[stride - 2]) >
            limits::xml_text_bytes) {
            return true;
        }
    }
    return false;
}

void on_start(void* context, const xmlChar* name, const xmlChar* prefix, const xmlChar* space,
              int namespace_count, const xmlChar** namespaces, int attribute_count,
              int defaulted_count, const xmlChar** attributes) {
    Counts& counts = counts_of(context);
    if (++counts.elements > limits::xml_elements) {
        return stop(context, too_many_elements);
    }
    if (++counts.depth > limits::xml_depth) {
        return stop(context, too_deep);
    }
    if (namespace_count + attribute_count > limits::xml_attributes) {
        return stop(context, too_many_attributes);
    }
    if (is_long_attribute(attribute_count, attributes)) {
        return stop(context, text_too_long);
    }
    counts.text_bytes[static_cast<std::size_t>(counts.depth)] = 0;
    xmlSAX2StartElementNs(context, name, prefix, space, namespace_count, namespaces,
                          attribute_count, defaulted_count, attributes);
}

void on_end(void* context, const xmlChar* name, const xmlChar* prefix, const xmlChar* space) {
    --counts_of(context).depth;
    xmlSAX2EndElementNs(context, name, prefix, space);
}

void on_text(void* context, const xmlChar* text, int bytes) {
    Counts& counts = counts_of(context);
    std::size_t& sum = counts.text_bytes[static_cast<std::size_t>(std::max(counts.depth, 0))];
    sum += static_cast<std::size_t>(bytes);
    if (sum > limits::xml_text_bytes) {
        return stop(context, text_too_long);
    }
    xmlSAX2Characters(context, text, bytes);
}

void on_doctype(void* context, const xmlChar* /*name*/, const xmlChar* /*external*/,
                const xmlChar* /*system*/) {
    stop(context, doctype);
}

void on_error(void* context, XmlErrorArgument error) {
    Counts& counts = counts_of(context);
    if (!counts.stop.reason && !counts.has_error && error->level >= XML_ERR_ERROR) {
        counts.has_error = true;
        counts.place = place_of(error->line, path_of(static_cast<xmlParserCtxtPtr>(context)->node));
    }
}

std::string place_at(std::string_view text, std::size_t at) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(at, text.size()));
    return place_of(static_cast<int>(1 + std::count(text.begin(), end, '\n')), {});
}

[[noreturn]] void refuse(const Stop& why, const std::string& place) {
    throw Error(*why.reason, std::string("xml: ") + why.message, place);
}

/// Where the tag that begins at `at` ends, just behind its '>'; counts its attributes.
std::size_t end_of_tag(std::string_view text, std::size_t at) {
    int attributes = 0;
    std::size_t next = at + 1;
    while (next < text.size() && text[next] != '>') {
        const char c = text[next];
        if (c == '"' || c == '\'') {
            if (++attributes > limits::xml_attributes) {
                refuse(too_many_attributes, place_at(text, at));
            }
            next = text.find(c, next + 1);
            if (next == std::string_view::npos) {
                return text.size();
            }
        }
        ++next;
    }
    return std::min(next + 1, text.size());
}

/// Whether the text has more quotes than the attributes of one element may have.
bool has_many_quotes(std::string_view text) {
    constexpr int allowed = 2 * limits::xml_attributes;
    int quotes = 0;
    for (const char quote : {'"', '\''}) {
        for (std::size_t at = text.find(quote); at != std::string_view::npos && quotes <= allowed;
             at = text.find(quote, at + 1)) {
            ++quotes;
        }
    }
    return quotes > allowed;
}

/// Refuses elements with too many attributes; comments, CDATA and instructions are passed over.
void count_attributes(std::string_view text) {
    struct Island {
        std::string_view begins;
        std::string_view ends;
    };
    constexpr std::array islands{Island{"<!--", "-->"}, Island{"<![CDATA[", "]]>"},
                                 Island{"<?", "?>"}};
    for (std::size_t at = text.find('<'); at < text.size(); at = text.find('<', at)) {
        const std::string_view rest = text.substr(at);
        const auto* island = std::find_if(islands.begin(), islands.end(), [&](const Island& one) {
            return rest.starts_with(one.begins);
        });
        if (island == islands.end()) {
            at = end_of_tag(text, at);
            continue;
        }
        const std::size_t end = text.find(island->ends, at + island->begins.size());
        if (end == std::string_view::npos) {
            return;
        }
        at = end + island->ends.size();
    }
}

}  // namespace

struct HardenedParser::State {
    XmlParserContextPtr context;
    Counts counts;

    void renew() {
        context.reset(xmlNewParserCtxt());
        VERIFY(context != nullptr && context->sax != nullptr);
        xmlSAXHandler& sax = *context->sax;
        sax.startElementNs = on_start;
        sax.endElementNs = on_end;
        sax.characters = on_text;
        sax.cdataBlock = nullptr;
        sax.comment = nullptr;
        sax.processingInstruction = nullptr;
        sax.internalSubset = on_doctype;
        sax.externalSubset = on_doctype;
        sax.serror = on_error;
        context->_private = &counts;
    }
};

HardenedParser::HardenedParser() : state_(std::make_unique<State>()) {
    prepare_libxml();
    state_->renew();
}
HardenedParser::~HardenedParser() = default;
HardenedParser::HardenedParser(HardenedParser&&) noexcept = default;
HardenedParser& HardenedParser::operator=(HardenedParser&&) noexcept = default;

XmlDocPtr HardenedParser::parse(std::string_view utf8) {
    VERIFY(utf8.size() <= INT_MAX);
    if (has_many_quotes(utf8)) {
        count_attributes(utf8);
    }
    Counts& counts = state_->counts;
    counts = {};
    if (xmlDictSize(state_->context->dict) > names_kept) {
        state_->renew();
    }
    xmlParserCtxtPtr context = state_->context.get();
    // No encoding is named: the parser would then convert UTF-8 to UTF-8. Nor can it detect another
    // one, for all that it would recognise begin with bytes that are no UTF-8 or with U+0000.
    XmlDocPtr doc(xmlCtxtReadMemory(context, utf8.data(), static_cast<int>(utf8.size()), nullptr,
                                    nullptr, options));
    const bool is_well_formed = context->wellFormed != 0 && context->nsWellFormed != 0;
    if (counts.stop.reason) {
        refuse(counts.stop, counts.place);
    }
    if (doc == nullptr || !is_well_formed || counts.has_error) {
        const std::string place = counts.place.empty() ? place_of(1, {}) : counts.place;
        throw Error(Reason::xml_malformed, "xml: the document is not well-formed", place);
    }
    if (xmlGetIntSubset(doc.get()) != nullptr) {
        refuse(doctype, place_of(1, {}));
    }
    return doc;
}

}  // namespace indgang::xml
