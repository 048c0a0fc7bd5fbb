// SPDX-License-Identifier: MPL-2.0
#include "pipeline/runner/listing.h"

#include <optional>
#include <utility>
#include <vector>

#include "pipeline/rules/applicant.h"
#include "pipeline/runner/stored_record.h"

namespace indgang::runner {
namespace {

constexpr std::size_t content_letters = 32;  // 128 bits: no two applications share it by chance
constexpr int listed_at_a_time = 500;

}  // namespace

std::string content_of(const record::ApplicationRecord& record) {
    std::string text = record.form.form + '/' + record.form.version;
    for (const auto& field : record.fields) {
        if (field.value) {
            text += '\n' + field.field + '=' + field.value->canonical();
        }
    }
    return Digest::of(bytes_of(text)).hex().substr(0, content_letters);
}

std::string pages_of(const record::ApplicationRecord& record) {
    std::string pages;
    for (std::size_t i = 0; i < record.pages.size();) {
        std::size_t last = i;
        const auto is_run = [&] {
            const auto &here = record.pages[last].page, &next = record.pages[last + 1].page;
            return here.half == Half::whole && next == PagePlace(here.number + 1);
        };
        while (last + 1 < record.pages.size() && is_run()) {
            ++last;
        }
        pages += (pages.empty() ? "" : ",") + format_page_place(record.pages[i].page);
        if (last > i) {
            pages += "-" + format_page_place(record.pages[last].page);
        }
        i = last + 1;
    }
    return pages;
}

std::string set_of(const record::ApplicationRecord& record) {
    std::optional<std::string> set;
    for (const auto& page : record.pages) {
        if (page.form_page == 0) {
            continue;
        }
        if (set && *set != page.set) {
            return {};
        }
        set = page.set;
    }
    return set.value_or(std::string());
}

store::Listing listing_of(const form::FormCatalogue& catalogue,
                          const record::SettledRecord& settled) {
    const auto& record = settled.validated.inquired.record;
    store::Listing listing;
    if (const auto* form = catalogue.find(record.form)) {
        auto applicant = rules::applicant_of(*form, record);
        listing.cpr = std::move(applicant.cpr);
        listing.person = std::move(applicant.name);
        listing.content = content_of(record);
    }
    listing.source = std::string(record::name_of(record.source));
    listing.pages = pages_of(record);
    listing.print_set = set_of(record);
    listing.reasons = settled.reasons;
    for (const auto& field : record.fields) {
        listing.filled += field.value ? 1 : 0;
        listing.doubtful += field.is_accepted ? 0 : 1;
    }
    for (const auto& verdict : settled.validated.verdicts) {
        switch (verdict.agreement) {
            case record::Agreement::confirmed:
                ++listing.confirmed;
                break;
            case record::Agreement::differs:
                ++listing.differing;
                break;
            case record::Agreement::unknown:
                ++listing.unknown;
                break;
        }
    }
    return listing;
}

void list_unlisted(store::Store& store, const form::FormCatalogue& catalogue) {
    for (auto items = store.unlisted(listed_at_a_time); !items.empty();
         items = store.unlisted(listed_at_a_time)) {
        std::vector<std::pair<std::string, store::Listing>> listings;
        for (const auto& item : items) {
            listings.emplace_back(item.id, listing_of(catalogue, settled_of(item)));
        }
        store.list(listings);
    }
}

}  // namespace indgang::runner
