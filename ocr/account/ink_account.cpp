// SPDX-License-Identifier: MPL-2.0
// Readers see the inside of boxes. People also write beside them: a ring around the answer, the
// right digit above the struck one, "kr" behind an amount, the whole value in the margin. None of
// it is read here; but a machine that has not looked must not be sure.
//
// All ink that was added to the form (added_ink.h) is parted into pieces. A piece outside of all
// boxes is
// - the end of writing inside a box, if it is attached to ink inside and reaches no further than
//   writing of that sort does (a 9 hangs down 2 mm, a signature goes where it likes);
// - of the scanner or the paper: at the edge of the scan, round and black like a punch hole;
// - too small for a person to have meant it;
// - writing, else. It is told, and the fields that it may be meant for (meant_fields.h) are
//   doubted; a note in the margin is told of the page alone.
//
// A piece inside a box whose reading says "empty" is doubted, too, by whatever reader that was, and
// so are more single dots than the page's paper has: nothing is empty by a threshold on darkness.
#include "ocr/account/ink_account.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>

#include "ocr/account/account_limits.h"
#include "ocr/account/inked_walls.h"
#include "ocr/account/meant_fields.h"
#include "ocr/account/piece_kind.h"
#include "ocr/account/readings.h"
#include "ocr/account/streaks.h"
#include "ocr/comb/letter_reader.h"
#include "ocr/ink/comb_cells.h"
#include "ocr/text/text_characters.h"
#include "schemas/core/limits.h"

namespace indgang::ocr {
namespace {

/// The account of one page.
class Account {
  public:
    Account(const PageOnBlank& at, const form::FormDefinition& form, int page,
            std::span<const form::Zone* const> hidden, std::vector<record::FieldReading>& fields)
        : at_(at),
          form_(form),
          layout_(form.pages[static_cast<std::size_t>(page - 1)]),
          hidden_(hidden),
          fields_(fields) {
        for (const form::Zone* zone : form.zones_on(page)) {
            zones_.push_back(zone);
            const BoxMm box = grown(zone->box, limits::box_rim_mm);
            for (int band = band_of(box.y); band <= band_of(box.y + box.height); ++band) {
                bands_.resize(std::max(bands_.size(), static_cast<std::size_t>(band) + 1));
                bands_[static_cast<std::size_t>(band)].push_back(box);
            }
        }
        inside_ = at.added.pieces([this](const PointMm& point) { return is_in_zone(point); });
        outside_ = at.added.pieces([this](const PointMm& point) { return !is_in_zone(point); });
        streaks_ = take_out_streaks(outside_, at.to_page);
        is_speckled_ =
            at.added.is_paper_dotted() ||
            (at.added.is_paper_clean() &&
             std::count_if(outside_.begin(), outside_.end(), is_dirt) >= limits::specks_least);
    }

    [[nodiscard]] std::vector<record::Trace> take() && {
        const bool shines_through = is_shining_through();
        for (const AddedPiece& piece : outside_) {
            doubt_signed_numbers(piece);
            if (is_dirt(piece)) {
                continue;
            }
            if (shines_through && is_pale(piece)) {
                join_shine(piece);
            } else if (!is_end_of_writing(piece)) {
                tell(piece);
            }
        }
        if (shines_through) {
            doubt_pale_readings();
            traces_.push_back({at_.to_page(shine_), record::TraceKind::show_through, {}});
        }
        for (const AddedPiece& piece : inside_) {
            tell_if_unread(piece);
        }
        for (const form::Zone* zone : zones_) {
            tell_if_marked_beside(*zone);
            tell_if_cell_is_unread(*zone);
        }
        tell_lost_writing();
        tell_hidden_print();
        tell_inked_walls();
        for (const PageLine& line : at_.added.lines()) {
            tell(line);
        }
        for (const BoxMm& streak : streaks_) {
            tell_streak(streak);
        }
        std::stable_sort(traces_.begin(), traces_.end(), [](const auto& a, const auto& b) {
            return a.box.width * a.box.height > b.box.width * b.box.height;
        });
        traces_.resize(
            std::min(traces_.size(), static_cast<std::size_t>(indgang::limits::page_traces)));
        return std::move(traces_);
    }

  private:
    [[nodiscard]] bool is_in_zone(const PointMm& point) const {
        const auto band = static_cast<std::size_t>(band_of(point.y));
        return band < bands_.size() &&
               std::any_of(bands_[band].begin(), bands_[band].end(),
                           [&](const BoxMm& box) { return is_in(box, point); });
    }

    /// Boxes are looked up by bands of 5 mm down the page. What is above it belongs to the first.
    [[nodiscard]] static int band_of(double y) {
        constexpr double band_mm = 5;
        return std::max(0, static_cast<int>(y / band_mm));
    }

    /// Many pale pieces beside the boxes: nobody writes so, the other side of thin paper shows.
    [[nodiscard]] bool is_shining_through() const {
        return std::count_if(outside_.begin(), outside_.end(), [](const AddedPiece& piece) {
                   return !is_dirt(piece) && is_pale(piece);
               }) >= limits::shine_pieces;
    }

    void join_shine(const AddedPiece& piece) {
        shine_ = shine_.width <= 0 ? piece.box : around(shine_, piece.box);
    }

    /// Where the back shows, what is as pale as it may be writing or the back.
    void doubt_pale_readings() const {
        for (const form::Zone* zone : zones_) {
            double all = 0, dark = 0;
            for (const AddedPiece& piece : inside_) {
                const auto inside =
                    std::count_if(piece.squares.begin(), piece.squares.end(),
                                  [&](const PointMm& point) { return is_in(zone->box, point); });
                const double area = piece.area_mm2 * static_cast<double>(inside) /
                                    static_cast<double>(piece.squares.size());
                all += area;
                dark += is_pale(piece) ? 0 : area;
            }
            const record::FieldReading* reading = reading_of(zone->field);
            if (all >= limits::pale_writing_mm2 && dark < limits::pale_writing_mm2 &&
                reading != nullptr && !is_nothing(*reading)) {
                doubt(zone->field, "show_through");
            }
        }
    }

    /// A short stroke right before a number, at half its height, may be a minus, also where it
    /// touches the end of a word.
    void doubt_signed_numbers(const AddedPiece& piece) const {
        const bool is_speck = is_speckled_ && piece.box.width < limits::minus_least_mm;
        if (piece.area_mm2 < limits::minus_mm2 || is_speck) {
            return;
        }
        for (const form::Zone* zone : zones_) {
            const double before = zone->box.x - (piece.box.x + piece.box.width);
            const double middle = piece.box.y + piece.box.height / 2;
            const bool is_level = std::abs(middle - (zone->box.y + zone->box.height / 2)) <=
                                  limits::middle_share * zone->box.height;
            if (zone->capture == form::Capture::comb && is_level &&
                before <= limits::minus_before_mm && zone->box.x > piece.box.x) {
                doubt(zone->field, "writing_beside");
            }
        }
    }

    /// Whether the piece is attached to ink inside of a box and ends where such ink may.
    [[nodiscard]] bool is_end_of_writing(const AddedPiece& piece) const {
        return std::any_of(zones_.begin(), zones_.end(), [&](const form::Zone* zone) {
            const double most = overshoot_mm(zone->capture);
            const double near =
                zone->capture == form::Capture::comb ? limits::begins_mm : limits::attached_mm;
            const bool is_near =
                gap_x(zone->box, piece.box) <= near && gap_y(zone->box, piece.box) <= near;
            return is_near && !is_around(piece.box, zone->box) && !is_before(piece.box, *zone) &&
                   std::all_of(
                       piece.squares.begin(), piece.squares.end(),
                       [&](const PointMm& point) { return distance(zone->box, point) <= most; }) &&
                   is_attached(piece, *zone);
        });
    }

    [[nodiscard]] bool is_attached(const AddedPiece& piece, const form::Zone& zone) const {
        const BoxMm near = grown(piece.box, limits::attached_mm);
        const BoxMm box = grown(zone.box, limits::box_rim_mm);
        for (const AddedPiece& inside : inside_) {
            if (gap_x(inside.box, near) > 0 || gap_y(inside.box, near) > 0) {
                continue;
            }
            for (const PointMm& ink : inside.squares) {
                if (is_in(box, ink) && is_in(near, ink) &&
                    std::any_of(piece.squares.begin(), piece.squares.end(),
                                [&](const PointMm& point) {
                                    return std::hypot(point.x - ink.x, point.y - ink.y) <=
                                           limits::attached_mm;
                                })) {
                    return true;
                }
            }
        }
        return false;
    }

    void tell(const AddedPiece& piece) {
        record::Trace trace;
        trace.box = at_.to_page(piece.box);
        trace.kind = kind_of(piece, trace.box, at_.page, layout_);
        if (trace.kind == record::TraceKind::writing) {
            for (const std::string& field : fields_near(piece.box, zones_, is_speckled_)) {
                trace.near.push_back(field);
                doubt(field, "writing_beside");
            }
        }
        traces_.push_back(std::move(trace));
    }

    void tell(const PageLine& line) {
        const BoxMm box = line.is_upright ? BoxMm{line.offset_mm, 0, 0, layout_.height_mm}
                                          : BoxMm{0, line.offset_mm, layout_.width_mm, 0};
        record::Trace trace{at_.to_page(grown(box, 1)), record::TraceKind::line, {}};
        for (const form::Zone* zone : zones_) {
            const record::FieldReading* reading = reading_of(zone->field);
            if (reading != nullptr && at_.added.has_line_through(zone->box, line) &&
                !is_nothing(*reading)) {
                name(trace, zone->field);
                doubt(zone->field, "line_through");
            }
        }
        traces_.push_back(std::move(trace));
    }

    static void name(record::Trace& trace, const std::string& field) {
        if (std::find(trace.near.begin(), trace.near.end(), field) == trace.near.end()) {
            trace.near.push_back(field);
        }
    }

    /// Nobody changes a text by a line upright beside it. Beside an answer or a number it may be
    /// meant: a bar along the boxes, a 1.
    void tell_streak(const BoxMm& streak) {
        record::Trace trace{
            at_.to_page(grown(streak, limits::box_rim_mm)), record::TraceKind::line, {}};
        for (const form::Zone* zone : zones_) {
            const record::FieldReading* reading = reading_of(zone->field);
            const bool is_through =
                gap_x(streak, zone->box) <= 0 && gap_y(streak, zone->box) <= limits::attached_mm;
            if (reading != nullptr && !is_nothing(*reading) && is_through &&
                is_written_beside(streak, *zone)) {
                name(trace, zone->field);
                doubt(zone->field, "line_through");
            } else if (!is_text(zone->capture) && is_beside(streak, *zone)) {
                name(trace, zone->field);
                doubt(zone->field, "writing_beside");
            }
        }
        traces_.push_back(std::move(trace));
    }

    /// A streak makes a 1 of any cell and a cross of any box; on a line it changes the text that it
    /// goes through or ends.
    [[nodiscard]] bool is_written_beside(const BoxMm& streak, const form::Zone& zone) const {
        if (!is_text(zone.capture)) {
            return true;
        }
        const BoxMm on_streak = grown(streak, limits::box_rim_mm);
        return std::any_of(inside_.begin(), inside_.end(), [&](const AddedPiece& piece) {
            return std::any_of(piece.squares.begin(), piece.squares.end(),
                               [&](const PointMm& square) {
                                   return is_in(zone.box, square) && !is_in(on_streak, square) &&
                                          square.x > streak.x - limits::beside_streak_mm;
                               });
        });
    }

    void tell_if_unread(const AddedPiece& piece) {
        if (piece.area_mm2 < limits::unread_mm2) {
            return;
        }
        record::Trace trace{at_.to_page(piece.box), record::TraceKind::writing, {}};
        for (const form::Zone* zone : zones_) {
            const auto inside =
                std::count_if(piece.squares.begin(), piece.squares.end(),
                              [&](const PointMm& point) { return is_in(zone->box, point); });
            const double share =
                static_cast<double>(inside) / static_cast<double>(piece.squares.size());
            record::FieldReading* reading = reading_of(zone->field);
            if (reading != nullptr && share * piece.area_mm2 >= limits::unread_mm2 &&
                is_read_as_empty(*reading)) {
                trace.near.push_back(zone->field);
                doubt(zone->field, "writing_unread");
            }
        }
        if (!trace.near.empty()) {
            traces_.push_back(std::move(trace));
        }
    }

    /// Pale digits beside dark ones may be taken for dirt: more cells of a comb hold ink than its
    /// reading has characters.
    void tell_if_cell_is_unread(const form::Zone& zone) {
        const record::FieldReading* reading = reading_of(zone.field);
        if (zone.capture != form::Capture::comb || reading == nullptr || is_nothing(*reading)) {
            return;
        }
        std::ptrdiff_t inked = 0;
        for (const BoxMm& cell : divide_comb(zone.box, zone.cells, zone.gap_mm)) {
            inked +=
                at_.added.area_mm2(grown(cell, -limits::cell_wall_mm)) >= limits::cell_mm2 ? 1 : 0;
        }
        const std::string& text = reading->candidates.front().text;
        if (inked > static_cast<std::ptrdiff_t>(characters_of(text).size())) {
            doubt(zone.field, "writing_unread");
            traces_.push_back({at_.to_page(zone.box), record::TraceKind::writing, {zone.field}});
        }
    }

    /// A cross drawn over the label of a box shows between the letters only, and one between two
    /// rows only between their boxes: in bits too small to be writing elsewhere. Where nothing is
    /// marked, and the page has few such bits, some of them about one box are a mark.
    void tell_if_marked_beside(const form::Zone& zone) {
        const record::FieldReading* reading = reading_of(zone.field);
        if (zone.capture != form::Capture::mark || reading == nullptr ||
            !is_read_as_empty(*reading)) {
            return;
        }
        BoxMm about = grown(zone.box, limits::bits_beside_mm);
        about.width += limits::label_mm - limits::bits_beside_mm;
        for (const form::Zone* other : zones_) {
            if (other->box.x > zone.box.x && gap_y(zone.box, other->box) <= 0) {
                about.width = std::min(about.width, std::max(0.0, other->box.x - about.x));
            }
        }
        const double share = about.width * about.height / (layout_.width_mm * layout_.height_mm);
        if (static_cast<double>(outside_.size()) * share > limits::expected_bits_most) {
            return;
        }
        int bits = 0;
        double mm2 = 0;
        for (const AddedPiece& piece : outside_) {
            if (gap_x(piece.box, about) <= 0 && gap_y(piece.box, about) <= 0 &&
                !is_end_of_writing(piece)) {
                ++bits;
                mm2 += piece.area_mm2;
            }
        }
        if (bits >= limits::bits_least || (bits > 1 && mm2 >= limits::bits_mm2)) {
            doubt(zone.field, "writing_beside");
            traces_.push_back({at_.to_page(about), record::TraceKind::writing, {zone.field}});
        }
    }

    /// Where a scan of one bit has lost most of the writing in some boxes, it has lost all of it in
    /// others: then nothing on the page is surely empty. On a page with dots of its own, as a fax,
    /// dots in two boxes do not say so much.
    void tell_lost_writing() {
        std::vector<const form::Zone*> dotted;
        std::copy_if(
            zones_.begin(), zones_.end(), std::back_inserter(dotted),
            [&](const form::Zone* zone) { return at_.added.has_scattered_dots(zone->box); });
        const bool is_all_unsure =
            at_.added.is_paper_clean() && dotted.size() >= limits::dotted_boxes_least;
        for (const form::Zone* zone : is_all_unsure ? zones_ : dotted) {
            const record::FieldReading* reading = reading_of(zone->field);
            if (reading != nullptr && is_read_as_empty(*reading)) {
                doubt(zone->field, "faint_ink");
                traces_.push_back(
                    {at_.to_page(zone->box), record::TraceKind::writing, {zone->field}});
            }
        }
    }

    /// Doubts the field of a zone, unless its row is empty, and says where.
    void tell_of(const form::Zone& zone, const char* why, const BoxMm& box,
                 record::TraceKind kind) {
        const record::FieldReading* reading = reading_of(zone.field);
        if (reading != nullptr && !is_of_empty_row(*reading)) {
            doubt(zone.field, why);
            traces_.push_back({at_.to_page(box), kind, {zone.field}});
        }
    }

    void tell_hidden_print() {
        for (const form::Zone* zone : hidden_) {
            tell_of(*zone, "print_hidden", zone->box, record::TraceKind::hidden);
        }
    }

    /// Letters are as wide as their cells and lean on the walls all the time.
    void tell_inked_walls() {
        for (const InkedWall& wall : inked_walls(at_, zones_)) {
            if (!wall.is_beside_written || !is_of_letters(form_.field(wall.zone->field)->kind)) {
                tell_of(*wall.zone, "writing_unread", wall.box, record::TraceKind::writing);
            }
        }
    }

    [[nodiscard]] static bool is_read_as_empty(const record::FieldReading& reading) {
        return reading.doubt.empty() && !reading.candidates.empty() && !is_of_empty_row(reading) &&
               is_nothing(reading);
    }

    [[nodiscard]] record::FieldReading* reading_of(const std::string& field) const {
        return ocr::reading_of(fields_, field);
    }

    /// What was typed on a screen cannot be changed by a pen on paper without being looked at.
    void doubt(const std::string& field, const char* why) const {
        doubt_reading(fields_, field, why);
    }

    const PageOnBlank& at_;
    const form::FormDefinition& form_;
    const form::PageLayout& layout_;
    std::span<const form::Zone* const> hidden_;
    std::vector<record::FieldReading>& fields_;
    std::vector<const form::Zone*> zones_;
    std::vector<std::vector<BoxMm>> bands_;  ///< the zones' boxes, see band_of
    std::vector<AddedPiece> inside_;
    std::vector<AddedPiece> outside_;
    std::vector<BoxMm> streaks_;  ///< what was taken out of `outside_`
    bool is_speckled_ = false;    ///< the paper has specks of its own, as that of a fax
    BoxMm shine_;
    std::vector<record::Trace> traces_;
};

}  // namespace

std::vector<record::Trace> account_for_ink(const PageOnBlank& at, const form::FormDefinition& form,
                                           int page, std::span<const form::Zone* const> hidden,
                                           std::vector<record::FieldReading>& fields) {
    return Account(at, form, page, hidden, fields).take();
}

}  // namespace indgang::ocr
