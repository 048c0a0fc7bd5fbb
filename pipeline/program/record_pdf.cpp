// SPDX-License-Identifier: MPL-2.0
#include <fstream>
#include <iostream>

#include "pipeline/desk/desk.h"
#include "pipeline/program/commands.h"
#include "pipeline/program/session.h"
#include "pipeline/runner/copying_crew.h"
#include "schemas/error/error.h"

namespace indgang::program {
namespace {

Bytes copy_of(const configuration::Configuration& configuration, Session& session,
              const store::Item& item) {
    if (const auto copy = session.store().copy(item.id); copy && copy->digest) {
        return session.blobs().get(*copy->digest);
    }
    worker::Worker worker(configuration.worker_settings());
    auto made = runner::make_copy(worker, session.store(), session.blobs(), session.forms(), item);
    if (!made) {
        throw Error(Reason::no_pages, "application " + console::printable(item.id) +
                                          " has no pages that could be copied");
    }
    return std::move(*made);
}

}  // namespace

console::ExitCode write_copy(const configuration::Configuration& configuration,
                             const RecordPdfOptions& options) {
    Session session(configuration, store::Access::amend);
    const auto item = desk::Desk(session.store(), session.forms(), system_clock())
                          .look(options.actor, options.id);
    const auto pdf = copy_of(configuration, session, item);
    std::ofstream file(options.output, std::ios::binary);
    file.write(reinterpret_cast<const char*>(pdf.data()), static_cast<std::streamsize>(pdf.size()));
    file.close();
    if (!file) {
        throw Error(Reason::store_unwritable, "cannot write " + options.output.string());
    }
    std::cerr << options.output.string() << ": " << pdf.size() << " bytes\n";
    return console::ExitCode::done;
}

}  // namespace indgang::program
