// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace indgang::registry {

/// How a simulated register misbehaves.
enum class Fault {
    none,
    down,          ///< 503
    stall,         ///< accepts the question and says nothing until the fault ends
    wrong_person,  ///< answers about somebody else
    cut_off,       ///< closes the connection instead of answering
    rate_limited,  ///< 429 with Retry-After
    forbidden,     ///< 403: our right to ask has ended
    nonsense,      ///< 200 with a page instead of JSON
};
[[nodiscard]] std::string_view name_of(Fault fault);
[[nodiscard]] std::optional<Fault> fault_of(std::string_view name);

struct SimulatorSettings {
    int port = 0;                         ///< 0: a free one
    std::filesystem::path persons_file;   ///< samples/registers/persons.json
    std::map<std::string, Fault> faults;  ///< by register name, from the start
    int longest_stall_ms = 60'000;
};

/// CPR, eIndkomst and BBR over one port of 127.0.0.1, from one file of invented persons.
///
/// `POST /simulator/faults` with {"cpr": "down", "bbr": "none"} changes faults at run time, `GET`
/// shows them; `GET /simulator/counts` gives the number of questions by register.
/// Threads: any number.
/// Source:  docs/formats/registers.md
class RegistrySimulator {
  public:
    using Settings = SimulatorSettings;

    /// Listens when the constructor returns.
    /// Errors: unavailable (port in use), bad_input (persons file missing or broken).
    explicit RegistrySimulator(Settings settings);
    ~RegistrySimulator();
    [[nodiscard]] int port() const;
    void set_fault(const std::string& registry, Fault fault);
    [[nodiscard]] int questions(const std::string& registry) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::registry
