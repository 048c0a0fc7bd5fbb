// SPDX-License-Identifier: MPL-2.0
// An alarm on a metric that nobody gives never rings. So every name and label value that the rules
// use is looked for in what the service really gives.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "tests/pipeline/watching/watched.h"

namespace indgang::watching {
namespace {

const std::string operations = std::string(INDGANG_SOURCE_DIR) + "/docs/operations/";

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool is_of_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/// A metric as a text uses it: its name, and what stands in braces behind it.
struct Use {
    std::string name;
    std::string labels;
    bool operator<(const Use& other) const {
        return std::tie(name, labels) < std::tie(other.name, other.labels);
    }
};

std::set<Use> uses_in(const std::string& text) {
    const std::string start = "indgang_";
    std::set<Use> uses;
    for (auto at = text.find(start); at != std::string::npos; at = text.find(start, at)) {
        auto end = at;
        while (end < text.size() && is_of_name(text[end])) {
            ++end;
        }
        Use use{text.substr(at, end - at), {}};
        if (end < text.size() && text[end] == '{') {
            const auto close = text.find('}', end);
            use.labels = text.substr(end + 1, close - end - 1);
            end = close;
        }
        uses.insert(use);
        at = end;
    }
    return uses;
}

/// Everything that the service can give, at once.
std::string all_metrics() {
    Watched watched;
    watched.dependencies = {
        {crew::DependencyKind::registry, "cpr", false, "registry_unavailable", {}, 1, 1},
        {crew::DependencyKind::casequeue, "casequeue", true, "", {}, 1, 1}};
    watched.health.tell("folder /in", "folder_missing");
    (void)watched.at.give_case_number_twice();
    watched.folders.note("/in", {1, {{"arrival_empty", 1}}, 1, {{"file_unreadable", 1}}});
    constexpr std::array<std::string_view, 1> routes = {"/tasks"};
    watched.desk.emplace(routes);
    auto sources = watched.sources();
    Health health({watched.probe, [] { return std::string("model_missing"); },
                   [&] { return watched.dependencies; }},
                  watched.at.store, [&] { return watched.at.now; });
    return metrics_text({sources.store, health, sources.traffic, sources.desk, sources.clock_watch,
                         sources.folders, sources.store_folder, sources.server,
                         sources.dependencies, sources.work, sources.lost_log_lines},
                        watched.at.now);
}

bool has_sample(const std::string& metrics, const std::string& name, const std::string& label) {
    std::istringstream lines(metrics);
    for (std::string line; std::getline(lines, line);) {
        const bool is_it = line.starts_with(name + "{") || line.starts_with(name + " ");
        if (is_it && (label.empty() || line.find(label) != std::string::npos)) {
            return true;
        }
    }
    return false;
}

std::vector<std::string> parts_of(const std::string& labels) {
    std::vector<std::string> parts;
    std::istringstream in(labels);
    for (std::string part; std::getline(in, part, ',');) {
        parts.push_back(part);
    }
    return parts;
}

TEST(Alarms, UseNamesAndLabelsThatTheServiceGives) {
    const auto metrics = all_metrics();
    const auto uses = uses_in(read_file(operations + "alarms.rules.yml"));
    EXPECT_GT(uses.size(), 15u);
    for (const auto& use : uses) {
        EXPECT_TRUE(has_sample(metrics, use.name, "")) << use.name;
        for (const auto& label : parts_of(use.labels)) {
            EXPECT_TRUE(has_sample(metrics, use.name, label)) << use.name << " " << label;
        }
    }
}

TEST(Alarms, SayWhatIsTheMatterAndWhatToDo) {
    std::istringstream lines(read_file(operations + "alarms.rules.yml"));
    int alarms = 0, summaries = 0, actions = 0, severities = 0;
    for (std::string line; std::getline(lines, line);) {
        alarms += line.find("- alert: ") != std::string::npos ? 1 : 0;
        summaries += line.find(" summary: ") != std::string::npos ? 1 : 0;
        actions += line.find(" action: ") != std::string::npos ? 1 : 0;
        severities += line.find("{severity: page}") != std::string::npos ||
                              line.find("{severity: ticket}") != std::string::npos
                          ? 1
                          : 0;
    }
    EXPECT_GT(alarms, 10);
    EXPECT_EQ(summaries, alarms);
    EXPECT_EQ(actions, alarms);
    EXPECT_EQ(severities, alarms);
}

TEST(Alarms, HaveEveryMetricExplainedOnThePageForAdministrators) {
    const auto page = read_file(operations + "watching.md");
    const auto metrics = all_metrics();
    std::istringstream lines(metrics);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("# TYPE ")) {
            const auto name = line.substr(7, line.find(' ', 7) - 7);
            EXPECT_NE(page.find("`" + name + "`"), std::string::npos) << name;
        }
    }
    for (const auto& use : uses_in(page)) {
        EXPECT_NE(metrics.find("# TYPE " + use.name + " "), std::string::npos) << use.name;
    }
}

/// Of Debian's package prometheus, which ./run test unpacks: installed it would begin to serve.
std::string promtool_program() {
    const auto unpacked = std::string(INDGANG_BUILD_DIR) + "/peers/usr/bin/promtool";
    return std::filesystem::exists(unpacked) ? unpacked : "/usr/bin/promtool";
}
bool has_promtool() {
    return std::filesystem::exists(promtool_program());
}

/// Gives the exit code.
int promtool(const std::string& arguments) {
    const int status = std::system((promtool_program() + " " + arguments).c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Alarms, AreRulesThatPrometheusTakesAndRingWhenTheyShould) {
    if (!has_promtool()) {
        GTEST_SKIP() << "THE ALARMS ARE NOT CHECKED: no promtool, which ./run test unpacks below "
                        "the build folder";
    }
    EXPECT_EQ(promtool("check rules " + operations + "alarms.rules.yml"), 0);
    EXPECT_EQ(promtool("test rules " + operations + "alarms.test.yml"), 0);
}

TEST(Alarms, AreAllSeenToRing) {
    const auto seen = read_file(operations + "alarms.test.yml");
    std::istringstream lines(read_file(operations + "alarms.rules.yml"));
    for (std::string line; std::getline(lines, line);) {
        const std::string begins = "- alert: ";
        const auto at = line.find(begins);
        if (at != std::string::npos) {
            const auto name = line.substr(at + begins.size());
            EXPECT_NE(seen.find("alertname: " + name + "\n        exp_alerts:\n          - "),
                      std::string::npos)
                << name;
        }
    }
}

TEST(Alarms, ReadMetricsThatPrometheusFindsNothingWrongWith) {
    if (!has_promtool()) {
        GTEST_SKIP() << "THE METRICS ARE NOT CHECKED: no promtool, which ./run test unpacks below "
                        "the build folder";
    }
    const auto file = std::filesystem::temp_directory_path() / ("metrics-" + random_ids()());
    std::ofstream(file) << all_metrics();
    EXPECT_EQ(promtool("check metrics <" + file.string()), 0);
    std::filesystem::remove(file);
}

}  // namespace
}  // namespace indgang::watching
