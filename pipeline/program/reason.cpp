// SPDX-License-Identifier: MPL-2.0
// Shows the reasons. All that is said stands in the table of schemas/core.
#include "schemas/error/reason.h"

#include <iostream>
#include <nlohmann/json.hpp>

#include "pipeline/program/commands.h"

namespace indgang::program {
namespace {

using Json = nlohmann::ordered_json;

std::string kind_of(const ReasonRow& row) {
    return row.kind ? std::string(name_of(*row.kind)) : std::string();
}

std::string reasons_text() {
    std::string text;
    for (const ReasonGroup& group : reason_groups()) {
        text += (text.empty() ? "" : "\n") + std::string(group.heading) + "\n";
        for (const ReasonRow& row : group.rows) {
            text += "  " + std::string(row.code) + (row.kind ? " (" + kind_of(row) + ")" : "") +
                    "\n      " + std::string(row.means) + "\n      " + std::string(row.next) + "\n";
        }
    }
    return text;
}

}  // namespace

std::string reasons_page() {
    std::string page =
        "<!-- SPDX-License-Identifier: MPL-2.0 -->\n"
        "# The reasons\n\n"
        "This page is what `indgang reason list --markdown` prints; a test fails when it is not.\n"
        "`indgang reason list --json` gives the same to programs.\n\n"
        "A reason is a stable code: of an error, of a state in the store, of an answer over HTTP.\n"
        "The kind says what the one who gets the error can do; a reason without a kind stands in\n"
        "states and readings alone. `NN` in a code stands for digits. What rules find has codes "
        "of\n"
        "its own: [rules.md](rules.md).\n\n"
        "| kind | means |\n|---|---|\n"
        "| `bad_input` | the input can never be taken; show it to its sender |\n"
        "| `not_found` | the named thing does not exist |\n"
        "| `refused` | the other side understood and said no |\n"
        "| `unavailable` | the other side cannot be reached now; it is tried again |\n"
        "| `limit` | a named limit was exceeded |\n"
        "| `conflict` | somebody else changed it first; load again and retry |\n"
        "| `internal` | the installation is broken; no input is rejected for it |\n";
    for (const ReasonGroup& group : reason_groups()) {
        page += "\n## " + std::string(group.heading) +
                "\n\n| reason | kind | means | next |\n|---|---|---|---|\n";
        for (const ReasonRow& row : group.rows) {
            page += "| `" + std::string(row.code) + "` | " + kind_of(row) + " | " +
                    std::string(row.means) + " | " + std::string(row.next) + " |\n";
        }
    }
    return page;
}

std::string reasons_json() {
    Json all{{"reasons", Json::array()}};
    for (const ReasonGroup& group : reason_groups()) {
        for (const ReasonRow& row : group.rows) {
            all["reasons"].push_back({{"code", row.code},
                                      {"kind", row.kind ? Json(name_of(*row.kind)) : Json()},
                                      {"group", group.heading},
                                      {"means", row.means},
                                      {"next", row.next}});
        }
    }
    return all.dump(2) + "\n";
}

console::ExitCode list_reasons(ListWriting writing) {
    switch (writing) {
        case ListWriting::text:
            std::cout << reasons_text();
            break;
        case ListWriting::json:
            std::cout << reasons_json();
            break;
        case ListWriting::markdown:
            std::cout << reasons_page();
            break;
    }
    return console::ExitCode::done;
}

}  // namespace indgang::program
