// SPDX-License-Identifier: MPL-2.0
#include <algorithm>
#include <set>

#include "schemas/toml/nearest_word.h"
#include "schemas/xml/field_tree.h"
#include "schemas/xml/map.h"
#include "schemas/xml/schema_paths.h"

namespace indgang::xml {
namespace {

using Path = SchemaPaths::Path;

std::string joined(const Path& path) {
    std::string text;
    for (const auto& name : path) {
        text += (text.empty() ? "" : "/") + name;
    }
    return text;
}

/// Nothing when documents may have it.
std::string trouble_of(const Path& path, const SchemaPaths& schema) {
    const std::size_t known = schema.known_steps(path);
    if (known == path.size()) {
        return {};
    }
    const Path above(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(known));
    const std::string where = above.empty() ? "the root" : joined(above);
    return "the schema has no " + path[known] + " in " + where +
           suggestion(path[known], schema.names_below(above));
}

/// Goes through the steps of a map, with their paths from below the root; `visit` says whether
/// also through those below.
template <typename Visit>
void each_step(const FieldTree& tree, std::size_t at, Path& path, const Visit& visit) {
    for (const std::size_t child : tree.steps[at].children) {
        path.push_back(tree.steps[child].name);
        if (visit(tree.steps[child], path)) {
            each_step(tree, child, path, visit);
        }
        path.pop_back();
    }
}

bool has_text(const SchemaPaths& schema, const Path& path) {
    return schema.is_open(path) ||
           std::ranges::find(schema.texts(), joined(path), &SchemaPaths::Text::path) !=
               schema.texts().end();
}

/// An element that tells by standing there needs no text.
bool takes_text(const Step& step) {
    return step.take && step.take->value.empty();
}

/// Whether something is said of the text at a path, or of all that stands above it.
class Named {
  public:
    explicit Named(const FieldTree& tree) {
        Path path;
        each_step(tree, 0, path, [&](const Step& step, const Path& here) {
            if (step.take || step.is_ignored || !step.note.empty()) {
                texts_.insert(joined(here));
            }
            if (step.is_ignored_below) {
                whole_.push_back(joined(here) + "/");
            }
            return true;
        });
    }
    [[nodiscard]] bool has(const std::string& path) const {
        return texts_.contains(path) || std::ranges::any_of(whole_, [&](const auto& above) {
                   return path.starts_with(above);
               });
    }

  private:
    std::set<std::string> texts_;
    std::vector<std::string> whole_;
};

std::set<std::size_t> filled_by(const FieldTree& tree) {
    std::set<std::size_t> fields;
    for (const Step& step : tree.steps) {
        for (const auto& part : step.take ? step.take->fields : decltype(step.take->fields){}) {
            fields.insert(part.begin(), part.end());
        }
    }
    return fields;
}

}  // namespace

MapReport FieldMap::held_against(const SchemaPaths& schema) const {
    MapReport report;
    const auto check = [&](const Path& path, const std::string& place, bool wants_text) {
        ++report.paths;
        auto trouble = trouble_of(path, schema);
        if (trouble.empty() && wants_text && !has_text(schema, path)) {
            trouble = joined(path) + " holds elements in the schema, and no text";
        }
        if (!trouble.empty()) {
            report.wrong.push_back(place + ": " + trouble);
        }
        return trouble.empty();
    };
    Path path;
    each_step(*tree_, 0, path, [&](const Step& step, const Path& here) {
        // What stands below a wrong path is a consequence.
        return step.place.empty() ||
               check(here, step.place, takes_text(step) || !step.note.empty());
    });
    for (const auto& condition : tree_->conditions) {
        static_cast<void>(check(condition.path, condition.place, true));
    }
    const Named named(*tree_);
    for (const auto& text : schema.texts()) {
        if (!named.has(text.path)) {
            report.never_read.push_back(text.path);
        }
    }
    const auto filled = filled_by(*tree_);
    for (std::size_t i = 0; i < tree_->form->fields.size(); ++i) {
        const auto& field = tree_->form->fields[i];
        if (filled.contains(i) || field.row > 1) {
            continue;
        }
        const auto column = field.id.substr(field.id.rfind('.') + 1);
        report.never_filled.push_back(field.row == 0 ? field.id : field.table + "." + column);
    }
    return report;
}

}  // namespace indgang::xml
