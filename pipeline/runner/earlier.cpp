// SPDX-License-Identifier: MPL-2.0
#include "pipeline/runner/earlier.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "pipeline/rules/applicant.h"
#include "pipeline/runner/listing.h"
#include "pipeline/runner/stored_record.h"

namespace indgang::runner {

bool StoredEarlier::is_earlier(const store::ListedItem& listed) const {
    using enum store::ItemState;
    const bool is_case = listed.state == ready || listed.state == delivered || listed.state == dead;
    // What is parked is no case before a person has looked at it, and is asked about then.
    const bool goes_on = listed.state == recorded || listed.state == waiting;
    return listed.id != item_->id && (is_case || (goes_on && listed.number < item_->number));
}

void StoredEarlier::add(std::vector<rules::EarlierApplication>& found,
                        const store::ListedItem& listed, bool is_same_print) const {
    const bool is_known = std::any_of(found.begin(), found.end(),
                                      [&](const auto& each) { return each.id == listed.id; });
    if (is_known || !is_earlier(listed)) {
        return;
    }
    if (const auto item = store_->item(listed.id)) {
        found.push_back({item->id, item->case_number, is_same_print, record_of(*item)});
    }
}

std::vector<rules::EarlierApplication> StoredEarlier::before(
    const form::FormDefinition& form, const record::ApplicationRecord& record) {
    const auto set = set_of(record);
    const auto cpr = rules::applicant_of(form, record).cpr;
    const auto glance = glance_ ? *glance_ : store_->glance(*item_, cpr, set);
    moment_ = glance.moment;
    std::vector<rules::EarlierApplication> found;
    if (!glance.is_any_listed) {
        return found;
    }
    if (!set.empty()) {
        const auto prints =
            store_->search({.form = form.key.form, .print_set = set, .per_page = looked_at_most});
        for (const auto& listed : prints.items) {
            add(found, listed, true);
        }
    }
    if (cpr.empty() || form.repeat_days == 0) {
        return found;
    }
    store::Search same{.form = form.key.form,
                       .person = cpr,
                       .content = content_of(record),
                       .received_from = clock_() - std::chrono::days(form.repeat_days),
                       .per_page = looked_at_most,
                       .is_newest_first = true};
    auto alike = same;
    alike.content.clear();
    for (const auto& search : {same, alike}) {
        for (const auto& listed : store_->search(search).items) {
            add(found, listed, false);
        }
    }
    return found;
}

store::Store::Sought sought_of(const form::FormCatalogue& catalogue,
                               const record::ApplicationRecord& record, std::int64_t number) {
    const auto* form = catalogue.find(record.form);
    if (form == nullptr) {
        return {.item = number, .cpr = {}, .print_set = {}};
    }
    return {
        .item = number, .cpr = rules::applicant_of(*form, record).cpr, .print_set = set_of(record)};
}

}  // namespace indgang::runner
