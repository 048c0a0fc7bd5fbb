// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/client.h"
#include "schemas/core/time.h"
#include "schemas/error/error.h"
#include "schemas/record/record.h"

namespace indgang::registry {

/// The one port to registers. A register knows one kind of question; what it expects as keys and
/// gives as facts stands in its own header (cpr.h, eindkomst.h, bbr.h, cvr.h); facts are made from
/// the types of schemas/register.
class Registry {
  public:
    virtual ~Registry() = default;

    /// Gives:  an answer; that the register does not know is an answer with `unknown`.
    /// Errors: unavailable (down, slow, overloaded, answers nonsense or about somebody else: ask
    ///         again later), refused (no right to ask), internal (keys missing: a rule is wrong).
    [[nodiscard]] virtual record::Answer ask(const record::Question& question) = 0;
};

/// A kind of register: a line in the table of registry.cpp.
struct RegistryKind {
    std::string_view name;  ///< "cpr": the word in questions and in the configuration
    std::unique_ptr<Registry> (*create)(http::ClientSettings settings, Clock clock);
};
[[nodiscard]] std::span<const RegistryKind> registry_kinds();

/// Told of each question that reached a register: `trouble` is why there was no answer, or null.
/// Called by the thread that asked.
using Observer = std::function<void(const std::string& name, const Error* trouble)>;

/// All configured registers; answers a question by its `registry`. One per thread.
class Registries {
  public:
    /// `settings` by register name. Errors: bad_input (a name that is in no table).
    Registries(const std::map<std::string, http::ClientSettings>& settings, const Clock& clock,
               const Observer& observer = {});
    /// A register that is not configured gives the unknown reason "register_not_configured".
    [[nodiscard]] record::Answer ask(const record::Question& question);
    /// Asks for everything that one application needs. Registers are asked at the same time, so
    /// that it waits for the slowest alone; what goes to one register goes one after the other.
    /// Gives:  the answers in the order of the questions.
    /// Errors: as Registry::ask; of several, that of the first question.
    [[nodiscard]] std::vector<record::Answer> ask(std::span<const record::Question> questions);

  private:
    std::map<std::string, std::unique_ptr<Registry>> registries_;
    Clock clock_;
};

}  // namespace indgang::registry
