// SPDX-License-Identifier: MPL-2.0
//
// A document is walked once: each member is held against the form, and what it says is noted. What
// is wrong is collected, so that an integrator sees five mistakes at once and not one after the
// other. A text is held against the facets that the form's XSD has (schemas/values/facets.h), so
// that JSON and XML refuse, doubt and take the same.
#include "schemas/json/submission.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "schemas/core/utf8.h"
#include "schemas/error/error.h"
#include "schemas/json/hardened_parser.h"
#include "schemas/record/submitted.h"
#include "schemas/toml/nearest_word.h"
#include "schemas/values/facets.h"

namespace indgang::json {
namespace {

constexpr std::size_t mistakes_told = 5;
constexpr std::string_view head_members[] = {"form", "version", "fields"};

/// The fields of one row, or those outside of all tables, by the name that their member has.
using Row = std::map<std::string, std::size_t, std::less<>>;

/// Where the members of a form's documents go.
struct Dialect {
    const form::FormDefinition* form = nullptr;
    Row fields;
    std::map<std::string, std::vector<Row>, std::less<>> tables;
    std::vector<std::string> names;  ///< of the members of "fields"
};

Dialect dialect_of(const form::FormDefinition& form) {
    Dialect dialect{&form, {}, {}, {}};
    for (std::size_t i = 0; i < form.fields.size(); ++i) {
        const form::Field& field = form.fields[i];
        if (field.row == 0) {
            dialect.fields.emplace(field.id, i);
            dialect.names.push_back(field.id);
            continue;
        }
        auto& rows = dialect.tables[field.table];
        rows.resize(std::max(rows.size(), static_cast<std::size_t>(field.row)));
        rows[static_cast<std::size_t>(field.row) - 1].emplace(
            field.id.substr(field.id.rfind('.') + 1), i);
    }
    for (const auto& [table, rows] : dialect.tables) {
        dialect.names.push_back(table);
    }
    return dialect;
}

const Node* member(const Node& object, std::string_view name) {
    const auto found = std::find_if(object.inner.begin(), object.inner.end(),
                                    [&](const Node& each) { return each.name == name; });
    return found == object.inner.end() ? nullptr : &*found;
}

/// Web forms send an empty text for each field that nobody filled in. It says that there is
/// nothing, as null and the member that is left out do; one that must be there lacks then.
bool is_blank(const Node& node) {
    return node.kind == Kind::null ||
           (node.kind == Kind::text && node.text.find_first_not_of(" \t\r\n") == std::string::npos);
}

/// Nothing but empty members; a row of a table that says nothing is no row.
bool is_empty_row(const Node& row) {
    return row.kind == Kind::null ||
           (row.kind == Kind::object && std::all_of(row.inner.begin(), row.inner.end(), is_blank));
}

/// What of the form's own terms a text breaks, as broken_facet says it.
/// Takes: a text that breaks no facet of its kind.
std::string_view broken_term(const form::Field& field, std::string_view text) {
    const auto& terms = field.terms;
    if (terms.max_length > 0 && std::cmp_greater(count_code_points(text), terms.max_length)) {
        return "is too long";
    }
    if (terms.pattern && !terms.pattern->matches(text)) {
        return "is not written as its type demands";
    }
    if (terms.least && held_against(text, *terms.least) < 0) {
        return "is below the least value";
    }
    return terms.most && held_against(text, *terms.most) > 0 ? "is above the greatest value"
                                                             : std::string_view();
}

/// What is wrong with a text as its field, by the form's schema; empty: nothing.
std::string_view mistake_in(const form::Field& field, std::string_view text) {
    if (field.kind == ValueKind::choice) {
        const bool is_known = std::any_of(field.choices.begin(), field.choices.end(),
                                          [&](const auto& choice) { return choice.key == text; });
        return is_known ? std::string_view() : "is none of the words that are allowed";
    }
    const auto broken = broken_facet(field.kind, text);
    return broken.empty() ? broken_term(field, text) : broken;
}

/// What kind of JSON value a field is when it is none that it may be; empty: it may.
std::string_view wrong_kind(const form::Field& field, Kind kind) {
    const auto base = facets_of(field.kind).base;
    const bool is_number = base == Facets::Base::decimal || base == Facets::Base::whole;
    if (kind == Kind::text || (kind == Kind::number && is_number) ||
        (kind == Kind::boolean && base == Facets::Base::yes_no)) {
        return {};
    }
    return is_number                      ? "must be a number, or a text that is one"
           : base == Facets::Base::yes_no ? "must be true, false or one of their words as a text"
                                          : "must be a text, in quotes";
}

class Walk {
  public:
    explicit Walk(const Dialect& dialect) : dialect_(dialect) {}

    /// Errors: bad_input json_invalid.
    std::vector<Submission::Entry> run(const Node& root) {
        static const Node nothing{.kind = Kind::object};
        for (const Node& each : root.inner) {
            if (std::find(std::begin(head_members), std::end(head_members), each.name) ==
                std::end(head_members)) {
                note("/*", "is no member of a document; there are form, version and fields");
            }
        }
        const Node* fields = member(root, "fields");
        if (fields != nullptr && fields->kind != Kind::object && fields->kind != Kind::null) {
            note("/fields", "must be an object");
        } else {
            read_fields(fields == nullptr ? nothing : *fields);
        }
        if (mistakes_ > 0) {
            throw Error(Reason::json_invalid,
                        "json: " + std::to_string(mistakes_) +
                            (mistakes_ == 1 ? " place breaks" : " places break") +
                            " the form's schema: " + told_,
                        first_place_);
        }
        return std::move(entries_);
    }

  private:
    void read_fields(const Node& fields) {
        const std::string place = "/fields";
        for (const Node& each : fields.inner) {
            if (const auto table = dialect_.tables.find(each.name);
                table != dialect_.tables.end()) {
                read_table(table->second, each, place_in(place, each.name));
            } else if (const auto field = dialect_.fields.find(each.name);
                       field != dialect_.fields.end()) {
                read_field(field->second, each, place_in(place, each.name));
            } else {
                unknown(place, each.name, dialect_.names);
            }
        }
        demand(dialect_.fields, fields, place);
    }

    void read_table(const std::vector<Row>& rows, const Node& table, const std::string& place) {
        if (table.kind == Kind::null) {
            return;
        }
        if (table.kind != Kind::list) {
            return note(place, "must be a list of rows");
        }
        std::size_t row = 0;
        for (std::size_t i = 0; i < table.inner.size(); ++i) {
            const Node& each = table.inner[i];
            const std::string here = place_in(place, i);
            if (each.kind != Kind::object && each.kind != Kind::null) {
                note(here, "must be an object");
            } else if (is_empty_row(each)) {
                look_for_unknown(rows.front(), each, here);
            } else if (row == rows.size()) {
                return note(here, "is one row more than the form has");
            } else {
                read_row(rows[row++], each, here);
            }
        }
    }

    void read_row(const Row& row, const Node& node, const std::string& place) {
        look_for_unknown(row, node, place);
        for (const Node& each : node.inner) {
            if (const auto field = row.find(each.name); field != row.end()) {
                read_field(field->second, each, place_in(place, each.name));
            }
        }
        demand(row, node, place);
    }

    void look_for_unknown(const Row& row, const Node& node, const std::string& place) {
        std::vector<std::string> names;
        for (const auto& [name, field] : row) {
            names.push_back(name);
        }
        for (const Node& each : node.inner) {
            if (!row.contains(each.name)) {
                unknown(place, each.name, names);
            }
        }
    }

    void read_field(std::size_t index, const Node& node, std::string place) {
        if (is_blank(node)) {
            return;
        }
        const form::Field& field = dialect_.form->fields[index];
        auto mistake = wrong_kind(field, node.kind);
        mistake = mistake.empty() ? mistake_in(field, node.text) : mistake;
        if (mistake.empty()) {
            entries_.push_back({index, node.text, std::move(place)});
        } else {
            note(place, mistake);
        }
    }

    /// A signature is ink; a document that comes by a login has none.
    void demand(const Row& row, const Node& node, const std::string& place) {
        for (const auto& [name, index] : row) {
            const form::Field& field = dialect_.form->fields[index];
            const bool must = field.is_always_required() && field.kind != ValueKind::signature;
            const Node* given = must ? member(node, name) : nullptr;
            if (must && (given == nullptr || is_blank(*given))) {
                note(place_in(place, name), "is missing");
            }
        }
    }

    /// The nearest name is told and not the one that stands there: that may be anything.
    void unknown(const std::string& place, const std::string& name,
                 const std::vector<std::string>& known) {
        constexpr std::size_t name_bytes = 100;  // of a name to which a near one is looked for
        const bool is_told = mistakes_ < mistakes_told && name.size() <= name_bytes;
        note(place_in(place, "*"),
             "is no field of the form" + (is_told ? suggestion(name, known) : std::string()));
    }

    void note(const std::string& place, std::string_view mistake) {
        if (++mistakes_ > mistakes_told) {
            return;
        }
        told_ += (mistakes_ == 1 ? "" : "; ") + place + " ";
        told_ += mistake;
        first_place_ = mistakes_ == 1 ? place : first_place_;
    }

    const Dialect& dialect_;
    std::vector<Submission::Entry> entries_;
    std::size_t mistakes_ = 0;
    std::string told_;
    std::string first_place_;
};

}  // namespace

struct SubmissionReader::State {
    std::map<form::FormKey, Dialect> dialects;
    Names names;  ///< that places may tell

    /// Errors: json_unknown_form, json_invalid (no object).
    [[nodiscard]] const Dialect& dialect_of(const Node& root) const {
        if (root.kind != Kind::object) {
            throw Error(Reason::json_invalid, "json: the document is no object");
        }
        const auto text_at = [&](std::string_view name) {
            const Node* node = member(root, name);
            if (node == nullptr || node->kind != Kind::text) {
                throw Error(Reason::json_unknown_form,
                            "json: the member " + std::string(name) +
                                " names the form, as a text; it is missing or of another type",
                            place_in("", name));
            }
            return node->text;
        };
        const form::FormKey key{text_at("form"), text_at("version")};
        const auto found = dialects.find(key);
        if (found == dialects.end()) {
            refuse_unknown(key);
        }
        return found->second;
    }

    [[noreturn]] void refuse_unknown(const form::FormKey& key) const {
        std::string versions;
        for (const auto& [known, dialect] : dialects) {
            if (known.form == key.form) {
                versions += (versions.empty() ? "" : ", ") + known.version;
            }
        }
        if (versions.empty()) {
            throw Error(Reason::json_unknown_form, "json: no form of the catalogue has this name",
                        "/form");
        }
        throw Error(Reason::json_unknown_form,
                    "json: form " + key.form + " is known in version " + versions, "/version");
    }
};

SubmissionReader::SubmissionReader(const form::FormCatalogue& catalogue)
    : state_(std::make_unique<State>()) {
    state_->names.insert(std::begin(head_members), std::end(head_members));
    for (const form::FormDefinition& form : catalogue.all()) {
        auto dialect = json::dialect_of(form);
        state_->names.insert(dialect.names.begin(), dialect.names.end());
        for (const auto& [table, rows] : dialect.tables) {
            for (const auto& [column, field] : rows.front()) {
                state_->names.insert(column);
            }
        }
        state_->dialects.emplace(form.key, std::move(dialect));
    }
}
SubmissionReader::~SubmissionReader() = default;
SubmissionReader::SubmissionReader(SubmissionReader&&) noexcept = default;
SubmissionReader& SubmissionReader::operator=(SubmissionReader&&) noexcept = default;

Submission SubmissionReader::parse(BytesView document) {
    const Node root = json::parse(document, state_->names);
    const Dialect& dialect = state_->dialect_of(root);
    return {dialect.form, Walk(dialect).run(root)};
}

record::ApplicationRecord SubmissionReader::map(const Submission& submission) {
    record::SubmittedRecord record(*submission.form, record::Source::json);
    for (const Submission::Entry& entry : submission.entries) {
        record.put(entry.field, entry.text, Notation::xml, entry.place);
    }
    return record.take();
}

}  // namespace indgang::json
