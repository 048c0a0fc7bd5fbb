// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/segment/pile.h"
#include "pipeline/segment/segment.h"
#include "pipeline/stages/stage.h"
#include "schemas/core/digest.h"
#include "schemas/core/time.h"
#include "schemas/form/definition.h"
#include "schemas/record/record.h"

namespace indgang::stages {

/// What all applications of an arrival have in common.
struct ArrivalFacts {
    std::optional<Digest> digest;
    UtcTime received_at{};
};

/// The form key of what belongs to no known form. Such an item is always parked.
[[nodiscard]] form::FormKey unknown_form();

/// Puts the pages of a batch together to applications, in the order of the scan. The drawing of its
/// states stands in assemble.cpp.
///
/// Page codes decide: an application ends when a page of another form or of another set, or the
/// same page with other content follows, and at a separator. Pages of one set that lie apart are
/// brought together again, up to the next separator. What does not fit is a Finding with the place
/// in the batch (format_page_place):
///
///   missing_page, doubled_page     a page of the form is not there, or twice
///   page_order                     pages lie out of order; within one set a remark
///   page_of_either                 the application before lacks its last pages; this one has them
///                                  without a set, so that they may be the other's
///   segment_in_disorder            one of these three doubts is in the segment, so that the pages
///                                  of this application may be mixed, too
///   pages_differ                   a page was scanned in another way than the others
///   doubled_set                    more than one application has the set by which pages came
///                                  together, or beside which a page without a set lies
///   doubled_application            the same print with the same writing came before in the batch
///   foreign_page, unreadable_page  belongs to no form, or could not be read
///   attachment                     a foreign page, where separators enclose one application only
///   parted_sheet                   one application ends and another begins on one sheet
///
/// An application whose pages all say one set, which no other application of its segment has, is
/// left out of segment_in_disorder and pages_differ: its set proves that it is one print. Pages
/// that belong to no application come as an application of `unknown_form()`.
///
/// The two halves of a sheet come one after the other. In a folded form the page with the higher
/// number may stand on the left, so halves of one form are taken in the order of their pages,
/// unless the first of them is just what the open application lacks. Where one application ends and
/// another of the same form begins within a sheet, both are doubted: the next sheet may part in the
/// same way, and its pages would be mixed.
///
/// Known limits: two applications that exchanged a page of the same number look whole and in order.
/// Only their values tell (docs/decisions/0006-pages-without-a-set.md). And where one application
/// lacks its last pages and the next of the same form lacks exactly the pages before those, both
/// together look like one, if no separator parts them and nothing else of the segment is in
/// disorder.
/// Threads: one batch at a time.
class Assembler {
  public:
    Assembler(const form::FormCatalogue& catalogue, ArrivalFacts facts);

    /// Takes the next page of the batch; gives the applications of the segment that it ends.
    [[nodiscard]] std::vector<record::ApplicationRecord> add(segment::StoredReading page);
    /// The batch has ended; gives the applications of its last segment.
    [[nodiscard]] std::vector<record::ApplicationRecord> finish();

  private:
    using Records = std::vector<record::ApplicationRecord>;
    /// An application of a set that was given, to know it again.
    struct GivenPrint {
        form::FormKey form;
        std::string set;
        std::map<std::string, std::string> writing;  ///< by field
        PagePlace first_page;
    };

    void take(segment::StoredReading page, Records& given);
    void take_sheet(segment::StoredReading first, segment::StoredReading second, Records& given);
    void take_waiting(Records& given);
    void end_segment(segment::SegmentStart next, Records& given);
    void doubt_doubled_application(segment::Pile& pile);

    const form::FormCatalogue* catalogue_;
    ArrivalFacts facts_;
    std::optional<segment::StoredReading>
        waiting_half_;  ///< of a sheet, until its other half comes
    segment::Segment segment_{segment::SegmentStart::batch};
    std::vector<GivenPrint> given_;
    int next_ordinal_ = 1;
};

/// The stage: a whole batch at once, for callers that have all pages.
struct BatchReadings {
    ArrivalFacts facts;
    std::vector<segment::StoredReading> pages;
};
class Assemble {
  public:
    using In = BatchReadings;
    using Out = std::vector<record::ApplicationRecord>;
    static constexpr std::string_view name = "assemble";
    explicit Assemble(const form::FormCatalogue& catalogue) : catalogue_(&catalogue) {}
    [[nodiscard]] Out run(In in);

  private:
    const form::FormCatalogue* catalogue_;
};

/// The record of a pile: its pages, one typed value for each field of the form, its tables and all
/// findings. Ordinal and arrival are the caller's.
[[nodiscard]] record::ApplicationRecord record_of(const form::FormCatalogue& catalogue,
                                                  segment::Pile pile);

/// What a person has to look at in a table: rows_doubtful (which rows are filled is not sure, or
/// nothing was read in one), row_struck_out, and too_many_rows (writing below the last row; of XML
/// the same word). `fields` are those of the record that the page's fields went into.
[[nodiscard]] std::vector<record::Finding> table_findings(
    const form::FormDefinition& form, const record::TableReading& reading,
    const std::vector<record::TableRows>& rows, const PagePlace& arrival_page);

/// One typed value of what was read in one field: the most probable value among the candidates,
/// accepted when its probability reaches the form's threshold and the reader has no doubt.
[[nodiscard]] record::FieldValue to_field_value(const form::FormDefinition& form,
                                                const form::Field& field,
                                                const record::FieldReading& reading,
                                                const PagePlace& arrival_page);

}  // namespace indgang::stages
