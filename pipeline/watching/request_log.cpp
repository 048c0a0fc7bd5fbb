// SPDX-License-Identifier: MPL-2.0
#include "pipeline/watching/request_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "pipeline/watching/traffic.h"
#include "schemas/core/harmless_text.h"
#include "schemas/error/error.h"

namespace indgang::watching {
namespace {

constexpr std::chrono::milliseconds look_every{1'000};
constexpr mode_t file_mode = 0640;

bool is_hexadecimal(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Digits of a person stand in no such text: a CPR number has ten.
bool is_made_by_machine(std::string_view id) {
    constexpr std::size_t shortest = 16, longest = 64, uuid = 36;
    constexpr std::array<std::size_t, 4> dashes = {8, 13, 18, 23};
    if (id.size() == uuid) {
        for (std::size_t i = 0; i < id.size(); ++i) {
            const bool is_dash = std::ranges::find(dashes, i) != dashes.end();
            if (is_dash ? id[i] != '-' : !is_hexadecimal(id[i])) {
                return false;
            }
        }
        return true;
    }
    return id.size() >= shortest && id.size() <= longest && std::ranges::all_of(id, is_hexadecimal);
}

}  // namespace

std::string request_line(const http::Exchange& exchange, std::string_view route, UtcTime now) {
    constexpr double us_in_ms = 1'000;
    nlohmann::ordered_json line = {
        {"time", format_utc(now)},
        {"method", method_of(exchange)},
        {"route", route},
        {"status", exchange.status},
        {"answered", exchange.is_answered},
        {"bytes_in", exchange.bytes_in},
        {"bytes_out", exchange.bytes_out},
        {"milliseconds", static_cast<double>(exchange.took.count()) / us_in_ms},
        {"peer", exchange.peer},
    };
    if (is_made_by_machine(exchange.request_id)) {
        line["request_id"] = exchange.request_id;
    }
    return harmless(line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

RequestLog::RequestLog(std::filesystem::path file, Clock clock)
    : file_(std::move(file)), clock_(std::move(clock)) {
    const std::lock_guard lock(mutex_);
    if (!open()) {
        throw Error(Reason::configuration_invalid,
                    "service.request_log: cannot open " + file_.string() + ": " +
                        std::generic_category().message(errno),
                    file_.string());
    }
}

bool RequestLog::open() {
    looked_at_ = std::chrono::steady_clock::now();
    // What is no plain file (a pipe that nobody reads) must not hold up a request.
    descriptor_ = Descriptor(
        ::open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, file_mode));
    return descriptor_.is_open();
}

/// Whether the name still leads to the file that is written.
void RequestLog::look_for_file() {
    const auto now = std::chrono::steady_clock::now();
    if (descriptor_.is_open() && now - looked_at_ < look_every) {
        return;
    }
    looked_at_ = now;
    struct stat named {
    }, opened{};
    const bool is_same = descriptor_.is_open() && ::stat(file_.c_str(), &named) == 0 &&
                         ::fstat(descriptor_.number(), &opened) == 0 &&
                         named.st_ino == opened.st_ino && named.st_dev == opened.st_dev;
    if (!is_same) {
        static_cast<void>(open());
    }
}

void RequestLog::note(const http::Exchange& exchange, std::string_view route) noexcept {
    try {
        const auto line = request_line(exchange, route, clock_()) + "\n";
        const std::lock_guard lock(mutex_);
        look_for_file();
        const bool is_written = descriptor_.is_open() && ::write(descriptor_.number(), line.data(),
                                                                 line.size()) == std::ssize(line);
        is_well_ = is_written;
        lost_ += is_written ? 0 : 1;
    } catch (const std::exception&) {  // no memory: the request has its answer
        is_well_ = false;
        ++lost_;
    }
}

}  // namespace indgang::watching
