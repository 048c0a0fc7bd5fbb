// SPDX-License-Identifier: MPL-2.0
#include "adapters/registry/registry.h"

#include <algorithm>
#include <array>

#include "adapters/registry/bbr.h"
#include "adapters/registry/breaker.h"
#include "adapters/registry/cpr.h"
#include "adapters/registry/eindkomst.h"
#include "schemas/core/error.h"

namespace indgang::registry {
namespace {

constexpr std::array<RegistryKind, 3> kinds = {{
    {"cpr", create_cpr},
    {"eindkomst", create_eindkomst},
    {"bbr", create_bbr},
}};

}  // namespace

std::span<const RegistryKind> registry_kinds() {
    return kinds;
}

Registries::Registries(const std::map<std::string, http::ClientSettings>& settings,
                       const Clock& clock)
    : clock_(clock) {
    for (const auto& [name, client] : settings) {
        const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                       [&](const RegistryKind& k) { return k.name == name; });
        if (kind == kinds.end()) {
            throw Error(Reason::registry_unknown,
                        "configuration: there is no register '" + name + "'");
        }
        registries_.emplace(name, with_breaker(name, kind->create(client, clock), clock));
    }
}

record::Answer Registries::ask(const record::Question& question) {
    const auto found = registries_.find(question.registry);
    if (found != registries_.end()) {
        return found->second->ask(question);
    }
    record::Answer answer;
    answer.question = question;
    answer.unknown_reason = "register_not_configured";
    answer.at = clock_();
    return answer;
}

}  // namespace indgang::registry
