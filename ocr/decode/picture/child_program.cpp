// SPDX-License-Identifier: MPL-2.0
// Some formats are read by programs of other makers, because their libraries are under licences
// that this one cannot take in, or too large to trust in this process. Between fork and exec only
// calls that are safe there. What the child says on its standard output comes back through a pipe,
// read until its end, the deadline, or the largest size asked for; then the whole process group is
// killed and waited for.
#include "ocr/decode/picture/child_program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <thread>
#include <vector>

#include "ocr/decode/picture/checked.h"
#include "ocr/decode/picture/picture_limits.h"
#include "schemas/core/descriptor.h"
#include "schemas/error/error.h"

namespace indgang::ocr {

namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr int exit_not_found = 127;

void limit_resource(int resource, rlim_t most) {
    const rlimit limit{most, most};
    static_cast<void>(setrlimit(static_cast<__rlimit_resource>(resource), &limit));
}

constexpr int first_file = 3;  // of a child, behind what every program has

/// Puts the files of a child where it looks for them, and closes all others. First out of each
/// other's way.
bool put_in_place(std::span<const NamelessFile> files) {
    constexpr int out_of_the_way = 512;
    const int count = static_cast<int>(files.size());
    for (int i = 0; i < count; ++i) {
        const int number = files[static_cast<std::size_t>(i)].file().number();
        if (dup2(number, out_of_the_way + i) < 0) {
            return false;
        }
    }
    for (int i = 0; i < count; ++i) {
        if (dup2(out_of_the_way + i, first_file + i) < 0) {
            return false;
        }
    }
    return close_range(static_cast<unsigned>(first_file + count), ~0U, 0) == 0;
}

[[noreturn]] void become_program(const char* const* arguments, const ChildLimits& limits,
                                 std::span<const NamelessFile> files, int output) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);    // it does not outlive the worker
    alarm(limits::child_alarm_seconds);  // where a worker may send no signal
    limit_resource(RLIMIT_AS, limits::child_memory_bytes_most);
    // The soft limit first: its signal says which limit it was.
    const rlimit seconds{limits::child_cpu_seconds_most, limits::child_cpu_seconds_most + 1};
    static_cast<void>(setrlimit(RLIMIT_CPU, &seconds));
    limit_resource(RLIMIT_FSIZE, limits.file_bytes);
    limit_resource(RLIMIT_CORE, 0);
    signal(SIGXFSZ, SIG_IGN);  // a font cache that can not be written is no reason to die
    const int nothing = open("/dev/null", O_RDWR);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(nothing, STDERR_FILENO) < 0 ||
        dup2(output, STDOUT_FILENO) < 0 || !put_in_place(files)) {
        _exit(exit_not_found);
    }
    execvp(arguments[0], const_cast<char* const*>(arguments));
    _exit(exit_not_found);
}

/// Reads to the end of the pipe; false when the time or the size ran out first.
bool read_all(int input, SteadyClock::time_point deadline, std::size_t bytes_most, Bytes& into) {
    constexpr std::size_t piece_bytes = std::size_t{1} << 18;
    std::vector<std::uint8_t> piece(piece_bytes);
    while (true) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - SteadyClock::now());
        pollfd waiting{input, POLLIN, 0};
        if (left <= 0ms) {
            return false;
        }
        if (poll(&waiting, 1, static_cast<int>(left.count())) <= 0) {
            continue;
        }
        const ssize_t got = read(input, piece.data(), piece.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return true;
        }
        into.insert(into.end(), piece.begin(), piece.begin() + got);
        if (into.size() > bytes_most) {
            return false;
        }
    }
}

/// Waits for the end of a child that has closed its output, without reaping it; false when the time
/// ran out first.
bool has_ended(pid_t child, SteadyClock::time_point deadline) {
    constexpr auto pause = 1ms;
    while (SteadyClock::now() < deadline) {
        siginfo_t seen{};
        if (waitid(P_PID, static_cast<id_t>(child), &seen, WEXITED | WNOWAIT | WNOHANG) == 0 &&
            seen.si_pid == child) {
            return true;
        }
        std::this_thread::sleep_for(pause);
    }
    return false;
}

/// Writes all of it; false when the disk takes no more.
bool write_all(int file, BytesView bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t wrote = write(file, bytes.data() + done, bytes.size() - done);
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote <= 0) {
            return false;
        }
        done += static_cast<std::size_t>(wrote);
    }
    return true;
}

}  // namespace

NamelessFile::NamelessFile(const std::filesystem::path& folder, int page) {
    // Not O_TMPFILE, which not every file system has: the file loses its name while it is empty.
    std::string path = (folder / "scan-XXXXXX").string();
    file_ = Descriptor(mkostemp(path.data(), O_CLOEXEC));
    if (!file_.is_open() || unlink(path.c_str()) != 0) {
        throw Error(Reason::scratch_unwritable, "scan: the scratch folder takes no file",
                    place_of(page));
    }
}

NamelessFile::NamelessFile(const std::filesystem::path& folder, BytesView bytes, int page)
    : NamelessFile(folder, page) {
    if (!write_all(file_.number(), bytes)) {
        throw Error(Reason::scratch_unwritable, "scan: the scratch folder takes no file",
                    place_of(page));
    }
}

Bytes NamelessFile::bytes() const {
    const auto size = lseek(file_.number(), 0, SEEK_END);
    Bytes bytes(size > 0 ? static_cast<std::size_t>(size) : 0);
    std::size_t have = 0;
    while (have < bytes.size()) {
        const auto got = pread(file_.number(), bytes.data() + have, bytes.size() - have,
                               static_cast<off_t>(have));
        if (got <= 0) {
            throw Error(Reason::scratch_unwritable,
                        "scan: a file of the scratch folder has changed");
        }
        have += static_cast<std::size_t>(got);
    }
    return bytes;
}

std::string path_in_child(std::size_t index) {
    return "/dev/fd/" + std::to_string(first_file + static_cast<int>(index));
}

ChildResult run_child(const char* const* arguments, std::span<const NamelessFile> files,
                      const ChildLimits& limits, int page) {
    std::array<int, 2> pipe_ends{};
    if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) {
        throw Error(Reason::child_not_run, "scan: no pipe", place_of(page));
    }
    Descriptor input(pipe_ends[0]), output(pipe_ends[1]);
    const pid_t child = fork();
    if (child < 0) {
        throw Error(Reason::child_not_run, "scan: no child process", place_of(page));
    }
    if (child == 0) {
        become_program(arguments, limits, files, output.number());
    }
    setpgid(child, child);
    output.reset();
    ChildResult result;
    const auto deadline = SteadyClock::now() + limits::child_wall_time_most;
    const bool is_whole = read_all(input.number(), deadline, limits.output_bytes, result.output) &&
                          has_ended(child, deadline);
    kill(-child, SIGKILL);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    // By its processor time, its alarm, or for want of memory in the whole machine.
    const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    const bool was_stopped = signal == SIGXCPU || signal == SIGALRM || signal == SIGKILL;
    if (!is_whole || was_stopped) {
        result.end = ChildEnd::limit_reached;
    } else if (WIFEXITED(status)) {
        const int code = WEXITSTATUS(status);
        result.end = code == exit_not_found ? ChildEnd::not_started
                                            : (code == 0 ? ChildEnd::done : ChildEnd::failed);
    }
    return result;
}

}  // namespace indgang::ocr
