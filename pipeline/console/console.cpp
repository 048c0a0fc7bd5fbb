// SPDX-License-Identifier: MPL-2.0
#include "pipeline/console/console.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "schemas/core/harmless_text.h"
#include "schemas/core/utf8.h"

namespace indgang::console {
namespace {

constexpr std::chrono::milliseconds redraw_every{100};
constexpr std::chrono::seconds plain_every{10};
constexpr std::size_t column_gap = 2;

bool is_set(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
}

std::string one_decimal(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f", value);
    return text.data();
}

}  // namespace

bool has_colours(int stream) {
    if (is_set("FORCE_COLOR")) {
        return true;
    }
    const char* terminal = std::getenv("TERM");
    const bool is_dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
    return !is_set("NO_COLOR") && !is_dumb && ::isatty(stream) == 1;
}

std::string paint(std::string_view text, Colour colour, bool is_on) {
    const char* code = nullptr;
    switch (colour) {
        case Colour::none:
            break;
        case Colour::good:
            code = "32";
            break;
        case Colour::warning:
            code = "33";
            break;
        case Colour::bad:
            code = "31";
            break;
        case Colour::faint:
            code = "2";
            break;
    }
    if (!is_on || code == nullptr) {
        return std::string(text);
    }
    return "\033[" + std::string(code) + "m" + std::string(text) + "\033[0m";
}

std::string printable(std::string_view text) {
    return harmless(text);
}

std::string printable_lines(std::string_view text) {
    return harmless_lines(text);
}

namespace {

/// How many bytes at the start of `text` are a colour of `paint`; 0: none are.
std::size_t own_colour(std::string_view text) {
    for (const std::string_view colour :
         {"\033[32m", "\033[33m", "\033[31m", "\033[2m", "\033[0m"}) {
        if (text.starts_with(colour)) {
            return colour.size();
        }
    }
    return 0;
}

template <typename Harmless>
std::string but_own_colours(std::string_view text, Harmless make_harmless) {
    std::string result;
    while (!text.empty()) {
        auto escape = text.find('\033');
        while (escape != std::string_view::npos && own_colour(text.substr(escape)) == 0) {
            escape = text.find('\033', escape + 1);
        }
        result += make_harmless(text.substr(0, escape));
        if (escape == std::string_view::npos) {
            break;
        }
        const auto length = own_colour(text.substr(escape));
        result += text.substr(escape, length);
        text.remove_prefix(escape + length);
    }
    return result;
}

}  // namespace

GuardedOutput::GuardedOutput(std::ostream& stream) : stream_(stream), inner_(stream.rdbuf(this)) {}

GuardedOutput::~GuardedOutput() {
    GuardedOutput::sync();
    stream_.rdbuf(inner_);
}

GuardedOutput::int_type GuardedOutput::overflow(int_type character) {
    if (traits_type::eq_int_type(character, traits_type::eof())) {
        return traits_type::not_eof(character);
    }
    const char one = traits_type::to_char_type(character);
    return xsputn(&one, 1) == 1 ? character : traits_type::eof();
}

std::streamsize GuardedOutput::xsputn(const char* text, std::streamsize count) {
    constexpr std::size_t at_most = 1u << 16;
    const std::lock_guard lock(mutex_);
    held_.append(text, static_cast<std::size_t>(count));
    const auto end = held_.size() > at_most ? held_.size() : held_.rfind('\n') + 1;
    return pass_on(end) ? count : 0;
}

/// A code point or a colour that is cut in two by a flush shows as '?': whoever flushes does so
/// after whole words.
int GuardedOutput::sync() {
    const std::lock_guard lock(mutex_);
    return pass_on(held_.size()) && inner_->pubsync() == 0 ? 0 : -1;
}

bool GuardedOutput::pass_on(std::size_t bytes) {
    if (bytes == 0) {
        return true;
    }
    const auto text = but_own_colours(std::string_view(held_).substr(0, bytes), harmless_lines);
    held_.erase(0, bytes);
    return inner_->sputn(text.data(), std::ssize(text)) == std::ssize(text);
}

void Table::row(std::vector<std::string> cells) {
    for (auto& cell : cells) {
        cell = but_own_colours(cell, harmless);
    }
    rows_.push_back(std::move(cells));
}

std::string Table::text() const {
    std::vector<std::size_t> widths;
    for (const auto& row : rows_) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], count_code_points(row[i]));
        }
    }
    std::string result;
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            if (i + 1 < row.size()) {
                line.append(widths[i] - count_code_points(row[i]) + column_gap, ' ');
            }
        }
        result += line + "\n";
    }
    return result;
}

ProgressLine::ProgressLine(std::string what, bool is_quiet)
    : what_(std::move(what)),
      is_quiet_(is_quiet),
      is_terminal_(::isatty(STDERR_FILENO) == 1),
      started_(std::chrono::steady_clock::now()) {}

ProgressLine::~ProgressLine() {
    if (has_drawn_ && is_terminal_) {
        std::fputs("\r\033[K", stderr);
    }
}

void ProgressLine::show(std::int64_t done, std::int64_t total, const std::string& detail) {
    const auto now = std::chrono::steady_clock::now();
    const auto pause = is_terminal_ ? std::chrono::milliseconds(redraw_every)
                                    : std::chrono::milliseconds(plain_every);
    const bool is_due = has_drawn_ ? now - shown_ >= pause : is_terminal_ || now - started_ > pause;
    if (is_quiet_ || !is_due) {
        return;
    }
    const double seconds = std::chrono::duration<double>(now - started_).count();
    std::string line = what_ + ": " + std::to_string(done);
    if (total > 0) {
        line += " of " + std::to_string(total);
    }
    if (done > 0 && seconds > 0) {
        const double rate = static_cast<double>(done) / seconds;
        line += ", " + one_decimal(rate) + "/s";
        if (total > done) {
            line += ", " + one_decimal(static_cast<double>(total - done) / rate) + " s left";
        }
    }
    line += detail.empty() ? "" : ", " + detail;
    std::fprintf(stderr, is_terminal_ ? "\r\033[K%s" : "%s\n", printable(line).c_str());
    std::fflush(stderr);
    has_drawn_ = true;
    shown_ = now;
}

}  // namespace indgang::console
