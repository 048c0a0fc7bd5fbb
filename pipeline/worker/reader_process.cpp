// SPDX-License-Identifier: MPL-2.0
// Loading forms, nets and languages takes a second; fork takes a millisecond and shares all of it.
// The process that stays parses nothing from outside: it hands a request on as it came, and the
// answer back as bytes. A copy has a socket of its own, so that what a hostile one says besides its
// answer is never taken for the answer to the next request.
#include "pipeline/worker/reader_process.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "schemas/error/error.h"

namespace indgang::worker {
namespace {

void empty(const std::filesystem::path& folder) {
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
        std::filesystem::remove_all(entry.path(), none);
    }
}

}  // namespace

std::optional<Message> ReaderProcess::ask(const std::string& file, const Message& request) {
    if (process_ < 0 || file.empty() || file != file_) {
        end();
        begin(file);
    }
    std::optional<Message> answer;
    try {
        send_message(socket_.number(), request);
        answer = receive_message(socket_.number(), std::nullopt);
    } catch (const Error& error) {
        if (error.why() != Reason::worker_died) {
            end();
            throw;
        }
    }
    if (!answer || file.empty()) {
        end();
    }
    return answer;
}

void ReaderProcess::begin(const std::string& file) {
    std::array<int, 2> pair{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) {
        throw Error(Reason::worker_not_started, "worker: no socket pair for a copy");
    }
    Descriptor ours(pair[0]), its(pair[1]);
    const auto here = ::getpid();
    process_ = ::fork();
    if (process_ < 0) {
        throw Error(Reason::worker_not_started, "worker: no process for a copy");
    }
    if (process_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != here) {
            ::_exit(0);  // who made it ended before it could ask to end with it
        }
        serve(its.release());
    }
    socket_ = std::move(ours);
    file_ = file;
}

/// Nothing of the process that was copied is tidied up when the copy ends, and nothing that was
/// open there is open here but what everybody has.
void ReaderProcess::serve(int socket) {
    constexpr int own = STDERR_FILENO + 1;
    if (socket != own && ::dup2(socket, own) != own) {
        ::_exit(1);
    }
    ::close_range(own + 1, ~0U, 0);
    try {
        while (auto request = receive_message(own, std::nullopt, Files::are_taken)) {
            send_message(own, work_(std::move(*request)));
        }
    } catch (const Error&) {
        ::_exit(1);  // whoever asks sees an end without an answer
    }
    ::_exit(0);
}

void ReaderProcess::end() {
    if (process_ < 0) {
        return;
    }
    socket_.reset();  // it ends by itself where no signal may be sent to it
    ::kill(process_, SIGKILL);
    while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
    process_ = -1;
    empty(scratch_);
}

}  // namespace indgang::worker
