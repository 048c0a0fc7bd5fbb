// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <sstream>
#include <string>
#include <string_view>

namespace indgang::bench {

/// A drawing as SVG: sizes in pixels, from the top left. Colours are SVG's.
class Drawing {
  public:
    Drawing(int width, int height);

    void rectangle(double x, double y, double width, double height, std::string_view colour);
    void line(double x0, double y0, double x1, double y1, std::string_view colour,
              std::string_view dashes = "");
    void circle(double x, double y, double radius, std::string_view colour);
    void triangle_up(double x, double y, double side, std::string_view colour);
    enum class Anchor { start, middle, end };
    void text(double x, double y, std::string_view words, Anchor anchor = Anchor::start,
              int size = 12);

    [[nodiscard]] std::string svg() const;

  private:
    int width_;
    int height_;
    std::ostringstream body_;
};

/// `value` with so many decimals.
[[nodiscard]] std::string fixed(double value, int decimals);

}  // namespace indgang::bench
