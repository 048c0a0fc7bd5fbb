// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/stages/stage.h"
#include "schemas/core/digest.h"
#include "schemas/core/time.h"
#include "schemas/form/definition.h"
#include "schemas/record/record.h"

namespace indgang::stages {

/// A page reading and the page image that was stored for it.
struct StoredReading {
    record::PageReading reading;
    std::optional<Digest> image;
    std::string media_type;
};

/// What all applications of an arrival have in common.
struct ArrivalFacts {
    std::optional<Digest> digest;
    UtcTime received_at{};
};

/// The form key of what belongs to no known form. Such an item is always parked.
[[nodiscard]] form::FormKey unknown_form();

/// Puts the pages of a batch together to applications, in the order of the scan.
///
/// Page codes decide: an application ends when a page of another form or of another set, or the
/// same page with other content follows, and at a separator. Pages of one set that lie apart are
/// brought together again, up to the next separator. A set that more than one application has (a
/// form that was photocopied) proves nothing: they are kept apart by their doubled pages, and what
/// was brought together by it, or holds a page without a set, is doubted (doubled_set). What does
/// not fit is a Finding with the place in the batch (format_page_place): missing_page,
/// doubled_page, page_order (a remark within one set), foreign_page, unreadable_page, parted_sheet,
/// doubled_set, page_of_either (the application before lacks its last pages; this one has them
/// without a set, so they may be the other's). A foreign page is an attachment without doubt only
/// where separators enclose exactly one application. Pages that belong to no application come as an
/// application of `unknown_form()`.
///
/// The two halves of a sheet come one after the other. In a folded form the page with the higher
/// number may stand on the left, so halves of one form are taken in the order of their pages,
/// unless the first of them is just what the open application lacks. Where one application ends and
/// another of the same form begins within a sheet, both are doubted (parted_sheet): the next sheet
/// may part in the same way, and its pages would be mixed.
///
/// Known limit: where one application lacks its last pages and the next of the same form lacks
/// exactly the pages before those, nothing tells that two people wrote them if no separator parts
/// them and one of the pages in question has no set (printed for many, or its code cannot be read),
/// or both have the same (photocopied, and no page of it is there twice).
/// Threads: one batch at a time.
class Assembler {
  public:
    Assembler(const form::FormCatalogue& catalogue, ArrivalFacts facts);

    /// Takes the next page of the batch; gives the applications that are complete because of it.
    [[nodiscard]] std::vector<record::ApplicationRecord> add(StoredReading page);
    /// The batch has ended; gives what was still open.
    [[nodiscard]] std::vector<record::ApplicationRecord> finish();

  private:
    /// Pages that stand together so far.
    struct Open {
        std::optional<form::FormKey> form;  ///< nothing: only foreign pages
        std::string set;                    ///< empty: no page of it says one
        bool is_gathered = false;           ///< it was set aside and went on
        int form_pages = 0;
        std::vector<StoredReading> pages;
        std::vector<int> seen;  ///< form page numbers
        std::vector<record::Finding> findings;
        std::vector<PagePlace> foreign;

        /// Whether only its set says that its pages belong together.
        [[nodiscard]] bool rests_on_its_set() const;
    };
    using Records = std::vector<record::ApplicationRecord>;
    using SetKey = std::pair<form::FormKey, std::string>;

    void take(StoredReading page, Records& closed);
    void take_form_page(StoredReading page, Records& closed);
    void take_sheet(StoredReading first, StoredReading second, Records& closed);
    void take_waiting(Records& closed);
    void leave_open(Records& closed);
    void resume(const SetKey& set, int page);
    void end_segment(Records& closed);
    void doubt_doubled_set(Open& open) const;
    void doubt_pages_of_either(Open& open) const;
    [[nodiscard]] bool is_next(const record::PageReading& reading) const;

    [[nodiscard]] bool begins_another(const record::PageReading& reading) const;
    [[nodiscard]] bool is_same_content(const record::PageReading& a,
                                       const record::PageReading& b) const;
    void close(Open open, bool by_separator, Records& closed);
    [[nodiscard]] record::ApplicationRecord build(Open open);
    void add_fields(record::ApplicationRecord& record, const Open& open) const;
    void add_tables(record::ApplicationRecord& record, const Open& open) const;

    const form::FormCatalogue* catalogue_;
    ArrivalFacts facts_;
    Open open_;
    std::vector<Open> aside_;  ///< lack pages, or rest on their sets, which may go on
    Open before_;              ///< form and pages of the one that was closed last in this segment
    std::map<SetKey, int> sets_;         ///< how many applications of the segment have each
    std::optional<StoredReading> half_;  ///< of a sheet, waits for the other half
    int next_ordinal_ = 1;
    bool segment_began_with_separator_ = false;
    int applications_in_segment_ = 0;
};

/// The stage: a whole batch at once, for callers that have all pages.
struct BatchReadings {
    ArrivalFacts facts;
    std::vector<StoredReading> pages;
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
