// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ocr/decode/scan.h"
#include "schemas/core/bytes.h"
#include "schemas/core/geometry.h"
#include "schemas/core/page_place.h"
#include "schemas/core/time.h"

namespace indgang::ocr {

/// What is known to stand in a box of the upright page, better than Tesseract could read it.
struct KnownText {
    BoxPx box;
    std::string text;  ///< UTF-8; lines parted by "\n"
};

/// One page of a copy, and which way up it was found to be (record::PageReading).
struct CopyPage {
    PagePlace page;    ///< in the scan
    int file = 0;      ///< which scan, of an application whose pages came in several
    int width_px = 0;  ///< upright
    int height_px = 0;
    double dpi = 0;
    int turned_quarters = 0;  ///< clockwise, from the scan (or its half) to the upright page
    std::vector<KnownText> texts;
};

/// What a copy says of itself. Nothing personal: it is read by programs that index files.
struct CopyFacts {
    std::string title;       ///< "Ansøgning om boligstøtte"
    std::string identifier;  ///< of the application
    UtcTime received_at{};
};

/// What a copy is made of.
struct CopyOrder {
    CopyFacts facts;
    std::vector<CopyPage> pages;
};

/// Makes the searchable copy of an application: a PDF/A-2b of its own pages and no others. Each
/// scan stands in it bit for bit, turned upright by the page's matrix; invisible words over it make
/// it searchable. Of a page that is half a picture only that half's pixels stand in it, without
/// loss: the other half may be somebody else's.
///
/// Same scan, pages and facts: same bytes.
/// Source:  docs/formats/copy.md. Threads: one.
class CopyMaker {
  public:
    /// Errors: internal (tesseract_language_missing; the message says which package).
    explicit CopyMaker(std::filesystem::path scratch_folder);
    ~CopyMaker();

    /// Takes:  at least one page of `file`, each with a size and a dpi.
    /// Errors: as ScanFile::page; internal (copy_failed, scratch_unwritable).
    [[nodiscard]] Bytes make(ScanFile& file, const CopyOrder& order);
    /// The same of several scans. Takes: `open`, which gives the scan that CopyPage::file names; it
    /// is used until another one is asked for, so that one at a time has to be in memory.
    using Open = std::function<ScanFile&(int file)>;
    [[nodiscard]] Bytes make(const Open& open, const CopyOrder& order);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::ocr
