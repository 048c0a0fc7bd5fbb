// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "schemas/form/form_source.h"
#include "schemas/toml/table_reader.h"

/// Inside schemas/form only: reading the parts of form.toml and of the field library.
namespace indgang::form {

/// The text of schemas/forms/fields.toml as it was when the program was built.
[[nodiscard]] std::string_view program_library();

/// Named fields, blocks, lists of choices and texts for all forms: what the program brings
/// (schemas/forms/fields.toml), and before it the `fields.toml` of the form's own catalogue.
class FieldLibrary {
  public:
    /// The catalogue's own library; whether there is one is another question.
    /// Takes: the folder of a form; its catalogue is two folders above.
    [[nodiscard]] static std::filesystem::path file_beside(
        const std::filesystem::path& form_folder);

    /// Takes: the folder of a form. What is no TOML in the library beside it is a problem of the
    ///        form, too.
    FieldLibrary(const std::filesystem::path& form_folder, Problems& problems);

    /// `kind` is "field", "block", "choices" or "text"; nullptr: there is none of that name.
    [[nodiscard]] const toml::node* find(std::string_view kind, std::string_view name) const;
    [[nodiscard]] std::vector<std::string> names(std::string_view kind) const;

  private:
    std::vector<toml::table> roots_;  ///< the nearest first
};

/// What stands before the first table.
void read_head(TableReader& reader, FormSource& source);

/// `{ da = "...", en = "..." }` below `key`; empty when it is not there.
[[nodiscard]] Text read_both(TableReader& reader, std::string_view key);

/// Rows of ids; with `may_use_blocks` also uses of blocks.
[[nodiscard]] std::vector<RowSource> read_rows(TableReader& reader, bool may_use_blocks);

[[nodiscard]] std::vector<ConditionSource> read_conditions(TableReader& reader,
                                                           std::string_view key);

/// `name` as a person knows it: "field fornavn". Library fields are taken in by `use`.
[[nodiscard]] FieldSource read_field(const toml::table& table, const std::string& name,
                                     const FieldLibrary& library, Problems& problems);

[[nodiscard]] std::vector<Choice> read_choices(const toml::array& list, const std::string& what,
                                               Problems& problems);

}  // namespace indgang::form
