// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tests/fault/process.h"

namespace indgang::flow {

/// What a command did.
struct Outcome {
    int exit_code = -1;
    std::string out;
    std::string err;
    [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(out); }
};

/// A folder with a configuration, a store, simulated registers and a simulated case system, each a
/// process of its own; everything is gone with the object.
class Installation {
  public:
    Installation();
    ~Installation();

    /// Runs `indgang --config ... ARGUMENTS` to its end.
    Outcome indgang(const std::vector<std::string>& arguments) const;
    /// Adds lines to the configuration.
    void configure(const std::string& lines) const;
    /// Writes the configuration anew, with these lines in place of the one case system.
    void configure_destinations(const std::string& lines) const;
    /// Starts `indgang serve`; gives its URL when it is ready.
    std::string serve();
    void stop_serving();
    /// Asks the service to stop, as a system does. Gives whether it did within 30 seconds.
    bool stops_when_asked();

    /// "down", "none", ... for the register "cpr", "eindkomst", "bbr" or "cvr".
    void set_fault(const std::string& registry, const std::string& fault) const;
    /// The case system's own account: {cases, keys, duplicates}.
    [[nodiscard]] nlohmann::json case_ledger() const;

    /// Where the service that `serve` starts is watched.
    [[nodiscard]] const std::string& watch_url() const { return watch_url_; }
    [[nodiscard]] const std::string& casequeue_url() const { return casequeue_url_; }
    [[nodiscard]] const std::string& registers_url() const { return registers_url_; }
    /// Where a service of this configuration listens.
    [[nodiscard]] const std::string& service_url() const { return service_url_; }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    [[nodiscard]] std::filesystem::path inbox() const { return folder_ / "inbox"; }
    /// Writes a file below `folder()`.
    std::filesystem::path write(const std::string& name, const std::string& bytes) const;

  private:
    std::filesystem::path folder_;
    std::string program_;
    std::string configuration_;  ///< all but where cases go
    std::string registers_url_;
    std::string casequeue_url_;
    std::string service_url_;
    std::string watch_url_;
    std::unique_ptr<fault::Process> registers_;
    std::unique_ptr<fault::Process> casequeue_;
    std::unique_ptr<fault::Process> service_;
};

/// GET or POST with a JSON answer; `status` gets the HTTP status.
nlohmann::json exchange(const std::string& url, const std::string& method, const std::string& path,
                        const std::string& body, int& status, const std::string& key = {});

/// Asks until `is_done` says yes, at most 30 seconds. Gives whether it did.
bool wait_until(const std::function<bool()>& is_done);

/// Writes pages of the sample batch, by their numbers, as one TIFF. 1 to 3 and 12 to 14 are one
/// application each, 4 is an empty back, 5 a separator.
void write_pages(const std::filesystem::path& file, const std::vector<int>& pages);

[[nodiscard]] std::string sample(const std::string& path);  ///< bytes of a file below samples/

}  // namespace indgang::flow
