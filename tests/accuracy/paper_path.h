// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "ocr/match/matcher.h"
#include "ocr/read/page_reader.h"
#include "pipeline/stages/paths.h"
#include "schemas/form/definition.h"
#include "schemas/record/record.h"

namespace indgang::accuracy {

/// What the product makes of one scanned file.
struct ScanResult {
    std::vector<record::PageReading> pages;
    std::vector<record::ApplicationRecord> applications;
};

/// The paper path of the product, from bytes to records, in this process and without registers.
/// Threads: one.
class PaperPath {
  public:
    /// `catalogue` outlives the path. Errors: as ocr::PageReader.
    PaperPath(const form::FormCatalogue& catalogue, const std::filesystem::path& models);
    /// Errors: as ocr::ScanFile.
    [[nodiscard]] ScanResult read(BytesView scan);
    /// The applications in pages that were read before, in the order of the scan. For pages that
    /// came as files of their own their place in `pages` becomes the page number.
    [[nodiscard]] std::vector<record::ApplicationRecord> assemble(
        std::vector<record::PageReading>& pages) const;

  private:
    [[nodiscard]] std::vector<record::ApplicationRecord> together(
        const std::vector<record::PageReading>& pages) const;

    const form::FormCatalogue* catalogue_;
    ocr::BlankPages blanks_;
    ocr::Matcher matcher_;
    ocr::PageReader reader_;
    stages::PagePath path_;
};

/// Readings held against the truth.
struct Tally {
    int filled = 0;        ///< fields in which something was written
    int filled_right = 0;  ///< of these: the value is the one written
    int empty = 0;
    int empty_right = 0;     ///< of the empty ones: nothing was read
    int accepted = 0;        ///< stand without a person, filled or empty
    int accepted_wrong = 0;  ///< of these: the value is not the one written. The undetected error.

    Tally& operator+=(const Tally& other);
};

/// One wrong field, for people: never printed for anything but forged pages.
struct Miss {
    std::string field;
    std::string written;
    std::string read;
    bool is_accepted = false;
};

/// One field of a page that is there, held against the truth.
struct FieldSight {
    form::Capture capture = form::Capture::line;
    ValueKind kind = ValueKind::text;
    int cells = 0;       ///< of the comb, else 0
    int characters = 0;  ///< written in the comb, else 0
    bool is_filled = false;
    bool is_right = false;  ///< the value that the reader puts first is the one that was written
    bool is_accepted = false;
    double probability = 0;  ///< said of the value put first; 0 when there is none
    std::string reader;      ///< empty: its page or application was not found
    std::string field;       ///< its id
};

struct Score {
    Tally text, digits, marks, signatures;  ///< by capture: line and block, comb, mark, signature
    int applications = 0;
    int applications_found = 0;  ///< of the right form, made of exactly the right pages
    int pages = 0;
    int pages_right = 0;           ///< of the right kind
    double worst_residual_mm = 0;  ///< of the registration of all form pages
    std::vector<Miss> misses;
    std::vector<FieldSight> sights;  ///< every field that was compared

    [[nodiscard]] Tally all() const;
    Score& operator+=(const Score& other);
};

/// `truth` as tests/forge/sheet/batch.h describes it. All fields of pages that are there are
/// compared; the fields of an application that was not found count as not right and not accepted.
[[nodiscard]] Score score(const form::FormCatalogue& catalogue, const ScanResult& result,
                          const nlohmann::json& truth);

}  // namespace indgang::accuracy
