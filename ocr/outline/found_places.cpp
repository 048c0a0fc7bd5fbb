// SPDX-License-Identifier: MPL-2.0
//
// Places to write are white areas that lines enclose. So everything is taken away but long straight
// strokes, and the areas between them are looked at: those that are rectangles of a size that
// people write in, and in which nothing is printed, are boxes. Boxes of one size at even distances
// are the cells of a comb; small squares are marks. Where a label is printed at the top of a box,
// what is left below it is the place. A line to which no other line comes, with room above it, is
// written upon.
#include "ocr/outline/found_places.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "ocr/outline/outline_limits.h"
#include "schemas/error/error.h"

namespace indgang::ocr {
namespace {

struct BoxaDeleter {
    void operator()(Boxa* boxes) const { boxaDestroy(&boxes); }
};
struct PixaDeleter {
    void operator()(Pixa* pictures) const { pixaDestroy(&pictures); }
};
using BoxaPtr = std::unique_ptr<Boxa, BoxaDeleter>;
using PixaPtr = std::unique_ptr<Pixa, PixaDeleter>;

PixPtr checked(Pix* pix) {
    if (pix == nullptr) {
        throw Error(Reason::image_not_converted, "outline: no memory for a page");
    }
    return PixPtr(pix);
}

struct Rectangle {
    int x = 0, y = 0, width = 0, height = 0;
    [[nodiscard]] int right() const { return x + width; }
    [[nodiscard]] int bottom() const { return y + height; }
};

class Finder {
  public:
    Finder(const PageImage& blank, double width_mm, double height_mm)
        : ink_(ink_of(*blank.pix)),
          per_mm_x_(pixGetWidth(ink_.get()) / width_mm),
          per_mm_y_(pixGetHeight(ink_.get()) / height_mm) {}

    std::vector<FoundPlace> run() {
        find_strokes();
        auto areas = empty_areas();
        take_combs(areas);
        for (const auto& area : areas) {
            take_single(area);
        }
        take_rules();
        in_order();
        return std::move(found_);
    }

  private:
    static PixPtr ink_of(Pix& page) {
        if (pixGetDepth(&page) == 1) {
            return checked(pixCopy(nullptr, &page));
        }
        return checked(pixThresholdToBinary(&page, limits::ink_below));
    }
    [[nodiscard]] int px(double mm) const {
        return std::max(1, static_cast<int>(std::lround(mm * per_mm_x_)));
    }
    [[nodiscard]] double wide_mm(int px) const { return px / per_mm_x_; }
    [[nodiscard]] double high_mm(int px) const { return px / per_mm_y_; }

    void find_strokes() {
        const int least = px(limits::stroke_least_mm), hole = px(limits::hole_mm);
        const PixPtr rows = checked(pixCloseSafeBrick(nullptr, ink_.get(), hole, 1));
        const PixPtr columns = checked(pixCloseSafeBrick(nullptr, ink_.get(), 1, hole));
        across_ = checked(pixOpenBrick(nullptr, rows.get(), least, 1));
        down_ = checked(pixOpenBrick(nullptr, columns.get(), 1, least));
        strokes_ = checked(pixOr(nullptr, across_.get(), down_.get()));
    }

    /// How thick a line is, in the middle: most are.
    [[nodiscard]] int stroke_px() const { return px(limits::stroke_mm); }

    /// Rectangles between strokes in which a person could write.
    std::vector<Rectangle> empty_areas() {
        // Corners that do not quite meet.
        const PixPtr closed = checked(pixCloseSafeBrick(nullptr, strokes_.get(), 3, 3));
        const PixPtr white = checked(pixInvert(nullptr, closed.get()));
        Pixa* parts = nullptr;
        const BoxaPtr boxes(pixConnComp(white.get(), &parts, 4));
        const PixaPtr pictures(parts);
        if (!boxes || !pictures) {
            throw Error(Reason::image_not_converted, "outline: no memory for a page");
        }
        std::vector<Rectangle> areas;
        for (int i = 0; i < boxaGetCount(boxes.get()); ++i) {
            Rectangle area;
            boxaGetBoxGeometry(boxes.get(), i, &area.x, &area.y, &area.width, &area.height);
            if (wide_mm(area.width) < limits::inner_least_mm ||
                high_mm(area.height) < limits::inner_least_mm ||
                high_mm(area.height) > limits::box_high_mm || area.x == 0 || area.y == 0) {
                continue;
            }
            Pix* part = pixaGetPix(pictures.get(), i, L_CLONE);
            l_int32 pixels = 0;
            pixCountPixels(part, &pixels, nullptr);
            pixDestroy(&part);
            if (pixels < limits::filled_least * area.width * area.height) {
                continue;
            }
            if (const auto place = writable(area)) {
                areas.push_back(*place);
            }
        }
        return areas;
    }

    [[nodiscard]] double ink_share(const Rectangle& area) const {
        Box* box = boxCreate(area.x, area.y, area.width, area.height);
        const PixPtr part(pixClipRectangle(ink_.get(), box, nullptr));
        boxDestroy(&box);
        l_int32 count = 0;
        if (!part) {
            return 1;
        }
        pixCountPixels(part.get(), &count, nullptr);
        return static_cast<double>(count) / std::max(1, area.width * area.height);
    }

    /// The area, or what is left of it below its label; nothing where there is no room.
    [[nodiscard]] std::optional<Rectangle> writable(const Rectangle& area) const {
        const int rim = stroke_px();
        const Rectangle inner{area.x + rim, area.y + rim, area.width - 2 * rim,
                              area.height - 2 * rim};
        if (inner.width <= 0 || inner.height <= 0) {
            return std::nullopt;
        }
        if (ink_share(inner) <= limits::clean_most) {
            return area;
        }
        // From the bottom up, as far as it is empty.
        const int step = px(limits::label_step_mm);
        int top = inner.bottom();
        while (top - step >= inner.y &&
               ink_share({inner.x, top - step, inner.width, step}) <= limits::clean_most) {
            top -= step;
        }
        const int room = area.bottom() - top;
        return high_mm(room) >= limits::writing_least_mm
                   ? std::optional(Rectangle{area.x, top, area.width, room})
                   : std::nullopt;
    }

    [[nodiscard]] bool is_cell(const Rectangle& area) const {
        return wide_mm(area.width) <= limits::cell_wide_mm &&
               high_mm(area.height) >= limits::cell_high_least_mm &&
               high_mm(area.height) <= limits::cell_high_mm;
    }

    [[nodiscard]] bool goes_on(const Rectangle& cell, const Rectangle& next) const {
        const double gap = wide_mm(next.x - cell.right());
        return gap >= 0 && gap <= limits::cell_gap_mm &&
               std::abs(high_mm(cell.y - next.y)) <= limits::same_mm &&
               std::abs(high_mm(cell.bottom() - next.bottom())) <= limits::same_mm &&
               std::abs(wide_mm(cell.width - next.width)) <= limits::same_mm;
    }

    /// Takes runs of cells out of `areas`.
    void take_combs(std::vector<Rectangle>& areas) {
        row_by_row(areas, px(limits::same_mm), [](Rectangle& area) -> Rectangle& { return area; });
        std::vector<Rectangle> others;
        for (std::size_t first = 0; first < areas.size();) {
            std::size_t end = first + 1;
            while (is_cell(areas[first]) && end < areas.size() && is_cell(areas[end]) &&
                   goes_on(areas[end - 1], areas[end]) &&
                   (end - first < 2 || is_even(areas, first, end))) {
                ++end;
            }
            // Cells that are no comb together are looked at one by one.
            end = is_comb(areas, first, end) ? end : first + 1;
            if (is_comb(areas, first, end)) {
                add_comb(areas, first, end);
            } else {
                others.push_back(areas[first]);
            }
            first = end;
        }
        areas = std::move(others);
    }

    /// Two squares side by side may be two marks, and one is a mark; what is higher than wide and
    /// shares a border, or stands alone, is for characters.
    [[nodiscard]] bool is_comb(const std::vector<Rectangle>& areas, std::size_t first,
                               std::size_t end) const {
        const auto& cell = areas[first];
        const bool is_upright =
            wide_mm(cell.width) < high_mm(cell.height) * (1 - limits::mark_proportion);
        const bool is_close =
            end - first == 1 || wide_mm(areas[first + 1].x - cell.right()) < limits::shared_mm;
        return end - first >= static_cast<std::size_t>(limits::cells_least) ||
               (is_cell(cell) && is_upright && is_close);
    }

    /// Whether the distance to the next cell is the one before.
    [[nodiscard]] bool is_even(const std::vector<Rectangle>& areas, std::size_t first,
                               std::size_t next) const {
        const int step = areas[first + 1].x - areas[first].x;
        const int now = areas[next].x - areas[next - 1].x;
        return std::abs(wide_mm(step - now)) <= limits::same_mm;
    }

    void add_comb(const std::vector<Rectangle>& areas, std::size_t first, std::size_t end) {
        const auto cells = static_cast<int>(end - first);
        const auto& left = areas[first];
        const auto& right = areas[end - 1];
        const double step = static_cast<double>(right.x - left.x) / std::max(1, cells - 1);
        const double between = step - left.width;
        FoundPlace place{FoundPlace::Kind::comb,
                         outer({left.x, left.y, right.right() - left.x, left.height}), cells, 0};
        // Cells with a line of their own on either side have something between these lines.
        const double gap =
            wide_mm(static_cast<int>(std::lround(between))) - 2 * wide_mm(stroke_px());
        place.gap_mm = gap > limits::same_mm ? gap : 0;
        found_.push_back(place);
    }

    /// With the lines around it.
    [[nodiscard]] BoxMm outer(const Rectangle& area) const {
        const int rim = stroke_px();
        return {wide_mm(area.x - rim), high_mm(area.y - rim), wide_mm(area.width + 2 * rim),
                high_mm(area.height + 2 * rim)};
    }

    void take_single(const Rectangle& area) {
        const double width = wide_mm(area.width), height = high_mm(area.height);
        const bool is_square =
            std::abs(width - height) <= limits::mark_proportion * std::max(width, height);
        if (is_square && width <= limits::mark_most_mm) {
            found_.push_back({FoundPlace::Kind::mark, outer(area), 0, 0});
        } else if (height >= limits::writing_least_mm && width > height) {
            found_.push_back({FoundPlace::Kind::box, outer(area), 0, 0});
        }
    }

    /// Lines that stand alone, with room to write above them.
    void take_rules() {
        const PixPtr rules =
            checked(pixOpenBrick(nullptr, across_.get(), px(limits::rule_least_mm), 1));
        const BoxaPtr boxes(pixConnCompBB(rules.get(), 8));
        for (int i = 0; boxes && i < boxaGetCount(boxes.get()); ++i) {
            Rectangle rule;
            boxaGetBoxGeometry(boxes.get(), i, &rule.x, &rule.y, &rule.width, &rule.height);
            const int room = px(limits::rule_room_mm);
            const int air = px(limits::rule_air_mm);
            const Rectangle above{rule.x, rule.y - room, rule.width, room - air};
            if (above.y <= 0 || high_mm(rule.height) > limits::rule_thick_most_mm ||
                touches_down(rule) || ink_share(above) > limits::clean_most) {
                continue;
            }
            found_.push_back(
                {FoundPlace::Kind::line,
                 {wide_mm(rule.x), high_mm(rule.y - room), wide_mm(rule.width), high_mm(room)},
                 0,
                 0});
        }
    }
    [[nodiscard]] bool touches_down(const Rectangle& rule) const {
        const int reach = px(limits::rule_apart_mm);
        Box* box = boxCreate(rule.x - reach, rule.y - reach, rule.width + 2 * reach,
                             rule.height + 2 * reach);
        const PixPtr part(pixClipRectangle(down_.get(), box, nullptr));
        boxDestroy(&box);
        l_int32 is_empty = 1;
        if (part) {
            pixZero(part.get(), &is_empty);
        }
        return is_empty == 0;
    }

    void in_order() {
        row_by_row(found_, limits::place_row_mm,
                   [](FoundPlace& place) -> BoxMm& { return place.box; });
    }

    /// From top to bottom; what begins at most `reach` below the first of a row stands in that row,
    /// from left to right.
    template <typename All, typename Reach, typename Place>
    static void row_by_row(All& all, Reach reach, const Place& place) {
        std::ranges::sort(all, [&](auto& a, auto& b) { return place(a).y < place(b).y; });
        for (auto row = all.begin(); row != all.end();) {
            auto end = row;
            while (end != all.end() && place(*end).y - place(*row).y <= reach) {
                ++end;
            }
            std::sort(row, end, [&](auto& a, auto& b) { return place(a).x < place(b).x; });
            row = end;
        }
    }

    PixPtr ink_;
    double per_mm_x_;
    double per_mm_y_;
    PixPtr across_, down_, strokes_;
    std::vector<FoundPlace> found_;
};

}  // namespace

std::vector<FoundPlace> find_places(const PageImage& blank, double width_mm, double height_mm) {
    return Finder(blank, width_mm, height_mm).run();
}

}  // namespace indgang::ocr
