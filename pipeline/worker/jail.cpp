// SPDX-License-Identifier: MPL-2.0
// Two walls, each of the kernel and each for ever.
//
// Landlock says which files may be opened and which programs started, by folder. Everything that is
// not named is shut: the store, its secrets, other processes under /proc, the sockets of services.
// What was opened before, or comes open over the worker's socket, stays open. From Linux 6.7 on it
// also shuts TCP, from 6.12 on signals to others.
//
// seccomp says which calls there are at all. It is a list of what is allowed, because calls are
// added with each kernel and most holes of kernels lie in rare ones. Left out is everything that
// makes a socket, watches or signals another process, mounts, loads, or starts a rare mechanism;
// and files in memory, because Landlock lets them be started as programs. Where Landlock cannot
// hold signals back (before 6.12) they are left out, too: a child that does not end is then ended
// by its own alarm.
//
// Forbidden calls fail instead of killing: a library that asks for something it can do without goes
// on. A hostile program gains nothing by asking twice.
#include "pipeline/worker/jail.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>

#include "schemas/core/descriptor.h"
#include "schemas/error/error.h"

namespace indgang::worker {
namespace {

namespace fs = std::filesystem;

constexpr rlim_t most_files = 1'024;  // open at a time
/// One file may grow to: a page of the largest size as the decoders write it. Who fills the disk of
/// the temporary files would stop everybody who writes there.
constexpr rlim_t most_file_bytes = rlim_t{1} << 30;

[[noreturn]] void not_closed(const char* what) {
    throw Error(Reason::worker_not_limited, std::string("worker: ") + what);
}

// ------------------------------------------------------------------ Landlock
// Debian 12 has a header of the second version and no wrappers in glibc; the rest stands here as
// the kernel's documentation has it (Documentation/userspace-api/landlock.rst).

struct RulesetAttributes {
    std::uint64_t handled_access_fs = 0;
    std::uint64_t handled_access_net = 0;  ///< from version 4 on
    std::uint64_t scoped = 0;              ///< from version 6 on
};

constexpr int version_of_network = 4, version_of_scopes = 6;
constexpr std::uint64_t net_bind_tcp = 1, net_connect_tcp = 2;
constexpr std::uint64_t scope_abstract_sockets = 1, scope_signals = 2;

constexpr std::uint64_t truncate_right = std::uint64_t{1} << 14U;  // from version 3 on

constexpr std::uint64_t read_rights =
    LANDLOCK_ACCESS_FS_READ_FILE | std::uint64_t{LANDLOCK_ACCESS_FS_READ_DIR};
constexpr std::uint64_t start_rights =
    LANDLOCK_ACCESS_FS_READ_FILE | std::uint64_t{LANDLOCK_ACCESS_FS_EXECUTE};
constexpr std::uint64_t write_rights =
    read_rights | truncate_right | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |
    LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_REMOVE_FILE |
    LANDLOCK_ACCESS_FS_REMOVE_DIR;
constexpr std::uint64_t device_rights =
    LANDLOCK_ACCESS_FS_READ_FILE | std::uint64_t{LANDLOCK_ACCESS_FS_WRITE_FILE};

/// All rights on files that a version knows: what is handled and not allowed is shut.
std::uint64_t all_rights(int version) {
    constexpr int first = 13, with_refer = 14, with_truncate = 15, with_ioctl = 16;
    constexpr int version_of_refer = 2, version_of_truncate = 3, version_of_ioctl = 5;
    int bits = first;
    bits = version >= version_of_refer ? with_refer : bits;
    bits = version >= version_of_truncate ? with_truncate : bits;
    bits = version >= version_of_ioctl ? with_ioctl : bits;
    return (std::uint64_t{1} << bits) - 1;
}

int landlock_version() {
    return static_cast<int>(
        ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION));
}

class Ruleset {
  public:
    explicit Ruleset(int version) : handled_(all_rights(version)), file_(made(version, handled_)) {
        if (file_.number() < 0) {
            not_closed("the kernel takes no Landlock rules");
        }
    }

    /// What is not there needs no right.
    void allow(const fs::path& path, std::uint64_t rights) {
        const Descriptor place(::open(path.c_str(), O_PATH | O_CLOEXEC));
        if (place.number() < 0) {
            return;
        }
        std::error_code not_a_folder;
        constexpr std::uint64_t of_files = LANDLOCK_ACCESS_FS_EXECUTE |
                                           LANDLOCK_ACCESS_FS_READ_FILE |
                                           LANDLOCK_ACCESS_FS_WRITE_FILE | truncate_right;
        if (!fs::is_directory(path, not_a_folder)) {
            rights &= of_files;
        }
        landlock_path_beneath_attr rule{};
        rule.allowed_access = rights & handled_;
        rule.parent_fd = place.number();
        if (::syscall(SYS_landlock_add_rule, file_.number(), LANDLOCK_RULE_PATH_BENEATH, &rule,
                      0) != 0) {
            not_closed("the kernel refuses a Landlock rule");
        }
    }

    void enforce() {
        if (::syscall(SYS_landlock_restrict_self, file_.number(), 0) != 0) {
            not_closed("the kernel does not enforce Landlock");
        }
    }

  private:
    static int made(int version, std::uint64_t handled) {
        RulesetAttributes attributes;
        attributes.handled_access_fs = handled;
        std::size_t size = sizeof(attributes.handled_access_fs);
        if (version >= version_of_network) {
            attributes.handled_access_net = net_bind_tcp | net_connect_tcp;
            size += sizeof(attributes.handled_access_net);
        }
        if (version >= version_of_scopes) {
            attributes.scoped = scope_abstract_sockets | scope_signals;
            size += sizeof(attributes.scoped);
        }
        return static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, size, 0));
    }

    std::uint64_t handled_;
    Descriptor file_;
};

void shut_files(const JailSettings& settings, int version) {
    Ruleset rules(version);
    for (const char* public_folder :
         {"/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/local/lib", "/usr/share",
          "/usr/local/share", "/etc/fonts", "/etc/ld.so.cache", "/var/cache/fontconfig",
          "/sys/devices/system/cpu", "/dev/urandom"}) {
        rules.allow(public_folder, read_rights);
    }
    rules.allow("/dev/null", device_rights);
    for (const auto& path : settings.readable) {
        rules.allow(path, read_rights);
    }
    for (const auto& folder : settings.writable) {
        rules.allow(folder, write_rights);
    }
    for (const auto& program : settings.programs) {
        rules.allow(program, start_rights);
    }
    if (!settings.programs.empty()) {
        // The kernel opens it to start a program that is linked at run time.
        for (const char* linker : {"/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"}) {
            rules.allow(linker, start_rights);
        }
    }
    rules.enforce();
}

// ------------------------------------------------------------------- seccomp

/// Reading, writing and memory; time; threads and children; asking about oneself.
constexpr std::string_view allowed =
    "read write readv writev pread64 pwrite64 lseek close close_range open openat access faccessat "
    "faccessat2 stat lstat fstat newfstatat statx statfs fstatfs readlink readlinkat getdents64 "
    "getcwd fcntl dup dup2 dup3 pipe pipe2 poll ppoll select pselect6 ftruncate unlink unlinkat "
    "mkdir mkdirat rmdir symlink symlinkat umask fadvise64 "
    "mmap munmap mprotect mremap madvise brk mincore membarrier "
    "futex set_robust_list get_robust_list rseq set_tid_address arch_prctl "
    "sched_yield sched_getaffinity sched_setscheduler sched_getscheduler sched_getparam "
    "getpriority setpriority gettid getpid getppid getpgrp getpgid setpgid getuid geteuid getgid "
    "getegid getgroups uname sysinfo getrusage getrlimit setrlimit prlimit64 times getrandom "
    "clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time alarm setitimer "
    "getitimer rt_sigaction rt_sigprocmask rt_sigreturn rt_sigtimedwait sigaltstack "
    "restart_syscall fork vfork wait4 waitid execve exit exit_group "
    "sendmsg recvmsg sendto recvfrom";

class Filter {
  public:
    Filter() : context_(seccomp_init(SCMP_ACT_ERRNO(EPERM))) {
        if (!context_) {
            not_closed("no seccomp filter can be made");
        }
    }

    void allow(std::string_view name) { add(SCMP_ACT_ALLOW, name, {}); }
    void allow(std::string_view name, scmp_arg_cmp argument) {
        add(SCMP_ACT_ALLOW, name, {argument});
    }
    /// As a kernel that does not know the call.
    void deny_as_unknown(std::string_view name) { add(SCMP_ACT_ERRNO(ENOSYS), name, {}); }

    void load() {
        if (seccomp_load(context_.get()) != 0) {
            not_closed("the kernel takes no seccomp filter");
        }
    }

  private:
    struct Release {
        void operator()(void* context) const { seccomp_release(context); }
    };

    void add(std::uint32_t action, std::string_view name,
             std::initializer_list<scmp_arg_cmp> arguments) {
        const int call = seccomp_syscall_resolve_name(std::string(name).c_str());
        if (call == __NR_SCMP_ERROR) {
            return;  // not of this machine
        }
        if (seccomp_rule_add_array(context_.get(), action, call,
                                   static_cast<unsigned>(arguments.size()),
                                   arguments.begin()) != 0) {
            not_closed("a seccomp rule is refused");
        }
    }

    std::unique_ptr<void, Release> context_;
};

constexpr std::uint64_t new_namespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS |
                                         CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;

void shut_calls(bool holds_signals_back) {
    Filter filter;
    for (auto rest = allowed; !rest.empty();) {
        const auto end = std::min(rest.find(' '), rest.size());
        filter.allow(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    // Threads and children, but no new namespaces. What clone3 is given cannot be looked at, so it
    // is not there, and glibc takes clone.
    filter.allow("clone", SCMP_A0(SCMP_CMP_MASKED_EQ, new_namespaces, 0));
    filter.deny_as_unknown("clone3");
    // Two ends of one connection that nobody else has.
    filter.allow("socketpair", SCMP_A0(SCMP_CMP_EQ, static_cast<std::uint64_t>(AF_UNIX)));
    // Whether a descriptor is a terminal; no other word to any device.
    constexpr std::uint64_t terminal_attributes = 0x5401;
    filter.allow("ioctl", SCMP_A1(SCMP_CMP_EQ, terminal_attributes));
    for (const int option : {PR_SET_NAME, PR_GET_NAME, PR_SET_PDEATHSIG, PR_GET_DUMPABLE,
                             PR_SET_DUMPABLE, PR_SET_VMA}) {
        filter.allow("prctl", SCMP_A0(SCMP_CMP_EQ, static_cast<std::uint64_t>(option)));
    }
    if (holds_signals_back) {
        for (const char* name : {"kill", "tgkill", "tkill"}) {
            filter.allow(name);
        }
    } else {
        filter.allow("tgkill", SCMP_A0(SCMP_CMP_EQ, static_cast<std::uint64_t>(::getpid())));
    }
    filter.load();
}

/// A sanitizer, which only tests are built with, reserves more address space than there is memory.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool has_sanitizer = true;
#else
constexpr bool has_sanitizer = false;
#endif

void limit_process(std::int64_t memory_bytes) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const auto memory = has_sanitizer ? RLIM_INFINITY : static_cast<rlim_t>(memory_bytes);
    const rlimit address_space{memory, memory}, no_core{0, 0}, files{most_files, most_files},
        file{most_file_bytes, most_file_bytes};
    if (::setrlimit(RLIMIT_AS, &address_space) != 0 || ::setrlimit(RLIMIT_CORE, &no_core) != 0 ||
        ::setrlimit(RLIMIT_FSIZE, &file) != 0 || ::setrlimit(RLIMIT_NOFILE, &files) != 0) {
        not_closed("its limits are refused");
    }
}

/// Root without capabilities is nobody in particular: it cannot raise its limits again.
void drop_capabilities() {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> none{};
    if (::syscall(SYS_capset, &header, none.data()) != 0) {
        not_closed("its privileges cannot be given up");
    }
}

}  // namespace

std::vector<fs::path> programs_of_decoders() {
    std::vector<fs::path> programs;
    for (const char* name : {"pdftoppm", "heif-convert"}) {
        for (const char* folder : {"/usr/local/bin", "/usr/bin", "/bin"}) {
            const auto program = fs::path(folder) / name;
            if (::access(program.c_str(), X_OK) == 0) {
                programs.push_back(program);
                break;
            }
        }
    }
    return programs;
}

void enter_jail(const JailSettings& settings) {
    const int version = landlock_version();
    if (version < 1) {
        not_closed("the kernel has no Landlock, so a worker cannot be shut in");
    }
    limit_process(settings.memory_bytes);
    drop_capabilities();
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        not_closed("it cannot give up new privileges");
    }
    shut_files(settings, version);
    shut_calls(version >= version_of_scopes);
}

}  // namespace indgang::worker
