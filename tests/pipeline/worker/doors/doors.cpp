// SPDX-License-Identifier: MPL-2.0
#include "tests/pipeline/worker/doors/doors.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <functional>

namespace indgang::worker::doors {
namespace {

bool opens(const std::string& path, int flags) {
    const int file = ::open(path.c_str(), flags, 0600);
    if (file >= 0) {
        ::close(file);
    }
    return file >= 0;
}

bool lists(const std::string& path) {
    DIR* const folder = ::opendir(path.c_str());
    if (folder == nullptr) {
        return false;
    }
    ::closedir(folder);
    return true;
}

/// A call that gives a new descriptor where it is allowed.
bool gives(long number) {
    if (number >= 0) {
        ::close(static_cast<int>(number));
    }
    return number >= 0;
}

bool connects(int port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool is_open =
        socket >= 0 && ::connect(socket, reinterpret_cast<sockaddr*>(&to), sizeof(to)) == 0;
    (void)gives(socket);
    return is_open;
}

/// Whether a program starts: it says so by its exit code.
bool starts(const std::string& path) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::execl(path.c_str(), path.c_str(), "-c", "exit 77", nullptr);
        ::_exit(1);
    }
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == 77;
}

/// A program of its own making.
bool starts_own(const std::string& scratch) {
    const std::string path = scratch + "/own";
    const int file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0700);
    if (file < 0) {
        return false;
    }
    constexpr std::string_view script = "#!/bin/sh\nexit 77\n";
    const bool is_written = ::write(file, script.data(), script.size()) > 0;
    ::close(file);
    const bool is_open = is_written && starts(path);
    ::unlink(path.c_str());
    return is_open;
}

bool starts_from_memory() {
    const int source = ::open("/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2", O_RDONLY);
    const int copy = ::memfd_create("own", 0);
    std::array<char, 4096> piece{};
    for (ssize_t got = 0; (got = ::read(source, piece.data(), piece.size())) > 0;) {
        if (::write(copy, piece.data(), static_cast<std::size_t>(got)) != got) {
            return false;
        }
    }
    // The loader alone ends with 127 when it is asked for nothing; it must not even start.
    const std::string path = "/proc/self/fd/" + std::to_string(copy);
    const pid_t child = ::fork();
    if (child == 0) {
        ::execl(path.c_str(), path.c_str(), "--version", nullptr);
        ::_exit(1);
    }
    int status = 0;
    const bool is_open =
        ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    ::close(copy);
    ::close(source);
    return is_open;
}

bool reads_memory_of(int process) {
    char from = 0, to = 0;
    iovec local{&to, 1}, remote{&from, 1};
    return ::process_vm_readv(process, &local, 1, &remote, 1, 0) == 1;
}

bool takes_memory() {
    constexpr std::size_t gibibytes = std::size_t{8} << 30;
    void* const memory =
        ::mmap(nullptr, gibibytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    const bool is_open = memory != MAP_FAILED;
    if (is_open) {
        ::munmap(memory, gibibytes);
    }
    return is_open;
}

/// A hole that large takes no room, and is refused like bytes.
bool fills_the_disk(const std::string& folder) {
    constexpr off_t gibibytes = off_t{4} << 30;
    ::signal(SIGXFSZ, SIG_IGN);  // else the refusal ends the process
    const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR, 0600);
    const bool is_open = file >= 0 && ::ftruncate(file, gibibytes) == 0;
    ::close(file);
    return is_open;
}

bool raises_its_limits() {
    const rlimit more{RLIM_INFINITY, RLIM_INFINITY};
    return ::setrlimit(RLIMIT_AS, &more) == 0;
}

}  // namespace

std::vector<Door> try_all(const Outside& outside) {
    const auto proc = "/proc/" + std::to_string(outside.process);
    const std::vector<std::pair<const char*, std::function<bool()>>> doors{
        {"read a file of others", [&] { return opens(outside.secret, O_RDONLY); }},
        {"write to a file of others", [&] { return opens(outside.secret, O_WRONLY); }},
        {"make a file elsewhere",
         [&] { return opens(outside.secret_path + "/new", O_CREAT | O_WRONLY); }},
        {"list a folder of others", [&] { return lists(outside.secret_path); }},
        {"read /etc/passwd", [] { return opens("/etc/passwd", O_RDONLY); }},
        {"read another's environment", [&] { return opens(proc + "/environ", O_RDONLY); }},
        {"read another's memory as a file", [&] { return opens(proc + "/mem", O_RDONLY); }},
        {"read another's memory", [&] { return reads_memory_of(outside.process); }},
        {"watch another process",
         [&] { return ::ptrace(PTRACE_SEIZE, outside.process, nullptr, nullptr) == 0; }},
        {"signal another process", [&] { return ::kill(outside.process, SIGCONT) == 0; }},
        {"hold another process by its descriptor",
         [&] { return gives(::syscall(SYS_pidfd_open, outside.process, 0)); }},
        {"connect over TCP", [&] { return connects(outside.tcp_port); }},
        {"make a TCP socket", [] { return gives(::socket(AF_INET, SOCK_STREAM, 0)); }},
        {"make a UDP socket", [] { return gives(::socket(AF_INET, SOCK_DGRAM, 0)); }},
        {"make a UNIX socket", [] { return gives(::socket(AF_UNIX, SOCK_STREAM, 0)); }},
        {"make a netlink socket", [] { return gives(::socket(AF_NETLINK, SOCK_RAW, 0)); }},
        {"start a shell", [] { return starts("/bin/sh"); }},
        {"start a program of its own", [&] { return starts_own(outside.scratch); }},
        {"start a program from memory", [] { return starts_from_memory(); }},
        {"enter a new user namespace", [] { return ::unshare(CLONE_NEWUSER) == 0; }},
        {"mount",
         [&] { return ::mount("none", outside.scratch.c_str(), "tmpfs", 0, nullptr) == 0; }},
        {"change its root", [&] { return ::chroot(outside.scratch.c_str()) == 0; }},
        {"use io_uring",
         [] {
             std::array<char, 256> parameters{};
             return gives(::syscall(SYS_io_uring_setup, 8, parameters.data()));
         }},
        {"load a program into the kernel", [] { return gives(::syscall(SYS_bpf, 0, nullptr, 0)); }},
        {"count events of the machine",
         [] {
             perf_event_attr attributes{};
             attributes.size = sizeof(attributes);
             attributes.type = PERF_TYPE_SOFTWARE;
             return gives(::syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0));
         }},
        {"handle its own page faults", [] { return gives(::syscall(SYS_userfaultfd, 1)); }},
        {"read the kernel's keys", [] { return ::syscall(SYS_keyctl, 0, -3, 1) >= 0; }},
        {"write to a terminal as if typed",
         [] {
             char letter = 'x';
             return ::syscall(SYS_ioctl, 0, 0x5412, &letter) == 0;
         }},
        {"take more memory", [] { return takes_memory(); }},
        {"fill the disk", [&] { return fills_the_disk(outside.scratch); }},
        {"raise its limits", [] { return raises_its_limits(); }},
    };
    std::vector<Door> tried;
    for (const auto& [name, is_open] : doors) {
        tried.push_back({name, is_open()});
    }
    return tried;
}

std::vector<std::string> arguments_of(const Outside& outside) {
    return {outside.secret, outside.secret_path, outside.scratch, std::to_string(outside.tcp_port),
            std::to_string(outside.process)};
}

Outside outside_of(char** arguments) {
    return {arguments[0], arguments[1], arguments[2], std::stoi(arguments[3]),
            std::stoi(arguments[4])};
}

}  // namespace indgang::worker::doors
