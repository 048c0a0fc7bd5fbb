// SPDX-License-Identifier: MPL-2.0
#include "pipeline/runner/worker.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <mutex>
#include <nlohmann/json.hpp>
#include <utility>

#include "pipeline/runner/copy_order.h"
#include "pipeline/runner/message.h"
#include "schemas/record/json.h"

namespace indgang::runner {
namespace {

using Json = nlohmann::json;

constexpr int child_socket = 3;
constexpr std::chrono::milliseconds start_time{60'000};  // loads models and draws blanks
constexpr int background_patience =
    30;  // a process that gives way gets some 1 in 70 of a busy core

ErrorKind error_kind_of(std::string_view name) {
    for (const auto kind : {ErrorKind::bad_input, ErrorKind::not_found, ErrorKind::refused,
                            ErrorKind::unavailable, ErrorKind::limit, ErrorKind::conflict}) {
        if (name_of(kind) == name) {
            return kind;
        }
    }
    return ErrorKind::internal;
}

Error error_of(const Json& json) {
    return Error(error_kind_of(json.at("kind").get<std::string>()),
                 json.at("reason").get<std::string>(), json.at("message").get<std::string>(),
                 json.at("place").get<std::string>());
}

/// The environment with OMP_THREAD_LIMIT=1: Tesseract's OpenMP threads spin, and the limit counts
/// only when it stands there before the process starts.
std::vector<std::string> worker_environment() {
    std::vector<std::string> variables;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        if (!std::string_view(*variable).starts_with("OMP_THREAD_LIMIT=")) {
            variables.emplace_back(*variable);
        }
    }
    variables.emplace_back("OMP_THREAD_LIMIT=1");
    return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (auto& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

Error too_short() {
    return {ErrorKind::unavailable, "worker_died", "worker: its answer is too short"};
}

}  // namespace

struct Worker::State {
    WorkerSettings settings;
    int socket = -1;
    std::mutex mutex;  // of the process id: one thread works, another may interrupt it
    pid_t process = -1;
    bool is_interrupted = false;

    void start() {
        std::array<int, 2> pair{};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) {
            throw Error(ErrorKind::internal, "worker_not_started", "worker: no socket pair");
        }
        std::vector<std::string> arguments{settings.program.string(),
                                           "worker",
                                           "--models",
                                           settings.models.string(),
                                           "--champion",
                                           settings.champion.string(),
                                           "--scratch",
                                           settings.scratch.string(),
                                           "--memory",
                                           std::to_string(settings.memory_bytes)};
        if (settings.is_background) {
            arguments.emplace_back("--background");
        }
        for (const auto& folder : settings.forms) {
            arguments.insert(arguments.end(), {"--forms", folder.string()});
        }
        auto environment = worker_environment();
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        // dup2 of a descriptor onto itself would keep close-on-exec, so a middle number is taken.
        const int middle = ::fcntl(pair[1], F_DUPFD, child_socket + 1);
        ::posix_spawn_file_actions_adddup2(&actions, middle, child_socket);
        ::posix_spawn_file_actions_addclose(&actions, middle);
        int trouble = 0;
        {
            const std::lock_guard lock(mutex);
            trouble = is_interrupted ? ECANCELED
                                     : ::posix_spawn(&process, settings.program.c_str(), &actions,
                                                     nullptr, pointers_to(arguments).data(),
                                                     pointers_to(environment).data());
            process = trouble == 0 ? process : -1;
        }
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(middle);
        ::close(pair[1]);
        if (trouble != 0) {
            ::close(pair[0]);
            throw Error(ErrorKind::internal, "worker_not_started",
                        "worker: cannot start " + settings.program.string());
        }
        socket = pair[0];
        Json ready;
        try {
            ready = exchange_now({R"({"do":"hello"})", {}}, patient(start_time)).first;
        } catch (const Error&) {
            stop();
            throw Error(ErrorKind::internal, "worker_not_started",
                        "worker: it ended before it was ready; `indgang doctor` tells what is "
                        "missing");
        }
        if (ready.contains("error")) {
            stop();
            throw error_of(ready.at("error"));
        }
    }

    [[nodiscard]] std::chrono::milliseconds patient(std::chrono::milliseconds time) const {
        return settings.is_background ? time * background_patience : time;
    }

    void stop() {
        if (socket >= 0) {
            ::close(socket);
            socket = -1;
        }
        const std::lock_guard lock(mutex);
        if (process > 0) {
            ::kill(process, SIGKILL);
            ::waitpid(process, nullptr, 0);
            process = -1;
        }
    }

    void interrupt() {
        const std::lock_guard lock(mutex);
        is_interrupted = true;
        if (process > 0) {
            ::kill(process, SIGKILL);
        }
    }

    std::pair<Json, Bytes> exchange_now(const Message& request, std::chrono::milliseconds at_most) {
        send_message(socket, request);
        auto answer = receive_message(socket, at_most);
        if (!answer) {
            throw Error(ErrorKind::unavailable, "worker_died", "worker: ended without an answer");
        }
        return {Json::parse(answer->header), std::move(answer->body)};
    }

    std::pair<Json, Bytes> exchange(const Json& request, std::chrono::milliseconds at_most) {
        if (socket < 0) {
            start();
        }
        try {
            auto answer = exchange_now({request.dump(), {}}, at_most);
            if (answer.first.contains("error")) {
                throw error_of(answer.first.at("error"));
            }
            return answer;
        } catch (const Json::exception&) {
            stop();
            throw Error(ErrorKind::unavailable, "worker_died", "worker: its answer is no message");
        } catch (const Error& error) {
            if (error.reason() == "worker_died" || error.reason() == "worker_slow") {
                stop();
            }
            throw;
        }
    }

    Json file_request(const char* what, const std::filesystem::path& file,
                      const std::optional<Digest>& digest) const {
        Json request{{"do", what}, {"file", file.string()}};
        if (digest) {
            request["digest"] = digest->hex();
        }
        return request;
    }
};

Worker::Worker(WorkerSettings settings) : state_(std::make_unique<State>()) {
    state_->settings = std::move(settings);
}

Worker::~Worker() {
    state_->stop();
}

ScanFacts Worker::look(const std::filesystem::path& file, const std::optional<Digest>& digest) {
    const auto [answer, body] =
        state_->exchange(state_->file_request("look", file, digest), state_->settings.page_time);
    return {answer.at("type").get<std::string>(), answer.at("pages").get<int>()};
}

std::vector<PageResult> Worker::read_page(const std::filesystem::path& file,
                                          const std::optional<Digest>& digest, int page) {
    auto request = state_->file_request("page", file, digest);
    request["page"] = page;
    const auto [answer, body] = state_->exchange(request, state_->settings.page_time);
    std::vector<PageResult> results;
    std::size_t at = 0;
    for (const auto& part : answer.at("pages")) {
        const auto size = part.at("size").get<std::size_t>();
        if (size > body.size() - at) {
            throw too_short();
        }
        const auto from = body.begin() + static_cast<std::ptrdiff_t>(at);
        results.push_back({record::parse_page_reading(part.at("reading").get<std::string>()),
                           Bytes(from, from + static_cast<std::ptrdiff_t>(size)),
                           part.at("media_type").get<std::string>()});
        at += size;
    }
    if (results.empty() || results.front().reading.page.number != page) {
        throw Error(ErrorKind::unavailable, "worker_died", "worker: its answer has no pages");
    }
    return results;
}

std::vector<CombCells> Worker::read_cells(const std::filesystem::path& file,
                                          const std::optional<Digest>& digest,
                                          const PagePlace& page) {
    auto request = state_->file_request("cells", file, digest);
    request["page"] = format_page_place(page);
    const auto [answer, body] = state_->exchange(request, state_->settings.page_time);
    std::vector<CombCells> combs;
    std::size_t at = 0;
    for (const auto& comb : answer.at("combs")) {
        CombCells cells{comb.at("field").get<std::string>(), {}};
        for (const bool has_ink : comb.at("has_ink").get<std::vector<bool>>()) {
            ocr::CleanCell cell;
            cell.has_ink = has_ink;
            auto& pixels = cell.tile.pixels;
            if (at + pixels.size() > body.size()) {
                throw too_short();
            }
            std::copy_n(body.begin() + static_cast<std::ptrdiff_t>(at), pixels.size(),
                        pixels.begin());
            at += pixels.size();
            cells.cells.push_back(cell);
        }
        combs.push_back(std::move(cells));
    }
    return combs;
}

Bytes Worker::make_copy(const std::filesystem::path& file, const std::optional<Digest>& digest,
                        const ocr::CopyOrder& order) {
    auto request = state_->file_request("copy", file, digest);
    request["order"] = json_of(order);
    const auto pages = static_cast<int>(order.pages.size());
    return state_->exchange(request, state_->patient(state_->settings.page_time * pages)).second;
}

void Worker::rest() {
    state_->stop();
}

void Worker::interrupt() {
    state_->interrupt();
}

std::vector<XmlResult> Worker::read_xml(std::span<const XmlWork> work) {
    Json request{{"do", "xml"}, {"work", Json::array()}};
    for (const auto& document : work) {
        request["work"].push_back({{"file", document.path.string()},
                                   {"digest", document.digest.hex()},
                                   {"received_at", format_utc(document.received_at)}});
    }
    const auto [answer, body] = state_->exchange(request, state_->settings.page_time);
    std::vector<XmlResult> results;
    std::size_t at = 0;
    for (const auto& result : answer.at("results")) {
        if (result.contains("error")) {
            results.emplace_back(error_of(result.at("error")));
            continue;
        }
        const auto size = result.at("size").get<std::size_t>();
        results.emplace_back(XmlRecord{result.at("form").get<std::string>(),
                                       result.at("version").get<std::string>(),
                                       std::string(text_of(BytesView(body).subspan(at, size)))});
        at += size;
    }
    return results;
}

}  // namespace indgang::runner
