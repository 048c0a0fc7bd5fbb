// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "schemas/form/definition.h"
#include "schemas/form/form_source.h"

/// Inside schemas/form only: from rows of fields to places on paper.
namespace indgang::form {

/// One field that flows: what is written about it and which of FormDefinition::fields it is.
struct FlowItem {
    const FieldSource* source = nullptr;
    std::size_t field = 0;
    Text label;          ///< as printed; empty: none
    std::string prefix;  ///< of its id, before the name of its definition; of a table's field none
    Text under;          ///< printed small below the label: help, and when it is to be filled in
};

/// One row; a ledger has one list of items per column, the other sections have one list in all.
struct FlowRow {
    SourcePlace at;
    bool starts_next_person = false;  ///< of a repeated group, not the first
    int number = 0;                   ///< printed beside the row of a table; 0: none
    std::vector<std::vector<FlowItem>> columns;
};

struct FlowSection {
    const SectionSource* source = nullptr;
    std::vector<FlowRow> rows;
};

/// A page with its marks and the place of its code, and nothing else yet.
[[nodiscard]] PageLayout framed_page();

/// Who asks and by when, at the top of page 1. Gives: where the sections begin.
[[nodiscard]] double print_masthead(PageLayout& page, const FormSource& source, double y,
                                    Problems& problems);

/// A text in small print that wraps. Gives: where it ends.
double print_paragraph(PageLayout& page, const Text& words, const PointMm& at, double width_mm);

/// Title and foot of every page; all pages are there.
void print_frame(FormDefinition& form, const FormSource& source);

/// Fills `form.pages` and `form.zones`; `form.fields` is complete.
void lay_out(FormDefinition& form, const FormSource& source,
             const std::vector<FlowSection>& sections, Problems& problems);

/// The same for a form whose pages somebody else printed: every field has a place of its own.
/// Checks that the pictures of the blanks are files in the form's folder.
void place_foreign(FormDefinition& form, const FormSource& source,
                   const std::vector<FlowSection>& sections, Problems& problems);

/// Adds the fields of the form's grids, after all others.
void add_grid_fields(const FormSource& source, FormDefinition& form, Problems& problems);

/// Adds the zones of the form's grids, after all others; the pages are complete.
void place_grids(FormDefinition& form, const FormSource& source, Problems& problems);

/// A file that the form names: inside its folder, and there; else a problem at `at`.
[[nodiscard]] std::filesystem::path file_in_folder(const FormDefinition& form,
                                                   const std::string& name, const SourcePlace& at,
                                                   const std::string& what, Problems& problems);

/// Whether every zone lies on its page, apart from all others, from the registration marks and from
/// the page code with its quiet zone.
void check_places(const FormDefinition& form, const FormSource& source, Problems& problems);

}  // namespace indgang::form
