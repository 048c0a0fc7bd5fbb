// SPDX-License-Identifier: MPL-2.0
#include "ocr/outline/draft_form.h"

#include <array>
#include <cstdio>

namespace indgang::ocr {
namespace {

/// "7.25"
std::string mm(double value) {
    std::array<char, 32> text{};
    static_cast<void>(std::snprintf(text.data(), text.size(), "%.2f", value));
    return text.data();
}

std::string box(const BoxMm& place) {
    return "[" + mm(place.x) + ", " + mm(place.y) + ", " + mm(place.width) + ", " +
           mm(place.height) + "]";
}

std::string field(const std::string& id, int number, const FoundPlace& place) {
    const auto label = "da = \"Felt " + std::to_string(number) + "\", en = \"Field " +
                       std::to_string(number) + "\"";
    if (place.kind == FoundPlace::Kind::mark) {
        return id + " = { kind = \"yes_no\", single = true, " + label +
               ", place_mm = { ja = " + box(place.box) + " } }\n";
    }
    std::string cells;
    if (place.kind == FoundPlace::Kind::comb) {
        cells = "capture = \"comb\", cells = " + std::to_string(place.cells) + ", ";
        cells += place.gap_mm > 0 ? "gap_mm = " + mm(place.gap_mm) + ", " : "";
    }
    return id + " = { kind = \"text\", " + cells + label + ", place_mm = " + box(place.box) +
           " }\n";
}

}  // namespace

std::string draft_form(const std::string& name, const std::vector<OutlinedPage>& pages) {
    std::string head =
        "# A draft of what stands on the blank, for a person to go through: give each field its "
        "name, its kind and\n"
        "# its label, join the squares of one question (place_mm = { ja = [...], nej = [...] }), "
        "and take away\n# what is no place to write. docs/formats/foreign-form.md\n"
        "form = \"" +
        name + "\"\nversion = \"1\"\ntitle = { da = \"" + name + "\", en = \"" + name +
        "\" }\nkle = \"00.00.00\"\nauthority_cvr = \"12345674\"\n";
    std::string sections, fields = "\n[field]\n";
    int number = 0;
    for (std::size_t at = 0; at < pages.size(); ++at) {
        const auto page = std::to_string(at + 1);
        head += "\n[[page]]\nblank = \"" + pages[at].picture + "\"\nsize_mm = [" +
                mm(pages[at].width_mm) + ", " + mm(pages[at].height_mm) + "]\n";
        if (pages[at].places.empty()) {
            continue;
        }
        sections += "\n[[section]]\npage = " + page + "\ntitle = { da = \"Side " + page +
                    "\", en = \"Page " + page + "\" }\nrows = [\n";
        for (const auto& place : pages[at].places) {
            const auto id = "felt_" + std::to_string(++number);
            sections += "    [\"" + id + "\"],\n";
            fields += field(id, number, place);
        }
        sections += "]\n";
    }
    return head + sections + fields;
}

}  // namespace indgang::ocr
