// SPDX-License-Identifier: MPL-2.0
#include "pipeline/watching/metrics_writer.h"

#include <array>
#include <charconv>

#include "schemas/core/harmless_text.h"

namespace indgang::watching {
namespace {

/// Of a label's value: backslash, quote and line end are escaped, and the rest is harmless.
void append_value(std::string& text, std::string_view value) {
    for (const char c : harmless_lines(value)) {
        if (c == '\n') {
            text += "\\n";
            continue;
        }
        if (c == '\\' || c == '"') {
            text += '\\';
        }
        text += c;
    }
}

}  // namespace

std::string number_text(double value) {
    std::array<char, 40> text{};
    constexpr double exact = 9e15;  // whole numbers up to here stand in a double as they are
    const bool is_whole = value > -exact && value < exact &&
                          value == static_cast<double>(static_cast<std::int64_t>(value));
    const auto end = is_whole ? std::to_chars(text.data(), text.data() + text.size(),
                                              static_cast<std::int64_t>(value))
                              : std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), end.ptr};
}

void MetricsWriter::family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_.append("# HELP ").append(name).append(" ").append(help);
    text_.append("\n# TYPE ").append(name).append(" ").append(type).append("\n");
}

void MetricsWriter::sample(std::string_view suffix, double value, Labels labels) {
    text_.append(name_).append(suffix);
    char before = '{';
    for (const auto& [name, text] : labels) {
        text_ += before;
        text_.append(name).append("=\"");
        append_value(text_, text);
        text_ += '"';
        before = ',';
    }
    text_.append(labels.size() == 0 ? " " : "} ").append(number_text(value)).append("\n");
}

}  // namespace indgang::watching
