// SPDX-License-Identifier: MPL-2.0
#include "tests/adapters/http/nginx_peer.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "schemas/core/descriptor.h"

namespace indgang::http {
namespace {

namespace fs = std::filesystem;

/// What nginx would refuse by its own limits, and the server under test by others, is no matter of
/// this comparison: the limits here are wide, that of bodies is the same. Refusals of the grammar
/// are nginx's own; `ignore_invalid_headers off` would have it pass more on.
std::string configuration(const fs::path& folder, std::size_t entrances) {
    const auto at = [&](const std::string& name) { return (folder / name).string(); };
    std::string text = "daemon off;\nmaster_process off;\npid " + at("pid") + ";\nerror_log " +
                       at("error.log") +
                       " crit;\nevents { worker_connections 512; }\nhttp {\naccess_log off;\n";
    for (const char* sort : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
        text += std::string(sort) + "_temp_path " + at(sort) + ";\n";
    }
    text +=
        "client_max_body_size 1m;\nclient_body_buffer_size 1m;\nlarge_client_header_buffers 8 "
        "128k;\nclient_header_buffer_size 16k;\nkeepalive_timeout 10s;\nproxy_http_version "
        "1.1;\nproxy_ignore_client_abort on;\nmerge_slashes off;\n";
    for (std::size_t i = 0; i < entrances; ++i) {
        const auto number = std::to_string(i);
        text += "server { listen unix:" + at("front-" + number) +
                "; location / { proxy_pass http://unix:" + at("back-" + number) + "; } }\n";
    }
    return text + "}\n";
}

fs::path new_folder() {
    std::string name = (fs::temp_directory_path() / "indgang-nginx-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("no temporary folder");
    }
    return name;
}

std::size_t body_bytes(std::string_view head) {
    constexpr std::string_view name = "\r\nContent-Length: ";
    const auto at = head.find(name);
    std::size_t bytes = 0;
    if (at != std::string_view::npos) {
        const auto value = head.substr(at + name.size());
        std::from_chars(value.data(), value.data() + value.size(), bytes);
    }
    return bytes;
}

}  // namespace

/// Takes what nginx passes on, a request a connection: nginx has put it into the plainest form.
class NginxPeer::Backend {
  public:
    explicit Backend(const fs::path& socket) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const auto& name = socket.native();
        std::copy_n(name.begin(), std::min(name.size(), sizeof address.sun_path - 1),
                    address.sun_path);
        constexpr int backlog = 64;
        if (::bind(listener_.number(), reinterpret_cast<const sockaddr*>(&address),
                   sizeof address) != 0 ||
            ::listen(listener_.number(), backlog) != 0) {
            throw std::runtime_error("no socket for a backend");
        }
        thread_ = std::thread([this] { serve(); });
    }
    ~Backend() {
        ::shutdown(listener_.number(), SHUT_RDWR);
        thread_.join();
    }
    Backend(const Backend&) = delete;
    Backend& operator=(const Backend&) = delete;

    std::vector<Given> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(given_, {});
    }

  private:
    void serve() {
        for (;;) {
            const Descriptor peer(::accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC));
            if (!peer.is_open()) {
                return;
            }
            answer(peer.number());
        }
    }

    void answer(int peer) {
        std::string seen;
        std::array<char, 65536> piece{};
        std::size_t head = std::string::npos, whole = 0;
        while (head == std::string::npos || seen.size() < whole) {
            const auto got = ::recv(peer, piece.data(), piece.size(), 0);
            if (got <= 0) {
                return;  // nginx gave it up: it has not passed it on
            }
            seen.append(piece.data(), static_cast<std::size_t>(got));
            head = seen.find("\r\n\r\n");
            whole = head == std::string::npos ? 0 : head + 4 + body_bytes(seen.substr(0, head));
        }
        const auto blank = seen.find(' ');
        const auto line_end = seen.rfind(" HTTP/1.1\r\n", seen.find('\n'));
        const auto target = seen.substr(blank + 1, line_end - blank - 1);
        {
            const std::lock_guard lock(mutex_);
            given_.push_back(
                {seen.substr(0, blank), target.substr(0, target.find('?')), seen.substr(head + 4)});
        }
        constexpr std::string_view fine =
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        (void)::send(peer, fine.data(), fine.size(), MSG_NOSIGNAL);
    }

    Descriptor listener_{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    std::mutex mutex_;  // protects given_
    std::vector<Given> given_;
    std::thread thread_;
};

std::optional<fs::path> NginxPeer::program() {
    const char* chosen = std::getenv("INDGANG_NGINX");
    for (const fs::path& program :
         {fs::path(chosen != nullptr ? chosen : ""),
          fs::path(INDGANG_BUILD_DIR) / "peers/usr/sbin/nginx", fs::path("/usr/sbin/nginx")}) {
        if (!program.empty() && fs::exists(program)) {
            return program;
        }
    }
    return std::nullopt;
}

NginxPeer::NginxPeer(const fs::path& program, std::size_t entrances) : folder_(new_folder()) {
    constexpr int looks = 500;
    constexpr std::chrono::milliseconds between_looks{20};
    for (std::size_t i = 0; i < entrances; ++i) {
        backends_.push_back(std::make_unique<Backend>(folder_ / ("back-" + std::to_string(i))));
    }
    const auto file = folder_ / "nginx.conf", log = folder_ / "log";
    std::ofstream(file) << configuration(folder_, entrances);
    process_ = std::make_unique<fault::Process>(fault::Command{
        {program.string(), "-p", folder_.string(), "-c", file.string(), "-e", log.string()}, log});
    for (int look = 0; look < looks && !process_->has_ended(); ++look) {
        std::error_code ignored;  // not there yet
        if (fs::exists(folder_ / ("front-" + std::to_string(entrances - 1)), ignored)) {
            return;
        }
        std::this_thread::sleep_for(between_looks);
    }
    std::ifstream in(log);
    throw std::runtime_error("nginx does not start: " +
                             std::string(std::istreambuf_iterator<char>(in), {}));
}

NginxPeer::~NginxPeer() {
    process_.reset();
    backends_.clear();
    std::error_code ignored;  // nothing depends on it any more
    fs::remove_all(folder_, ignored);
}

Verdict NginxPeer::exchange(std::size_t entrance, std::string_view bytes, Quiet quiet) {
    (void)backends_.at(entrance)->take();
    const auto front = folder_ / ("front-" + std::to_string(entrance));
    auto verdict = talk(connect_to_file(front), bytes, quiet);
    verdict.given = backends_.at(entrance)->take();
    return verdict;
}

}  // namespace indgang::http
