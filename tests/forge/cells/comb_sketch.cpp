// SPDX-License-Identifier: MPL-2.0
// Comb rows as a scanner would give them: a printed form, a writer or a printer, paper, optics, and
// a threshold. Drawn in mm through the page's true transform, so that skew and resolution cost
// nothing extra; the transform that is handed out is off as a registration is.
// The ranges follow the measurements of scanned forms that the project started from; `harshness`
// widens them.
#include "tests/forge/cells/comb_sketch.h"

#include <algorithm>

namespace indgang::forge {
namespace {

struct Form {
    std::vector<BoxMm> cells;
    std::vector<Segment> lines;
    std::vector<Segment> hints;
    double half_width = 0.1;
    double darkness = 0.8;
    double width_mm = 0;
    double height_mm = 0;
};

Form design_form(Dice& dice) {
    Form form;
    const int count = 4 + dice.below(7);
    const double margin_x = 5, margin_y = 4;
    const double cell_width = dice.uniform(4.5, 5.8);
    const double cell_height = dice.uniform(6.0, 8.0);
    const double gap = dice.chance(0.25) ? dice.uniform(0.5, 1.5) : 0.0;
    const double drawn = dice.uniform(0, 1);
    form.half_width = 0.5 * (dice.chance(0.6) ? dice.uniform(0.15, 0.25) : dice.uniform(0.1, 0.35));
    form.darkness = dice.uniform(0.2, 1.0);
    const double wall = drawn < 0.75 ? 1.0 : dice.uniform(0.2, 0.5);
    const bool has_top = drawn < 0.75;
    for (int i = 0; i < count; ++i) {
        const BoxMm cell{margin_x + i * (cell_width + gap), margin_y, cell_width, cell_height};
        form.cells.push_back(cell);
        const double left = cell.x, right = cell.x + cell.width;
        const double bottom = cell.y + cell.height;
        form.lines.push_back({left, bottom, right, bottom});
        if (has_top) {
            form.lines.push_back({left, cell.y, right, cell.y});
        }
        form.lines.push_back({left, bottom - wall * cell_height, left, bottom});
        form.lines.push_back({right, bottom - wall * cell_height, right, bottom});
    }
    if (dice.chance(0.1)) {  // small print inside the cells, or a label above the row
        const BoxMm& cell = form.cells[static_cast<std::size_t>(dice.below(count))];
        const double x = cell.x + 0.8, y = cell.y + (dice.chance(0.5) ? 1.0 : -1.5);
        form.hints = {{x, y, x, y + 1}, {x, y, x + 0.6, y + 0.4}, {x + 0.6, y, x + 0.6, y + 1}};
    }
    form.width_mm = 2 * margin_x + count * (cell_width + gap);
    form.height_mm = 2 * margin_y + cell_height;
    return form;
}

void print_form(const Form& form, double darkness, Canvas& canvas) {
    for (const Segment& line : form.lines) {
        canvas.draw_segment(line, form.half_width, darkness);
    }
    for (const Segment& line : form.hints) {
        canvas.draw_segment(line, 0.07, 0.8 * darkness);
    }
}

Scanner choose_scanner(const SketchStyle& style, double dpi, Dice& dice) {
    const double h = style.harshness;
    Scanner scanner;
    scanner.sigma = dice.uniform(0.35, 0.55 + 0.35 * h) * dpi / 300;
    scanner.noise = dice.uniform(0.005, 0.02 + 0.04 * h);
    if (dice.chance(0.6)) {
        scanner.threshold = dice.uniform(0.34, 0.52);
        scanner.salt = dice.chance(0.3) ? dice.uniform(0, 0.002 * h) : 0;
    } else {
        scanner.threshold = -1;
        scanner.black = dice.uniform(0, 50 * h);
        scanner.white = dice.uniform(255 - 25 * h, 255);
    }
    return scanner;
}

/// Writes into the cells of one row.
class RowWriter {
  public:
    RowWriter(const GlyphChoice& glyphs, int characters, const SketchStyle& style,
              const RowHand& hand, Dice& dice, Canvas& canvas)
        : glyphs_(glyphs),
          reject_label_(characters),
          empty_label_(characters + 1),
          style_(style),
          hand_(hand),
          dice_(dice),
          canvas_(canvas) {}

    void fill(const BoxMm& cell, SketchedRow& row) {
        row.is_overwritten.push_back(false);
        const double kind = dice_.uniform(0, 1);
        if (kind < style_.empty_share) {
            constexpr double dirt_chance = 0.5;
            scatter_dirt(cell, hand_, dirt_chance, dice_, canvas_);
            row.labels.push_back(empty_label_);
            return;
        }
        const GlyphSet::Picture& picture = pick();
        if (kind < style_.empty_share + style_.reject_share) {
            row.is_overwritten.back() = spoil(cell, picture);
            row.labels.push_back(reject_label_);
            return;
        }
        write(cell, picture);
        scatter_dirt(cell, hand_, 0.04 * style_.harshness, dice_, canvas_);
        row.labels.push_back(picture.label);
    }

  private:
    [[nodiscard]] const GlyphSet::Picture& pick() {
        const auto at =
            static_cast<std::size_t>(dice_.below(static_cast<int>(glyphs_.pictures.size())));
        return glyphs_.set->pictures[glyphs_.pictures[at]];
    }

    struct Written {
        Placing placing;
        double width_mm = 0;
    };

    Written write(const BoxMm& cell, const GlyphSet::Picture& picture) {
        const GlyphSet& set = *glyphs_.set;
        const GlyphShape shape =
            GlyphShape::from_picture(picture.pixels, set.width, set.height, set.magnification);
        if (!shape.has_ink()) {
            return {};
        }
        const bool is_printed = set.is_printed;
        Placing placing;
        placing.height_mm =
            hand_.height_mm * picture.size * (is_printed ? 1 : dice_.uniform(0.88, 1.12));
        const double widest = cell.width * (is_printed ? 0.95 : 0.98 + 0.25 * style_.harshness);
        placing.height_mm =
            std::min(placing.height_mm, widest / (std::max(shape.width(), 0.2) * hand_.stretch));
        placing.centre.x = cell.x + cell.width / 2 + dice_.normal(hand_.jitter);
        placing.centre.y = cell.y + cell.height / 2 + hand_.offset_y +
                           picture.drop * hand_.height_mm +
                           dice_.normal(is_printed ? 0.05 : hand_.jitter);
        write_glyph(shape, picture.label, placing, hand_, style_, dice_, canvas_);
        return {placing, shape.width() * hand_.stretch * placing.height_mm};
    }

    [[nodiscard]] static bool is_stroke(const GlyphSet::Picture& picture) {
        constexpr int one = 1, letter_i = 18;  // of letter_alphabet
        return picture.label == one || picture.label == letter_i || picture.size != 1;
    }

    /// Strikes the character out or writes another one upon it; says whether the latter.
    bool spoil(const BoxMm& cell, const GlyphSet::Picture& picture) {
        if (style_.struck_once_share > 0 && dice_.chance(style_.struck_once_share)) {
            const Written written = write(cell, picture);
            strike_once(written.placing, written.width_mm, picture.label, hand_, dice_, canvas_);
            return false;
        }
        const bool is_overwritten = dice_.chance(style_.overwritten_share);
        const bool is_alone = !is_overwritten && !style_.has_signs && dice_.chance(0.15);
        if (!is_alone) {
            write(cell, picture);
        }
        if (!is_overwritten) {
            strike(cell, hand_, is_alone, dice_, canvas_);
            return false;
        }
        constexpr int attempts = 20;
        const GlyphSet::Picture* other = &pick();
        for (int i = 0; i < attempts && other->label == picture.label; ++i) {
            other = &pick();
        }
        write(cell, *other);
        if (is_stroke(picture) || is_stroke(*other)) {
            // A 1, an I or a hyphen upon another character can look like a stroke of it.
            strike(cell, hand_, false, dice_, canvas_);
        }
        return true;
    }

    const GlyphChoice& glyphs_;
    int reject_label_;
    int empty_label_;
    const SketchStyle& style_;
    const RowHand& hand_;
    Dice& dice_;
    Canvas& canvas_;
};

/// The blank: mostly drawn from the definition of the form, sometimes a scan of an empty form.
void add_blank(const Form& form, double dpi, const SketchStyle& style, Dice& dice,
               SketchedRow& row) {
    const bool is_scanned = dice.chance(0.25);
    constexpr double drawn_dpi = 300;
    const double blank_dpi = is_scanned ? dpi : drawn_dpi;
    Canvas blank(form.width_mm, form.height_mm, blank_dpi, is_scanned ? dice.uniform(-1, 1) : 0,
                 dice);
    print_form(form, is_scanned ? form.darkness : std::max(form.darkness, 0.25), blank);
    Scanner copier;
    if (is_scanned) {
        copier = choose_scanner(style, blank_dpi, dice);
        copier.threshold =
            copier.threshold >= 0 ? std::min(copier.threshold, 0.6 * form.darkness) : -1;
    } else {
        copier.noise = 0;
        copier.sigma = 0.3;
        copier.threshold = -1;
    }
    row.blank = scan(blank, blank_dpi, copier, dice);
    row.blank_to_page = misregistered(blank.to_px, is_scanned ? 0.1 : 0.0, 0.0005, dice);
}

}  // namespace

SketchedRow sketch_row(const GlyphChoice& glyphs, int characters, const SketchStyle& style,
                       Dice& dice) {
    const double h = style.harshness;
    const Form form = design_form(dice);
    SketchStyle own_style = style;
    own_style.has_european_digits &= !glyphs.set->has_european_forms;
    const RowHand hand = choose_hand(form.cells.front(), glyphs.set->is_printed, style, dice);
    const double dpi = dice.chance(0.75) ? 300 : (dice.chance(0.7) ? 200 : dice.uniform(200, 400));
    Canvas canvas(form.width_mm, form.height_mm, dpi, dice.uniform(-1.5, 1.5), dice);
    print_form(form, form.darkness, canvas);

    SketchedRow row;
    row.cells = form.cells;
    RowWriter writer(glyphs, characters, own_style, hand, dice, canvas);
    for (const BoxMm& cell : form.cells) {
        writer.fill(cell, row);
    }
    if (dice.chance(0.12 * h)) {
        streak(canvas, dice);
    }
    Scanner scanner = choose_scanner(style, dpi, dice);
    // A scanner that drops most of the ink is one that nobody keeps.
    scanner.threshold = std::min(scanner.threshold, 0.75 * hand.darkness);
    row.page = scan(canvas, dpi, scanner, dice);
    row.to_page = misregistered(canvas.to_px, 0.1 + 0.17 * h, 0.002, dice);
    add_blank(form, dpi, style, dice, row);
    return row;
}

}  // namespace indgang::forge
