// SPDX-License-Identifier: MPL-2.0
#include <iostream>
#include <thread>

#include "adapters/casequeue/simulator.h"
#include "adapters/identity/simulator.h"
#include "adapters/registry/simulator.h"
#include "pipeline/program/commands.h"

namespace indgang::program {
namespace {

constexpr std::chrono::milliseconds interrupt_check{100};

void wait_for_interrupt(int port) {
    std::cout << "listening on 127.0.0.1:" << port << std::endl;
    while (!is_interrupted()) {
        std::this_thread::sleep_for(interrupt_check);
    }
}

}  // namespace

console::ExitCode simulate_registers(const SimulateOptions& options) {
    registry::SimulatorSettings settings;
    settings.port = options.port;
    settings.persons_file = options.persons;
    const registry::RegistrySimulator simulator(settings);
    wait_for_interrupt(simulator.port());
    return console::ExitCode::done;
}

console::ExitCode simulate_casequeue(const SimulateOptions& options) {
    casequeue::CaseSystemSimulator::Settings settings;
    settings.port = options.port;
    settings.folder = options.folder;
    settings.keys_checked = options.has_keys;
    const casequeue::CaseSystemSimulator simulator(settings);
    wait_for_interrupt(simulator.port());
    return console::ExitCode::done;
}

console::ExitCode simulate_identity(const SimulateOptions& options) {
    identity::IdentitySimulator::Settings settings;
    settings.port = options.port;
    settings.clock = system_clock();
    const identity::IdentitySimulator simulator(settings);
    wait_for_interrupt(simulator.port());
    return console::ExitCode::done;
}

}  // namespace indgang::program
