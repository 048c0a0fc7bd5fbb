// SPDX-License-Identifier: MPL-2.0
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <list>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "adapters/identity/local_accounts.h"
#include "pipeline/program/commands.h"
#include "pipeline/program/session.h"
#include "pipeline/service/folder_rounds.h"
#include "pipeline/service/folder_watch.h"
#include "pipeline/service/intake_server.h"
#include "pipeline/watching/clock_watch.h"
#include "pipeline/watching/folder_book.h"
#include "pipeline/watching/health.h"
#include "pipeline/watching/request_log.h"
#include "pipeline/watching/traffic.h"
#include "pipeline/watching/watch_server.h"
#include "pipeline/web/site.h"
#include "schemas/core/random.h"
#include "schemas/error/error.h"

namespace indgang::program {
namespace {

constexpr std::chrono::milliseconds look_every{1'000};
constexpr std::chrono::milliseconds interrupt_check{100};
constexpr std::chrono::milliseconds share_answers_in{60'000};
constexpr std::chrono::milliseconds folders_end_in{1'000};  ///< of the two seconds of a stop

/// One line for the administrator, from any thread. Whatever is in it, it stays one.
void say(const std::string& line) {
    static std::mutex one_at_a_time;
    const std::lock_guard lock(one_at_a_time);
    std::cerr << console::printable(line) + "\n";
}

service::FolderWatchSettings watch_settings(const configuration::Configuration& configuration,
                                            const std::filesystem::path& folder) {
    service::FolderWatchSettings settings;
    settings.folder = folder;
    settings.takes_subfolders = configuration.takes_subfolders;
    settings.is_stopping = is_interrupted;
    return settings;
}

/// All that the service knows of itself.
struct Observations {
    watching::Health health;
    watching::Traffic traffic;
    watching::FolderBook folders;
    watching::ClockWatch clock{system_clock(), watching::machine_time()};
    std::optional<watching::RequestLog> log;

    const runner::Runner& runner;
    const store::Store& store;
    std::string stands_still_for;  ///< a code; empty: work goes on
    bool is_number_twice = false;  ///< as it was told last

    Observations(const configuration::Configuration& configuration,
                 const store::Store& store_of_all, const runner::Runner& runner_of_all)
        : health({configuration.store_folder,
                  [&runner_of_all] {
                      const auto trouble = runner_of_all.trouble();
                      return trouble ? trouble->reason() : std::string();
                  },
                  [&runner_of_all] { return runner_of_all.dependencies(); }},
                 store_of_all, system_clock()),
          runner(runner_of_all),
          store(store_of_all) {
        if (!configuration.request_log.empty()) {
            log.emplace(configuration.request_log, system_clock());
        }
    }

    void note(const http::Exchange& exchange) { note(exchange, traffic); }

    /// Takes: `of`, the door that the request came to.
    void note(const http::Exchange& exchange, watching::Traffic& of) {
        of.note(exchange);
        if (log) {
            log->note(exchange, of.route_of(exchange));
        }
    }

    /// One line when work stands still, and one when it goes on.
    void tell_of(const std::optional<Error>& trouble) {
        const auto reason = trouble ? trouble->reason() : std::string();
        if (reason == stands_still_for) {
            return;
        }
        say(trouble ? std::string("work stands still: ") + trouble->what() + " [" + reason + "]; " +
                          std::string(row_of(trouble->why()).next)
                    : "work goes on, after " + stands_still_for);
        stands_still_for = reason;
    }

    void tell_of_case_numbers() {
        const bool is_twice = !watching::case_number_trouble(store).empty();
        if (is_twice && !is_number_twice) {
            say("the case system gave one case number to two applications [case_number_twice]: ask "
                "it whose the case is; `indgang queue list --reason case_number_twice` names the "
                "application that waits");
        }
        is_number_twice = is_twice;
    }

    void look() {
        if (const auto jump = clock.look()) {
            say("the clock of this machine was set " + crew::worded(std::chrono::abs(*jump)) +
                (jump->count() > 0 ? " ahead" : " back") +
                ": ages and times of the last minutes are off by as much");
        }
        tell_of(runner.trouble());
        tell_of_case_numbers();
        health.tell("request log",
                    log && !log->is_well() ? std::string(code_of(Reason::disk_error)) : "");
    }
};

/// The desk in a browser. Without its built pages the service goes on without it, and says so.
class DeskService {
  public:
    DeskService(const configuration::Configuration& configuration, Session& session,
                Observations& seen)
        : pages_(configuration.desk.pages),
          accounts_(configuration.accounts_file(), system_clock()),
          provider_(configuration.desk.provider
                        ? std::make_unique<identity::OpenIdProvider>(*configuration.desk.provider,
                                                                     system_clock(), random_ids())
                        : nullptr),
          site_({session.store(), session.desk_book(), session.blobs(), session.forms(), pages_,
                 accounts_, provider_.get(), url_of(configuration.desk), configuration.desk.units,
                 configuration.desk.entered_twice, configuration.desk.is_private,
                 configuration.desk.seeded_share, configuration.worker_settings(), system_clock(),
                 random_ids(), random_chance(), say}),
          traffic_(patterns_of(site_)),
          server_(settings_of(configuration.desk, seen, traffic_),
                  [this](const http::ServerRequest& request) { return site_.answer(request); }) {}
    [[nodiscard]] int port() const { return server_.port(); }
    [[nodiscard]] const watching::Traffic& traffic() const { return traffic_; }

  private:
    /// Several methods of one path are one route.
    static std::vector<std::string_view> patterns_of(const web::Site& site) {
        std::vector<std::string_view> patterns;
        for (const auto& route : site.routes()) {
            if (std::ranges::find(patterns, route.pattern) == patterns.end()) {
                patterns.push_back(route.pattern);
            }
        }
        return patterns;
    }
    /// A provider takes browsers back only to an address that it knows, so a free port needs none.
    static std::string url_of(const configuration::DeskSettings& desk) {
        if (!desk.url.empty()) {
            return desk.url;
        }
        return (desk.tls.is_any() ? "https://" : "http://") + desk.address + ":" +
               std::to_string(desk.port);
    }
    static http::ServerSettings settings_of(const configuration::DeskSettings& desk,
                                            Observations& seen, watching::Traffic& traffic) {
        constexpr std::size_t most_body_bytes = 1U << 20;
        http::ServerSettings settings;
        settings.address = desk.address;
        settings.port = desk.port;
        settings.tls = desk.tls;
        settings.body_bytes = most_body_bytes;
        settings.on_trouble = say;
        settings.on_exchange = [&seen, &traffic](const http::Exchange& exchange) {
            seen.note(exchange, traffic);
        };
        return settings;
    }

    web::Pages pages_;
    identity::LocalAccounts accounts_;
    std::unique_ptr<identity::OpenIdProvider> provider_;
    web::Site site_;
    watching::Traffic traffic_;
    http::Server server_;  // last: its threads use all of the above
};

std::unique_ptr<DeskService> desk_of(const configuration::Configuration& configuration,
                                     Session& session, Observations& seen) {
    if (!configuration.desk.is_on) {
        return nullptr;
    }
    try {
        return std::make_unique<DeskService>(configuration, session, seen);
    } catch (const Error& error) {
        if (error.why() != Reason::desk_pages_missing) {
            throw;
        }
        say(std::string("no desk: ") + error.what());
        return nullptr;
    }
}

struct WatchedFolder {
    service::FolderWatch watch;
    std::string name;
};

void look_at(WatchedFolder& folder, Observations& seen) {
    const auto look = folder.watch.look();
    watching::FolderCounts counts{std::ssize(look.arrivals), {}, look.waiting, {}};
    for (const auto& arrival : look.arrivals) {
        say("taken from " + folder.name + ": arrival " + arrival);
    }
    for (const auto& reason : look.rejected) {
        ++counts.rejected[reason];
        say("rejected in " + folder.name + ": " + reason);
    }
    for (const auto& notice : look.notices) {
        say(folder.name + ": " + notice);
    }
    for (const auto& trouble : look.troubles) {
        say(folder.name + ": " + trouble);
    }
    for (const auto& trouble : look.ended) {
        say(folder.name + ": over: " + trouble);
    }
    for (const auto& trouble : folder.watch.present().troubles) {
        counts.troubles[trouble.reason] = trouble.count;
    }
    seen.folders.note(folder.name, counts);
    seen.health.tell("folder " + folder.name,
                     counts.troubles.empty() ? "" : counts.troubles.begin()->first);
}

/// One line when a share stops answering, and one when it does again.
void tell_of_held_up(const service::FolderRounds& rounds, std::set<std::string>& told,
                     Observations& seen) {
    const auto names = rounds.held_up(share_answers_in);
    const std::set<std::string> now(names.begin(), names.end());
    const std::string reason(code_of(Reason::folder_trouble));
    for (const auto& name : now) {
        if (!told.contains(name)) {
            say(name + ": does not answer, or a file is taken from it for more than a minute [" +
                reason + "]; other folders are looked at meanwhile");
        }
        seen.folders.note(name, {0, {}, 0, {{reason, 1}}});
        seen.health.tell("folder " + name, reason);
    }
    for (const auto& name : told) {
        if (!now.contains(name)) {
            say(name + ": over: does not answer [" + reason + "]");
        }
    }
    told = now;
}

/// A connection is an open file, and a shell's limit of 1,024 would be that of the service.
void open_as_many_files_as_allowed() {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
}

service::IntakeServerSettings intake_settings(const configuration::Configuration& configuration,
                                              Observations& seen) {
    service::IntakeServerSettings settings;
    settings.address = configuration.service_address;
    settings.port = configuration.service_port;
    settings.tls = configuration.service_tls;
    settings.of_a_sender.arrivals = static_cast<std::size_t>(configuration.sender_arrivals);
    settings.of_a_sender.bytes = std::int64_t{configuration.sender_mib} << 20;
    settings.on_trouble = say;
    settings.on_exchange = [&seen](const http::Exchange& exchange) { seen.note(exchange); };
    return settings;
}

watching::MetricsSources sources_of(Observations& seen, const store::Store& store,
                                    const std::filesystem::path& store_folder,
                                    const DeskService* desk, const service::IntakeServer& server,
                                    const runner::Runner& runner,
                                    const std::shared_ptr<worker::WorkerCounts>& workers) {
    return {store,
            seen.health,
            seen.traffic,
            desk != nullptr ? &desk->traffic() : nullptr,
            seen.clock,
            seen.folders,
            store_folder,
            [&server] { return server.counts(); },
            [&runner] { return runner.dependencies(); },
            [&runner, workers] {
                const auto progress = runner.progress();
                return watching::WorkCounts{progress.pages, progress.documents, workers->started,
                                            workers->died, workers->slow};
            },
            [&seen] { return seen.log ? seen.log->lost() : 0; }};
}

}  // namespace

console::ExitCode serve(const configuration::Configuration& configuration) {
    open_as_many_files_as_allowed();
    Session session(configuration, store::Access::write);
    const auto workers = std::make_shared<worker::WorkerCounts>();
    const auto runner = session.start_runner(say, workers);
    Observations seen(configuration, session.store(), *runner);
    const auto door = session.door(*runner);
    const service::IntakeServer server(intake_settings(configuration, seen), door, seen.health);
    const auto desk = desk_of(configuration, session, seen);
    const watching::WatchServer watch_server(
        {configuration.watch_address, configuration.watch_port, say},
        sources_of(seen, session.store(), configuration.store_folder, desk.get(), server, *runner,
                   workers),
        system_clock());
    std::list<WatchedFolder> folders;
    std::vector<service::FolderRounds::Folder> rounds_of;
    for (const auto& folder : configuration.watched_folders) {
        auto& watched = folders.emplace_back(WatchedFolder{
            {watch_settings(configuration, folder), door, system_clock()}, folder.string()});
        rounds_of.push_back({watched.name, [&watched, &seen] { look_at(watched, seen); }});
    }
    std::cout << "listening on " << configuration.service_address << ":" << server.port()
              << "\nwatched at " << configuration.watch_address << ":" << watch_server.port();
    if (desk) {
        std::cout << "\ndesk on " << configuration.desk.address << ":" << desk->port();
    }
    std::cout << std::endl;
    service::FolderRounds rounds(std::move(rounds_of), look_every);
    std::set<std::string> held_up;  ///< folders, as they were told last
    auto next_look = std::chrono::steady_clock::now();
    while (!is_interrupted()) {
        if (std::chrono::steady_clock::now() >= next_look) {
            seen.look();
            tell_of_held_up(rounds, held_up, seen);
            next_look = std::chrono::steady_clock::now() + look_every;
        }
        std::this_thread::sleep_for(interrupt_check);
    }
    say("stopping: what was taken in goes on at the next start");
    if (!rounds.stop(folders_end_in)) {
        // A thread that hangs in the system cannot be waited for, and must not wake up among what
        // is gone. The store is made for an end at any moment.
        say("a watched folder does not answer and is left as it is");
        std::_Exit(static_cast<int>(console::ExitCode::done));
    }
    return console::ExitCode::done;
}

}  // namespace indgang::program
