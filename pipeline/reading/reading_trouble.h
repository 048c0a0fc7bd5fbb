// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <functional>
#include <string>

#include "pipeline/store/store.h"
#include "pipeline/worker/worker.h"
#include "schemas/error/error.h"

namespace indgang::reading {

constexpr int attempts_at_most = 2;  ///< then a page or document is poison

/// A page that no worker could read, as it is kept.
[[nodiscard]] worker::PageResult unreadable(int page, const std::string& reason);

/// Whether the worker died or hung.
[[nodiscard]] bool is_worker_trouble(const Error& error);

/// Whether the one input is at fault: it is rejected, or kept as unreadable, and holds up nothing.
/// Everything else is the installation's, or somebody else's by now, and no input pays for it.
[[nodiscard]] bool blames_input(const Error& error);

/// Whether what is stored of this one arrival is damaged or gone.
[[nodiscard]] bool is_damage(const Error& error);

/// Gets one line for people, without personal data; may be empty.
using Say = std::function<void(const std::string&)>;

/// Lets an arrival wait until what is stored of it is mended, and says so the first time. That is
/// an end of the work on it: everything else goes on.
void put_off_damaged(store::Store& store, const store::Arrival& arrival, const Error& damage,
                     const Say& say);

/// Asks a worker, and once more when it died or hung: an idle worker may be gone for a reason that
/// has nothing to do with this input.
template <typename Ask>
auto ask_twice(const Ask& ask) {
    for (int attempt = 1;; ++attempt) {
        try {
            return ask();
        } catch (const Error& error) {
            if (!is_worker_trouble(error) || attempt == attempts_at_most) {
                throw;
            }
        }
    }
}

}  // namespace indgang::reading
