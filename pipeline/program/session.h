// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "pipeline/configuration/configuration.h"
#include "pipeline/desk/desk.h"
#include "pipeline/runner/runner.h"
#include "pipeline/service/door.h"
#include "pipeline/store/blobs.h"
#include "pipeline/store/sqlite/sqlite_store.h"
#include "schemas/form/definition.h"

namespace indgang::program {

/// The forms of an installation. Tells of each form that is left out because it is broken, on the
/// error stream, so that nobody wonders where it is.
/// Errors: as form::FormCatalogue.
[[nodiscard]] form::FormCatalogue load_forms(const configuration::Configuration& configuration);

/// The store and the forms, opened as one installation. The store is named on the error stream.
class Session {
  public:
    /// Errors: as store::sqlite::SqliteStore and form::FormCatalogue.
    Session(const configuration::Configuration& configuration, store::Access access);

    [[nodiscard]] store::Store& store() { return store_; }
    [[nodiscard]] store::DeskBook& desk_book() { return store_; }
    [[nodiscard]] store::Blobs& blobs() { return blobs_; }
    /// For what a person does at the command line.
    [[nodiscard]] desk::Desk desk() const;
    [[nodiscard]] const form::FormCatalogue& forms() const { return forms_; }
    /// `say`: see RunnerSettings. `workers` counts the worker processes. Both may be left out.
    [[nodiscard]] std::unique_ptr<runner::Runner> start_runner(
        std::function<void(const std::string&)> say = {},
        std::shared_ptr<worker::WorkerCounts> workers = {}) const;
    /// The way in; wakes `runner`, which must outlive it.
    [[nodiscard]] service::Door door(runner::Runner& runner) const;

  private:
    const configuration::Configuration* configuration_;
    form::FormCatalogue forms_;
    bool is_new_;
    mutable store::sqlite::SqliteStore store_;
    mutable store::Blobs blobs_;
};

}  // namespace indgang::program
