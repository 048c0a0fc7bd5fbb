// SPDX-License-Identifier: MPL-2.0
// The subcommands of `indgang queue` and `indgang feed`.
#include <functional>
#include <string>

#include "pipeline/program/command_line.h"

namespace indgang::program {
namespace {

/// An act on whole applications, which are named by their ids.
CLI::App* add_act(CLI::App& queue, const std::string& name, const std::string& description,
                  const std::string& ids, Options& o, Command& chosen,
                  console::ExitCode (*run)(const configuration::Configuration&,
                                           const QueueActOptions&)) {
    auto* app = command(queue, name, description, chosen,
                        [&o, run] { return run(o.shared.load(), o.queue_act); });
    auto* option = app->add_option("ids", o.queue_act.ids, ids)->required();
    if (name == "split" || name == "move" || name == "turn") {
        option->expected(1);
        app->add_option("--page", o.queue_act.pages, "By its place in the batch: 7, 7-left")
            ->required();
    }
    add_actor(*app, o.queue_act.actor);
    return app;
}

void add_list(CLI::App& queue, Options& o, Command& chosen) {
    auto* list = command(queue, "list", "List applications and rejected files", chosen,
                         [&] { return list_queue(o.shared.load(), o.queue_list); });
    auto& search = o.queue_list.search;
    list->add_option("--state", o.queue_list.state,
                     "recorded, waiting, parked, ready, delivered, dead, closed, rejected or "
                     "quarantined");
    list->add_option("--form", search.form, "Of this form");
    list->add_option("--person", search.person, "A CPR number, or a part of the name");
    list->add_option("--file", search.file, "A part of the file's name");
    list->add_option("--batch", search.arrival, "Of this arrival");
    list->add_option("--id", search.item, "This application");
    list->add_option("--reason", search.reason, "How a reason begins: missing_page");
    list->add_option("--assignee", search.assignee, "Given to this user");
    list->add_option("--received-from", o.queue_list.received_from,
                     "Received on this day or later");
    list->add_option("--received-until", o.queue_list.received_until,
                     "Received on this day or earlier");
    list->add_option("--older-than", o.queue_list.least_age_s, "Received so many seconds ago")
        ->check(CLI::NonNegativeNumber);
    constexpr int pages_at_most = 1'000'000, rows_at_most = 10'000;
    list->add_option("--page", search.page, "Which page of the list")
        ->check(CLI::Range(1, pages_at_most));
    list->add_option("--per-page", search.per_page, "Applications a page; default 100")
        ->check(CLI::Range(1, rows_at_most));
    list->add_flag("--json", o.queue_list.is_json, "As JSON");
    add_actor(*list, o.queue_list.actor);
}

}  // namespace

void add_feed(CLI::App& app, Options& o, Command& chosen) {
    auto* feed =
        app.add_subcommand("feed", "Files that hold many applications")->require_subcommand(1);
    const auto add = [&](const std::string& name, const std::string& description, auto run) {
        auto* one = command(*feed, name, description, chosen,
                            [&o, run] { return run(o.shared.load(), o.feed); });
        one->add_option("id", o.feed.id, "The id of the arrival")->required();
        add_actor(*one, o.feed.actor);
        return one;
    };
    auto* show = add("show", "What became of its applications, one by one", show_feed);
    show->add_option("--after", o.feed.after, "Begin behind this number");
    show->add_option("--limit", o.feed.at_most, "So many at most; default: all")
        ->check(CLI::NonNegativeNumber);
    show->add_flag("--json", o.feed.is_json, "As JSON");
    add("receipt", "The same as XML, for the one who sent it", write_feed_receipt)
        ->add_option("-o,--output", o.feed.output, "The file that is written")
        ->required();
}

void add_queue(CLI::App& app, Options& o, Command& chosen) {
    auto* queue = app.add_subcommand("queue", "What waits, and for what")->require_subcommand(1);
    add_list(*queue, o, chosen);
    auto* ledger = command(*queue, "ledger", "The sums that must fit", chosen,
                           [&] { return show_ledger(o.shared.load(), o.is_json, o.is_recounted); });
    ledger->add_flag("--json", o.is_json, "As JSON");
    ledger->add_flag("--recount", o.is_recounted,
                     "Count every row instead of what is kept as things change");
    const std::string of_applications = "Ids of applications",
                      of_both = "Of applications or arrivals";
    add_act(*queue, "retry", "Take stuck applications and rejected files up again", of_both, o,
            chosen, retry_queue);
    add_act(*queue, "reread", "Read anew, with today's forms and models", of_both, o, chosen,
            reread_queue);
    add_act(*queue, "close", "Close what is no application; --why says why", of_both, o, chosen,
            close_queue);
    add_act(*queue, "join", "Bring the pages of the others to the first", of_applications, o,
            chosen, join_queue);
    add_act(*queue, "split", "Make an application of its own of some pages",
            "Id of the application", o, chosen, split_queue);
    add_act(*queue, "move", "Bring pages of an application to another", "Id of the application", o,
            chosen, move_queue)
        ->add_option("--to", o.queue_act.target, "The application that gets the pages")
        ->required();
    add_act(*queue, "turn", "Turn pages that lie the wrong way round, and read them again",
            "Id of the application, or of the arrival where they are of none", o, chosen,
            turn_queue)
        ->add_option("--degrees", o.queue_act.degrees, "Clockwise: 90, 180 or 270")
        ->check(CLI::IsMember({90, 180, 270}))
        ->required();
    add_act(*queue, "assign", "Give applications to a person", of_applications, o, chosen,
            assign_queue)
        ->add_option("--to", o.queue_act.user, "A user id; empty: to nobody")
        ->required();
    auto* correct = command(*queue, "correct", "Give a parked application what a person knows",
                            chosen, [&] { return correct_item(o.shared.load(), o.queue_correct); });
    correct->add_option("id", o.queue_correct.id, "The application's id")->required();
    correct->add_option("--set", o.queue_correct.values, "FIELD=TEXT, as a person writes it");
    correct->add_option("--pass", o.queue_correct.findings,
                        "A reason of parking that you let pass");
    correct->add_option("--keep-page", o.queue_correct.kept_pages,
                        "A foreign page that belongs to it, by its place in the batch: 7, 7-left");
    correct->add_option("--drop-page", o.queue_correct.dropped_pages,
                        "A page that is no part of it, by its place in the batch: 7, 7-left");
    add_actor(*correct, o.queue_correct.actor);
    auto* agree =
        command(*queue, "agree", "Say that doubtful values of a parked application are right",
                chosen, [&] { return correct_item(o.shared.load(), o.queue_correct); });
    agree->add_option("id", o.queue_correct.id, "The application's id")->required();
    agree->add_option("fields", o.queue_correct.agreed,
                      "Fields whose value is right as it was read");
    agree->add_flag("--all", o.queue_correct.agrees_to_all, "Every doubtful value is right");
    add_actor(*agree, o.queue_correct.actor);
}

}  // namespace indgang::program
