// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "adapters/http/body.h"
#include "adapters/http/message/request_reader.h"
#include "adapters/http/server.h"
#include "adapters/http/transport.h"
#include "schemas/core/descriptor.h"

namespace indgang::http {

using SteadyClock = std::chrono::steady_clock;
using SteadyTime = SteadyClock::time_point;

/// How many requests with stored bodies are worked on at once. They wait for the disk for long, and
/// must not hold every thread. Threads: any number.
class Turns {
  public:
    explicit Turns(int places) : free_(places) {}
    /// Whether there is a place; if not, the connection waits and `give_back` names it.
    [[nodiscard]] bool take(std::uint64_t connection);
    /// Gives the connection that may try again.
    [[nodiscard]] std::optional<std::uint64_t> give_back();

  private:
    std::mutex mutex_;  // protects the two below
    int free_;
    std::deque<std::uint64_t> waiting_;
};

/// What all connections of a server share.
struct Shared {
    const ServerSettings& settings;
    const Handler& handler;
    BodyRoom& room;
    Turns& turns;
    std::function<void(std::uint64_t)> resume;  ///< a connection that waited for its turn
};

/// One connection: what was read of it, and what is still to be sent. Its calls never wait for the
/// peer, only for the handler.
class Connection {
  public:
    /// What has to happen before the next call of `advance`.
    enum class Wish { readable, writable, again, turn, over };

    Connection(std::uint64_t id, Descriptor socket, std::unique_ptr<Transport> transport,
               std::string peer, const Shared& shared);
    ~Connection();  ///< tells of an exchange that came to no end
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Held by whoever calls anything below that does not say "any thread".
    std::mutex mutex;
    /// Does what can be done now.
    [[nodiscard]] Wish advance();
    /// The deadline has passed: answers 408 to who sent half a request, else ends.
    [[nodiscard]] Wish expire();

    [[nodiscard]] std::uint64_t id() const { return id_; }           ///< any thread
    [[nodiscard]] int socket() const { return socket_.number(); }    ///< any thread
    [[nodiscard]] const std::string& peer() const { return peer_; }  ///< any thread
    [[nodiscard]] SteadyTime deadline() const { return deadline_; }  ///< any thread
    /// Since when the peer has done nothing that we wait for; max() while we work on a request of
    /// his. Any thread.
    [[nodiscard]] SteadyTime waits_since() const { return waits_since_; }

  private:
    enum class Stage { shaking_hands, reading, working, sending, lingering };
    enum class Pause { none, head, body };  ///< of what in a request the peer owes more

    [[nodiscard]] std::optional<Wish> shake_hands();
    [[nodiscard]] std::optional<Wish> read();
    [[nodiscard]] std::optional<Wish> take(BytesView bytes);
    void count(RequestReader::Step step, std::size_t bytes);
    [[nodiscard]] std::optional<Wish> take_step(RequestReader::Step step, BytesView& bytes);
    [[nodiscard]] std::optional<Wish> work();
    [[nodiscard]] std::optional<Wish> send();
    [[nodiscard]] std::optional<Wish> linger();
    void begin_to_linger();
    void begin_body(BytesView left);
    void tell_exchange(bool is_answered);
    void refuse(int status, const std::string& title, std::string_view reason = {});
    void queue(std::string text, Stage then);
    void mind_the_time();
    [[nodiscard]] std::size_t room_to_read() const;

    std::uint64_t id_;
    Descriptor socket_;
    std::unique_ptr<Transport> transport_;
    std::string peer_;
    const Shared& shared_;

    Stage stage_ = Stage::shaking_hands;
    Stage then_ = Stage::reading;  ///< after sending; shaking_hands: the connection ends
    Pause pause_ = Pause::none;
    RequestReader reader_;
    Bytes kept_;  ///< that came with an earlier request
    ServerRequest request_;
    std::optional<Body> body_;
    SteadyTime body_began_;
    std::string outgoing_;
    std::size_t sent_ = 0;
    std::size_t lingered_ = 0;
    Exchange exchange_;                         ///< the one under way
    std::optional<SteadyTime> exchange_began_;  ///< nothing: none is
    std::atomic<SteadyTime> deadline_;
    std::atomic<SteadyTime> waits_since_;
};

}  // namespace indgang::http
