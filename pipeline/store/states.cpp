// SPDX-License-Identifier: MPL-2.0
#include "pipeline/store/states.h"

#include <algorithm>

#include "schemas/error/verify.h"

namespace indgang::store {
namespace {

template <typename States>
std::optional<typename States::value_type> named(const States& states, std::string_view name) {
    const auto* found = std::find_if(states.begin(), states.end(),
                                     [&](auto state) { return name_of(state) == name; });
    return found == states.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

std::string_view name_of(ArrivalState state) {
    switch (state) {
        case ArrivalState::received:
            return "received";
        case ArrivalState::read:
            return "read";
        case ArrivalState::rejected:
            return "rejected";
        case ArrivalState::quarantined:
            return "quarantined";
        case ArrivalState::closed:
            return "closed";
    }
    VERIFY(false);
}

std::string_view name_of(ItemState state) {
    switch (state) {
        case ItemState::recorded:
            return "recorded";
        case ItemState::waiting:
            return "waiting";
        case ItemState::parked:
            return "parked";
        case ItemState::ready:
            return "ready";
        case ItemState::delivered:
            return "delivered";
        case ItemState::dead:
            return "dead";
        case ItemState::closed:
            return "closed";
    }
    VERIFY(false);
}

std::string_view name_of(CopyState state) {
    switch (state) {
        case CopyState::wanted:
            return "wanted";
        case CopyState::made:
            return "made";
        case CopyState::added:
            return "added";
        case CopyState::none:
            return "none";
        case CopyState::failed:
            return "failed";
    }
    VERIFY(false);
}

std::optional<ArrivalState> arrival_state_named(std::string_view name) {
    return named(arrival_states, name);
}

std::optional<ItemState> item_state_named(std::string_view name) {
    return named(item_states, name);
}

std::optional<CopyState> copy_state_named(std::string_view name) {
    return named(copy_states, name);
}

}  // namespace indgang::store
