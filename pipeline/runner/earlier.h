// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "pipeline/stages/tail.h"
#include "pipeline/store/store.h"
#include "schemas/core/time.h"

namespace indgang::runner {

/// The applications that came before one, as the store lists them. Of one person's at most
/// `looked_at_most` are looked into, the latest; that many of one form within its days are no
/// citizen's.
/// Threads: one.
class StoredEarlier final : public stages::Earlier {
  public:
    static constexpr int looked_at_most = 8;

    StoredEarlier(const store::Store& store, Clock clock)
        : store_(&store), clock_(std::move(clock)) {}

    /// For which application is asked next. `item` outlives the asking.
    /// Takes: `glance`, what `sought_of` it gave; nothing: that is asked with the rest.
    void look_from(const store::Item& item,
                   const std::optional<store::Store::Glance>& glance = {}) {
        item_ = &item;
        glance_ = glance;
    }
    /// Of the store when it was asked last: what settles later is not known to it.
    [[nodiscard]] std::int64_t moment() const { return moment_; }
    [[nodiscard]] std::vector<rules::EarlierApplication> before(
        const form::FormDefinition& form, const record::ApplicationRecord& record) override;

  private:
    [[nodiscard]] bool is_earlier(const store::ListedItem& listed) const;
    void add(std::vector<rules::EarlierApplication>& found, const store::ListedItem& listed,
             bool is_same_print) const;

    const store::Store* store_;
    Clock clock_;
    const store::Item* item_ = nullptr;
    std::optional<store::Store::Glance> glance_;
    std::int64_t moment_ = 0;
};

/// Whose earlier applications a record asks for; of a form that is not in the catalogue nobody's.
/// Takes: `number`, of its item.
[[nodiscard]] store::Store::Sought sought_of(const form::FormCatalogue& catalogue,
                                             const record::ApplicationRecord& record,
                                             std::int64_t number);

}  // namespace indgang::runner
