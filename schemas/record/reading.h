// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "schemas/core/geometry.h"
#include "schemas/core/page_place.h"
#include "schemas/form/definition.h"

namespace indgang::record {

/// What the probabilities of a reading rest on.
enum class Basis {
    fitted,       ///< on readings whose truth is known; ocr/models tells of which
    set_by_hand,  ///< nobody measured how often it is right
    given,        ///< nothing was read: somebody typed the text on a screen
};
[[nodiscard]] std::string_view name_of(Basis basis);

/// One hypothesis of a reader: the text as written ("01032026"), not yet a typed value. For marks
/// the text is the choice's key, for signatures "present" or "absent". An empty text is the
/// hypothesis that nothing was written.
struct Candidate {
    std::string text;
    double probability = 0;  ///< 0..1; FieldReading::basis says what it is worth
    /// Of a comb: the cell of the first character, from 0; the others stand in the cells that
    /// follow. Nothing: no comb, or a cell between them was left empty.
    std::optional<int> first_cell = std::nullopt;
    bool operator==(const Candidate&) const = default;
};

/// What stands in one field of one page.
struct FieldReading {
    std::string field;
    BoxPx box;                          ///< on the upright page image
    std::vector<Candidate> candidates;  ///< best first, probabilities sum to <= 1, at most 8
    std::string reader;                 ///< "digits/1", "tesseract-dan/4.1", "marks/1", ...
    std::string doubt;                  ///< why a person should look: "two_marks", "struck_out",
                                        ///< "unclear_mark", "gap_in_comb", "writing_beside", ...;
                                        ///< empty: no reason
    Basis basis = Basis::fitted;        ///< of the candidates' probabilities
};

/// What stands in a table as a whole: which of its printed rows somebody filled in.
struct TableReading {
    std::string table;            ///< form::Table::id
    BoxPx box;                    ///< of all rows, on the upright page image
    std::vector<int> filled;      ///< rows with writing, struck-out ones not; as printed, from 1
    std::vector<int> doubtful;    ///< rows with a trace that may be writing or dirt
    std::vector<int> struck_out;  ///< rows with a stroke through all of their fields
    double probability = 0;       ///< that exactly the rows `filled` are meant, 0..1; set by hand
    bool goes_on_below = false;   ///< writing between the last row and what is printed below
    bool operator==(const TableReading&) const = default;
};

/// What left ink on a page that is neither the form's print nor part of a reading.
enum class TraceKind {
    writing,  ///< somebody's, or what cannot be told from it: a note, a ring, a correction, a stamp
    line,     ///< from edge to edge of the page: a fold, a streak
    hole,     ///< the shadow of a punch hole
    edge,     ///< at the edge of the scan: the scanner's lid, a shadow, what lies around the sheet
    show_through,  ///< the other side of thin paper: pale and all over the page
    hidden,        ///< no ink, but the form's own lines are not to be seen: covered, cut off
};
[[nodiscard]] std::string_view name_of(TraceKind kind);

/// A trace that no reading explains, and what it may change.
struct Trace {
    BoxPx box;  ///< on the upright page image
    TraceKind kind = TraceKind::writing;
    std::vector<std::string> near;  ///< fields whose value it may change; these are doubted
    bool operator==(const Trace&) const = default;
};

enum class PageKind {
    form,        ///< a page of a known form, at a known place
    blank,       ///< nothing written or printed
    separator,   ///< a separator sheet
    attachment,  ///< a page that belongs to no known form
    unreadable,  ///< could not be decoded; see `trouble`
};
[[nodiscard]] std::string_view name_of(PageKind kind);

/// How a page was found to be what it is.
struct FormMatch {
    form::FormKey form;
    int page = 1;            ///< of the form, 1-based
    int pages = 1;           ///< of the form
    MmToPx to_page;          ///< form mm to pixels of the upright page image
    double residual_mm = 0;  ///< root mean square of how far marks and print are off
    std::string by;          ///< "page_code", "blank"; with "+straightened": to_page is near
    std::string set;         ///< of the page code: which print it is of; empty: not said
    /// Of the form, which print this page the same, when no code was read: the pages beside say
    /// which version it is of.
    std::vector<std::string> other_versions;

    [[nodiscard]] bool may_be(const form::FormKey& key) const {
        return form == key ||
               (form.form == key.form &&
                std::ranges::find(other_versions, key.version) != other_versions.end());
    }
};

/// One page of a scan, read: a picture, or one half of it. Pure: the same bytes and models give the
/// same reading.
/// `fields` has one entry for each field with a zone on this page, in the form's order.
struct PageReading {
    PagePlace page;  ///< in the arrival
    PageKind kind = PageKind::unreadable;
    std::optional<FormMatch> match;    ///< for kind form
    std::vector<FieldReading> fields;  ///< for kind form
    std::vector<TableReading> tables;  ///< for kind form: those with rows on this page
    std::vector<Trace> traces;         ///< for kind form: ink that no reading explains, at most
                                       ///< limits::page_traces
    std::string separator;             ///< text of the separator's code, for kind separator
    std::string trouble;               ///< reason code, for kind unreadable and for doubts
    int width_px = 0;                  ///< of the upright page image
    int height_px = 0;
    double dpi = 0;
    int turned_quarters = 0;  ///< clockwise, from the scan (or its half) to the upright page
};

}  // namespace indgang::record
