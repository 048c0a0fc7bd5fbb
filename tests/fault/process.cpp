// SPDX-License-Identifier: MPL-2.0
#include "tests/fault/process.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <string>

#include "schemas/error/error.h"

namespace indgang::fault {
namespace {

constexpr int readable = 0644;
constexpr int not_executed = 127;
constexpr int first_port = 20'000;
constexpr int ports = 10'000;

[[noreturn]] void run(const std::vector<char*>& arguments, const char* log) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int file = ::open(log, O_WRONLY | O_CREAT | O_APPEND, readable);
    ::dup2(file, STDOUT_FILENO);
    ::dup2(file, STDERR_FILENO);
    // Of the test's own descriptors nothing is passed on: a socket would keep its port taken.
    ::close_range(STDERR_FILENO + 1, ~0u, 0);
    ::execv(arguments.front(), arguments.data());
    ::_exit(not_executed);
}

/// Whether nobody else was given this port while they run: the kernel keeps the name until this
/// process ends, however it ends.
bool reserve(int port) {
    const int holder = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = "indgang-test-port-" + std::to_string(port);
    name.copy(address.sun_path + 1, sizeof address.sun_path - 1);  // after a zero: no file
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
    const bool is_ours = ::bind(holder, reinterpret_cast<sockaddr*>(&address), size) == 0;
    if (!is_ours) {
        ::close(holder);
    }
    return is_ours;
}

}  // namespace

Process::Process(const Command& command) {
    std::vector<char*> arguments;
    for (const auto& argument : command.arguments) {
        arguments.push_back(const_cast<char*>(argument.c_str()));  // execv takes no const
    }
    arguments.push_back(nullptr);
    process_ = ::fork();
    if (process_ == 0) {
        run(arguments, command.log.c_str());
    }
    if (process_ < 0) {
        throw Error(Reason::worker_not_started, "test: a program cannot be started");
    }
}

Process::~Process() {
    kill();
}

void Process::kill() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
        process_ = 0;
    }
}

bool Process::has_ended() {
    if (process_ > 0 && ::waitpid(process_, nullptr, WNOHANG) == process_) {
        process_ = 0;
    }
    return process_ == 0;
}

int free_port() {
    // Below the ports that Linux gives to outgoing connections: knocking at such a port while
    // nobody listens there can connect to itself and take it.
    static int next = first_port + static_cast<int>(::getpid()) % ports;
    for (int tries = 0; tries < ports; ++tries) {
        next = first_port + (next + 1 - first_port) % ports;
        if (!reserve(next)) {
            continue;
        }
        const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(next));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const bool is_free =
            ::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
        ::close(listener);
        if (is_free) {
            return next;
        }
    }
    throw Error(Reason::worker_not_started, "test: no free port");
}

}  // namespace indgang::fault
