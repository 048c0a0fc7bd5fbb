// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/http/loop.h"

namespace indgang::bench {

/// Connections that take a place and give nothing for it.
struct CrowdSettings {
    std::string name;
    int port = 0;
    int connections = 0;
    std::string opening;  ///< said at once
    std::string piece;    ///< said again and again, after each `every_s`; empty: nothing
    double every_s = 1;
    bool reads = true;
    int addresses = 250;  ///< of loopback, other than 127.0.0.1, that they come from
};

/// Keeps so many of them there: a connection that the server closes comes again after a moment.
class Crowd {
  public:
    /// They come within `ramp_s` from now.
    Crowd(Loop& loop, CrowdSettings settings, double ramp_s);
    ~Crowd();
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

    [[nodiscard]] const std::string& name() const { return settings_.name; }
    [[nodiscard]] int connected() const;                  ///< now, as this side sees it
    [[nodiscard]] int closed() const { return closed_; }  ///< by the server, since it began

  private:
    void come(std::size_t number);
    void say(std::size_t number);

    Loop& loop_;
    CrowdSettings settings_;
    std::vector<std::unique_ptr<Wire>> wires_;
    int closed_ = 0;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace indgang::bench
