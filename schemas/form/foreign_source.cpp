// SPDX-License-Identifier: MPL-2.0
#include "schemas/form/foreign_source.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>

#include "schemas/core/limits.h"
#include "schemas/form/keys.h"

namespace indgang::form {
namespace {

constexpr double side_least_mm = 40, side_most_mm = 1300;  ///< a receipt; a poster of A0
constexpr double bubble_least_mm = 1, bubble_most_mm = 40;
constexpr int fields_most = 500;
constexpr std::size_t keys_most = 64;

PageSource read_page(TableReader& reader) {
    constexpr std::size_t corners = 4;
    PageSource page;
    page.at = reader.place();
    page.blank = reader.text("blank");
    page.blank_page = std::max(1, reader.number("blank_page"));
    page.is_filled = reader.flag("is_filled");
    if (const auto size = reader.numbers("size_mm", 2); !size.empty()) {
        if (std::any_of(size.begin(), size.end(),
                        [](double side) { return side < side_least_mm || side > side_most_mm; })) {
            reader.complain("'size_mm' must be [width, height], each from 40 to 1300");
        }
        page.width_mm = size[0];
        page.height_mm = size[1];
    }
    if (const auto* list = reader.list("varies_mm")) {
        constexpr std::size_t numbers = 4;
        for (const auto& each : *list) {
            const auto box = numbers_of(each, numbers);
            if (box.empty()) {
                reader.complain(each, "'varies_mm' must be boxes [x, y, width, height]");
                break;
            }
            page.varies.push_back({box[0], box[1], box[2], box[3]});
        }
    }
    if (const auto* list = reader.list("corners_px")) {
        std::array<PointPx, corners> points;
        bool is_good = list->size() == corners;
        for (std::size_t i = 0; is_good && i < corners; ++i) {
            const auto point = numbers_of((*list)[i], 2);
            is_good = !point.empty();
            points[i] = is_good ? PointPx{point[0], point[1]} : PointPx{};
        }
        if (is_good) {
            page.corners = points;
        } else {
            reader.complain(*list,
                            "'corners_px' must be four points [x, y]: top left, top right, "
                            "bottom right, bottom left");
        }
    }
    return page;
}

/// "q1..5" as q1 to q5, anything else as itself.
std::vector<std::string> with_numbers(const std::string& written) {
    const auto dots = written.find("..");
    if (dots == std::string::npos) {
        return {written};
    }
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    auto begin = dots;
    while (begin > 0 && digit(written[begin - 1])) {
        --begin;
    }
    const auto number = [](std::string_view text) {
        int value = -1;
        const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
        return trouble == std::errc() && end == text.data() + text.size() ? value : -1;
    };
    const std::string_view text(written);
    const int from = number(text.substr(begin, dots - begin));
    const int to = number(text.substr(dots + 2));
    std::vector<std::string> ids;
    for (int i = from; from >= 0 && i <= to && i < from + fields_most; ++i) {
        ids.push_back(written.substr(0, begin) + std::to_string(i));
    }
    return ids;
}

std::vector<std::string> read_ids(TableReader& reader) {
    std::vector<std::string> ids;
    const auto* node = reader.node("fields");
    const auto take = [&](const toml::node& each) {
        const auto* text = each.as_string();
        const auto some = text ? with_numbers(text->get()) : std::vector<std::string>{};
        if (some.empty() ||
            std::any_of(some.begin(), some.end(), [](const auto& id) { return !is_id(id); })) {
            reader.complain(each,
                            "'fields' holds something that is neither a field id nor a run "
                            "of them like \"q1..20\"");
        }
        ids.insert(ids.end(), some.begin(), some.end());
    };
    if (!node) {
        return ids;
    }
    if (const auto* list = node->as_array()) {
        for (const auto& each : *list) {
            take(each);
        }
    } else {
        take(*node);
    }
    return ids;
}

/// A key as it is stored: small letters.
std::string stored(std::string text) {
    for (char& c : text) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return text;
}

/// "ABCD" as four keys, a list as its texts.
std::vector<Choice> read_keys(TableReader& reader, bool is_character) {
    std::vector<std::string> written;
    const auto* node = reader.node("keys");
    if (!node) {
        return {};
    }
    if (const auto* text = node->as_string()) {
        for (const char c : text->get()) {
            written.emplace_back(1, c);
        }
    } else if (const auto* list = node->as_array()) {
        for (const auto& each : *list) {
            written.push_back(each.value_or(std::string()));
        }
    }
    std::vector<Choice> keys;
    for (const auto& key : written) {
        // A character of a text stays as it is printed; a choice is stored in small letters.
        Choice choice{is_character ? key : stored(key), {key, key}, {}};
        const bool is_double = std::any_of(
            keys.begin(), keys.end(), [&](const Choice& other) { return other.key == choice.key; });
        if (is_double || !is_word(stored(key), limits::value_bytes, "_")) {
            reader.complain(*node, "'keys' must be different, of a-z, A-Z, 0-9 and _");
            return keys;
        }
        keys.push_back(std::move(choice));
    }
    if (keys.empty() || keys.size() > keys_most) {
        reader.complain(*node, "'keys' must be 1 to 64 characters, or a list of texts");
    }
    return keys;
}

PointMm point_of(const std::vector<double>& numbers) {
    return numbers.empty() ? PointMm{} : PointMm{numbers[0], numbers[1]};
}

GridSource read_grid(TableReader& reader) {
    GridSource grid;
    grid.at = reader.place();
    grid.page = std::max(1, reader.number("page"));
    grid.fields = read_ids(reader);
    grid.cells = reader.number("cells");
    grid.keys = read_keys(reader, grid.cells > 0);
    grid.choices = reader.text("choices");
    if (grid.keys.empty() == grid.choices.empty()) {
        reader.complain("either 'keys' or 'choices' says what the bubbles stand for");
    }
    if (const auto kind = reader.text("kind"); !kind.empty()) {
        grid.kind = value_kind_of(kind);
        if (grid.cells == 0) {
            reader.complain("'kind' is for a field with 'cells'");
        }
    }
    if (grid.cells > 0 && (grid.fields.size() > 1 || !grid.choices.empty())) {
        reader.complain("'cells' is for one field with 'keys'");
    }
    grid.label = {reader.text("da"), reader.text("en")};
    grid.is_required = reader.flag("required");
    grid.first = point_of(reader.numbers("first_mm", 2));
    grid.key_step = point_of(reader.numbers("key_step_mm", 2));
    const bool is_row = grid.fields.size() < 2 && grid.cells < 2;
    grid.field_step = point_of(reader.numbers("field_step_mm", 2, !is_row));
    if (const auto size = reader.numbers("bubble_mm", 2); !size.empty()) {
        grid.width_mm = size[0];
        grid.height_mm = size[1];
        if (std::min(size[0], size[1]) < bubble_least_mm ||
            std::max(size[0], size[1]) > bubble_most_mm) {
            reader.complain("'bubble_mm' must be [width, height], each from 1 to 40");
        }
    }
    return grid;
}

}  // namespace

void read_foreign(TableReader& form, FormSource& source) {
    each_table(
        form, "page", "page", [&](TableReader& inner) { source.pages.push_back(read_page(inner)); },
        &keys_of("page"));
    each_table(
        form, "grid", "grid", [&](TableReader& inner) { source.grids.push_back(read_grid(inner)); },
        &keys_of("grid"));
    constexpr std::size_t pages_most = limits::form_pages;
    if (source.pages.size() > pages_most) {
        form.complain("a form has at most " + std::to_string(pages_most) + " pages");
    }
}

}  // namespace indgang::form
