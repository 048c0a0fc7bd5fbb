// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "pipeline/worker/message.h"
#include "schemas/core/descriptor.h"

namespace indgang::worker {

/// A copy of this process that works on one file and then ends, so that whoever takes it over by a
/// hostile file never sees the next applicant's. It begins with everything that is loaded here.
///
/// What it leaves in the folder for temporary files is removed before the next one begins.
/// Threads: one, and no other in the process.
class ReaderProcess {
  public:
    /// Gives the answer to a request, in the copy.
    using Work = std::function<Message(Message request)>;

    ReaderProcess(Work work, std::filesystem::path scratch)
        : work_(std::move(work)), scratch_(std::move(scratch)) {}
    ~ReaderProcess() { end(); }
    ReaderProcess(const ReaderProcess&) = delete;
    ReaderProcess& operator=(const ReaderProcess&) = delete;

    /// Asks the copy that works on `file`, a name that other files do not have; a new one where
    /// there is none. Empty: a new one for this request alone.
    /// Gives: nothing when it ended without an answer.
    /// Errors: internal (worker_not_started), message_too_large.
    [[nodiscard]] std::optional<Message> ask(const std::string& file, const Message& request);

  private:
    void begin(const std::string& file);
    void end();
    [[noreturn]] void serve(int socket);

    Work work_;
    std::filesystem::path scratch_;
    std::string file_;
    Descriptor socket_;
    pid_t process_ = -1;
};

}  // namespace indgang::worker
