// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "pipeline/desk/tasks.h"
#include "pipeline/web/view/words.h"

/// What a browser is told of an application that a person works on. docs/formats/desk.md
namespace indgang::web {

struct TaskFrame {
    const Words* words = nullptr;
    std::string language;
    std::string file;      ///< name of its arrival
    std::string received;  ///< in words
    bool can_close = false;
    bool can_arrange = false;          ///< pages
    bool can_turn = false;             ///< pages, and have them read again
    std::int64_t left = 0;             ///< that wait, this one too
    nlohmann::json* others = nullptr;  ///< applications of the same arrival: [{id, label}]
};
[[nodiscard]] nlohmann::json json_of(const desk::Task& task, const TaskFrame& frame);

/// One question of it.
[[nodiscard]] nlohmann::json ask_of(const desk::Task& task, const desk::Question& question,
                                    const TaskFrame& frame);

/// [{value, label}]: why an application is closed.
[[nodiscard]] nlohmann::json close_reasons_of(const Words& words);

/// "\"7-3\"", and back. Nothing: it is none of ours.
[[nodiscard]] std::string etag_of(const desk::Seen& seen);
[[nodiscard]] std::optional<desk::Seen> parse_etag(const std::string& etag);

/// What was said of a question, as a browser says it: {what, value, by}.
[[nodiscard]] nlohmann::json json_of(const store::Entry& entry);

}  // namespace indgang::web
