// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// The walls of a worker. Whoever takes it over by a hostile file may read what everybody may read
/// and answer nonsense; no other door is open.
namespace indgang::worker {

struct JailSettings {
    /// Folders and files that may be read: forms, models. What the system's libraries need (their
    /// files, fonts, languages) is readable besides.
    std::vector<std::filesystem::path> readable;
    /// Folders in which files may be made and removed.
    std::vector<std::filesystem::path> writable;
    /// Programs that may be started, as absolute paths. One that is not there is left out.
    std::vector<std::filesystem::path> programs;
    std::int64_t memory_bytes = 0;  ///< of address space, for good
};

/// The programs of other makers that read PDF and HEIC, where `PATH` has them.
[[nodiscard]] std::vector<std::filesystem::path> programs_of_decoders();

/// Shuts this process and all that it starts up for good: no files but those named here and those
/// that it is handed open, no network, no other program, no signal to anybody else, no privilege,
/// no way to watch another process. What is forbidden fails with an error; it does not end the
/// process.
///
/// It ends with the process that started it.
///
/// Errors:  internal "worker_not_limited": limits are refused, or the kernel has no Landlock
/// (before 5.13, or switched off)
///          or no seccomp. Nothing from outside may be parsed then.
/// Threads: to be called before there is a second one.
/// Source:  docs/decisions/0013-a-worker-is-in-a-jail.md
void enter_jail(const JailSettings& settings);

}  // namespace indgang::worker
