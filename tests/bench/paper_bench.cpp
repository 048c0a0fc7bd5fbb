// SPDX-License-Identifier: MPL-2.0
// Pages per CPU second, against the one program that everybody has. A rate of its own says more of
// the machine than of the program, so both are measured in one run on the same pages: the paper
// path of the product in this process (decode, normalise, match, read, assemble), and the command
// `tesseract -l dan` as it comes, one process a page, by what the kernel charges it (wait4). The
// command reads the page and knows no fields; that it does less is part of the comparison. Loading
// the models is left out of the product's rate, since a worker loads them once; it is reported.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/accuracy/paper_path.h"
#include "tests/bench/bench.h"
#include "tests/bench/cpu_clock.h"
#include "tests/bench/folder.h"
#include "tests/forge/batch.h"
#include "tests/forge/scan_writer.h"

namespace indgang::bench {
namespace {

namespace fs = std::filesystem;

struct Kind {
    const char* script;
    const char* grade;
    const char* ending;
};
/// The first is the one that rates are quoted for.
constexpr std::array<Kind, 6> kinds = {{{"typed", "office", ".tif"},
                                        {"typed", "office_grey", ".pdf"},
                                        {"typed", "fax", ".tif"},
                                        {"typed", "photo", ".jpg"},
                                        {"written", "office", ".tif"},
                                        {"digits", "office", ".tif"}}};

struct ForgedScan {
    std::vector<fs::path> files;  ///< several for endings that hold one page
    nlohmann::json truth;
    std::vector<fs::path> page_files;  ///< one TIFF a page
    int pages = 0;
};

Bytes load(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<ForgedScan> forge_scans(const form::FormCatalogue& catalogue, const Kind& kind,
                                    const PaperOptions& options, const forge::GlyphSet* digits,
                                    const fs::path& folder) {
    constexpr int jpeg_quality = 60;
    std::vector<ForgedScan> scans;
    int pages = 0;
    for (unsigned i = 0; pages < options.pages; ++i) {
        const form::FormDefinition& form = catalogue.all()[i % catalogue.all().size()];
        const nlohmann::json plan = {
            {"seed", options.seed * 1000 + i},
            {"grade", kind.grade},
            {"sheets", {{{"form", form.key.form}, {"script", kind.script}}}}};
        const forge::Batch batch = forge::batch_of(catalogue, plan, digits);
        const std::string name =
            std::string(kind.script) + "-" + kind.grade + "-" + std::to_string(i);
        ForgedScan scan;
        scan.files = forge::write_scan(batch.pages(), folder / (name + kind.ending), jpeg_quality);
        scan.truth = batch.truth();
        scan.pages = static_cast<int>(batch.pages().size());
        for (std::size_t page = 0; page < batch.pages().size(); ++page) {
            std::vector<ocr::PixPtr> one;
            one.emplace_back(pixClone(batch.pages()[page].get()));
            scan.page_files.push_back(forge::write_scan(
                one, folder / (name + "-page-" + std::to_string(page + 1) + ".tif"),
                jpeg_quality)[0]);
        }
        pages += scan.pages;
        scans.push_back(std::move(scan));
    }
    return scans;
}

/// The CPU seconds of one run of the command.
double run_tesseract(const fs::path& page) {
    const std::string file = page.string();
    std::array<const char*, 6> arguments = {"tesseract", file.c_str(), "stdout",
                                            "-l",        "dan",        nullptr};
    std::vector<char*> environment;
    std::string limit = "OMP_THREAD_LIMIT=1";
    environment.push_back(limit.data());
    for (char** entry = environ; *entry != nullptr; ++entry) {
        if (!std::string_view(*entry).starts_with("OMP_THREAD_LIMIT=")) {
            environment.push_back(*entry);
        }
    }
    environment.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    const int failed =
        ::posix_spawnp(&child, "tesseract", &actions, nullptr,
                       const_cast<char* const*>(arguments.data()), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
        throw std::runtime_error("can not run tesseract");
    }
    int status = 0;
    rusage usage{};
    if (::wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) ||
        WEXITSTATUS(status) != 0) {
        throw std::runtime_error("tesseract failed on a forged page");
    }
    return seconds_of(usage);
}

double share(int part, int whole) {
    return whole == 0 ? 1.0 : static_cast<double>(part) / whole;
}

nlohmann::ordered_json json_of(const Kind& kind, const accuracy::Score& score, double cpu,
                               int pages) {
    const bool is_typed = std::string_view(kind.script) == "typed";
    const accuracy::Tally all = score.all();
    return {{"pages", pages},
            {"pages_per_cpu_second", pages / cpu},
            {"fields", all.filled},
            {is_typed ? "typed_right" : "written_right",
             share(score.text.filled_right, score.text.filled)},
            {"digits_right", share(score.digits.filled_right, score.digits.filled)},
            {"marks_right", share(score.marks.filled_right, score.marks.filled)},
            {"empty_right", share(all.empty_right, all.empty)},
            {"accepted", share(all.accepted, all.filled + all.empty)},
            {"undetected_error", share(all.accepted_wrong, std::max(1, all.accepted))},
            {"worst_residual_mm", score.worst_residual_mm},
            {"pages_recognised", share(score.pages_right, score.pages)},
            {"applications_right", share(score.applications_found, score.applications)}};
}

void write_misses(const fs::path& file, const Kind& kind, const accuracy::Score& score) {
    if (file.empty()) {
        return;
    }
    std::ofstream out(file, std::ios::app);
    for (const accuracy::Miss& miss : score.misses) {
        out << kind.script << "_" << kind.grade
            << (miss.is_accepted ? "\taccepted\t" : "\tdoubted\t") << miss.field << "\t"
            << miss.written << "\t" << miss.read << "\n";
    }
}

/// Several files of one page each count as one application here, as when a person uploads them.
accuracy::ScanResult read_scan(accuracy::PaperPath& path, const ForgedScan& scan) {
    accuracy::ScanResult all;
    if (scan.files.size() == 1) {
        return path.read(load(scan.files[0]));
    }
    for (const fs::path& file : scan.files) {
        accuracy::ScanResult one = path.read(load(file));
        all.pages.insert(all.pages.end(), one.pages.begin(), one.pages.end());
    }
    all.applications = path.assemble(all.pages);
    return all;
}

}  // namespace

nlohmann::ordered_json paper_bench(const PaperOptions& options) {
    const auto catalogue = form::FormCatalogue::load({options.forms});
    std::optional<forge::GlyphSet> digits;
    if (!options.digits.empty()) {
        digits = forge::load_test_writers(options.digits.string());
    }
    const double before_start = cpu_seconds();
    accuracy::PaperPath path(catalogue, options.models);
    const Folder folder;
    nlohmann::ordered_json result;
    result["start_cpu_seconds"] = cpu_seconds() - before_start;
    for (const Kind& kind : kinds) {
        if (std::string_view(kind.script) == "digits" && !digits.has_value()) {
            continue;
        }
        const auto scans = forge_scans(catalogue, kind, options,
                                       digits.has_value() ? &*digits : nullptr, folder.path());
        const bool is_first = &kind == &kinds[0];
        if (is_first) {
            (void)read_scan(path, scans[0]);  // models and blanks are loaded at first use
        }
        accuracy::Score score;
        double cpu = 0;
        int pages = 0;
        for (const ForgedScan& scan : scans) {
            const double before = cpu_seconds();
            const accuracy::ScanResult read = read_scan(path, scan);
            cpu += cpu_seconds() - before;
            pages += scan.pages;
            score += accuracy::score(catalogue, read, scan.truth);
        }
        if (is_first) {
            double command_cpu = 0;
            for (const ForgedScan& scan : scans) {
                for (const fs::path& page : scan.page_files) {
                    command_cpu += run_tesseract(page);
                }
            }
            result["pages"] = pages;
            result["pages_per_cpu_second"] = pages / cpu;
            result["tesseract_cli_pages_per_cpu_second"] = pages / command_cpu;
            result["times_faster_than_tesseract_cli"] = command_cpu / cpu;
        }
        write_misses(options.misses, kind, score);
        result["kinds"][std::string(kind.script) + "_" + kind.grade] =
            json_of(kind, score, cpu, pages);
    }
    return result;
}

}  // namespace indgang::bench
