// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/view/rows.h"

#include <nlohmann/json.hpp>

#include "pipeline/web/view/field_text.h"
#include "schemas/core/harmless_text.h"

namespace indgang::web {
namespace {

using nlohmann::json;

constexpr std::size_t reasons_shown = 3;

const form::FormDefinition* find_form(const form::FormCatalogue& catalogue,
                                      const std::string& form) {
    const form::FormDefinition* newest = nullptr;
    for (const auto& each : catalogue.all()) {
        newest = each.key.form == form ? &each : newest;
    }
    return newest;
}

}  // namespace

std::string_view kind_of(store::ItemState state) {
    using enum store::ItemState;
    switch (state) {
        case delivered:
            return "success";
        case parked:
        case waiting:
            return "warning";
        case dead:
            return "error";
        case recorded:
        case ready:
        case closed:
            return "info";
    }
    return "info";
}

std::string_view kind_of(store::ArrivalState state) {
    using enum store::ArrivalState;
    switch (state) {
        case read:
            return "success";
        case received:
        case closed:
            return "info";
        case rejected:
        case quarantined:
            return "error";
    }
    return "info";
}

std::string form_title(const form::FormCatalogue& catalogue, const std::string& language,
                       const std::string& form) {
    const auto* found = find_form(catalogue, form);
    return found == nullptr ? form : in(language, found->title);
}

std::string short_name(const std::string& name) {
    return harmless(name.substr(name.rfind('/') + 1));
}

json row_of(const Words& words, const std::string& language, const form::FormCatalogue& catalogue,
            const store::ListedItem& item, UtcTime now) {
    const auto* form = find_form(catalogue, item.form);
    auto reasons = json::array();
    for (const auto& reason : item.listing.reasons) {
        if (reasons.size() == reasons_shown) {
            const auto more = item.listing.reasons.size() - reasons_shown;
            reasons.push_back({{"text", std::to_string(more) + " " + words.of("list.more")}});
            break;
        }
        reasons.push_back({{"text", reason_in_words(words, language, form, reason)}});
    }
    if (reasons.empty() && !item.reason.empty()) {
        reasons.push_back({{"text", reason_in_words(words, language, form, item.reason)}});
    }
    return {
        {"id", item.id},
        {"href", "/tasks/" + item.id},
        {"case_href", "/cases/" + item.id},
        {"form", form_title(catalogue, language, item.form)},
        {"file", short_name(item.file)},
        {"pages", item.listing.pages},
        {"person", item.listing.person.empty() ? words.of("list.unnamed") : item.listing.person},
        {"age", age(words, item.received_at, now)},
        {"received", moment(item.received_at)},
        {"reasons", std::move(reasons)},
        {"doubtful", item.listing.doubtful},
        {"assignee", item.assignee},
        {"state_label", words.of("state." + std::string(name_of(item.state)))},
        {"state_kind", kind_of(item.state)},
        {"is_waiting", item.state == store::ItemState::parked},
        {"case_number", item.case_number}};
}

}  // namespace indgang::web
