// SPDX-License-Identifier: MPL-2.0
#include "adapters/registry/registry.h"

#include <algorithm>
#include <array>
#include <exception>
#include <thread>

#include "adapters/registry/bbr.h"
#include "adapters/registry/breaker.h"
#include "adapters/registry/cpr.h"
#include "adapters/registry/cvr.h"
#include "adapters/registry/eindkomst.h"
#include "schemas/error/error.h"

namespace indgang::registry {
namespace {

constexpr std::array<RegistryKind, 4> kinds = {{
    {"cpr", create_cpr},
    {"eindkomst", create_eindkomst},
    {"bbr", create_bbr},
    {"cvr", create_cvr},
}};

}  // namespace

std::span<const RegistryKind> registry_kinds() {
    return kinds;
}

Registries::Registries(const std::map<std::string, http::ClientSettings>& settings,
                       const Clock& clock, const Observer& observer)
    : clock_(clock) {
    for (const auto& [name, client] : settings) {
        const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                       [&](const RegistryKind& k) { return k.name == name; });
        if (kind == kinds.end()) {
            throw Error(Reason::registry_unknown,
                        "configuration: there is no register '" + name + "'");
        }
        registries_.emplace(name, with_breaker(name, kind->create(client, clock), clock, observer));
    }
}

record::Answer Registries::ask(const record::Question& question) {
    const auto found = registries_.find(question.registry);
    if (found != registries_.end()) {
        return found->second->ask(question);
    }
    record::Answer answer;
    answer.question = question;
    answer.unknown = record::Unknown::register_not_configured;
    answer.at = clock_();
    return answer;
}

std::vector<record::Answer> Registries::ask(std::span<const record::Question> questions) {
    std::vector<record::Answer> answers(questions.size());
    std::vector<std::exception_ptr> troubles(questions.size());
    const auto ask_all = [&](const std::vector<std::size_t>& numbers) {
        for (const auto number : numbers) {
            try {
                answers[number] = ask(questions[number]);
            } catch (...) {
                troubles[number] = std::current_exception();
                return;
            }
        }
    };
    // What is not configured answers at once, and needs no thread.
    std::map<std::string_view, std::vector<std::size_t>> by_register;
    std::vector<std::size_t> at_once;
    for (std::size_t number = 0; number < questions.size(); ++number) {
        const auto& name = questions[number].registry;
        (registries_.contains(name) ? by_register[name] : at_once).push_back(number);
    }
    {
        std::vector<std::jthread> asking;
        for (const auto& [name, numbers] : by_register) {
            if (asking.size() + 1 < by_register.size()) {
                asking.emplace_back([&ask_all, &numbers] { ask_all(numbers); });
            } else {
                ask_all(numbers);
            }
        }
        ask_all(at_once);
    }
    for (const auto& trouble : troubles) {
        if (trouble) {
            std::rethrow_exception(trouble);
        }
    }
    return answers;
}

}  // namespace indgang::registry
