// SPDX-License-Identifier: MPL-2.0
#include "pipeline/desk/revisions.h"

#include <utility>

#include "pipeline/runner/stored_record.h"

namespace indgang::desk {

std::vector<SaidRecord> said_of(const store::Store& store, const store::Item& item) {
    std::vector<SaidRecord> all;
    for (auto& past : store.past_records(item.id)) {
        auto settled = runner::settled_of(past.is_settled, past.record);
        all.push_back({past.is_settled, std::move(settled), std::move(past)});
    }
    all.push_back({item.is_settled, runner::settled_of(item), std::nullopt});
    return all;
}

std::vector<Revision> revisions_of(std::span<const SaidRecord> said) {
    std::vector<Revision> all;
    const SaidRecord* before = nullptr;
    for (const auto& now : said) {
        const auto& record = now.record();
        if (before == nullptr) {
            const bool is_paper = record.source == record::Source::paper;
            all.push_back({record.revision,
                           record.received_at,
                           {"indgang", "program", is_paper ? "read" : "submitted"},
                           {}});
        } else if (record.revision != before->record().revision) {
            all.push_back({record.revision, before->past->until, before->past->replaced_by,
                           record::changes_between(before->record(), record)});
        }
        before = &now;
    }
    return all;
}

}  // namespace indgang::desk
