// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/drawing.h"

#include <iomanip>

#include "schemas/core/xml_escape.h"

namespace indgang::bench {
std::string fixed(double value, int decimals) {
    std::ostringstream out;
    out << std::fixed << std::setprecision(decimals) << value;
    return out.str();
}

Drawing::Drawing(int width, int height) : width_(width), height_(height) {
    body_ << std::fixed << std::setprecision(1);
}

void Drawing::rectangle(double x, double y, double width, double height, std::string_view colour) {
    body_ << "<rect x=\"" << x << "\" y=\"" << y << "\" width=\"" << width << "\" height=\""
          << height << "\" fill=\"" << colour << "\"/>\n";
}

void Drawing::line(double x0, double y0, double x1, double y1, std::string_view colour,
                   std::string_view dashes) {
    body_ << "<line x1=\"" << x0 << "\" y1=\"" << y0 << "\" x2=\"" << x1 << "\" y2=\"" << y1
          << "\" stroke=\"" << colour << "\"";
    if (!dashes.empty()) {
        body_ << " stroke-dasharray=\"" << dashes << "\"";
    }
    body_ << "/>\n";
}

void Drawing::circle(double x, double y, double radius, std::string_view colour) {
    body_ << "<circle cx=\"" << x << "\" cy=\"" << y << "\" r=\"" << radius << "\" fill=\""
          << colour << "\"/>\n";
}

void Drawing::triangle_up(double x, double y, double side, std::string_view colour) {
    body_ << "<path d=\"M" << x << " " << y - side << "L" << x + side << " " << y + side << "L"
          << x - side << " " << y + side << "Z\" fill=\"" << colour << "\"/>\n";
}

void Drawing::text(double x, double y, std::string_view words, Anchor anchor, int size) {
    const std::string_view at = anchor == Anchor::start    ? "start"
                                : anchor == Anchor::middle ? "middle"
                                                           : "end";
    body_ << "<text x=\"" << x << "\" y=\"" << y << "\" font-size=\"" << size << "\" text-anchor=\""
          << at << "\">" << escape_xml(words) << "</text>\n";
}

std::string Drawing::svg() const {
    std::ostringstream out;
    out << "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " << width_ << " " << height_
        << "\" width=\"" << width_ << "\" height=\"" << height_
        << "\" font-family=\"sans-serif\" fill=\"#222\">\n<rect width=\"100%\" height=\"100%\" "
           "fill=\"white\"/>\n"
        << body_.str() << "</svg>\n";
    return out.str();
}

}  // namespace indgang::bench
