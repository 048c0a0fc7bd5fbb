// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/hardware.h"

#include <sys/sysinfo.h>
#include <sys/utsname.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

namespace indgang::bench {

nlohmann::ordered_json hardware() {
    nlohmann::ordered_json json;
    std::ifstream in("/proc/cpuinfo");
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("model name")) {
            const auto colon = line.find(": ");
            json["processor"] = colon == std::string::npos ? line : line.substr(colon + 2);
            break;
        }
    }
    json["cores"] = std::thread::hardware_concurrency();
    struct sysinfo memory {};
    if (::sysinfo(&memory) == 0) {
        constexpr unsigned mib_bits = 20;
        json["memory_mib"] = memory.totalram * memory.mem_unit >> mib_bits;
    }
    utsname system{};
    if (::uname(&system) == 0) {
        json["system"] = std::string(system.sysname) + " " + system.release + " " + system.machine;
    }
    double load = 0;
    if (::getloadavg(&load, 1) == 1) {
        json["load"] = load;
    }
    return json;
}

}  // namespace indgang::bench
