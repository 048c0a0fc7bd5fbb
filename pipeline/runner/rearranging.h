// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <vector>

#include "pipeline/store/store.h"
#include "schemas/form/definition.h"
#include "schemas/record/record.h"

/// Pages that are put together in another way than their batches were. Each function makes the
/// whole change and hands it to the store, which takes all of it or nothing.
/// Errors of all: bad_input (not_on_paper, no_such_page, nothing_left, same_application),
///                conflict (an application is a case, on its way there, or changed meanwhile).
namespace indgang::runner {

/// Brings the pages of `others` to `target`, whose pages they are numbered behind; the others are
/// closed. Gives: the new record of `target`.
record::ApplicationRecord join(store::Store& store, const form::FormCatalogue& catalogue,
                               const store::Item& target, const std::vector<store::Item>& others,
                               const store::Author& author);

/// Makes an application of its own of some pages of `item`. Gives: its ordinal in the arrival.
int split(store::Store& store, const form::FormCatalogue& catalogue, const store::Item& item,
          const std::vector<PagePlace>& pages, const store::Author& author);

/// Brings pages of `from` to `target`. `from` keeps at least one page.
void move_pages(store::Store& store, const form::FormCatalogue& catalogue, const store::Item& from,
                const std::vector<PagePlace>& pages, const store::Item& target,
                const store::Author& author);

/// A page that came after the others of its set: the one application that waits for it, if there
/// is exactly one, on paper, parked, of the same print and without any of these pages.
[[nodiscard]] std::optional<store::Item> waiting_for(const store::Store& store,
                                                     const store::Item& item,
                                                     const record::ApplicationRecord& record);
/// Joins `item` to the application that waits for it, as the program's own act.
void join_late(store::Store& store, const form::FormCatalogue& catalogue,
               const store::Item& waiting, const store::Item& item);

}  // namespace indgang::runner
