// SPDX-License-Identifier: MPL-2.0
#include "pipeline/reading/reading_trouble.h"

#include <utility>

#include "schemas/record/json.h"

namespace indgang::reading {

worker::PageResult unreadable(int page, const std::string& reason) {
    record::PageReading reading;
    reading.page = page;
    reading.kind = record::PageKind::unreadable;
    reading.trouble = reason;
    auto json = record::to_json(reading);
    return {std::move(reading), std::move(json), {}, {}};
}

bool is_worker_trouble(const Error& error) {
    return error.why() == Reason::worker_died || error.why() == Reason::worker_slow;
}

bool blames_input(const Error& error) {
    if (is_damage(error)) {
        return false;
    }
    switch (error.kind()) {
        case ErrorKind::bad_input:
        case ErrorKind::not_found:
        case ErrorKind::refused:
        case ErrorKind::limit:
            return true;
        case ErrorKind::unavailable:
            return is_worker_trouble(error);
        case ErrorKind::conflict:
        case ErrorKind::internal:
            return false;
    }
    return false;
}

bool is_damage(const Error& error) {
    return error.why() == Reason::blob_corrupt || error.why() == Reason::blob_missing ||
           error.why() == Reason::no_such_blob;
}

void put_off_damaged(store::Store& store, const store::Arrival& arrival, const Error& damage,
                     const Say& say) {
    store.postpone_arrival(arrival.id, damage.reason());
    if (say && arrival.reason.empty()) {
        say("arrival " + arrival.id +
            " waits until the same bytes come again, or its file is put " +
            "back: " + damage.what() + " [" + damage.reason() + "]");
    }
}

}  // namespace indgang::reading
