// SPDX-License-Identifier: MPL-2.0
// What each party made of a stream is what it gave to its handler, or to the backend behind the
// proxy: requests in order. The one is no more lenient than the other when its list is the
// beginning of the other's list, or all of it: had it taken a request more, it would be lenient,
// and had it seen the end of one elsewhere, the body or the next request would differ.
//
// A stream that seems to make a difference is given to both again with much patience, as on a busy
// machine either may just be slow.
#include "tests/adapters/http/differential.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

namespace indgang::http {
namespace {

constexpr Quiet hasty{80}, patient{1'500};

/// Where nginx refuses what RFC 9112 allows, and the server may take it: the stream is made one
/// that nginx takes, and that says the same, and is given to nginx again. So nothing else that is
/// wrong with the stream is forgiven.
struct Allowance {
    const char* name;
    const char* why;
    /// Takes: what was sent, and the request that only the server took; both may be changed.
    std::function<void(std::string& bytes, Given& request)> rewrite;
};

/// In the first request line that has them.
void put_in_place(std::string& bytes, std::string& part, const std::string& other) {
    if (const auto at = bytes.find(part + " "); at != std::string::npos && !part.empty()) {
        bytes.replace(at, part.size(), other);
        part = other;
    }
}

const std::array allowances{
    Allowance{
        "a tab around a value",
        "RFC 9110, 5.6.3: optional whitespace is blanks and tabs; nginx takes a tab as a part "
        "of the value",
        [](std::string& bytes, Given&) { std::replace(bytes.begin(), bytes.end(), '\t', ' '); }},
    Allowance{
        "CONNECT and TRACE",
        "RFC 9110, 9.3.6 and 9.3.8: methods like others for the grammar; nginx refuses them by "
        "policy, and so do the routes (405)",
        [](std::string& bytes, Given& request) {
            if (request.method == "CONNECT" || request.method == "TRACE") {
                put_in_place(bytes, request.method, "PATCH");
            }
        }},
    Allowance{"an option of Connection that only begins like close",
              "RFC 9110, 7.6.1: an option is a whole token; nginx looks for the letters anywhere, "
              "and closes",
              [](std::string& bytes, Given&) {
                  for (auto at = bytes.find("closed"); at != std::string::npos;
                       at = bytes.find("closed")) {
                      bytes.replace(at, std::string_view("closed").size(), "other");
                  }
              }},
};

/// Empty: no more lenient.
std::string what_differs(const Verdict& peers, const Verdict& own) {
    for (std::size_t i = 0; i < own.given.size(); ++i) {
        if (i >= peers.given.size()) {
            return "took what nginx refused";
        }
        const auto &request = own.given[i], &other = peers.given[i];
        if (request.method != other.method) {
            return "another method";
        }
        if (request.path != other.path) {
            return "another path";
        }
        if (request.body != other.body) {
            return "another body";
        }
    }
    return "";
}

/// The first allowance that changes the stream of which the peer refused a request; or none.
const Allowance* allowance_for(std::string& bytes, const Verdict& peers, Verdict& own) {
    const auto refused = peers.given.size();
    for (const auto& allowance : allowances) {
        auto changed = bytes;
        if (refused < own.given.size()) {
            allowance.rewrite(changed, own.given[refused]);
        }
        if (changed != bytes) {
            bytes = changed;
            return &allowance;
        }
    }
    return nullptr;
}

bool is_taken_whole(const Verdict& verdict) {
    return !verdict.given.empty() && verdict.given.back().path == last_path;
}

class Comparer {
  public:
    Comparer(const Party& peer, const Party& own) : peer_(peer), own_(own) {
        for (const auto& allowance : allowances) {
            all_.allowed[allowance.name] = 0;
        }
    }

    void compare(std::size_t thread, RequestStream stream) {
        Difference found{std::move(stream), {}, {}, {}};
        ask(thread, found, hasty);
        const bool is_missed = found.stream.oddities.empty() && !is_taken_whole(found.own);
        if (!found.what.empty() || is_missed) {
            ask(thread, found, patient);
        }
        std::vector<std::string> allowed;
        if (!found.what.empty() && is_allowed(thread, found, allowed)) {
            found.what.clear();
        }
        const std::lock_guard lock(mutex_);
        note(std::move(found), allowed);
    }
    Comparison take() { return std::move(all_); }

  private:
    void ask(std::size_t thread, Difference& found, Quiet quiet) const {
        found.peers = peer_(thread, found.stream.bytes, quiet);
        found.own = own_(thread, found.stream.bytes, quiet);
        found.what = what_differs(found.peers, found.own);
    }

    [[nodiscard]] bool is_allowed(std::size_t thread, const Difference& found,
                                  std::vector<std::string>& allowed) const {
        auto bytes = found.stream.bytes;
        auto peers = found.peers, own = found.own;
        while (!what_differs(peers, own).empty()) {
            const auto* allowance = allowance_for(bytes, peers, own);
            if (allowance == nullptr) {
                allowed.clear();
                return false;
            }
            allowed.emplace_back(allowance->name);
            peers = peer_(thread, bytes, patient);
        }
        return true;
    }

    void note(Difference found, const std::vector<std::string>& allowed) {
        ++all_.streams;
        for (const auto& name : allowed) {
            ++all_.allowed[name];
        }
        const bool is_taken_there = is_taken_whole(found.peers),
                   is_taken_here = is_taken_whole(found.own);
        all_.taken_by_both += is_taken_there && is_taken_here ? 1 : 0;
        all_.refused_by_peer += is_taken_there ? 0 : 1;
        if (!found.what.empty()) {
            all_.differences.push_back(std::move(found));
        } else if (is_taken_there && !is_taken_here) {
            found.what = "refused what nginx took";
            all_.stricter.push_back(std::move(found));
        }
    }

    const Party &peer_, &own_;
    std::mutex mutex_;  // protects all_
    Comparison all_;
};

std::string told(const std::vector<Given>& given) {
    constexpr std::size_t most = 120;
    std::string text = std::to_string(given.size());
    for (const auto& [method, path, body] : given) {
        text += "  [" + printable(method, most) + " " + printable(path, most) + " \"" +
                printable(body, most) + "\"]";
    }
    return text;
}

std::string told(const Difference& found) {
    constexpr std::size_t most = 100;
    std::string oddities;
    for (const auto& oddity : found.stream.oddities) {
        oddities += (oddities.empty() ? "" : ", ") + oddity;
    }
    return found.what + "\n  odd:   " + oddities + "\n  sent:  " + printable(found.stream.bytes) +
           "\n  nginx: " + told(found.peers.given) + "\n         " +
           printable(found.peers.answers, most) + "\n  here:  " + told(found.own.given) +
           "\n         " + printable(found.own.answers, most) + "\n";
}

}  // namespace

Comparison compare(const Party& peer, const Party& own, int streams,
                   const std::function<RequestStream(std::uint64_t)>& stream_of) {
    Comparer comparer(peer, own);
    std::atomic<int> next = 0;
    std::vector<std::thread> threads;
    for (std::size_t thread = 0; thread < comparing_threads; ++thread) {
        threads.emplace_back([&, thread] {
            for (int number = next++; number < streams; number = next++) {
                comparer.compare(thread, stream_of(static_cast<std::uint64_t>(number)));
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    return comparer.take();
}

std::string told(std::vector<Difference> differences) {
    constexpr std::size_t most = 12;
    std::stable_sort(differences.begin(), differences.end(),
                     [](const Difference& one, const Difference& other) {
                         return one.stream.oddities.size() < other.stream.oddities.size();
                     });
    std::map<std::string, int> kinds;
    for (const auto& found : differences) {
        const auto& oddities = found.stream.oddities;
        ++kinds[found.what + ": " +
                (oddities.size() == 1 ? oddities.front()
                 : oddities.empty()   ? "nothing odd"
                                      : "several oddities")];
    }
    std::string text = std::to_string(differences.size()) + " streams\n";
    for (const auto& [kind, count] : kinds) {
        text += "  " + std::to_string(count) + "  " + kind + "\n";
    }
    for (std::size_t i = 0; i < std::min(most, differences.size()); ++i) {
        text += told(differences[i]);
    }
    return text;
}

}  // namespace indgang::http
