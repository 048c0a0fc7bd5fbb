// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "pipeline/store/store.h"
#include "schemas/error/error.h"

namespace indgang::crew {

/// Gives the claim of an arrival back without counting the attempt, also when the store is broken,
/// as the next claim will say: a new process frees all.
inline void release(store::Store& store, const store::Arrival& arrival) noexcept {
    try {
        store.release_arrival(arrival.id);
    } catch (const Error&) {
        return;
    }
}

}  // namespace indgang::crew
