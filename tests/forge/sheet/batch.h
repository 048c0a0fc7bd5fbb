// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "ocr/image/page_image.h"
#include "schemas/form/definition.h"
#include "tests/forge/scan/degrade.h"
#include "tests/forge/sheet/condition.h"
#include "tests/forge/sheet/filling.h"

namespace indgang::forge {

/// One application on paper and what happens to its pages on the way to the scanner.
struct PaperApplication {
    form::FormKey form;
    Filling filling;
    Hand hand;
    std::vector<int> left_out;      ///< pages of the form that are missing
    std::vector<int> upside_down;   ///< pages of the form that lie turned by 180 degrees
    std::vector<int> blank_backs;   ///< pages of the form that are followed by an empty back
    std::vector<int> order;         ///< pages of the form as they lie, one twice if it was scanned
                                    ///< twice; empty: in their order, each once
    std::map<int, int> turned;      ///< quarters clockwise of pages of the form
    std::string set;                ///< of its print, see paper::PageCode; empty: none
    std::vector<int> letter_backs;  ///< pages of the form that are followed by a letter
    std::optional<Condition> condition;  ///< what ordinary mail does to it
    Hand print;                          ///< with a condition: of lines, which `hand` is not
};

/// Pages as they come out of the scanner, and what stands on them.
///
/// Truth has the shape {"applications": [{"form", "version", "pages": [of the scan, 1-based],
/// "missing_pages": [of the form], "fields": {id: canonical}}], "pages": [{"page", "kind"}]}.
/// Fields that are empty, or on a missing page, are not in it. Kinds are record::PageKind's names.
/// An application with a condition has "condition": its name, "done": what it does, and "damaged":
/// {field id: what was done to this field}; its fields hold what the person means in the end.
class Batch {
  public:
    explicit Batch(const form::FormCatalogue& catalogue) : catalogue_(catalogue) {}

    void add(const PaperApplication& application, Grade grade, Dice& dice);
    enum class SeparatorCode { code_128, code_39, qr };
    /// A sheet with a large code, twice.
    void add_separator(const std::string& code, SeparatorCode kind, Grade grade, Dice& dice);
    /// A letter that belongs to no form.
    void add_letter(Grade grade, Dice& dice);
    void add_blank(Grade grade, Dice& dice);

    [[nodiscard]] const std::vector<ocr::PixPtr>& pages() const { return pages_; }
    [[nodiscard]] nlohmann::ordered_json truth() const;

  private:
    void add_page(const paper::Raster& page, const char* kind, Grade grade, int quarters,
                  Dice& dice);

    const form::FormCatalogue& catalogue_;
    std::vector<ocr::PixPtr> pages_;
    nlohmann::ordered_json applications_ = nlohmann::ordered_json::array();
    nlohmann::ordered_json kinds_ = nlohmann::ordered_json::array();
};

/// Which writers: of ten one is for tests and one for calibrating; the digit net is trained on the
/// others only.
enum class Writers { for_test, for_calibration, for_training };
[[nodiscard]] std::optional<Writers> writers_of(const std::string& name);  ///< "test", ...

/// Pictures of digits by these writers. Takes: the folder of MNIST with the writers of QMNIST.
[[nodiscard]] GlyphSet load_writers(const std::string& folder, Writers writers);
/// The same for tests.
[[nodiscard]] GlyphSet load_test_writers(const std::string& folder);

/// Characters by people who taught the net for letters nothing. Takes: a file of
/// load_stroke_letters, of whom those with an odd number, whom nobody looked at while the net was
/// made, are for tests and the others for calibration; or one of load_pen_characters (its name has
/// "tsv"), for calibration. Errors: std::runtime_error (nobody of that file is for this).
[[nodiscard]] GlyphSet load_people(const std::string& file, Writers writers = Writers::for_test);

/// Makes a batch from a plan, see samples/README.md#plans. `digits` and `letters` may be null.
/// Errors: std::runtime_error, nlohmann::json::exception (the plan is wrong).
[[nodiscard]] Batch batch_of(const form::FormCatalogue& catalogue, const nlohmann::json& plan,
                             const GlyphSet* digits, const GlyphSet* letters = nullptr);

}  // namespace indgang::forge
