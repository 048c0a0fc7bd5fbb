// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace indgang::bench {

struct PaperOptions {
    std::filesystem::path forms;
    std::filesystem::path capital_forms;  ///< forms with words in combs, for the set of letters
    std::filesystem::path models;
    std::filesystem::path program;  ///< the indgang executable, for its workers
    /// MNIST with the writers of QMNIST; where it is not there the forge draws the digits itself.
    std::filesystem::path digits;
    /// Letters by people (Chars74K strokes); where they are not there, typefaces like handwriting
    /// that the net was not trained on.
    std::filesystem::path letters;
    std::filesystem::path misses;  ///< gets a line for each field not read right; empty: none
    int pages = 150;               ///< at least, of each set in each grade
    int peer_pages = 10;           ///< at least, that the peers read as well; 0: no peers
    int repeats = 7;               ///< of one worker against two; 0: no workers
    int processes = 0;             ///< that read at once; 0: one per core
    unsigned seed = 1;
    /// What is measured: everything, or the set "ordinary" alone.
    enum class Sets { all, ordinary };
    Sets sets = Sets::all;
    int ordinary_pages = 30;  ///< at least, of each condition; 0: no set "ordinary"
    std::string condition;    ///< of "ordinary" this one alone; empty: all
};

/// Pages that are made from the form definitions, with typefaces, words and writers that nothing
/// was fitted on, through the paper path of the product, and the same pages through its peers.
/// What each key means: docs/accuracy.md#bench. Rates belong to their run; compare ratios.
///
/// Takes:  the process has one thread and has not yet used Pango.
/// Errors: std::runtime_error (no such program or condition, typefaces missing), those of
/// accuracy::PaperPath.
[[nodiscard]] nlohmann::ordered_json paper_bench(const PaperOptions& options);

struct XmlOptions {
    std::filesystem::path forms;
    std::filesystem::path models;
    std::filesystem::path program;  ///< the indgang executable
    int documents = 2000;
    int files = 5000;      ///< that `indgang run` takes
    int filled = 100'000;  ///< applications in the store when it is measured full
    unsigned seed = 1;
};

/// XML applications from bytes to the outbox of a store in a temporary folder, and libxml2 alone
/// on the same documents; then the program as it runs, see xml_running.h.
[[nodiscard]] nlohmann::ordered_json xml_bench(const XmlOptions& options);

/// One file of `options.documents` applications through `indgang run` to the outbox, which is
/// killed twice on the way and goes on, beside documents that come one by one.
///
/// Gives: "documents"; "records_per_second" of a run that nobody kills; "single_records_per_second"
///        of at most 5,000 documents in one folder; "rss_mib", the most that one process of the
///        program held; "kills" that hit the run that was to be killed; "lost" and "doubled" of
///        both.
/// Errors: std::runtime_error (a run failed).
[[nodiscard]] nlohmann::ordered_json feed_bench(const XmlOptions& options);

/// One application in XML beside a batch of pages that are as large as pages may be, and how long a
/// stop takes then: `xml_seconds_beside_bomb`, `stop_seconds`; then what fair/poisoned.h tells.
[[nodiscard]] nlohmann::ordered_json fair_bench(const XmlOptions& options);

/// How much `http_bench` does: thousands of connections and 10 GB, or a few seconds that show that
/// all works, whose figures say nothing.
enum class HttpSize { whole, quick };

/// The entrance over HTTP beside slow clients, with as many posts as it takes, with idle
/// connections and with large uploads; `part` is one of these alone ("slow", "posts", "idle",
/// "uploads"), or empty. What each key means: http/arms.h.
/// Errors: std::runtime_error (too few open files or too little disk, the service does not start).
[[nodiscard]] nlohmann::ordered_json http_bench(const XmlOptions& options, HttpSize size,
                                                const std::string& part = {});

}  // namespace indgang::bench
