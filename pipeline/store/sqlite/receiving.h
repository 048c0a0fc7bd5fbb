// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>

#include "pipeline/store/entries.h"
#include "pipeline/store/sqlite/state.h"
#include "schemas/core/bytes.h"

namespace indgang::store::sqlite {

struct Received {
    std::int64_t number = 0;  ///< of the arrival's row
    ArrivalReceipt receipt;
};

/// As Store::receive, within a transaction.
[[nodiscard]] Received receive_one(Shared& shared, Connection& connection,
                                   const NewArrival& arrival, BytesView document);

}  // namespace indgang::store::sqlite
