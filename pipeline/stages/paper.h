// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string_view>

#include "ocr/decode/scan.h"
#include "ocr/match/matcher.h"
#include "ocr/match/sheet_halves.h"
#include "ocr/read/page_reader.h"
#include "pipeline/stages/stage.h"
#include "schemas/record/reading.h"

/// The way of one scanned picture. A picture, not a batch, is the unit of work: a batch of 300
/// pages needs the memory of one, its pages are read by all workers at once, and a page that cannot
/// be read stops no other (docs/decisions/0001-the-page-is-the-unit-of-work.md). A picture is one
/// page, or shows two side by side (ocr/match/sheet_halves.h).
namespace indgang::stages {

/// A page that is still bytes. `file` outlives the path's run.
struct PageOfScan {
    ocr::ScanFile* file = nullptr;
    int page = 1;      ///< picture of the arrival, 1-based
    int quarters = 0;  ///< how a person turned it, clockwise
};
/// Within limits; no bytes from outside are parsed after this.
struct DecodedPage {
    int page = 1;
    ocr::ScanPage scan;
    int quarters = 0;
};
/// Known dpi, contrast stretched, 1 or 8 bits; turned as a person said.
struct NormalPage {
    int page = 1;
    int quarters = 0;
    ocr::PageImage image;
    Bytes original;
    std::string media_type;
    std::vector<ocr::TypedField> typed;
};
/// Upright; form, version, page number and transform are known, or that there are none.
struct MatchedPage {
    PagePlace page;
    ocr::MatchedPage match;
    Bytes original;  ///< never of a half: the other one may be somebody else's
    std::string media_type;
    std::vector<ocr::TypedField> typed;
};
/// The pages of one picture in the order of reading: itself, or its two halves.
using MatchedSheet = std::vector<MatchedPage>;
/// Every field of the page has exactly one reading. `image` is what is kept with the case.
struct ReadPage {
    record::PageReading reading;
    ocr::EncodedPage image;
};
/// As MatchedSheet.
using ReadSheet = std::vector<ReadPage>;

class Decode {
  public:
    using In = PageOfScan;
    using Out = DecodedPage;
    static constexpr std::string_view name = "decode";
    [[nodiscard]] Out run(In in);
};

class Normalise {
  public:
    using In = DecodedPage;
    using Out = NormalPage;
    static constexpr std::string_view name = "normalise";
    [[nodiscard]] Out run(In in);
};

class Match {
  public:
    using In = NormalPage;
    using Out = MatchedSheet;
    static constexpr std::string_view name = "match";
    explicit Match(ocr::Matcher& matcher) : matcher_(&matcher) {}
    [[nodiscard]] Out run(In in);

  private:
    ocr::Matcher* matcher_;
};

class Read {
  public:
    using In = MatchedSheet;
    using Out = ReadSheet;
    static constexpr std::string_view name = "read";
    explicit Read(ocr::PageReader& reader) : reader_(&reader) {}
    [[nodiscard]] Out run(In in);

  private:
    [[nodiscard]] ReadPage read(MatchedPage in);

    ocr::PageReader* reader_;
};

}  // namespace indgang::stages
