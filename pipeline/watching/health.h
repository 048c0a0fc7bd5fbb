// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/crew/dependencies.h"
#include "pipeline/store/store.h"
#include "schemas/core/time.h"

namespace indgang::watching {

/// Something that is wrong now.
struct Ailment {
    std::string of;      ///< "disk", "store", "work", "register cpr", "folder /srv/scans", ...
    std::string reason;  ///< a code of docs/formats/reasons.md
    UtcTime since{};     ///< when it was first seen; it may have begun earlier
    /// Nothing can be taken in durably. Else what came is safe, and something beside is wrong.
    bool blocks = false;
};

/// `case_number_twice` while an application waits for a person because the case system gave its
/// case number to another one, too; empty: none does.
[[nodiscard]] std::string case_number_trouble(const store::Store& store);

struct HealthSettings {
    /// Of the store: a file is written there and flushed to prove that the disk takes it.
    std::filesystem::path probe_folder;
    /// The reason why the installation cannot work, or empty. May be left out.
    std::function<std::string()> trouble;
    /// The registers and case systems. May be left out.
    std::function<std::vector<crew::DependencyState>()> dependencies;
};

/// What is wrong with the service, and since when: for /readyz, metrics, and whoever asks.
///
/// The disk is tried at most once a second, however often somebody asks.
/// Threads: any number. Both references outlive it.
class Health {
  public:
    Health(HealthSettings settings, const store::Store& store, Clock clock);

    /// What somebody else sees of a part of the service; empty: it is well.
    void tell(const std::string& of, const std::string& reason);
    /// Those that block first; empty: all is well.
    [[nodiscard]] std::vector<Ailment> ailments();

  private:
    using Seen = std::map<std::string, std::string>;  ///< reason, by what it is of
    [[nodiscard]] std::string disk_trouble();

    const HealthSettings settings_;
    const store::Store& store_;
    const Clock clock_;
    std::mutex mutex_;  // protects all below
    Seen told_;
    std::string probe_result_;
    std::optional<UtcTime> probed_at_;
    std::map<std::pair<std::string, std::string>, UtcTime> since_;  ///< by of and reason
};

}  // namespace indgang::watching
