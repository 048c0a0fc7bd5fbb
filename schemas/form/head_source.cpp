// SPDX-License-Identifier: MPL-2.0
#include <algorithm>
#include <optional>

#include "schemas/form/keys.h"
#include "schemas/form/source_reading.h"

namespace indgang::form {
namespace {

bool is_shape(std::string_view text, std::string_view shape) {
    return std::equal(text.begin(), text.end(), shape.begin(), shape.end(),
                      [](char c, char s) { return s == '9' ? c >= '0' && c <= '9' : c == s; });
}

/// A text, or a list of `{ from = 2026-01-01, value = "..." }` in the order of days. `shape`: see
/// is_shape.
DatedWord read_dated(TableReader& reader, std::string_view key, std::string_view shape,
                     const std::string& must) {
    const auto* node = reader.node(key);
    DatedWord word;
    if (!node) {
        return word;
    }
    const auto name = "'" + std::string(key) + "' ";
    const auto add = [&](const toml::node& at, std::optional<Date> from, const std::string& text) {
        if (is_shape(text, shape)) {
            word.add(from, text);
        } else {
            reader.complain(at, name + must);
        }
    };
    if (const auto* text = node->as_string()) {
        add(*node, std::nullopt, text->get());
        return word;
    }
    const auto* list = node->as_array();
    if (!list || list->empty()) {
        reader.complain(*node,
                        name + must + ", or a list of { from = 2026-01-01, value = \"...\" }");
        return word;
    }
    std::optional<Date> last;
    for (const auto& each : *list) {
        const auto* table = each.as_table();
        if (!table) {
            reader.complain(each, name + "must hold { from = 2026-01-01, value = \"...\" }");
            continue;
        }
        TableReader inner(*table, reader.what() + ", " + std::string(key), reader.problems(),
                          keys_of("dated"));
        std::optional<Date> from;
        if (const auto* day = inner.node("from")) {
            const auto* date = day->as_date();
            from = date ? Date::of(date->get().year, date->get().month, date->get().day)
                        : std::nullopt;
            if (!from) {
                inner.complain(*day, "'from' must be a day without quotes: 2026-01-31");
                continue;
            }
        }
        if (&each != &list->front() && (!from || (last && *from <= *last))) {
            inner.complain("'from' must be later than that of the one before");
        }
        last = from;
        if (!inner.is_bad()) {
            add(each, from, inner.text("value"));
        }
    }
    return word;
}

void read_authority(TableReader& reader, FormSource& source) {
    const auto* table = reader.table("authority");
    if (!table) {
        return;
    }
    TableReader inner(*table, "authority", reader.problems(), keys_of("authority"));
    AuthoritySource authority;
    authority.at = inner.place();
    authority.name = inner.text("name");
    authority.sender = inner.texts("sender");
    authority.return_address = inner.texts("return_address");
    if (const auto logo = inner.numbers("logo_mm", 2); !logo.empty()) {
        constexpr double most_width_mm = 80, most_height_mm = 40;
        authority.logo_width_mm = logo[0];
        authority.logo_height_mm = logo[1];
        if (!(logo[0] > 0 && logo[0] <= most_width_mm && logo[1] > 0 &&
              logo[1] <= most_height_mm)) {
            inner.complain(*inner.node("logo_mm"),
                           "'logo_mm' must be [width, height], at most 80 by 40");
        }
    }
    source.authority = std::move(authority);
}

}  // namespace

void read_head(TableReader& reader, FormSource& source) {
    constexpr std::size_t form_chars = 40;
    constexpr std::size_t version_chars = 12;
    source.key = {reader.text("form"), reader.text("version")};
    const auto complain = [&](std::string_view key, const std::string& text) {
        source.has_good_name = false;
        if (const auto* node = reader.node(key)) {
            reader.complain(*node, text);
        }
    };
    if (!is_id(source.key.form) || source.key.form.size() > form_chars) {
        complain("form", "'form' must begin with a letter and have at most 40 of a-z, 0-9 and _");
    }
    if (!is_word(source.key.version, version_chars, "-")) {
        complain("version", "'version' must have 1 to 12 of a-z, 0-9 and -");
    }
    source.title = read_both(reader, "title");
    source.intro = read_both(reader, "intro");
    source.kle = read_dated(reader, "kle", "99.99.99", "must be written \"NN.NN.NN\"");
    source.authority_cvr =
        read_dated(reader, "authority_cvr", "99999999", "must have eight digits in quotes");
    if (const auto* node = reader.node("accept_probability")) {
        source.accept_probability = reader.decimal("accept_probability");
        if (!(source.accept_probability > 0.5)) {
            reader.complain(*node, "'accept_probability' must lie above 0.5 and at most at 1");
        }
    }
    if (reader.node("repeat_days") != nullptr) {
        source.repeat_days = reader.number("repeat_days");
    }
    source.benefit = reader.text("benefit");
    if (!source.benefit.empty() && !is_id(source.benefit)) {
        reader.complain(*reader.node("benefit"),
                        "'benefit' must begin with a letter and have a-z, 0-9 and _ only");
    }
    source.deadline = read_both(reader, "deadline");
    source.retention_days = reader.number("retention_days");
    source.is_numbered = reader.flag("numbered");
    source.has_required_marks = reader.flag("required_marks");
    read_authority(reader, source);
}

}  // namespace indgang::form
