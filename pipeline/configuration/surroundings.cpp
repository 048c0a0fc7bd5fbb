// SPDX-License-Identifier: MPL-2.0
#include "pipeline/configuration/surroundings.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <future>
#include <utility>

#include "adapters/http/listener.h"
#include "schemas/error/error.h"

namespace indgang::configuration {
namespace {

namespace fs = std::filesystem;

/// Whether what listens there is a service of this program: nothing is said about whose store.
bool is_answered_by_us(const std::string& address, int port, const http::TlsFiles& tls) {
    constexpr int patience_ms = 2'000;
    const bool is_any = address == "0.0.0.0" || address == "::";
    const std::string host = is_any ? "127.0.0.1" : address;
    const bool is_v6 = host.find(':') != std::string::npos;
    http::ClientSettings settings;
    settings.base_url = std::string(tls.certificate.empty() ? "http://" : "https://") +
                        (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
    settings.timeout_ms = patience_ms;
    http::Request request;
    request.method = "GET";
    request.path = "/livez";
    try {
        return http::Client(settings).send(request).body == R"({"status":"alive"})";
    } catch (const Error& error) {
        // By TLS our own certificate is mostly not one that this machine trusts.
        return error.why() == Reason::tls_peer_untrusted;
    }
}

Surrounding check_port(const std::string& what, const std::string& key, const std::string& address,
                       int port, const http::TlsFiles& tls) {
    Surrounding found{what, true, address + ":" + std::to_string(port) + ", free",
                      "stop who listens there, or set " + key};
    if (port == 0) {
        found.seen = address + ", whichever port is free";
    }
    try {
        const auto tried = http::listen_at(address, port);
    } catch (const Error& error) {
        found.is_good = port != 0 && is_answered_by_us(address, port, tls);
        found.seen = found.is_good
                         ? address + ":" + std::to_string(port) + ", a service answers there"
                         : error.what();
    }
    return found;
}

void check_ports(const Configuration& c, std::vector<Surrounding>& all) {
    all.push_back(check_port("port of the intake", "service.port", c.service_address,
                             c.service_port, c.service_tls));
    if (c.watch_port != 0 && c.watch_port == c.service_port) {
        all.push_back({"port for watching", false, "the same as that of the intake",
                       "set service.watch_port"});
        return;
    }
    all.push_back(
        check_port("port for watching", "service.watch_port", c.watch_address, c.watch_port, {}));
}

void check_desk(const Configuration& c, std::vector<Surrounding>& all) {
    if (!c.desk.is_on) {
        return;
    }
    all.push_back(
        check_port("port of the desk", "desk.port", c.desk.address, c.desk.port, c.desk.tls));
    const bool is_secure = c.desk.tls.is_any() || c.desk.url.starts_with("https://") ||
                           c.desk.address == "localhost" || c.desk.address == "::1" ||
                           c.desk.address.starts_with("127.");
    if (!is_secure) {
        all.push_back({"sessions of the desk", false,
                       "browsers keep none over HTTP beyond this machine",
                       "set desk.tls, or put a proxy before it and set desk.url"});
    }
    const bool are_built = std::filesystem::is_directory(c.desk.pages / "templates");
    all.push_back({"pages of the desk", are_built,
                   c.desk.pages.string() + (are_built ? "" : ", not built"),
                   "build them with `./run web`, or name their folder as desk.pages"});
}

template <typename MakeContext>
void check_tls(const std::string& what, const http::TlsFiles& files, MakeContext make_context,
               std::vector<Surrounding>& all) {
    if (!files.is_any()) {
        return;
    }
    Surrounding found{"TLS files of " + what, true, "can be used",
                      "mend the file that is named; a running service goes on with the old ones"};
    try {
        static_cast<void>(make_context(files));
    } catch (const Error& error) {
        found.is_good = false;
        found.seen = error.what();
    }
    all.push_back(std::move(found));
}

/// Whether `inner` is `outer` or lies below it, links and ".." seen through.
bool is_within(const fs::path& inner, const fs::path& outer) {
    std::error_code ignored;
    const auto in = fs::weakly_canonical(inner, ignored),
               out = fs::weakly_canonical(outer, ignored);
    const auto [end, rest] = std::mismatch(out.begin(), out.end(), in.begin(), in.end());
    return end == out.end() || (std::next(end) == out.end() && end->empty());
}

std::string why_not_watched(const Configuration& c, std::size_t index) {
    const auto& folder = c.watched_folders[index];
    std::error_code ignored;
    if (!fs::exists(folder, ignored)) {
        return "is not there";
    }
    if (!fs::is_directory(folder, ignored)) {
        return "is no folder";
    }
    if (::access(folder.c_str(), R_OK | W_OK | X_OK) != 0) {
        return "cannot be read or written by this user";
    }
    if (is_within(folder, c.store_folder) || is_within(c.store_folder, folder)) {
        return "must neither lie in the store (" + c.store_folder.string() + ") nor hold it";
    }
    for (std::size_t other = 0; other < c.watched_folders.size(); ++other) {
        if (other != index && is_within(folder, c.watched_folders[other])) {
            return "is watched twice: it is, or lies in, " + c.watched_folders[other].string();
        }
    }
    return {};
}

void check_folders(const Configuration& c, std::vector<Surrounding>& all) {
    for (std::size_t i = 0; i < c.watched_folders.size(); ++i) {
        const auto why = why_not_watched(c, i);
        all.push_back({"watched folder " + c.watched_folders[i].string(), why.empty(),
                       why.empty() ? "can be worked in" : why,
                       "make or mount it, give this user its rights, or name another in "
                       "service.watched_folders"});
    }
}

void check_request_log(const Configuration& c, std::vector<Surrounding>& all) {
    if (c.request_log.empty()) {
        return;
    }
    std::error_code ignored;
    const bool exists = fs::exists(c.request_log, ignored);
    const auto& asked = exists ? c.request_log : c.request_log.parent_path();
    const bool is_good = ::access(asked.c_str(), exists ? W_OK : W_OK | X_OK) == 0 &&
                         !fs::is_directory(c.request_log, ignored);
    all.push_back({"request log " + c.request_log.string(), is_good,
                   is_good ? "can be written" : "cannot be written by this user",
                   "make its folder, or set service.request_log"});
}

Surrounding ask(const std::string& what, const http::ClientSettings& settings) {
    Surrounding found{what + " at " + settings.base_url, true, "",
                      "check the address, the network, and whether it runs; what needs it waits"};
    try {
        http::Request request;
        request.method = "GET";
        request.path = "/";
        const auto answer = http::Client(settings).send(request);
        constexpr int unauthorized = 401, forbidden = 403;
        const bool is_shut_out = answer.status == unauthorized || answer.status == forbidden;
        const auto status = "(HTTP " + std::to_string(answer.status) + ")";
        found.is_good = !is_shut_out;
        found.seen = is_shut_out ? "does not let us in " + status : "answers " + status;
        if (is_shut_out) {
            found.remedy = "check our password, token or certificate; what needs it waits";
        }
    } catch (const Error& error) {
        found.is_good = error.why() == Reason::http_answer_too_large;  // an answer, after all
        found.seen = found.is_good ? "answers" : error.what();
    }
    return found;
}

}  // namespace

std::vector<Surrounding> look_around(const Configuration& c) {
    std::vector<Surrounding> all;
    check_ports(c, all);
    check_desk(c, all);
    check_tls("the desk", c.desk.tls, http::server_context, all);
    check_tls("the intake", c.service_tls, http::server_context, all);
    for (const auto& [name, settings] : c.registries) {
        check_tls("register " + name, settings.tls, http::client_context, all);
    }
    for (const auto& [name, destination] : c.destinations) {
        check_tls("case system " + name, destination.server.tls, http::client_context, all);
    }
    check_folders(c, all);
    check_request_log(c, all);
    return all;
}

std::vector<Surrounding> ask_others(const Configuration& c) {
    std::vector<std::future<Surrounding>> asked;
    const auto begin = [&](const std::string& what, const http::ClientSettings& settings) {
        asked.push_back(std::async(std::launch::async, ask, what, settings));
    };
    for (const auto& [name, settings] : c.registries) {
        begin("register " + name, settings);
    }
    for (const auto& [name, destination] : c.destinations) {
        begin("case system " + name, destination.server);
    }
    std::vector<Surrounding> all;
    for (auto& each : asked) {
        all.push_back(each.get());
    }
    return all;
}

}  // namespace indgang::configuration
