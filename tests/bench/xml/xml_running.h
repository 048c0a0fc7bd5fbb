// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

#include "pipeline/runner/runner.h"
#include "pipeline/store/blobs.h"
#include "pipeline/store/store.h"
#include "schemas/form/definition.h"
#include "tests/bench/bench.h"
#include "tests/bench/xml/xml_documents.h"

/// XML applications through the program as it runs: its threads, its worker processes, its waiting.
/// Rates are wall time and belong to the machine and the hour.
namespace indgang::bench {

/// One worker process per core; nothing is delivered.
[[nodiscard]] runner::RunnerSettings runner_settings(const XmlOptions& options,
                                                     const std::filesystem::path& scratch);

/// Sixteen senders hand documents in while the runner reads and settles them, into a store that is
/// empty at first and holds `options.filled` applications in the end.
///
/// Gives: "records_per_second" of the first `options.documents`, "records_per_second_at_100000" of
///        the last so many, "records_there" applications in the store at the end,
///        "bytes_per_record" of the database file after its log is folded back, applications that
///        wait in the outbox among them.
[[nodiscard]] nlohmann::ordered_json measure_intake(const XmlOptions& options,
                                                    const form::FormCatalogue& catalogue,
                                                    const std::vector<Document>& documents);

/// `indgang run FOLDER` as a process of its own, from its start to its end, with no case system.
/// Gives: "run_files", "run_files_per_second".
[[nodiscard]] nlohmann::ordered_json measure_run(const XmlOptions& options,
                                                 const std::vector<Document>& documents);

/// Empties the outbox of `store` into a receiver on loopback, in this process, that keeps cases and
/// documents durably and lets what comes together share a commit.
/// Gives: "cases", "cases_per_second". Errors: std::runtime_error (a case came twice or not).
[[nodiscard]] nlohmann::ordered_json measure_deliveries(store::Store& store, store::Blobs& blobs);

}  // namespace indgang::bench
