// SPDX-License-Identifier: MPL-2.0
#include "pipeline/worker/worker.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "pipeline/worker/message.h"
#include "pipeline/worker/scratch_folder.h"
#include "pipeline/worker/worker_protocol.h"
#include "schemas/error/reason.h"

namespace indgang::worker {
namespace {

constexpr int child_socket = 3;
constexpr std::chrono::milliseconds start_time{60'000};  // loads models and draws blanks
constexpr int background_patience =
    30;  // a process that gives way gets some 1 in 70 of a busy core

/// Nothing of the program's own environment, which may hold secrets, but where Tesseract's
/// languages are. OMP_THREAD_LIMIT=1: Tesseract's OpenMP threads spin, and the limit counts only
/// when it stands there before the process starts. One arena of malloc: each that it makes for
/// another thread takes up to 128 MiB of the address space that a worker may have. LD_BIND_NOW:
/// what is looked up before copies are made (reader_process.h) is not looked up in each.
std::vector<std::string> worker_environment(const std::filesystem::path& scratch) {
    std::vector<std::string> variables{"OMP_THREAD_LIMIT=1",
                                       "MALLOC_ARENA_MAX=1",
                                       "LD_BIND_NOW=1",
                                       "PATH=/usr/local/bin:/usr/bin:/bin",
                                       "LC_ALL=C.UTF-8",
                                       "HOME=/nonexistent",
                                       "TMPDIR=" + scratch.string()};
    for (const char* kept : {"TESSDATA_PREFIX", "ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"}) {
        if (const char* value = std::getenv(kept); value != nullptr) {
            variables.push_back(std::string(kept) + '=' + value);
        }
    }
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

/// Errors: internal "blob_missing".
Message with_files(const WorkerRequest& request) {
    auto message = encode(request);
    for (const auto& path : files_of(request)) {
        Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        if (!file.is_open()) {
            throw Error(Reason::blob_missing, "worker: cannot open the stored file");
        }
        message.files.push_back(std::move(file));
    }
    return message;
}

}  // namespace

struct WorkerProcess::State {
    WorkerSettings settings;
    std::optional<ScratchFolder> scratch;  // of the process
    int socket = -1;
    std::mutex mutex;  // of the process id: one thread works, another may interrupt it
    pid_t process = -1;
    bool is_interrupted = false;

    void start() {
        scratch.reset();
        scratch.emplace(settings.scratch);
        std::array<int, 2> pair{};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) {
            throw Error(Reason::worker_not_started, "worker: no socket pair");
        }
        std::vector<std::string> arguments{settings.program.string(),
                                           "worker",
                                           "--models",
                                           settings.models.string(),
                                           "--champion",
                                           settings.champion.string(),
                                           "--scratch",
                                           scratch->path().string(),
                                           "--memory",
                                           std::to_string(settings.memory_bytes)};
        if (settings.is_background) {
            arguments.emplace_back("--background");
        }
        for (const auto& folder : settings.forms) {
            arguments.insert(arguments.end(), {"--forms", folder.string()});
        }
        auto environment = worker_environment(scratch->path());
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        // dup2 of a descriptor onto itself would keep close-on-exec, so a middle number is taken.
        const int middle = ::fcntl(pair[1], F_DUPFD, child_socket + 1);
        ::posix_spawn_file_actions_adddup2(&actions, middle, child_socket);
        // Nothing else of the program's is open in it, whatever a library forgot to close.
        ::posix_spawn_file_actions_addclosefrom_np(&actions, child_socket + 1);
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
            throw Error(Reason::worker_not_started,
                        "worker: cannot start " + settings.program.string());
        }
        socket = pair[0];
        if (settings.counts) {
            ++settings.counts->started;
        }
        Message ready;
        try {
            ready = exchange_now(encode(HelloRequest{}), patient(start_time));
        } catch (const Error&) {
            stop();
            throw Error(Reason::worker_not_started,
                        "worker: it ended before it was ready; `indgang doctor` tells what is "
                        "missing");
        }
        try {
            decode_done(ready);
        } catch (const Error&) {
            stop();
            throw;
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
        scratch.reset();
    }

    /// One that was interrupted did not die of what it read.
    void count_end(const Error& error) {
        const std::lock_guard lock(mutex);
        if (settings.counts && !is_interrupted) {
            ++(error.why() == Reason::worker_slow ? settings.counts->slow : settings.counts->died);
        }
    }

    void interrupt() {
        const std::lock_guard lock(mutex);
        is_interrupted = true;
        if (process > 0) {
            ::kill(process, SIGKILL);
        }
    }

    Message exchange_now(const Message& request, std::chrono::milliseconds at_most) {
        send_message(socket, request);
        auto answer = receive_message(socket, at_most);
        if (!answer) {
            throw Error(Reason::worker_died, "worker: ended without an answer");
        }
        return std::move(*answer);
    }

    /// Asks, and lets `decode` take the answer apart. A process that died, hangs, or does not
    /// answer what it was asked is ended.
    template <typename Decode>
    auto exchange(const WorkerRequest& request, std::chrono::milliseconds at_most,
                  const Decode& decode) {
        if (socket < 0) {
            start();
        }
        try {
            return decode(exchange_now(with_files(request), at_most));
        } catch (const Error& error) {
            if (error.why() == Reason::worker_died || error.why() == Reason::worker_slow ||
                error.why() == Reason::message_too_large) {
                count_end(error);
                stop();
            }
            throw;
        }
    }
};

WorkerProcess::WorkerProcess(WorkerSettings settings) : state_(std::make_unique<State>()) {
    state_->settings = std::move(settings);
}

WorkerProcess::~WorkerProcess() {
    state_->stop();
}

void WorkerProcess::check() {
    state_->exchange(CheckRequest{}, state_->patient(start_time),
                     [](const Message& answer) { decode_done(answer); });
}

ScanFacts WorkerProcess::look(const std::filesystem::path& file,
                              const std::optional<Digest>& digest) {
    return state_->exchange(LookRequest{{file, digest}}, state_->settings.page_time, decode_facts);
}

std::vector<PageResult> WorkerProcess::read_page(const std::filesystem::path& file,
                                                 const std::optional<Digest>& digest, int page,
                                                 int quarters) {
    return state_->exchange(PageRequest{{file, digest}, page, quarters}, state_->settings.page_time,
                            [&](const Message& answer) { return decode_pages(answer, page); });
}

std::vector<CombCells> WorkerProcess::read_cells(const std::filesystem::path& file,
                                                 const std::optional<Digest>& digest,
                                                 const PagePlace& page) {
    return state_->exchange(CellsRequest{{file, digest}, page}, state_->settings.page_time,
                            decode_combs);
}

Bytes WorkerProcess::make_copy(const std::vector<StoredFile>& files, const ocr::CopyOrder& order) {
    const auto pages = static_cast<int>(order.pages.size());
    return state_->exchange(CopyRequest{files, order},
                            state_->patient(state_->settings.page_time * pages), decode_copy);
}

Bytes WorkerProcess::draw_picture(const StoredFile& file, const ocr::PictureOrder& order) {
    return state_->exchange(PictureRequest{file, order}, state_->settings.page_time,
                            decode_picture);
}

std::vector<DocumentResult> WorkerProcess::read_documents(std::span<const DocumentWork> work) {
    return state_->exchange(
        DocumentsRequest{{work.begin(), work.end()}}, state_->settings.document_time,
        [&](const Message& answer) { return decode_results(answer, work.size()); });
}

FeedPiece WorkerProcess::take_apart(const StoredFile& feed, const feed::Place& from) {
    return state_->exchange(FeedRequest{feed, from}, state_->settings.document_time,
                            [&](const Message& answer) { return decode_piece(answer, from); });
}

void WorkerProcess::rest() {
    state_->stop();
}

void WorkerProcess::interrupt() {
    state_->interrupt();
}

NewWorker processes_of(const WorkerSettings& settings) {
    return [settings] { return std::make_unique<WorkerProcess>(settings); };
}

}  // namespace indgang::worker
