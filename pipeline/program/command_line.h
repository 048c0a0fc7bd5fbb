// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/program/commands.h"
#include "schemas/error/reason.h"

/// What the files share that bind subcommands to the functions that run them.
namespace indgang::program {

/// What every command shares.
struct Shared {
    std::string configuration;
    std::vector<std::string> forms;
    std::string store;
    int jobs = 0;

    [[nodiscard]] configuration::Configuration load() const {
        auto loaded = configuration::load_configuration(
            configuration.empty() ? std::nullopt
                                  : std::optional<std::filesystem::path>(configuration));
        for (const auto& folder : forms) {
            loaded.form_folders.push_back(std::filesystem::absolute(folder));
        }
        if (!store.empty()) {
            loaded.store_folder = std::filesystem::absolute(store);
        }
        if (jobs > 0) {
            loaded.worker_processes = jobs;
        }
        return loaded;
    }
};

using Command = std::function<console::ExitCode()>;

/// With what code a command ends that an Error ended. Never `internal`: that is a defect, and what
/// is wrong with this machine, its parts or its disk is none.
[[nodiscard]] console::ExitCode exit_code_of(Reason why, ErrorKind kind);

/// What was typed; each command reads its own.
struct Options {
    Shared shared;
    RunOptions run;
    ReadOptions read;
    RecordShowOptions record;
    RecordPdfOptions record_pdf;
    RecordHistoryOptions history;
    bool record_json = false;
    bool record_xml = false;
    QueueListOptions queue_list;
    FeedOptions feed;
    QueueActOptions queue_act;
    QueueCorrectOptions queue_correct;
    FormOptions form;
    std::vector<std::filesystem::path> form_folders;
    bool is_json = false;
    bool is_recounted = false;
    bool is_markdown = false;
    ModelRetrainOptions retrain;
    ModelOptions model;
    SimulateOptions simulate;
    bool without_keys = false;
    worker::WorkerSettings worker;
};

/// Binds one subcommand to the function that runs it.
CLI::App* command(CLI::App& parent, const std::string& name, const std::string& description,
                  Command& chosen, Command run);

/// Who does it, in what role, and why.
void add_actor(CLI::App& app, desk::Actor& actor);

/// What waits, and feeds.
void add_queue(CLI::App& app, Options& options, Command& chosen);
void add_feed(CLI::App& app, Options& options, Command& chosen);

/// Every command with its switches. What is typed goes to `options`, and the command to
/// `chosen`; both outlive `app`.
void add_commands(CLI::App& app, Options& options, Command& chosen);

}  // namespace indgang::program
