// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schemas/core/bytes.h"

namespace indgang::bench {

class Wire;

/// Waits for many connections and points in time at once, in one thread.
class Loop {
  public:
    Loop();
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    /// Calls `task` when wall_seconds() is `when`, or as soon after as this thread can.
    void at(double when, std::function<void()> task);
    /// Goes on until `is_done` says yes, which is asked after whatever happened, or until then.
    void run_until(double when, const std::function<bool()>& is_done = {});

  private:
    friend class Wire;
    struct Task {
        double when = 0;
        std::uint64_t order = 0;
        std::function<void()> run;
        bool operator<(const Task& other) const {
            return when > other.when || (when == other.when && order > other.order);
        }
    };
    void run_due_tasks();
    void wait(double until);

    int epoll_ = -1;
    std::uint64_t last_serial_ = 0;
    std::unordered_map<std::uint64_t, Wire*> wires_;
    std::priority_queue<Task> tasks_;
};

/// The other end of a connection, and how this one behaves.
struct WireSettings {
    int port = 0;
    std::string from = "127.0.0.1";  ///< own address, on loopback
    bool reads = true;               ///< else nothing is ever read, into the smallest buffer
};

/// One connection to a server of HTTP on loopback, given to bytes and not to requests: it sends
/// what it is told. It may be destroyed at any time, by what it calls too.
class Wire {
  public:
    /// `on_answer` gets the status of each whole answer, `on_end` is called once, when the other
    /// side closed, reset, refused, or answered what is no HTTP.
    struct Events {
        std::function<void(int status)> on_answer;
        std::function<void()> on_end;
    };
    /// Errors: std::runtime_error (the system has no more descriptors or ports).
    Wire(Loop& loop, const WireSettings& settings, Events events);
    ~Wire();
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    /// Sends these bytes as soon as the connection takes them.
    void send(std::string_view bytes);
    /// After what was told before: `block` again and again until `bytes` of it are sent. The block
    /// stays where it is until then.
    void send_repeated(std::string_view block, std::size_t bytes);
    [[nodiscard]] bool is_connected() const { return is_connected_; }
    [[nodiscard]] bool has_begun_to_answer() const { return !incoming_.empty(); }

  private:
    friend class Loop;
    void happened(std::uint32_t events);
    bool push();  ///< false: the connection is broken
    void pull();
    bool take_answers();  ///< false: this wire is gone
    void end();
    void want(bool writable);

    Loop& loop_;
    Events events_;
    std::uint64_t serial_ = 0;
    int socket_ = -1;
    bool reads_ = true, is_connected_ = false, wants_to_write_ = true;
    std::string outgoing_;
    std::size_t sent_ = 0;
    std::string_view block_;
    std::size_t repeated_left_ = 0, block_at_ = 0;
    std::string incoming_;
};

}  // namespace indgang::bench
