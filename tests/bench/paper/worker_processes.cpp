// SPDX-License-Identifier: MPL-2.0
// Two workers share no memory and no lock, so that twice the work should be done in the same time;
// what they do share is the processor's caches, its memory and, on many machines, one core that
// pretends to be two. That can only be measured by the clock on the wall, and by that clock every
// other program on the machine is noise. So one and two workers take the same pages in turn,
// several times, the median of the pairs counts, and what others took of the machine meanwhile
// (from /proc/stat, less our own) stands beside it: a figure with a busy machine is a lower bound.
// The pages are read over and over, since at the end of a round one worker waits for the other's
// last page: of seven pages two workers read four in turn, and are 1.75 times as fast at best. What
// the machine itself can do is shown by a program that shares nothing at all: `tesseract`, one
// after the other and two at once.
#include "tests/bench/paper/worker_processes.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <fstream>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "pipeline/worker/worker.h"
#include "tests/bench/cpu_clock.h"
#include "tests/bench/folder.h"
#include "tests/bench/processes.h"

namespace indgang::bench {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using Workers = std::vector<std::unique_ptr<worker::Worker>>;

worker::WorkerSettings worker_settings(const WorkerMeasure& from, const Folder& scratch) {
    worker::WorkerSettings settings;
    settings.program = from.program;
    settings.forms = {from.forms};
    settings.models = from.models;
    settings.scratch = scratch.path();
    return settings;
}

std::vector<pid_t> children() {
    std::ifstream in("/proc/self/task/" + std::to_string(::getpid()) + "/children");
    std::vector<pid_t> found;
    for (pid_t child = 0; in >> child;) {
        found.push_back(child);
    }
    return found;
}

double most_resident_mib(pid_t process) {
    std::ifstream in("/proc/" + std::to_string(process) + "/status");
    std::string word;
    while (in >> word) {
        double kib = 0;
        if (word == "VmHWM:" && in >> kib) {
            constexpr double kib_per_mib = 1024;
            return kib / kib_per_mib;
        }
    }
    throw std::runtime_error("/proc tells no memory of a worker");
}

double memory_of_worker(const WorkerMeasure& settings, const std::vector<fs::path>& files) {
    const Folder scratch;
    const std::vector<pid_t> before = children();
    worker::WorkerProcess worker(worker_settings(settings, scratch));
    for (const fs::path& file : files) {
        const int pages = worker.look(file, std::nullopt).pages;
        for (int page = 1; page <= pages; ++page) {
            (void)worker.read_page(file, std::nullopt, page);
        }
    }
    for (const pid_t child : children()) {
        if (std::find(before.begin(), before.end(), child) == before.end()) {
            return most_resident_mib(child);
        }
    }
    throw std::runtime_error("no worker process is there");
}

using Work = std::function<void(std::size_t worker, std::size_t piece)>;

/// Seconds on the wall until so many workers have done all pieces, each taking the next one.
double seconds_to_do(std::size_t workers, std::size_t pieces, const Work& work) {
    std::atomic<std::size_t> next{0};
    std::vector<std::exception_ptr> troubles(workers);
    std::vector<std::thread> threads;
    const double begin = wall_seconds();
    for (std::size_t each = 0; each < workers; ++each) {
        threads.emplace_back([&, each] {
            try {
                for (std::size_t piece = next++; piece < pieces; piece = next++) {
                    work(each, piece);
                }
            } catch (...) {
                troubles[each] = std::current_exception();
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    const double seconds = wall_seconds() - begin;
    for (const std::exception_ptr& trouble : troubles) {
        if (trouble) {
            std::rethrow_exception(trouble);
        }
    }
    return seconds;
}

/// Seconds that all cores together were not idle, since the machine started.
double busy_seconds() {
    std::ifstream in("/proc/stat");
    std::string word;
    double user = 0, nice = 0, system = 0;
    in >> word >> user >> nice >> system;
    return (user + nice + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

/// CPU seconds of a process that still runs.
double cpu_seconds_of(pid_t process) {
    std::ifstream in("/proc/" + std::to_string(process) + "/stat");
    std::string text;
    std::getline(in, text);
    std::istringstream rest(text.substr(text.rfind(')') + 1));
    std::string skipped;
    constexpr int before_utime = 11;
    for (int i = 0; i < before_utime; ++i) {
        rest >> skipped;
    }
    double user = 0, system = 0;
    rest >> user >> system;
    return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double our_seconds() {
    double sum = own_cpu_seconds();
    for (const pid_t child : children()) {
        sum += cpu_seconds_of(child);
    }
    return sum;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// How much sooner two have done all pieces than one.
struct Pairs {
    std::vector<double> ratios, ones, twos;

    void add(std::size_t pieces, const Work& work) {
        ones.push_back(seconds_to_do(1, pieces, work));
        twos.push_back(seconds_to_do(2, pieces, work));
        ratios.push_back(ones.back() / twos.back());
    }
};

/// What two programs that share nothing gain on this machine, null where there is no tesseract.
Json machine_scaling(const fs::path& page, int repeats) {
    // The same page, so that both end together.
    constexpr std::size_t runs = 4;
    const Work work = [&](std::size_t, std::size_t) {
        (void)run_command({"tesseract", page.string(), "stdout", "-l", "dan"});
    };
    Pairs pairs;
    try {
        work(0, 0);
    } catch (const std::runtime_error&) {
        return nullptr;
    }
    for (int repeat = 0; repeat < repeats; ++repeat) {
        pairs.add(runs, work);
    }
    return {{"ratios", pairs.ratios}, {"median", median(pairs.ratios)}};
}

Json scaling(const WorkerMeasure& settings, const std::vector<fs::path>& pages) {
    const Folder scratch;
    Workers workers;
    for (int i = 0; i < 2; ++i) {
        workers.push_back(
            std::make_unique<worker::WorkerProcess>(worker_settings(settings, scratch)));
        for (const fs::path& page : pages) {  // starts it; draws the blanks of all forms
            (void)workers.back()->read_page(page, std::nullopt, 1);
        }
    }
    constexpr std::size_t pieces_least = 48;  // the wait for the last page is then a fiftieth
    const std::size_t rounds = (pieces_least + pages.size() - 1) / pages.size();
    const std::size_t pieces = settings.repeats > 1 ? rounds * pages.size() : pages.size();
    const double begin = wall_seconds(), busy = busy_seconds(), ours = our_seconds();
    Pairs pairs;
    for (int repeat = 0; repeat < settings.repeats; ++repeat) {
        pairs.add(pieces, [&](std::size_t worker, std::size_t piece) {
            (void)workers[worker]->read_page(pages[piece % pages.size()], std::nullopt, 1);
        });
    }
    const double seconds = wall_seconds() - begin;
    const double others = (busy_seconds() - busy - (our_seconds() - ours)) / seconds;
    const double one = *std::min_element(pairs.ones.begin(), pairs.ones.end());
    const double two = *std::min_element(pairs.twos.begin(), pairs.twos.end());
    constexpr int machine_repeats = 3;
    const Json machine =
        settings.repeats > 1
            ? machine_scaling(pages.front(), std::min(settings.repeats, machine_repeats))
            : Json();
    return {{"pages", pieces},
            {"ratios", pairs.ratios},
            {"median", median(pairs.ratios)},
            {"of_the_fastest", one / two},
            {"pages_per_second_1_worker", static_cast<double>(pieces) / one},
            {"pages_per_second_2_workers", static_cast<double>(pieces) / two},
            {"cores_taken_by_others", std::max(0.0, others)},
            {"machine", machine}};
}

}  // namespace

Json measure_workers(const WorkerMeasure& settings, const std::vector<fs::path>& of_all_grades,
                     const std::vector<fs::path>& pages) {
    Json json;
    json["rss_mib_per_worker"] = memory_of_worker(settings, of_all_grades);
    json["scaling_2_workers"] = nullptr;
    if (std::thread::hardware_concurrency() >= 2) {
        json["scaling"] = scaling(settings, pages);
        json["scaling_2_workers"] = json["scaling"]["median"];
    }
    return json;
}

}  // namespace indgang::bench
