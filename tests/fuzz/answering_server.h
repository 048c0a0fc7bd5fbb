// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "schemas/core/bytes.h"

namespace indgang::fuzz {

/// A server on loopback, in a thread of its own, that answers every request with what it was told
/// last. It lives as long as the process.
///
/// Threads: `answer` from one thread, which asks afterwards.
class AnsweringServer {
  public:
    AnsweringServer();
    [[nodiscard]] const std::string& url() const { return url_; }
    /// These bytes, whatever they are, and then the end of the connection.
    void answer_raw(BytesView bytes);
    /// A well-formed answer with this body; the connection is kept.
    void answer(int status, BytesView body);

  private:
    struct Answer {
        std::string to_head;
        std::string to_others;
        bool is_kept = false;
    };
    void tell(Answer answer);
    [[nodiscard]] std::shared_ptr<const Answer> told();
    void serve();

    int listener_ = -1;
    std::string url_;
    std::mutex mutex_;
    std::shared_ptr<const Answer> answer_;  ///< a client that heard enough is told another one
                                            ///< while this one is still being sent
};

}  // namespace indgang::fuzz
