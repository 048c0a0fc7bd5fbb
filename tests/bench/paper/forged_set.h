// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "schemas/core/bytes.h"
#include "schemas/form/definition.h"
#include "tests/accuracy/paper_path.h"
#include "tests/forge/hand/glyph_shape.h"

namespace indgang::bench {

/// How a page came to be pixels; see docs/accuracy.md#grades.
struct ScanGrade {
    std::string_view letter;
    std::string_view forge_grade;
    std::string_view ending;
    std::string_view says;
};
inline constexpr std::array<ScanGrade, 3> scan_grades = {
    {{"A", "office", ".tif", "office scanner, G4, 300 dpi"},
     {"B", "fax", ".tif", "fax or poor copy, 200 dpi, specks and streaks"},
     {"C", "photo", ".jpg", "phone photo, JPEG"}}};

/// What is written on the pages of a set.
struct SetKind {
    enum class Forms { shipped, with_capitals };
    std::string_view name;
    std::string_view script;
    Forms forms = Forms::shipped;
};
/// "people" becomes "written" where no people's letters are at hand.
inline constexpr std::array<SetKind, 3> set_kinds = {
    {{"typed", "typed", SetKind::Forms::shipped},
     {"digits", "digits", SetKind::Forms::shipped},
     {"letters", "people", SetKind::Forms::with_capitals}}};

/// What pages are forged from. Everything outlives its use.
struct Forgery {
    const form::FormCatalogue* shipped = nullptr;
    const form::FormCatalogue* with_capitals = nullptr;  ///< forms with words in combs
    const forge::GlyphSet* digits = nullptr;             ///< hands for combs
    const forge::GlyphSet* letters = nullptr;            ///< people's; null: none at hand
    unsigned seed = 1;

    [[nodiscard]] const form::FormCatalogue& forms_of(const SetKind& kind) const {
        return kind.forms == SetKind::Forms::shipped ? *shipped : *with_capitals;
    }
};

/// One application as files, and what stands on it (tests/forge/sheet/batch.h).
struct ForgedScan {
    std::vector<std::filesystem::path> files;  ///< several where an ending holds one page
    nlohmann::json truth;
    int pages = 0;

    [[nodiscard]] nlohmann::json to_json() const;
    [[nodiscard]] static ForgedScan from_json(const nlohmann::json& json);
};

/// One file of all pages where the ending allows it, to measure accuracy: with nearly all fields
/// filled. Or one file a page, to measure cost: filled as people do.
enum class Files { whole, page_each };

/// The `number`th application of a set; the same number and seed give the same pixels.
/// Errors: those of forge::batch_of, held_out_typefaces.
[[nodiscard]] ForgedScan forge_scan(const Forgery& from, const SetKind& kind,
                                    const ScanGrade& grade, unsigned number, Files files,
                                    const std::filesystem::path& folder);

/// Pages that belong to no form of ours: a letter and an empty back.
[[nodiscard]] ForgedScan forge_foreign(const Forgery& from, const ScanGrade& grade, unsigned number,
                                       const std::filesystem::path& folder);

[[nodiscard]] Bytes load_bytes(const std::filesystem::path& file);

/// Several files of one page each count as one application, as when a person uploads them.
[[nodiscard]] accuracy::ScanResult read_scan(accuracy::PaperPath& path, const ForgedScan& scan);

}  // namespace indgang::bench
