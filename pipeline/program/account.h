// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <functional>

#include "pipeline/configuration/configuration.h"
#include "pipeline/console/console.h"

namespace CLI {
class App;
}

namespace indgang::program {

/// Adds `account` and its subcommands (docs/formats/accounts.md) to the command line. `chosen`
/// becomes what the person chose; it calls `load` when it runs.
void add_accounts(CLI::App& app, const std::function<configuration::Configuration()>& load,
                  std::function<console::ExitCode()>& chosen);

}  // namespace indgang::program
