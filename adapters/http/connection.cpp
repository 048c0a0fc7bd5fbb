// SPDX-License-Identifier: MPL-2.0
// A connection is a state machine that is pushed by whatever happens to it. It is never asked to
// wait, so 5,000 of them need no more threads than one.
//
// Times are absolute, whatever drips in: a head has `receive_timeout_ms` from its first byte; a
// body has as much, and a second more for each 16 KB that has come; an answer likewise. A refusal
// whose body is still under way would be lost in a reset connection, so what the peer still sends
// is thrown away for a moment after the answer.
#include "adapters/http/connection.h"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

#include "adapters/http/response_text.h"
#include "schemas/error/error.h"

namespace indgang::http {
namespace {

using std::chrono::milliseconds;
using Outcome = Transfer::Outcome;

constexpr std::size_t piece_bytes = 64u << 10;
constexpr std::size_t head_piece_bytes = 16u
                                         << 10;  // what a peer may make us keep beside a request
constexpr std::size_t earned_bytes_per_ms = 16;  // 16 KB/s: the slowest line that gets patience
constexpr milliseconds send_time{30'000};        // for the first byte that the peer takes
constexpr milliseconds linger_time{500};
constexpr std::size_t linger_bytes = 8u << 20;
constexpr int rounds = 64;   // of reading, working and sending before others get the thread
constexpr int requests = 4;  // the same, of who sends many at once

}  // namespace

bool Turns::take(std::uint64_t connection) {
    const std::lock_guard lock(mutex_);
    if (free_ == 0) {
        waiting_.push_back(connection);
        return false;
    }
    --free_;
    return true;
}

std::optional<std::uint64_t> Turns::give_back() {
    const std::lock_guard lock(mutex_);
    ++free_;
    if (waiting_.empty()) {
        return std::nullopt;
    }
    const auto next = waiting_.front();
    waiting_.pop_front();
    return next;
}

Connection::Connection(std::uint64_t id, Descriptor socket, std::unique_ptr<Transport> transport,
                       std::string peer, const Shared& shared)
    : id_(id),
      socket_(std::move(socket)),
      transport_(std::move(transport)),
      peer_(std::move(peer)),
      shared_(shared),
      reader_({.body_bytes = shared.settings.body_bytes}),
      deadline_(SteadyClock::now() + milliseconds(shared.settings.receive_timeout_ms)),
      waits_since_(SteadyClock::now()) {
    static_cast<void>(shake_hands());  // a plain one is done with it now
}

Connection::~Connection() {
    tell_exchange(false);
}

void Connection::tell_exchange(bool is_answered) {
    if (exchange_began_ && shared_.settings.on_exchange) {
        exchange_.peer = peer_;
        exchange_.is_answered = is_answered;
        exchange_.took = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() -
                                                                               *exchange_began_);
        shared_.settings.on_exchange(exchange_);
    }
    exchange_began_.reset();
    exchange_ = {};
}

std::optional<Connection::Wish> Connection::shake_hands() {
    const auto shaken = transport_->shake_hands();
    switch (shaken.outcome) {
        case Outcome::done:
            stage_ = Stage::reading;
            deadline_ = SteadyClock::now() + milliseconds(shared_.settings.keep_alive_ms);
            return std::nullopt;
        case Outcome::wants_readable:
            return Wish::readable;
        case Outcome::wants_writable:
            return Wish::writable;
        case Outcome::ended:
            return Wish::over;
        case Outcome::broken:
            begin_to_linger();  // else the alert that says why may be lost
            return std::nullopt;
    }
    return Wish::over;
}

/// Of a body with a length no byte of the next request is read, and of a head little more than it.
std::size_t Connection::room_to_read() const {
    if (const auto left = reader_.left()) {
        return std::clamp<std::size_t>(*left, 1, piece_bytes);
    }
    return reader_.is_in_body() ? piece_bytes : head_piece_bytes;
}

std::optional<Connection::Wish> Connection::read() {
    if (!kept_.empty()) {
        const auto bytes = std::exchange(kept_, {});
        return take(bytes);
    }
    thread_local std::array<std::uint8_t, piece_bytes> room;
    const auto got = transport_->read(std::span(room).first(room_to_read()));
    switch (got.outcome) {
        case Outcome::done:
            return take(std::span(room).first(got.bytes));
        case Outcome::wants_readable:
            return Wish::readable;
        case Outcome::wants_writable:
            return Wish::writable;
        case Outcome::ended:
            if (reader_.is_between()) {
                return Wish::over;
            }
            refuse(400, "the request is cut off");
            return std::nullopt;
        case Outcome::broken:
            return Wish::over;
    }
    return Wish::over;
}

std::optional<Connection::Wish> Connection::take(BytesView bytes) {
    while (stage_ == Stage::reading) {
        const auto before = bytes.size();
        const auto step = reader_.next(bytes);
        count(step, before - bytes.size());
        if (step == RequestReader::Step::more) {
            break;
        }
        if (const auto wish = take_step(step, bytes)) {
            return wish;
        }
    }
    kept_.assign(bytes.begin(), bytes.end());
    if (stage_ == Stage::reading) {
        mind_the_time();
    }
    return std::nullopt;
}

/// Line ends before a request are no part of one.
void Connection::count(RequestReader::Step step, std::size_t bytes) {
    if (step == RequestReader::Step::more && reader_.is_between()) {
        return;
    }
    if (!exchange_began_) {
        exchange_began_ = SteadyClock::now();
    }
    exchange_.bytes_in += bytes;
}

std::optional<Connection::Wish> Connection::take_step(RequestReader::Step step, BytesView& bytes) {
    try {
        switch (step) {
            case RequestReader::Step::more:
                break;
            case RequestReader::Step::head:
                begin_body(bytes);
                break;
            case RequestReader::Step::piece:
                body_->add(reader_.piece());
                break;
            case RequestReader::Step::whole:
                if (body_->is_in_file()) {
                    request_.stored = body_->take_stored();
                } else {
                    request_.body = body_->take();
                }
                body_.reset();
                deadline_ = SteadyTime::max();
                waits_since_ = SteadyTime::max();
                stage_ = Stage::working;
                break;
            case RequestReader::Step::refused:
                refuse(reader_.refusal().status, reader_.refusal().title);
                break;
        }
    } catch (const Error& error) {
        const bool is_full = error.why() == Reason::body_room_full;
        refuse(is_full ? 503 : 507,
               is_full ? "too many bodies are under way" : "the disk takes nothing now",
               error.reason());
    }
    return std::nullopt;
}

/// The head is here: refuses by it, or lets the body come.
void Connection::begin_body(BytesView left) {
    const auto& head = reader_.head();
    exchange_.method = head.method;
    exchange_.path = head.path;
    if (const auto id = head.headers.find("x-request-id"); id != head.headers.end()) {
        exchange_.request_id = id->second;
    }
    request_ = {head.method, head.path, head.query, head.headers, {}, nullptr, peer_};
    const auto refusal =
        shared_.settings.check_head ? shared_.settings.check_head(request_) : std::nullopt;
    if (refusal) {
        exchange_.status = refusal->status;
        queue(text_of(*refusal, {.closes = true, .is_head = head.method == "HEAD"}),
              Stage::lingering);
        return;
    }
    body_.emplace(shared_.room, head.body_bytes);
    body_began_ = SteadyClock::now();
    pause_ = Pause::body;
    waits_since_ = body_began_;
    // RFC 9110, 10.1.1: who has begun to send the body does not wait.
    if (head.expects_continue && left.empty() && head.body_bytes.value_or(1) > 0) {
        queue("HTTP/1.1 100 Continue\r\n\r\n", Stage::reading);
    }
}

void Connection::mind_the_time() {
    const milliseconds patience(shared_.settings.receive_timeout_ms);
    const auto now = SteadyClock::now();
    if (reader_.is_in_body()) {
        deadline_ =
            body_began_ + patience + milliseconds(body_ ? body_->size() / earned_bytes_per_ms : 0);
        pause_ = Pause::body;
        waits_since_ = now;
    } else if (reader_.is_between()) {
        if (pause_ != Pause::none || deadline_.load() == SteadyTime::max()) {
            deadline_ = now + milliseconds(shared_.settings.keep_alive_ms);
            waits_since_ = now;
        }
        pause_ = Pause::none;
    } else if (pause_ != Pause::head) {
        deadline_ = now + patience;
        pause_ = Pause::head;
    }
}

std::optional<Connection::Wish> Connection::work() {
    const bool needs_turn = request_.stored != nullptr;
    if (needs_turn && !shared_.turns.take(id_)) {
        return Wish::turn;
    }
    ServerResponse response;
    try {
        response = shared_.handler(request_);
    } catch (const std::exception&) {
        // Details could hold personal data; the handler tells its own troubles.
        response = problem(500, "internal error");
    }
    const bool is_head = request_.method == "HEAD";
    request_ = {};
    if (needs_turn) {
        if (const auto next = shared_.turns.give_back()) {
            shared_.resume(*next);
        }
    }
    if (response.cut_off) {
        return Wish::over;
    }
    const bool closes = !reader_.head().keeps_alive;
    exchange_.status = response.status;
    queue(text_of(response, {.closes = closes, .is_head = is_head}),
          closes ? Stage::lingering : Stage::reading);
    return std::nullopt;
}

void Connection::refuse(int status, const std::string& title, std::string_view reason) {
    body_.reset();
    request_ = {};
    exchange_.status = status;
    queue(text_of(problem(status, title, reason), {.closes = true, .is_head = false}),
          Stage::lingering);
}

void Connection::queue(std::string text, Stage then) {
    outgoing_ = std::move(text);
    sent_ = 0;
    then_ = then;
    stage_ = Stage::sending;
    const auto now = SteadyClock::now();
    deadline_ = now + send_time + milliseconds(outgoing_.size() / earned_bytes_per_ms);
    waits_since_ = now;
}

std::optional<Connection::Wish> Connection::send() {
    while (sent_ < outgoing_.size()) {
        const auto put = transport_->write(view_of(outgoing_).subspan(sent_));
        switch (put.outcome) {
            case Outcome::done:
                sent_ += put.bytes;
                waits_since_ = SteadyClock::now();
                exchange_.bytes_out += put.bytes;
                break;
            case Outcome::wants_readable:
                return Wish::readable;
            case Outcome::wants_writable:
                return Wish::writable;
            case Outcome::ended:
            case Outcome::broken:
                return Wish::over;
        }
    }
    outgoing_ = {};
    if (exchange_.status != 0) {  // else it was no answer: 100 Continue
        tell_exchange(true);
    }
    stage_ = then_;
    if (stage_ == Stage::lingering) {
        begin_to_linger();
    } else {
        deadline_ = SteadyTime::max();  // mind_the_time sets it anew
        mind_the_time();
    }
    return std::nullopt;
}

void Connection::begin_to_linger() {
    stage_ = Stage::lingering;
    transport_->end_writing();
    waits_since_ = SteadyClock::now();
    deadline_ = SteadyClock::now() + linger_time;
}

std::optional<Connection::Wish> Connection::linger() {
    const auto got = drop_from(socket_.number());
    lingered_ += got.bytes;
    if (got.outcome == Outcome::wants_readable) {
        return Wish::readable;
    }
    const bool goes_on = got.outcome == Outcome::done && lingered_ < linger_bytes;
    return goes_on ? std::nullopt : std::optional(Wish::over);
}

Connection::Wish Connection::advance() {
    int answered = 0;
    for (int round = 0; round < rounds && answered < requests; ++round) {
        std::optional<Wish> wish;
        switch (stage_) {
            case Stage::shaking_hands:
                wish = shake_hands();
                break;
            case Stage::reading:
                wish = read();
                break;
            case Stage::working:
                ++answered;
                wish = work();
                break;
            case Stage::sending:
                wish = send();
                break;
            case Stage::lingering:
                wish = linger();
                break;
        }
        if (wish) {
            return *wish;
        }
    }
    return Wish::again;
}

Connection::Wish Connection::expire() {
    const bool owes_request = stage_ == Stage::reading && !reader_.is_between();
    if (!owes_request) {
        return Wish::over;
    }
    refuse(408, reader_.is_in_body() ? "the body came too slowly" : "the head came too slowly");
    return advance();
}

}  // namespace indgang::http
