// SPDX-License-Identifier: MPL-2.0
// The problem: Poco's server, as most, gives each connection a thread, so 64 clients that send half
// a header stop it, and its parser forgives what a proxy may understand differently.
//
// The idea: all threads wait on one epoll. Whoever gets an event does with that connection what can
// be done without waiting for the peer (connection.h), and puts it back. EPOLLONESHOT gives an
// event to one thread, so a connection needs no queue; a request that is complete is answered by
// the thread that read its last byte. Deadlines are looked at by one more thread twenty times a
// second; with 10,000 connections that costs 0.2 ms a look.
//
// What it costs: the parser and the loop are our own. Why not a library, and what was looked at, is
// in docs/decisions/0014-a-front-of-our-own.md.
#include "adapters/http/server.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "adapters/http/connection.h"
#include "adapters/http/listener.h"
#include "adapters/http/tls_watch.h"
#include "schemas/core/descriptor.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::http {
namespace {

constexpr std::chrono::milliseconds look_every{50};
constexpr int accepted_at_once = 64;          // before others get the thread
constexpr std::size_t files_kept_free = 256;  // of the process, for everything but connections
constexpr std::uint64_t stop_id = 0, listener_id = 1, first_id = 2;
constexpr std::size_t ended_share = 64;  // of all connections, when they run out
constexpr int threads_of_a_turn = 8;     // of so many threads one works on a stored body

std::size_t connections_of(const ServerSettings& settings) {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY) {
        return settings.connections;
    }
    const auto most = static_cast<std::size_t>(files.rlim_cur);
    return std::clamp<std::size_t>(most - std::min(most, files_kept_free), 1, settings.connections);
}

std::uint32_t events_of(Connection::Wish wish) {
    switch (wish) {
        case Connection::Wish::readable:
            return EPOLLIN | EPOLLRDHUP;
        case Connection::Wish::writable:
            return EPOLLOUT;
        case Connection::Wish::again:
            return EPOLLIN | EPOLLOUT;
        case Connection::Wish::turn:
        case Connection::Wish::over:
            return 0;
    }
    return 0;
}

}  // namespace

using ConnectionPtr = std::shared_ptr<Connection>;

struct Server::State {
    State(ServerSettings chosen, Handler handle);
    ~State();
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    void work();
    void accept_some();
    void take(Accepted accepted);
    void go_on(const ConnectionPtr& connection);
    void settle(const ConnectionPtr& connection, Connection::Wish wish);
    void watch_deadlines();
    void end_late();
    void arm(int number, std::uint64_t id, std::uint32_t events, int operation) const;
    void resume(std::uint64_t id);
    [[nodiscard]] ConnectionPtr find(std::uint64_t id);
    void remove(const Connection& connection);
    [[nodiscard]] bool make_room();
    [[nodiscard]] ServerCounts counts() const;

    ServerSettings settings;
    Handler handler;
    BodyRoom room;
    Turns turns;
    Shared shared;
    TlsWatch tls;
    std::size_t most_connections;
    Descriptor listener;
    Descriptor epoll;
    Descriptor stop;
    std::atomic<bool> is_listener_asleep{false};  ///< there were no free files

    mutable std::mutex table_mutex;  // protects the three below
    std::unordered_map<std::uint64_t, ConnectionPtr> table;
    std::unordered_map<std::string, std::size_t> by_address;
    std::uint64_t next_id = first_id;

    std::mutex stop_mutex;  // protects the two below
    std::condition_variable stopped;
    bool is_stopping = false;
    std::vector<std::thread> threads;
};

Server::State::State(ServerSettings chosen, Handler handle)
    : settings(std::move(chosen)),
      handler(std::move(handle)),
      room(settings.room),
      turns(std::max(1, settings.threads / threads_of_a_turn)),
      shared{settings, handler, room, turns, [this](std::uint64_t id) { resume(id); }},
      tls(settings.tls, settings.on_trouble),
      most_connections(connections_of(settings)),
      listener(listen_at(settings.address, settings.port)),
      epoll(::epoll_create1(EPOLL_CLOEXEC)),
      stop(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    VERIFY(epoll.is_open() && stop.is_open());
    arm(stop.number(), stop_id, EPOLLIN, EPOLL_CTL_ADD);
    arm(listener.number(), listener_id, EPOLLIN | EPOLLONESHOT, EPOLL_CTL_ADD);
    for (int i = 0; i < settings.threads; ++i) {
        threads.emplace_back([this] { work(); });
    }
    threads.emplace_back([this] { watch_deadlines(); });
}

Server::State::~State() {
    {
        const std::lock_guard lock(stop_mutex);
        is_stopping = true;
    }
    stopped.notify_all();
    static_cast<void>(::eventfd_write(stop.number(), 1));
    for (auto& thread : threads) {
        thread.join();
    }
}

void Server::State::arm(int number, std::uint64_t id, std::uint32_t events, int operation) const {
    epoll_event event{};
    event.events = events;
    event.data.u64 = id;
    VERIFY(::epoll_ctl(epoll.number(), operation, number, &event) == 0);
}

ConnectionPtr Server::State::find(std::uint64_t id) {
    const std::lock_guard lock(table_mutex);
    const auto found = table.find(id);
    return found == table.end() ? nullptr : found->second;
}

void Server::State::remove(const Connection& connection) {
    const std::lock_guard lock(table_mutex);
    if (table.erase(connection.id()) > 0) {
        const auto count = by_address.find(connection.peer());
        if (--count->second == 0) {
            by_address.erase(count);
        }
    }
}

void Server::State::settle(const ConnectionPtr& connection, Connection::Wish wish) {
    switch (wish) {
        case Connection::Wish::over:
            remove(*connection);
            // The table may have held the last but one: the socket must not stay open for it.
            ::shutdown(connection->socket(), SHUT_RDWR);
            return;
        case Connection::Wish::turn:
            return;  // `resume` arms it
        case Connection::Wish::readable:
        case Connection::Wish::writable:
        case Connection::Wish::again:
            arm(connection->socket(), connection->id(), events_of(wish) | EPOLLONESHOT,
                EPOLL_CTL_MOD);
    }
}

void Server::State::go_on(const ConnectionPtr& connection) {
    const std::lock_guard lock(connection->mutex);
    settle(connection, connection->advance());
}

void Server::State::resume(std::uint64_t id) {
    if (const auto connection = find(id)) {
        arm(connection->socket(), id, events_of(Connection::Wish::again) | EPOLLONESHOT,
            EPOLL_CTL_MOD);
    }
}

void Server::State::work() {
    while (true) {
        epoll_event event{};
        const int count = ::epoll_wait(epoll.number(), &event, 1, -1);
        if (count < 0) {
            VERIFY(errno == EINTR);
            continue;
        }
        if (event.data.u64 == stop_id) {
            return;
        }
        if (event.data.u64 == listener_id) {
            accept_some();
        } else if (const auto connection = find(event.data.u64)) {
            go_on(connection);
        }
    }
}

void Server::State::accept_some() {
    for (int i = 0; i < accepted_at_once; ++i) {
        auto accepted = accept_from(listener.number());
        if (accepted.outcome == Accepted::Outcome::nobody) {
            break;
        }
        if (accepted.outcome == Accepted::Outcome::no_room) {
            // The next look wakes it: who waits stays with the kernel until then.
            is_listener_asleep = !make_room();
            break;
        }
        take(std::move(accepted));
    }
    if (!is_listener_asleep) {
        arm(listener.number(), listener_id, EPOLLIN | EPOLLONESHOT, EPOLL_CTL_MOD);
    }
}

void Server::State::take(Accepted accepted) {
    std::size_t count = 0;
    {
        const std::lock_guard lock(table_mutex);
        count = table.size();
    }
    if (count >= most_connections && !make_room()) {
        return;  // everybody is being answered: the newest is closed
    }
    const int number = accepted.socket.number();
    auto transport =
        tls.is_on() ? tls_server_transport(number, tls.context()) : plain_transport(number);
    ConnectionPtr connection;
    {
        const std::lock_guard lock(table_mutex);
        const auto id = next_id++;
        connection = std::make_shared<Connection>(id, std::move(accepted.socket),
                                                  std::move(transport), accepted.peer, shared);
        table.emplace(id, connection);
        ++by_address[connection->peer()];
    }
    // The client speaks first, by TLS too. Whoever accepts works on nothing else: the others must
    // not wait for a handler.
    arm(number, connection->id(), events_of(Connection::Wish::readable) | EPOLLONESHOT,
        EPOLL_CTL_ADD);
}

/// Ends those that wait longest of the address that holds most: who floods us loses his own. Some
/// at a time, so that a flood does not make us look at the whole table for each of its connections.
/// False: nobody waits.
bool Server::State::make_room() {
    std::vector<std::pair<SteadyTime, ConnectionPtr>> waiting;  // since when
    {
        const std::lock_guard lock(table_mutex);
        std::size_t most = 0;
        for (const auto& [id, connection] : table) {
            const auto since = connection->waits_since();
            if (since == SteadyTime::max()) {
                continue;
            }
            const auto holds = by_address.at(connection->peer());
            if (holds > most) {
                most = holds;
                waiting.clear();
            }
            if (holds == most) {
                waiting.emplace_back(since, connection);
            }
        }
    }
    const auto count = std::min(waiting.size(), most_connections / ended_share + 1);
    std::partial_sort(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(count),
                      waiting.end());
    waiting.resize(count);
    for (const auto& [since, connection] : waiting) {
        const std::lock_guard lock(connection->mutex);
        settle(connection, Connection::Wish::over);
    }
    return !waiting.empty();
}

void Server::State::end_late() {
    std::vector<ConnectionPtr> late;
    {
        const std::lock_guard lock(table_mutex);
        const auto now = SteadyClock::now();
        for (const auto& [id, connection] : table) {
            if (connection->deadline() < now) {
                late.push_back(connection);
            }
        }
    }
    for (const auto& connection : late) {
        const std::unique_lock lock(connection->mutex, std::try_to_lock);
        // Whoever holds it is doing something with it just now; the next look sees what.
        if (lock && connection->deadline() < SteadyClock::now()) {
            settle(connection, connection->expire());
        }
    }
}

void Server::State::watch_deadlines() {
    std::unique_lock lock(stop_mutex);
    while (!stopped.wait_for(lock, look_every, [this] { return is_stopping; })) {
        lock.unlock();
        end_late();
        tls.look();
        if (is_listener_asleep.exchange(false)) {
            arm(listener.number(), listener_id, EPOLLIN | EPOLLONESHOT, EPOLL_CTL_MOD);
        }
        lock.lock();
    }
}

Server::Server(ServerSettings settings, Handler handler)
    : state_(std::make_unique<State>(std::move(settings), std::move(handler))) {}

Server::~Server() = default;

ServerCounts Server::State::counts() const {
    const std::lock_guard lock(table_mutex);
    return {table.size(), most_connections, room.bytes_in_memory(), room.bytes_in_files()};
}

ServerCounts Server::counts() const {
    return state_->counts();
}

int Server::port() const {
    return port_of(state_->listener.number());
}

}  // namespace indgang::http
